"""shouwen demo: a made-up month of halls, judged."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import click
from rich.console import Console

from shouwen.command.progress import progress
from shouwen.wording import Language


@click.command()
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
        with progress(standard.title.say(language)) as on_progress:
            on_progress(month, 0.0)
            write_log(hall_month(seed=seed, month=month), log)
            found = stack.enter_context(run(standard, log, on_progress=on_progress))
        print_report(found, Console(), language, examples=examples)
    click.echo(str(log))
