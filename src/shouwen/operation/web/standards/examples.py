"""The examples of a clause as small stories: who reads them sees times, what happened and what was noted, not the text
in which an author writes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from shouwen.checks.pattern import say_value
from shouwen.events.event import Event, Value
from shouwen.events.vocabulary import Field
from shouwen.operation.web.page import language
from shouwen.operation.web.tags import date_of
from shouwen.standard.clause import Clause, Standard, Way
from shouwen.standard.examples import tell
from shouwen.wording import Wording
from shouwen.worktime import Instant, Zone

USUAL_GRADE, USUAL_YEAR = "self-reported", 2025
"""What an example is told at, and of, where it says nothing of it."""
ANYTHING = "…"
"""What stands for a text that an example writes as one letter, because it does not matter."""


@dataclass(frozen=True, slots=True)
class Told:
    """An event of an example: the day where it is another than before, the time, what happened, and what was noted."""

    day: str
    clock: str
    title: str
    facts: Sequence[tuple[str, str]]
    grade: str | None


@dataclass(frozen=True, slots=True)
class Story:
    """An example in the language of the page."""

    way: Way
    events: Sequence[Told]


def stories(clause: Clause, standard: Standard) -> list[Story]:
    """The examples of a clause."""
    zone = standard.zone
    return [
        Story(one.way, _told(tell(one.story, zone=zone.name, subject=f"{clause.of}:1"), standard))
        for one in clause.examples
    ]


def _told(events: Sequence[Event], standard: Standard) -> list[Told]:
    found: list[Told] = []
    before, zone = "", standard.zone
    for event in events:
        day = _day(event.at, zone)
        title, facts = _corrected(event, standard) if event.corrects is not None else _happened(event, standard)
        if event.noted_at != event.at:
            facts.append((_("noted"), _moment(event.noted_at, zone)))
        grade = None if event.grade == USUAL_GRADE else event.grade
        found.append(Told("" if day == before else day, _clock(event.at, zone), title, facts, grade))
        before = day
    return found


def _happened(event: Event, standard: Standard) -> tuple[str, list[tuple[str, str]]]:
    facts = _fields(event, event.data, standard)
    facts += [(label, one) for label, one in ((_("at unit"), event.site), (pgettext("who", "by"), event.by)) if one]
    return standard.vocabulary.word(event.word).label.say(language()), facts


def _corrected(event: Event, standard: Standard) -> tuple[str, list[tuple[str, str]]]:
    """A correction: what it says instead of the event it corrects, which is known by its place in the story."""
    title = _("correction of number {number}").format(number=event.corrects)
    correction = event.correction
    if correction is None or correction.void:
        return title, [("", _("it did not happen"))]
    moved = [] if correction.at is None else [(_("happened"), _moment(correction.at, standard.zone))]
    return title, moved + _fields(event, correction.data or {}, standard)


def _fields(event: Event, data: Mapping[str, Value], standard: Standard) -> list[tuple[str, str]]:
    found = []
    for name, value in data.items():
        field = standard.vocabulary.field(event.word, name)
        found.append((field.label.say(language()), _value(value, field, standard)))
    return found


def _value(value: Value, field: Field, standard: Standard) -> str:
    if value is None:
        return _("left blank")
    if field.kind == "time" and isinstance(value, int):
        return _moment(value, standard.zone)
    if isinstance(value, str):
        label = field.values.get(value) or _choice(value, field.name, standard)
        return label.say(language()) if label is not None else ANYTHING if len(value) == 1 else value
    return say_value(value, field.kind, language())


def _choice(value: str, field: str, standard: Standard) -> Wording | None:
    """What a choice is called by the setting that is named after the field: `hall.documents` of `document`."""
    for setting in standard.settings.values():
        named = setting.name.replace(".", "-").split("-")[-1].removesuffix("s")
        if named == field and isinstance(setting.value, Mapping) and value in setting.value:
            return setting.value[value]
    return None


def _local(at: Instant, zone: Zone) -> datetime:
    return datetime.fromtimestamp(zone.local(at), UTC)  # a wall clock, carried as though it were UTC


def _day(at: Instant, zone: Zone) -> str:
    moment = _local(at, zone)
    return date_of(moment, year=moment.year != USUAL_YEAR)


def _clock(at: Instant, zone: Zone) -> str:
    moment = _local(at, zone)
    return f"{moment:%H:%M:%S}" if moment.second else f"{moment:%H:%M}"


def _moment(at: Instant, zone: Zone) -> str:
    return f"{_day(at, zone)} {_clock(at, zone)}"
