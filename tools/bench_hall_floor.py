"""What the database alone needs for the rows of a number, and of serving a customer: pgbench on the same cluster."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from urllib.parse import unquote, urlsplit

from postgres import find_programs

_EVENT = """
INSERT INTO ledger_event (word, at, noted_at, unit_id, by, grade, about, data, once)
    VALUES ('{word}', 1800000000, 1800000000, :unit_id, 'staff:1', 'self-reported', '["visit:0000000000"]',
        '{{"counter": "1", "line": "business", "waiting": 12, "on_shift": 0, "size_class": "large"}}',
        gen_random_uuid()::text) RETURNING id AS event_id \\gset
"""
_TOLD = "INSERT INTO ledger_told (case_id, event_id) VALUES (:case_id, :event_id);\n"
_OWED = (
    "INSERT INTO ledger_obligation ({owed_columns}) SELECT {owed_values} FROM generate_series(1, {many}) AS number;\n"
)
_CASE = """
UPDATE ledger_case SET owner_id = owner_id, closed_at = NULL, noted_at = 1800000000, next_change = next_change,
    revision = 1 WHERE id = :case_id;
"""
_HELD = "SELECT unit_id FROM hall_hall WHERE unit_id = {unit} FOR NO KEY UPDATE \\gset\n"

ISSUE = (
    "BEGIN;\n"
    + _HELD
    + """
SELECT coalesce(max(serial), 0) + 1 AS serial FROM hall_visit
    WHERE unit_id = :unit_id AND day = '2000-01-01' AND prefix = 'A' \\gset
"""
    + _EVENT
    + """
INSERT INTO ledger_case (subject, kind, unit_id, opened_at, noted_at, revision)
    VALUES ('visit:' || gen_random_uuid()::text, 'visit', :unit_id, 1800000000, 1800000000, 1)
    RETURNING id AS case_id \\gset
INSERT INTO hall_visit ({columns}) VALUES ({values});
"""
    + _TOLD
    + _OWED
    + "COMMIT;\n"
)
"""A number: the hall is held, the last one read; event, case, visit, its line in the story, what is owed are added."""

_FIRST = """
SELECT case_id FROM hall_visit WHERE unit_id = :unit_id AND line = 'business' AND state = 'waiting' AND priority = ''
    AND day = '2000-01-01' ORDER BY since, sequence LIMIT 1 \\gset
"""
_MOVED = "UPDATE hall_visit SET state = '{state}', counter = '', begun_at = 1800000000 WHERE case_id = :case_id;\n"
_SETTLED = """
UPDATE ledger_obligation SET state = 'kept', settled_by = :event_id, margin = 3600, evidence = '[1, 2]'
    WHERE case_id = :case_id;
"""


def _step(word: str, state: str, *, first: bool = False) -> str:
    held = _HELD + _FIRST if first else "SELECT id FROM ledger_case WHERE id = :case_id FOR NO KEY UPDATE;\n"
    return (
        "BEGIN;\n"
        + held
        + _EVENT.replace("{word}", word)
        + _CASE
        + _MOVED.replace("{state}", state)
        + _TOLD
        + _OWED
        + _SETTLED
        + "COMMIT;\n"
    )


_LEFT = _EVENT.replace("{word}", "visit.left") + _CASE + _MOVED.replace("{state}", "gone") + _TOLD
SERVE = (
    _step("ticket.called", "gone", first=True).replace("COMMIT;\n", _LEFT + "COMMIT;\n")
    + _step("service.begun", "gone")
    + _step("service.ended", "gone")
)
"""A customer: called, which ends the visit of the one before; begun; ended: in a transaction each. What is only read
for it is not read here, but who is next; nobody is at a counter meanwhile, so that clients do not meet there."""


_VISIT = {
    "case_id": ":case_id", "unit_id": ":unit_id", "state": "'waiting'", "prefix": "'A'", "serial": ":serial",
    "day": "'2000-01-01'", "service": "'payment'", "line": "'business'", "taken_at": "1800000000",
    "since": "1800000000", "sequence": ":serial",
}  # fmt: skip
_OBLIGATION = {
    "case_id": ":case_id", "clause": "'bench-' || number", "opened_by": ":event_id", "opened_at": "1800000000",
    "state": "'open'", "due": "1800000600", "warn": "1800000300", "unit_id": ":unit_id",
}  # fmt: skip


def _with_rows(script: str) -> str:
    """The script with every column of the tables in it: as given above, or blank."""
    from shouwen.operation.channels.hall.models import Visit
    from shouwen.operation.ledger.models import Obligation

    for prefix, table, given in (("", Visit, _VISIT), ("owed_", Obligation, _OBLIGATION)):
        fields = [one for one in table._meta.concrete_fields if one.attname != "id" and not one.has_db_default()]
        values = [given.get(one.attname) or _blank(one.get_default(), null=one.null) for one in fields]
        script = script.replace(f"{{{prefix}columns}}", ", ".join(str(one.column) for one in fields))
        script = script.replace(f"{{{prefix}values}}", ", ".join(values))
    return script


def _blank(value: object, *, null: bool) -> str:
    if value is None:
        return "NULL" if null else "0"
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int) else f"'{value}'"


def a_second(script: str, *, unit: int, owed: int, clients: int, seconds: int, folder: Path) -> float:
    """How many of these the database does a second. `owed`: obligations that each event adds."""
    programs = find_programs()
    address = urlsplit(os.environ["SHOUWEN_DATABASE"])
    file = folder / "floor.sql"
    text = (
        _with_rows(script).replace("{unit}", str(unit)).replace("{many}", str(owed)).replace("{word}", "ticket.taken")
    )
    file.write_text(text.replace("{{", "{").replace("}}", "}"), encoding="utf-8")
    where = ["-h", str(address.hostname), "-p", str(address.port), "-U", str(address.username)]
    said = subprocess.run(
        [
            *(str(programs / "pgbench"), *where, "-n", "-M", "prepared", "-f", str(file)),
            *("-c", str(clients), "-j", "1", "-T", str(seconds), address.path.lstrip("/")),
        ],
        env=os.environ | {"PGPASSWORD": unquote(address.password or "")},
        capture_output=True,
        text=True,
        check=False,
    )
    found = re.search(r"tps = ([\d.]+)", said.stdout)
    if found is None or said.returncode:
        raise SystemExit(f"pgbench: {said.stderr}")
    return float(found[1])
