"""A log that was restored into another PostgreSQL cluster, whose transactions are numbered from a lower number on.

Events would then seem to come from transactions that have not ended yet: no reader would be shown any, and new events
would stand before old ones. So all that stands in the stream is moved down by one number, which keeps its order: the
last to transaction 0, everything new after it. An event's place in the stream is no part of what happened; nothing else
of it is touched, and its seal holds.
"""

from __future__ import annotations

from django.db import connection, transaction
from django.db.models import F, Max

from shouwen.operation.ledger.models import Event, Follower, Seal
from shouwen.operation.people import scope


def settle() -> int:
    """Moves the stream down where this database was restored from elsewhere; by how much, 0 where it was not.

    To be called before anything is served: it locks the log, and writes every event once.
    """
    if connection.vendor != "postgresql":
        return 0
    with scope.everywhere(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f'LOCK TABLE "{Event._meta.db_table}" IN SHARE ROW EXCLUSIVE MODE')
        cursor.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
        (next_number,) = cursor.fetchone()
        tables = (Event, Follower, Seal)
        last = max(table._base_manager.aggregate(last=Max("transaction"))["last"] or 0 for table in tables)
        if last < next_number:
            return 0
        for table in tables:
            table._base_manager.update(transaction=F("transaction") - last)
    return last
