"""What whoever is named in an event of the registers is told. No number stands in it that is not in the register."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from shouwen.events.event import Event
from shouwen.operation.channels.hall.registers import story
from shouwen.wording import Wording

TEXTS: Final[Mapping[str, Wording]] = {
    story.ISSUED: Wording(
        "登记册记下由您领用：{numbers}", "登記冊記下由您領用：{numbers}", "By the register you now hold {numbers}"
    ),
    story.OFFERED: Wording("请您接收：{numbers}", "請您接收：{numbers}", "You are asked to take over {numbers}"),
    story.COUNTED: Wording("请您复点一次登记物品", "請您複點一次登記物品", "You are asked to count again"),
    story.DIFFERED: Wording(
        "清点账物不符：应有 {expected}，实有 {counted}，请说明",
        "清點賬物不符：應有 {expected}，實有 {counted}，請說明",
        "A count differs, {counted} where {expected} were expected: please explain it",
    ),
}


def text_of(event: Event) -> Wording:
    """What the person is told."""
    data = event.data
    first, last = str(data.get("first") or ""), str(data.get("last") or "")
    slots = {
        "numbers": first if first == last else f"{first}–{last}",
        "expected": f"{data.get('expected') or 0:g}",
        "counted": f"{data.get('counted') or 0:g}",
    }
    text = TEXTS[event.word]
    return Wording(*(said.format(**slots) for said in (text.zh_hans, text.zh_hant, text.en)))
