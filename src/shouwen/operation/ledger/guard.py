"""A guard in the database itself: rows of the log and of its seal are neither changed nor deleted, whoever asks.

It stops mistakes: a program's, or somebody's at the database's prompt. Who owns the tables can take it down; what they
change then, `verify.py` finds. An event's place in the stream (`transaction`) may be moved, as restored.py does. On
SQLite a migration that makes one of these tables anew must put the guard up again.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db.backends.base.base import BaseDatabaseWrapper

GUARDED: Mapping[str, tuple[str, ...]] = {
    "ledger_event": (
        "id", "word", "at", "noted_at", "unit_id", "by", "grade", "about", "data", "corrects_id", "correction", "once",
    ),
    "ledger_seal": ("id", "previous", "hash", "events", "digests", "event", "sealed_at"),
}  # fmt: skip
"""Table → the columns that stay as they are."""

_REFUSE = """CREATE OR REPLACE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never changed or deleted', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$"""


def put_up(connection: BaseDatabaseWrapper) -> None:
    """Puts the guard up; where it stands already, nothing happens."""
    take_down(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_REFUSE)
        for table, columns in GUARDED.items():
            of = ", ".join(f'"{column}"' for column in columns)
            for name, event in ((f"{table}_unchanged", f"UPDATE OF {of}"), (f"{table}_kept", "DELETE")):
                cursor.execute(_trigger(connection.vendor, name, event, table))


def take_down(connection: BaseDatabaseWrapper) -> None:
    """Takes the guard down: for a migration that has to make a table anew."""
    with connection.cursor() as cursor:
        for table in GUARDED:
            for name in (f"{table}_unchanged", f"{table}_kept"):
                on = f' ON "{table}"' if connection.vendor == "postgresql" else ""
                cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"{on}')


def _trigger(vendor: str, name: str, event: str, table: str) -> str:
    begin = f'CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" FOR EACH ROW'
    if vendor == "postgresql":
        return f"{begin} EXECUTE FUNCTION ledger_refuse()"
    return f"{begin} BEGIN SELECT RAISE(ABORT, 'rows of {table} are never changed or deleted'); END"
