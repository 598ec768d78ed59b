"""What happened: one event of the log, and what may be said against it later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from shouwen.fault import Fault
from shouwen.worktime import Instant

Value = str | float | bool | None
"""A value of an event's data: text, number (a time is whole seconds since 1970 UTC), flag, or not filled."""

GRADES = ("self-reported", "system", "transcript", "inspector", "customer", "device")
"""Grades of evidence, the weakest first. A verdict is as good as the weakest event it rests on."""

RANK: Mapping[str, int] = {grade: rank for rank, grade in enumerate(GRADES)}

LATEST = 253_402_300_799
"""The last second of the year 9999, after which calendars and logs have no dates."""

LONGEST_NAME = 256
"""Characters that a subject's, a site's or a person's id may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What a correcting event says of the event it corrects: that it never happened, when it happened, what it held.

    What is None stays as it was. Of several corrections of one event the last by (noted_at, id) counts alone:
    it is laid on the event as it was first noted.
    """

    void: bool = False
    at: Instant | None = None
    data: Mapping[str, Value] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened. Never changed: a mistake gets a further event that corrects it.

    id        number in the log, from 1; (at, id) is the order of a story
    about     subjects as "kind:id"; the event belongs to the story of each
    word      the kind of event, a name of the vocabulary
    at        when it happened, noted_at when it was recorded; whole seconds since 1970 UTC, at <= noted_at
    by        who said it (a reference, never a name)
    grade     how well it is known: one of GRADES
    data      the word's fields, and the facts of the place that ride on it
    corrects  the id of the event that this one corrects, about the same subjects; `correction` says how
    """

    id: int
    about: tuple[str, ...]
    word: str
    at: Instant
    noted_at: Instant
    site: str = ""
    by: str = ""
    grade: str = "self-reported"
    data: Mapping[str, Value] = field(default_factory=dict)
    corrects: int | None = None
    correction: Correction | None = None

    def __post_init__(self) -> None:
        whole = _whole(self.id) and abs(self.id) < 2**63
        place = f"event {self.id}" if whole else "event"
        if not whole or self.id < 1:
            raise Fault("event-id", place=place, id=_short(self.id))
        for time in (self.at, self.noted_at):
            _check_time(time, place)
        if self.at > self.noted_at:
            raise Fault("noted-before-it-happened", place=place, at=self.at, noted=self.noted_at)
        if not self.about:
            raise Fault("event-about-nothing", place=place)
        for subject in self.about:
            kind, colon, name = subject.partition(":")
            if not (kind and colon and name):
                raise Fault("subject-form", place=place, subject=_short(subject))
        for name in (*self.about, self.site, self.by, self.word):
            if len(name) > LONGEST_NAME:
                raise Fault("name-too-long", place=place, name=_short(name), length=len(name), most=LONGEST_NAME)
        if self.grade not in RANK:
            raise Fault("grade-unknown", place=place, grade=_short(self.grade), grades=", ".join(GRADES))
        if (self.corrects is None) != (self.correction is None):
            raise Fault("correction-incomplete", place=place)
        if self.correction is not None and self.correction.at is not None:
            _check_time(self.correction.at, place)
            if self.correction.at > self.noted_at:
                raise Fault("noted-before-it-happened", place=place, at=self.correction.at, noted=self.noted_at)


def kind_of(subject: str) -> str:
    """The kind of a subject: "account" of "account:88"."""
    return subject.partition(":")[0]


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _check_time(time: Any, place: str) -> None:
    if not _whole(time):
        raise Fault("time-not-whole-seconds", place=place, time=_short(time))
    if time < 0:
        raise Fault("time-before-1970", place=place, time=time)
    if time > LATEST:
        raise Fault("time-after-9999", place=place, time=_short(time))


def _short(value: object) -> str:
    try:
        text = str(value)
    except ValueError:  # a number of thousands of digits
        text = "…"
    return text if len(text) <= 40 else text[:37] + "…"
