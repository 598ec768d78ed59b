"""shouwen standard …: a standard's file checked, shown, compared; its schema, and the standards that ship."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.text import Text

from shouwen.command.standard_rooms import coverage, trace
from shouwen.fault import Fault
from shouwen.wording import LANGUAGES, Language, Wording

if TYPE_CHECKING:
    from shouwen.standard.clause import Standard
    from shouwen.standard.difference import Change
    from shouwen.standard.reading import Reading

COUNTS = Wording(
    "{file}：条款 {clauses}（{kinds}），错误 {faults}，提示 {hints}。",
    "{file}：條款 {clauses}（{kinds}），錯誤 {faults}，提示 {hints}。",
    "{file}: clauses {clauses} ({kinds}), faults {faults}, hints {hints}.",
)
HINTS = Wording("提示：", "提示：", "Hints:")
SAME = Wording("两者相同。", "兩者相同。", "There is no difference.")
ADDED = Wording("新增", "新增", "added")
REMOVED = Wording("删去", "刪去", "removed")
SECTIONS = {
    "standard": Wording("标准", "標準", "standard"),
    "clause": Wording("条款", "條款", "clause"),
    "word": Wording("词语", "詞語", "word"),
    "fact": Wording("场所情况", "場所情況", "fact"),
    "calendar": Wording("日历", "日曆", "calendar"),
    "severity": Wording("严重程度", "嚴重程度", "severity"),
    "chapter": Wording("章", "章", "chapter"),
    "role": Wording("角色", "角色", "role"),
    "place": Wording("地点", "地點", "place"),
    "occasion": Wording("场合", "場合", "occasion"),
    "setting": Wording("设定", "設定", "setting"),
}
FILE = "A standard's file, or pack:NAME for one that ships."


@click.group(help=f"Write and read standards.\n\nFILE is {FILE[0].lower()}{FILE[1:]}")
def standard() -> None:
    """The commands on a standard's file."""


@standard.command()
@click.argument("files", metavar="FILE…", nargs=-1, required=True)
@click.pass_context
def check(context: click.Context, files: tuple[str, ...]) -> None:
    """Tell all faults of a standard, and what it may want to look at again.

    Files of one standard are taken for its editions, which must go together.
    Leaves with 1 if there is a fault, with 2 if a file cannot be read at all. Hints change nothing.
    """
    sound: dict[str, list[str]] = {}
    results = [_check(file, context.obj, sound) for file in files]
    results += [_check_editions(editions, context.obj) for editions in sound.values()]
    context.exit(max(results))


@standard.command()
@click.argument("file", metavar="FILE")
@click.option("--clause", "name", metavar="ID", help="Only this clause.")
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language of what is shown.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.pass_obj
def show(language: Language, file: str, name: str | None, lang: Language | None, as_json: bool) -> None:
    """Show a standard as a book: chapters, clauses, what each check means."""
    from shouwen.standard.book import EMPTY, SETTINGS, as_data, clauses_called, headings, lines, setting_lines
    from shouwen.standard.reading import load_standard

    read, language = load_standard(file), lang or language
    clauses = clauses_called(read, name) if name is not None else read.clauses
    if as_json:
        click.echo(json.dumps(as_data(read, clauses), ensure_ascii=False, indent=2))
        return
    console = Console(highlight=False)
    if name is None:
        _show_title(read, language, console)
    for heading in headings(read):
        chosen = [clause for clause in heading.clauses if clause in clauses]
        if name is None and heading.label is not None:
            console.print(Text(f"\n{heading.label.say(language)}", style="bold underline"))
            if heading.empty:
                _indented(Text(EMPTY.say(language), style="dim"), 2, console)
        for clause in chosen:
            _show_entry(clause.id, clause.says, lines(clause, read, language), language, console)
    if name is None and read.settings:
        console.print(Text(f"\n{SETTINGS.say(language)}", style="bold underline"))
        for setting in read.settings.values():
            _show_entry(setting.name, setting.label, setting_lines(setting, language), language, console)


@standard.command()
@click.argument("old", metavar="A")
@click.argument("new", metavar="B")
@click.pass_context
def diff(context: click.Context, old: str, new: str) -> None:
    """Tell what changed from standard A to standard B, in words.

    Leaves with 0 if nothing did, with 1 if something did.
    """
    from shouwen.standard.difference import differences
    from shouwen.standard.reading import load_standard

    language: Language = context.obj
    changes = differences(load_standard(old), load_standard(new))
    before: tuple[str, str] | None = None
    for change in changes:
        _tell(change, language, first=before != (change.section, change.name))
        before = (change.section, change.name)
    if not changes:
        click.echo(SAME.say(language))
    context.exit(1 if changes else 0)


