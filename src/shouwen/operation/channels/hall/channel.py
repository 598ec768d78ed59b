"""What the hall brings to the book."""

from __future__ import annotations

from shouwen.events.event import Event
from shouwen.events.vocabulary import Field
from shouwen.operation.channels.hall import helping, measuring, mending, story
from shouwen.operation.channels.hall.answers import answering
from shouwen.operation.channels.hall.appointments import folding as appointments
from shouwen.operation.channels.hall.appointments import story as appointments_story
from shouwen.operation.channels.hall.models import Appointment, CounterDay, Facility, Items, Receipt, Sale, Visit
from shouwen.operation.channels.hall.money import receipts
from shouwen.operation.channels.hall.registers import fold as registers
from shouwen.operation.channels.hall.registers import notices as registers_notices
from shouwen.operation.channels.hall.registers import story as registers_story
from shouwen.operation.channels.hall.sales import folding as sales
from shouwen.operation.channels.hall.sales import story as sales_story
from shouwen.operation.channels.hall.upkeep import story as upkeep
from shouwen.operation.channels.hall.waiting import line, opening
from shouwen.operation.ledger.channel import Channel, Kind
from shouwen.operation.ledger.story_state import number_in
from shouwen.operation.people.rights import Acting
from shouwen.wording import Wording


def apply(row: Visit, event: Event) -> None:
    """Folds one more event, the latest, into the row of its visit."""
    row.state = story.STATE_AFTER.get(event.word, row.state)
    data = event.data
    if event.word in story.ESTIMATES:
        wait = _time(data.get("wait_from")), _time(data.get("wait_to"))
        row.likely_from, row.likely_to = (None if seconds is None else event.at + seconds for seconds in wait)
    match event.word:
        case story.ENTERED:
            row.entered_at = event.at
        case story.GREETED:
            row.greeted_at = row.greeted_at or event.at
        case story.NEED_TOLD:
            row.need = str(data.get("need") or "")[:24]
        case story.SPECIAL_NOTED:
            row.special = str(data.get("group") or "")[:24]
            row.escort = "needed" if data.get("escort") is True else row.escort
        case story.ESCORT_BEGUN | story.ESCORT_ENDED:
            row.escort = event.word.removeprefix("escort.")
        case story.SEATED:
            row.seated_at = event.at
        case story.TAKEN:
            row.prefix = str(data.get("prefix") or "")
            row.serial = int(str(data.get("number") or "0").removeprefix(row.prefix))
            row.day = str(data.get("day") or "")
            row.service, row.line = str(data.get("service") or ""), str(data.get("line") or "")
            row.priority, row.more = str(data.get("priority") or ""), _listed(data.get("more"))
            row.sequence = int(data.get("sequence") or 0)
            row.taken_at = max(event.at, _time(data.get("since")) or 0)
            row.since = line.waits_since(row.taken_at, entered=row.entered_at, due=_time(data.get("appointed")))
        case story.CALLED:
            row.counter, row.recalls = str(data.get("counter") or ""), 0
            row.called_at, row.seated_at = event.at, None
            row.lines = [*row.lines, *(one for one in _listed(data.get("lines")) if one not in row.lines)]
        case story.RECALLED:
            row.recalls, row.called_at = row.recalls + 1, event.at
        case story.TRANSFERRED:
            row.service, row.line = str(data.get("service") or row.service), str(data.get("line") or row.line)
        case story.BEGUN:
            row.service = str(data.get("service") or row.service)
            row.more = [one for one in row.more if one != row.service]
            row.begun_at, row.ended_at, row.rated = event.at, None, False
        case story.ENDED:
            row.ended_at = event.at
            row.done = [*row.done, str(data.get("service") or row.service)]
        case story.GIVEN_UP:
            row.ended_at = event.at
        case story.RATED:
            row.rated = True
        case story.PRINTED:
            row.printed += 1


def check(row: Visit, event: Event, by: Acting) -> None:
    """Whether this one may say it of this visit. Raises Fault."""
    answering.check(row, event, by)
    measuring.check(event, by)
    receipts.check_said(event, by)


