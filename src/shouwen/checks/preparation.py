"""What the clauses of one audit need prepared, once for all of them, and the few words in which engines differ.

A check's audit reading writes SQL over prepared tables and says here what it needs in them. The engine then makes
the tables (one row per subject and event, only the words that some clause mentions) and runs the checks' texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from shouwen.events.event import Value
from shouwen.events.vocabulary import OWN_FIELDS, Kind
from shouwen.worktime import NATURAL, Clock, Instant, Zone

STORY = "PARTITION BY subject ORDER BY n"
"""The window in which one subject's rows stand in order."""


class Dialect(Protocol):
    """The words in which SQL engines differ."""

    def row(self, columns: Mapping[str, str]) -> str:
        """An expression that bundles named expressions into one value; its parts are read as `value.name`."""

    def before(self, value: str, where: str, window: str = STORY) -> str:
        """`value` of the nearest earlier row of the window that fulfils `where`; NULL if none."""

    def after(self, value: str, where: str, window: str = STORY) -> str:
        """`value` of the nearest later row of the window that fulfils `where`; NULL if none."""

    def asof(self, table: str, alias: str, on: str, *, equal: str = "") -> str:
        """A left join to the nearest row of `table`: `on` is one inequality, `equal` equalities to fulfil first."""

    def ids(self, *values: str) -> str:
        """A list of event ids, ascending, without the missing ones."""

    def union_ids(self, ids: str, more: str) -> str:
        """A list of event ids with one more (if it is not missing), ascending, each once."""

    def collect(self, value: str, where: str = "TRUE") -> str:
        """An aggregate: the list of the values of the rows that fulfil `where`, ascending; empty if none."""

    def numbers(self, count: str, name: str) -> str:
        """A lateral join that gives 0 … count-1 in a column `name`."""

    def extract(self, field: str, kind: Kind) -> str:
        """A field of the event's data, NULL where it is missing or of another kind."""

    def months_later(self, local: str, months: str) -> str:
        """Wall-clock seconds moved by whole months, clipped to the month's last day."""

    def month_index(self, local: str) -> str:
        """Months since January 1970 of wall-clock seconds."""

    def concat(self, ids: str, more: str) -> str:
        """Two lists in one."""

    def divide(self, dividend: str, divisor: str) -> str:
        """Whole division, rounded down."""

    def least(self, values: Iterable[str]) -> str:
        """The smallest of the values that are not missing."""

    def greatest(self, values: Iterable[str]) -> str:
        """The greatest of the values that are not missing."""


class Preparation:
    """The needs of all clauses that are judged on one kind of subject, gathered while they write their SQL.

    words     words whose events the prepared table holds
    columns   name of a prepared column → field and kind
    clocks    clocks whose reading each row carries, by name
    tracks    tables of paused clocks: key → (name, SQL that makes it)
    zones     zones whose offsets are needed, by name
    most      the longest limit per clock, for how far its table must reach
    """

    def __init__(self, kind: str, at: Instant, dialect: Dialect) -> None:
        self.kind = kind
        self.at = at
        self.dialect = dialect
        self.words: set[str] = set()
        self.columns: dict[str, tuple[str, Kind]] = {}
        self.clocks: dict[str, Clock] = {}
        self.most: dict[str, int] = {}
        self.tracks: dict[str, tuple[str, str]] = {}
        self.zones: dict[str, Zone] = {}

    @property
    def told(self) -> str:
        """The prepared table: subject, n (order in the story), id, happened, word, site, by_whom, grade, columns."""
        return f"told_{self.kind}"

    def hear(self, words: Iterable[str]) -> None:
        """Keep the events of these words."""
        self.words.update(words)

    def column(self, field: str, kind: Kind) -> str:
        """The column that holds a field."""
        if field in OWN_FIELDS:
            return {"site": "nullif(site, '')", "by": "nullif(by_whom, '')"}[field]
        name = f"{kind}_{field}"
        self.columns[name] = (field, kind)
        return quoted(name)

    def clock(self, clock: Clock, most: int) -> tuple[str, str, str]:
        """Expressions for what the clock shows at a row, whether it is dark there, and its extra (worktime.Span)."""
        if clock is NATURAL:
            return "happened", "FALSE", "0"
        self.clocks[clock.name] = clock
        self.most[clock.name] = max(most, self.most.get(clock.name, 0))
        return f"w_{clock.name}", f"dark_{clock.name}", f"extra_{clock.name}"

    def track(self, key: str, sql: str) -> str:
        """The table of a paused clock (checks/track.py), made once for all clauses that share it."""
        return self.tracks.setdefault(key, (f"track_{self.kind}_{len(self.tracks)}", sql))[0]

    def zone(self, zone: Zone) -> str:
        """The table of a zone's offsets: start_at, local_start, seconds."""
        name = "zone_" + "".join(letter if letter.isalnum() else "_" for letter in zone.name)
        self.zones[name] = zone
        return name


def literal(value: Value) -> str:
    """A value as SQL."""
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return f"CAST('{value!r}' AS DOUBLE)"
    return "'" + value.replace("'", "''") + "'"


def quoted(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'
