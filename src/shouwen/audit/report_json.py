"""The report for programs: JSON, and a table of figures that a spreadsheet opens."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any, TextIO

import numpy as np
import pyarrow.parquet as pq

from shouwen.audit.report import ClauseFound, Evidence, Figures, Report, Score, place_of, row_of
from shouwen.audit.report_words import iso
from shouwen.audit.tally import Count
from shouwen.events.event import GRADES
from shouwen.standard import plain
from shouwen.standard.clause import Clause
from shouwen.wording import LANGUAGES

MADE_BY = "shouwen audit"
"""What report.json says of itself: by this a result's folder is known."""

CSV_COLUMNS = (
    "clause", "site", "month", "person", "kept_measured", "broken_measured", "kept_self_reported",
    "broken_self_reported", "open", "not_judged", "share_kept_measured",
)  # fmt: skip

_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_CHUNK = 20_000


def write_json(report: Report, file: TextIO, *, verdicts: Path | None = None) -> None:
    """Everything, as one JSON object; with `verdicts`, a file of them, also every verdict with its events.

    `by` holds a row a clause × site × month × person × state × reason × grade. Verdicts come clause by clause; the
    audit must still be open to look up their events.
    """
    head = {"made_by": MADE_BY} | _head(report) | {"clauses": [_clause(one, report) for one in report.clauses]}
    text = json.dumps(head, ensure_ascii=False, indent=1)
    file.write(text[: text.rindex("\n}")])
    columns = json.dumps(Count._fields)
    _write_list(file, f',\n "by": {{\n  "columns": {columns},\n  "rows": [', map(_by_row, report.audit.counts))
    file.write("\n }")
    if verdicts is not None:
        _write_list(file, ',\n "verdicts": [', _verdicts(report, verdicts))
    file.write("\n}\n")


def write_csv(report: Report, file: TextIO) -> None:
    """A row a clause × site × month × person. Open `file` with newline="" and, for spreadsheets, utf-8-sig."""
    rows = csv.writer(file)
    rows.writerow(CSV_COLUMNS)
    clauses = {one.clause.id: one for one in report.clauses}
    for key, counts in groupby(report.audit.counts, key=lambda count: count[:4]):
        figures = _figures(counts)
        share = clauses[key[0]].share(figures)
        rows.writerow([*map(_harmless, key), *row_of(figures), "" if share is None else f"{share:.6f}"])


def _head(report: Report) -> dict[str, Any]:
    audit, standard = report.audit, report.standard
    return {
        "standard": standard.name,
        "title": _said(standard.title.say),
        "edition": standard.edition or None,
        "as_of": iso(audit.at),
        "first_event": iso(audit.first) if audit.events else None,
        "zone": standard.zone.name,
        "events": audit.events,
        "figures": _all(report.figures),
        "score": _score(report.score),
        "sites": {
            name: _all(figures) | {"score": _score(report.site_scores[name])} for name, figures in report.sites
        },
        "months": {
            name: _all(figures) | {"score": _score(report.month_scores[name])} for name, figures in report.months
        },
        "bad_rows": {"count": audit.bad_count, "first": [_said(fault.say) for fault in audit.bad]},
        "words_not_in_the_standard": dict(audit.unheard),
        "missing_years": dict(audit.missing_years),
    }  # fmt: skip


def _clause(one: ClauseFound, report: Report) -> dict[str, Any]:
    clause, standard = one.clause, report.standard
    figures = one.figures
    states = {
        "kept": figures.kept + figures.reported_kept, "broken": figures.all_broken,
        "open": figures.open, "not_judged": figures.not_judged,
    }  # fmt: skip
    return {
        "id": clause.id,
        "of": clause.of,
        "chapter": clause.chapter or None,
        "says": _said(clause.says.say),
        "check": clause.check.name,
        "check_says": {language: clause.check.say(language, standard.vocabulary) for language in LANGUAGES},
        "readings": sorted(clause.check.readings),
        "severity": clause.severity or None,
        "weight": clause.weight,
        "answerable": {"role": clause.answerable.role or None, "person": clause.answerable.person},
        "sources": [{"manual": source.manual, "section": source.section} for source in clause.sources],
        "editions": [_in_force(edition, report) for edition in one.editions],
        "states": {state: count for state, count in states.items() if count},
        "figures": _all(figures),
        "reasons": dict(one.reasons),
        "evidence_grades": dict(one.grades),
        "people": one.people_count,
        "broken": [
            _row(example.row._asdict()) | {"evidence": [_event(event) for event in example.events]}
            for example in one.examples
        ],
    }


