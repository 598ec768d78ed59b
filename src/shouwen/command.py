"""The command line: shouwen …"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, cast

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from shouwen import __version__
from shouwen.fault import Fault
from shouwen.wording import LANGUAGES, Language, language_of


class _Commands(click.Group):
    """A group that shows a fault of the input as one line in the person's language, and leaves with 2."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except Fault as fault:
            click.echo(fault.say(_language(ctx.params.get("lang"))), err=True)
            ctx.exit(2)
        except BrokenPipeError:
            # Whoever read the output has had enough; Python would complain once more when it flushes at the end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(1)


def _language(given: str | None) -> Language:
    return language_of(given or os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG"))


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language of what is shown; by default that of the system.")
@click.pass_context
def main(context: click.Context, lang: str | None) -> None:
    """Shouwen runs a customer-service operation by its own written standard."""
    context.obj = _language(lang)


@main.command()
@click.option("--standard", "standard_file", required=True, type=click.Path(path_type=Path), help="A standard, YAML.")
@click.option(
    "--events", required=True, type=click.Path(path_type=Path), help="A log: .parquet, or .xes, .csv (also .gz)."
)
@click.option("--as-of", help="Judge as known at this time (ISO 8601); by default when the last event was noted.")
@click.option("--json", "as_json", is_flag=True, help="All verdicts with their evidence, as JSON.")
@click.option("--examples", default=10, show_default=True, help="Broken occasions to show below the table.")
@click.pass_obj
def audit(
    language: Language, standard_file: Path, events: Path, as_of: str | None, as_json: bool, examples: int
) -> None:
    """Judge a log by a standard, clause by clause."""
    from shouwen.audit.report import print_report, write_json
    from shouwen.audit.run import run
    from shouwen.events.formats.heard import Heard
    from shouwen.standard.page import seconds_of
    from shouwen.standard.reading import load_log_section, load_standard

    at = seconds_of(as_of) if as_of is not None else None
    if as_of is not None and at is None:
        raise Fault("time-form", place="--as-of", time=as_of)
    standard, section = load_standard(standard_file), load_log_section(standard_file)
    heard = Heard.of(cast(Mapping[str, object], section), place=f"{standard_file} log") if section is not None else None
    with ExitStack() as stack:
        with _progress(standard.title.say(language)) as on_progress:
            found = stack.enter_context(run(standard, events, at=at, heard=heard, on_progress=on_progress))
        if as_json:
            write_json(found, sys.stdout)
        else:
            print_report(found, Console(), language, examples=examples)


@main.command()
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path("demo"), show_default=True, help="Folder to write to."
)
@click.option("--month", default="2026-09", show_default=True, help="The month to make up.")
@click.option("--seed", default=1, show_default=True, help="The same seed makes the same month.")
@click.option("--examples", default=10, show_default=True, help="Broken occasions to show below the table.")
@click.pass_obj
def demo(language: Language, out: Path, month: str, seed: int, examples: int) -> None:
    """Make up a month of two own halls and a partner hall, and judge it by a small standard."""
    from shouwen.audit.report import print_report
    from shouwen.audit.run import run
    from shouwen.demonstration.hall_month import hall_month, hall_standard
    from shouwen.events.formats.parquet import write_log

    standard, log = hall_standard(), out / f"hall-{month}.parquet"
    out.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        with _progress(standard.title.say(language)) as on_progress:
            on_progress(month, 0.0)
            write_log(hall_month(seed=seed, month=month), log)
            found = stack.enter_context(run(standard, log, on_progress=on_progress))
        print_report(found, Console(), language, examples=examples)
    click.echo(str(log))


@main.command()
@click.option("--standard", "standard_file", required=True, type=click.Path(path_type=Path), help="A standard, YAML.")
@click.pass_obj
def say(language: Language, standard_file: Path) -> None:
    """Show each clause: its words, what its check says, and which readings that kind of check has."""
    from shouwen.standard.reading import load_standard

    standard = load_standard(standard_file)
    table = Table(title=standard.title.say(language), title_justify="left", show_lines=True, header_style="bold")
    for column in ("id", "clause", "check", "readings"):
        table.add_column(column)
    for clause in standard.clauses:
        said = clause.check.say(language, standard.vocabulary)
        readings = [reading for reading in ("say", "guard", "owe", "audit") if reading in clause.check.readings]
        table.add_row(clause.id, clause.says.say(language), f"{clause.check.name}: {said}", ", ".join(readings))
    Console().print(table, markup=False)


@contextmanager
def _progress(title: str) -> Iterator[Callable[[str, float], None]]:
    """A bar on standard error while work goes on, if somebody is looking."""
    with Progress(
        TextColumn(title, markup=False), BarColumn(), TextColumn("{task.description}", markup=False),
        TimeElapsedColumn(), console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty(),
    ) as bar:  # fmt: skip
        task = bar.add_task("", total=1.0)
        yield lambda what, share: bar.update(task, completed=share, description=what)


if __name__ == "__main__":
    main()
