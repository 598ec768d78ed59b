"""Where an event stands in the stream, so that a reader who asks for "what came after" never misses one.

PostgreSQL numbers events when they are written but shows them when their transaction commits, and a later number may be
shown before an earlier one. So each event also keeps the number of its transaction. Transactions below the oldest one
still running have all ended; a reader who takes events in the order (transaction, id), and only those, skips none.
SQLite writes one transaction after the other: the transaction's number is 0 there, and ids alone are the order.
(PostgreSQL manual, "Transaction ID and snapshot information functions".)
"""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db import connection, models
from django.db.models.expressions import Func


class ThisTransaction(Func):
    """The number of the running transaction; 0 on SQLite."""

    template = "0"
    output_field = models.BigIntegerField()
    allowed_default = True

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """On PostgreSQL: a 64-bit number that never comes again in a cluster."""
        return self.as_sql(compiler, connection, template="(pg_current_xact_id()::text::bigint)", **extra)


class Position(NamedTuple):
    """A place in the stream; what stands after it is what a reader has not seen."""

    transaction: int = 0
    event: int = 0


def horizon() -> int | None:
    """Every transaction below this number has ended; None where they end in order (SQLite)."""
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        row = cursor.fetchone()
    return int(row[0])