def _in_force(clause: Clause, report: Report) -> dict[str, str | None]:
    zone = report.standard.zone
    return {"from": plain.local_date(clause.since, zone), "until": plain.local_date(clause.until, zone)}


def _all(figures: Figures) -> dict[str, Any]:
    return _numbers(figures) | {
        "share_kept_measured": figures.share,
        "share_kept_self_reported": figures.reported_share,
        "share_kept_bounds": figures.bounds,
    }


def _numbers(figures: Figures) -> dict[str, int]:
    return {
        "kept_measured": figures.kept,
        "broken_measured": figures.broken,
        "kept_self_reported": figures.reported_kept,
        "broken_self_reported": figures.reported_broken,
        "open": figures.open,
        "not_judged": figures.not_judged,
    }


def _score(score: Score) -> dict[str, Any]:
    return {
        "value": score.value, "clauses_measured": score.clauses, "clauses": score.of, "weight_measured": score.weight,
    }  # fmt: skip


def _figures(counts: Iterable[Count]) -> Figures:
    sums = [0] * 6
    for count in counts:
        sums[place_of(count.state, count.grade)] += count.count
    return Figures(*sums)


def _by_row(count: Count) -> list[Any]:
    return [*count[:6], GRADES[count.grade], count.count]


def _write_list(file: TextIO, opening: str, rows: Iterable[Any]) -> None:
    file.write(opening)
    comma = "\n"
    for row in rows:
        file.write(comma + "   " + json.dumps(row, ensure_ascii=False))
        comma = ",\n"
    file.write("\n  ]")


def _verdicts(report: Report, path: Path) -> Iterator[dict[str, Any]]:
    """Every verdict of a file, clause by clause, its evidence as events; a batch of the log at a time."""
    file = pq.ParquetFile(path)
    groups: dict[str, list[int]] = {}
    for number in range(file.num_row_groups):
        # The audit writes the occasions of one clause at a time: a group holds one clause.
        clause = file.read_row_group(number, columns=["clause"]).column(0)[0].as_py()
        groups.setdefault(clause, []).append(number)
    for clause in dict.fromkeys(one.clause.id for one in report.clauses):
        for number in groups.get(clause, ()):
            table = file.read_row_group(number)
            names = table.column("subject").to_pylist()
            order = np.lexsort((table.column("opened_by").to_numpy(), table.column("opened_at").to_numpy(), names))
            for start in range(0, len(order), _CHUNK):
                rows = table.take(order[start : start + _CHUNK]).to_pylist()
                events = report.audit.log.events({number for row in rows for number in row["evidence"]})
                for row in rows:
                    told = [Evidence(n, *events[n][:3], GRADES[events[n][3]]) for n in row["evidence"]]
                    yield _row(row) | {"evidence": [_event(event) for event in told]}


def _row(row: Mapping[str, Any]) -> dict[str, Any]:
    """A verdict as a mapping, times in UTC as ISO 8601, the grade by name."""
    values = {key: value for key, value in row.items() if key not in ("warn", "evidence")}
    for key in ("opened_at", "period", "due"):
        if key in values:
            at = values[key]
            values[key] = iso(int(at.timestamp()) if isinstance(at, datetime) else at)
    if isinstance(values["grade"], int):
        values["grade"] = GRADES[values["grade"]]
    return values


def _event(event: Evidence) -> dict[str, Any]:
    return {"id": event.id, "word": event.word, "at": iso(event.at), "by": event.by, "grade": event.grade}


def _harmless(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_BEGINS_A_FORMULA) else text


def _said(say: Callable[..., str]) -> dict[str, str]:
    return {language: say(language) for language in LANGUAGES}
