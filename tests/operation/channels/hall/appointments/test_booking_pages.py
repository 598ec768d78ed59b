"""Booking on a phone without logging in, at the number machine, and by staff."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from tests.operation.channels.hall.appointments.conftest import ELEVEN, book_by_page
from tests.operation.channels.hall.conftest import Time
from tests.operation.channels.hall.screens_of_the_tests import screen_browser
from tests.operation.people_of_the_tests import Cast

from shouwen.operation.channels.hall.appointments import codes, customer_views, machine_views
from shouwen.operation.channels.hall.models import Appointment, Visit
from shouwen.operation.ledger.publishing import publish_pack
from shouwen.operation.people.models import Staff
from shouwen.operation.people.rights import SYSTEM

pytestmark = pytest.mark.django_db
Login = Callable[[Staff], Client]


@pytest.fixture
def phone(halls: Cast) -> Client:
    """A customer's phone."""
    return Client()


# ── on the phone ──


def test_a_time_is_booked_step_by_step(phone: Client) -> None:
    services = phone.get("/book/hall-east/").content.decode()
    assert re.findall(r'href="\?service=(\w+)"', services) == ["payment", "change", "consult"]
    days = phone.get("/book/hall-east/?service=payment").content.decode()
    offered = re.findall(r"&amp;at=(\d+)#who", days)
    assert str(ELEVEN) in offered
    who = phone.get(f"/book/hall-east/?service=payment&day=2025-05-06&at={ELEVEN}").content.decode()
    assert 'name="phone"' in who
    address = book_by_page(phone)
    one = Appointment._base_manager.get()
    shown = phone.get(address)
    assert (one.due, one.service) == (ELEVEN, "payment")
    assert codes.spaced(codes.code_of(one)) in shown.content.decode()
    assert shown["X-Robots-Tag"] == "noindex, nofollow"
    assert "13800138000" not in address + shown.content.decode()


def test_sent_twice_it_is_booked_once(phone: Client) -> None:
    assert book_by_page(phone) == book_by_page(phone)
    assert Appointment._base_manager.count() == 1


def test_a_number_that_cannot_be_one_comes_back_to_be_mended(phone: Client) -> None:
    answer = phone.post(
        "/book/hall-east/", {"service": "payment", "at": ELEVEN, "name": "陈一", "phone": "12", "once": "a" * 32}
    )
    assert answer.status_code == 422
    assert 'id="id_phone_error"' in answer.content.decode()


def test_a_time_that_was_taken_meanwhile_is_said_so(phone: Client) -> None:
    book_by_page(phone, once="a" * 32)
    book_by_page(phone, once="b" * 32, phone="13800138001")
    given = {"service": "payment", "at": ELEVEN, "name": "陈一", "phone": "13800138002", "once": "c" * 32}
    answer = phone.post("/book/hall-east/", given)
    assert answer.status_code == 422
    assert "约满" in answer.content.decode()


def test_it_is_moved_and_cancelled_by_who_has_its_address(phone: Client) -> None:
    address = book_by_page(phone)
    phone.post(f"{address}change", {"service": "change", "at": ELEVEN + 900, "once": "x"})
    one = Appointment._base_manager.get()
    assert (one.service, one.due) == ("change", ELEVEN + 900)
    assert "是，取消预约" in phone.get(f"{address}cancel").content.decode()
    phone.post(f"{address}cancel", {"once": "y"})
    assert Appointment._base_manager.get().state == "cancelled"
    assert "这个预约已取消" in phone.get(address).content.decode()


@pytest.mark.parametrize(
    "address", ["/book/nowhere/", "/book/desk/", "/book/hall-east/x-y/", "/book/hall-east/x/cancel"]
)
def test_what_is_not_there_is_not_found(phone: Client, address: str) -> None:
    assert phone.get(address).status_code == 404


def test_the_address_of_one_hall_is_none_of_another(phone: Client) -> None:
    address = book_by_page(phone)
    assert phone.get(address.replace("hall-east", "hall-west")).status_code == 404


def test_bookings_from_one_address_are_counted(phone: Client) -> None:
    for number in range(customer_views.BOOKED):
        book_by_page(phone, at=ELEVEN + 900 * number, phone=f"1380013800{number}", once=f"{number}" * 32)
    answer = phone.post("/book/hall-east/", {"service": "payment"})
    assert (answer.status_code, int(answer["Retry-After"]) > 0) == (429, True)
    assert phone.get("/book/hall-east/").status_code == 200


def test_keys_that_fit_nothing_are_counted(phone: Client) -> None:
    found = [phone.get(f"/book/hall-east/{number}-x/").status_code for number in range(customer_views.WRONG + 1)]
    assert found == [404] * customer_views.WRONG + [429]


def test_an_address_of_long_ago_is_not_found(phone: Client, time: Time) -> None:
    address = book_by_page(phone)
    time.passes(3600 + customer_views.SHOWN_FOR + 1)
    assert phone.get(address).status_code == 404


