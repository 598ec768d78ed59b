"""What the database alone needs for the rows of one act: pgbench on the same cluster, as many clients, prepared."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from urllib.parse import unquote, urlsplit

from postgres import find_programs

TAKEN_BACK = """
\\set number random(0, {last})
BEGIN;
SELECT id AS case_id, subject, unit_id, owner_id FROM ledger_case
    WHERE subject = 'request:' || lpad((:number)::text, 10, '0') FOR NO KEY UPDATE \\gset
INSERT INTO ledger_event (word, at, noted_at, unit_id, by, grade, about, data, once)
    VALUES ('handover.withdrawn', extract(epoch FROM now())::bigint, extract(epoch FROM now())::bigint, :unit_id,
        'staff:' || (:owner_id)::text, 'self-reported', jsonb_build_array((:subject)::text), '{{}}',
        gen_random_uuid()::text)
    RETURNING id AS event_id \\gset
UPDATE ledger_case SET owner_id = :owner_id, offered_to_id = NULL, offered_desk_id = NULL, closed_at = NULL,
    noted_at = extract(epoch FROM now())::bigint, next_change = next_change, revision = revision WHERE id = :case_id;
INSERT INTO ledger_told (case_id, event_id) VALUES (:case_id, :event_id);
UPDATE ledger_obligation SET state = state, settled_by = settled_by, margin = margin, evidence = evidence
    WHERE case_id = :case_id AND clause = 'asked.noted';
COMMIT;
"""
"""Taking a hand-over back: the case is held, the event and its line in the story added, the case and one obligation
written. What an act only reads is not read here: this is the floor, not a rival."""


def acts_a_second(*, clients: int, seconds: int, cases: int, folder: Path) -> float:
    """How many such transactions the database does a second, each on one of the first `cases` cases."""
    programs = find_programs()
    address = urlsplit(os.environ["SHOUWEN_DATABASE"])
    script = folder / "taken-back.sql"
    script.write_text(TAKEN_BACK.format(last=cases - 1), encoding="utf-8")
    where = ["-h", str(address.hostname), "-p", str(address.port), "-U", str(address.username)]
    said = subprocess.run(
        [
            *(str(programs / "pgbench"), *where, "-n", "-M", "prepared", "-f", str(script)),
            *("-c", str(clients), "-j", "1", "-T", str(seconds), address.path.lstrip("/")),
        ],
        env=os.environ | {"PGPASSWORD": unquote(address.password or "")},
        capture_output=True,
        text=True,
        check=False,
    )
    found = re.search(r"tps = ([\d.]+)", said.stdout)
    if found is None:
        raise SystemExit(f"pgbench: {said.stderr}")
    return float(found[1])
