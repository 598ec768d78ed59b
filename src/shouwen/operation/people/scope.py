"""Which units' rows a piece of work may see. A query of a scoped table outside any scope is a mistake, and raises.

with scope.of(acting): …         what this person's posts let them see
with scope.everywhere(): …       the watch, imports, commands: nobody's eyes
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from django.db import models
from django.db.models import Q

Row = TypeVar("Row", bound=models.Model)


class OutsideScope(RuntimeError):
    """Somebody's rows were asked for without saying on whose behalf."""


@dataclass(frozen=True)
class Seen:
    """What may be seen: rows of these units, and what this person answers for at `at`, wherever it is."""

    units: frozenset[int]
    staff: int | None = None
    at: int | None = field(default=None, compare=False)

    @cached_property
    def people(self) -> frozenset[int]:
        """The person, and those who are away and for whom they answer. Asked for where it is needed: one question."""
        from shouwen.operation.people.duty import people_covered_by

        if self.staff is None:
            return frozenset()
        return frozenset({self.staff, *(people_covered_by(self.staff, self.at) if self.at is not None else ())})


EVERYTHING = Seen(frozenset())
"""No limit: known by being this very object, never by what it holds."""

_seen: ContextVar[Seen | None] = ContextVar("seen", default=None)


@contextmanager
def of(seen: Seen) -> Iterator[None]:
    """Within, scoped tables show what `seen` allows."""
    token = _seen.set(seen)
    try:
        yield
    finally:
        _seen.reset(token)


@contextmanager
def everywhere() -> Iterator[None]:
    """Within, scoped tables show all. For work that shows nobody anything."""
    with of(EVERYTHING):
        yield


def current() -> Seen | None:
    """What may be seen now; None where everything may. Raises OutsideScope."""
    seen = _seen.get()
    if seen is None:
        raise OutsideScope("ask inside scope.of(…) or scope.everywhere()")
    return None if seen is EVERYTHING else seen


Condition = Callable[[Seen], Q]
_RULES: dict[str, Condition] = {}


def rule(name: str) -> Callable[[Condition], Condition]:
    """Declares, for a kind of scoped table, the condition under which a row is seen: a function Seen → Q."""

    def declare(condition: Condition) -> Condition:
        _RULES[name] = condition
        return condition

    return declare


def condition(name: str, seen: Seen) -> Q:
    """Under what condition a row of the kind `name` is seen. Raises KeyError where nobody declared it."""
    return _RULES[name](seen)


class Scoped(models.Manager[Row]):
    """The manager of a scoped table; `rule` is the name of what its rows are seen by."""

    def __init__(self, rule: str = "unit") -> None:
        super().__init__()
        self.rule = rule

    def get_queryset(self) -> models.QuerySet[Row]:
        """The rows that may be seen now. Raises OutsideScope."""
        rows = super().get_queryset()
        seen = current()
        return rows if seen is None else rows.filter(condition(self.rule, seen))


@rule("unit")
def _of_unit(seen: Seen) -> Q:
    return Q(unit__in=seen.units)
