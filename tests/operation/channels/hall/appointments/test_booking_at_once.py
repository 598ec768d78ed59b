"""Many book the same time at once, each in a connection of their own: no more have it than the standard allows.

Only PostgreSQL shows it: `tools/postgres.py --fast pytest …`. SQLite has one writer anyway.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection
from tests.operation.channels.hall.appointments.conftest import ELEVEN
from tests.operation.people_of_the_tests import Cast

from shouwen.fault import Fault
from shouwen.operation.channels.hall.appointments import actions
from shouwen.operation.channels.hall.models import Appointment, Visit
from shouwen.operation.people.rights import Acting

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(many: int, act: Callable[[int], object]) -> list[str]:
    """What comes of it when so many do it at once: the fault's code, or "done"."""
    found: list[str] = []
    gate = threading.Barrier(many)

    def one(number: int) -> None:
        gate.wait()
        try:
            act(number)
            found.append("done")
        except Fault as fault:
            found.append(fault.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(found)


def test_no_more_have_a_time_than_the_standard_allows(halls: Cast) -> None:
    by = actions.on_phone(halls.east.pk)

    def book(number: int) -> None:
        actions.book(halls.east, "payment", ELEVEN, name="陈一", phone=f"1380013800{number}", by=by)

    assert at_once(8, book) == ["appointment-full"] * 6 + ["done"] * 2
    assert Appointment._base_manager.filter(due=ELEVEN).count() == 2


def test_one_number_does_not_book_more_by_being_quick(halls: Cast) -> None:
    by = actions.on_phone(halls.east.pk)

    def book(number: int) -> None:
        actions.book(halls.east, "payment", ELEVEN + 900 * number, name="陈一", phone="13800138000", by=by)

    assert at_once(6, book) == ["appointment-too-many"] * 4 + ["done"] * 2


def test_an_appointment_gives_one_number_at_two_machines(halls: Cast, machine: Acting) -> None:
    one = actions.book(
        halls.east, "payment", ELEVEN, name="陈一", phone="13800138000", by=actions.on_phone(halls.east.pk)
    )
    assert at_once(4, lambda _number: actions.arrive(one, by=machine)) == ["appointment-over"] * 3 + ["done"]
    assert Visit._base_manager.count() == 1
