"""shouwen month: a made-up month of halls, judged."""

from __future__ import annotations

from pathlib import Path

import click

from shouwen.command.audit import audit_and_show, stopping
from shouwen.command.progress import progress
from shouwen.wording import Language


@click.command()
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path("demo"), show_default=True, help="Folder to write to."
)
@click.option("--month", "which", default="2026-09", show_default=True, help="The month to make up.")
@click.option("--seed", default=1, show_default=True, help="The same seed makes the same month.")
@click.option(
    "--examples", default=10, show_default=True, type=click.IntRange(0, 1000), help="Broken occasions to show."
)
@click.pass_obj
def month(language: Language, out: Path, which: str, seed: int, examples: int) -> None:
    """Make up a month of two own halls and a partner hall, judge it by a small standard, and write the report."""
    from shouwen.demonstration.hall_month import hall_month, hall_standard
    from shouwen.events.formats.parquet import write_log

    standard, log = hall_standard(), out / f"hall-{which}.parquet"
    out.mkdir(parents=True, exist_ok=True)
    with stopping():
        with progress(standard.title.say(language)) as on_progress:
            on_progress(which, 0.0)
            write_log(hall_month(seed=seed, month=which), log)
        click.echo(str(log))
        audit_and_show(standard, [log], language, out=out / "audit", as_json=False, examples=examples)
