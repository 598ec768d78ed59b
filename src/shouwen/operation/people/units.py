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


def standard_of(unit: int) -> str:
    """The name of the standard the unit works by: its own, or that of the nearest unit above; "" where none has one."""
    return _nearest(unit, lambda place: place.standard)


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


def move(unit: Unit, *, under: Unit | None) -> None:
    """Hangs the unit under another. Raises Fault("unit-below-itself")."""
    with transaction.atomic():
        if under is not None and unit.pk in path_up(under.pk):
            raise Fault("unit-below-itself", unit=unit.name, under=under.name)
        unit.parent = under
        unit.save(update_fields=["parent"])


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
    paths = {key: _path(key, above) for key in above}
    below: dict[int, set[int]] = {key: set() for key in above}
    for key, path in paths.items():
        for unit in path:
            below[unit].add(key)
    return {key: Place(*said[key], path=paths[key], below=frozenset(below[key])) for key in above}


def _path(key: int, above: Mapping[int, int | None]) -> tuple[int, ...]:
    path: list[int] = []
    unit: int | None = key
    while unit is not None and unit not in path:  # a ring, were there one, ends where it began
        path.append(unit)
        unit = above.get(unit)
    return tuple(path)
