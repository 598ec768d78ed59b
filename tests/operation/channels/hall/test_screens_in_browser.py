"""The wall display and the pad in a real browser: read from afar, touched with a finger, spoken one after the other."""

from __future__ import annotations

import json
import time as real_time
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.operation.channels.hall.conftest import Time
from tests.operation.channels.hall.screen_of_the_tests import secret_of
from tests.operation.people_of_the_tests import Cast

from shouwen.operation.channels.hall import actions, keys, story
from shouwen.operation.channels.hall.answers import asking
from shouwen.operation.channels.hall.models import CounterDay, Visit
from shouwen.operation.ledger import models
from shouwen.operation.ledger.attaching import FILE, open_file
from shouwen.operation.people.models import Staff, Token
from shouwen.operation.people.rights import Acting
from shouwen.wording import language_of

pytestmark = pytest.mark.django_db(transaction=True)
By = Callable[[Staff], Acting]
Take = Callable[..., Visit]
OpenPage = Callable[..., Page]

LANGUAGES = ("zh-CN", "zh-TW", "en-GB")

LISTEN = """() => {
window.spoken = [];
const say = window.hallVoice.say;
window.hallVoice.say = async (one) => {
  const entry = {name: one.name, from: performance.now(), by: []};
  const note = (event) => entry.by.push(event.detail.tongue + ":" + event.detail.by);
  document.body.addEventListener("hall:spoken", note);
  await say(one);
  document.body.removeEventListener("hall:spoken", note);
  entry.to = performance.now();
  window.spoken.push(entry);
};
}"""


def set_up(cast: Cast, page: Page, device: str) -> Page:
    """The page becomes this screen, as whoever sets it up does it."""
    page.goto("/hall/screen/")
    page.fill("input[name=secret]", secret_of(cast, device))
    page.click("main .btn-primary")
    page.wait_for_url("**/hall/display/" if device == "display" else "**/hall/pad/")
    return page


def listen(page: Page) -> None:
    """Turns the sound on, where it is not, and takes down what is spoken: `window.spoken`."""
    page.evaluate(LISTEN)
    if page.evaluate("!window.hallVoice.isSounding()"):
        page.click("#display-sound")
    expect(page.locator("#display-sound")).to_have_attribute("aria-pressed", "true")


def spoken(page: Page, count: int) -> list[dict[str, Any]]:
    """What was spoken, as soon as it is so many; whether more follows is not waited for."""
    deadline = real_time.monotonic() + 60
    while len(found := page.evaluate("window.spoken")) < count:
        assert real_time.monotonic() < deadline, found
        page.wait_for_timeout(200)
    return list(found)


def sizes(page: Page, selector: str) -> list[float]:
    """The heights of the letters' boxes, in pixels."""
    script = "name => [...document.querySelectorAll(name)].map(one => parseFloat(getComputedStyle(one).fontSize))"
    return list(page.evaluate(script, selector))


def small_targets(page: Page) -> list[str]:
    """What can be touched and is smaller than 60 × 60 pixels."""
    script = """all => all.filter(one => { const box = one.getBoundingClientRect();
        return box.width && (box.width < 60 || box.height < 60); }).map(one => one.outerHTML.slice(0, 120))"""
    touched = "a[href]:not(.skip), button, summary, select, textarea, .rating-score, .form-check, input[type=radio]"
    return list(page.eval_on_selector_all(f"body > :not(dialog) :is({touched})", script))


def small_texts(page: Page) -> list[str]:
    """Visible texts of less than 18 pixels."""
    script = """() => { const found = []; const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) { const element = walker.currentNode.parentElement;
            if (walker.currentNode.data.trim() && element.checkVisibility() && element.getClientRects().length
                && element.getBoundingClientRect().width > 1 && !element.closest(".skip, script, style")
                && parseFloat(getComputedStyle(element).fontSize) < 18) found.push(walker.currentNode.data.trim()); }
        return found; }"""
    return list(page.evaluate(script))


