"""shouwen audit: a log judged by a standard."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import cast

import click
from rich.console import Console

from shouwen.command.progress import progress
from shouwen.fault import Fault
from shouwen.wording import Language


@click.command()
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
        with progress(standard.title.say(language)) as on_progress:
            found = stack.enter_context(run(standard, events, at=at, heard=heard, on_progress=on_progress))
        if as_json:
            write_json(found, sys.stdout)
        else:
            print_report(found, Console(), language, examples=examples)
