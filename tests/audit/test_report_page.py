"""The report as a page: right, harmless, whole in itself, and within reach of everybody."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import html
from tests.audit.small_hall import FORMULA, SCRIPT, small_report

from shouwen.audit.report import Figures, Report
from shouwen.audit.report_charts import bar, months_chart, sparkline, weakest_chart, wilson
from shouwen.audit.report_page import page
from shouwen.wording import LANGUAGES, Language


def read(report: Report, language: Language = "en") -> html.HtmlElement:
    return html.document_fromstring(page(report, language))


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_the_page_tells_the_figures(tmp_path: Path) -> None:
    with small_report(tmp_path) as report:
        root = read(report)
    assert words(root.find(".//h1")) == "A small hall & <b>its</b> standard"
    assert [words(card) for card in root.cssselect(".cards > div > dd:first-of-type")] == ["75.0 %", "78 %", "3", "1"]
    row = root.xpath("//table[@class='book']//tr[contains(., 'visit.called')]")[0]
    assert [words(cell) for cell in row.findall("td")] == ["66.7 % of 6", "3", "50.0 % of 2"]
    assert words(row.cssselect("svg")[0]) == ""
    label = "kept 4, Self-reported kept 1, broken 3, open 1"
    assert row.cssselect("svg")[0].get("aria-label") == label


def test_a_clause_s_section_tells_sites_months_people_and_evidence(tmp_path: Path) -> None:
    with small_report(tmp_path) as report:
        section = read(report).cssselect("details")[0]
    assert words(section.cssselect("summary h3")[0]) == "A visitor is called within ten minutes, <i>always</i>."
    tables = {words(table.find("caption")): table for table in section.cssselect("table")}
    by_site = [[words(cell) for cell in row] for row in tables["By site"].cssselect("tbody tr")]
    assert by_site == [[SCRIPT, "100.0 %", "2", "0", "0", "0", "0"], ["north", "50.0 %", "2", "2", "1", "1", "1"]]
    by_month = [[words(cell) for cell in row] for row in tables["By month"].cssselect("tbody tr")]
    assert [row[:4] for row in by_month] == [["2026-09", "66.7 %", "2", "1"], ["2026-10", "66.7 %", "2", "1"]]
    told = words(section)
    assert "self-reported 2 · device 7" in told
    assert "grave · weight 3" in told
    assert "Manual 1.1" in told
    assert "clerk (who settled it)" in told
    assert "visit:2 2026-09-30 23:42:00 2026-09-30 23:32:00 arrival door · device" in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_name_becomes_markup_or_code(tmp_path: Path, language: Language) -> None:
    with small_report(tmp_path) as report:
        text = page(report, language)
    root = html.document_fromstring(text)
    assert root.xpath("//script | //b | //i[not(@class)] | //iframe | //link | //object") == []
    assert [name for element in root.iter() for name in element.attrib if name.startswith("on")] == []
    assert SCRIPT in root.text_content()
    assert FORMULA in root.text_content()


def test_the_page_needs_nothing_from_elsewhere_and_forbids_it(tmp_path: Path) -> None:
    with small_report(tmp_path) as report:
        root = read(report)
    policy = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'")
    assert "script-src" not in policy
    links = root.xpath("//@src | //@href | //@*[local-name() = 'href']")
    assert [link for link in links if not link.startswith("#")] == []
    assert "url(" not in root.xpath("string(//head/style)")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_can_be_read_by_everybody(tmp_path: Path, language: Language) -> None:
    with small_report(tmp_path) as report:
        root = read(report, language)
    assert root.get("lang") == language
    assert root.findtext(".//title")
    levels = [int(heading.tag[1]) for heading in root.xpath("//h1 | //h2 | //h3 | //h4")]
    assert levels.count(1) == 1
    assert [(a, b) for a, b in pairwise(levels) if b > a + 1] == []
    assert [table for table in root.iter("table") if not words(table.find("caption"))] == []
    assert root.xpath("//table//th[not(@scope)]") == []
    assert root.xpath("//svg[not(@role='img' and @aria-label)]") == []
    assert root.xpath("//*[@role='region'][not(@aria-label and @tabindex='0')]") == []
    ids = root.xpath("//@id")
    assert sorted(set(ids)) == sorted(ids)
    assert [link for link in root.xpath("//a/@href") if link[1:] not in ids] == []


def test_the_page_is_in_one_language(tmp_path: Path) -> None:
    with small_report(tmp_path) as report:
        english, simplified, traditional = (words(read(report, language)) for language in ("en", "zh-Hans", "zh-Hant"))
    assert re.findall("[\u4e00-\u9fff]+", english.replace("您好", "")) == []
    assert (re.findall("条款|條款", simplified)[0], re.findall("条款|條款", traditional)[0]) == ("条款", "條款")
    assert "條" not in simplified
    assert "条" not in traditional


def test_colours_are_told_apart_from_their_ground() -> None:
    css = (Path(__file__).parents[2] / "src/shouwen/audit/templates/report.css").read_text(encoding="utf-8")
    for scheme in re.findall(r":root \{(.*?)\}", css, flags=re.DOTALL):
        colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})", scheme))
        for text, ground in [("ink", "paper"), ("muted", "paper"), ("link", "paper")]:
            assert contrast(colours[text], colours[ground]) >= 4.5
        for step in range(5):
            assert contrast(colours["on-step"], colours[f"s{step}"]) >= 4.5
        for mark in ("kept", "broken"):
            assert contrast(colours[mark], colours["paper"]) >= 3


def test_a_bar_is_whole_and_shows_what_is_rare() -> None:
    parts = bar(Figures(kept=99_999, broken=1))
    assert sum(part.length for part in parts) == pytest.approx(100, abs=0.05)
    assert parts[1].length > 0.5


def test_a_line_has_a_gap_where_nothing_was_measured() -> None:
    assert len(sparkline([0.9, None, 0.8, 0.7])) == 2
    assert sparkline([None, None]) == []


def test_the_range_of_a_share_is_wide_for_few_occasions() -> None:
    assert wilson(81, 100) == pytest.approx((0.7222, 0.8749), abs=1e-4)  # R: prop.test(81, 100, correct = FALSE)
    low, high = wilson(3, 3)
    assert (low < 0.5, high) == (True, 1.0)


def test_charts_are_text_and_marks_without_fonts_scripts_or_dates() -> None:
    charts = [
        months_chart([("2026-08", 0.9, 40), ("2026-09", None, 3)], measured="次数", label='"<&'),
        weakest_chart([("<x>", Figures(kept=3, broken=1)), ("答复", Figures(kept=3, broken=1))], label="x"),
    ]
    for chart in charts:
        root = html.fragment_fromstring(str(chart))
        assert (root.tag, root.get("role")) == ("svg", "img")
        assert root.xpath(".//text")
        assert root.xpath(".//style | .//script | .//metadata | .//image") == []
        assert "DejaVu" not in chart
    assert "答复" in charts[1]
    assert "&lt;x&gt;" in charts[1]


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast of two colours."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
