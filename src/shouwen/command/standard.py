"""shouwen standard …: a standard's file, checked and shown."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from shouwen.wording import Language


@click.command()
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
