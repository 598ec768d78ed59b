"""`notices: {hours: CALENDAR}`: when people may be sent notices, as a standard's file says it."""

from __future__ import annotations

from pathlib import Path

import pytest

from shouwen.fault import Fault
from shouwen.standard.difference import differences
from shouwen.standard.editions import load_editions
from shouwen.standard.reading import load_standard, read_standard

BASE = """standard: hall
calendars:
  day: {zone: Asia/Shanghai, open: {mon-fri: ["09:00-18:00"]}}
  long: {zone: Asia/Shanghai, open: {mon-sun: ["08:00-21:00"]}}
notices: {hours: day}
words: {asked: {label: asked}, answered: {label: answered}}
clauses:
- {id: one, says: one, check: {within: {after: asked, then: answered, limit: 1 hour}}}
"""


def fault_of(text: str) -> Fault:
    with pytest.raises(Fault) as found:
        read_standard(text, place="probe.yaml")
    return found.value


def test_the_hours_are_those_of_a_calendar_of_the_standard() -> None:
    assert read_standard(BASE, place="probe.yaml").notice_hours == "day"


def test_a_standard_that_says_nothing_keeps_no_hours() -> None:
    assert read_standard(BASE.replace("notices: {hours: day}\n", ""), place="probe.yaml").notice_hours is None


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("{hours: dya}", "calendar-not-declared"),
        ("{}", "page-key-missing"),
        ("{hours: [day]}", "page-not-a-text"),
        ("{hours: day, mail: day}", "page-key-unknown"),
        ("day", "page-not-a-mapping"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(given: str, code: str) -> None:
    fault = fault_of(BASE.replace("notices: {hours: day}", f"notices: {given}"))
    assert (fault.code, fault.place.split(" ")[0]) == (code, "probe.yaml:5")


def test_a_calendar_that_is_not_there_is_told_with_the_nearest() -> None:
    assert fault_of(BASE.replace("hours: day", "hours: dya")).slots["near"] == "day"


def test_a_layer_takes_the_hours_over_and_may_set_others(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text(BASE, encoding="utf-8")
    above = tmp_path / "above.yaml"
    above.write_text("standard: city\nbuilds_on: base.yaml\n", encoding="utf-8")
    assert load_standard(above).notice_hours == "day"
    above.write_text("standard: city\nbuilds_on: base.yaml\nnotices: {hours: long}\n", encoding="utf-8")
    assert load_standard(above).notice_hours == "long"


def test_of_several_editions_the_newest_says_the_hours(tmp_path: Path) -> None:
    for year, hours in ((2025, "day"), (2026, "long")):
        head = f"in_force: {{from: {year}-01-01, until: {year + 1}-01-01}}\ncalendar: day\n"
        text = BASE.replace("hours: day", f"hours: {hours}") + head
        (tmp_path / f"{year}.yaml").write_text(text, encoding="utf-8")
    assert load_editions([tmp_path / "2026.yaml", tmp_path / "2025.yaml"]).notice_hours == "long"


def test_other_hours_are_a_change_of_the_standard_s_own() -> None:
    old = read_standard(BASE, place="old.yaml")
    new = read_standard(BASE.replace("hours: day", "hours: long"), place="new.yaml")
    told = [(c.section, c.key, c.before and c.before.en, c.after and c.after.en) for c in differences(old, new)]
    assert told == [("standard", "notices", "day", "long")]
