"""Verifying the log against its seal: every event changed, removed or slipped in, every link that does not hold.

It reads only, block by block, so that memory does not grow with the log. What stands encrypted beside the log is held
against the digests by which events name it. A customer who was erased is no finding: what was sealed is still there,
and nobody can read it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from shouwen.fault import Fault
from shouwen.operation.ledger import models
from shouwen.operation.ledger.attaching import FILE, digest_kept
from shouwen.operation.ledger.position import Position
from shouwen.operation.ledger.seal import COLUMNS, FIRST, block_hash, digest
from shouwen.operation.ledger.stream_reading import BEFORE_ALL, after
from shouwen.operation.people import scope
from shouwen.operation.people.models import PersonalText
from shouwen.operation.people.privacy import TEXT
from shouwen.wording import Language, Wording

MOST = 1_000
"""Findings that are kept; how many more there are is counted."""

Progress = Callable[[float], None]
"""Told now and then which share is done."""

WHAT: Mapping[str, Wording] = {
    "event-changed": Wording(
        "事件 {event} 封存后被改动（块 {block}）", "事件 {event} 封存後被改動（塊 {block}）",
        "event {event} was changed after it was sealed (block {block})",
    ),
    "event-removed": Wording(
        "事件 {event} 封存后被删除（块 {block}）", "事件 {event} 封存後被刪除（塊 {block}）",
        "event {event} was removed after it was sealed (block {block})",
    ),
    "event-slipped-in": Wording(
        "事件 {event} 夹在已封存的事件之间，却不在任何块里", "事件 {event} 夾在已封存的事件之間，卻不在任何塊裡",
        "event {event} stands among sealed events and is in no block",
    ),
    "block-changed": Wording(
        "块 {block} 本身被改动：与它的散列值不符", "塊 {block} 本身被改動：與它的雜湊值不符",
        "block {block} itself was changed: it does not match its hash",
    ),
    "chain-broken": Wording(
        "块 {block} 与前一块不相连：之前的块被改动或删除", "塊 {block} 與前一塊不相連：之前的塊被改動或刪除",
        "block {block} does not follow the block before it: one before was changed or removed",
    ),
    "text-changed": Wording(
        "事件 {event} 所附的文字被改动", "事件 {event} 所附的文字被改動",
        "the text that event {event} names was changed",
    ),
    "text-missing": Wording(
        "事件 {event} 所附的文字不见了", "事件 {event} 所附的文字不見了",
        "the text that event {event} names is gone",
    ),
    "file-changed": Wording(
        "事件 {event} 所附的文件被改动", "事件 {event} 所附的檔案被改動",
        "the file that event {event} names was changed",
    ),
    "file-missing": Wording(
        "事件 {event} 所附的文件不见了", "事件 {event} 所附的檔案不見了",
        "the file that event {event} names is gone",
    ),
    "kept-hash-unknown": Wording(
        "另行保存的散列值不属于任何一块：它之前的记录被整个重做过，或者它不是这里的",
        "另行保存的雜湊值不屬於任何一塊：它之前的記錄被整個重做過，或者它不是這裡的",
        "the hash kept elsewhere is that of no block: what was before it was sealed anew, or it is not from here",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it was sealed. `what` is a key of WHAT."""

    what: str
    event: int | None = None
    block: int | None = None

    def say(self, language: Language) -> str:
        """It, in words."""
        return WHAT[self.what].say(language, event=self.event, block=self.block)


@dataclass(slots=True)
class Report:
    """What was found. `head`: the hash of the last block, to be kept elsewhere; "" where nothing is sealed yet.

    blocks, events  that were looked at; unsealed: events that no block holds yet; last: the number of the last block
    """

    blocks: int = 0
    events: int = 0
    unsealed: int = 0
    head: str = ""
    last: int | None = None
    findings: list[Finding] = field(default_factory=list)
    count: int = 0

    def add(self, what: str, event: int | None = None, block: int | None = None) -> None:
        """One more finding."""
        self.count += 1
        if len(self.findings) < MOST:
            self.findings.append(Finding(what, event, block))


def verify(
    *, start: int | None = None, against: str | None = None, on_progress: Progress = lambda share: None
) -> Report:
    """Holds the log against its seal.

    start    the number of the block to begin with, whose link to the one before is believed; None: the first
    against  the hash of a block as it was kept elsewhere (64 hexadecimal digits): it must be there
    Raises Fault: "seal-hash-form", "seal-block-unknown".
    """
    if against is not None and not re.fullmatch(r"[0-9a-fA-F]{64}", against.strip()):
        raise Fault("seal-hash-form")
    wanted = None if against is None else bytes.fromhex(against.strip())
    with scope.everywhere():
        return _Walk(start, wanted).go(on_progress)


