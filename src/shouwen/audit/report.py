"""What an audit found, worked out once from its counts: the figures that every form of the report shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from shouwen.audit.run import Audit
from shouwen.audit.tally import Count
from shouwen.checks.columns import Numbers
from shouwen.checks.obligation import Obligation, State
from shouwen.events.event import GRADES
from shouwen.standard.clause import Clause, Standard
from shouwen.wording import Wording
from shouwen.worktime import Instant

MOST_PEOPLE = 50
"""People told apart in a clause's section, those with the most broken occasions; report.csv holds all."""


@dataclass(frozen=True, slots=True)
class Figures:
    """How many occasions ended how. What rests on self-reports alone stands apart: it is judged, but not measured.

    kept, broken                    measured: the weakest evidence is better than the word of the person judged
    reported_kept, reported_broken  judged on self-reports
    """

    kept: int = 0
    broken: int = 0
    reported_kept: int = 0
    reported_broken: int = 0
    open: int = 0
    not_judged: int = 0

    @property
    def measured(self) -> int:
        """Occasions judged on more than self-reports."""
        return self.kept + self.broken

    @property
    def reported(self) -> int:
        """Occasions judged on self-reports alone."""
        return self.reported_kept + self.reported_broken

    @property
    def all_broken(self) -> int:
        """Broken on whatever evidence."""
        return self.broken + self.reported_broken

    @property
    def judged(self) -> int:
        """Kept or broken, on whatever evidence."""
        return self.measured + self.reported

    @property
    def occasions(self) -> int:
        """All of them."""
        return self.judged + self.open + self.not_judged

    @property
    def share(self) -> float | None:
        """Measured kept among all measured; None where nothing was, or where it would mislead.

        It misleads where most of what was kept is known from self-reports only: what is broken is then often measured
        (a door counted a visitor whom nobody says to have greeted), what is kept is not.
        """
        if not self.measured or self.reported_kept > self.kept:
            return None
        return self.kept / self.measured

    @property
    def reported_share(self) -> float | None:
        """Kept among what rests on self-reports; None where nothing does."""
        return self.reported_kept / self.reported if self.reported else None

    @property
    def bounds(self) -> tuple[float, float] | None:
        """Kept among all judged, if no self-report of keeping is true, and if every one is."""
        if not self.judged:
            return None
        return self.kept / self.judged, (self.kept + self.reported_kept) / self.judged


class Group(NamedTuple):
    """The figures of one site, month or person."""

    name: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class Score:
    """Mean of the clauses' measured shares, each by the clause's weight.

    value     None where no clause has a measured share
    clauses   how many clauses have one, of how many
    weight    which part of all clauses' weight these have
    """

    value: float | None
    clauses: int
    of: int
    weight: float


class Evidence(NamedTuple):
    """An event that a verdict rests on, as it was known; `grade` by name."""

    id: int
    word: str
    at: Instant
    by: str
    grade: str


class Example(NamedTuple):
    """A broken occasion with its events."""

    row: Obligation
    events: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class ClauseFound:
    """What was found of one clause.

    clause        as the newest edition has it; `editions`: as each has it, oldest first
    auditable     whether events can judge it at all
    people        those with the most broken occasions first, MOST_PEOPLE at most; people_count: how many there are
    grades        occasions by grade of their weakest evidence, weakest first
    examples      the earliest broken occasions
    """

    clause: Clause
    editions: tuple[Clause, ...]
    auditable: bool
    figures: Figures
    sites: tuple[Group, ...]
    months: tuple[Group, ...]
    people: tuple[Group, ...]
    people_count: int
    reasons: tuple[tuple[str, int], ...]
    grades: tuple[tuple[str, int], ...]
    examples: tuple[Example, ...]

    def share(self, figures: Figures) -> float | None:
        """The measured share of some of the clause's occasions; none for any of them where all together have none."""
        return None if self.figures.share is None else figures.share


