"""Shifts, clocking, absence: who is here, who answers, who manages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.operation.conftest import Cast

from shouwen.fault import Fault
from shouwen.operation.people import duty
from shouwen.operation.people.models import Absence, Post, Shift, Staff
from shouwen.operation.people.rights import SYSTEM, acting_of
from shouwen.operation.people.units import manager_of

NOW = 1_800_000_000
HOUR, DAY = 3600, 86_400

pytestmark = pytest.mark.django_db


def _refused(ask: Callable[[], object]) -> Fault:
    with pytest.raises(Fault) as refused:
        ask()
    return refused.value


def test_a_shift_is_planned_by_the_manager_and_by_nobody_else(cast: Cast) -> None:
    shift = duty.plan(cast.lin, cast.east, NOW, NOW + 8 * HOUR, by=acting_of(cast.gu, NOW))
    assert (shift.begins, shift.ends, shift.clocked_in) == (NOW, NOW + 8 * HOUR, None)
    for staff in (cast.sun, cast.lin, cast.an):
        by = acting_of(staff, NOW)
        assert (
            _refused(lambda by=by: duty.plan(cast.lin, cast.east, NOW + DAY, NOW + DAY + 1, by=by)).code
            == "not-for-you"
        )


def test_a_person_is_in_one_place_at_a_time(cast: Cast) -> None:
    duty.plan(cast.lin, cast.east, NOW, NOW + 8 * HOUR, by=SYSTEM)
    overlap = _refused(lambda: duty.plan(cast.lin, cast.east, NOW + HOUR, NOW + 9 * HOUR, by=SYSTEM))
    assert (overlap.code, overlap.slots) == ("shift-overlaps", {"unit": cast.east.name})
    assert duty.plan(cast.lin, cast.east, NOW + 8 * HOUR, NOW + 9 * HOUR, by=SYSTEM).begins == NOW + 8 * HOUR
    assert (
        _refused(lambda: duty.plan(cast.lin, cast.west, NOW + DAY, NOW + 2 * DAY, by=SYSTEM)).code == "no-post-at-unit"
    )
    assert _refused(lambda: duty.plan(cast.lin, cast.east, NOW, NOW, by=SYSTEM)).code == "shift-times"


def test_clocking_in_takes_the_planned_shift_and_else_makes_one(cast: Cast) -> None:
    planned = duty.plan(cast.lin, cast.east, NOW, NOW + 8 * HOUR, by=SYSTEM)
    assert duty.clock_in(cast.lin, cast.east, NOW - 300).pk == planned.pk
    unplanned = duty.clock_in(cast.zhao, cast.east, NOW)
    assert (unplanned.begins, unplanned.clocked_in) == (NOW, NOW)
    assert duty.on_duty(cast.east.pk) == [cast.lin, cast.zhao]
    assert duty.on_duty(cast.east.pk, NOW - 1) == [cast.lin]
    assert duty.on_duty(cast.west.pk) == []


def test_a_person_is_clocked_in_once_and_is_told_where(cast: Cast) -> None:
    duty.clock_in(cast.han, cast.east, NOW)
    again = _refused(lambda: duty.clock_in(cast.han, cast.west, NOW + 60))
    assert (again.code, again.slots) == ("clocked-in-already", {"unit": cast.east.name})
    with pytest.raises(IntegrityError), transaction.atomic():
        Shift.objects.create(staff=cast.han, unit=cast.west, begins=NOW, ends=NOW + 1, clocked_in=NOW)
    assert _refused(lambda: duty.clock_out(cast.lin, NOW)).code == "not-clocked-in"
    assert _refused(lambda: duty.clock_in(cast.lin, cast.west, NOW)).code == "no-post-at-unit"


def test_clocking_out_ends_it_even_when_the_clock_stepped_back(cast: Cast) -> None:
    duty.clock_in(cast.lin, cast.east, NOW)
    assert duty.clock_out(cast.lin, NOW - 10).clocked_out == NOW
    assert duty.on_duty(cast.east.pk) == []
    assert duty.clock_in(cast.lin, cast.east, NOW + 60).clocked_in == NOW + 60


def test_who_forgot_to_clock_out_is_not_here_for_ever(cast: Cast) -> None:
    duty.clock_in(cast.lin, cast.east, NOW)
    assert duty.on_duty(cast.east.pk, NOW + 9 * HOUR) == [cast.lin]
    assert duty.on_duty(cast.east.pk, NOW + 13 * HOUR) == []


def test_a_worked_shift_is_not_taken_away(cast: Cast) -> None:
    worked = duty.plan(cast.lin, cast.east, NOW, NOW + HOUR, by=SYSTEM)
    other = duty.plan(cast.lin, cast.east, NOW + DAY, NOW + DAY + HOUR, by=SYSTEM)
    duty.clock_in(cast.lin, cast.east, NOW)
    duty.unplan(Shift.objects.get(pk=worked.pk), by=SYSTEM)
    duty.unplan(other, by=SYSTEM)
    assert list(Shift.objects.values_list("pk", flat=True)) == [worked.pk]


def test_while_a_person_is_away_their_backup_answers_and_then_they_again(cast: Cast) -> None:
    absence = duty.plan_absence(cast.lin, NOW, NOW + DAY, backup=cast.zhao)
    assert [duty.answers_for(cast.lin, at) for at in (NOW - 1, NOW, NOW + DAY)] == [cast.lin, cast.zhao, cast.lin]
    assert duty.answers_for(Staff(pk=cast.lin.pk), NOW) == cast.zhao
    assert duty.people_covered_by(cast.zhao.pk, NOW) == [cast.lin.pk]
    assert duty.away(cast.lin, NOW)
    duty.end_absence(absence, NOW + HOUR)
    assert (duty.away(cast.lin, NOW + HOUR), duty.answers_for(cast.lin, NOW + HOUR)) == (False, cast.lin)


def test_the_usual_backup_answers_where_none_was_named_and_the_next_while_that_one_is_away(cast: Cast) -> None:
    cast.lin.backup, cast.zhao.backup = cast.zhao, cast.he
    cast.lin.save()
    cast.zhao.save()
    duty.plan_absence(cast.lin, NOW, NOW + DAY)
    assert duty.answers_for(cast.lin, NOW) == cast.zhao
    duty.plan_absence(cast.zhao, NOW, NOW + DAY)
    assert duty.answers_for(cast.lin, NOW) == cast.he
    assert duty.people_covered_by(cast.he.pk, NOW) == [cast.lin.pk, cast.zhao.pk]
    assert duty.people_covered_by(cast.zhao.pk, NOW) == []


def test_two_who_stand_in_for_each_other_and_are_both_away_leave_it_to_the_manager(cast: Cast) -> None:
    duty.plan_absence(cast.lin, NOW, NOW + DAY, backup=cast.zhao)
    duty.plan_absence(cast.zhao, NOW, NOW + DAY, backup=cast.lin)
    assert duty.answers_for(cast.lin, NOW) == cast.gu
    assert duty.people_covered_by(cast.gu.pk, NOW) == [cast.lin.pk, cast.zhao.pk]


def test_for_who_has_left_the_successor_answers(cast: Cast) -> None:
    cast.lin.is_active, cast.lin.backup = False, cast.zhao
    cast.lin.save()
    assert (duty.away(cast.lin, NOW), duty.answers_for(cast.lin, NOW)) == (True, cast.zhao)
    assert duty.people_covered_by(cast.zhao.pk, NOW) == [cast.lin.pk]


def test_nobody_is_their_own_backup(cast: Cast) -> None:
    refused = _refused(lambda: duty.plan_absence(cast.lin, NOW, NOW + DAY, backup=cast.lin))
    assert refused.code == "backup-is-oneself"
    assert _refused(lambda: duty.plan_absence(cast.lin, NOW, NOW)).code == "absence-times"


@given(
    st.lists(
        st.tuples(st.integers(0, 4), st.integers(0, 4) | st.none(), st.integers(0, 9), st.integers(1, 9)), max_size=8
    ),
    st.lists(st.integers(0, 4) | st.none(), min_size=5, max_size=5),
    st.integers(0, 12),
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_somebody_who_is_here_answers_for_everybody_and_both_questions_agree(
    cast: Cast, absences: list[tuple[int, int | None, int, int]], usual: list[int | None], later: int
) -> None:
    people = [cast.lin, cast.zhao, cast.qian, cast.he, cast.wu]
    Absence.objects.all().delete()
    for person, backup in zip(people, usual, strict=True):
        person.backup = None if backup is None else people[backup]
        person.save()
    for who, backup, begins, lasting in absences:
        named = None if backup is None else people[backup]
        Absence.objects.create(staff=people[who], begins=NOW + begins, ends=NOW + begins + lasting, backup=named)
    at = NOW + later
    everybody = list(Staff.objects.order_by("pk"))
    answering = {person.pk: duty.answers_for(person, at) for person in everybody}
    assert [person.pk for person in answering.values() if duty.away(person, at) and person.pk != cast.wu.pk] == []
    for person in everybody:
        covered = [key for key, answers in answering.items() if answers == person and key != person.pk]
        assert duty.people_covered_by(person.pk, at) == covered


def test_the_manager_on_duty_is_who_is_here_then_who_is_posted_then_the_one_above(cast: Cast) -> None:
    assert manager_of(cast.east.pk, NOW) == cast.gu
    duty.clock_in(cast.han, cast.east, NOW)
    assert manager_of(cast.east.pk, NOW) == cast.han  # here, though Gu is posted
    duty.clock_in(cast.gu, cast.east, NOW)
    assert manager_of(cast.east.pk, NOW) == cast.gu  # both are here: the hall's own
    duty.plan_absence(cast.gu, NOW + HOUR, NOW + DAY)
    assert manager_of(cast.east.pk, NOW + 2 * HOUR) == cast.han
    assert manager_of(cast.partner.pk, NOW) == cast.han  # no manager of its own
    assert manager_of(cast.repair.pk, NOW) is None
    assert manager_of(cast.organisation.pk, NOW) is None


def test_who_is_away_answers_for_a_unit_only_where_nobody_else_does(cast: Cast) -> None:
    for manager in (cast.gu, cast.han):
        duty.plan_absence(manager, NOW, NOW + DAY)
    assert manager_of(cast.east.pk, NOW) == cast.gu
    Post.objects.filter(staff=cast.gu).update(until=NOW)
    assert manager_of(cast.east.pk, NOW) == cast.han
