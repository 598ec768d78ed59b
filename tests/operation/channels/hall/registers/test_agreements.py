"""Archived agreements: found by day and by number; who looks at one stands in the log; a lost file is seen."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page
from tests.operation.browser import OpenPage
from tests.operation.channels.hall.conftest import Time, begin_work
from tests.operation.people_of_the_tests import Cast

from shouwen.operation.channels.hall import actions, counters
from shouwen.operation.channels.hall.answers import asking, pad, signing
from shouwen.operation.channels.hall.registers import story
from shouwen.operation.ledger import models
from shouwen.operation.people import scope
from shouwen.operation.people.models import Staff
from shouwen.operation.people.rights import Acting

LoggedIn = Callable[[Staff], Client]
By = Callable[[Staff], Acting]
DRAWN = json.dumps({"width": 600, "height": 176, "strokes": [[[10 * n, 20 + n, 16 * n] for n in range(12)]]})


@pytest.fixture
def halls(time: Time, cast: Cast, tmp_path: Path, settings: Any) -> Iterator[Cast]:
    """The cast at work, whose files are kept apart from those of other tests."""
    settings.HOME = tmp_path
    begin_work(cast)
    with scope.everywhere():
        yield cast


@pytest.fixture
def signed(halls: Cast, by: By, machine: Acting, time: Time) -> models.Case:
    """The agreement that A001 has signed at Lin's counter."""
    day = counters.open_counter(halls.east, "1", by=by(halls.lin))
    actions.take_number(halls.east, "payment", by=machine)
    visit = actions.call_next(day, by=by(halls.lin))
    assert visit is not None
    visit = actions.begin_service(visit, by=by(halls.lin), need_confirmed=True)
    asking.explain(visit, "59 元套餐，一年", by=by(halls.lin))
    asking.show_agreement(visit, "new-line", "zh-Hans", by=by(halls.lin))
    of_pad = Acting(
        "device:pad:1", posts=((halls.east.pk, "device"),), units=frozenset({halls.east.pk}), grade="device"
    )
    signing.sign(visit, pad.shown(halls.east.pk, "1").ask, DRAWN, by=of_pad)
    return models.Case._base_manager.get(kind="agreement")


def looks(case: models.Case) -> list[str]:
    rows = models.Event._base_manager.filter(told__case=case, word=story.LOOKED_AT).order_by("pk")
    return [row.by for row in rows]


def listed(browser: Client, **asked: str) -> str:
    return browser.get("/hall/agreements/", asked).content.decode()


def test_it_is_found_by_day_and_number(halls: Cast, signed: models.Case, logged_in: LoggedIn) -> None:
    browser = logged_in(halls.gu)
    name = signed.subject.partition(":")[2]
    assert (name in listed(browser), "已存档" in listed(browser)) == (True, True)
    assert (name in listed(browser, number="a001"), name in listed(browser, number="A002")) == (True, False)
    assert (name in listed(browser, day="2025-05-06"), name in listed(browser, day="2025-05-05")) == (True, False)
    assert name in listed(browser, day="nonsense")


def test_who_looks_at_it_stands_in_the_log(halls: Cast, signed: models.Case, logged_in: LoggedIn) -> None:
    name = signed.subject.partition(":")[2]
    answer = logged_in(halls.gu).post(f"/hall/agreements/{name}/look")
    assert json.loads(answer.getvalue())["number"] == "A001"
    assert looks(signed) == [halls.gu.reference]
    assert logged_in(halls.sun).post(f"/hall/agreements/{name}/look").status_code == 404
    assert name not in listed(logged_in(halls.sun))
    assert looks(signed) == [halls.gu.reference]


def test_a_file_that_is_gone_or_changed_is_seen(
    halls: Cast, signed: models.Case, logged_in: LoggedIn, tmp_path: Path
) -> None:
    (file,) = [one for one in (tmp_path / "attachments").rglob("*") if one.is_file()]
    file.write_bytes(file.read_bytes() + b"x")
    assert "存档缺失" in listed(logged_in(halls.gu))
    file.unlink()
    assert "存档缺失" in listed(logged_in(halls.gu))


@pytest.mark.django_db(transaction=True)
def test_the_archive_is_read_on_a_phone_and_a_document_is_fetched(
    halls: Cast,
    signed: models.Case,
    open_page: OpenPage,
    seen_by_axe: Callable[[Page], list[str]],
    scrolls_sideways: Callable[[Page], bool],
) -> None:
    page = open_page(staff=halls.gu, width=390)
    page.goto("/hall/agreements/")
    assert (seen_by_axe(page), scrolls_sideways(page)) == ([], False)
    page.locator("#number").fill("A001")
    page.locator("#number").press("Enter")
    with page.expect_download() as fetched:
        page.locator("form[action$='/look'] button").press("Enter")
    assert fetched.value.suggested_filename.startswith("入网服务协议")
    assert looks(signed) == [halls.gu.reference]
