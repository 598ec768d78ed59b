"""shouwen verify: the log held against its seal."""

from __future__ import annotations

import json

import click

from shouwen.command.audit import stopping
from shouwen.command.installation import the_book
from shouwen.command.progress import progress
from shouwen.wording import Language, Wording

VERIFYING = Wording("核验", "核驗", "Verifying")
SOUND = Wording(
    "{events} 个事件（{blocks} 块）与封存时一致。",
    "{events} 個事件（{blocks} 塊）與封存時一致。",
    "{events} events in {blocks} blocks are as they were sealed.",
)
FOUND = Wording(
    "核验了 {events} 个事件（{blocks} 块），有 {count} 处不符：",
    "核驗了 {events} 個事件（{blocks} 塊），有 {count} 處不符：",
    "{events} events in {blocks} blocks were looked at; {count} things are not as they were sealed:",
)
FURTHER = Wording("另有 {count} 处。", "另有 {count} 處。", "And {count} more.")
UNSEALED = Wording("{count} 个事件还没有封存。", "{count} 個事件還沒有封存。", "{count} events are not sealed yet.")
HEAD = Wording(
    "最后一块（{block}）的散列值，请另行妥善保存：\n{head}",
    "最後一塊（{block}）的雜湊值，請另行妥善保存：\n{head}",
    "The hash of the last block ({block}); keep it somewhere else:\n{head}",
)


@click.command()
@click.option("--from", "start", metavar="BLOCK", type=click.IntRange(1), help="Begin with the block of this number.")
@click.option("--against", metavar="HASH", help="A block's hash as it was kept elsewhere: it must be there.")
@click.option("--json", "as_json", is_flag=True, help="The result as JSON.")
@click.pass_obj
def verify(language: Language, start: int | None, against: str | None, as_json: bool) -> None:
    """Hold the log against its seal: name every event changed, removed or slipped in, and every broken link.

    Leaves with 1 if there is anything to find.
    """
    with the_book(), stopping():
        from shouwen.operation.ledger.verify import verify as hold

        with progress(VERIFYING.say(language)) as on_progress:
            report = hold(start=start, against=against, on_progress=lambda share: on_progress("", share))
    if as_json:
        found = [{"what": one.what, "event": one.event, "block": one.block} for one in report.findings]
        told = {
            "blocks": report.blocks,
            "events": report.events,
            "unsealed": report.unsealed,
            "head": report.head,
            "last": report.last,
            "count": report.count,
            "findings": found,
        }
        click.echo(json.dumps(told, indent=2))
    else:
        head = FOUND if report.count else SOUND
        click.echo(head.say(language, events=report.events, blocks=report.blocks, count=report.count))
        for one in report.findings:
            click.echo(f"  {one.say(language)}")
        if report.count > len(report.findings):
            click.echo(FURTHER.say(language, count=report.count - len(report.findings)))
        if report.unsealed:
            click.echo(UNSEALED.say(language, count=report.unsealed))
        if report.head:
            click.echo(HEAD.say(language, block=report.last, head=report.head))
    if report.count:
        raise SystemExit(1)
