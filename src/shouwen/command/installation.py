"""An installation's own book, for commands that look into it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from shouwen.command.serve import prepare_django
from shouwen.fault import Fault


@contextmanager
def the_book() -> Iterator[None]:
    """Makes the operation's rooms and its database ready. Raises Fault("database-behind") where tables are missing."""
    prepare_django()
    from django.db import OperationalError, ProgrammingError, connections
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connections["default"])
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise Fault("database-behind")
        yield
    except (OperationalError, ProgrammingError) as error:
        raise Fault("database-unreachable", why=(str(error).splitlines() or ["?"])[0]) from None
    finally:
        connections.close_all()
