"""A manager asks somebody of the hall for help: to open a counter, to change to another, to come to the door.

What is asked for stands in the day's story as hall.help-asked; whoever is named has a notice of it (ledger/notice.py).
Nothing else happens: who opens a counter is the clerk, at their own console.
"""

from __future__ import annotations

from collections.abc import Mapping

from shouwen.events.event import Event, Value
from shouwen.fault import Fault
from shouwen.operation.channels.hall import naming, story
from shouwen.operation.channels.hall.waiting import opening, queue
from shouwen.operation.ledger import clock
from shouwen.operation.ledger.act import NewCase, act, begin
from shouwen.operation.ledger.models import Case
from shouwen.operation.people import duty
from shouwen.operation.people.models import Unit
from shouwen.operation.people.rights import Acting
from shouwen.operation.people.units import unit_of_code
from shouwen.wording import Wording

OPEN, MOVE, GUIDE, BACK = "open", "move", "guide", "back"

TEXTS: Mapping[str, Wording] = {
    OPEN: Wording(
        "经理请您开 {counter} 号台席：{line}",
        "經理請您開 {counter} 號檯席：{line}",
        "Please open counter {counter}: {line}",
    ),
    MOVE: Wording(
        "经理请您换到 {counter} 号台席：{line}",
        "經理請您換到 {counter} 號檯席：{line}",
        "Please change to counter {counter}: {line}",
    ),
    GUIDE: Wording(
        "经理请您到厅前迎接客户", "經理請您到廳前迎接客戶", "Please come to the front and receive customers"
    ),
    BACK: Wording(
        "经理请您回到 {counter} 号台席", "經理請您回到 {counter} 號檯席", "Please come back to counter {counter}"
    ),
}


def ask(unit: Unit, what: str, staff: int, *, by: Acting, counter: str = "", line: str = "", once: str = "") -> None:
    """Asks this person, who is on duty at the hall, for help. 1. hall.help-asked: they have a notice.

    Raises Fault: "help-unknown", "hall-unknown", "help-not-here" where the person is not on duty there, and as `act`.
    """
    if what not in TEXTS:
        raise Fault("help-unknown")
    person = next((one for one in duty.on_duty(unit.pk, clock.now()) if one.pk == staff), None)
    if person is None:
        raise Fault("help-not-here")
    data: dict[str, Value] = {
        "what": what,
        "staff": person.reference,
        "counter": counter[:12] or None,
        "line": line[:40] or None,
    }
    with queue.holding(unit.pk):
        today = day_of(unit)
        if isinstance(today, NewCase):
            begin(today, story.HELP_ASKED, by=by, data=data, once=once)
        else:
            act(today, story.HELP_ASKED, by=by, data=data, once=once)


def day_of(unit: Unit) -> Case | NewCase:
    """Today's case of the hall, as events name it; one to begin where nothing was told of the day yet."""
    subject = day_name(unit)
    found = Case._base_manager.filter(subject=subject).first()
    return found or NewCase(kind=story.SITE_DAY, unit=unit, name=subject.partition(":")[2])


def day_name(unit: Unit) -> str:
    """What events call today at the hall."""
    return f"{story.SITE_DAY}:{unit.code}-{opening.day_of(unit.pk, clock.now())}"


def text_of(event: Event) -> Wording:
    """What whoever is asked is told."""
    text = TEXTS.get(str(event.data.get("what")), TEXTS[GUIDE])
    counter, line = str(event.data.get("counter") or ""), str(event.data.get("line") or "")
    names = naming.lines_of(naming.services_of(unit_of_code(event.site)).values()) if line else {}
    name = names.get(line, Wording.of(line))
    return Wording(
        text.zh_hans.format(counter=counter, line=name.zh_hans),
        text.zh_hant.format(counter=counter, line=name.zh_hant),
        text.en.format(counter=counter, line=name.en),
    )
