"""The report for a terminal: a line a clause, the earliest broken occasions with their events, what was left out."""

from __future__ import annotations

from itertools import islice

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from shouwen.audit.report import ClauseFound, Example, Report
from shouwen.audit.report_words import GRADES, REASONS, STATES, WORDS, local, percent
from shouwen.wording import Language

MOST_EVENTS = 8
"""Events shown of one occasion."""


def print_report(report: Report, console: Console, language: Language, *, examples: int = 10) -> None:
    """Print the report; `examples` broken occasions in all, the clauses taking turns."""
    audit, zone = report.audit, report.standard.zone
    title = WORDS["title"].say(
        language,
        title=report.standard.title.say(language),
        events=audit.events,
        at=local(audit.at, zone),
        zone=zone.name,
    )
    # One shape from a narrow terminal to a wide one: all words in one column, the numbers beside them.
    table = Table(
        title=Text(title, "bold"), title_justify="left", header_style="bold", box=SIMPLE_HEAD, padding=(0, 1, 0, 0)
    )
    table.add_column(WORDS["clause"].say(language), ratio=1, overflow="fold", max_width=76)
    for heading in (*STATES.values(), WORDS["share"]):
        table.add_column(heading.say(language), justify="right", width=7)
    for chapter in report.chapters:
        if chapter.label is not None:
            table.add_row(Text(chapter.label.say(language), "bold underline"))
        for one in chapter.clauses:
            *numbers, about = _cells(one, language)
            text = Text.assemble((one.clause.id, "bold"), "\n", one.clause.says.say(language), "\n", (about, "dim"))
            table.add_row(text, *numbers)
    console.print(table)
    _print_score(report, console, language)
    _print_examples(report, console, language, examples)
    _print_left_out(report, console, language)


def _cells(one: ClauseFound, language: Language) -> list[str]:
    """The numbers of a clause, and a line on its evidence and on why some of it is not judged."""
    if not one.auditable:
        return [*["-"] * 5, WORDS["no-reading"].say(language, kind=one.clause.check.name)]
    figures = one.figures
    if not figures.occasions:
        return [*["0"] * 4, "-", WORDS["nothing"].say(language)]
    numbers = (figures.kept + figures.reported_kept, figures.all_broken, figures.open, figures.not_judged)
    # How many rest on what: what the person judged has ticked is not measured, and is seen here as what it is.
    counted = ", ".join(f"{GRADES[grade].say(language)} {count}" for grade, count in one.grades)
    about = [WORDS["evidence"].say(language, grades=counted)]
    if figures.reported:
        about.append(WORDS["reported"].say(language, kept=figures.reported_kept, of=figures.reported))
    about += [f"{REASONS[reason].say(language)} {count}" for reason, count in one.reasons]
    share = "-" if figures.share is None else percent(figures.share)
    return [*map(str, numbers), share, " · ".join(about)]


def _print_score(report: Report, console: Console, language: Language) -> None:
    score, figures = report.score, report.figures
    said = WORDS["score"].say(
        language, value=percent(score.value), clauses=score.clauses, of=score.of, weight=percent(score.weight, 0),
        judged=figures.judged, measured=figures.measured,
    )  # fmt: skip
    console.print(Text(said))
    console.print(Text(WORDS["denominator"].say(language), "dim"))
    console.print()


def _print_examples(report: Report, console: Console, language: Language, most: int) -> None:
    chosen = _in_turns([one.examples for one in report.clauses], most)
    if not chosen:
        return
    zone = report.standard.zone
    console.print(Text(WORDS["earliest"].say(language, count=len(chosen)), "bold"))
    for row, events in chosen:
        facts = [row.subject]
        if row.due is not None:
            facts.append(WORDS["due"].say(language, at=local(row.due, zone)))
        if row.reason is not None:
            facts.append(REASONS[row.reason].say(language))
        console.print(Text.assemble((f" {row.clause}", "bold"), f"  {' · '.join(facts)}"))
        for event in events[:MOST_EVENTS]:
            console.print(Text(f"   {local(event.at, zone)}  {event.word}  #{event.id}", "dim"))
        if len(events) > MOST_EVENTS:
            console.print(Text(f"   … +{len(events) - MOST_EVENTS}", "dim"))
    console.print()


def _in_turns(of_clauses: list[tuple[Example, ...]], most: int) -> list[Example]:
    """At most so many, in the order of the clauses, and as evenly from them as there are."""
    taken = [0] * len(of_clauses)
    left = most
    while left > 0 and any(count < len(examples) for count, examples in zip(taken, of_clauses, strict=True)):
        for place, examples in enumerate(of_clauses):
            if left > 0 and taken[place] < len(examples):
                taken[place] += 1
                left -= 1
    return [one for count, examples in zip(taken, of_clauses, strict=True) for one in examples[:count]]


def _print_left_out(report: Report, console: Console, language: Language) -> None:
    audit = report.audit
    for calendar, years in audit.missing_years.items():
        text = WORDS["years"].say(language, calendar=calendar, years=", ".join(map(str, years)))
        console.print(Text(text, "yellow"))
    if audit.unheard:
        words = ", ".join(f"{word} ({count})" for word, count in islice(audit.unheard.items(), 12))
        console.print(Text(WORDS["unheard"].say(language, words=words), "dim"))
    if audit.bad_count:
        console.print(Text(WORDS["bad"].say(language, count=audit.bad_count), "red"))
        for fault in audit.bad[:5]:
            console.print(Text("  " + fault.say(language)))