class _Walk:
    """One walk along the chain."""

    def __init__(self, start: int | None, wanted: bytes | None) -> None:
        rows = models.Seal.objects.order_by("pk")
        last = rows.values_list("pk", "transaction", "event", "hash").last()
        self.report = Report()
        self.wanted = wanted
        self.end = BEFORE_ALL
        if last is not None:
            self.report.last, self.report.head = last[0], bytes(last[3]).hex()
            self.end = _place(last[1], last[2])
        self.blocks = rows.filter(pk__lte=last[0]) if last is not None else rows.none()
        self.previous, self.begin = FIRST, BEFORE_ALL
        if wanted is not None and self.blocks.filter(hash=wanted).exists():
            self.wanted = None
        if start is not None:
            self._begin_at(start)
        self.scanned = 0  # every event with a number up to here has been seen
        self.strangers: set[int] = set()  # seen, and in no block so far

    def _begin_at(self, start: int) -> None:
        if not self.blocks.filter(pk=start).exists():
            raise Fault("seal-block-unknown", block=start, last=self.report.last or "-")
        before = self.blocks.filter(pk__lt=start).last()
        self.blocks = self.blocks.filter(pk__gte=start)
        if before is not None:
            self.previous, self.begin = bytes(before.hash), _place(before.transaction, before.event)

    def go(self, on_progress: Progress) -> Report:
        report, total = self.report, self.blocks.count()
        for block in self.blocks.iterator(chunk_size=50):
            self._look_at(block)
            report.blocks += 1
            on_progress(report.blocks / total)
        self._look_at_strangers()
        self._look_at_unsealed()
        if self.wanted is not None:
            report.add("kept-hash-unknown")
        return report

    def _look_at(self, block: models.Seal) -> None:
        numbers, digests, add = list(block.events), bytes(block.digests), self.report.add
        if bytes(block.previous) != self.previous:
            add("chain-broken", block=block.pk)
        sound = len(digests) == 32 * len(numbers) and numbers and numbers[-1] == block.event
        if not sound or block_hash(bytes(block.previous), block.sealed_at, numbers, digests) != bytes(block.hash):
            add("block-changed", block=block.pk)
        self.previous = bytes(block.hash)
        sealed = {number: digests[32 * place : 32 * place + 32] for place, number in enumerate(numbers)}
        found: set[int] = set()
        named: list[tuple[str, int]] = []
        for row in self._rows(sealed):
            found.add(row[0])
            if digest(row) != sealed[row[0]]:
                add("event-changed", row[0], block.pk)
            named += _named(row)
        for number in numbers:
            if number not in found:
                add("event-removed", number, block.pk)
        self.strangers -= sealed.keys()
        self.report.events += len(numbers)
        self._look_at_named(named)

    def _rows(self, sealed: Mapping[int, bytes]) -> Iterator[Sequence[Any]]:
        """The block's events, and on the way there every other number up to its last: a stranger, so far."""
        if not self.scanned and self.begin != BEFORE_ALL:
            self.scanned = min(sealed, default=1) - 1
        late = [number for number in sealed if number <= self.scanned]
        last = max(sealed, default=self.scanned)
        if last > self.scanned:
            rows = models.Event.objects.filter(id__gt=self.scanned, id__lte=last).order_by("id")
            for row in rows.values_list(*COLUMNS).iterator(chunk_size=1_000):
                if row[0] in sealed:
                    yield row
                else:
                    self.strangers.add(row[0])
            self.scanned = last
        if late:
            yield from models.Event.objects.filter(id__in=late).order_by("id").values_list(*COLUMNS)

    def _look_at_strangers(self) -> None:
        """Those that stand after the last block are only not sealed yet; the others should be in one."""
        for some in _chunks(sorted(self.strangers), 500):
            rows = models.Event.objects.filter(id__in=some).order_by("id").values_list("transaction", "id")
            for transaction, number in rows:
                if self.begin < _place(transaction, number) <= self.end:
                    self.report.add("event-slipped-in", number)

    def _look_at_unsealed(self) -> None:
        """Counts what is not sealed yet; what it names must be there all the same."""
        for some in _chunks(after(self.end).values_list(*COLUMNS).iterator(chunk_size=1_000), 1_000):
            self.report.unsealed += len(some)
            self._look_at_named([named for row in some for named in _named(row)])

    def _look_at_named(self, named: Sequence[tuple[str, int]]) -> None:
        """Whether what events name by its digest is there, and has that digest."""
        texts = {name.removeprefix(TEXT): event for name, event in named if name.startswith(TEXT)}
        kept = dict(PersonalText.objects.filter(name__in=texts).values_list("name", "sealed")) if texts else {}
        for name, event in texts.items():
            if name not in kept:
                self.report.add("text-missing", event)
            elif hashlib.sha256(bytes(kept[name])).hexdigest() != name:
                self.report.add("text-changed", event)
        files = {name.removeprefix(FILE): event for name, event in named if name.startswith(FILE)}
        erased = models.Attachment.objects.filter(name__in=files, customer__erased_at__isnull=False)
        gone = set(erased.values_list("name", flat=True)) if files else set()
        for name, event in files.items():
            there = digest_kept(name)
            if there is None and name not in gone:
                self.report.add("file-missing", event)
            elif there is not None and there != name:
                self.report.add("file-changed", event)


def _place(transaction: int, number: int) -> Position:
    """Where an event stands in the stream; where numbers alone are the order, whatever the row says."""
    return Position(transaction if connection.vendor == "postgresql" else 0, number)


def _named(row: Sequence[Any]) -> list[tuple[str, int]]:
    """What an event, given as its COLUMNS, names by digest, with its own number."""
    data, correction = row[8], row[10]
    values = [*data.values(), *((correction or {}).get("data") or {}).values()]
    return [(value, row[0]) for value in values if isinstance(value, str) and value.startswith((TEXT, FILE))]


def _chunks(rows: Iterable[Any], size: int) -> Iterator[list[Any]]:
    some: list[Any] = []
    for row in rows:
        some.append(row)
        if len(some) == size:
            yield some
            some = []
    if some:
        yield some
