"""The counter console where it must not do something: a partner hall, twice, another site, another role."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.operation.channels.hall.console.console_desk import CONSOLE, Desk, steps_shown, subject, told
from tests.operation.people_of_the_tests import Cast

from shouwen.operation.channels.hall import actions, counters, story
from shouwen.operation.channels.hall.console import line_beside as console_line
from shouwen.operation.channels.hall.models import CounterDay, Service, Visit
from shouwen.operation.ledger import editions
from shouwen.operation.people import units
from shouwen.operation.people.models import Post, Staff
from shouwen.operation.people.rights import Acting

pytestmark = pytest.mark.django_db
By = Callable[[Staff], Acting]
Take = Callable[..., Visit]
LogIn = Callable[[Staff], Client]

# ── partner halls ──


@pytest.fixture
def partner(halls: Cast, logged_in: LogIn, by: By) -> Desk:
    """Bai, a clerk of the partner hall, whose machine gives numbers for a refund too."""
    Post.objects.create(staff=halls.bai, unit=halls.partner, role="clerk")
    names = {"zh-hans": "退费", "en": "refund"}
    Service._base_manager.create(unit=halls.partner, code="refund", names=names, line="business", prefix="R")
    device = Acting("device:m", posts=((halls.partner.pk, "device"),), units=frozenset({halls.partner.pk}))
    actions.take_number(halls.partner, "refund", by=device)
    counters.open_counter(halls.partner, "1", by=by(halls.bai))
    return Desk(logged_in(halls.bai))


def test_what_a_partner_hall_may_not_do_is_not_offered_and_refused_with_the_clause_when_forced(
    halls: Cast, partner: Desk
) -> None:
    visit = Visit._base_manager.get()
    partner.do("call")
    assert "本厅不能办理“退费”" in partner.text
    assert "partner.services" in partner.text
    assert steps_shown(partner.text) == []
    assert 'value="refund"' not in partner.text
    for send in (
        lambda: partner.step("service.begun", visit),
        lambda: partner.do("begin", visit, service="refund"),
    ):
        send()
        assert partner.status == 422
        assert "没有专项授权，合作厅一概不录入" in partner.text
    assert told(visit) == [story.TAKEN, story.CALLED]
    partner.do("begin", visit, service="payment")
    assert Visit._base_manager.get().service == "payment"


def test_authority_that_was_granted_lifts_the_ban(halls: Cast, partner: Desk, by: By) -> None:
    visit = Visit._base_manager.get()
    partner.do("call")
    actions.say(visit, "authority.granted", by=by(halls.han))
    partner.step("service.begun", visit)
    assert (partner.status, Visit._base_manager.get().state) == (200, story.SERVED)


# ── twice, at once, elsewhere ──


def test_the_same_press_sent_twice_happens_once(halls: Cast, lin: Desk, lins: CounterDay, take: Take) -> None:
    first, second = take("payment"), take("payment")
    for _ in range(2):
        lin.do("call", once="one press")
    assert (told(first), told(second)) == ([story.TAKEN, story.CALLED], [story.TAKEN])
    for _ in range(2):
        lin.step("service.begun", first, once="begin")
        lin.step("order.entered", first, once="enter")
        assert lin.status == 200
    assert told(first) == [story.TAKEN, story.CALLED, story.BEGUN, "order.entered"]


def test_a_press_about_a_customer_who_has_moved_on_does_nothing(
    halls: Cast, lin: Desk, lins: CounterDay, take: Take, by: By
) -> None:
    first, second = take("payment"), take("payment")
    actions.call_next(lins, by=by(halls.lin))
    actions.set_aside(first, "form", by=by(halls.lin))
    actions.call_next(lins, by=by(halls.lin))
    before = told(first), told(second)
    for send in (lambda: lin.step("service.begun", first), lambda: lin.do("abandon", first)):
        send()
        assert lin.status == 422
        assert "客户已经走到下一步" in lin.text
        assert second.number in lin.text
    assert (told(first), told(second)) == before


def test_a_page_that_has_it_already_is_sent_nothing(halls: Cast, lin: Desk, lins: CounterDay, take: Take) -> None:
    take()
    versions = re.findall(r'hx-get="/hall/console/part\?([^"]+)"', lin.look())
    addresses = [f"{CONSOLE}part?{one.replace('&amp;', '&')}" for one in versions]
    assert len(addresses) == 2
    assert [lin.browser.get(one).status_code for one in addresses] == [204, 204]
    take()
    assert ["A002" in lin.browser.get(one).content.decode() for one in addresses] == [False, True]


def test_staff_of_another_site_see_and_change_nothing_here(
    halls: Cast, take: Take, lins: CounterDay, by: By, logged_in: LogIn
) -> None:
    visit = take()
    actions.call_next(lins, by=by(halls.lin))
    aside = take()
    before = told(visit), told(aside)
    qian = Desk(logged_in(halls.qian))
    pages = [qian.look(), qian.send("open", counter="1", line=["business"]), qian.look()]
    for verb in ("recall", "no-show", "abandon", "resume", "come-back", "go-on", "aside", "undo"):
        pages += [qian.do(verb, visit), qian.do(verb, aside)]
    pages += [qian.step("service.begun", visit), qian.do("call-out-of-order", number=aside.number, reason="other")]
    assert [page for page in pages if subject(visit) in page or "林晓" in page or "等候 " in page] == []
    assert (told(visit), told(aside)) == before


@pytest.mark.parametrize("name", ["gu", "sun", "wu", "an", "bai"])
def test_who_is_no_clerk_has_no_console(halls: Cast, take: Take, logged_in: LogIn, name: str) -> None:
    visit = take()
    desk = Desk(logged_in(getattr(halls, name)))
    assert (desk.look() and desk.status, desk.do("call") and desk.status) == (403, 403)
    assert told(visit) == [story.TAKEN]


def test_a_unit_that_is_no_hall_says_so(halls: Cast, logged_in: LogIn) -> None:
    Post.objects.create(staff=halls.he, unit=halls.desk, role="clerk")
    assert "这个单位不是营业厅" in Desk(logged_in(halls.he)).look()


@pytest.mark.parametrize(
    ("language", "said"),
    [("zh-hans", "叫下一位"), ("zh-hant", "等十分鐘以內叫到"), ("en", "is called after ten minutes")],
)
def test_the_console_speaks_the_clerks_language(
    halls: Cast, lin: Desk, lins: CounterDay, take: Take, language: str, said: str
) -> None:
    take()
    assert said in lin.look(language)


def test_an_unknown_verb_and_a_step_the_standard_does_not_have_do_nothing(
    halls: Cast, lin: Desk, begun: Callable[..., Visit]
) -> None:
    visit = begun("payment")
    before = told(visit)
    assert (lin.do("dance", visit) and lin.status) == 404
    for word in ("rating.given", "ticket.called", "no.such", "obligation.broken"):
        lin.step(word, visit)
        assert lin.status == 422
    assert told(visit) == before
    lin.do("call-out-of-order", number="\0", reason="other")
    assert lin.status == 400


def test_the_line_beside_a_counter_asks_as_little_of_many_who_wait_as_of_few(
    halls: Cast, lins: CounterDay, take: Take, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(editions, "LOOK_AGAIN", 1e9)  # what is looked at once a second falls into the first look
    monkeypatch.setattr(units, "FRESH", 1e9)
    asked = []
    for _ in range(3):
        for _ in range(6):
            take()
        with monkeypatch.context() as patch, CaptureQueriesContext(connection) as queries:
            patch.setattr(units._thread, "unsettled", False, raising=False)  # units are not read each time
            line = console_line.line_of(lins)
        asked.append(len(queries))
    assert (line.count, len(line.waiting), line.more) == (18, 8, 10)
    assert asked[1] == asked[2] < 10
