"""`act_many`: a batch goes through the same seven steps, in one transaction."""

from __future__ import annotations

import pytest
from tests.operation.laws.trial.asking import owed, story
from tests.operation.laws.trial.fixtures import MONDAY
from tests.operation.laws.trial.models import Concern
from tests.operation.laws.trial.room import ANSWERED, CLOSED, NOTED, RESUMED
from tests.operation.people_of_the_tests import Cast

from shouwen.fault import Fault
from shouwen.operation.ledger import clock, words
from shouwen.operation.ledger.act import Act, Done, NewCase, act_many
from shouwen.operation.ledger.models import Case, Event, Obligation
from shouwen.operation.ledger.rebuild import differences
from shouwen.operation.people.models import Staff
from shouwen.operation.people.rights import SYSTEM, Acting, acting_of


def as_of(person: Staff) -> Acting:
    return acting_of(person, clock.now())


def test_a_story_is_told_whole_in_one_batch(trial: Cast) -> None:
    lin, zhao = as_of(trial.lin), as_of(trial.zhao)
    new = NewCase(kind="concern", unit=trial.east, owner=trial.lin)
    done = act_many(
        [
            Act(about=[new], word=NOTED, by=lin, data={"topic": "bill"}),
            Act(about=[new], word=words.OFFER, by=lin, data={"to": trial.zhao.reference}),
            Act(about=[new], word=words.ACCEPT, by=zhao),
            Act(about=[new], word=ANSWERED, by=zhao, data={"how": "well"}),
            Act(about=[new], word=CLOSED, by=zhao),
        ]
    )
    case = Case.objects.get(kind="concern")
    assert [one.event.word for one in done if isinstance(one, Done)] == story(case)
    assert (case.owner_id, case.closed_at) == (trial.zhao.pk, MONDAY)
    assert {state for _, state, _ in owed(case)} == {"kept"}
    assert differences([case]) == []


def test_history_is_told_with_both_its_times(trial: Cast) -> None:
    new = NewCase(kind="concern", unit=trial.east, owner=trial.lin)
    yesterday = MONDAY - 86400
    act_many(
        [
            Act(about=[new], word=NOTED, by=SYSTEM, at=yesterday, noted_at=yesterday + 5),
            Act(about=[new], word=ANSWERED, by=SYSTEM, at=yesterday + 60, noted_at=yesterday + 65),
        ]
    )
    times = Event.objects.filter(about__0=Case.objects.get(kind="concern").subject).order_by("pk")
    assert [(row.at, row.noted_at) for row in times if row.word not in words.NOTICES] == [
        (yesterday, yesterday + 5),
        (yesterday + 60, yesterday + 65),
    ]


def test_a_refused_act_takes_the_whole_batch_with_it(trial: Cast) -> None:
    new = NewCase(kind="concern", unit=trial.east, owner=trial.lin)
    before = Event.objects.count()
    with pytest.raises(Fault) as refused:
        act_many(
            [Act(about=[new], word=NOTED, by=as_of(trial.lin)), Act(about=[new], word=RESUMED, by=as_of(trial.lin))]
        )
    assert refused.value.code == "may-not-follow"
    assert (Event.objects.count(), Case.objects.filter(kind="concern").count()) == (before, 0)


def test_or_leaves_its_fault_in_its_place_where_that_is_asked_for(trial: Cast) -> None:
    lin = as_of(trial.lin)
    one, other = (NewCase(kind="concern", unit=trial.east, owner=trial.lin, name=name) for name in ("one", "other"))
    done = act_many(
        [
            Act(about=[other, "concern:unheard-of"], word=NOTED, by=lin),
            Act(about=[one], word=RESUMED, by=lin),
            Act(about=[one], word=NOTED, by=lin, data={"topic": "x"}),
            Act(about=[one], word=RESUMED, by=lin),
            Act(about=["concern:one"], word=ANSWERED, by=lin),
        ],
        refusals=True,
    )
    assert [each.code if isinstance(each, Fault) else each.event.word for each in done] == [
        "case-unknown", "may-not-follow", NOTED, "may-not-follow", ANSWERED,
    ]  # fmt: skip
    assert list(Case.objects.filter(kind="concern").values_list("subject", flat=True)) == ["concern:one"]
    assert Concern.objects.get().answers == 1


def test_what_is_delivered_twice_in_one_batch_happens_once(trial: Cast) -> None:
    new = NewCase(kind="concern", unit=trial.east, owner=trial.lin)
    again = NewCase(kind="concern", unit=trial.east, owner=trial.lin)
    done = act_many([Act(about=[each], word=NOTED, by=SYSTEM, once="delivery-7") for each in (new, again)])
    assert [one.event.pk for one in done if isinstance(one, Done)] == [Event.objects.get(word=NOTED).pk] * 2
    assert Case.objects.filter(kind="concern").count() == 1


def test_a_batch_writes_no_more_statements_than_it_must(trial: Cast, django_assert_max_num_queries: object) -> None:
    news = [NewCase(kind="concern", unit=trial.east, owner=trial.lin) for _ in range(300)]
    acts = [Act(about=[new], word=word, by=SYSTEM, data={}) for new in news for word in (NOTED, ANSWERED, CLOSED)]
    act_many(acts[:3])
    with django_assert_max_num_queries(90):  # type: ignore[operator]
        act_many(acts[3:])
    assert Obligation.objects.filter(state="open").count() == 0


def test_nothing_to_do_is_done(trial: Cast) -> None:
    assert act_many([]) == []
