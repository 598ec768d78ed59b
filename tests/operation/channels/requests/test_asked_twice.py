"""What is asked twice happens once."""

from __future__ import annotations

import pytest
from tests.operation.channels.requests.test_actions import NOON, PHONE, all_cases, by, row_of, same_as_the_log
from tests.operation.people_of_the_tests import Cast

from shouwen.fault import Fault
from shouwen.operation.channels.requests import actions
from shouwen.operation.ledger import clock, models
from shouwen.operation.people.models import Customer, PersonalText

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon() -> object:
    with clock.standing(NOON):
        yield


@pytest.fixture
def noted(standard: Cast) -> models.Case:
    """Lin was asked at the east hall."""
    return actions.note(standard.east, "enquiry", "宽带什么时候能装？", by=by(standard.lin), phone=PHONE)


def test_what_is_asked_twice_happens_once_and_leaves_no_second_text(standard: Cast) -> None:
    lin = by(standard.lin)
    first = actions.note(standard.east, "enquiry", "问一下", by=lin, once="a")
    again = actions.note(standard.east, "enquiry", "问一下", by=lin, once="a")
    assert again.pk == first.pk
    assert len(all_cases()) == 1
    assert (Customer._base_manager.count(), PersonalText.objects.count()) == (1, 1)
    events = [actions.answer(first, "明天好", by=lin, once="b") for _ in range(2)]
    assert events[0].pk == events[1].pk
    assert PersonalText.objects.count() == 2
    made = [actions.promise(first, NOON + 60, "回电话", by=lin, looked_into=True, once="c") for _ in range(2)]
    assert made[0].pk == made[1].pk
    assert len(row_of(first).promises) == 1
    assert same_as_the_log()


def test_a_name_used_for_something_else_is_refused(standard: Cast, noted: models.Case) -> None:
    lin = by(standard.lin)
    actions.answer(noted, "明天好", by=lin, once="a")
    with pytest.raises(Fault) as refused:
        actions.tell_progress(noted, "在办", by=lin, once="a")
    assert refused.value.code == "api-once-differs"


def test_two_people_may_use_the_same_name(standard: Cast, noted: models.Case) -> None:
    actions.answer(noted, "明天好", by=by(standard.lin), once="a")
    actions.answer(noted, "后天好", by=by(standard.gu), once="a")
    assert models.Event._base_manager.filter(told__case=noted, word="request.answered").count() == 2
