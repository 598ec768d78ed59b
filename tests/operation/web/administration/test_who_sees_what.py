"""Each role reaches its own pages of administration, and no other; and nobody here learns anything of a customer."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from tests.operation.web.administration.city import City
from tests.operation.web.east_hall import leaks

from shouwen.operation.ledger import models
from shouwen.operation.people.models import Post, Shift, Staff

pytestmark = pytest.mark.django_db

PAGES = {
    "administration_units": (),
    "administration_unit_add": (),
    "administration_unit": ("hall-east",),
    "administration_people": (),
    "administration_person_add": (),
    "administration_person": ("1001",),
    "administration_person_change": ("1001",),
    "administration_person_leave": ("1001",),
    "administration_person_backup": ("1001",),
    "administration_shifts": (),
    "administration_absences": (),
    "administration_calendars": (),
    "administration_calendar": ("city", "hall"),
    "administration_calendar_change": ("city", "hall"),
    "administration_editions": (),
    "administration_edition": None,
    "administration_editions_compare": (),
    "administration_edition_write": (),
    "administration_tokens": (),
    "administration_devices": (),
    "administration_parked": (),
    "administration_log": (),
    "administration_seal": (),
}
"""Every page that is looked at, with what its address takes."""

ACTS = {
    "administration_unit_move", "administration_unit_close", "administration_person_password",
    "administration_person_unlock", "administration_person_second_factor", "administration_post_give",
    "administration_post_end", "administration_shift_plan", "administration_shift_take_away",
    "administration_absence_plan", "administration_absence_end", "administration_edition_withdraw",
    "administration_token_revoke", "administration_verify", "administration_shift_clock", "administration_parked_again",
    "administration_parked_let_be",
}  # fmt: skip
"""What only acts: sent by POST."""

OWN = {"administration_tokens"}
CALENDARS = {"administration_calendars", "administration_calendar", "administration_calendar_change"}
UNITS = {"administration_units", "administration_unit_add", "administration_unit"}
EDITIONS = {
    "administration_editions", "administration_edition", "administration_editions_compare",
    "administration_edition_write",
}  # fmt: skip
ACCOUNTS = {"administration_person_add", "administration_person_change", "administration_person_leave"}
PEOPLE = {"administration_people", "administration_person"}

OPEN = {
    "lin": OWN,
    "he": OWN,
    "wu": OWN,
    "bai": OWN,
    "gu": OWN | CALENDARS | {"administration_shifts", "administration_absences"},
    "han": OWN | CALENDARS | {"administration_shifts", "administration_absences"},
    "planner": OWN | {"administration_shifts"},
    "author": OWN | CALENDARS | EDITIONS,
    "shi": OWN | CALENDARS | UNITS | PEOPLE | ACCOUNTS | {"administration_person_backup", "administration_parked"},
    "an": OWN | PEOPLE | {"administration_devices"},
    "cha": OWN | {"administration_log", "administration_seal"},
}
"""Who reaches which page."""

LoggedIn = Callable[[Staff], Client]


def person(city: City, name: str) -> Staff:
    return getattr(city, name, None) or getattr(city.cast, name)


def address(name: str) -> str:
    edition = models.Edition.objects.get().pk
    if name == "administration_editions_compare":
        return f"{reverse(name)}?old={edition}&new={edition}"
    arguments = PAGES[name]
    return reverse(name, args=[edition] if arguments is None else arguments)


@pytest.mark.parametrize("name", OPEN)
def test_a_role_reaches_its_own_pages_and_nothing_else(city: City, logged_in: LoggedIn, name: str) -> None:
    browser = logged_in(person(city, name))
    answers = {page: browser.get(address(page)) for page in PAGES}
    assert {page for page, answer in answers.items() if answer.status_code == 200} == OPEN[name]
    assert {answer.status_code for page, answer in answers.items() if page not in OPEN[name]} <= {403}
    assert [found for answer in answers.values() for found in leaks(answer)] == []


def test_every_address_of_administration_stands_in_the_table() -> None:
    named = {str(name) for name in get_resolver().reverse_dict if str(name).startswith("administration_")}
    assert named == PAGES.keys() | ACTS


def test_nobody_reaches_anything_without_logging_in(city: City, client: Client) -> None:
    answers = [client.get(address(page)) for page in PAGES]
    assert {answer.headers.get("Location", "").partition("?")[0] for answer in answers} == {"/account/login/"}


@pytest.mark.parametrize("name", OPEN)
def test_what_only_acts_is_refused_to_whom_it_is_not_for(city: City, logged_in: LoggedIn, name: str) -> None:
    shift = Shift.objects.create(staff=city.cast.lin, unit=city.cast.east, begins=10, ends=20)
    edition, post = models.Edition.objects.get(), Post.objects.get(staff=city.cast.lin)
    managers = {
        "administration_shift_plan", "administration_shift_take_away", "administration_absence_plan",
        "administration_shift_clock",
    }  # fmt: skip
    mine = {
        "shi": {
            "administration_unit_move", "administration_unit_close", "administration_parked_again",
            "administration_parked_let_be",
        },
        "an": {
            "administration_person_password", "administration_person_unlock", "administration_person_second_factor",
            "administration_post_give", "administration_post_end",
        },
        "gu": managers,
        "han": managers,
        "planner": {"administration_shift_plan", "administration_shift_take_away"},
        "author": {"administration_edition_withdraw"},
        "cha": {"administration_verify"},
    }  # fmt: skip
    arguments: dict[str, tuple[object, ...]] = {
        "administration_unit_move": ("hall-east",), "administration_unit_close": ("hall-east",),
        "administration_post_end": (post.pk,), "administration_shift_take_away": (shift.pk,),
        "administration_absence_end": (1,), "administration_edition_withdraw": (edition.pk,),
        "administration_token_revoke": (1,), "administration_shift_plan": (), "administration_absence_plan": (),
        "administration_verify": (), "administration_parked_again": ("event", 1),
        "administration_parked_let_be": ("event", 1),
    }  # fmt: skip
    browser = logged_in(person(city, name))
    reached = {
        act
        for act in ACTS
        if browser.post(reverse(act, args=arguments.get(act, ("1001",)))).status_code not in (403, 404)
    }
    assert reached == mine.get(name, set())


def test_who_administers_finds_no_customers_in_the_menu(city: City, logged_in: LoggedIn) -> None:
    shown = {}
    for name in ("lin", "author", "shi", "an", "cha"):
        page = logged_in(person(city, name)).get(reverse("administration_tokens"))
        shown[name] = {entry.address for entry in page.context["menu"]} & {"/requests/", "/customers/"}
    both = {"/requests/", "/customers/"}
    assert shown == {"lin": both, "author": both, "shi": set(), "an": set(), "cha": set()}


def test_the_menu_shows_each_what_is_theirs(city: City, logged_in: LoggedIn) -> None:
    shown = {}
    for name in ("lin", "gu", "shi", "an", "cha", "author"):
        page = logged_in(person(city, name)).get(reverse("administration_tokens"))
        shown[name] = [entry.address for entry in page.context["menu"] if entry.address.startswith("/administration/")]
    assert shown == {
        "lin": [],
        "gu": ["/administration/shifts/", "/administration/absences/", "/administration/calendars/"],
        "shi": [
            "/administration/units/",
            "/administration/people/",
            "/administration/calendars/",
            "/administration/set-aside/",
        ],
        "an": ["/administration/people/", "/administration/keys/devices"],
        "cha": ["/administration/log/", "/administration/log/seal"],
        "author": ["/administration/calendars/", "/administration/editions/"],
    }
