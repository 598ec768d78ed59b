"""A roster changed at once: all of it or nothing, once, and each change in the log."""

from __future__ import annotations

import pytest
from tests.operation.people_of_the_tests import Cast

from shouwen.fault import Fault
from shouwen.operation.ledger import clock, models, words
from shouwen.operation.ledger.roster import change_roster
from shouwen.operation.people.models import Shift, Staff
from shouwen.operation.people.rights import Acting, acting_of

pytestmark = pytest.mark.django_db

HOUR = 3600
NEXT = 1_900_000_800  # 18 March 2030, 02:00 in Shanghai


def by(staff: Staff) -> Acting:
    return acting_of(staff, clock.now())


def noted() -> list[tuple[str, str]]:
    rows = models.Event._base_manager.filter(word=words.CHANGED).order_by("pk")
    return [(row.data["what"], row.data["text"]) for row in rows]


def begins() -> list[tuple[str, int]]:
    return [(row.staff.username, row.begins) for row in Shift.objects.order_by("begins", "staff")]


def test_what_is_taken_away_makes_room_for_what_is_planned(cast: Cast) -> None:
    old = Shift.objects.create(staff=cast.lin, unit=cast.east, begins=NEXT, ends=NEXT + 8 * HOUR)
    spans = {
        cast.lin: [(NEXT + HOUR, NEXT + 9 * HOUR)],
        cast.zhao: [(NEXT, NEXT + HOUR), (NEXT + HOUR, NEXT + 2 * HOUR)],
    }
    change_roster(cast.east, away=[old], planned=spans, by=by(cast.gu), once="a")
    lin, zhao = cast.lin.username, cast.zhao.username
    assert begins() == [(zhao, NEXT), (lin, NEXT + HOUR), (zhao, NEXT + HOUR)]
    assert noted() == [
        ("shift.taken-away", f"{lin}: 2030-03-18 02:00"),
        ("shift.planned", f"{lin}: 1, 2030-03-18 03:00"),
        ("shift.planned", f"{zhao}: 2, 2030-03-18 02:00"),
    ]
    with pytest.raises(Fault) as again:
        change_roster(
            cast.east, away=[], planned={cast.lin: [(NEXT + 20 * HOUR, NEXT + 21 * HOUR)]}, by=by(cast.gu), once="a"
        )
    assert (again.value.code, len(begins()), len(noted())) == ("done-already", 3, 3)


@pytest.mark.parametrize(
    ("code", "length", "who"),
    [
        ("shift-times", 25, "zhao"),
        ("shift-times", 0, "zhao"),
        ("shift-overlaps", 3, "lin"),
        ("no-post-at-unit", 1, "qian"),
    ],
)
def test_one_that_cannot_be_planned_leaves_all_as_it_was(cast: Cast, code: str, length: int, who: str) -> None:
    old = Shift.objects.create(staff=cast.zhao, unit=cast.east, begins=NEXT, ends=NEXT + HOUR)
    spans = {cast.lin: [(NEXT, NEXT + 2 * HOUR)]}
    spans.setdefault(getattr(cast, who), []).append((NEXT + HOUR, NEXT + HOUR + length * HOUR))
    with pytest.raises(Fault) as refused:
        change_roster(cast.east, away=[old], planned=spans, by=by(cast.gu))
    assert (refused.value.code, begins(), noted()) == (code, [(cast.zhao.username, NEXT)], [])


def test_who_has_clocked_in_keeps_the_shift(cast: Cast) -> None:
    old = Shift.objects.create(staff=cast.lin, unit=cast.east, begins=NEXT, ends=NEXT + HOUR, clocked_in=NEXT)
    with pytest.raises(Fault) as refused:
        change_roster(cast.east, away=[old], planned={}, by=by(cast.gu))
    assert (refused.value.code, len(begins()), noted()) == ("shift-clocked", 1, [])


@pytest.mark.parametrize("who", ["lin", "sun", "shi"])
def test_only_its_managers_and_planners_change_it(cast: Cast, who: str) -> None:
    with pytest.raises(Fault) as refused:
        change_roster(cast.east, away=[], planned={cast.lin: [(NEXT, NEXT + HOUR)]}, by=by(getattr(cast, who)))
    assert (refused.value.code, begins(), noted()) == ("not-for-you", [], [])
