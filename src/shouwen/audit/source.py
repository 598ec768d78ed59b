"""The door between the audit and what holds the log: a second engine is one more file with these few functions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, Protocol

import pyarrow as pa

from shouwen.checks.columns import Numbers
from shouwen.checks.told import Needs, Told
from shouwen.worktime import Instant

OTHERS = "…"
"""Stands for all sites, and all people, beyond those that are told apart by name."""


Names = Literal["none", "any order", "in order"]
"""Whether a batch knows what its subjects are called, and whether they come in the order of their names."""


@dataclass(frozen=True)
class Batch:
    """Whole stories of one kind of subject as columns.

    site, by  for each event, the place of its name in Source.sites and Source.people
    names     the subjects, in the order of `told.subject`; none if they were not asked for
    """

    told: Told
    site: Numbers
    by: Numbers
    names: pa.Array


class Source(Protocol):
    """A log, read by some engine. It raises Fault for what the live reading would refuse as well.

    span   when the first event happened and when the last was noted; (0, 0) for an empty log
    size   how many events there are
    sites, people  names: "" first, then OTHERS, then the most frequent
    """

    @property
    def span(self) -> tuple[Instant, Instant]: ...
    @property
    def size(self) -> int: ...
    @property
    def sites(self) -> list[str]: ...
    @property
    def people(self) -> list[str]: ...

    def know(self, at: Instant) -> None:
        """Make ready what was known at `at`."""

    def events(self, ids: Iterable[int]) -> dict[int, tuple[str, Instant, str, int]]:
        """Events by id, as they were known: word, when they happened, by whom, place of the grade in GRADES."""

    def batches(self, kind: str, needs: Needs, at: Instant, *, names: Names = "none") -> Iterator[Batch]:
        """The stories of one kind of subject, as `needs` asks for them; after `know`.

        Whole stories, each in the order (at, id).
        """
