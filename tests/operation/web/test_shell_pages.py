"""The shell in a real browser: three languages, keyboard, phone, dark, axe, and the content security policy.

The `open_page` fixture itself fails a test whose page broke the policy, had a script fail or asked another host.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from shouwen.operation.people.models import Post
from shouwen.operation.web import page as shell_page

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.operation.web.shell_pages")]

LOGIN = "/account/login/"
ADDRESSES = [
    "/",
    "/form/",
    "/customer/",
    "/nowhere/",
    "/fails/",
    "/forbidden/",
    LOGIN,
    "/account/logout/",
    "/account/password/change/",
    "/account/2fa/",
    "/account/2fa/totp/activate/",
]


@pytest.fixture(autouse=True)
def _menu(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(shell_page, "_entries", {})
    shell_page.register(
        shell_page.Entry(label="我的工作", url="home", icon="checks", order=1),
        shell_page.Entry(label="诉求", url="form", icon="message-report", order=2),
        shell_page.Entry(label="提醒", url="notices", icon="bell", order=3),
        shell_page.Entry(label="事项", url="work", icon="clipboard-list", order=4),
        shell_page.Entry(
            label="人员", url="customer", icon="users", order=5, group="管理", roles=frozenset({"system-admin"})
        ),
        shell_page.Entry(label="未建成", url="not-there-yet", icon="tool", order=6),
        shell_page.Entry(label="失败", url="fails", icon="tool", order=7, group="其他"),
    )
    yield
    shell_page._ordered.cache_clear()


@pytest.fixture
def lin(cast: Any) -> Any:
    cast.lin.set_password("long-enough-9")
    cast.lin.save()
    return cast.lin


@pytest.mark.parametrize(
    ("language", "tag", "heading", "label"),
    [
        ("zh-CN", "zh-Hans", "登录", "工号"),
        ("zh-TW", "zh-Hant", "登入", "工號"),
        ("en-GB", "en", "Log in", "Work number"),
        ("fr-FR", "zh-Hans", "登录", "工号"),
    ],
)
def test_the_login_page_speaks_the_browsers_language(
    open_page: Callable[..., Page], language: str, tag: str, heading: str, label: str
) -> None:
    page = open_page(language=language)
    page.goto(LOGIN)
    said = (page.locator("html").get_attribute("lang"), page.locator("h1").inner_text())
    assert said == (tag, heading)
    expect(page.get_by_label(label)).to_be_focused()


def test_a_person_logs_in_and_out_by_keyboard_alone(page: Page, lin: Any) -> None:
    page.goto(LOGIN)
    page.keyboard.type("1001")
    page.keyboard.press("Tab")
    page.keyboard.type("long-enough-9")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("我的工作")
    page.locator("main").focus()
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()
    page.get_by_label("我的账号").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="退出登录").focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("登录")


def test_a_wrong_password_is_said_and_leaves_the_work_number(page: Page, lin: Any) -> None:
    page.goto(LOGIN)
    page.get_by_label("工号").fill("1001")
    page.get_by_label("密码", exact=True).fill("wrong")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("alert")).to_contain_text("工号或密码不正确。")
    expect(page.get_by_label("工号")).to_have_value("1001")


def test_the_first_tab_leads_past_the_menu(open_page: Callable[..., Page], lin: Any) -> None:
    page = open_page(staff=lin)
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_the_language_is_switched_by_its_own_name_and_stays(open_page: Callable[..., Page], lin: Any) -> None:
    page = open_page(staff=lin)
    page.goto("/form/")
    page.get_by_label("语言").click()
    page.get_by_role("button", name="English").click()
    page.wait_for_url("**/form/")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.goto("/account/password/change/")
    expect(page.locator("h1")).to_have_text("Change password")


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (1280, True), (360, False), (360, True)])
def test_every_page_is_fit_for_all_people_at_any_width_light_and_dark(
    open_page: Callable[..., Page],
    lin: Any,
    width: int,
    dark: bool,
    seen_by_axe: Callable[[Page], list[str]],
    scrolls_sideways: Callable[[Page], bool],
) -> None:
    with_login, without = open_page(staff=lin, width=width, dark=dark), open_page(width=width, dark=dark)
    found = {}
    for address in ADDRESSES:
        page = without if address in (LOGIN, "/customer/") else with_login
        page.goto(address)
        found[address] = (seen_by_axe(page), scrolls_sideways(page))
    assert found == {address: ([], False) for address in ADDRESSES}
    ground = without.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == ("rgb(16, 22, 23)" if dark else "rgb(245, 246, 244)")


def test_on_customers_pages_everything_to_touch_is_large_and_so_is_the_text(open_page: Callable[..., Page]) -> None:
    page = open_page(width=360)
    page.goto("/customer/")
    small = page.evaluate(
        """() => [...document.querySelectorAll('a, button, input, select, textarea, summary')]
            .filter(e => e.offsetParent && e.type !== 'hidden')
            .map(e => e.matches('[type=radio], [type=checkbox]') ? e.closest('label') : e)
            .map(e => e.getBoundingClientRect())
            .filter(box => box.width < 60 || box.height < 60).length"""
    )
    least = page.evaluate(
        """() => Math.min(...[...document.querySelectorAll('.customer-main *')]
            .filter(e => e.offsetParent && [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))
            .map(e => parseFloat(getComputedStyle(e).fontSize)))"""
    )
    assert (small, least >= 18) == (0, True)


def test_the_menu_shows_what_a_persons_roles_open_and_what_is_there(open_page: Callable[..., Page], cast: Any) -> None:
    shown = {}
    for staff in (cast.lin, cast.shi):
        page = open_page(staff=staff)
        page.goto("/form/")
        shown[staff.name] = page.locator(".sidebar .menu-item").all_inner_texts()
        expect(page.locator(".sidebar [aria-current=page]")).to_have_text("诉求")
    everyone = ["我的工作", "诉求", "提醒", "事项"]
    assert shown == {"林晓": [*everyone, "失败"], "史安": [*everyone, "人员", "失败"]}


def test_on_a_phone_the_rest_of_the_menu_is_one_touch_away(open_page: Callable[..., Page], lin: Any) -> None:
    page = open_page(staff=lin, width=360)
    page.goto("/")
    page.get_by_role("button", name="更多").click()
    page.locator("#more").get_by_role("link", name="失败").click()
    expect(page.locator("h1")).to_have_text("不能这样办理")


def test_who_has_posts_at_two_units_switches_between_them(open_page: Callable[..., Page], cast: Any) -> None:
    Post.objects.create(staff=cast.lin, unit=cast.west, role="clerk")
    page = open_page(staff=cast.lin)
    page.goto("/form/")
    page.locator("summary.unit-name").click()
    page.get_by_role("button", name="西站营业厅").click()
    expect(page.locator("summary.unit-name")).to_contain_text("西站营业厅")
    expect(page.locator("h1")).to_have_text("新诉求")


def test_a_countdown_counts_and_turns_from_left_to_over(open_page: Callable[..., Page], lin: Any) -> None:
    page = open_page(staff=lin)
    page.goto("/")
    page.evaluate(
        """() => { const t = document.querySelector('time.countdown');
                   const now = window.shouwen.now();
                   t.dataset.due = now + 2; t.dataset.warn = now - 5; t.id = 'counts'; }"""
    )
    expect(page.locator("#counts")).to_have_text("还剩 0:01", timeout=4000)
    expect(page.locator("#counts")).to_have_text("已超 0:01", timeout=6000)
    expect(page.locator("#counts")).to_have_class("countdown is-over")


def test_a_fault_of_a_fragment_is_said_on_the_page_and_nothing_is_swapped(
    open_page: Callable[..., Page], lin: Any
) -> None:
    page = open_page(staff=lin)
    page.goto("/")
    page.locator("#fails").click()
    expect(page.locator("#said").get_by_role("alert")).to_contain_text("没有找到“request:7”")
    expect(page.locator("#fresh")).to_be_empty()


def test_a_fault_of_a_form_stands_at_its_field_and_keeps_what_was_written(
    open_page: Callable[..., Page], lin: Any
) -> None:
    page = open_page(staff=lin)
    page.goto("/form/")
    page.get_by_label("称呼").fill("错")
    page.get_by_label("内容").fill("三次都没有修好")
    page.get_by_role("button", name="保存").click()
    expect(page.locator("#id_name_error")).to_contain_text("没有找到“错”")
    expect(page.get_by_label("称呼")).to_be_focused()
    expect(page.get_by_label("内容")).to_have_value("三次都没有修好")


def test_a_log_in_that_ran_out_leads_to_the_log_in_and_back(open_page: Callable[..., Page], lin: Any) -> None:
    page = open_page(staff=lin)
    page.goto("/work/")
    page.context.clear_cookies()
    page.locator("#lost").click()
    page.wait_for_url("**/account/login/?next=*")
    page.get_by_label("工号").fill("1001")
    page.get_by_label("密码", exact=True).fill("long-enough-9")
    page.get_by_role("button", name="登录").click()
    page.wait_for_url("**/work/")


def test_what_asks_first_goes_on_only_when_told_to(open_page: Callable[..., Page], lin: Any) -> None:
    page = open_page(staff=lin)
    page.goto("/")
    page.locator("#asks").click()
    page.get_by_role("button", name="取消").click()
    expect(page.locator("#fresh")).to_be_empty()
    page.locator("#asks").click()
    page.get_by_role("button", name="确定").click()
    expect(page.locator("#fresh")).to_have_text("fresh")


def test_news_refresh_what_follows_them_by_polling_too(open_page: Callable[..., Page], lin: Any) -> None:
    page = open_page(staff=lin)
    page.add_init_script("delete window.EventSource")
    news = {"after": "5-9", "news": [{"word": "note.added", "about": ["request:1"], "unit": 1}], "begin_anew": False}
    asked: list[str] = []

    def answer(route: Any) -> None:
        asked.append(route.request.url.partition("/stream/")[2])
        route.fulfill(json=news if len(asked) == 1 else {"after": "5-9", "news": [], "begin_anew": False})

    page.route("**/stream/poll*", answer)
    with page.expect_request("**/stream/poll?after=5-9"):
        page.goto("/")
    expect(page.locator("#fresh")).to_have_text("fresh")
    assert (asked[0].startswith("poll?after="), asked[1]) == (True, "poll?after=5-9")


def test_a_chart_is_drawn_under_the_policy(open_page: Callable[..., Page], lin: Any) -> None:
    page = open_page(staff=lin)
    page.goto("/")
    page.locator(".chart canvas").scroll_into_view_if_needed()
    page.locator(".chart canvas").hover()
    painted = page.evaluate(
        """() => { const c = document.querySelector('.chart canvas');
                   return c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some(v => v !== 0); }"""
    )
    assert painted is True


@pytest.mark.parametrize(
    ("address", "status", "heading"),
    [
        ("/nowhere/", 404, "没有这个页面"),
        ("/forbidden/", 403, "您不能查看或办理"),
        ("/fails/", 422, "不能这样办理"),
        ("/breaks/", 500, "系统出错了"),
    ],
)
def test_what_cannot_be_shown_says_why_and_leads_on(
    open_page: Callable[..., Page], lin: Any, address: str, status: int, heading: str
) -> None:
    page = open_page(staff=lin)
    answer = page.goto(address)
    assert answer is not None
    assert (answer.status, page.locator("h1").inner_text()) == (status, heading)
    page.get_by_role("link", name="首页").last.click()
    expect(page.locator("h1")).to_have_text("我的工作")


def test_a_forged_form_is_refused_in_words(open_page: Callable[..., Page], lin: Any) -> None:
    page = open_page(staff=lin)
    page.goto("/form/")
    page.evaluate("document.querySelector('main input[name=csrfmiddlewaretoken]').value = 'x'.repeat(64)")
    page.get_by_label("称呼").fill("王先生")
    page.get_by_role("button", name="保存").click()
    expect(page.locator("h1")).to_have_text("页面打开的时间太长了")


def test_a_log_in_that_ended_meanwhile_leaves_the_page_with_what_was_being_written(
    open_page: Callable[..., Page], lin: Any
) -> None:
    page = open_page(staff=lin)
    page.route("**/stream/**", lambda route: route.fulfill(status=401, json={}))
    page.goto("/form/")
    page.get_by_label("内容").fill("写到一半")
    link = page.get_by_role("link", name="登录已失效，请重新登录后继续。")
    expect(link).to_have_attribute("href", "/account/login/?next=%2Fform%2F")
    expect(page.get_by_label("内容")).to_have_value("写到一半")
