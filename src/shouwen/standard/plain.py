"""Parts of a standard as short texts, for a book of it and for what changed from one to the next."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from typing import Any

from shouwen.checks.limit import Limit, Span
from shouwen.checks.pattern import Pattern, say_value
from shouwen.events.vocabulary import Field, Vocabulary
from shouwen.standard.clause import Answerable, Choice, Standard
from shouwen.standard.setting import Value
from shouwen.standard.source import Source
from shouwen.wording import LANGUAGES, Language, Wording
from shouwen.worktime import Calendar, Holidays, Instant, Zone

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
JOIN = Wording("；", "；", "; ")
LIST = Wording("、", "、", ", ")
YES, NO = Wording("是", "是", "yes"), Wording("否", "否", "no")
ANSWERS = {
    "settled": Wording("{role}（办结的人）", "{role}（辦結的人）", "{role} (who settled it)"),
    "opened": Wording("{role}（开启的人）", "{role}（開啟的人）", "{role} (who opened it)"),
}
EVER = Wording("一直", "一直", "always")
FROM = Wording("{since} 起", "{since} 起", "from {since}")
UNTIL = Wording("{until} 之前", "{until} 之前", "until {until}")
BETWEEN = Wording("{since} 起，{until} 之前", "{since} 起，{until} 之前", "from {since} until {until}")


def number(value: float) -> str:
    """A number as a person writes it: 3 and not 3.0."""
    return say_value(value, "number", "en")


def flag(value: bool) -> Wording:
    """Yes or no."""
    return YES if value else NO


def answerable(value: Answerable, standard: Standard) -> Wording | None:
    """Who is answerable; None where nobody is named."""
    if not value.role:
        return None
    label = next((role.label for role in standard.roles if role.name == value.role), Wording.of(value.role))
    return _all(lambda language: ANSWERS[value.person].say(language, role=label.say(language)))


def source(value: Source) -> str:
    """A manual with its section."""
    return f"{value.manual} {value.section}".strip()


def choice(value: Choice) -> str:
    """On which value of a setting a clause hangs."""
    return f"{value.setting} = {', '.join(map(str, value.values))}"


def local_date(t: Instant | None, zone: Zone) -> str | None:
    """The date that begins, or on which it is, at an instant."""
    return None if t is None else datetime.fromtimestamp(zone.local(t), UTC).date().isoformat()


def in_force(since: Instant | None, until: Instant | None, zone: Zone) -> Wording:
    """From when until when, in dates of the zone."""
    text = EVER if since is None and until is None else FROM if until is None else UNTIL if since is None else BETWEEN
    begin, end = local_date(since, zone), local_date(until, zone)
    return _all(lambda language: text.say(language, since=begin, until=end))


def field(value: Field) -> Wording:
    """A field with its kind."""
    return _all(lambda language: f"{value.name}: {value.kind} ({value.label.say(language)})")


def calendar(value: Calendar) -> dict[str, str]:
    """A calendar by the keys in which a standard writes it."""
    week = (f"{day} {_windows(windows)}" for day, windows in zip(_DAYS, value.week, strict=True))
    days = (f"{day} {_windows(windows)}" for day, windows in sorted(value.days.items()))
    return {
        "zone": value.zone.name,
        "open": "; ".join(week),
        "holidays": _holidays(value.holidays),
        "days": "; ".join(days) or "-",
        "make_up": "-" if value.make_up is None else _DAYS[value.make_up],
    }


def setting(value: Value) -> Wording:
    """What a setting is set to."""
    return _all(lambda language: _setting(value, language))


def _setting(value: Value, language: Language) -> str:
    match value:
        case bool():
            return flag(value).say(language)
        case int() | float():
            return number(value)
        case str():
            return value
        case Limit() | Span() | Wording():
            return value.say(language)
        case tuple():
            return LIST.say(language).join(_setting(one, language) for one in value) or "-"
    return JOIN.say(language).join(f"{name}: {label.say(language)}" for name, label in value.items()) or "-"


def anything(value: object, vocabulary: Vocabulary, language: Language) -> str:
    """A part of a check that its sentence does not mention, in short."""
    match value:
        case Pattern():
            return value.say(language, vocabulary) if value.words else anything(value.tests, vocabulary, language)
        case Wording():
            return value.say(language)
        case Calendar() | Zone():
            return value.name
        case bool():
            return flag(value).say(language)
        case int() | float():
            return number(value)
        case None:
            return "-"
        case tuple():
            return ", ".join(anything(one, vocabulary, language) for one in value) or "-"
    if is_dataclass(value):
        parts = ((one.name, getattr(value, one.name)) for one in fields(value) if one.compare)
        return ", ".join(f"{name} {anything(part, vocabulary, language)}" for name, part in parts if part)
    return str(value)


def _windows(windows: tuple[tuple[int, int], ...]) -> str:
    return " ".join(f"{_clock(start)}-{_clock(end)}" for start, end in windows) or "closed"


def _clock(second: int) -> str:
    return f"{second // 3600:02}:{second // 60 % 60:02}" + (f":{second % 60:02}" if second % 60 else "")


def _holidays(value: Holidays | None) -> str:
    if value is None:
        return "none"
    return f"{_years(value.years)} (off {_count(value.off)}, work {_count(value.work)})"


def _years(years: frozenset[int]) -> str:
    return f"{min(years)}-{max(years)}" if years else "-"


def _count(days: frozenset[date]) -> int:
    return len(days)


def _all(say: Any) -> Wording:
    return Wording(*(say(language) for language in LANGUAGES))
