"""Customers: masked for all, found by a whole number, shown for a reason and once, changed with consent."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from tests.operation.people_of_the_tests import Cast
from tests.operation.web.east_hall import (
    HERS,
    IDENTITY,
    MONDAY,
    NAME,
    PHONE,
    STREET,
    Hall,
    acting,
    at_work,
    leaks,
    meet_chen,
    text_of,
)

from shouwen.operation.ledger import clock, models, words
from shouwen.operation.ledger.act import act
from shouwen.operation.ledger.customers import AGAIN
from shouwen.operation.people import privacy, scope
from shouwen.operation.people.models import Staff

LoggedIn = Callable[[Staff], Client]
HER_DATA = (NAME, PHONE, IDENTITY, STREET)


@pytest.fixture
def hall(cast: Cast) -> Iterator[Hall]:
    with at_work(cast) as hall:
        yield hall


def page_of(hall: Hall) -> str:
    return f"/customers/{hall.customer.name}/"


def shown_events() -> list[tuple[str, str, list[str], dict[str, object]]]:
    rows = models.Event._base_manager.filter(word=words.SHOWN).order_by("id")
    return [(row.by, row.word, row.about, row.data) for row in rows]


@pytest.mark.parametrize(
    "given", [{"kind": "phone", "number": "138 0013 8000"}, {"kind": "resident", "number": IDENTITY}]
)
def test_a_customer_is_found_by_a_whole_number_and_shown_masked(
    hall: Hall, logged_in: LoggedIn, given: dict[str, str]
) -> None:
    answer = logged_in(hall.cast.lin).post("/customers/", given)

    text = text_of(answer)
    assert page_of(hall) in text
    assert ("陈**" in text, "138****8000" in text, "老年人" in text) == (True, True, True)
    assert NAME not in text
    assert "no-store" in answer.headers["Cache-Control"]


def test_no_address_leads_to_anybody_by_a_number(hall: Hall, logged_in: LoggedIn) -> None:
    text = text_of(logged_in(hall.cast.lin).get("/customers/", {"kind": "phone", "number": PHONE}))
    assert ("陈**" in text, hall.customer.name in text) == (False, False)


def test_who_has_no_case_of_theirs_in_sight_finds_that_they_are_known_and_no_more(
    hall: Hall, logged_in: LoggedIn
) -> None:
    text = text_of(logged_in(hall.cast.qian).post("/customers/", {"kind": "phone", "number": PHONE}))

    assert ("陈**" in text, hall.customer.name in text, NAME in text) == (True, False, False)
    for path in ("", "unmask", "change"):
        for answer in (
            logged_in(hall.cast.qian).get(page_of(hall) + path),
            logged_in(hall.cast.qian).post(page_of(hall) + path, {"why": "call-back", "consent": "asked"}),
        ):
            assert answer.status_code in (404, 405)
            assert leaks(answer) == []
    assert shown_events() == []


def test_who_serves_nobody_searches_for_no_customer(hall: Hall, logged_in: LoggedIn) -> None:
    for staff in (hall.cast.shi, hall.cast.an, hall.cast.cha, hall.cast.bai):
        answer = logged_in(staff).post("/customers/", {"kind": "phone", "number": PHONE})
        assert (answer.status_code, "陈**" in text_of(answer)) == (422, False)
        assert "不接触客户资料" in text_of(answer)


def test_a_page_sent_again_much_later_is_another_look_and_noted(hall: Hall, logged_in: LoggedIn) -> None:
    browser, given = logged_in(hall.cast.lin), {"why": "call-back", "once": "u"}
    for later, looks in ((0, 1), (AGAIN, 1), (AGAIN + 1, 2)):
        with clock.standing(MONDAY + later):
            assert NAME in text_of(browser.post(f"{page_of(hall)}unmask", given))
        assert len(shown_events()) == looks


def test_the_name_of_another_form_shows_nothing_and_changes_nothing(hall: Hall, logged_in: LoggedIn) -> None:
    browser = logged_in(hall.cast.lin)
    browser.post(f"{hall.address}note", {"text": "x", "once": "note"})

    answers = [
        browser.post(f"{page_of(hall)}unmask", {"why": "call-back", "once": "note"}),
        browser.post(f"{page_of(hall)}change", {"name": "陈阿兰", "consent": "asked", "once": "note"}),
    ]

    assert [(answer.status_code, NAME in text_of(answer)) for answer in answers] == [(422, False)] * 2
    hall.customer.refresh_from_db(from_queryset=type(hall.customer)._base_manager.all())
    assert (privacy.show(hall.customer).name, shown_events()) == (NAME, [])


@pytest.mark.parametrize(
    ("language", "said"),
    [("zh-hans", "看不懂这个电话号码"), ("zh-hant", "看不懂這個電話號碼"), ("en", "cannot be read")],
)
def test_a_number_that_is_none_is_refused_and_kept(hall: Hall, logged_in: LoggedIn, language: str, said: str) -> None:
    browser = logged_in(hall.cast.lin)
    browser.cookies["language"] = language

    answer = browser.post("/customers/", {"kind": "phone", "number": "abc123"})

    assert answer.status_code == 422
    assert said in text_of(answer)
    assert 'value="abc123"' in text_of(answer)


def test_a_customers_page_is_masked_and_tells_of_the_cases_in_sight(hall: Hall, logged_in: LoggedIn) -> None:
    text = text_of(logged_in(hall.cast.zhao).get(page_of(hall)))

    assert [one for one in HER_DATA if one in text] == []
    assert hall.case.subject.partition(":")[2] in text
    assert ("138****8000" in text, "老年人" in text, "东区" in text) == (True, True, True)


def test_all_data_are_shown_for_a_reason_once_and_noted_first(hall: Hall, logged_in: LoggedIn) -> None:
    browser = logged_in(hall.cast.lin)

    answer = browser.post(f"{page_of(hall)}unmask", {"why": "call-back", "text": "客户要求回电", "once": "u"})

    assert [one for one in HER_DATA if one in text_of(answer)] == list(HER_DATA)
    assert "no-store" in answer.headers["Cache-Control"]
    ((by, _word, about, data),) = shown_events()
    assert (by, about, data["what"]) == (hall.cast.lin.reference, [hall.customer.subject], "call-back")
    assert str(data["reason"]).startswith("text:")
    assert not [one for one in HERS if one in str(data)]
    assert [one for one in HER_DATA if one in text_of(browser.get(page_of(hall)))] == []


@pytest.mark.parametrize(
    ("language", "said"), [("zh-hans", "请选择原因"), ("zh-hant", "請選擇原因"), ("en", "Choose a reason")]
)
def test_without_a_reason_nothing_is_shown_or_noted(hall: Hall, logged_in: LoggedIn, language: str, said: str) -> None:
    browser = logged_in(hall.cast.lin)
    browser.cookies["language"] = language

    answer = browser.post(f"{page_of(hall)}unmask", {"text": "我写了这些"})

    assert answer.status_code == 422
    assert (said in text_of(answer), "我写了这些" in text_of(answer)) == (True, True)
    assert [one for one in HER_DATA if one in text_of(answer)] == []
    assert shown_events() == []


def test_another_reason_must_be_put_into_words(hall: Hall, logged_in: LoggedIn) -> None:
    answer = logged_in(hall.cast.lin).post(f"{page_of(hall)}unmask", {"why": "other", "text": "  "})

    assert (answer.status_code, "请写明" in text_of(answer), shown_events()) == (422, True, [])


def test_who_serves_a_customer_first_met_elsewhere_may_look_and_it_stands_in_the_customers_story(
    hall: Hall, logged_in: LoggedIn
) -> None:
    met_in_the_west = meet_chen(hall.cast.west)
    lin = acting(hall.cast.lin)
    assert logged_in(hall.cast.lin).get(f"/customers/{met_in_the_west.name}/").status_code == 404
    with scope.of(lin.seen):
        from shouwen.operation.ledger.act import begin
        from shouwen.operation.ledger.acts import NewCase

        new = NewCase(kind="errand", unit=hall.cast.east, owner=hall.cast.lin, customer=met_in_the_west)
        begin(new, "errand.noted", by=lin)

    answer = logged_in(hall.cast.lin).post(f"/customers/{met_in_the_west.name}/unmask", {"why": "visit"})

    assert NAME in text_of(answer)
    assert [event[2] for event in shown_events()] == [[met_in_the_west.subject]]
    assert "上门服务" in text_of(logged_in(hall.cast.sun).get(f"/cases/{met_in_the_west.subject}/"))


def test_data_change_with_consent_and_the_event_names_the_fields_alone(hall: Hall, logged_in: LoggedIn) -> None:
    browser = logged_in(hall.cast.lin)
    given = {
        "name": "陈桂蘭",
        "phones": "139 0000 0000\n",
        "care": ["elderly", "disabled"],
        "consent": "asked",
        "once": "c",
    }

    assert browser.post(f"{page_of(hall)}change", given).headers["Location"] == page_of(hall)

    hall.customer.refresh_from_db(from_queryset=type(hall.customer)._base_manager.all())
    after = privacy.show(hall.customer)
    assert (after.name, after.phones, sorted(after.care)) == ("陈桂蘭", ("13900000000",), ["disabled", "elderly"])
    assert [one.number for one in after.documents] == [IDENTITY]
    assert after.address is not None
    assert after.address.line == STREET
    assert [one.what for one in after.consent] == ["change:asked"]
    row = models.Event._base_manager.get(word=words.KNOWN)
    assert (row.about, row.data["what"]) == ([hall.customer.subject], "name, phones, care")
    assert [one for one in (*HERS, "陈桂蘭", "13900000000") if one in str(row.data)] == []
    assert len(privacy.find_by_phone("13900000000")) == 1
    assert privacy.find_by_phone(PHONE) == []


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"name": "陈桂蘭"}, "请选择更改的依据"),
        ({"phones": "12", "consent": "asked"}, "电话号码"),
        ({"document_kind": "resident", "document": "110105194912310021", "consent": "asked"}, "校验位"),
        ({"line": "某街 1 号", "consent": "asked"}, "省"),
        ({"name": "x" * 150, "consent": "asked"}, "最多 100 个"),
        ({"name": "x" * 1_000_000, "consent": "asked"}, "200"),
    ],
)
def test_wrong_data_are_refused_and_what_was_typed_is_kept(
    hall: Hall, logged_in: LoggedIn, given: dict[str, str], said: str
) -> None:
    answer = logged_in(hall.cast.lin).post(f"{page_of(hall)}change", given)

    text = text_of(answer)
    assert answer.status_code == 422
    assert said in text
    typed = next(value for name, value in given.items() if name not in ("consent", "document_kind"))
    assert typed in text
    assert not models.Event._base_manager.filter(word=words.KNOWN).exists()
    assert privacy.find_by_phone(PHONE) != []


def test_a_script_in_a_name_is_text_when_it_is_shown(hall: Hall, logged_in: LoggedIn) -> None:
    browser = logged_in(hall.cast.lin)
    browser.post(f"{page_of(hall)}change", {"name": "<script>alert(1)</script>", "consent": "asked"})

    text = text_of(browser.post(f"{page_of(hall)}unmask", {"why": "check-identity"}))

    assert ("<script>alert(1)" in text, "&lt;script&gt;alert(1)" in text) == (False, True)


def test_an_erased_customer_shows_nothing_and_is_found_by_nothing(hall: Hall, logged_in: LoggedIn) -> None:
    act(hall.case, words.NOTE, by=acting(hall.cast.lin))
    privacy.erase(hall.customer, 1_745_200_800)
    browser = logged_in(hall.cast.lin)

    text = text_of(browser.get(page_of(hall)))
    assert ("资料已于" in text, "显示全部资料" in text, leaks(browser.get(page_of(hall)))) == (True, False, [])
    assert page_of(hall) not in text_of(browser.post("/customers/", {"kind": "phone", "number": PHONE}))
    assert leaks(browser.post(f"{page_of(hall)}unmask", {"why": "visit"})) == []


def test_the_tier_is_set_on_the_page_by_the_manager_and_offered_to_nobody_else(hall: Hall, logged_in: LoggedIn) -> None:
    assert "核定等级" not in text_of(logged_in(hall.cast.lin).get(page_of(hall)))
    gu = logged_in(hall.cast.gu)
    assert "核定等级" in text_of(gu.get(page_of(hall)))
    assert "gold" in text_of(gu.post(f"{page_of(hall)}tier", {"tier": "gold"}, follow=True))
    refused = text_of(logged_in(hall.cast.lin).post(f"{page_of(hall)}tier", {"tier": "silver"}, follow=True))
    assert ("gold" in refused, "silver" in refused) == (True, False)
    rows = models.Event._base_manager.filter(word=words.TIER)
    assert [(row.data["tier"], row.by) for row in rows] == [("gold", hall.cast.gu.reference)]


def test_consent_is_noted_and_withdrawn_on_the_page(hall: Hall, logged_in: LoggedIn) -> None:
    lin = logged_in(hall.cast.lin)
    assert "同意于" not in text_of(lin.get(page_of(hall)))
    lin.post(f"{page_of(hall)}consent", {"what": "recording", "given": "1"})
    assert text_of(lin.get(page_of(hall))).count("同意于") == 1
    lin.post(f"{page_of(hall)}consent", {"what": "recording", "given": "0"})
    assert "同意于" not in text_of(lin.get(page_of(hall)))
    rows = models.Event._base_manager.filter(word__in=[words.AGREED, words.NO_LONGER]).order_by("pk")
    said = [(row.word, row.data["what"]) for row in rows]
    assert said == [(words.AGREED, "recording"), (words.NO_LONGER, "recording")]


def test_of_another_hall_nobody_notes_anything_of_a_customer(hall: Hall, logged_in: LoggedIn) -> None:
    sun = logged_in(hall.cast.sun)
    for path, data in (("tier", {"tier": "gold"}), ("consent", {"what": "offers", "given": "1"})):
        assert sun.post(page_of(hall) + path, data).status_code == 404
    assert not models.Event._base_manager.filter(word__in=[words.TIER, words.AGREED]).exists()