# ── at the number machine ──


@pytest.fixture
def machine(halls: Cast) -> Client:
    """The east hall's number machine."""
    return screen_browser(halls, halls.east)


def typed(machine: Client, code: str, once: str = "m" * 32) -> str:
    """Where the machine goes on to."""
    answer = machine.post("/hall/machine/appointment", {"code": code, "once": once})
    assert answer.status_code == 303
    return str(answer["Location"])


def test_the_code_gives_a_number_at_the_machine(halls: Cast, phone: Client, machine: Client, time: Time) -> None:
    book_by_page(phone)
    assert 'href="/hall/machine/appointment"' in machine.get("/hall/machine/").content.decode()
    time.passes(3600)
    goal = typed(machine, codes.code_of(Appointment._base_manager.get()))
    visit = Visit._base_manager.get()
    assert (visit.number, visit.since) == ("A001", ELEVEN)
    assert "A001" in machine.get(goal).content.decode()
    assert Appointment._base_manager.get().state == "kept"


def test_the_scanned_address_gives_a_number_too(phone: Client, machine: Client) -> None:
    address = book_by_page(phone)
    assert "/machine/number/" in typed(machine, f"http://testserver{address}")


def test_a_wrong_code_says_so_and_gives_none(phone: Client, machine: Client) -> None:
    book_by_page(phone)
    goal = typed(machine, "0000000000")
    assert "why=code" in goal
    assert "没有找到" in machine.get(goal).content.decode()
    assert Visit._base_manager.count() == 0


def test_codes_are_not_tried_without_end(phone: Client, machine: Client) -> None:
    book_by_page(phone)
    for number in range(machine_views.TRIES):
        assert "why=code" in typed(machine, f"{number:010}")
    assert "why=often" in typed(machine, codes.code_of(Appointment._base_manager.get()))


def test_nobody_else_has_the_page_of_the_machine(halls: Cast, phone: Client) -> None:
    assert phone.get("/hall/machine/appointment").status_code == 403


def test_a_hall_whose_standard_says_nothing_of_appointments_takes_none(
    halls: Cast, phone: Client, logged_in: Login
) -> None:
    halls.east.standard = "first-asked"
    halls.east.save()
    publish_pack("pack:first-asked", at=halls.east, by=SYSTEM)
    assert phone.get("/book/hall-east/").status_code == 404
    assert "这里不接受预约" in logged_in(halls.gu).get("/hall/appointments/").content.decode()


# ── staff ──


def test_staff_see_who_is_due_masked_and_give_the_number(
    halls: Cast, phone: Client, logged_in: Login, time: Time
) -> None:
    book_by_page(phone, at=ELEVEN - 2700)
    lin = logged_in(halls.lin)
    shown = lin.get("/hall/appointments/").content.decode()
    assert ("138****8000" in shown, "13800138000" in shown, "陈一" in shown) == (True, False, False)
    name = Appointment._base_manager.select_related("case").get().case.subject.partition(":")[2]
    time.passes(1000)
    lin.post(f"/hall/appointments/{name}/arrive", {"once": "z" * 32})
    assert Visit._base_manager.get().since == ELEVEN - 2700


def test_staff_book_change_and_cancel_for_a_customer(halls: Cast, logged_in: Login) -> None:
    lin = logged_in(halls.lin)
    given = {"service": "payment", "at": ELEVEN, "name": "陈一", "phone": "13800138000", "once": "a" * 32}
    address = lin.post("/hall/appointments/new", given)["Location"]
    one = Appointment._base_manager.get()
    assert codes.spaced(codes.code_of(one)) in lin.get(address).content.decode()
    lin.post(f"{address}change", {"service": "consult", "at": ELEVEN + 1800, "once": "b" * 32})
    assert (Appointment._base_manager.get().service, Appointment._base_manager.get().due) == ("consult", ELEVEN + 1800)
    lin.post(f"{address}cancel", {"once": "c" * 32})
    assert Appointment._base_manager.get().state == "cancelled"


def test_another_halls_staff_do_not_find_it(halls: Cast, phone: Client, logged_in: Login) -> None:
    book_by_page(phone)
    name = Appointment._base_manager.select_related("case").get().case.subject.partition(":")[2]
    sun = logged_in(halls.sun)
    assert "138****" not in sun.get("/hall/appointments/").content.decode()
    assert sun.get(f"/hall/appointments/{name}/").status_code == 404
    for verb in ("change", "cancel", "arrive"):
        assert sun.post(f"/hall/appointments/{name}/{verb}", {"once": verb * 8}).status_code == 404
    assert Appointment._base_manager.get().state == "booked"


def test_who_meets_no_customers_has_no_list(halls: Cast, logged_in: Login) -> None:
    assert logged_in(halls.wu).get("/hall/appointments/").status_code == 403
