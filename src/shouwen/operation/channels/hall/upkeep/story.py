"""Places, machines and supplies of a hall: looked at, out of order, repaired; low, refilled. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from shouwen.events.event import Event
from shouwen.events.story import START, Follow
from shouwen.fault import Fault
from shouwen.wording import Wording

if TYPE_CHECKING:
    from shouwen.operation.channels.hall.models import Facility
    from shouwen.operation.people.rights import Acting

FACILITY: Final = "facility"
"""The kind of subject."""

IN_USE = "facility.in-use"
INSPECTED = "facility.inspected"
FAULTED = "facility.faulted"
REPAIRED = "facility.repaired"
OUT_OF_USE = "facility.out-of-use"
RETIRED = "facility.retired"
TOLD = "supply.told"
ASKED = "supply.asked"
REFILLED = "supply.refilled"

IN_ORDER, FAULTY, OUT, AWAY = "in-order", "faulty", "out-of-use", "retired"
NOT_WORKING = (FAULTY, OUT)

STATES: Mapping[str, Wording] = {
    IN_ORDER: Wording("正常", "正常", "in order"),
    FAULTY: Wording("故障", "故障", "out of order"),
    OUT: Wording("停用", "停用", "out of use"),
    AWAY: Wording("已撤", "已撤", "taken away"),
}
STATE_AFTER: Mapping[str, str] = {
    IN_USE: IN_ORDER, FAULTED: FAULTY, REPAIRED: IN_ORDER, OUT_OF_USE: OUT, RETIRED: AWAY,
}  # fmt: skip

_WORKS = frozenset({IN_USE, REPAIRED})
FOLLOW = Follow(
    {
        IN_USE: frozenset({START, RETIRED}),
        FAULTED: _WORKS,
        REPAIRED: frozenset({FAULTED, OUT_OF_USE}),
        OUT_OF_USE: _WORKS | {FAULTED},
        RETIRED: _WORKS | {FAULTED, OUT_OF_USE},
    }
)
"""A look, a level and a refill may come at any time."""

WATER: Final = "water-dispenser"
DEVICE: Final = "device"
OF_WATER: Final[Mapping[str, str]] = {
    IN_USE: "device.in-service", INSPECTED: "device.inspected", RETIRED: "device.retired",
}  # fmt: skip
"""What the hall's standard says of water dispensers it says of the kind `device`, in words of their own: they are said
of it as well."""


_OF_SUPPLIES = frozenset({TOLD, ASKED, REFILLED})


def check(row: Facility, event: Event, by: Acting) -> None:
    """Whether it may be said of this thing as it is now. Raises Fault: "facility-no-supply", "facility-out",
    "facility-item-unknown" where another item is named than it is."""
    if event.word in _OF_SUPPLIES and not row.supply:
        raise Fault("facility-no-supply", name=row.code)
    if event.word in _OF_SUPPLIES | {INSPECTED} and row.state in (OUT, AWAY):
        raise Fault("facility-out", name=row.code)
    if event.word in (INSPECTED, REPAIRED) and event.data.get("item") != row.item:
        raise Fault("facility-item-unknown", item=str(event.data.get("item"))[:40], items=row.item)


def apply(row: Facility, event: Event) -> None:
    """Folds one more event, the latest, into the row."""
    data = event.data
    if event.word in STATE_AFTER:
        row.state, row.since = STATE_AFTER[event.word], event.at
        row.fault, row.fault_since = "", None
    match event.word:
        case "facility.in-use":
            row.item, row.code = str(data.get("item") or "")[:40], str(data.get("code") or "")[:24]
            row.name, row.supply = str(data.get("name") or "")[:80], data.get("supply") is True
        case "facility.inspected":
            row.checked_at = event.at
            passed = data.get("passed")
            row.passed = passed if isinstance(passed, bool) else None
        case "facility.faulted":
            since = data.get("since")
            row.fault = str(data.get("what") or "")[:40]
            row.fault_since = since if isinstance(since, int) else event.at
        case "supply.told":
            row.level = str(data.get("level") or "")[:24]
        case "supply.asked":
            row.asked_at = event.at
        case "supply.refilled":
            row.level, row.asked_at, row.refilled_at = "", None, event.at
