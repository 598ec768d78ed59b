"""My work and a case's page in a real browser: live, by keyboard alone, on a phone, seen by axe, in three languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect
from tests.operation.people_of_the_tests import Cast
from tests.operation.web.east_hall import Hall, acting, errand, errands, fresh, note, open_hall

from shouwen.operation.ledger import clock, models, words
from shouwen.operation.ledger.saying import say
from shouwen.operation.people import duty, scope
from shouwen.operation.people.models import Staff

OpenPage = Callable[..., Page]
NEWS = "id => document.getElementById(id).dispatchEvent(new CustomEvent('news'))"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def hall(transactional_db: None, cast: Cast) -> Iterator[Hall]:
    with errands():
        yield open_hall(cast)


def offer(hall: Hall, case: models.Case, to: Staff, *, by: Staff) -> None:
    who = acting(by)
    with scope.of(who.seen):
        say(case, words.OFFER, "客户指定找您", by=who, field="reason", data={"to": to.reference})


def number(case: models.Case) -> str:
    return case.subject.partition(":")[2]


def test_what_is_new_appears_by_itself_and_focus_and_place_stay(hall: Hall, open_page: OpenPage) -> None:
    for count in range(8):
        note(hall.cast, hall.customer, f"第 {count} 件")
    page = open_page(staff=hall.cast.lin)
    page.goto("/")
    link = page.locator(f"#case-{number(hall.case)}")
    link.focus()
    place = page.evaluate("window.scrollY")
    assert place > 0

    new = note(hall.cast, hall.customer, "又一件")
    page.evaluate(NEWS, "work")

    expect(page.locator(f"#case-{number(new)}")).to_have_count(1)
    expect(link).to_be_focused()
    assert abs(page.evaluate("window.scrollY") - place) < 300
    assert page.evaluate("document.activeElement.getBoundingClientRect().top") < 900


def test_what_is_being_typed_is_not_swept_away_by_news(hall: Hall, open_page: OpenPage) -> None:
    offer(hall, hall.case, hall.cast.zhao, by=hall.cast.lin)
    page = open_page(staff=hall.cast.zhao)
    page.goto("/")
    page.locator(f"#refuse-{number(hall.case)}").click()
    page.locator("dialog[open] textarea").fill("我今天下午不在")

    other = note(hall.cast, hall.customer, "又一件", by=hall.cast.zhao)
    page.evaluate(NEWS, "work")
    page.wait_for_timeout(700)

    expect(page.locator("dialog[open] textarea")).to_have_value("我今天下午不在")
    page.keyboard.press("Escape")
    expect(page.locator(f"#case-{number(other)}")).to_have_count(1)


def test_an_offer_is_refused_by_keyboard_alone_and_without_a_reason_the_dialog_stays(
    hall: Hall, open_page: OpenPage
) -> None:
    offer(hall, hall.case, hall.cast.zhao, by=hall.cast.lin)
    page = open_page(staff=hall.cast.zhao)
    page.goto("/")
    page.locator(f"#refuse-{number(hall.case)}").focus()
    page.keyboard.press("Enter")
    page.locator("dialog[open] .btn-primary").focus()
    page.keyboard.press("Enter")
    expect(page.locator("dialog[open] .field-error")).to_contain_text("请填写这一项")

    page.locator("dialog[open] textarea").focus()
    page.keyboard.type("我今天下午不在")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.locator("#said")).to_contain_text("已谢绝")
    assert page.url.endswith("/")
    assert fresh(hall.case).offered_to is None


def test_a_case_is_handed_over_by_keyboard_through_the_picker(hall: Hall, open_page: OpenPage) -> None:
    page = open_page(staff=hall.cast.lin)
    page.goto(hall.address)
    page.locator(f"#act-offer-{number(hall.case)}-button").focus()
    page.keyboard.press("Enter")
    page.locator("dialog[open] input[name=find]").focus()
    page.keyboard.type("赵")
    expect(page.locator("dialog[open] .pick")).to_have_count(1)
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("账单系统我看不到")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.locator("#said")).to_contain_text("已提出移交")
    assert fresh(hall.case).offered_to == hall.cast.zhao
    expect(page.locator("#case-live")).to_contain_text("等待接手")


def test_a_page_of_a_case_shows_what_another_person_does_meanwhile(hall: Hall, open_page: OpenPage) -> None:
    page = open_page(staff=hall.cast.lin)
    page.goto(hall.address)
    who = acting(hall.cast.zhao)
    with scope.of(who.seen):
        say(hall.case, words.NOTE, "客户又来电催问", by=who)

    page.evaluate(NEWS, "case-live")

    expect(page.locator(".story")).to_contain_text("客户又来电催问")


def test_keys_lead_where_they_say(hall: Hall, open_page: OpenPage) -> None:
    page = open_page(staff=hall.cast.lin)
    page.goto(hall.address)
    page.keyboard.press("g")
    page.keyboard.press("h")
    page.wait_for_url(lambda address: address.endswith("/") and "cases" not in address)
    page.keyboard.press("n")
    page.wait_for_url("**/requests/new")
    page.goto("/")
    page.keyboard.press("g")
    page.keyboard.press("n")
    page.wait_for_url("**/notices/")
    page.goto("/customers/")
    page.locator("h1").click()
    page.keyboard.press("/")
    expect(page.locator("#id_number")).to_be_focused()


def test_a_customers_data_are_shown_once_and_gone_when_one_comes_back(hall: Hall, open_page: OpenPage) -> None:
    page = open_page(staff=hall.cast.lin)
    page.goto(f"/customers/{hall.customer.name}/")
    page.locator("details.unmask > summary").click()
    page.get_by_label("联系客户").check()
    page.get_by_role("button", name="显示一次").click()
    expect(page.locator("main")).to_contain_text("13800138000")

    page.goto("/")
    page.goto(f"/customers/{hall.customer.name}/")
    expect(page.locator("main")).not_to_contain_text("13800138000")


def _full(hall: Hall) -> models.Case:
    """A case with everything on its page, and work of every kind for Lin."""
    lin, zhao = acting(hall.cast.lin), acting(hall.cast.zhao)
    case = errand(hall.cast, hall.customer)
    with scope.of(lin.seen):
        said = say(case, words.NOTE, "很长的备注" * 60, by=lin)
    from shouwen.operation.ledger.acts import NewCase
    from shouwen.operation.ledger.saying import correct_with

    with scope.of(lin.seen):
        new = NewCase(kind="promise", unit=hall.cast.east, arose_from=case)
        data = {"until": clock.now() + 900, "looked_into": True}
        say(case, words.PROMISE, "一刻钟内回电", by=lin, data=data, also=[new])
        correct_with(said, case, "记错了事项", by=lin, void=True, at=None)
    offer(hall, note(hall.cast, hall.customer, "赵敏记的", by=hall.cast.zhao), hall.cast.lin, by=hall.cast.zhao)
    assert zhao.staff is not None
    duty.plan_absence(hall.cast.zhao, clock.now() - 60, clock.now() + 3600, backup=hall.cast.lin)
    return case


@pytest.mark.parametrize("language", ["zh-CN", "zh-TW", "en-GB"])
def test_no_page_breaks_on_a_phone_or_offends_axe(
    hall: Hall,
    open_page: OpenPage,
    seen_by_axe: Callable[[Page], list[str]],
    scrolls_sideways: Callable[[Page], bool],
    language: str,
) -> None:
    case = _full(hall)
    customer = f"/customers/{hall.customer.name}/"
    event = models.Event._base_manager.filter(told__case=case).order_by("id")[0]
    pages = [
        ("/", hall.cast.lin),
        ("/work/unit", hall.cast.gu),
        ("/", hall.cast.he),
        (f"/cases/{case.subject}/", hall.cast.lin),
        (hall.address, hall.cast.gu),
        (f"/cases/{case.subject}/offer", hall.cast.lin),
        (f"/cases/{case.subject}/promise", hall.cast.lin),
        (f"/cases/{case.subject}/correct/{event.pk}", hall.cast.lin),
        ("/customers/", hall.cast.lin),
        (customer, hall.cast.lin),
        (f"{customer}change", hall.cast.lin),
        ("/notices/", hall.cast.lin),
    ]
    found = {}
    for width, dark in ((360, False), (1280, True))[: 2 if language == "zh-CN" else 1]:  # a phone is the narrow place
        for path, staff in pages:
            page = open_page(staff=staff, language=language, width=width, dark=dark)
            page.goto(path)
            wrong = [*seen_by_axe(page), *(["scrolls sideways"] if scrolls_sideways(page) else [])]
            if wrong:
                found[path, width] = wrong
            page.context.close()
    assert found == {}


def test_open_dialogs_offend_axe_no_more_than_pages(
    hall: Hall, open_page: OpenPage, seen_by_axe: Callable[[Page], list[str]]
) -> None:
    case = _full(hall)
    page = open_page(staff=hall.cast.lin, width=360)
    for name in ("offer", "promise", "note", "attach"):
        page.goto(f"/cases/{case.subject}/")
        page.locator(f"#act-{name}-{number(case)}-button").click()
        expect(page.locator("dialog[open]")).to_be_visible()
        assert seen_by_axe(page) == []
