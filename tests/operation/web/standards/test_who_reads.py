"""Who reads what: everybody with a post that serves, what their own units work by and what ships; an author, all."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from tests.operation.web.standards.small import BOOK, Readers, read, text

from shouwen.operation.people.models import Staff
from shouwen.operation.web.standards.urls import urlpatterns

pytestmark = pytest.mark.django_db

LoggedIn = Callable[[Staff], Client]

WEST = "/standard/in-force/other/"
ARGUMENTS = {"kind": "packs", "name": "own-hall", "chapter": "counter", "clause": "counter.procedure"}


def addresses() -> list[str]:
    return [
        reverse(one.name, kwargs={key: ARGUMENTS[key] for key in one.pattern.converters})
        for one in urlpatterns
        if one.name is not None
    ]


def person(readers: Readers, name: str) -> Staff:
    return readers.author if name == "author" else getattr(readers.cast, name)


@pytest.mark.parametrize("name", ["lin", "gu", "qian", "han", "wu", "he", "author"])
def test_whoever_has_a_post_that_serves_reads_all_that_ships(readers: Readers, logged_in: LoggedIn, name: str) -> None:
    browser = logged_in(person(readers, name))
    assert {browser.get(address).status_code for address in addresses()} == {200}
    assert '/standard/"' in browser.get("/").content.decode()


@pytest.mark.parametrize("name", ["shi", "an", "cha", "bai"])
def test_an_administrator_and_who_has_no_post_read_nothing(readers: Readers, logged_in: LoggedIn, name: str) -> None:
    browser = logged_in(person(readers, name))
    assert {browser.get(address).status_code for address in (*addresses(), BOOK, WEST)} == {403}
    assert '/standard/"' not in browser.get("/").content.decode()


def test_nobody_reads_anything_without_logging_in(readers: Readers, client: Client) -> None:
    answers = [client.get(address) for address in (*addresses(), BOOK)]
    assert {answer.status_code for answer in answers} == {302}
    assert {answer.headers["Location"].partition("?")[0] for answer in answers} == {"/account/login/"}


@pytest.mark.parametrize(
    ("name", "standards"),
    [
        ("lin", ["A small standard"]),
        ("qian", ["The west hall's own"]),
        ("han", ["The west hall's own", "A small standard"]),
        ("wu", []),
        ("author", ["The west hall's own", "A small standard"]),
    ],
)
def test_in_force_are_the_standards_of_the_units_in_sight(
    readers: Readers, logged_in: LoggedIn, name: str, standards: list[str]
) -> None:
    browser = logged_in(person(readers, name))
    page = read(browser.get("/standard/", headers={"Accept-Language": "en"}))
    shown = [text(one) for one in page.cssselect("section[aria-labelledby=in-force] .line-title")]
    assert shown == standards
    for title, address in (("A small standard", BOOK), ("The west hall's own", WEST)):
        found = {browser.get(address + more).status_code for more in ("", "settings/", "coverage/")}
        assert found == ({200} if title in standards else {404})


def test_the_other_halls_name_is_not_told_to_who_does_not_see_it(readers: Readers, logged_in: LoggedIn) -> None:
    page = read(logged_in(readers.cast.lin).get("/standard/"))
    assert "西站营业厅" not in text(page)
    assert "西厅标准" not in text(page)


@pytest.mark.parametrize("address", ["/standard/packs/nothing/", "/standard/in-force/nothing/", "/standard/x/small/"])
def test_a_standard_that_is_not_there_is_not_found(readers: Readers, logged_in: LoggedIn, address: str) -> None:
    assert logged_in(readers.cast.lin).get(address).status_code == 404


def test_nothing_of_it_can_be_changed(readers: Readers, logged_in: LoggedIn) -> None:
    browser = logged_in(readers.author)
    assert {browser.post(address).status_code for address in (*addresses(), BOOK)} == {405}
