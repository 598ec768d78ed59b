"""shouwen standard coverage and trace: what the product can show of a standard, and where the manuals are met."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from shouwen.wording import LANGUAGES, Language, Wording

if TYPE_CHECKING:
    from shouwen.standard.clause import Chapter
    from shouwen.standard.coverage import Covered, Room, Sum
    from shouwen.standard.tracing import Trace

DOMAIN, MANUAL = Wording("领域", "領域", "domain"), Wording("手册", "手冊", "manual")
CLAUSES, ALL = Wording("条款", "條款", "clauses"), Wording("合计", "合計", "all")
BEST, ROOMS = Wording("最好的证据", "最好的證據", "best evidence"), Wording("环节", "環節", "rooms")
LACKING = Wording("还缺", "還缺", "lacking")
NONE = Wording("（不出自目录）", "（不出自目錄）", "(of no entry)")
EMPTY = Wording("待补的章：{count}", "待補的章：{count}", "Chapters to be written: {count}")
IN = Wording("{pack}（{title}）", "{pack}（{title}）", "{pack} ({title})")
FURTHER = Wording("再说其中一部分", "再說其中一部分", "says a further part of it")
OUT = Wording("未选用：{choices}", "未選用：{choices}", "left out unless {choices}")


def rooms() -> tuple[Room, ...]:
    """The rooms of this product. Raises Fault where a file of theirs cannot be read."""
    from shouwen.standard.coverage import load_rooms

    return load_rooms(Path(str(files("shouwen.operation"))))


@click.command()
@click.argument("pack", metavar="[FILE]", required=False)
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language of what is shown.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.pass_obj
def coverage(language: Language, pack: str | None, lang: Language | None, as_json: bool) -> None:
    """Tell which clauses can be judged with the rooms there are, and how well it is known at best.

    Without a FILE, of all standards that ship, each clause once; sums by domain and by manual come last.
    """
    from shouwen.standard.coverage import coverage as covered
    from shouwen.standard.reading import load_standard
    from shouwen.standard.tracing import own_clauses, shipped

    language = lang or language
    if pack is None:
        readings = [reading for _, reading in shipped()]
        clauses = [clause for reading in readings for clause in own_clauses(reading)]
        chapters = [
            chapter
            for reading in readings
            for chapter in reading.standard.chapters
            if ("chapters", chapter.name) in reading.own
        ]
    else:
        standard = load_standard(pack)
        clauses, chapters = list(standard.clauses), list(standard.chapters)
    found, empty = covered(clauses, rooms()), [chapter for chapter in chapters if chapter.empty]
    if as_json:
        click.echo(json.dumps(_data(found, empty), ensure_ascii=False, indent=2))
    else:
        _show(found, empty, language)


@click.command()
@click.argument("entry", metavar="ID")
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language of what is shown.")
@click.pass_obj
def trace(language: Language, entry: str, lang: Language | None) -> None:
    """Tell where an entry of the manuals' catalogue is met: clause, setting or empty chapter, and in which pack."""
    from shouwen.standard.tracing import trace as traced

    console = Console(highlight=False)
    for one in traced(entry):
        _show_trace(one, lang or language, console)


def _show_trace(one: Trace, language: Language, console: Console) -> None:
    from shouwen.standard import plain
    from shouwen.standard.book import chapter_lines, lines, setting_lines
    from shouwen.standard.clause import Chapter, Clause

    by = one.by
    said = by.says if isinstance(by, Clause) else by.label
    title = IN.say(language, pack=one.pack, title=one.standard.title.say(language))
    console.print(Text.assemble((by.id if isinstance(by, Clause) else by.name, "bold"), f"  {title}"))
    console.print(Text(f"  {said.say(language)}"))
    if one.further:
        console.print(Text(f"  {FURTHER.say(language)}"))
    if isinstance(by, Clause):
        told = lines(by, one.standard, language)
        if not one.chosen:
            choices = "; ".join(plain.choice(choice) for choice in by.choices)
            console.print(Text(f"  {OUT.say(language, choices=choices)}"))
    else:
        told = chapter_lines(by, language) if isinstance(by, Chapter) else setting_lines(by, language)
    for label, text in told:
        console.print(Text.assemble("    ", (f"{label}: ", "dim"), text))
    console.print()


def _show(found: list[Covered], empty: list[Chapter], language: Language) -> None:
    from shouwen.standard.book import GRADES
    from shouwen.standard.coverage import STATE_LABELS, STATES, by_domain, by_manual, summed, sums

    console = Console(highlight=False)
    each = Table(box=None, pad_edge=False)
    each.add_column(CLAUSES.say(language), no_wrap=True)
    for heading in (None, BEST, ROOMS, LACKING):
        each.add_column(heading.say(language) if heading is not None else "", overflow="fold")
    for one in found:
        grade = GRADES[one.grade].say(language) if one.grade is not None else ""
        telling = ", ".join(room.label.say(language) for room in one.rooms)
        each.add_row(one.clause.id, STATE_LABELS[one.state].say(language), grade, telling, ", ".join(one.lacking))
    console.print(each)
    for heading, by in ((DOMAIN, by_domain), (MANUAL, by_manual)):
        table = Table(box=None, pad_edge=False)
        table.add_column(heading.say(language))
        for label in (CLAUSES, *(STATE_LABELS[state] for state in STATES)):
            table.add_column(label.say(language), justify="right")
        for one_sum in (*sums(found, by), summed(ALL.say(language), found)):
            table.add_row(one_sum.name or NONE.say(language), *_figures(one_sum))
        console.print()
        console.print(table)
    console.print()
    console.print(EMPTY.say(language, count=len(empty)))


def _figures(of: Sum) -> list[str]:
    return [str(of.clauses), *(str(count) for count in of.states.values())]


def _data(found: list[Covered], empty: list[Chapter]) -> dict[str, Any]:
    from shouwen.standard.coverage import by_domain, by_manual, summed, sums

    def figures(of: Sum) -> dict[str, Any]:
        return {"name": of.name, "clauses": of.clauses, "states": dict(of.states), "grades": dict(of.grades)}

    return {
        "clauses": [
            {
                "id": one.clause.id,
                "covers": list(one.clause.covers),
                "state": one.state,
                "grade": one.grade,
                "rooms": [room.name for room in one.rooms],
                "lacking": list(one.lacking),
                "evidence": list(one.clause.evidence),
            }
            for one in found
        ],
        "domains": [figures(one) for one in sums(found, by_domain)],
        "manuals": [figures(one) for one in sums(found, by_manual)],
        "all": figures(summed("", found)),
        "empty": [chapter.name for chapter in empty],
    }
