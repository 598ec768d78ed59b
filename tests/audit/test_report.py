"""The figures of a report, and its forms for a terminal, a program and a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from time import perf_counter

import pytest
from rich.console import Console
from tests.audit.small_hall import CALLED, FORMULA, SCRIPT, SHARE, VISITS, small_report, standard

from shouwen.audit.report import Figures, Report, summarise
from shouwen.audit.report_json import write_csv, write_json
from shouwen.audit.report_page import page
from shouwen.audit.report_text import print_report
from shouwen.audit.report_words import percent
from shouwen.audit.run import Audit
from shouwen.audit.tally import Count
from shouwen.wording import Language


def text_of(report: Report, language: Language = "en", width: int = 100, examples: int = 10) -> str:
    console = Console(file=io.StringIO(), width=width)
    print_report(report, console, language, examples=examples)
    return console.file.getvalue()  # type: ignore[attr-defined]


def json_of(report: Report, verdicts: Path | None = None) -> dict[str, object]:
    file = io.StringIO()
    write_json(report, file, verdicts=verdicts)
    return json.loads(file.getvalue())


def csv_of(report: Report) -> list[dict[str, str]]:
    file = io.StringIO(newline="")
    write_csv(report, file)
    return list(csv.DictReader(io.StringIO(file.getvalue(), newline="")))


def test_measured_and_self_reported_are_counted_apart_and_only_measured_makes_the_share(tmp_path: Path) -> None:
    with small_report(tmp_path) as report:
        called = report.clauses[0]
    assert called.figures == Figures(4, 2, 1, 1, 1, 0)
    assert called.figures.share == SHARE
    assert called.figures.bounds == (4 / 8, 5 / 8)
    assert dict(called.sites) == {"north": Figures(2, 2, 1, 1, 1, 0), SCRIPT: Figures(2, 0, 0, 0, 0, 0)}


def test_months_are_those_of_the_standard_s_zone(tmp_path: Path) -> None:
    with small_report(tmp_path) as report:
        months = dict(report.clauses[0].months)
    assert {name: figures.occasions for name, figures in months.items()} == {"2026-09": 5, "2026-10": 4}


def test_people_come_with_most_broken_first(tmp_path: Path) -> None:
    with small_report(tmp_path) as report:
        people = report.clauses[0].people
    assert [(name, figures.all_broken) for name, figures in people] == [
        ("li", 1), ("", 1), ("wang", 1), (FORMULA, 0),
    ]  # fmt: skip


def test_the_score_weighs_only_clauses_that_were_measured_and_says_how_many(tmp_path: Path) -> None:
    with small_report(tmp_path) as report:
        score = report.score
    assert score.value == pytest.approx((3 * SHARE + 1 * 1.0) / 4)
    assert (score.clauses, score.of, score.weight) == (2, 3, 4 / 5)


def test_a_share_is_not_given_where_most_of_what_was_kept_is_self_reported() -> None:
    doubtful = Figures(kept=1, broken=9, reported_kept=90)
    assert doubtful.share is None
    assert doubtful.bounds == (0.01, 0.91)
    assert Figures(kept=90, broken=10, reported_kept=1).share == 0.9
    assert Figures(reported_kept=3, open=2, not_judged=4).share is None


def test_nothing_but_all_is_100_percent() -> None:
    assert percent(99_999 / 100_000) == "99.9 %"
    assert percent(1 / 100_000) == "0.1 %"
    assert [percent(1.0), percent(0.0), percent(None)] == ["100.0 %", "0.0 %", "–"]


def test_json_tells_the_same_figures_and_every_count(tmp_path: Path) -> None:
    with small_report(tmp_path) as report:
        said = json_of(report)
    called, rated, greeting = said["clauses"]
    assert {key: called["figures"][key] for key in CALLED} == CALLED
    assert called["figures"]["share_kept_measured"] == SHARE
    assert (called["chapter"], called["severity"], called["weight"]) == ("waiting", "grave", 3)
    assert called["sources"] == [{"manual": "Manual", "section": "1.1"}]
    assert called["answerable"] == {"role": "clerk", "person": "settled"}
    assert called["evidence_grades"] == {"self-reported": 2, "device": 7}
    assert (rated["states"], rated["reasons"]) == ({"kept": 1, "not_judged": 1}, {"not-measured": 1})
    assert (greeting["states"], greeting["readings"]) == ({}, ["say"])
    rows = [dict(zip(said["by"]["columns"], row, strict=True)) for row in said["by"]["rows"]]
    assert sum(row["count"] for row in rows if row["clause"] == "visit.called") == len(VISITS)
    assert {
        "clause": "visit.called", "site": "north", "month": "2026-09", "person": "li", "state": "kept", "reason": None,
        "grade": "device", "count": 2,
    } in rows  # fmt: skip
    assert "verdicts" not in said


def test_json_tells_the_broken_occasions_with_their_events(tmp_path: Path) -> None:
    with small_report(tmp_path) as report:
        first = json_of(report)["clauses"][0]["broken"][0]
    assert (first["subject"], first["state"], first["due"]) == ("visit:2", "broken", "2026-09-30T15:42:00Z")
    assert [(event["word"], event["at"], event["by"]) for event in first["evidence"]] == [
        ("visit.arrived", "2026-09-30T15:32:00Z", "door"),
        ("visit.called", "2026-09-30T15:43:00Z", "wang"),
    ]


def test_json_can_hold_every_verdict_with_its_events(tmp_path: Path) -> None:
    file = tmp_path / "verdicts.parquet"
    with small_report(tmp_path, verdicts=file) as report:
        verdicts = json_of(report, file)["verdicts"]
    assert [(row["clause"], row["subject"]) for row in verdicts] == [
        *(("visit.called", f"visit:{number}") for number in range(len(VISITS))),
        ("visit.rated-freely", "visit:0"),
        ("visit.rated-freely", "visit:1"),
    ]
    assert [event["id"] for event in verdicts[0]["evidence"]] == [1, verdicts[0]["settled_by"]]
    assert (verdicts[0]["grade"], verdicts[0]["opened_at"]) == ("device", "2026-09-30T15:30:00Z")


def test_the_spreadsheet_has_a_row_a_clause_site_month_and_person_and_no_formula(tmp_path: Path) -> None:
    with small_report(tmp_path) as report:
        rows = csv_of(report)
    called = [row for row in rows if row["clause"] == "visit.called"]
    assert {key: sum(int(row[key]) for row in called) for key in CALLED} == CALLED
    [li] = [row for row in called if (row["person"], row["month"]) == ("li", "2026-09")]
    assert (li["site"], li["kept_measured"], li["kept_self_reported"], li["share_kept_measured"]) == (
        "north", "2", "1", "1.000000",
    )  # fmt: skip
    assert f"'{FORMULA}" in {row["person"] for row in called}
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


def test_the_table_tells_the_figures_and_what_they_rest_on(tmp_path: Path) -> None:
    with small_report(tmp_path) as report:
        said = " ".join(text_of(report).split())
    assert "visit.called 5 3 1 0 66.7 %" in said
    assert "evidence: self-reported 2, device 7 · self-reported 1 of 2 kept" in said
    assert "not measured 1" in said
    assert "Score 75.0 %, from 2 of 3 clauses (80 % of the weight); 7 of 9 judged occasions were measured." in said
    assert "visit:2 · due 2026-09-30 23:42:00" in said


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
def test_the_table_stays_within_a_narrow_terminal(tmp_path: Path, language: Language) -> None:
    with small_report(tmp_path) as report:
        said = text_of(report, language, width=72, examples=1)
    assert max(map(len, said.splitlines())) <= 72
    assert said.count("visit:") == 1


def test_a_large_audit_is_told_quickly_and_the_page_stays_short(tmp_path: Path) -> None:
    with small_report(tmp_path) as small:
        audit, clauses = small.audit, standard().clauses[:2]
    many = replace(
        audit.standard, clauses=tuple(replace(clauses[n % 2], id=f"clause.{n:02}", chapter="") for n in range(50))
    )
    counts = tuple(
        Count(f"clause.{n:02}", f"site-{person % 40:02}", f"2026-{month:02}", f"person-{person}", "kept", None, 5, 3)
        for n in range(50)
        for person in range(n, 20_000, 50)
        for month in range(1, 13)
    )
    began = perf_counter()
    report = summarise(Audit(many, audit.at, audit.first, audit.log, counts, ()))
    html = page(report, "en")
    assert perf_counter() - began < 10
    assert len(html) < 3_000_000
    assert sum(int(row["kept_measured"]) for row in csv_of(report)) == 3 * len(counts)
    assert "and 350 more, in report.csv" in html
