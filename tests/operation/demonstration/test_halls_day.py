"""A whole day of the demonstration's halls: as the log has it, in the line's order; and live is what the audit finds.

One day is told, in two own halls and a partner hall, and looked at from all sides.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from pathlib import Path

import pytest
from tests.operation.channels.hall.waiting.order_in_the_log import order_as_told
from tests.operation.demonstration.halls_told import happened, in_order

from shouwen.audit.judge import verdicts_of
from shouwen.audit.on_duckdb import Log
from shouwen.operation.channels.hall import story
from shouwen.operation.channels.hall.models import CounterDay, Visit
from shouwen.operation.demonstration import hall_history, organisation
from shouwen.operation.demonstration.organisation import HALLS, ZONE
from shouwen.operation.ledger import clock, models
from shouwen.operation.ledger.editions import working_at
from shouwen.operation.ledger.export import export
from shouwen.operation.ledger.rebuild import differences
from shouwen.operation.ledger.watch import look_once
from shouwen.operation.people import scope
from shouwen.operation.people.rights import SYSTEM, acting_of

TUESDAY = date(2026, 9, 15)
NOON = int(datetime(2026, 9, 16, 12, tzinfo=ZONE).timestamp())
A_DAY = 86_400


@pytest.mark.django_db
def test_a_whole_day_of_own_and_partner_halls_stands_as_its_log_has_it_and_as_the_audit_judges_it(
    tmp_path: Path,
) -> None:
    with scope.everywhere(), clock.standing(NOON):
        organisation.build(since=NOON - 30 * A_DAY)
        tell_tuesday(tuesday := organisation.read())
        while look_once():
            pass
        rows_are_as_the_log_makes_them()
        no_number_is_there_twice_and_the_line_is_kept()
        customers_waited_too_long_now_and_then()
        live_is_what_the_audit_finds(tuesday, tmp_path)


def tell_tuesday(there: organisation.Organisation) -> None:
    for code in HALLS:
        day, past = hall_history.day_at(there, code, TUESDAY, seed=1)
        while day.next_at is not None:
            day.go()
        manager = next(one for one in there.team[code] if one.posts.filter(role="manager").exists())
        past.close(acting_of(manager, NOON), day.closes + 1800)
        for _ in hall_history.tell(past, until=NOON):
            pass


def rows_are_as_the_log_makes_them() -> None:
    visits = Visit._base_manager.filter(unit__code__in=HALLS)
    assert {code: visits.filter(unit__code=code).count() > 40 for code in HALLS} == dict.fromkeys(HALLS, True)
    assert differences(models.Case._base_manager.exclude(kind="unit"), at=NOON) == []
    assert set(visits.values_list("state", flat=True)) == {story.GONE}
    assert set(CounterDay._base_manager.values_list("state", flat=True)) == {"closed"}
    said = Counter(happened().values_list("word", flat=True))
    assert min(said[word] for word in (
        story.GREETED, story.GUIDED, story.SEATED, story.ABANDONED, story.RECALLED, story.NO_SHOW, story.SOLVED,
        story.CONSULT_ENDED, story.RATED, story.HANDED_OVER, story.PAUSED, "identity.checked", "order.entered",
    )) > 0  # fmt: skip
    assert happened().filter(at__gt=NOON).count() == 0


def no_number_is_there_twice_and_the_line_is_kept() -> None:
    for code in HALLS:
        taken = happened().filter(word=story.TAKEN, unit__code=code).values_list("data__day", "data__number")
        assert max(Counter(taken).values()) == 1
        assert order_as_told(in_order(code)) == []


def customers_waited_too_long_now_and_then() -> None:
    states = Counter(models.Obligation._base_manager.filter(unit__code="lakeside").values_list("clause", "state"))
    for clause in ("hall.greeted", "hall.called", "counter.time.single", "delivery.result-confirmed"):
        assert states[clause, "kept"] > states[clause, "broken"] > 0, clause
    refused = happened().filter(word=story.ABANDONED).exclude(data__has_key="reason").count()
    assert 0 < refused < 40


def live_is_what_the_audit_finds(tuesday: organisation.Organisation, tmp_path: Path) -> None:
    found = {}
    for code in HALLS:
        unit = tuesday.units[code]
        out = tmp_path / f"{code}.parquet"
        assert export(SYSTEM, out, unit=code) == models.Event._base_manager.filter(unit=unit).count()
        standard = working_at(unit.pk).standard
        assert standard is not None
        live = {
            (row.clause, row.case.subject, row.opened_by or None, row.period or None): (
                row.state, row.reason or None, row.due, row.settled_by, row.margin, tuple(row.evidence), row.grade,
            )
            for row in models.Obligation._base_manager.filter(unit=unit).select_related("case")
        }  # fmt: skip
        judged = {one.key: one[4:11] for one in verdicts_of(standard.clauses, Log([out], folder=tmp_path), NOON)}
        assert len({clause for clause, *_ in live}) > 12
        assert {state for state, *_ in live.values()} >= {"kept", "broken", "not_judged"}
        found[code] = {
            key: (live.get(key), judged.get(key)) for key in {*live, *judged} if live.get(key) != judged.get(key)
        }
    assert found == {code: {} for code in HALLS}
