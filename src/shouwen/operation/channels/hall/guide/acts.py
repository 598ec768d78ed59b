"""What the taps of the guide's tablet do: each verb calls its function of actions.py or floor.py."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.http import QueryDict

from shouwen.events.event import Value
from shouwen.fault import Fault
from shouwen.operation.channels.hall import actions, story
from shouwen.operation.channels.hall.guide import floor, guide
from shouwen.operation.channels.hall.models import Visit
from shouwen.operation.ledger.editions import settings_now
from shouwen.operation.people.rights import Acting


@dataclass(frozen=True, slots=True)
class Tap:
    """Who taps what for which customer."""

    visit: Visit
    given: QueryDict
    by: Acting

    @property
    def once(self) -> str:
        """The name of this tap."""
        return self.given.get("once", "")[:64]

    def chosen(self, field: str, setting: str) -> str:
        """What was chosen of what the standard has. Raises Fault("guide-choice-unknown")."""
        known = guide.choices(settings_now(self.visit.unit_id), setting)
        value = self.given.get(field, "")
        if value not in known:
            raise Fault("guide-choice-unknown", given=value[:24], known=", ".join(known) or "-")
        return value

    def say(self, word: str, data: Mapping[str, Value] | None = None) -> Visit:
        """Notes a word of the customer."""
        return actions.say(self.visit, word, by=self.by, data=data, once=self.once)


def _guided(tap: Tap) -> Visit:
    to = tap.chosen("to", "hall.places")
    visit = tap.say(story.GUIDED, {"need": tap.visit.need or None, "to": to})
    return visit


def _special(tap: Tap) -> Visit:
    escort = tap.given.get("escort") == "on"
    return tap.say(story.SPECIAL_NOTED, {"group": tap.chosen("group", "hall.special-groups"), "escort": escort})


def _number(tap: Tap) -> Visit:
    priority = tap.visit.special if tap.given.get("priority") == tap.visit.special else ""
    unit, service = tap.visit.unit, tap.given.get("service", "")
    return actions.take_number(unit, service, by=tap.by, visit=tap.visit, priority=priority, once=tap.once)


def _advised(tap: Tap) -> Visit:
    introduced = True if tap.given.get("introduced") == "on" else None  # not ticked is not judged
    return tap.say(story.CONSULT_ENDED, {"introduced": introduced})


def _matter(tap: Tap) -> Visit:
    kind, solved = tap.given.get("kind", ""), tap.given.get("solved") == "yes"
    return floor.settle_matter(tap.visit, kind, solved=solved, by=tap.by, once=tap.once)


def _of(word: str) -> Callable[[Tap], Visit]:
    return lambda tap: tap.say(word)


VERBS: Mapping[str, Callable[[Tap], Visit]] = {
    "greeted": _of(story.GREETED),
    "lost": _of(story.HESITATED),
    "approached": _of(story.APPROACHED),
    "need": lambda tap: tap.say(story.NEED_TOLD, {"need": tap.chosen("need", "hall.needs")}),
    "guided": _guided,
    "special": _special,
    "escort": _of(story.ESCORT_BEGUN),
    "escort-ended": _of(story.ESCORT_ENDED),
    "advice": _of(story.CONSULT_BEGUN),
    "advised": _advised,
    "matter": _matter,
    "number": _number,
    "seated": _of(story.SEATED),
    "water": _of(story.WATER_OFFERED),
    "novelty": _of(story.NOVELTY),
    "left": lambda tap: actions.leave(tap.visit, by=tap.by, once=tap.once),
}
