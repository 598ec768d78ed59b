"""What must hold in the book whatever happened. Each law says what it found wrong in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from tests.law.stories import connection
from tests.operation.laws.trial.models import Concern
from tests.operation.laws.trial.room import CLOSED, REOPENED

from shouwen.audit.judge import verdicts_of
from shouwen.audit.on_duckdb import Log
from shouwen.checks.obligation import Obligation as Row
from shouwen.events.story import Story
from shouwen.operation.ledger import clock, editions, words
from shouwen.operation.ledger.models import Case, Event, Obligation
from shouwen.operation.ledger.owing import SETTLED
from shouwen.operation.ledger.rebuild import differences
from shouwen.operation.ledger.stories import stories, told


@contextmanager
def rolled_back() -> Iterator[None]:
    """What is written within is taken back."""
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)
    editions.revision()  # forgets what was read, where that was taken back


def check_log(log: dict[int, tuple[Any, ...]]) -> dict[int, tuple[Any, ...]]:
    """The log grows and nothing else: no event is changed or removed; times never fall within a story. The log now."""
    rows = {row[0]: row for row in Event.objects.values_list(*[one.attname for one in Event._meta.concrete_fields])}
    plain = {number: tuple(map(str, row)) for number, row in rows.items()}
    for number, row in log.items():
        assert plain.get(number) == row, f"event {number} is not what it was"
    for case, events in stories(Case.objects.values_list("pk", flat=True)).items():
        noted = [event.noted_at for event in events]
        assert noted == sorted(noted), f"case {case}: noted in another order"
        assert events, f"case {case} has no story"
        assert Case.objects.values_list("noted_at", flat=True).get(pk=case) == noted[-1]
    assert set(rows) == set(Event.objects.filter(told__isnull=False).values_list("pk", flat=True)), "an event untold"
    return plain


def check_owners() -> None:
    """Exactly one owner for each concern: whoever was asked first, took it over or accepted it, as now known."""
    cases = {case.pk: case for case in Case.objects.all()}
    for number, events in stories(cases).items():
        case = cases[number]
        if case.kind != "concern":
            assert case.owner_id is None
            continue
        owner = str(events[0].data["owner"])
        closed = False
        offered = None
        for event in Story(case.subject, events).known(2**40).events:
            if event.word in (words.ACCEPT, words.TAKE) and event.by:
                owner, offered = event.by, None
            elif event.word == words.OFFER and not closed:
                offered = event.data["to"]
            elif event.word in (words.ACCEPT, words.REFUSE, words.TAKE_BACK, words.TAKE, CLOSED):
                offered = None
            closed = event.word == CLOSED or (closed and event.word != REOPENED)
        assert f"staff:{case.owner_id}" == owner, f"{case.subject}: owned by {case.owner_id}, not by {owner}"
        at = (
            f"staff:{case.offered_to_id}"
            if case.offered_to_id
            else f"unit:{case.offered_desk_id}"
            if case.offered_desk_id
            else None
        )
        assert at == offered, f"{case.subject}: offered to {at}, not to {offered}"
        assert (case.closed_at is not None) is closed


def check_book(calendar_left: int) -> None:
    """What the book holds is what the log makes of it now: nothing lost, doubled or left over. The watch has looked."""
    cases = [case for case in Case.objects.all() if not _judged_before(case, calendar_left)]
    assert differences(cases) == []
    assert not Case.objects.filter(next_change__lte=clock.now()).exists()


def _judged_before(case: Case, calendar_left: int) -> bool:
    """Closed, all settled, and the calendar was changed since: what was judged is not judged anew."""
    if case.revision != SETTLED:
        return False
    last = Event.objects.filter(told__case=case).latest("pk").pk
    return last < calendar_left


def check_notices() -> None:
    """For each obligation that stands broken one Broken that no Withdrawn follows, and none for what is not broken."""
    cases = {case.pk: case for case in Case.objects.all()}
    rows = {(row.case_id, row.clause, row.opened_by, row.period): row for row in Obligation.objects.all()}
    stands: dict[tuple[Any, ...], str] = defaultdict(str)
    for number, events in stories(cases).items():
        for event in events:
            if event.word not in words.NOTICES:
                continue
            data = event.data
            key = (number, data["clause"], data.get("opened_by", 0), data.get("period", 0))
            word = event.word.removeprefix("obligation.")
            assert (stands[key] == "broken") is (word == "withdrawn"), f"{word} after {stands[key] or 'nothing'}: {key}"
            assert not (word == "warned" and stands[key] == "warned" and key in rows), f"warned twice: {key}"
            if word == "broken" and "due" in data:
                assert event.at <= event.noted_at
            stands[key] = "" if word == "withdrawn" else word
    broken = {key for key, word in stands.items() if word == "broken"}
    assert broken == {key for key, row in rows.items() if row.state == "broken"}
    for key, row in rows.items():
        assert row.noticed == stands[key] or (not row.noticed and stands[key] == "warned"), key


def check_audit(calendar_left: int) -> None:
    """The audit of the exported log gives the rows that the book holds, clause by clause."""
    now = clock.now()
    as_known = max([now, *Case.objects.values_list("noted_at", flat=True)])
    standard = editions.working("trial").standard
    assert standard is not None
    events = [told(row) for row in Event.objects.order_by("pk")]
    left_out = {case.subject for case in Case.objects.all() if _judged_before(case, calendar_left)}
    judged = verdicts_of(standard.clauses, Log(connection(events)), as_known)
    audited = sorted((row for row in judged if row.subject not in left_out), key=_key)
    subjects = dict(Case.objects.values_list("pk", "subject"))
    book = [_row(row, subjects[row.case_id]) for row in Obligation.objects.all()]
    assert sorted((row for row in book if row.subject not in left_out), key=_key) == audited


def _key(row: Row) -> tuple[Any, ...]:
    return row.clause, row.subject, row.opened_by or 0, row.period or 0


def _row(row: Obligation, subject: str) -> Row:
    return Row(
        row.clause, subject, row.opened_by or None, row.period or None, row.state, row.reason or None, row.due,
        row.settled_by, row.margin, tuple(row.evidence), row.grade,
    )  # type: ignore[arg-type]  # fmt: skip


def state() -> dict[str, Any]:
    """All that the book holds, events named by their place among those that are no notices."""
    rows = Event.objects.exclude(word__in=words.NOTICES).order_by("pk")
    place = {row.pk: number for number, row in enumerate(rows, 1)} | {0: 0}
    said = [(row.word, row.at, row.noted_at, row.by, row.about, row.data) for row in rows]
    cases = [
        (case.subject, case.owner_id, case.offered_to_id, case.offered_desk_id, case.closed_at, case.next_change)
        for case in Case.objects.order_by("subject")
    ]
    concerns = sorted(Concern.objects.values_list("case__subject", "state", "answers", "topic", "last_at"))
    owed = sorted(
        (
            row.case.subject, row.clause, place[row.opened_by], row.period, row.opened_at, row.state, row.reason,
            str(row.due), str(row.warn), place[row.settled_by or 0], str(row.margin),
            [place[one] for one in row.evidence], row.owner_id, row.noticed == "broken",
        )
        for row in Obligation.objects.select_related("case")
    )  # fmt: skip
    return {"said": said, "cases": cases, "concerns": concerns, "owed": owed}
