"""A screen is told its secret once, and shows nothing once its token has ended or was revoked."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.operation.channels.hall.conftest import Time
from tests.operation.channels.hall.screens_of_the_tests import screen_browser, token_of
from tests.operation.people_of_the_tests import Cast

from shouwen.operation.channels.hall import screens
from shouwen.operation.people import tokens
from shouwen.operation.people.rights import acting_of

pytestmark = pytest.mark.django_db
HELP = "请找工作人员，他们马上帮您。"


@pytest.fixture(autouse=True)
def _nobody_tried_before() -> None:
    screens.allowance.forget()


def test_the_secret_is_typed_in_once_and_not_kept(halls: Cast) -> None:
    token, secret = token_of(halls, halls.east)
    browser = Client()
    answer = browser.post("/hall/screen/", {"secret": f" {secret} "})
    assert (answer.status_code, answer["Location"]) == (302, "/hall/machine/")
    cookie = browser.cookies["screen"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Strict", 86400)
    assert secret not in cookie.value
    assert bytes(token.digest).hex() in cookie.value
    assert "东门营业厅" in browser.get("/hall/machine/").content.decode()
    assert "取号机" in browser.get("/hall/screen/").content.decode()


def test_a_screen_that_is_not_set_up_says_so_to_customers(halls: Cast) -> None:
    answer = Client().get("/hall/machine/")
    assert (answer.status_code, HELP in answer.content.decode()) == (403, True)
    answer = Client().post("/hall/machine/take", headers={"accept": "application/json"})
    assert answer.status_code == 401


def test_an_ended_or_revoked_token_shows_nothing_from_the_next_request_on(halls: Cast, time: Time) -> None:
    token, secret = token_of(halls, halls.east)
    browser = Client()
    browser.post("/hall/screen/", {"secret": secret})
    assert browser.get("/hall/machine/").status_code == 200
    tokens.revoke(token, by=acting_of(halls.an, time.now), at=time.now)
    said = browser.get("/hall/machine/")
    assert (said.status_code, HELP in said.content.decode(), "A0" in said.content.decode()) == (403, True, False)
    ends = screen_browser(halls, halls.east)
    time.passes(86400)
    assert ends.get("/hall/machine/").status_code == 403
    assert ends.post("/hall/machine/take", {"service": "payment", "once": "x" * 32}).status_code == 403


def test_a_cookie_of_ones_own_making_is_worth_nothing(halls: Cast) -> None:
    token, secret = token_of(halls, halls.east)
    digest = bytes(token.digest).hex()
    for value in (secret, digest, f"{digest}:{'A' * 43}", "", "ü"):
        browser = Client()
        browser.cookies["screen"] = value
        assert browser.get("/hall/machine/").status_code == 403, value


def test_each_screen_has_its_own_page_alone(halls: Cast) -> None:
    assert screen_browser(halls, halls.east, "display").get("/hall/machine/").status_code == 403
    for device in ("pad", "machine:1", "door"):
        answer = Client().post("/hall/screen/", {"secret": token_of(halls, halls.east, device)[1]})
        assert (answer.status_code, "screen" in answer.cookies) == (422, False), device


def test_the_secret_of_a_person_makes_no_screen(halls: Cast, time: Time) -> None:
    _token, secret = tokens.make(
        label="own",
        scopes=["act"],
        ends_at=time.now + 60,
        by=acting_of(halls.lin, time.now),
        at=time.now,
        staff=halls.lin,
    )
    answer = Client().post("/hall/screen/", {"secret": secret})
    assert (answer.status_code, "不是屏幕的" in answer.content.decode()) == (422, True)


def test_secrets_are_not_tried_out(halls: Cast) -> None:
    said = [Client().post("/hall/screen/", {"secret": f"swt_{number}"}).content.decode() for number in range(12)]
    assert ["试得太频繁" in one for one in said] == [False] * 10 + [True] * 2
