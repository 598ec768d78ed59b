"""The roster of a hall as a sheet: a row a shift. What a file has for a period is what is planned for it.

A shift is known by its person, its day and its times to the minute. Shifts that somebody has clocked in to, and those
that have begun, stay as they are: a file may have them or leave them out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final, Literal

from django.db.models import Q

from shouwen.fault import Fault
from shouwen.operation.channels.hall.setup import cells
from shouwen.operation.channels.hall.setup.sheet import Change, Column, Headed, Preview, Reader, Values, all_of
from shouwen.operation.ledger import clock
from shouwen.operation.ledger.roster import change_roster
from shouwen.operation.ledger.writing import writing
from shouwen.operation.people.models import Post, Shift, Staff, Unit
from shouwen.operation.people.posts import require_any
from shouwen.operation.people.rights import Acting
from shouwen.operation.people.roles import ADMINISTRATORS, MANAGERS
from shouwen.operation.people.units import path_up, zone_of
from shouwen.wording import Language, Wording
from shouwen.worktime import Zone
from shouwen.worktime import zone_of as named_zone

PLANNERS: Final = (*MANAGERS, "planner")
MOST_DAYS: Final = 92

NAME: Final = "roster"
TITLE: Final = Wording("班表", "班表", "Roster")
COLUMNS: Final = (
    Column("day", Wording("日期", "日期", "Day"), cells.DAY, needed=True, also=("date",)),
    Column(
        "person",
        Wording("工号", "工號", "Work number"),
        cells.PERSON,
        needed=True,
        also=("员工号", "員工號", "staff number"),
    ),
    Column("name", Wording("姓名", "姓名", "Name"), cells.INFORMATION, default="", width=18),
    Column(
        "begins", Wording("上班", "上班", "From"), cells.TIME, needed=True, width=10, also=("开始", "開始", "begins")
    ),
    Column(
        "until", Wording("下班", "下班", "Until"), cells.UNTIL, needed=True, width=10, also=("结束", "結束", "ends")
    ),
)


@dataclass(frozen=True, slots=True)
class Period:
    """Local days of a unit, both among them."""

    first: date
    last: date
    zone: Zone

    @classmethod
    def of(cls, unit: int, first: date, last: date) -> Period:
        """The days from one to another, at a unit. Raises Fault("setup-period")."""
        if not first <= last < first + timedelta(MOST_DAYS):
            raise Fault("setup-period", most=MOST_DAYS)
        return cls(first, last, named_zone(zone_of(unit)))

    @property
    def days(self) -> list[date]:
        """Its days."""
        return [self.first + timedelta(step) for step in range((self.last - self.first).days + 1)]

    def instant(self, day: date, at: time) -> int:
        """When it is that time of a day there."""
        return self.zone.instant(int((datetime.combine(day, at) - datetime(1970, 1, 1)).total_seconds()))

    def local(self, at: int) -> tuple[date, time]:
        """Day and time there, to the minute."""
        days, seconds = divmod(self.zone.local(at), 86400)
        return date(1970, 1, 1) + timedelta(days), time(seconds // 3600, seconds // 60 % 60)

    def span(self, values: Values) -> tuple[int, int]:
        """From when to when a row's shift is."""
        day, begins, until = values["day"], values["begins"], values["until"]
        assert isinstance(day, date)
        assert isinstance(begins, time)
        assert isinstance(until, time)
        return self.instant(day, begins), self.instant(day + timedelta(until <= begins), until)


