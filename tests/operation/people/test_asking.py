"""What stands between a request and its view: who asks, what they see, and that a forgotten screen logs itself out."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.conf import LazySettings
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.middleware.locale import LocaleMiddleware
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from tests.operation.conftest import Cast

from shouwen.operation.ledger import clock
from shouwen.operation.people import staff as accounts
from shouwen.operation.people import tokens
from shouwen.operation.people.models import Customer, Staff
from shouwen.operation.people.personal import read_personal
from shouwen.operation.people.privacy import meet
from shouwen.operation.people.rights import SYSTEM, acting_of
from shouwen.operation.people.scope import OutsideScope
from shouwen.operation.web.asking import Asked, Asking

NOW = 1_800_000_000

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_language() -> object:
    with translation.override("en"):
        yield


def _ask(
    staff: Staff | None, path: str = "/", *, session: SessionStore | None = None, **headers: str
) -> tuple[Asked, list[str]]:
    """The request as the view found it, and the subjects of the customers it saw."""
    from django.contrib.auth.models import AnonymousUser

    request = RequestFactory(headers=headers).get(path)
    request.session = session if session is not None else SessionStore()
    request.user = staff or AnonymousUser()
    saw: list[str] = []

    def view(asked: HttpRequest) -> HttpResponse:
        saw.extend(customer.subject for customer in Customer.objects.all())
        return HttpResponse()

    MessageMiddleware(LocaleMiddleware(Asking(view)))(request)
    return request, saw  # type: ignore[return-value]


def test_a_view_sees_what_the_posts_of_who_asks_let_it_see(cast: Cast) -> None:
    here, there = meet(cast.east, read_personal(name="张三")), meet(cast.west, read_personal(name="李四"))
    assert _ask(cast.lin)[1] == [here.subject]
    assert _ask(cast.qian)[1] == [there.subject]
    assert _ask(cast.han)[1] == [here.subject, there.subject]
    for administrator in (cast.shi, cast.an, cast.cha):
        assert _ask(administrator)[1] == []


def test_without_a_login_there_is_no_scope(cast: Cast) -> None:
    with pytest.raises(OutsideScope):
        _ask(None)


def test_a_token_speaks_under_api_and_nowhere_else_and_a_session_not_there(cast: Cast) -> None:
    customer = meet(cast.east, read_personal(name="张三"))
    with clock.standing(NOW):
        by = acting_of(cast.lin, NOW)
        token, secret = tokens.make(label="x", scopes=["read"], ends_at=NOW + 99, by=by, at=NOW, staff=cast.lin)
        asked, saw = _ask(None, "/api/v1/cases", authorization=f"Bearer {secret}")
        assert (saw, asked.acting is not None and asked.acting.scopes) == ([customer.subject], {"read"})
        with pytest.raises(OutsideScope):
            _ask(None, "/", authorization=f"Bearer {secret}")
        with pytest.raises(OutsideScope):
            _ask(cast.lin, "/api/v1/cases")
        tokens.revoke(token, by=by, at=NOW)
        with pytest.raises(OutsideScope):
            _ask(None, "/api/v1/cases", authorization=f"Bearer {secret}")


def test_a_bad_token_says_why(cast: Cast) -> None:
    request = RequestFactory(headers={"authorization": "Bearer swt_wrong"}).get("/api/v1/cases")
    Asking(lambda _asked: HttpResponse())(request)
    fault = request.token_fault  # type: ignore[attr-defined]
    assert (fault.code, request.acting) == ("token-unknown", None)  # type: ignore[attr-defined]


def test_the_persons_own_language_goes_before_the_browsers(cast: Cast) -> None:
    assert _ask(cast.lin, **{"accept-language": "en"})[0].LANGUAGE_CODE == "en"
    assert _ask(cast.lin, **{"accept-language": "zh-TW"})[0].LANGUAGE_CODE == "zh-hant"
    accounts.choose_language(cast.lin, "zh-hans")
    asked, _ = _ask(cast.lin, **{"accept-language": "en"})
    assert (asked.LANGUAGE_CODE, asked.acting and asked.acting.language) == ("zh-hans", "zh-Hans")
    asked, _ = _ask(cast.zhao, **{"accept-language": "en"})  # the next person has their own
    assert (asked.LANGUAGE_CODE, asked.acting and asked.acting.language) == ("en", "en")


def test_the_switch_holds_for_the_person_wherever_they_log_in_next(
    cast: Cast, logged_in: Callable[[Staff], Client]
) -> None:
    accounts.choose_language(cast.lin, "zh-hans")
    logged_in(cast.lin).post(reverse("set_language"), {"language": "zh-hant"})
    assert Staff.objects.get(pk=cast.lin.pk).language == "zh-hant"
    logged_in(cast.lin).post(reverse("set_language"), {"language": "tlh"})
    assert Staff.objects.get(pk=cast.lin.pk).language == "zh-hant"
    browser = Client()
    browser.post(reverse("set_language"), {"language": "zh-hant"})
    assert browser.cookies["language"].value == "zh-hant"


def test_a_session_that_nobody_uses_ends_and_says_so(cast: Cast, settings: LazySettings) -> None:
    session = SessionStore()
    for after in (0, 1700, 3400):
        with clock.standing(NOW + after):
            assert _ask(cast.lin, session=session)[0].acting is not None
    with clock.standing(NOW + 3400 + settings.IDLE_LOGOUT), pytest.raises(OutsideScope):
        _ask(cast.lin, session=session)


def test_the_page_itself_asking_is_no_sign_that_somebody_is_there(cast: Cast, settings: LazySettings) -> None:
    session = SessionStore()
    with clock.standing(NOW):
        _ask(cast.lin, session=session)
    for after in range(60, settings.IDLE_LOGOUT, 60):
        with clock.standing(NOW + after):
            assert _ask(cast.lin, "/stream/poll", session=session)[0].acting is not None
    with clock.standing(NOW + settings.IDLE_LOGOUT), pytest.raises(OutsideScope):
        _ask(cast.lin, "/stream/poll", session=session)


def test_being_there_is_written_once_a_minute_and_a_clock_that_steps_back_logs_nobody_out(cast: Cast) -> None:
    session = SessionStore()
    written = []
    for after in (0, 30, 59, 60, 90, -5000, -4990):
        with clock.standing(NOW + after):
            session.modified = False
            assert _ask(cast.lin, session=session)[0].acting is not None
            written.append(session.modified)
    assert written == [True, False, False, True, False, True, False]


def test_a_forgotten_screen_comes_back_to_the_login_with_the_reason(
    cast: Cast, logged_in: Callable[[Staff], Client], settings: LazySettings
) -> None:
    cast.lin.set_password("tidal-lamp-17")
    cast.lin.save()
    browser = logged_in(cast.lin)
    address = reverse("account_change_password")
    with clock.standing(NOW):
        assert browser.get(address).context["user"] == cast.lin
    with clock.standing(NOW + settings.IDLE_LOGOUT):
        response = browser.get(address, headers={"Accept-Language": "en"}, follow=True)
    assert response.redirect_chain[-1][0].startswith(reverse("account_login"))
    assert "nothing was done for 30 minutes" in response.content.decode()
    assert [row for row in Session.objects.all() if str(cast.lin.pk) == row.get_decoded().get("_auth_user_id")] == []


def test_who_was_given_a_password_comes_to_no_page_before_choosing_their_own(
    cast: Cast, logged_in: Callable[[Staff], Client]
) -> None:
    accounts.give_password(cast.lin, by=SYSTEM)
    browser = logged_in(Staff.objects.get(pk=cast.lin.pk))
    change = reverse("account_change_password")
    for path in (reverse("home"), "/account/2fa/"):
        assert browser.get(path)["Location"] == change
    assert browser.get(reverse("home"), headers={"HX-Request": "true"})["HX-Redirect"] == change
    assert browser.get(change).context["user"] == cast.lin


def test_a_request_costs_one_query_more_than_its_session_and_person(
    cast: Cast, logged_in: Callable[[Staff], Client]
) -> None:
    session = SessionStore()
    with clock.standing(NOW):
        _ask(cast.lin, session=session)
        with CaptureQueriesContext(connection) as asked:
            Asking(lambda _asked: HttpResponse())(_request(cast.lin, session))
    tables = [re.findall(r'FROM "?people_(\w+)', query["sql"])[0] for query in asked.captured_queries]
    assert [table for table in tables if not table.startswith("unit")] == [
        "post"
    ]  # units: in memory, but not in a test


def _request(staff: Staff, session: SessionStore) -> HttpRequest:
    request = RequestFactory().get("/")
    request.session, request.user = session, staff
    return request
