"""The pages and the API of the registers: who may do what, and what another hall's people see of it: nothing."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from tests.operation.channels.hall.conftest import Time
from tests.operation.channels.hall.things_of_the_tests import guide_of, unlike_the_log
from tests.operation.people_of_the_tests import Cast
from tests.operation.web.api_caller import token_of

from shouwen.operation.channels.hall.models import Items
from shouwen.operation.channels.hall.registers import actions, story
from shouwen.operation.ledger import models
from shouwen.operation.ledger.notice import notify
from shouwen.operation.people.models import Staff
from shouwen.operation.people.rights import Acting
from shouwen.operation.web.api_access import allowance

LoggedIn = Callable[[Staff], Client]
By = Callable[[Staff], Acting]


def page_of(items: Items) -> str:
    return f"/hall/registers/{items.case.subject.partition(':')[2]}/"


def text(answer: object) -> str:
    return answer.content.decode()


def test_a_book_goes_through_the_pages_from_its_coming_to_a_count(
    halls: Cast, logged_in: LoggedIn, by: By, time: Time
) -> None:
    gu, lin, zhao = (logged_in(staff) for staff in (halls.gu, halls.lin, halls.zhao))
    came = gu.post("/hall/registers/receive", {"sort": "voucher", "first": "0001", "last": "0005", "once": "a"})
    book = Items._base_manager.select_related("case").get()
    assert came["Location"] == page_of(book)
    gu.post(page_of(book) + "issue", {"first": "0001", "last": "0003", "staff": halls.lin.reference, "once": "b"})
    for _ in range(2):  # a double click
        lin.post(page_of(book) + "use", {"first": "0001", "once": "c"})
    lin.post(page_of(book) + "offer", {"first": "0002", "last": "0003", "staff": halls.zhao.reference, "once": "d"})
    assert "林晓 交接给您" in text(zhao.get("/hall/registers/"))
    zhao.post(page_of(book) + "accept", {"first": "0002", "last": "0003", "giver": halls.lin.reference, "once": "e"})
    gu.post(page_of(book) + "count", {"counted": "4", "missing": "", "staff": halls.zhao.reference, "once": "f"})
    zhao.post(page_of(book) + "confirm", {"counted": "4", "once": "g"})
    told = models.Event._base_manager.filter(told__case=book.pk).order_by("pk").values_list("word", "by")
    assert [(word, who) for word, who in told if word.startswith("item.")] == [
        (story.RECEIVED, halls.gu.reference),
        (story.ISSUED, halls.gu.reference),
        (story.USED, halls.lin.reference),
        (story.OFFERED, halls.lin.reference),
        (story.ACCEPTED, halls.zhao.reference),
        (story.COUNTED, halls.gu.reference),
        (story.CONFIRMED, halls.zhao.reference),
    ]
    shown = text(lin.get(page_of(book)))
    assert ("0002–0003" in shown, "赵敏" in shown) == (True, True)
    assert unlike_the_log(time.now) == []


def test_what_is_refused_is_said_in_the_language_of_the_page(halls: Cast, vouchers: Items, logged_in: LoggedIn) -> None:
    lin = logged_in(halls.lin)
    for given, said in (
        ({"first": "0001"}, "0001 不在您名下"),
        ({"first": "9999"}, "9999 不在 0001 到 0050 之内"),
        ({"first": ""}, "不是编号"),
    ):
        answer = lin.post(page_of(vouchers) + "use", {**given, "once": str(given)}, follow=True)
        assert said in text(answer)


@pytest.mark.parametrize(
    ("verb", "typed"),
    [
        ("issue", {"first": "0001", "last": "0051"}),
        ("count", {"counted": "fifty", "missing": "0007, 0010-0012"}),
    ],
)
def test_a_page_without_scripts_shows_again_what_was_typed(
    halls: Cast, vouchers: Items, logged_in: LoggedIn, verb: str, typed: dict[str, str]
) -> None:
    sent = {**typed, "staff": halls.zhao.reference, "once": "x", "next": page_of(vouchers)}
    answer = logged_in(halls.gu).post(page_of(vouchers) + verb, sent)
    shown = re.findall(r'name="(\w+)" value="([^"]*)"', text(answer).partition(f'id="{verb}"')[2])
    assert (answer.status_code, dict(shown[: len(typed)])) == (422, typed)
    assert f'value="{halls.zhao.reference}" selected' in text(answer)
    assert answer.context["here"] == page_of(vouchers)
    assert Items._base_manager.get(pk=vouchers.pk).spans == [[0, 49, story.STORE, None]]


def test_a_clerk_neither_receives_nor_issues(halls: Cast, vouchers: Items, logged_in: LoggedIn) -> None:
    lin = logged_in(halls.lin)
    assert lin.post("/hall/registers/receive", {"sort": "seal", "first": "1"}).status_code == 403
    shown = text(lin.get(page_of(vouchers)))
    assert ('id="issue"' in shown, 'id="count"' in shown) == (False, True)
    answer = lin.post(
        page_of(vouchers) + "issue", {"first": "0001", "staff": halls.lin.reference, "once": "x"}, follow=True
    )
    assert "经理" in text(answer)
    assert Items._base_manager.get(pk=vouchers.pk).spans == [[0, 49, story.STORE, None]]


@pytest.mark.parametrize("name", ["qian", "sun", "wu", "he", "shi", "bai"])
def test_whoever_is_not_of_this_hall_sees_nothing(halls: Cast, vouchers: Items, logged_in: LoggedIn, name: str) -> None:
    staff: Staff = getattr(halls, name)
    browser = logged_in(staff)
    assert browser.get("/hall/registers/", {"hall": "hall-east"}).status_code == 403
    assert browser.get(page_of(vouchers)).status_code in (403, 404)
    assert browser.post(page_of(vouchers) + "use", {"first": "0001"}).status_code in (403, 404)
    caller = token_of(staff)
    allowance.forget()
    assert caller.get(f"/items/{vouchers.case.subject}").status == 404
    assert caller.post(f"/items/{vouchers.case.subject}/use", {"first": "0001"}).status == 404


def test_the_area_manager_sees_the_registers_of_each_hall(halls: Cast, vouchers: Items, logged_in: LoggedIn) -> None:
    browser = logged_in(halls.han)
    assert "0001–0050" in text(browser.get("/hall/registers/", {"hall": "hall-east"}))
    assert "0001–0050" not in text(browser.get("/hall/registers/", {"hall": "hall-west"}))


def test_the_same_goes_by_json(halls: Cast, by: By, time: Time) -> None:
    allowance.forget()
    gu, lin, zhao = token_of(halls.gu), token_of(halls.lin), token_of(halls.zhao)
    came = gu.post("/items", {"hall": "hall-east", "sort": "sim", "first": "8986001", "last": "8986005"})
    assert (came.status, came.json["number"]) == (201, 5)
    one = f"/items/{came.json['items']}"
    gu.post(f"{one}/issue", {"first": "8986001", "last": "8986002", "staff": halls.lin.reference})
    used = lin.post(f"{one}/use", {"first": "8986001"})
    assert used.json["parts"] == [
        {"first": "8986001", "last": "8986001", "place": "used", "staff": halls.lin.reference},
        {"first": "8986002", "last": "8986002", "place": "held", "staff": halls.lin.reference},
        {"first": "8986003", "last": "8986005", "place": "store", "staff": ""},
    ]
    again = lin.post(f"{one}/use", {"first": "8986001"})
    assert (again.status, again.json["code"]) == (409, "item-used")
    lin.post(f"{one}/offer", {"first": "8986002", "staff": halls.zhao.reference})
    zhao.post(f"{one}/accept", {"first": "8986002", "giver": halls.lin.reference})
    zhao.post(f"{one}/spoil", {"first": "8986002", "why": "读不出"})
    gu.post(f"{one}/count", {"counted": 2, "missing": "8986005", "staff": halls.lin.reference})
    lin.post(f"{one}/confirm-count", {"counted": 2})
    found = gu.post(f"{one}/explain", {"why": "掉在柜子后面", "found": True})
    assert (found.status, found.json["differed_at"]) == (201, None)
    listed = gu.get("/items?hall=hall-east").json
    assert [(lot["first"], lot["parts"][-1]["place"]) for lot in listed] == [("8986001", "store")]
    assert unlike_the_log(time.now) == []


def test_a_guide_sees_the_registers_and_whoever_is_told_has_a_notice(
    halls: Cast, vouchers: Items, by: By, logged_in: LoggedIn
) -> None:
    dao = guide_of(halls)
    actions.issue(vouchers, "0001", "0002", dao.reference, by=by(halls.gu))
    notify(list(models.Event._base_manager.filter(word=story.ISSUED)))
    browser = logged_in(dao)
    assert "0001–0002" in text(browser.get("/hall/registers/"))
    assert "登记册记下由您领用：0001–0002" in text(browser.get("/notices/"))