def apply_counter(row: CounterDay, event: Event) -> None:
    """Folds one more event, the latest, into the row of a counter's day."""
    if event.word not in story.COUNTER_STATE_AFTER:
        return
    row.state = story.COUNTER_STATE_AFTER[event.word]
    row.since = event.at
    row.reason = str(event.data.get("reason") or "")
    if event.word == story.OPENED:
        row.code, row.day = str(event.data.get("counter") or ""), str(event.data.get("day") or "")
        row.lines = _listed(event.data.get("lines"))
        row.staff_id = number_in(event.by, "staff")
    elif event.word == story.SHUT:
        row.staff_id = None


def waiting_at(unit: int) -> int:
    """How many customers wait at the unit: a fact that rides on events there."""
    return opening.number_waiting(unit)


def _listed(text: object) -> list[str]:
    return [one for one in str(text or "").split(",") if one]


def _time(value: object) -> int | None:
    return value if isinstance(value, int) else None


HALL = Channel(
    name="hall",
    label=Wording("营业厅", "營業廳", "hall"),
    words=story.words(),
    kinds=(
        Kind(
            name=story.VISIT,
            label=Wording("到厅", "到廳", "visit"),
            concern=True,
            follow=story.FOLLOW,
            takes=story.TAKES,
            closes=frozenset({story.LEFT, story.ABANDONED}),
            reopens=frozenset({story.RETURNED}),
            row=Visit,
            apply=apply,
            check=check,
            mends=mending.check,
        ),
        Kind(
            name=story.COUNTER,
            label=Wording("台席", "檯席", "counter"),
            follow=story.COUNTER_FOLLOW,
            row=CounterDay,
            apply=apply_counter,
        ),
        Kind(
            name=story.AGREEMENT,
            label=Wording("协议", "協議", "agreement"),
            follow=story.AGREEMENT_FOLLOW,
            closes=frozenset({story.SIGNED, story.NOT_SIGNED}),
        ),
        Kind(
            name=story.RECEIPT_OF,
            label=Wording("票据", "票據", "receipt"),
            follow=story.RECEIPT_FOLLOW,
            row=Receipt,
            apply=receipts.apply,
            check=receipts.check,
        ),
        Kind(
            name=registers_story.ITEMS,
            label=Wording("登记物品", "登記物品", "kept by number"),
            follow=registers_story.FOLLOW,
            closes=frozenset({registers_story.FINISHED}),
            row=Items,
            apply=registers.apply,
            check=registers.check,
            page="hall_register",
        ),
        Kind(
            name=upkeep.FACILITY,
            label=Wording("区域、设备和用品", "區域、設備和用品", "place, machine or supply"),
            follow=upkeep.FOLLOW,
            closes=frozenset({upkeep.RETIRED}),
            reopens=frozenset({upkeep.IN_USE}),
            row=Facility,
            apply=upkeep.apply,
            check=upkeep.check,
            files=True,
        ),
        Kind(
            name=sales_story.SALE,
            label=Wording("终端销售", "終端銷售", "device sale"),
            concern=True,
            follow=sales_story.FOLLOW,
            closes=frozenset({sales_story.LEFT}),
            row=Sale,
            apply=sales.apply,
        ),
        Kind(
            name=appointments_story.APPOINTMENT,
            label=Wording("预约", "預約", "appointment"),
            follow=appointments_story.FOLLOW,
            closes=appointments_story.CLOSES,
            row=Appointment,
            apply=appointments.apply,
        ),
        Kind(name=story.SITE_DAY, label=Wording("营业日", "營業日", "day")),
    ),
    facts={"waiting": (Field("waiting", "number", Wording("排队人数", "排隊人數", "people waiting")), waiting_at)},
    notices={story.HELP_ASKED: helping.text_of, **dict.fromkeys(registers_notices.TEXTS, registers_notices.text_of)},
    withheld=frozenset({story.RATED}),
)
