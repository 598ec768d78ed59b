"""Rows follow from the log: `differences` finds whatever does not."""

from __future__ import annotations

import pytest
from tests.operation.laws.trial.asking import fresh
from tests.operation.laws.trial.fixtures import MONDAY
from tests.operation.laws.trial.models import Concern
from tests.operation.laws.trial.room import ANSWERED, NOTED
from tests.operation.people_of_the_tests import Cast

from shouwen.operation.ledger import clock
from shouwen.operation.ledger.act import NewCase, act, begin
from shouwen.operation.ledger.models import Case, Obligation, Told
from shouwen.operation.ledger.rebuild import differences
from shouwen.operation.people.rights import acting_of


@pytest.fixture
def case(trial: Cast) -> Case:
    lin = acting_of(trial.lin, clock.now())
    case = begin(NewCase(kind="concern", unit=trial.east, owner=trial.lin), NOTED, by=lin, data={"topic": "bill"})
    act(case, ANSWERED, by=lin)
    return case


def test_what_the_door_wrote_is_what_its_events_make(case: Case) -> None:
    assert differences([fresh(case)]) == []


@pytest.mark.parametrize(
    ("table", "change"),
    [
        (Case, {"closed_at": MONDAY}),
        (Case, {"noted_at": MONDAY - 1}),
        (Concern, {"answers": 2}),
        (Concern, {"topic": "cover"}),
        (Obligation, {"state": "broken"}),
        (Obligation, {"due": MONDAY}),
        (Obligation, {"opened_at": MONDAY - 1}),
        (Obligation, {"evidence": []}),
        (Obligation, {"owner": None}),
    ],
)
def test_a_row_that_was_changed_past_the_door_is_named(case: Case, table: type, change: dict[str, object]) -> None:
    table._base_manager.all().update(**change)
    (name,) = change
    assert {line.split(":")[0] for line in differences([fresh(case)])} == {case.subject.split(":")[0]}
    assert f"{name}" in " ".join(differences([fresh(case)]))


def test_an_obligation_that_is_missing_or_too_many_is_named(case: Case) -> None:
    row = Obligation.objects.filter(case=case).first()
    assert row is not None
    row.delete()
    assert [line.count("None, but its events make") for line in differences([fresh(case)])] == [1]
    row.pk = None
    row.save()
    row.pk, row.period = None, MONDAY
    row.save()
    assert [line.endswith("but its events make None") for line in differences([fresh(case)])] == [True]


def test_a_case_without_a_story_is_named(case: Case) -> None:
    Told.objects.filter(case=case).delete()
    assert differences([fresh(case)]) == [f"{case.subject}: no events"]
