"""The search: what is written is found in any language and script, by name and by source, and narrowed by filters."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from tests.operation.web.standards.small import BOOK, Readers, found, read, texts

from shouwen.operation.people.models import Staff

pytestmark = pytest.mark.django_db

LoggedIn = Callable[[Staff], Client]


@pytest.mark.parametrize(
    ("words", "clauses"),
    [
        ("two hours", ["answer.soon"]),
        ("两小时内", ["answer.soon"]),
        ("兩小時內", ["answer.soon"]),
        ("ANSWER.Soon", ["answer.soon"]),
        ("ａｎｓｗｅｒ．ｓｏｏｎ", ["answer.soon"]),
        ("answer.second", ["answer.soon"]),
        ("answer.third", ["answer.soon"]),
        ("客户手册", ["answer.written", "manner.upright"]),
        ("客戶手冊", ["answer.written", "manner.upright"]),
        ("欢迎光临", ["manner.greets"]),
        ("歡迎光臨", ["manner.greets"]),
        ("听不清楚", ["manner.no-idea"]),
        ("leaning", ["manner.upright"]),
        ("upright 客户手册", ["manner.upright"]),
        ("upright 营业厅手册", []),
        ("xyzzy", []),
        ("诉求诉求", []),
    ],
)
def test_words_are_found_in_each_language_and_nothing_for_nonsense(
    readers: Readers, logged_in: LoggedIn, words: str, clauses: list[str]
) -> None:
    assert found(read(logged_in(readers.cast.lin).get(BOOK, {"q": words}))) == clauses


@pytest.mark.parametrize(
    ("filters", "clauses"),
    [
        ({"chapter": "manner"}, ["manner.upright", "manner.greets"]),
        ({"severity": "must"}, ["answer.soon"]),
        ({"role": "guide"}, ["manner.upright", "manner.greets"]),
        ({"role": "clerk"}, ["answer.soon"]),
        ({"evidence": "inspector"}, ["manner.upright"]),
        ({"state": "judged"}, ["answer.soon"]),
        ({"state": "unseen"}, ["manner.upright"]),
        ({"state": "words"}, ["manner.greets", "manner.no-idea"]),
        ({"state": "left-out"}, ["answer.written"]),
        ({"manual": "客户手册"}, ["answer.written", "manner.upright"]),
        ({"manual": "客户手册", "chapter": "manner"}, ["manner.upright"]),
        ({"manual": "客户手册", "q": "writing"}, ["answer.written"]),
        ({"severity": "no such"}, []),
    ],
)
def test_filters_narrow_what_is_found(
    readers: Readers, logged_in: LoggedIn, filters: dict[str, str], clauses: list[str]
) -> None:
    assert found(read(logged_in(readers.cast.lin).get(BOOK, filters))) == clauses


def test_the_filters_offer_what_there_is_and_keep_what_was_chosen(readers: Readers, logged_in: LoggedIn) -> None:
    page = read(logged_in(readers.cast.lin).get(BOOK, {"severity": "must"}, headers={"Accept-Language": "en"}))
    assert texts(page, "#by-severity option") == ["all", "must", "norm"]
    assert texts(page, "#by-manual option") == ["all", "客户手册", "营业厅手册"]
    assert [one.get("value") for one in page.cssselect("select option[selected]")] == ["must"]


def test_what_is_found_while_typing_is_the_same_as_on_the_page(readers: Readers, logged_in: LoggedIn) -> None:
    browser = logged_in(readers.cast.lin)
    whole = read(browser.get(BOOK, {"q": "客户手册", "chapter": ""}))
    live = browser.get(BOOK, {"q": "客户手册", "chapter": ""}, headers={"HX-Request": "true"})
    assert texts(read(live), ".line") == texts(whole, "#found .line")
    assert texts(read(live), "#found-count") == texts(whole, "#found-count") == ["找到 2 条"]
    assert live.headers["HX-Replace-Url"] == f"{BOOK}?q=%E5%AE%A2%E6%88%B7%E6%89%8B%E5%86%8C"


def test_all_that_ships_is_searched_at_once(readers: Readers, logged_in: LoggedIn) -> None:
    browser = logged_in(readers.cast.lin)
    clauses = found(read(browser.get("/standard/search/", {"q": "hall.time.greet"})))
    assert len(clauses) == 1
    assert found(read(browser.get("/standard/search/", {"q": "營業廳服務規範手冊", "standard": "conduct"}))) != []
    assert found(read(browser.get("/standard/search/", {"q": "營業廳服務規範手冊 xyzzy"}))) == []


def test_many_are_found_page_by_page(readers: Readers, logged_in: LoggedIn) -> None:
    browser = logged_in(readers.cast.lin)
    first, second = (found(read(browser.get("/standard/search/", {"q": "客户", "page": n}))) for n in (1, 2))
    assert len(first) == 50
    assert len({*first, *second}) == 50 + len(second)
