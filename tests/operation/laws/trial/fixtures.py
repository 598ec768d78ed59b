"""Fixtures of the tests that go through the door."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.operation.laws.trial.room import publish_trial, registered
from tests.operation.people_of_the_tests import Cast

from shouwen.operation.ledger import clock
from shouwen.operation.people import scope, units

MONDAY = 1_745_200_800
"""Monday, 21 April 2025, 10:00 in Shanghai; the first of May is a holiday, the Sunday before it a make-up day."""


@pytest.fixture
def trial(cast: Cast) -> Iterator[Cast]:
    """The cast, working by the trial standard from the beginning of time; it is Monday, ten o'clock."""
    with registered(), scope.everywhere(), clock.standing(MONDAY):
        publish_trial(cast.organisation)
        units._thread.unsettled = False  # the test's transaction is all there is: its units are not looked up each time
        yield cast
        units.changed()
