"""The book: what a clause, a chapter, a setting and the list of standards say, and how an entry leads to them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from lxml import html
from tests.operation.web.standards.small import BOOK, Readers, facts, read, text, texts

from shouwen.operation.people.models import Staff
from shouwen.standard.tracing import traces

pytestmark = pytest.mark.django_db

LoggedIn = Callable[[Staff], Client]
ENGLISH = {"Accept-Language": "en"}


def page_of(readers: Readers, logged_in: LoggedIn, address: str, language: str = "en") -> html.HtmlElement:
    return read(logged_in(readers.cast.lin).get(BOOK + address, headers={"Accept-Language": language}))


def test_the_contents_list_the_chapters_with_how_many_clauses_each_has(readers: Readers, logged_in: LoggedIn) -> None:
    page = page_of(readers, logged_in, "")
    chapters = [text(one) for one in page.cssselect(".contents li")]
    assert chapters == ["Answers 1 clause", "Manner 2 clauses", "Self-service to be written", "Other clauses 1 clause"]
    assert texts(page, "#found .card-header .quiet") == ["4 clauses · 1 not chosen · 1 chapter to be written"]


def test_a_clauses_page_says_all_of_it(readers: Readers, logged_in: LoggedIn) -> None:
    page = page_of(readers, logged_in, "clauses/answer.soon/")
    assert texts(page, "h1") == ["A concern is answered within two hours."]
    assert texts(page, ".clause-marks > *") == ["answer.soon", "must", "judged", "Self-reported"]
    assert texts(page, ".clause-check") == ["time limit “answered” within 2 hours of “concern noted”"]
    assert facts(page) == {
        "Answerable": "counter clerk (who opened it)",
        "Source": "营业厅手册 1.2",
        "Can be shown by": "Customer Self-reported",
        "Now": "It is judged, but only by what those say who are judged.",
        "Told by": "requests",
        "Figures from": "the longest wait for an answer 2 hours",
        "In the catalogue": "answer.first answer.second",
        "A further part of": "answer.third",
    }
    assert texts(page, ".tale-name") == ["This keeps it", "This breaks it"]
    assert texts(page, ".tale.is-kept li") == ["6 May 09:00 concern noted", "10:59:30 answered"]
    assert texts(page, ".tale.is-broken li") == ["6 May 09:00 concern noted"]


def test_a_clauses_page_leads_to_the_ones_beside_it_and_to_its_setting(readers: Readers, logged_in: LoggedIn) -> None:
    page = page_of(readers, logged_in, "clauses/answer.written/")
    assert [one.get("href") for one in page.cssselect("main nav.pages a")] == [
        f"{BOOK}clauses/answer.soon/",
        f"{BOOK}clauses/manner.upright/",
    ]
    assert [one.get("href") for one in page.cssselect(".left-out-why a")] == [f"{BOOK}settings/#answer.in-writing"]


def test_a_clause_that_a_setting_leaves_out_is_shown_as_such(readers: Readers, logged_in: LoggedIn) -> None:
    page = page_of(readers, logged_in, "chapters/answers/")
    left_out = page.cssselect("article.is-left-out")
    assert [one.get("id") for one in left_out] == ["answer.written"]
    assert texts(left_out[0], ".clause-marks .badge") == ["not chosen"]
    assert texts(left_out[0], ".left-out-why") == [
        "Not chosen for this standard: it would count only by answers in writing yes"
    ]
    assert texts(page, ".page-line .quiet") == ["1 clause · 1 not chosen"]


def test_an_item_of_a_checklist_says_what_passes_and_what_fails_of_whom_where_and_when(
    readers: Readers, logged_in: LoggedIn
) -> None:
    page = page_of(readers, logged_in, "clauses/manner.upright/", "zh-Hans")
    assert texts(page, ".seen-as p:last-child") == ["腰背挺直", "倚靠柜台"]
    told = facts(page)
    assert [told[label] for label in ("看谁", "位置", "什么场合", "还缺")] == ["导购", "门口", "见面时", "观察待人"]
    assert texts(page, ".clause-marks .badge") == ["常规", "还没有环节记录"]


def test_wording_is_quoted_with_its_moment_and_what_is_filled_in(readers: Readers, logged_in: LoggedIn) -> None:
    page = page_of(readers, logged_in, "clauses/manner.greets/", "zh-Hant")
    assert texts(page, "figcaption > *") == ["要說", "客戶進門", "任選其一"]
    assert texts(page, ".phrases q") == ["早上好", "歡迎光臨〔公司名稱〕"]


def test_what_is_banned_is_quoted_with_what_is_meant_otherwise(readers: Readers, logged_in: LoggedIn) -> None:
    page = page_of(readers, logged_in, "clauses/manner.no-idea/")
    assert texts(page, "figcaption > *") == ["not to be said", "when answering"]
    assert texts(page, ".phrases.is-main q") == ["not clear"]
    assert texts(page, ".exceptions q") == ["cannot hear clearly"]


def test_a_chapter_to_be_written_is_shown_with_where_it_comes_from(readers: Readers, logged_in: LoggedIn) -> None:
    page = page_of(readers, logged_in, "chapters/later/")
    assert texts(page, ".empty-title") == ["Nothing is written here yet"]
    assert facts(page) == {"Source": "营业厅手册 第九章", "In the catalogue": "small.later"}


def test_a_setting_says_its_value_why_what_others_say_and_which_clauses_hang_on_it(
    readers: Readers, logged_in: LoggedIn
) -> None:
    page = page_of(readers, logged_in, "settings/")
    limit, writing = page.cssselect("article.clause")
    assert [texts(one, ".setting-value") for one in (limit, writing)] == [["2 hours"], ["no"]]
    assert texts(limit, ".badge") == ["this standard's own"]
    assert [texts(limit, part) for part in ("dt", "dd")] == [
        ["Why", "Its figure stands in"],
        ["Half a morning.", "A concern is answered within two hours."],
    ]
    assert [texts(writing, part) for part in ("dt", "dd")] == [
        ["Source", "Other manuals say", "It decides on"],
        ["营业厅手册 2", "yes 客户手册 5", "An answer is given in writing. not chosen"],
    ]


def test_the_list_names_what_is_in_force_and_what_ships(readers: Readers, logged_in: LoggedIn) -> None:
    page = read(logged_in(readers.cast.lin).get("/standard/", headers=ENGLISH))
    (here,) = page.cssselect("section[aria-labelledby=in-force] .line")
    assert text(here) == "A small standard Edition 7 · always · 东门营业厅 yours 4 clauses"
    ships = texts(page, "section[aria-labelledby=ships] .code-name")
    assert {"own-hall", "conduct", "key-accounts"} <= set(ships)
    assert "hall-vocabulary" not in ships


@pytest.mark.parametrize(
    ("entry", "address"),
    [
        ("hall.time.greet", "/standard/packs/own-hall/clauses/"),
        ("HALL.TIME.GREET ", "/standard/packs/own-hall/clauses/"),
        ("difference.5.1.22", "/standard/packs/conduct/settings/#conduct.smile-at-complaints"),
        ("self-service.own-hall.norms", "/standard/packs/own-hall/chapters/self-service-norms/"),
    ],
)
def test_an_entry_of_the_catalogue_leads_to_what_meets_it(
    readers: Readers, logged_in: LoggedIn, entry: str, address: str
) -> None:
    browser = logged_in(readers.cast.lin)
    page = read(browser.get("/standard/trace/", {"id": entry}))
    links = [one.get("href") for one in page.cssselect("main section .line")]
    assert links
    assert links[0].startswith(address)
    assert browser.get(links[0].partition("#")[0]).status_code == 200


def test_an_entry_leads_also_to_what_says_a_further_part_of_it(readers: Readers, logged_in: LoggedIn) -> None:
    entry, spots = next(
        (entry, spots) for entry, spots in traces().items() if not spots[0].further and spots[-1].further
    )
    page = read(logged_in(readers.cast.lin).get("/standard/trace/", {"id": entry}, headers=ENGLISH))
    lines = page.cssselect("main section .line")
    assert ["a further part" in texts(line, ".badge") for line in lines] == [spot.further for spot in spots]


def test_an_entry_that_nothing_meets_names_those_that_hold_it(readers: Readers, logged_in: LoggedIn) -> None:
    page = read(logged_in(readers.cast.lin).get("/standard/trace/", {"id": "hall.time"}))
    assert "hall.time.greet" in texts(page, ".near-list a")
    page = read(logged_in(readers.cast.lin).get("/standard/trace/", {"id": "no such entry"}))
    assert texts(page, "main section .line") + texts(page, ".near-list a") == []


@pytest.mark.parametrize("address", ["chapters/none/", "clauses/none/", "clauses/<b>/", "nothing/"])
def test_what_a_standard_does_not_have_is_not_found(readers: Readers, logged_in: LoggedIn, address: str) -> None:
    assert logged_in(readers.cast.lin).get(BOOK + address).status_code == 404
