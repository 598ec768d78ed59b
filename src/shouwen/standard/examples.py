"""Examples of a clause: short stories that keep it, break it, or owe nothing by it, and a short way to write them.

An event is `[[year-]month-day] time word [key=value …]`; lines and semicolons separate events. They are numbered from 1
as written. The year is 2025 unless said, the day that of the event before, the clock that of the standard's calendar.
`noted=` says when it was recorded (as soon as it happened unless said), `grade=`, `site=`, `by=` and `about=` (with
commas) what they say; every other key is a field: a number, a time (with a colon; a day joined by T), yes, no, - for
not filled, or a text without spaces. `correct 4` corrects event 4: `void`, `at=`, and fields, which replace its data
whole.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from shouwen.checks.inspect import Inspect
from shouwen.checks.pattern import Test
from shouwen.events.event import Correction, Event, Value
from shouwen.fault import Fault
from shouwen.standard.clause import Clause, Example
from shouwen.worktime import Instant


def examples_of(clause: Clause) -> tuple[Example, ...]:
    """The clause's own examples; for an item that somebody looks at, one that passes and one that does not."""
    check = clause.check
    if clause.examples or not isinstance(check, Inspect) or check.recurrence is not None:
        return clause.examples
    told = " ".join((check.on.words[0], *(f"{test.field}={_written(test)}" for test in check.on.tests)))
    look = f"05-06 10:00 {told} {check.passed}"
    return Example("kept", f"{look}=yes"), Example("broken", f"{look}=no")


def tell(text: str, *, zone: str, subject: str) -> list[Event]:
    """The events that the text writes, in the order in which it writes them. Raises Fault("example-unreadable")."""
    events: list[Event] = []
    day = ""
    for line in re.split(r"[;\n]", text):
        parts = line.split()
        if not parts:
            continue
        try:
            if "-" in parts[0]:
                day = parts.pop(0)
            events.append(_event(len(events) + 1, day, parts, zone, subject))
        except (ValueError, IndexError, KeyError):
            raise Fault("example-unreadable", event=line.strip()) from None
    return events


def instant(text: str, zone: str) -> Instant:
    """Seconds since 1970 of a wall-clock time such as "05-06 09:36" or "2024-02-29 09:36:01". Raises ValueError."""
    year = "" if re.match(r"\d{4}-", text) else "2025-"
    return int(datetime.fromisoformat(year + text).replace(tzinfo=ZoneInfo(zone)).timestamp())


def _event(number: int, day: str, parts: list[str], zone: str, subject: str) -> Event:
    at = _time(parts[0], day, zone)
    rest = parts[2:]
    corrects = int(rest.pop(0)) if parts[1] == "correct" else None
    pairs = dict(part.split("=", 1) for part in rest if part != "void")
    own: dict[str, Any] = {name: pairs.pop(name) for name in ("site", "by", "grade") if name in pairs}
    noted = _time(pairs.pop("noted"), day, zone) if "noted" in pairs else at
    about = tuple(pairs.pop("about", subject).split(","))
    moved = _time(pairs.pop("at"), day, zone) if corrects and "at" in pairs else None
    data = {name: _value(text, day, zone) for name, text in pairs.items()}
    if corrects is not None:
        own |= {"corrects": corrects, "correction": Correction(void="void" in rest, at=moved, data=data or None)}
        data = {}
    return Event(id=number, about=about, word=parts[1], at=at, noted_at=noted, data=data, **own)


def _value(text: str, day: str, zone: str) -> Value:
    if re.fullmatch(r"-?\d+", text):
        return int(text)
    if re.fullmatch(r"-?\d+\.\d+", text):
        return float(text)
    if re.fullmatch(r"([\d-]+T)?\d{1,2}:\d\d(:\d\d)?", text):
        return _time(text, day, zone)
    return {"yes": True, "no": False, "-": None}.get(text, text)


def _time(text: str, day: str, zone: str) -> Instant:
    return instant(text.replace("T", " ") if "T" in text else f"{day} {text}", zone)


def _written(test: Test) -> str:
    """A value with which the condition holds, as an example writes it."""
    value = test.value[0] if isinstance(test.value, tuple) else test.value
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)