def today_at(unit: int) -> date:
    """What day it is at the unit."""
    return date(1970, 1, 1) + timedelta(named_zone(zone_of(unit)).local(clock.now()) // 86400)


def shifts_of(unit: Unit, period: Period) -> list[Shift]:
    """The shifts that begin within the period, by when and whose."""
    first, after = period.instant(period.first, time()), period.instant(period.last + timedelta(1), time())
    rows = Shift.objects.filter(unit=unit, begins__gte=first, begins__lt=after).select_related("staff", "unit")
    return list(rows.order_by("begins", "staff__username"))


def rows_of(unit: Unit, period: Period) -> list[Values]:
    """These as rows of the sheet."""
    return [_values(shift, period) for shift in shifts_of(unit, period)]


@dataclass(frozen=True, slots=True)
class _New:
    """A shift that a row plans."""

    number: int
    staff: Staff
    values: Values
    begins: int
    ends: int


def compare(unit: Unit, period: Period, headed: Headed, language: Language) -> Preview:
    """What a file would change in the roster of the period. Writes nothing."""
    now, people = clock.now(), _people(unit)
    left: dict[tuple[object, ...], list[Shift]] = defaultdict(list)
    for shift in shifts_of(unit, period):
        left[_key(_values(shift, period))].append(shift)
    reader, new = Reader(COLUMNS, headed), list[_New]()
    rows: list[tuple[int, Values]] = []
    for line in headed.lines:
        said = reader.values(line)
        if said is None:
            continue
        try:
            person = _who(people, said)
            values = {**said, "person": person.staff.username, "name": person.staff.name}
            if there := left.get(_key(values)):
                there.pop()
            else:
                new.append(_new(unit, period, person, line.number, values, now))
            rows.append((line.number, values))
        except Fault as fault:
            reader.refuse(line.number, fault, _COLUMN_OF.get(fault.code, ""))
    over = [shift for several in left.values() for shift in several]
    gone = [shift for shift in over if shift.clocked_in is None and shift.begins > now]
    for number, clash in _overlaps(new, {shift.pk for shift in gone}):
        reader.refuse(number, clash, "begins")
    if reader.wrong:
        return Preview(wrong=tuple(sorted(reader.wrong, key=lambda one: one.number)))
    same = len(rows) - len(new) + len(over) - len(gone)
    return Preview(tuple(_changes(period, new, gone, language)), same, rows=tuple(rows))


def apply_file(unit: Unit, period: Period, headed: Headed, *, seen: str, by: Acting, once: str = "") -> Preview:
    """Plans and takes away all that a file changes, or nothing. `seen`: the mark of the preview that was looked at.

    Raises Fault: "not-for-you", "setup-moved-on", "done-already", and as ledger.roster does.
    """
    require_any(by, PLANNERS, unit=unit)
    with writing():
        Unit.objects.select_for_update().get(pk=unit.pk)  # one plan after the other
        preview = compare(unit, period, headed, "en")
        if preview.wrong or preview.mark != seen:
            raise Fault("setup-moved-on")
        people = _people(unit)
        planned: dict[Staff, list[tuple[int, int]]] = defaultdict(list)
        for change in preview.changes:
            if change.after is not None:
                planned[people[str(change.after["person"]).casefold()].staff].append(period.span(change.after))
        keys = [str(change.before["shift"]) for change in preview.changes if change.before is not None]
        away = Shift.objects.select_related("staff", "unit").filter(pk__in=keys).order_by("begins", "staff__username")
        change_roster(unit, away=list(away), planned=planned, by=by, once=once)
    return preview


@dataclass(frozen=True, slots=True)
class _Person:
    """Somebody who may be planned at a unit, and from when until when they have a post there (None: open)."""

    staff: Staff
    posts: list[tuple[int, int | None]]


def _people(unit: Unit) -> Mapping[str, _Person]:
    """Who has, or will have, a post at the unit or above it, by work number. Administrators serve nobody."""
    held = Post.objects.exclude(role__in=ADMINISTRATORS).filter(
        Q(until__isnull=True) | Q(until__gt=clock.now()), unit__in=path_up(unit.pk), staff__is_active=True
    )
    found: dict[str, _Person] = {}
    for post in held.select_related("staff"):
        person = found.setdefault(post.staff.username.casefold(), _Person(post.staff, []))
        person.posts.append((post.since, post.until))
    worked = Staff.objects.filter(shifts__unit=unit).distinct()  # who has gone may stand in a past week
    for staff in worked.exclude(username__in=[person.staff.username for person in found.values()]):
        found[staff.username.casefold()] = _Person(staff, [])
    return found


_COLUMN_OF: Final = {
    "setup-person-unknown": "person",
    "setup-person-name": "name",
    "no-post-at-unit": "person",
    "setup-day-outside": "day",
    "setup-shift-past": "day",
}


def _who(people: Mapping[str, _Person], said: Values) -> _Person:
    """Whose row it is. Raises Fault: "setup-person-unknown", "setup-person-name"."""
    number, name = str(said["person"]), str(said.get("name") or "")
    person = people.get(number.casefold())
    if person is None:
        raise Fault("setup-person-unknown", given=number[:40])
    if name and name.replace(" ", "") != person.staff.name.replace(" ", ""):
        raise Fault("setup-person-name", number=person.staff.username, name=person.staff.name)
    return person


def _new(unit: Unit, period: Period, person: _Person, number: int, values: Values, now: int) -> _New:
    """The shift that a row plans. Raises Fault: "setup-day-outside", "setup-shift-past", "no-post-at-unit"."""
    day = values["day"]
    if not isinstance(day, date) or not period.first <= day <= period.last:
        raise Fault("setup-day-outside", first=period.first.isoformat(), last=period.last.isoformat())
    begins, ends = period.span(values)
    if begins <= now:
        raise Fault("setup-shift-past")
    if not any(since <= begins and (until is None or until > begins) for since, until in person.posts):
        raise Fault("no-post-at-unit", unit=unit.name)
    return _New(number, person.staff, values, begins, ends)


def _overlaps(new: Sequence[_New], gone: set[int]) -> Iterator[tuple[int, Fault]]:
    """The rows whose shift would be while the same person has another one, here or elsewhere."""
    if not new:
        return
    kept = Shift.objects.filter(
        staff__in={one.staff.pk for one in new},
        begins__lt=max(one.ends for one in new),
        ends__gt=min(one.begins for one in new),
    ).exclude(pk__in=gone)
    taken: dict[int, list[tuple[int, int, str]]] = defaultdict(list)
    for shift in kept.select_related("unit"):
        taken[shift.staff_id].append((shift.begins, shift.ends, shift.unit.name))
    planned: dict[int, list[_New]] = defaultdict(list)
    for one in new:
        other = next(
            (name for begins, ends, name in taken[one.staff.pk] if begins < one.ends and ends > one.begins), None
        )
        if other is not None:
            yield one.number, Fault("shift-overlaps", unit=other)
        twin = next((two for two in planned[one.staff.pk] if two.begins < one.ends and two.ends > one.begins), None)
        if twin is not None:
            yield one.number, Fault("setup-shift-twice", row=twin.number)
        planned[one.staff.pk].append(one)


def _changes(period: Period, new: Iterable[_New], gone: Iterable[Shift], language: Language) -> Iterator[Change]:
    """What becomes of the roster, day by day. A shift taken away and one planned for the same day are one changed."""
    away: dict[tuple[str, date], list[Values]] = defaultdict(list)
    for shift in gone:
        values = {**_values(shift, period), "shift": shift.pk}
        away[_place(values)].append(values)
    found = []
    for one in new:
        before = away[_place(one.values)]
        found.append(_change(before.pop(0) if before else None, one.values, language, one.number))
    found += [_change(values, None, language, None) for several in away.values() for values in several]
    yield from sorted(found, key=lambda one: one.key)


def _change(before: Values | None, after: Values | None, language: Language, number: int | None) -> Change:
    values = after or before or {}
    day, person = COLUMNS[0].kind.say(values["day"], language), str(values["person"])
    times = COLUMNS[3:]
    if before is None or after is None:
        said = all_of(times, values, language)
    else:
        said = tuple(
            (one.heading, one.kind.say(before[one.name], language), one.kind.say(after[one.name], language))
            for one in times
            if before[one.name] != after[one.name]
        )
    what: Literal["new", "changed", "gone"] = "new" if before is None else "gone" if after is None else "changed"
    return Change(what, f"{day} {person}", str(values["name"]), said, before, after, number)


def _values(shift: Shift, period: Period) -> dict[str, cells.Value]:
    day, begins = period.local(shift.begins)
    _day, until = period.local(shift.ends)
    return {"day": day, "person": shift.staff.username, "name": shift.staff.name, "begins": begins, "until": until}


def _key(values: Values) -> tuple[object, ...]:
    return str(values["person"]).casefold(), values["day"], values["begins"], values["until"]


def _place(values: Values) -> tuple[str, date]:
    day = values["day"]
    assert isinstance(day, date)
    return str(values["person"]).casefold(), day
