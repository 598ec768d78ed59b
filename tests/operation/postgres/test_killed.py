"""Processes that act, and a watch, are killed at any moment: the book stays whole, no answer was a lie."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from tests.operation.killing import Life, live_and_die
from tests.operation.laws.actors import what_is_wrong
from tests.operation.laws.trial.room import publish_trial, registered
from tests.operation.people_of_the_tests import Cast, make_cast

from shouwen.operation.ledger.models import Case, Event
from shouwen.operation.people import scope

LIVES = [Life("acts", answers=(5, 300))] * 3 + [Life("watches", seconds=(0.3, 2))]


@pytest.fixture
def people(transactional_db: None) -> Iterator[Cast]:
    with registered(), scope.everywhere():
        cast = make_cast()
        publish_trial(cast.organisation)
        yield cast


def test_whoever_is_killed_at_whatever_moment_the_book_is_whole_and_every_answer_true(
    people: Cast, tmp_path: Path
) -> None:
    assert connection.vendor == "postgresql"
    died = live_and_die("tests.operation.postgres.actor", LIVES, tmp_path, enough=13)
    done = {int(line[1]) for line in died.said if line[0] == "done"}
    new = {int(line[1]) for line in died.said if line[0] == "begun"}
    assert len(done) > 50
    assert done - set(Event.objects.values_list("pk", flat=True)) == set()
    assert new - set(Case.objects.values_list("pk", flat=True)) == set()
    assert what_is_wrong() == []
