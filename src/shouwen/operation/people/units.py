"""The tree of units, kept in memory: few rows, asked for at every request.

A change is seen at once by who made it, by other threads of the process when it is committed, and by other processes
within `FRESH` seconds.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction

from shouwen.fault import Fault

if TYPE_CHECKING:
    from shouwen.operation.people.models import Staff, Unit

FRESH = 1.0
"""Seconds for which a process believes what it has read."""


@dataclass(frozen=True, slots=True)
class Place:
    """A unit as the tree knows it: what it says itself (blank: as the unit above), and its way up, itself first."""

    code: str
    name: str
    kind: str
    size: str
    standard: str
    zone: str
    path: tuple[int, ...]
    below: frozenset[int]  # itself and every unit below it
    standards: tuple[tuple[int, str], ...]  # from when it works by which ("" for none), those above it counted in


Tree = Mapping[int, Place]


class _Memory:
    """What this process has read; `changes` counts what it has written, so that a slow reader keeps nothing old."""

    tree: Tree | None = None
    read_at = 0.0
    changes = 0


class _Thread(threading.local):
    unsettled = False  # changed units in a transaction that is not over: what it reads is for itself alone


_memory = _Memory()
_thread = _Thread()


def tree() -> Tree:
    """Every unit by its key."""
    if _thread.unsettled and not connection.in_atomic_block:
        _thread.unsettled = False  # the transaction was rolled back
    kept, read_at = _memory.tree, _memory.read_at
    if kept is not None and not _thread.unsettled and time.monotonic() - read_at < FRESH:
        return kept
    changes, started = _memory.changes, time.monotonic()
    fresh = _read()
    if not _thread.unsettled and _memory.changes == changes:
        _memory.tree, _memory.read_at = fresh, started
    return fresh


def changed() -> None:
    """Units were written in this thread: nobody goes on believing what was read before."""
    _forget()
    if connection.in_atomic_block:
        _thread.unsettled = True
        transaction.on_commit(_settled)


def subtree(unit: int) -> frozenset[int]:
    """The unit and everything below it; nothing where there is no such unit."""
    place = tree().get(unit)
    return place.below if place else frozenset()


def path_up(unit: int) -> tuple[int, ...]:
    """The unit, the one above it, and so on to the top; nothing where there is no such unit."""
    place = tree().get(unit)
    return place.path if place else ()


def standards_of(unit: int) -> tuple[tuple[int, str], ...]:
    """From when the unit works by which standard, the earliest first, the first from ever on: its own, or that of the
    nearest unit above; "" where none has one. Nothing where there is no such unit."""
    place = tree().get(unit)
    return place.standards if place else ()


def standard_of(unit: int, at: int) -> str:
    """The name of the standard the unit works by at `at`; "" where there is none."""
    return next((name for since, name in reversed(standards_of(unit)) if since <= at), "")


def zone_of(unit: int) -> str:
    """The name of the time zone the unit lies in: its own, or that of the nearest unit above, or the installation's."""
    return _nearest(unit, lambda place: place.zone) or settings.TIME_ZONE


def manager_of(unit: int, at: int) -> Staff | None:
    """Who answers for the unit at `at`: see duty.manager_on_duty."""
    from shouwen.operation.people.duty import manager_on_duty

    return manager_on_duty(unit, at)


def unit_of_code(code: str) -> int:
    """The key of the unit that events call `code`. Raises Fault("unit-unknown")."""
    found = next((key for key, place in tree().items() if place.code == code), None)
    if found is None:
        raise Fault("unit-unknown", unit=code[:32])
    return found


def choose_standard(unit: Unit, standard: str, *, since: int, now: int) -> None:
    """The unit works by this standard (blank: by that of the unit above) from `since` on, which is not before `now`.

    Until then it works by what it works by now: what else was to come is dropped.
    """
    with transaction.atomic():
        _keep_past(unit, "standard", standard, since=since, now=now)
        unit.standard = standard
        unit.save(update_fields=["standard"])


def move(unit: Unit, *, under: Unit | None, since: int, now: int) -> None:
    """Hangs the unit under another. Posts above it count here at once; the standard that comes from above, from `since`
    on. Raises Fault("unit-below-itself")."""
    with transaction.atomic():
        if under is not None and unit.pk in path_up(under.pk):
            raise Fault("unit-below-itself", unit=unit.name, under=under.name)
        _keep_past(unit, "parent_id", None if under is None else under.pk, since=since, now=now)
        unit.parent = under
        unit.save(update_fields=["parent"])


