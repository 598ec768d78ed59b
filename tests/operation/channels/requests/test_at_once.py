"""Two of the same at the same moment: a double click that reaches two threads."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from tests.operation.channels.requests.conftest import work_by_the_pack
from tests.operation.people_of_the_tests import make_cast

from shouwen.operation.channels.requests import actions
from shouwen.operation.ledger import clock, models
from shouwen.operation.people.models import Customer, PersonalText
from shouwen.operation.people.rights import acting_of

pytestmark = pytest.mark.django_db(transaction=True)


def twice(do: Callable[[], int]) -> set[int]:
    """What came of doing it in four threads at once."""
    ready = Barrier(4)

    def one(_number: int) -> int:
        try:
            ready.wait(timeout=20)
            return do()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        return set(threads.map(one, range(4)))


def test_a_form_sent_four_times_at_once_notes_one_request_and_answers_it_once() -> None:
    cast = make_cast()
    work_by_the_pack(cast.organisation)
    lin = acting_of(cast.lin, clock.now())
    noted = twice(lambda: actions.note(cast.east, "enquiry", "问一下", by=lin, once="a").pk)
    assert len(noted) == 1
    case = models.Case._base_manager.get(kind="request")
    assert noted == {case.pk}
    assert (Customer._base_manager.count(), PersonalText.objects.count()) == (1, 1)
    answered = twice(lambda: actions.answer(case.subject, "明天好", by=lin, once="b").pk)
    assert len(answered) == 1
    assert PersonalText.objects.count() == 2
    assert models.Event._base_manager.filter(word="request.answered").count() == 1
