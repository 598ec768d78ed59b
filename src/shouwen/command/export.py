"""shouwen export: the book's log as a file that `shouwen audit` judges."""

from __future__ import annotations

from pathlib import Path

import click

from shouwen.command.audit import stopping
from shouwen.command.installation import the_book
from shouwen.command.progress import progress
from shouwen.fault import Fault
from shouwen.wording import Language, Wording

EXPORTING = Wording("导出", "匯出", "Exporting")
WRITTEN = Wording(
    "已写出 {path}：{events} 个事件。", "已寫出 {path}：{events} 個事件。", "{path}: {events} events written."
)


@click.command()
@click.argument("out", metavar="OUT.parquet", type=click.Path(path_type=Path))
@click.option("--since", metavar="TIME", help="Only what happened from then on (ISO 8601).")
@click.option("--until", metavar="TIME", help="Only what happened before then.")
@click.option("--unit", default="", metavar="CODE", help="Only what happened at this unit and those below it.")
@click.pass_obj
def export(language: Language, out: Path, since: str | None, until: str | None, unit: str) -> None:
    """Write the log, or a part of it, to a Parquet file.

    Corrections go with the events they correct. A story that --since or --until cut off is judged as far as it goes.
    """
    first, last = _time(since, "--since"), _time(until, "--until")
    with the_book(), stopping():
        from shouwen.operation.ledger.export import export as write
        from shouwen.operation.people.rights import SYSTEM

        with progress(EXPORTING.say(language)) as on_progress:
            events = write(
                SYSTEM,
                out,
                since=first,
                until=last,
                unit=unit,
                on_progress=lambda share: on_progress(out.name, share),
            )
    click.echo(WRITTEN.say(language, path=out, events=events))


def _time(given: str | None, place: str) -> int | None:
    from shouwen.standard.page import seconds_of

    if given is None:
        return None
    at = seconds_of(given)
    if at is None:
        raise Fault("time-form", place=place, time=given)
    return at