@pytest.fixture
def busy(halls: Cast, take: Take, lins: CounterDay, zhaos: CounterDay, by: By, time: Time) -> None:
    """A hall in which twelve came, and six were called, the last to a counter with a long name."""
    for service in ("payment", "consult", "change") * 4:
        take(service)
    for counter, staff in ((lins, halls.lin), (zhaos, halls.zhao)) * 3:
        visit = actions.call_next(counter, by=by(staff))
        assert visit is not None
        time.passes(4)
        if Visit._base_manager.filter(called_at__isnull=False).count() < 6:
            actions.begin_service(visit, by=by(staff))
            actions.end_service(visit, by=by(staff))
            actions.leave(visit, by=by(staff))
    Visit._base_manager.filter(state=story.AT_COUNTER).update(counter="VIP-12")


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1080, 1920)])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_wall_is_read_from_eight_metres_and_fits_without_scrolling(
    halls: Cast, busy: None, open_page: OpenPage, seen_by_axe: Any, language: str, width: int, height: int
) -> None:
    page = set_up(halls, open_page(language=language, width=width, height=height), "display")
    assert min(sizes(page, ".display-calls td, .display-waiting dd")) >= 75
    assert min(sizes(page, ".display-calls tr:first-child > .display-number")) >= 200
    assert min(sizes(page, ".display-notices > li, .display-waiting dt")) >= 40
    outside = """all => all.filter(one => { const box = one.getBoundingClientRect();
        return box.bottom > innerHeight + 1 || box.right > innerWidth + 1 || one.scrollWidth > one.clientWidth + 1; })
        .map(one => one.outerHTML.slice(0, 100))"""
    shown = ".display-calls td, .display-waiting dt, .display-waiting dd, .display-notices > li, .display-top > *"
    assert page.eval_on_selector_all(shown, outside) == []
    cut_off = "all => all.filter(one => one.scrollHeight > one.clientHeight + 1).map(one => one.className)"
    assert page.eval_on_selector_all(".display-calls, .display-waiting, .display-side", cut_off) == []
    assert seen_by_axe(page) == []


def test_calls_are_spoken_in_turn_and_never_over_one_another(
    halls: Cast, take: Take, lins: CounterDay, zhaos: CounterDay, by: By, open_page: OpenPage
) -> None:
    take(), take("consult")
    page = set_up(halls, open_page(), "display")
    listen(page)
    actions.call_next(lins, by=by(halls.lin))
    actions.call_next(zhaos, by=by(halls.zhao))
    expect(page.locator("[data-call]")).to_have_count(2)
    first, second = spoken(page, 2)
    assert [first["name"].split("-")[0], second["name"].split("-")[0]] == ["A001", "C001"]
    assert first["to"] <= second["from"]
    recorded = [":chime", "zh:recording", "en:recording"]
    voiced = [":chime", "zh:voice", "en:voice"]
    assert first["by"] in (recorded, voiced, [":chime"])
    assert second["by"] == first["by"]


def test_what_was_called_before_is_shown_and_not_spoken_again(
    halls: Cast, take: Take, lins: CounterDay, by: By, open_page: OpenPage
) -> None:
    take()
    actions.call_next(lins, by=by(halls.lin))
    page = set_up(halls, open_page(), "display")
    listen(page)
    expect(page.locator("[data-call]")).to_have_count(1)
    page.wait_for_timeout(5_000)  # two boards later
    assert page.evaluate("window.spoken") == []


def test_a_display_that_is_cut_off_says_so_and_then_shows_and_speaks_what_it_missed(
    halls: Cast, take: Take, lins: CounterDay, zhaos: CounterDay, by: By, open_page: OpenPage, time: Time
) -> None:
    take(), take("consult")
    page = set_up(halls, open_page(), "display")
    listen(page)
    page.context.set_offline(True)
    cut = page.locator("#screen-cut")
    expect(cut).to_be_visible(timeout=30_000)
    expect(cut).to_have_text("10:00 起连接中断，请询问工作人员")
    visit = actions.call_next(lins, by=by(halls.lin))
    assert visit is not None
    time.passes(120)  # the clerk has waited long enough: this one is old
    actions.call_next(zhaos, by=by(halls.zhao))
    page.context.set_offline(False)
    expect(page.locator("[data-call]")).to_have_count(2, timeout=30_000)
    expect(cut).to_be_hidden()
    assert [one["name"].split("-")[0] for one in spoken(page, 1)] == ["C001"]


def test_a_display_whose_token_is_revoked_shows_no_more(
    halls: Cast, take: Take, lins: CounterDay, by: By, open_page: OpenPage
) -> None:
    take()
    actions.call_next(lins, by=by(halls.lin))
    page = set_up(halls, open_page(), "display")
    expect(page.locator("[data-call]")).to_have_count(1)
    Token.objects.update(revoked_at=1)
    expect(page.locator("[data-call]")).to_have_count(0, timeout=30_000)


