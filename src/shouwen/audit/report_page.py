"""The report as one page that needs nothing else: to be read, printed and signed."""

from __future__ import annotations

from functools import cache
from itertools import islice
from typing import Any, NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined

from shouwen.audit.page_words import WORDS
from shouwen.audit.report import ClauseFound, Figures, Group, Report
from shouwen.audit.report_charts import bar, months_chart, sparkline, weakest_chart
from shouwen.audit.report_words import GRADES, REASONS, STATES, local, named, percent
from shouwen.standard import plain
from shouwen.wording import Language

MOST_SITES = 24
"""Sites shown beside each other, those with most occasions."""
MOST_ROWS = 50
FEWEST = 20
"""Measured occasions below which a month has no point in a line: chance would draw it."""
MOST_WEAKEST = 12
"""Clauses, and sites, shown in the summary: those with the lowest share, and score."""
MOST_EVENTS = 8

_COLUMNS = {
    "kept_measured": "kept", "broken_measured": "broken", "reported_kept": "reported_kept",
    "reported_broken": "reported_broken", "open": "open", "unjudged": "not_judged",
}  # fmt: skip


class Cell(NamedTuple):
    """A cell of the map of sites and clauses: its text, and the step of its colour ("" for none)."""

    text: str
    step: str


def page(report: Report, language: Language) -> str:
    """The page in one language."""

    def word(key: str, **slots: object) -> str:
        return WORDS[key].say(language, **slots)

    def when(at: int | None) -> str:
        return local(at, report.standard.zone)

    sites = _shown_sites(report)
    shown = {
        "report": report,
        "audit": report.audit,
        "standard": report.standard,
        "lang": language,
        "title": report.standard.title.say(language),
        "w": word,
        "say": lambda wording: wording.say(language),
        "num": lambda count: f"{count:,}",
        "pct": percent,
        "when": when,
        "named": lambda name: named(name, language),
        "bar": bar,
        "bar_label": lambda figures: _bar_label(figures, language),
        "sparkline": lambda one: sparkline([_enough(one, group.figures) for group in one.months]),
        "spark_label": lambda one: ", ".join(f"{name} {percent(figures.share)}" for name, figures in one.months),
        "columns": lambda figures: [(word(name), field) for name, field in _COLUMNS.items() if _shown(figures, field)],
        "first_rows": lambda groups: groups[:MOST_ROWS],
        "most_events": MOST_EVENTS,
        "event_word": lambda name: _event_word(report, name, language),
        "reason": lambda name: REASONS[name].say(language),
        "grade": lambda name: GRADES[name].say(language),
        "severity": lambda one: _severity(report, one, language),
        "answerable": lambda one: _answerable(report, one, language),
        "check_says": lambda clause: clause.check.say(language, report.standard.vocabulary),
        "source": plain.source,
        "in_force": lambda held: plain.in_force(held.since, held.until, report.standard.zone).say(language),
        "fewest": FEWEST,
        "months_chart": _months(report, language),
        "weakest_chart": _weakest(report, language),
        "site_rows": _weakest_sites(report),
        "heat_sites": sites,
        "heat": [
            (one, [_cell(one, dict(one.sites).get(site)) for site in sites]) for one in report.clauses if one.auditable
        ],
        "unheard": list(islice(report.audit.unheard.items(), MOST_ROWS)),
        "unjudgeable": [one.clause.id for one in report.clauses if not one.auditable],
    }
    return _environment().get_template("report.html").render(shown)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("shouwen.audit", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _shown(figures: Figures, field: str) -> bool:
    """Kept and broken always have their columns; what there is none of has none."""
    return field in ("kept", "broken") or getattr(figures, field) > 0


def _shown_sites(report: Report) -> list[str]:
    most = sorted(report.sites, key=lambda one: (-one.figures.occasions, one.name))[:MOST_SITES]
    return sorted(one.name for one in most)


def _weakest_sites(report: Report) -> list[Group]:
    def rank(one: Group) -> tuple[bool, float, str]:
        value = report.site_scores[one.name].value
        return value is None, value or 0.0, one.name

    return sorted(report.sites, key=rank)[:MOST_WEAKEST]


def _enough(one: ClauseFound, figures: Figures) -> float | None:
    return one.share(figures) if figures.measured >= FEWEST else None


def _cell(one: ClauseFound, figures: Figures | None) -> Cell:
    if figures is None or not figures.judged:
        return Cell("–", "")
    share = one.share(figures)
    if share is None:
        return Cell(f"({_whole(figures.reported_share)})" if figures.reported else "–", "")
    step = sum(share >= limit for limit in (0.8, 0.9, 0.95, 0.99))
    return Cell(_whole(share), f"s{step}")


def _whole(share: float | None) -> str:
    return percent(share, 0).removesuffix(" %")


def _bar_label(figures: Figures, language: Language) -> str:
    """The bar in words."""
    parts = [
        (STATES["kept"].say(language), figures.kept),
        (WORDS["reported_kept"].say(language), figures.reported_kept),
        (STATES["broken"].say(language), figures.all_broken),
        (STATES["open"].say(language), figures.open),
        (STATES["not_judged"].say(language), figures.not_judged),
    ]
    return ", ".join(f"{name} {count:,}" for name, count in parts if count)


def _months(report: Report, language: Language) -> Any:
    """The chart over time; None where there is but one month to draw."""
    months = [
        (name, report.month_scores[name].value if figures.measured >= FEWEST else None, figures.measured)
        for name, figures in report.months
    ]
    if sum(value is not None for _, value, _ in months) < 2:
        return None
    title = WORDS["months_chart"].say(language)
    said = ", ".join(f"{name} {percent(value)}" for name, value, _ in months)
    return months_chart(months, measured=WORDS["months_measured"].say(language), label=f"{title}: {said}")


def _weakest(report: Report, language: Language) -> Any:
    measured = [
        (one.figures.share, one) for one in report.clauses if one.figures.share is not None and one.figures.broken
    ]
    chosen = sorted(measured, key=lambda pair: (pair[0] or 0.0, pair[1].clause.id))[:MOST_WEAKEST]
    if not chosen:
        return None
    said = ", ".join(f"{one.clause.id} {percent(share)}" for share, one in chosen)
    return weakest_chart(
        [(_short(one.clause.id), one.figures) for _, one in chosen], label=f"{WORDS['weakest'].say(language)}: {said}"
    )


def _short(name: str) -> str:
    return name if len(name) <= 32 else name[:31] + "…"


def _event_word(report: Report, name: str, language: Language) -> str:
    word = report.standard.vocabulary.words.get(name)
    return name if word is None else word.label.say(language)


def _severity(report: Report, one: ClauseFound, language: Language) -> str:
    for severity in report.standard.severities:
        if severity.name == one.clause.severity:
            return severity.label.say(language)
    return one.clause.severity


def _answerable(report: Report, one: ClauseFound, language: Language) -> str:
    who = plain.answerable(one.clause.answerable, report.standard)
    return who.say(language) if who else ""
