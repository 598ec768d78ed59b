"""Appointments: which times are offered, how many, the code, coming as appointed, nobody coming; what stays sealed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from tests.operation.channels.hall.conftest import MORNING, Time
from tests.operation.people_of_the_tests import Cast

from shouwen.fault import Fault
from shouwen.operation.channels.hall import actions as visits
from shouwen.operation.channels.hall.appointments import actions, codes, missed, story, times
from shouwen.operation.channels.hall.models import Appointment, CounterDay, Hall, Visit
from shouwen.operation.ledger import models, rebuild
from shouwen.operation.ledger.watch import look_once
from shouwen.operation.people import privacy, scope
from shouwen.operation.people.models import Staff
from shouwen.operation.people.rights import Acting

pytestmark = pytest.mark.django_db
By = Callable[[Staff], Acting]
Book = Callable[..., Appointment]

TODAY = date(2025, 5, 6)
ELEVEN = MORNING + 3600
QUARTER = 900


@pytest.fixture
def book(halls: Cast) -> Book:
    """Books a time at the east hall, as a customer on their phone does; each with a number of their own."""
    told = iter(range(1000))

    def one(due: int = ELEVEN, service: str = "payment", *, phone: str = "", once: str = "") -> Appointment:
        number = phone or f"1380013{next(told):04}"
        by = actions.on_phone(halls.east.pk)
        return actions.book(halls.east, service, due, name="陈一", phone=number, by=by, once=once)

    return one


def refused(act: Callable[[], object]) -> str:
    """The code of the fault with which it was refused."""
    with pytest.raises(Fault) as fault:
        act()
    return fault.value.code


# ── times ──


def test_the_times_are_those_of_the_opening_hours_from_now_on(halls: Cast) -> None:
    hall = Hall._base_manager.get(pk=halls.east.pk)
    found = [one.at for one in times.times(hall, "payment", TODAY)]
    assert (found[0], found[1] - found[0]) == (MORNING + QUARTER, QUARTER)
    assert (
        found[-1] == MORNING + 7 * 3600 + 45 * 60
    )  # 17:45: the hall closes at 18:00, ten minutes before it gives none
    assert times.times(hall, "payment", date(2025, 5, 20)) == []  # two weeks ahead


def test_a_full_time_is_shown_as_full_and_refused(halls: Cast, book: Book) -> None:
    book()
    book()
    hall = Hall._base_manager.get(pk=halls.east.pk)
    left = {one.at: one.left for one in times.times(hall, "payment", TODAY)}
    assert (left[ELEVEN], left[ELEVEN + QUARTER]) == (0, 2)
    assert refused(book) == "appointment-full"
    assert book(service="change").service == "change"  # another service has its own


@pytest.mark.parametrize("due", [MORNING - 3600, ELEVEN + 1, MORNING + 12 * 3600, MORNING + 30 * 86400, 0])
def test_no_other_time_can_be_booked(book: Book, due: int) -> None:
    assert refused(lambda: book(due)) == "appointment-not-offered"


def test_a_service_that_is_not_offered_cannot_be_booked(book: Book) -> None:
    assert refused(lambda: book(service="dance")) == "hall-service-unknown"


def test_one_number_books_no_more_than_the_standard_says(book: Book) -> None:
    book(phone="13800138000")
    second = book(ELEVEN + QUARTER, phone="138 0013 8000")
    assert refused(lambda: book(ELEVEN + 2 * QUARTER, phone="13800138000")) == "appointment-too-many"
    actions.cancel(second, by=actions.on_phone(second.unit_id))
    assert book(ELEVEN + 2 * QUARTER, phone="13800138000").state == "booked"


def test_the_same_asking_twice_is_one_appointment(book: Book) -> None:
    assert book(once="tap", phone="13800138000").pk == book(once="tap", phone="13800138000").pk
    assert Appointment._base_manager.count() == 1


# ── changing and cancelling ──


def test_it_is_moved_and_its_old_time_is_free_again(halls: Cast, book: Book) -> None:
    one = book()
    book()
    moved = actions.change(one, "change", ELEVEN + QUARTER, by=actions.on_phone(halls.east.pk))
    assert (moved.service, moved.due, moved.state) == ("change", ELEVEN + QUARTER, "booked")
    assert book().due == ELEVEN


def test_it_is_not_moved_where_there_is_no_room(halls: Cast, book: Book) -> None:
    one = book(ELEVEN + QUARTER)
    book()
    book()
    assert refused(lambda: actions.change(one, "payment", ELEVEN, by=actions.on_phone(halls.east.pk))) == (
        "appointment-full"
    )


def test_what_was_cancelled_is_over(halls: Cast, book: Book, machine: Acting) -> None:
    one = book()
    by = actions.on_phone(halls.east.pk)
    assert actions.cancel(one, by=by).state == "cancelled"
    assert refused(lambda: actions.cancel(one, by=by)) == "appointment-over"
    assert refused(lambda: actions.arrive(one, by=machine)) == "appointment-over"
    assert codes.of_typed(one.unit_id, codes.code_of(one), TODAY) is None


# ── the code ──


def test_a_code_is_known_at_its_hall_on_its_day_alone(halls: Cast, book: Book) -> None:
    one = book()
    code = codes.code_of(one)
    found = [codes.of_typed(halls.east.pk, typed, TODAY) for typed in (code, codes.spaced(code), "0" * 10, code[:9])]
    assert [row.pk if row else None for row in found] == [one.pk, one.pk, None, None]
    assert codes.of_typed(halls.west.pk, code, TODAY) is None
    assert codes.of_typed(halls.east.pk, code, date(2025, 5, 7)) is None


def test_a_scanned_address_is_as_good_as_the_code(halls: Cast, book: Book) -> None:
    one = book()
    address = f"https://hall.example/book/hall-east/{codes.key_of(one)}/"
    found = codes.of_typed(halls.east.pk, address, TODAY)
    assert found is not None
    assert found.pk == one.pk
    assert codes.of_typed(halls.west.pk, address, TODAY) is None
    assert codes.of_key(codes.key_of(one)[:-1] + "~") is None


def test_neither_code_nor_key_nor_who_it_is_stands_in_the_log(book: Book) -> None:
    one = book(phone="13800138000")
    log = repr(list(models.Event._base_manager.values_list("about", "data", "by", "once")))
    secrets = (codes.code_of(one), codes.key_of(one).rpartition("-")[2], "13800138000", "陈一")
    assert [secret for secret in secrets if secret in log] == []
    assert one.case.customer is not None
    assert privacy.show_masked(one.case.customer).phones == ("138****8000",)


def test_a_customer_who_books_is_not_taken_for_another_with_their_number(book: Book) -> None:
    one, other = book(phone="13800138000"), book(ELEVEN + QUARTER, phone="13800138000")
    assert one.case.customer_id != other.case.customer_id


# ── coming ──


def test_who_comes_late_within_the_grace_waits_from_the_time_of_the_appointment(
    halls: Cast, book: Book, machine: Acting, take: Callable[..., Visit], lins: CounterDay, time: Time, by: By
) -> None:
    one = book()
    time.passes(3600 + 300)
    take()  # five minutes after eleven
    time.passes(300)
    visit = actions.arrive(one, by=machine)
    assert (visit.since, Appointment._base_manager.get().state) == (ELEVEN, "kept")
    called = visits.call_next(lins, by=by(halls.lin))
    assert called is not None
    assert called.pk == visit.pk


def test_who_comes_early_waits_from_when_they_came(book: Book, machine: Acting, time: Time) -> None:
    one = book()
    time.passes(600)
    assert actions.arrive(one, by=machine).since == MORNING + 600


def test_who_comes_too_late_has_a_number_like_everybody(book: Book, machine: Acting, time: Time) -> None:
    one = book()
    time.passes(3600 + QUARTER + 1)
    visit = actions.arrive(one, by=machine)
    assert (visit.since, Appointment._base_manager.get().state) == (time.now, "missed")


def test_a_full_hall_has_kept_a_place_for_who_comes_as_appointed(
    book: Book, machine: Acting, take: Callable[..., Visit], time: Time
) -> None:
    kept, late = book(), book(ELEVEN - QUARTER)
    Hall._base_manager.update(capacity=1)
    take()
    assert refused(take) == "hall-full"
    time.passes(3600 + 1)  # a second too late for the earlier time
    assert actions.arrive(kept, by=machine).number == "A002"
    assert refused(lambda: actions.arrive(late, by=machine)) == "hall-full"


def test_coming_twice_gives_one_number(book: Book, machine: Acting) -> None:
    one = book()
    visit = actions.arrive(one, by=machine, once="tap")
    assert actions.arrive(one, by=machine, once="tap").pk == visit.pk
    assert refused(lambda: actions.arrive(one, by=machine, once="another")) == "appointment-over"
    assert Visit._base_manager.count() == 1


def test_an_appointment_of_tomorrow_is_not_for_today(book: Book, machine: Acting) -> None:
    one = book(ELEVEN + 86400)
    assert refused(lambda: actions.arrive(one, by=machine)) == "appointment-other-day"


# ── nobody comes ──


def test_nobody_came_is_told_once_the_grace_is_over(book: Book, time: Time) -> None:
    book()
    later = book(ELEVEN + QUARTER)
    time.passes(3600 + QUARTER)
    assert missed.turn() == 0
    time.passes(1)
    assert missed.turn() == 1
    states = dict(Appointment._base_manager.values_list("due", "state"))
    assert states == {ELEVEN: "missed", later.due: "booked"}
    told = models.Event._base_manager.get(word=story.MISS)
    assert (told.at, told.by, told.grade) == (time.now, "", "system")
    assert missed.turn() == 0


def test_the_rows_follow_from_the_log(halls: Cast, book: Book, machine: Acting, time: Time) -> None:
    by = actions.on_phone(halls.east.pk)
    actions.change(book(), "change", ELEVEN + QUARTER, by=by)
    actions.cancel(book(), by=by)
    actions.arrive(book(), by=machine)
    time.passes(7200)
    missed.turn()
    assert sorted(Appointment._base_manager.values_list("state", flat=True)) == ["cancelled", "kept", "missed"]
    look_once()
    assert rebuild.differences(models.Case._base_manager.all()) == []


def test_the_west_hall_sees_nothing_of_it(halls: Cast, book: Book, by: By) -> None:
    book()
    with scope.of(by(halls.sun).seen):
        assert list(Appointment.objects.all()) == []