@dataclass(frozen=True, slots=True)
class ChapterFound:
    """A chapter's clauses in the standard's order; label None: the standard has no chapters, or they stand in none."""

    label: Wording | None
    clauses: tuple[ClauseFound, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """The whole report. `site_scores`, `month_scores`: the score of each site and month, with its figures."""

    audit: Audit
    figures: Figures
    score: Score
    chapters: tuple[ChapterFound, ...]
    sites: tuple[Group, ...]
    months: tuple[Group, ...]
    site_scores: Mapping[str, Score]
    month_scores: Mapping[str, Score]

    @property
    def standard(self) -> Standard:
        """The standard it was judged by."""
        return self.audit.standard

    @property
    def clauses(self) -> list[ClauseFound]:
        """All clauses, chapter by chapter."""
        return [clause for chapter in self.chapters for clause in chapter.clauses]


def summarise(audit: Audit, *, examples: int = 10) -> Report:
    """The report of an audit that is still open; `examples` broken occasions of each clause, with their events."""
    counts: dict[str, list[Count]] = {}
    for count in audit.counts:
        counts.setdefault(count.clause, []).append(count)
    told = _examples(audit, examples)
    editions: dict[str, list[Clause]] = {}
    for clause in audit.standard.clauses:
        editions.setdefault(clause.id, []).append(clause)
    found = {
        name: _clause_found(clauses, counts.get(name, []), tuple(told.get(name, ())))
        for name, clauses in editions.items()
    }
    everything = list(found.values())
    return Report(
        audit=audit,
        figures=_sum(one.figures for one in everything),
        score=_score((one.clause.weight, one.figures.share) for one in everything),
        chapters=_chapters(audit.standard, everything),
        sites=_together([one.sites for one in everything]),
        months=_together([one.months for one in everything]),
        site_scores=_scores(everything, [one.sites for one in everything]),
        month_scores=_scores(everything, [one.months for one in everything]),
    )


def _score(clauses: Iterable[tuple[float, float | None]]) -> Score:
    """The score of some clauses, from the weight and the measured share of each."""
    total = measured = value = 0.0
    number = of = 0
    for weight, share in clauses:
        of, total = of + 1, total + weight
        if share is not None:
            number, measured, value = number + 1, measured + weight, value + weight * share
    return Score(value / measured if measured else None, number, of, measured / total if total else 0.0)


def _clause_found(editions: Sequence[Clause], counts: Sequence[Count], examples: tuple[Example, ...]) -> ClauseFound:
    columns = list(zip(*counts, strict=True)) if counts else [()] * len(Count._fields)
    _, sites, months, people, states, reasons, grades, numbers = columns
    cell = np.array(list(map(place_of, states, grades)), np.int64)
    number = np.array(numbers, np.int64)
    by_person = _grouped(people, cell, number)
    worst = sorted(by_person, key=lambda one: (-one.figures.all_broken, -one.figures.occasions, one.name))
    why: Counter[str] = Counter()
    for reason, count in zip(reasons, numbers, strict=True):
        if reason is not None:
            why[reason] += count
    weakest = np.bincount(np.array(grades, np.int64), weights=number, minlength=len(GRADES))
    return ClauseFound(
        clause=editions[-1],
        editions=tuple(editions),
        auditable=any("audit" in clause.check.readings for clause in editions),
        figures=_sum(one.figures for one in by_person),
        sites=tuple(sorted(_grouped(sites, cell, number))),
        months=tuple(sorted(_grouped(months, cell, number))),
        people=tuple(worst[:MOST_PEOPLE]),
        people_count=len(worst),
        reasons=tuple(why.most_common()),
        grades=tuple((grade, int(count)) for grade, count in zip(GRADES, weakest, strict=True) if count),
        examples=examples,
    )


_PLACES = {"kept": 0, "broken": 1, "open": 4, "not_judged": 5}


def place_of(state: State, grade: int) -> int:
    """Which of the Figures an occasion is counted in, by its place among them."""
    place = _PLACES[state]
    return place + 2 if grade == 0 and place < 2 else place


def _grouped(names: Sequence[str], cell: Numbers, number: Numbers) -> list[Group]:
    places: dict[str, int] = {}
    codes = np.array([places.setdefault(name, len(places)) for name in names], np.int64)
    sums = np.bincount(codes * 6 + cell, weights=number, minlength=len(places) * 6).astype(np.int64).reshape(-1, 6)
    return [Group(name, Figures(*row)) for name, row in zip(places, sums.tolist(), strict=True)]


def _sum(figures: Iterable[Figures]) -> Figures:
    rows = [row_of(one) for one in figures]
    return Figures(*map(sum, zip(*rows, strict=True))) if rows else Figures()


def row_of(one: Figures) -> tuple[int, ...]:
    """The figures in their order."""
    return one.kept, one.broken, one.reported_kept, one.reported_broken, one.open, one.not_judged


def _together(of_clauses: Iterable[Iterable[Group]]) -> tuple[Group, ...]:
    by_name: dict[str, list[Figures]] = {}
    for groups in of_clauses:
        for name, figures in groups:
            by_name.setdefault(name, []).append(figures)
    return tuple(Group(name, _sum(figures)) for name, figures in sorted(by_name.items()))


def _scores(found: Iterable[ClauseFound], of_clauses: Iterable[Iterable[Group]]) -> dict[str, Score]:
    by_name: dict[str, list[tuple[float, float | None]]] = {}
    for one, groups in zip(found, of_clauses, strict=True):
        for name, figures in groups:
            by_name.setdefault(name, []).append((one.clause.weight, one.share(figures)))
    return {name: _score(clauses) for name, clauses in by_name.items()}


def _chapters(standard: Standard, found: Sequence[ClauseFound]) -> tuple[ChapterFound, ...]:
    chapters = [
        ChapterFound(chapter.label, tuple(one for one in found if one.clause.chapter == chapter.name))
        for chapter in standard.chapters
    ]
    named = {chapter.name for chapter in standard.chapters}
    chapters.append(ChapterFound(None, tuple(one for one in found if one.clause.chapter not in named)))
    return tuple(chapter for chapter in chapters if chapter.clauses)


def _examples(audit: Audit, most: int) -> dict[str, list[Example]]:
    rows: dict[str, list[Obligation]] = {}
    for row in audit.broken:
        rows.setdefault(row.clause, []).append(row)
    chosen = {clause: of_clause[:most] for clause, of_clause in rows.items()}
    ids = {number for of_clause in chosen.values() for row in of_clause for number in row.evidence}
    events = audit.log.events(ids) if ids else {}
    return {
        clause: [Example(row, tuple(_evidence(number, events[number]) for number in row.evidence)) for row in of_clause]
        for clause, of_clause in chosen.items()
    }


def _evidence(number: int, event: tuple[str, Instant, str, int]) -> Evidence:
    word, at, by, grade = event
    return Evidence(number, word, at, by, GRADES[grade])
