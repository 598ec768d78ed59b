"""The roster by file: who works when, planned and taken away for the days chosen; what has begun stays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

import pytest
from tests.operation.channels.hall.conftest import Time
from tests.operation.channels.hall.setup.sheets_of_the_tests import noted, read
from tests.operation.people_of_the_tests import Cast

from shouwen.fault import Fault
from shouwen.operation.channels.hall.setup import files_in, files_out, roster
from shouwen.operation.channels.hall.setup.roster import COLUMNS, Period
from shouwen.operation.channels.hall.setup.sheet import Preview
from shouwen.operation.people import duty
from shouwen.operation.people.models import Shift, Staff
from shouwen.operation.people.rights import Acting

pytestmark = pytest.mark.django_db
By = Callable[[Staff], Acting]

HEAD = ["Day", "Work number", "Name", "From", "Until"]
TODAY, TOMORROW = "2025-05-06", "2025-05-07"


@pytest.fixture
def days(halls: Cast) -> Period:
    """The week from today on."""
    return Period.of(halls.east.pk, date(2025, 5, 6), date(2025, 5, 12))


def plan(cast: Cast, staff: Staff, day: str, begins: str, until: str, by: Acting, unit: Any = None) -> Shift:
    """A shift that is planned already."""
    unit = unit or cast.east
    span = [int(datetime.fromisoformat(f"{day}T{at}+08:00").timestamp()) for at in (begins, until)]
    return duty.plan(staff, unit, span[0], span[1], by=by)


def planned(cast: Cast) -> list[tuple[str, str]]:
    """Whose shifts there are, and when they begin, in Shanghai."""
    rows = Shift.objects.filter(unit=cast.east).order_by("begins", "staff")
    zone = Period.of(cast.east.pk, date(2025, 5, 6), date(2025, 5, 6))
    return [(row.staff.username, "{} {:%H:%M}".format(*zone.local(row.begins))) for row in rows]


def wrongs(preview: Preview) -> list[tuple[int, str, str]]:
    return [(one.number, one.column.name if one.column else "", one.fault.code) for one in preview.wrong]


@pytest.mark.parametrize("form", ["workbook", "csv"])
def test_what_was_downloaded_changes_nothing(halls: Cast, days: Period, by: By, time: Time, form: str) -> None:
    gu = by(halls.gu)
    plan(halls, halls.lin, TODAY, "08:00", "17:00", gu)
    plan(halls, halls.zhao, TOMORROW, "22:00", "23:30", gu)
    time.passes(37)
    duty.clock_in(halls.zhao, halls.east, time.now)  # a shift that nobody planned, to the second
    rows = roster.rows_of(halls.east, days)
    data = (
        files_out.workbook("x", COLUMNS, rows, "zh-Hant")
        if form == "workbook"
        else files_out.text(COLUMNS, rows, "zh-Hant")
    )
    preview = roster.compare(halls.east, days, files_in.read(data, COLUMNS), "en")
    assert (len(rows), preview.changes, preview.same, preview.wrong) == (3, (), 3, ())


def test_a_file_plans_changes_and_takes_away_and_the_log_says_so(halls: Cast, days: Period, by: By) -> None:
    gu = by(halls.gu)
    lin, zhao = halls.lin.username, halls.zhao.username
    plan(halls, halls.lin, TOMORROW, "08:00", "17:00", gu)
    plan(halls, halls.zhao, TOMORROW, "08:00", "17:00", gu)
    plan(halls, halls.zhao, "2025-05-20", "08:00", "17:00", gu)  # after the days chosen: stays
    preview = roster.compare(halls.east, days, read(COLUMNS, HEAD, [TOMORROW, lin, "谁", "9:00", "18:00"]), "en")
    assert wrongs(preview) == [(2, "name", "setup-person-name")]
    rows = [["2025/5/7", int(lin), "", "９：００", time(18)], [datetime(2025, 5, 8), zhao, "", "20:00", "4:00"]]
    headed = read(COLUMNS, HEAD, *rows)
    preview = roster.compare(halls.east, days, headed, "en")
    assert [(one.what, one.key, [said[1:] for said in one.said]) for one in preview.changes] == [
        ("changed", f"2025-05-07 {lin}", [("08:00", "09:00"), ("17:00", "18:00")]),
        ("gone", f"2025-05-07 {zhao}", [("", "08:00"), ("", "17:00")]),
        ("new", f"2025-05-08 {zhao}", [("", "20:00"), ("", "04:00")]),
    ]
    roster.apply_file(halls.east, days, headed, seen=preview.mark, by=gu, once="r")
    assert planned(halls) == [(lin, "2025-05-07 09:00"), (zhao, "2025-05-08 20:00"), (zhao, "2025-05-20 08:00")]
    assert noted() == [
        ("shift.taken-away", f"{lin}: 2025-05-07 08:00"), ("shift.taken-away", f"{zhao}: 2025-05-07 08:00"),
        ("shift.planned", f"{lin}: 1, 2025-05-07 09:00"), ("shift.planned", f"{zhao}: 1, 2025-05-08 20:00"),
    ]  # fmt: skip
    with pytest.raises(Fault) as again:
        roster.apply_file(halls.east, days, headed, seen=preview.mark, by=gu, once="r")
    assert again.value.code == "setup-moved-on"


def test_a_shift_that_has_begun_or_was_clocked_stays_though_the_file_leaves_it_out(
    halls: Cast, days: Period, by: By, time: Time
) -> None:
    gu = by(halls.gu)
    plan(halls, halls.lin, TODAY, "09:00", "17:00", gu)
    plan(halls, halls.zhao, TODAY, "12:00", "17:00", gu)
    duty.clock_in(halls.zhao, halls.east, time.now)
    headed = read(COLUMNS, HEAD, [TOMORROW, halls.lin.username, "", "9:00", "18:00"])
    preview = roster.compare(halls.east, days, headed, "en")
    assert ([one.what for one in preview.changes], preview.same) == (["new"], 2)


def test_every_wrong_row_is_told(halls: Cast, days: Period, by: By) -> None:
    lin, zhao, qian = (one.username for one in (halls.lin, halls.zhao, halls.qian))
    halls.lin.posts.create(unit=halls.west, role="clerk")
    plan(halls, halls.lin, TOMORROW, "08:00", "12:00", by(halls.sun), halls.west)
    preview = roster.compare(
        halls.east, days, read(
            COLUMNS, HEAD,
            [TOMORROW, lin, "", "11:00", "15:00"],  # works at the west hall then
            [TOMORROW, qian, "", "9:00", "12:00"],  # of the west hall alone
            ["2025-05-20", zhao, "", "9:00", "12:00"],
            [TODAY, zhao, "", "8:00", "12:00"],
            [TOMORROW, zhao, "", "8:00", "12:00"],
            [TOMORROW, zhao, "", "11:00", "15:00"],
            ["soon", zhao, "", "25:00", "=NOW()"],
        ), "en",
    )  # fmt: skip
    assert wrongs(preview) == [
        (2, "begins", "shift-overlaps"), (3, "person", "setup-person-unknown"), (4, "day", "setup-day-outside"),
        (5, "day", "setup-shift-past"), (7, "begins", "setup-shift-twice"), (8, "day", "setup-day-form"),
        (8, "begins", "setup-time-form"), (8, "until", "setup-formula"),
    ]  # fmt: skip


@pytest.mark.parametrize("who", ["lin", "sun", "bai"])
def test_only_who_plans_the_hall_changes_its_roster(halls: Cast, days: Period, by: By, who: str) -> None:
    headed = read(COLUMNS, HEAD, [TOMORROW, halls.lin.username, "", "9:00", "18:00"])
    seen = roster.compare(halls.east, days, headed, "en").mark
    with pytest.raises(Fault) as refused:
        roster.apply_file(halls.east, days, headed, seen=seen, by=by(getattr(halls, who)))
    assert (refused.value.code, planned(halls)) == ("not-for-you", [])
