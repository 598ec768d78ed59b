"""What the console's buttons do: each verb calls its function of actions.py or counters.py."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.http import QueryDict

from shouwen.events.event import Value
from shouwen.fault import Fault
from shouwen.operation.channels.hall import actions, counters, guidance, story
from shouwen.operation.channels.hall.console import console
from shouwen.operation.channels.hall.models import CounterDay, Visit
from shouwen.operation.people.rights import Acting

GOES_ON = "resumed"
"""The reason of a call out of order for who was set aside; offered where the standard has it."""


@dataclass(frozen=True, slots=True)
class Asking:
    """Who presses what, at which counter. visit: who is there; given: the form."""

    counter: CounterDay
    visit: Visit | None
    given: QueryDict
    by: Acting

    @property
    def once(self) -> str:
        """The name of this sending."""
        return self.given.get("once", "")[:64]

    def here(self) -> Visit:
        """Who is at the counter: whoever the page was about. Raises Fault."""
        if self.visit is None or self.given.get("visit", "") != self.visit.case.subject:
            raise Fault("console-moved-on")
        return self.visit

    def elsewhere(self) -> Visit:
        """Somebody of this hall who is not at the counter, by the field `visit`. Raises Fault."""
        subject = self.given.get("visit", "")
        found = Visit.objects.filter(unit=self.counter.unit_id, case__subject=subject).first()
        if found is None:
            raise Fault("console-moved-on")
        return found


def visit_here(counter: CounterDay | None) -> Visit | None:
    """Who is at the counter, with the case."""
    return counters.visit_at(counter) if counter is not None else None


def _call(asking: Asking) -> None:
    actions.call_next(asking.counter, by=asking.by, once=asking.once)


def _call_out_of_order(asking: Asking) -> None:
    number = asking.given.get("number", "").strip().upper()
    waiting = Visit.objects.filter(unit=asking.counter.unit_id, state__in=[story.WAITING, story.ASIDE])
    digits = number.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    if not digits.isdecimal() or len(digits) > 6:
        raise Fault("console-number-unknown", number=number[:12] or "-")
    prefix = number[: len(number) - len(digits)]
    found = waiting.filter(prefix=prefix, serial=int(digits)).order_by("-taken_at").first()
    if found is None:
        raise Fault("console-number-unknown", number=number[:12])
    reason = asking.given.get("reason", "")
    actions.call_out_of_order(found, asking.counter, reason, by=asking.by, once=asking.once)


def _begin(asking: Asking) -> None:
    step(asking, story.BEGUN, {}, service=asking.given.get("service", ""))


def _goes_on(asking: Asking) -> None:
    """Who was set aside and is back goes on here, before others."""
    actions.call_out_of_order(asking.elsewhere(), asking.counter, GOES_ON, by=asking.by, once=asking.once)


def _undo(asking: Asking) -> None:
    visit, word = asking.here(), asking.given.get("word", "")
    moment = console.moment_of(visit, visit.unit_id, asking.by)
    if word not in {one.undo for one in guidance.steps(moment) if one.undo}:
        raise Fault("console-moved-on")
    actions.say(visit, word, by=asking.by, once=asking.once)


VERBS: Mapping[str, Callable[[Asking], object]] = {
    "call": _call,
    "call-out-of-order": _call_out_of_order,
    "recall": lambda one: actions.recall(one.here(), by=one.by, once=one.once),
    "no-show": lambda one: actions.no_show(one.here(), by=one.by, once=one.once),
    "aside": lambda one: actions.set_aside(one.here(), one.given.get("reason", "")[:40], by=one.by, once=one.once),
    "transfer": lambda one: actions.transfer(one.here(), one.given.get("service", ""), by=one.by, once=one.once),
    "abandon": lambda one: actions.abandon(one.here(), by=one.by, once=one.once),
    "give-up": lambda one: actions.give_up(one.here(), by=one.by, once=one.once),
    "begin": _begin,
    "undo": _undo,
    "resume": lambda one: actions.resume(one.elsewhere(), by=one.by, once=one.once),
    "go-on": _goes_on,
    "come-back": lambda one: actions.come_back(one.elsewhere(), by=one.by, once=one.once),
    "pause": lambda one: counters.pause(one.counter, one.given.get("reason", ""), by=one.by, once=one.once),
    "work-on": lambda one: counters.work_on(one.counter, by=one.by, once=one.once),
    "close": lambda one: counters.close_counter(one.counter, by=one.by, once=one.once),
}


def step(asking: Asking, word: str, data: Mapping[str, Value], *, service: str = "") -> None:
    """Takes a step of the service. Raises Fault: "refused-by-clause" and what its function raises."""
    visit, by, once = asking.here(), asking.by, asking.once
    flags = {name: value for name, value in data.items() if isinstance(value, bool)}
    match word:
        case story.BEGUN:
            code = service or visit.service
            ban = guidance.forbidden(console.moment_of(visit, visit.unit_id, by), code)
            if ban is not None:
                raise Fault("refused-by-clause", clause=ban.id, says=ban.says)
            actions.begin_service(visit, code, by=by, once=once, **flags)
        case story.ENDED:
            actions.end_service(visit, by=by, once=once)
        case story.HANDED_OVER:
            actions.hand_over(visit, by=by, once=once, **flags)
        case story.LEFT:
            actions.leave(visit, by=by, once=once)
        case _:
            moment = console.moment_of(visit, visit.unit_id, by)
            actions.say(visit, word, by=by, data={**_known(moment, word), **data}, once=once)


def _known(moment: guidance.Moment, word: str) -> dict[str, Value]:
    """What the hall fills in itself."""
    return {guidance.SERVICE: moment.service} if guidance.SERVICE in moment.vocabulary.words[word].fields else {}
