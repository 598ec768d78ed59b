"""The pages of coverage say the figures of `shouwen standard coverage`, and their pictures are true."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client
from lxml import html
from tests.operation.web.standards.small import BOOK, Readers, read, text, texts

from shouwen.command import main
from shouwen.operation.people.models import Staff

pytestmark = pytest.mark.django_db

LoggedIn = Callable[[Staff], Client]
ENGLISH = {"Accept-Language": "en"}


def told(*arguments: str) -> dict[str, Any]:
    """What the command says."""
    found = CliRunner().invoke(main, ["standard", "coverage", *arguments, "--json"])
    return dict(json.loads(found.stdout))


def figures(of: dict[str, Any]) -> tuple[int, ...]:
    """All clauses, and the five parts into which a bar divides them."""
    states, alone = of["states"], of["grades"]["self-reported"]
    judged = states["judged"] - alone, alone
    return (of["clauses"], *judged, states["guided"], states["words"], states["unseen"])


def rows(page: html.HtmlElement, name: str) -> dict[str, tuple[int, ...]]:
    """The figures of a table of sums, by what its link asks for."""
    found = {}
    for row in page.cssselect(f"section[aria-labelledby=by-{name}-sums] tbody tr"):
        asked = row.cssselect("th a")[0].get("href").partition("=")[2].partition("#")[0]
        found[asked] = tuple(int(text(cell)) for cell in row.cssselect("td.number"))
    return found


def drawn(bar: html.HtmlElement) -> list[tuple[int, int]]:
    """Where the parts of a bar begin, and how wide they are."""
    return [(int(part.get("x")), int(part.get("width"))) for part in bar.cssselect("rect")]


def total(page: html.HtmlElement) -> tuple[int, ...]:
    parts = [int(one) for one in texts(page, ".bar-legend strong")]
    return (sum(parts), *parts)


@pytest.mark.parametrize("pack", ["", "own-hall-whole", "conduct"])
def test_the_figures_are_those_of_the_command(readers: Readers, logged_in: LoggedIn, pack: str) -> None:
    address = f"/standard/packs/{pack}/coverage/" if pack else "/standard/coverage/"
    page = read(logged_in(readers.cast.lin).get(address, headers=ENGLISH))
    expected = told(f"pack:{pack}") if pack else told()
    assert total(page) == figures(expected["all"])
    assert rows(page, "domain") == {one["name"] or "-": figures(one) for one in expected["domains"]}
    assert len(rows(page, "manual")) == len(expected["manuals"])
    assert sorted(rows(page, "manual").values()) == sorted(figures(one) for one in expected["manuals"])
    assert len(texts(page, "section[aria-labelledby=empty-chapters] li")) == len(expected["empty"])


def test_a_bar_is_as_wide_in_each_part_as_there_are_clauses(readers: Readers, logged_in: LoggedIn) -> None:
    page = read(logged_in(readers.cast.lin).get("/standard/coverage/"))
    for row in page.cssselect("table.sums tbody tr"):
        every, *parts = (int(text(cell)) for cell in row.cssselect("td.number"))
        (bar,) = row.cssselect("svg")
        begins = [sum(parts[:place]) for place in range(len(parts))]
        assert drawn(bar) == [(begin, part) for begin, part in zip(begins, parts, strict=True) if part]
        assert sum(parts) == every
    (large,) = page.cssselect(".stack-bar.is-large")
    assert [width for _begins, width in drawn(large)] == [part for part in total(page)[1:] if part]
    assert large.get("viewbox", large.get("viewBox")).split()[2] == str(total(page)[0])


def test_a_small_standard_clause_by_clause(readers: Readers, logged_in: LoggedIn) -> None:
    page = read(logged_in(readers.cast.lin).get(f"{BOOK}coverage/", headers=ENGLISH))
    assert [[text(cell) for cell in row] for row in page.cssselect("table.covered tbody tr")] == [
        ["A concern is answered within two hours. answer.soon", "judged Self-reported", "requests", ""],
        ["Staff stand upright. manner.upright", "no room tells of it yet", "", "manner seen"],
        ["Whoever comes is greeted. manner.greets", "needs transcripts", "", ""],
        ["Nobody says that they do not know. manner.no-idea", "needs transcripts", "", ""],
    ]
    assert total(page) == (4, 0, 1, 0, 2, 1)
    assert texts(page, "section[aria-labelledby=empty-chapters] .line-title") == ["Self-service"]


@pytest.mark.parametrize(
    ("asked", "clauses"),
    [
        ({"kind": "self"}, ["answer.soon"]),
        ({"kind": "measured"}, []),
        ({"kind": "unseen"}, ["manner.upright"]),
        ({"domain": "answer"}, ["answer.soon"]),
        ({"domain": "-", "kind": "words"}, ["manner.greets", "manner.no-idea"]),
        ({"manual": "客户手册"}, ["manner.upright"]),
        ({"sort": "id"}, ["answer.soon", "manner.greets", "manner.no-idea", "manner.upright"]),
        ({"sort": "lacking"}, ["manner.upright", "answer.soon", "manner.greets", "manner.no-idea"]),
        ({"sort": "state"}, ["answer.soon", "manner.upright", "manner.greets", "manner.no-idea"]),
        ({"sort": "nonsense"}, ["answer.soon", "manner.upright", "manner.greets", "manner.no-idea"]),
    ],
)
def test_the_clauses_are_filtered_and_sorted(
    readers: Readers, logged_in: LoggedIn, asked: dict[str, str], clauses: list[str]
) -> None:
    browser = logged_in(readers.cast.lin)
    whole = read(browser.get(f"{BOOK}coverage/", asked))
    assert texts(whole, "table.covered .code-name") == clauses
    live = read(browser.get(f"{BOOK}coverage/", asked, headers={"HX-Request": "true"}))
    assert texts(live, "table.covered .code-name") == clauses
