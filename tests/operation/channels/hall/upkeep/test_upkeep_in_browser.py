"""The upkeep of a hall in a browser: by thumb and by keyboard, read by axe; it follows what others do."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect
from tests.operation.browser import OpenPage
from tests.operation.channels.hall.conftest import Time
from tests.operation.people_of_the_tests import Cast

from shouwen.operation.channels.hall.models import Facility
from shouwen.operation.channels.hall.upkeep import actions, story
from shouwen.operation.ledger import models, watch
from shouwen.operation.ledger.attaching import open_file
from shouwen.operation.people import scope
from shouwen.operation.people.models import Staff
from shouwen.operation.people.rights import Acting

pytestmark = pytest.mark.django_db(transaction=True)
By = Callable[[Staff], Acting]


@pytest.fixture
def late(transactional_db: None, halls: Cast, kept_up: dict[str, Facility], by: By, time: Time, dao: Staff) -> Staff:
    """Dao, when the rest area is overdue, the number machine is jammed, and cups run low."""
    time.passes(2 * 3600)
    actions.inspect(kept_up["water-1"], passed=True, by=by(dao))
    actions.report_fault(kept_up["nm-1"], "jammed", by=by(dao))
    actions.tell_level(kept_up["cups"], "low", by=by(dao))
    actions.look_around(halls.east, "reading", passed=True, by=by(dao))
    time.passes(3600 + 300)
    watch.look_once()
    return dao


@pytest.mark.parametrize(("width", "dark"), [(390, False), (1024, True)])
def test_a_guide_sees_what_is_due_and_taps_it(
    late: Staff,
    kept_up: dict[str, Facility],
    open_page: OpenPage,
    seen_by_axe: Callable[[Page], list[str]],
    scrolls_sideways: Callable[[Page], bool],
    width: int,
    dark: bool,
) -> None:
    page = open_page(staff=late, width=width, height=844, dark=dark)
    page.goto("/hall/upkeep/")
    expect(page.locator(".thing.is-late")).to_have_count(1)
    page.locator(".thing-more > summary").first.click()
    assert (seen_by_axe(page), scrolls_sideways(page)) == ([], False)
    page.locator(".thing-more > summary").first.click()
    page.locator("form[action$='-rest/in-order'] button").press("Enter")
    expect(page.locator(".thing.is-late")).to_have_count(0)
    page.locator("form[action$='-cups/refill'] button").click()
    expect(page.locator("form[action$='-cups/level'] button[value=enough]")).to_be_visible()
    page.get_by_role("button", name="修好了").click()
    expect(page.locator("#faulty")).to_have_count(0)
    page.locator(".thing", has=page.get_by_text("nm-1", exact=True)).locator("summary").click()
    page.locator("details[open] .thing-fault").first.click()
    page.locator("details[open] .btn-primary").click()
    expect(page.locator("#faulty")).to_be_visible()
    rows = {row.code: (row.state, row.fault, row.level) for row in Facility._base_manager.all()}
    assert rows["nm-1"] == (story.FAULTY, "no-paper", "")
    assert rows["rest"] == (story.IN_ORDER, "", "")


def test_the_manager_adds_a_place_and_a_machines_own_fault_appears_by_itself(
    halls: Cast,
    transactional_db: None,
    time: Time,
    open_page: OpenPage,
    seen_by_axe: Callable[[Page], list[str]],
) -> None:
    page = open_page(staff=halls.gu)
    page.goto("/hall/upkeep/")
    page.locator("[data-opens=add]").click()
    assert seen_by_axe(page) == []
    page.locator("#item").select_option("number-machine")
    page.locator("#code").fill("nm-1")
    page.locator("#add .btn-primary").click()
    expect(page.locator(".thing .numbers").first).to_have_text("nm-1")
    itself = Acting(
        "device:machine", posts=((halls.east.pk, "device"),), units=frozenset({halls.east.pk}), grade="device"
    )
    actions.report_fault(Facility._base_manager.get(code="nm-1"), "no-paper", by=itself)
    expect(page.locator("#faulty")).to_be_visible(timeout=15_000)


def photo_of_a_phone() -> bytes:
    """4032 × 3024, with the place where it was taken, as a phone makes them."""
    picture, noted = Image.new("RGB", (4032, 3024), (200, 60, 40)), Image.Exif()
    noted[0x010F] = "a phone's maker"
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=noted)
    return out.getvalue()


@pytest.mark.parametrize(("width", "dark"), [(390, False), (1280, True)])
def test_a_fault_is_reported_with_photos_and_what_is_refused_keeps_them(
    late: Staff,
    open_page: OpenPage,
    seen_by_axe: Callable[[Page], list[str]],
    scrolls_sideways: Callable[[Page], bool],
    tmp_path: Path,
    settings: object,
    width: int,
    dark: bool,
) -> None:
    settings.HOME = tmp_path
    page = open_page(staff=late, width=width, height=844, dark=dark)
    page.goto("/hall/upkeep/")
    thing = page.locator(".thing", has=page.get_by_text("rest", exact=True))
    thing.locator("summary").click()
    form = thing.locator("details form")
    form.locator("[name=photos]").last.set_input_files(
        [{"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": photo_of_a_phone()}]
    )
    expect(form.locator("[data-photos-said]")).to_have_text("IMG_0001.jpg")
    form.locator(".thing-fault").last.click()
    form.locator("[name=why]").fill("桌子坏了")
    form.locator("[name=since]").fill("2030-01-01T00:00")
    form.locator(".btn-primary").click()
    expect(form.locator(".field:has([name=since]) .refused")).to_be_visible()
    assert form.locator("[name=why]").input_value() == "桌子坏了"
    assert (seen_by_axe(page), scrolls_sideways(page)) == ([], False)
    form.locator("[name=since]").fill("")
    form.locator(".btn-primary").click()
    page.get_by_role("link", name="1 张照片").click()
    expect(page.locator(".photos img")).to_have_js_property("naturalWidth", 1600)
    assert (seen_by_axe(page), scrolls_sideways(page)) == ([], False)
    with scope.everywhere():
        kept, data = open_file(models.Attachment._base_manager.get().name)
    assert Image.open(io.BytesIO(data)).getexif().get(0x010F) is None  # by whom and where stays with the phone
    assert (kept.kind, kept.size < 300_000) == ("image/jpeg", True)
    page.locator("[name=photos]").first.set_input_files(
        [{"name": "x.jpg", "mimeType": "image/jpeg", "buffer": b"no picture"}]
    )
    page.locator("main .btn-primary").click()
    expect(page.locator(".photo-field .refused")).to_be_visible()
    page.locator("[name=photos]").first.set_input_files(
        [{"name": "x.jpg", "mimeType": "image/jpeg", "buffer": photo_of_a_phone()}]
    )
    page.locator("main .btn-primary").click()
    expect(page.locator(".photos img")).to_have_count(2)