def _keep_past(unit: Unit, field: str, value: str | int | None, *, since: int, now: int) -> None:
    """Keeps that the field of the unit has the new value only from `since` on, and until then that of now."""
    row_now = apps.get_model("people", "Unit").objects.select_for_update().get(pk=unit.pk)
    past = apps.get_model("people", "UnitPast").objects.filter(unit=unit)
    coming = list(past.filter(until__gt=now).order_by("until"))
    then = getattr(coming[0] if coming else row_now, field)
    for row in coming:
        setattr(row, field, then if row.until <= since else value)
        row.save(update_fields=[field])
    after = next((row for row in coming if row.until > since), row_now)
    kept = {"standard": after.standard, "parent_id": after.parent_id, field: then}
    past.get_or_create(unit=unit, until=since, defaults=kept)


def _nearest(unit: int, said: Callable[[Place], str]) -> str:
    places = tree()
    path = places[unit].path if unit in places else ()
    return next((text for above in path if above in places and (text := said(places[above]))), "")


def _settled() -> None:
    _thread.unsettled = False
    _forget()


def _forget() -> None:
    _memory.changes += 1
    _memory.tree = None


def _read() -> Tree:
    rows = apps.get_model("people", "Unit").objects.values_list(
        "pk", "parent_id", "code", "name", "kind", "size", "standard", "zone"
    )
    above: dict[int, int | None] = {}
    said: dict[int, tuple[str, str, str, str, str, str]] = {}
    for key, parent, *rest in rows:
        above[key] = parent
        said[key] = (rest[0], rest[1], rest[2], rest[3], rest[4], rest[5])
    past = _read_past()
    paths = {key: _path(key, above) for key in above}
    below: dict[int, set[int]] = {key: set() for key in above}
    for key, path in paths.items():
        for unit in path:
            below[unit].add(key)
    own = {key: (_ALWAYS, said[key][4], above[key]) for key in above}
    return {
        key: Place(*said[key], path=paths[key], below=frozenset(below[key]), standards=_standards(key, own, past))
        for key in above
    }


_ALWAYS = 2**62
_Stood = tuple[int, str, int | None]
"""Until when, by which standard of its own, under which unit."""


def _read_past() -> Mapping[int, list[_Stood]]:
    rows = apps.get_model("people", "UnitPast").objects.order_by("until")
    past: dict[int, list[_Stood]] = {}
    for unit, until, standard, parent in rows.values_list("unit_id", "until", "standard", "parent_id"):
        past.setdefault(unit, []).append((until, standard, parent))
    return past


def _standards(unit: int, own: Mapping[int, _Stood], past: Mapping[int, list[_Stood]]) -> tuple[tuple[int, str], ...]:
    """By which standard it works from when: asked at each time when it, or a unit that ever was above it, changed."""
    times, ahead, passed = {0}, [unit], set[int]()
    while ahead:
        key = ahead.pop()
        if key in passed or key not in own:
            continue
        passed.add(key)
        changes = [*past.get(key, ()), own[key]]
        times |= {until for until, _standard, _parent in changes[:-1]}
        ahead += [parent for _until, _standard, parent in changes if parent is not None]
    found: list[tuple[int, str]] = []
    for at in sorted(times):
        name = _standard_at(unit, at, own, past)
        if not found or found[-1][1] != name:
            found.append((at, name))
    return tuple(found)


def _standard_at(unit: int, at: int, own: Mapping[int, _Stood], past: Mapping[int, list[_Stood]]) -> str:
    passed: set[int] = set()
    key: int | None = unit
    while key is not None and key in own and key not in passed:
        passed.add(key)
        then = next((one for one in past.get(key, ()) if at < one[0]), own[key])
        if then[1]:
            return then[1]
        key = then[2]
    return ""


def _path(key: int, above: Mapping[int, int | None]) -> tuple[int, ...]:
    path: list[int] = []
    unit: int | None = key
    while unit is not None and unit not in path:  # a ring, were there one, ends where it began
        path.append(unit)
        unit = above.get(unit)
    return tuple(path)