@standard.command()
def schema() -> None:
    """Print the JSON Schema of a standard's file, for editors."""
    from shouwen.standard.schema import schema_text

    click.echo(schema_text(), nl=False)


standard.add_command(coverage)
standard.add_command(trace)


@standard.command()
@click.pass_obj
def packs(language: Language) -> None:
    """List the standards that ship."""
    from shouwen.standard.layers import PACK, pack_names
    from shouwen.standard.reading import load_standard

    for name in pack_names():
        read = load_standard(f"{PACK}{name}")
        click.echo(f"{PACK}{name}\t{read.title.say(language)}\t{len(read.clauses)}")


def _check(file: str, language: Language, sound: dict[str, list[str]]) -> int:
    """Print what there is to say of one file; 0, 1 if there are faults, 2 if it cannot be read at all.

    A file that can be used is added to those of its standard in `sound`.
    """
    from shouwen.engine.trial import tried
    from shouwen.standard.reading import examine
    from shouwen.standard.review import review

    try:
        reading = examine(file)
    except Fault as fault:
        click.echo(fault.say(language), err=True)
        itself = fault.place in ("", str(Path(file)))  # and not a file that it builds on
        return 2 if itself and fault.code in ("file-unreadable", "file-not-text", "pack-unknown") else 1
    if not reading.faults:
        sound.setdefault(reading.standard.name, []).append(file)
    found = review(reading)
    faults = [*reading.faults, *(finding.what for finding in found if finding.gravity == "fault")]
    for clause in (*reading.standard.clauses, *reading.standard.unchosen):
        if ("clauses", clause.id) in reading.own:  # an example holds in the file that writes it, by its calendar
            faults += tried(reading.standard, clause, reading.places[clause.id])
    hints = [finding.what for finding in found if finding.gravity == "hint"]
    for told in sorted(faults, key=_line):
        click.echo(told.say(language))
    if hints:
        click.echo(HINTS.say(language))
    for hint in hints:
        click.echo(f"  {hint.say(language)}")
    click.echo(_counts(file, reading, len(faults), len(hints), language))
    return 1 if faults else 0


def _check_editions(files: list[str], language: Language) -> int:
    from shouwen.standard.editions import load_editions

    try:
        load_editions(files)
    except Fault as fault:
        click.echo(fault.say(language))
        return 1
    return 0


def _line(fault: Fault) -> tuple[str, int]:
    """File and line of a fault, to tell them in the order in which somebody mends them."""
    match = re.match(r"(.*?):(\d+)", fault.place)
    return (match[1], int(match[2])) if match else (fault.place, 0)


def _counts(file: str, reading: Reading, faults: int, hints: int, language: Language) -> str:
    kinds = Counter(clause.check.name for clause in reading.standard.clauses)
    listed = ", ".join(f"{kind} {count}" for kind, count in kinds.most_common()) or "-"
    return COUNTS.say(language, file=file, clauses=reading.written, kinds=listed, faults=faults, hints=hints)


def _show_title(read: Standard, language: Language, console: Console) -> None:
    from shouwen.standard import plain
    from shouwen.standard.book import LABELS

    console.print(Text(f"{read.title.say(language)} ({read.name})", style="bold"))
    if read.edition:
        console.print(Text(f"{LABELS['edition'].say(language)}: {read.edition}"))
    if read.since is not None or read.until is not None:
        force = plain.in_force(read.since, read.until, read.zone).say(language)
        console.print(Text(f"{LABELS['in_force'].say(language)}: {force}"))


def _show_entry(
    name: str, says: Wording, lines: Iterable[tuple[str, str]], language: Language, console: Console
) -> None:
    console.print(Text(f"\n{name}", style="bold"))
    _indented(Text(says.say(language)), 2, console)
    for label, text in lines:
        _indented(Text.assemble((f"{label}: ", "dim"), text), 4, console)


def _indented(text: Text, by: int, console: Console) -> None:
    for line in text.wrap(console, max(console.width - by, 20)):
        line.rstrip()
        console.print(Text(" " * by) + line)


def _tell(change: Change, language: Language, *, first: bool) -> None:
    what = f"{SECTIONS[change.section].say(language)} {change.name}"
    before, after = ("-" if text is None else text.say(language) for text in (change.before, change.after))
    if change.key:
        if first:
            click.echo(f"~ {what}")
        click.echo(f"    {change.key}: {before} → {after}")
    elif change.before is None:
        click.echo(f"+ {what} {ADDED.say(language)}: {after}")
    else:
        click.echo(f"- {what} {REMOVED.say(language)}: {before}")
