"""Whether the line was kept, from the log alone."""

from __future__ import annotations

from collections.abc import Iterable

from tests.operation.channels.hall.waiting.line_told import Desk, Person, Told

from shouwen.operation.channels.hall import story
from shouwen.operation.channels.hall.models import Visit
from shouwen.operation.ledger.models import Event


def order_as_told(events: Iterable[Event] | None = None) -> list[str]:
    """What is not as the line tells it, from the log alone: numbers given twice or left out, customers called from
    nowhere or to two counters, calls out of turn without a reason; and whoever waits in the log and not in the line.

    events  of one hall, in the order in which they were noted; None: all that there are
    """
    told, wrong = Told(), []
    by_name: dict[str, Person] = {}
    rows = Event._base_manager.order_by("id") if events is None else events
    for word, (subject, *_), at, data in ((row.word, row.about, row.at, row.data) for row in rows):
        if word not in story.STATE_AFTER:
            continue
        person = by_name.setdefault(subject, Person(len(by_name), at))
        told.people[person.key] = person
        match word:
            case story.ENTERED:
                person.entered = at
            case story.TAKEN:
                starts = max(at, data.get("since") or 0)
                person.place = (min(starts, starts if person.entered is None else person.entered), data["sequence"])
                person.line, person.priority = data["line"], bool(data.get("priority"))
                told.numbers.append(data["number"])
            case story.TRANSFERRED:
                person.line = data["line"]
            case story.CALLED:
                wrong += _call_as_told(told, person, data)
        person.state = story.STATE_AFTER[word]
        if word == story.CALLED:
            person.counter = data["counter"]
            person.by |= set(data["lines"].split(","))
    for prefix in sorted({number[0] for number in told.numbers}):
        given = [int(number[1:]) for number in told.numbers if number.startswith(prefix)]
        wrong += [] if given == list(range(1, len(given) + 1)) else [f"numbers of {prefix}: {given}"]
    waiting = {name for name, person in by_name.items() if person.state == story.WAITING}
    in_line = Visit._base_manager.filter(state=story.WAITING)
    if events is not None:
        in_line = in_line.filter(case__subject__in=by_name)
    found = set(in_line.values_list("case__subject", flat=True))
    return wrong + [f"waits, or does not: {name}" for name in waiting ^ found]


def _call_as_told(told: Told, person: Person, data: dict[str, str]) -> list[str]:
    told.desks[data["counter"]] = Desk("", tuple(data["lines"].split(",")))
    wrong = [f"{data}: {one} is there" for one in told.at(data["counter"])]
    if person.state not in (story.WAITING, story.ASIDE):
        wrong.append(f"{data}: {person} does not wait")
    if not data.get("out_of_order") and told.next_at(data["counter"]) is not person:
        wrong.append(f"{data}: {person} was not next")
    return wrong
