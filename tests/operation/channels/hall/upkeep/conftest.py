"""The east hall, whose rest area, number machine, water and cups are looked after."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from tests.operation.channels.hall.conftest import Time
from tests.operation.channels.hall.things_of_the_tests import guide_of, whole_standard
from tests.operation.people_of_the_tests import Cast

from shouwen.operation.channels.hall.models import Facility
from shouwen.operation.channels.hall.upkeep import actions
from shouwen.operation.people import scope
from shouwen.operation.people.models import Staff
from shouwen.operation.people.rights import Acting

KEPT_UP = (
    ("rest-area", "rest", ""),
    ("number-machine", "nm-1", "门口取号机"),
    ("water-dispenser", "water-1", ""),
    ("cups", "cups", ""),
)


@pytest.fixture
def halls(time: Time, cast: Cast) -> Iterator[Cast]:
    """The cast, whose halls work by the whole standards that ship."""
    whole_standard(cast)
    with scope.everywhere():
        yield cast


@pytest.fixture
def dao(halls: Cast) -> Staff:
    """Dao, a guide of the east hall."""
    return guide_of(halls)


@pytest.fixture
def kept_up(halls: Cast, by: Callable[[Staff], Acting]) -> dict[str, Facility]:
    """What is looked after, by its code."""
    return {code: actions.put_in_use(halls.east, item, code, name, by=by(halls.gu)) for item, code, name in KEPT_UP}
