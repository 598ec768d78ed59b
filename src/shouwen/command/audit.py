"""shouwen audit: logs judged by a standard."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, cast

import click
from rich.console import Console

from shouwen.command.progress import progress
from shouwen.fault import Fault
from shouwen.wording import Language, Wording

if TYPE_CHECKING:
    from shouwen.audit.report import Report
    from shouwen.events.formats.heard import Heard
    from shouwen.standard.clause import Standard

WRITTEN = Wording("报告：{path}", "報告：{path}", "Report: {path}")


@click.command()
@click.option(
    "--standard", "standards", metavar="FILE", required=True, multiple=True,
    help="A standard, YAML, or pack:NAME; again for each further edition of it.",
)  # fmt: skip
@click.option(
    "--events", "logs", metavar="FILE", required=True, multiple=True, type=click.Path(path_type=Path),
    help="A log of any format, or a folder of logs; again for each further one.",
)  # fmt: skip
@click.option(
    "--mapping", metavar="FILE", type=click.Path(path_type=Path),
    help="How the log says what the standard's words say, YAML; by default the standard's own section `log`.",
)  # fmt: skip
@click.option(
    "--as-of", metavar="TIME", help="Judge as known then (ISO 8601); by default when the last event was noted."
)
@click.option(
    "--out", metavar="DIR", type=click.Path(path_type=Path),
    help="Write the verdicts and the report (HTML, JSON, CSV, text) to this folder, all at once.",
)  # fmt: skip
@click.option(
    "--json", "as_json", is_flag=True, help="The report as JSON; without --out also every verdict, with its events."
)
@click.option(
    "--examples", default=10, show_default=True, type=click.IntRange(0, 1000), help="Broken occasions to show."
)
@click.pass_obj
def audit(
    language: Language,
    standards: tuple[str, ...],
    logs: tuple[Path, ...],
    mapping: Path | None,
    as_of: str | None,
    out: Path | None,
    as_json: bool,
    examples: int,
) -> None:
    """Judge logs by a standard, clause by clause."""
    from shouwen.standard.editions import load_editions
    from shouwen.standard.page import seconds_of

    at = seconds_of(as_of) if as_of is not None else None
    if as_of is not None and at is None:
        raise Fault("time-form", place="--as-of", time=as_of)
    standard = load_editions(standards)
    given = {"at": at, "heard": heard_of(standards, mapping)}
    with stopping():
        audit_and_show(standard, logs, language, out=out, as_json=as_json, examples=examples, **given)


def audit_and_show(
    standard: Standard,
    logs: Sequence[Path],
    language: Language,
    *,
    out: Path | None,
    as_json: bool,
    examples: int,
    **given: Any,
) -> None:
    """Judge, write to `out` if it is given, and show the table or the JSON. `given` goes to audit.run.run."""
    from shouwen.audit.report import summarise
    from shouwen.audit.report_json import write_json
    from shouwen.audit.run import run
    from shouwen.audit.saving import VERDICTS, result_folder, write_report

    with ExitStack() as stack:
        verdicts: Path | None = None
        folder = stack.enter_context(result_folder(out)) if out is not None else None
        if folder is not None:
            verdicts = folder / VERDICTS
        elif as_json:
            verdicts = Path(stack.enter_context(TemporaryDirectory(prefix="shouwen."))) / VERDICTS
        with progress(standard.title.say(language)) as on_progress:
            found = stack.enter_context(
                run(standard, logs, examples=examples, verdicts=verdicts, on_progress=on_progress, **given)
            )
            report = summarise(found, examples=examples)
            if folder is not None:
                write_report(report, folder, language, examples=examples)
        if folder is None and as_json:
            write_json(report, sys.stdout, verdicts=verdicts)
    # From here on the result is in its place.
    if out is None and as_json:
        return
    if as_json:
        write_json(report, sys.stdout)
    else:
        _show(report, language, examples=examples, out=out)


def _show(report: Report, language: Language, *, examples: int, out: Path | None) -> None:
    from shouwen.audit.report_text import print_report

    print_report(report, Console(highlight=False), language, examples=examples)
    if out is not None:
        click.echo(WRITTEN.say(language, path=out / "report.html"))


@contextmanager
def stopping() -> Iterator[None]:
    """Leave in good order when the system asks to (SIGTERM), as on Ctrl-C: nothing half-written stays behind."""

    def leave(number: int, frame: object) -> None:
        sys.exit(128 + number)

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def heard_of(standards: Sequence[str], mapping: Path | None) -> Heard | None:
    """How another system's log is to be read: as the mapping's file says, or the section `log` of a standard."""
    from shouwen.events.formats.heard import Heard
    from shouwen.standard.layers import load_text
    from shouwen.standard.page import read_page
    from shouwen.standard.reading import load_log_section

    if mapping is not None:
        page = read_page(load_text(mapping), place=str(mapping))
        return Heard.of(cast(Mapping[str, object], page.get("log", page)), place=str(mapping))
    for standard in reversed(standards):
        section = load_log_section(standard)
        if section is not None:
            return Heard.of(cast(Mapping[str, object], section), place=f"{standard} log")
    return None
