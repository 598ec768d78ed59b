"""shouwen log …: logs turned from one format into another, and looked at."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from shouwen.command.audit import heard_of, stopping
from shouwen.command.progress import progress
from shouwen.fault import Fault
from shouwen.wording import Language, Wording

if TYPE_CHECKING:
    from shouwen.events.formats.gathering import Gathered, Progress
    from shouwen.events.formats.looking import Look

SHOWN = 5
"""Bad rows that are shown with their reason."""

READING = Wording("读取日志", "讀取日誌", "Reading")
WRITTEN = Wording(
    "已写出 {path}：{events} 个事件。", "已寫出 {path}：{events} 個事件。", "{path}: {events} events written."
)
BAD = Wording(
    "{count} 行读不出，没有算在内；例如：", "{count} 列讀不出，沒有算在內；例如：",
    "{count} rows could not be read and are left out, such as:",
)  # fmt: skip
UNHEARD = Wording(
    "标准没有说到的词语，没有算在内：{words}。", "標準沒有說到的詞語，沒有算在內：{words}。",
    "Words that the standard does not speak of are left out: {words}.",
)  # fmt: skip
REPEATED = Wording(
    "{count} 个事件重复出现，只算一次。",
    "{count} 個事件重複出現，只算一次。",
    "{count} events stood there again and count once.",
)
UNMAPPED = Wording(
    "{path} 是其他系统的日志，还没有说明怎样读。它的列：", "{path} 是其他系統的日誌，還沒有說明怎樣讀。它的欄：",
    "{path} is another system's log, and nothing says yet how to read it. Its columns:",
)  # fmt: skip
NEXT = Wording(
    "请用这些列名写一份说明（kind、subject、word、at …），再以 --mapping 给出；docs/logs.md 有例子。",
    "請用這些欄名寫一份說明（kind、subject、word、at …），再以 --mapping 給出；docs/logs.md 有例子。",
    "Write a mapping with these names (kind, subject, word, at …) and give it with --mapping; docs/logs.md shows how.",
)
SUMMARY = Wording(
    "事件 {events}（其中更正 {corrections}），从 {first} 到 {last}，共 {span}。",
    "事件 {events}（其中更正 {corrections}），從 {first} 到 {last}，共 {span}。",
    "{events} events ({corrections} of them corrections), from {first} to {last}: {span}.",
)
NONE = Wording("没有事件。", "沒有事件。", "There are no events.")
DAYS = Wording("{days} 天 {hours} 小时", "{days} 天 {hours} 小時", "{days} days {hours} hours")
HEADS = {
    "word": Wording("词语", "詞語", "word"),
    "events": Wording("事件", "事件", "events"),
    "kind": Wording("对象", "對象", "subject"),
    "subjects": Wording("个数", "個數", "subjects"),
    "site": Wording("网点", "據點", "site"),
    "grade": Wording("证据", "證據", "evidence"),
    "column": Wording("列", "欄", "column"),
    "filled": Wording("有值", "有值", "filled"),
    "examples": Wording("例", "例", "examples"),
}

_STANDARD = click.option(
    "--standard", "standards", metavar="FILE", multiple=True,
    help="A standard, YAML, or pack:NAME: its words, and how another system's log says them.",
)  # fmt: skip
_MAPPING = click.option(
    "--mapping", metavar="FILE", type=click.Path(path_type=Path),
    help="How another system's log is to be read, YAML; by default the standard's own section `log`.",
)  # fmt: skip


@click.group()
def log() -> None:
    """Turn logs from one format into another, and look into them.

    A log is .parquet, .csv, .xes, or CloudEvents as .jsonl, .ndjson or .json; all but the first also .gz.
    """


@log.command()
@click.argument("logs", metavar="IN…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--to", "target", metavar="OUT", required=True, type=click.Path(path_type=Path),
    help="The file to write, in the format its name says.",
)  # fmt: skip
@_STANDARD
@_MAPPING
@click.option("--of", metavar="KIND", help="The kind of subject that has a trace each, in XES.")
@click.option("--strict", is_flag=True, help="Write nothing if there is a row that cannot be read.")
@click.pass_obj
def convert(
    language: Language,
    logs: tuple[Path, ...],
    target: Path,
    standards: tuple[str, ...],
    mapping: Path | None,
    of: str | None,
    strict: bool,
) -> None:
    """Read logs of any format, and write one of any format.

    Leaves with 1 if there were rows that could not be read, with 2 if nothing was written.
    """
    from shouwen.events.formats.writing import check_target, write_any

    check_target(target)
    with stopping(), TemporaryDirectory(prefix="shouwen.") as folder:
        with progress(READING.say(language)) as on_progress:
            found = _gathered(logs, standards, mapping, Path(folder), on_progress)
            if strict and found.bad_count:
                first = found.bad[0].say(language).rstrip("。.")
                raise Fault("log-bad-rows", count=found.bad_count, first=first)
            told = target.name
            written = write_any(found.parquets, target, of=of, on_progress=lambda share: on_progress(told, share))
        click.echo(WRITTEN.say(language, path=target, events=written))
        _tell(found, language)
    if found.bad_count:
        raise SystemExit(1)


@log.command("look")
@click.argument("logs", metavar="FILE…", nargs=-1, required=True, type=click.Path(path_type=Path))
@_STANDARD
@_MAPPING
@click.pass_obj
def look_into(language: Language, logs: tuple[Path, ...], standards: tuple[str, ...], mapping: Path | None) -> None:
    """Show what is in a log; of another system's table without a mapping, its columns.

    Leaves with 1 if there were rows that could not be read.
    """
    from shouwen.events.formats.looking import look

    with stopping(), TemporaryDirectory(prefix="shouwen.") as folder:
        try:
            with progress(READING.say(language)) as on_progress:
                found = _gathered(logs, standards, mapping, Path(folder), on_progress)
        except Fault as fault:
            if fault.code != "log-not-mapped":
                raise
            _show_columns(Path(fault.place), language)
            return
        _show(look(found.parquets), language)
        _tell(found, language)
    if found.bad_count:
        raise SystemExit(1)


def _gathered(
    logs: Sequence[Path], standards: Sequence[str], mapping: Path | None, folder: Path, on_progress: Progress
) -> Gathered:
    from shouwen.events.formats.gathering import gather
    from shouwen.standard.editions import load_editions

    vocabulary = load_editions(standards).vocabulary if standards else None
    heard = heard_of(standards, mapping)
    return gather(logs, heard=heard, vocabulary=vocabulary, folder=folder, on_progress=on_progress)


def _tell(found: Gathered, language: Language) -> None:
    """What was left out, and why."""
    if found.repeated:
        click.echo(REPEATED.say(language, count=found.repeated))
    if found.unheard:
        words = ", ".join(f"{word} ({count})" for word, count in list(found.unheard.items())[:20])
        click.echo(UNHEARD.say(language, words=words))
    if found.bad_count:
        click.echo(BAD.say(language, count=found.bad_count), err=True)
        for fault in found.bad[:SHOWN]:
            click.echo(f"  {fault.say(language)}", err=True)


def _show(found: Look, language: Language) -> None:
    from shouwen.events.formats.written_time import written

    if not found.events:
        click.echo(NONE.say(language))
        return
    hours = (found.last - found.first) // 3600
    span = DAYS.say(language, days=hours // 24, hours=hours % 24)
    first, last = (f"{written(at).replace('T', ' ')} UTC" for at in (found.first, found.last))
    corrections = found.corrections
    click.echo(SUMMARY.say(language, events=found.events, corrections=corrections, first=first, last=last, span=span))
    kinds = [(kind, str(subjects), str(events)) for kind, subjects, events in found.kinds]
    _table(language, ("kind", "subjects", "events"), kinds)
    _table(language, ("word", "events"), [(word, str(count)) for word, count in found.words])
    if found.sites != (("", found.events),):
        _table(language, ("site", "events"), [(site or "-", str(count)) for site, count in found.sites])
    _table(language, ("grade", "events"), [(grade, str(count)) for grade, count in found.grades])


def _show_columns(path: Path, language: Language) -> None:
    from shouwen.events.formats.looking import columns

    rows = [
        (column.name, f"{column.filled:.0%}", " | ".join(value[:40] for value in column.examples))
        for column in columns(path)
    ]
    click.echo(UNMAPPED.say(language, path=path))
    _table(language, ("column", "filled", "examples"), rows)
    click.echo(NEXT.say(language))


def _table(language: Language, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    table = Table(box=None, header_style="bold", pad_edge=False)
    for head in heads:
        right = head in ("events", "subjects", "filled")
        table.add_column(HEADS[head].say(language), justify="right" if right else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    Console(highlight=False).print(table)