@pytest.fixture
def served(halls: Cast, take: Take, lins: CounterDay, by: By, time: Time) -> Visit:
    """A001, whom Lin serves at counter 1."""
    take()
    visit = actions.call_next(lins, by=by(halls.lin))
    assert visit is not None
    return actions.begin_service(visit, by=by(halls.lin), need_confirmed=True)


def as_a_pad_should_be(page: Page, seen_by_axe: Any) -> None:
    assert (small_targets(page), small_texts(page), seen_by_axe(page)) == ([], [], [])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_customer_confirms_signs_and_rates_at_the_pad(
    halls: Cast, served: Visit, by: By, open_page: OpenPage, seen_by_axe: Any, language: str
) -> None:
    page = set_up(halls, open_page(language=language, width=1024, height=768), "pad:1")
    as_a_pad_should_be(page, seen_by_axe)
    asking.explain(served, "59 元套餐：每月 59 元，含 30 GB；合约一年", by=by(halls.lin))
    expect(page.locator(".pad-text")).to_contain_text("30 GB", timeout=15_000)
    as_a_pad_should_be(page, seen_by_axe)
    page.click("button[value=agree]")
    expect(page.locator(".pad-text")).to_have_count(0)
    tongue = {"zh-CN": "zh-Hans", "zh-TW": "zh-Hant", "en-GB": "en"}[language]
    asking.show_agreement(served, "new-line", language_of(tongue), by=by(halls.lin))
    canvas = page.locator(".pad-canvas")
    expect(canvas).to_be_visible(timeout=15_000)
    as_a_pad_should_be(page, seen_by_axe)
    page.click("button[value=sign]")
    expect(page.locator(".alert-danger")).to_be_visible()
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 60, box["y"] + 90)
    page.mouse.down()
    for step in range(1, 20):
        page.mouse.move(box["x"] + 60 + 20 * step, box["y"] + 90 + (30 if step % 2 else -30), steps=2)
    page.mouse.up()
    page.click("button[value=sign]")
    expect(canvas).to_have_count(0)
    signed = models.Event._base_manager.get(word=story.SIGNED)
    _kept, document = open_file(str(signed.data["file"]).removeprefix(FILE))
    strokes = json.loads(document)["signature"]["strokes"]
    assert (len(strokes), len(strokes[0]) > 8) == (1, True)
    actions.end_service(served, by=by(halls.lin))
    actions.hand_over(served, by=by(halls.lin))
    expect(page.locator(".rating")).to_have_count(5, timeout=15_000)
    as_a_pad_should_be(page, seen_by_axe)
    page.locator(".rating").nth(0).locator(".rating-score").nth(4).click()
    page.locator(".rating").nth(3).locator(".rating-score").nth(3).click()
    page.click("button[value=rate]")
    expect(page.locator(".rating")).to_have_count(0)
    told = models.Event._base_manager.get(word=story.RATED)
    assert (told.data["score"], told.data["speed"], told.grade) == (5, 4, "customer")


def test_who_is_signing_is_not_disturbed_by_what_happens_elsewhere(
    halls: Cast, served: Visit, take: Take, by: By, open_page: OpenPage
) -> None:
    asking.show_agreement(served, "contract", "zh-Hans", by=by(halls.lin))
    page = set_up(halls, open_page(width=1024, height=768), "pad:1")
    page.evaluate("document.querySelector('.pad-canvas').dataset.same = 'yes'")
    take()
    actions.say(served, "water.offered", by=by(halls.lin))
    deadline = real_time.monotonic() + 6
    while real_time.monotonic() < deadline:
        page.wait_for_timeout(500)
        assert page.locator(".pad-canvas").get_attribute("data-same") == "yes"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_rating_on_a_phone_is_large_enough_and_fits(
    halls: Cast,
    served: Visit,
    by: By,
    open_page: OpenPage,
    seen_by_axe: Any,
    scrolls_sideways: Callable[[Page], bool],
    language: str,
) -> None:
    actions.end_service(served, by=by(halls.lin))
    page = open_page(language=language, width=360, height=780)
    page.goto(f"/hall/rating/{keys.key_of(served)}/")
    as_a_pad_should_be(page, seen_by_axe)
    assert not scrolls_sideways(page)
    page.locator(".rating-score").nth(3).click()
    page.keyboard.press("ArrowRight")  # by keyboard as well
    page.click("form .btn-primary")
    expect(page.locator(".rating-thanks")).to_be_visible()
    assert models.Event._base_manager.get(word=story.RATED).data["score"] == 5
