"""Whatever happens in a hall, the line is what the plainest telling of it says. More days: SHOUWEN_JOURNEYS=500."""

from __future__ import annotations

import os
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from tests.operation.channels.hall.waiting.journey_of_the_line import CLERKS, HAPPENS, journeys
from tests.operation.people_of_the_tests import Cast

from shouwen.operation.people.models import Post
from shouwen.operation.people.rights import Acting

EXAMPLES = int(os.environ.get("SHOUWEN_JOURNEYS", "15"))
STEPS = int(os.environ.get("SHOUWEN_JOURNEY_STEPS", "6"))
PHASES = [Phase.explicit, Phase.reuse, Phase.generate] + [Phase.shrink] * ("SHOUWEN_SHRINK" in os.environ)


SERVICES = ("payment", "change", "consult")
LONG = int(os.environ.get("SHOUWEN_LONG_DAY", "250"))


@pytest.mark.django_db
def test_nobody_is_lost_called_twice_or_passed_too_often_whatever_happens(halls: Cast, machine: Acting) -> None:
    Post.objects.create(staff=halls.bai, unit=halls.east, role="clerk")
    run_state_machine_as_test(
        journeys(halls, machine),
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=False,
            phases=PHASES,
        ),
    )


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [1, 2])
def test_on_a_long_day_on_which_much_happens_the_line_is_as_told(halls: Cast, machine: Acting, seed: int) -> None:
    Post.objects.create(staff=halls.bai, unit=halls.east, role="clerk")
    chance, day = Random(seed), journeys(halls, machine)()
    day.two_counters_open()
    try:
        for _ in range(LONG):
            what, clerk, service = chance.choice(HAPPENS), chance.choice(sorted(CLERKS)), chance.choice(SERVICES)
            day.happens(what, clerk, chance.randrange(31), service, chance.randrange(10))
            day.rows_are_as_told()
        assert min(len(day.told.numbers), day.told.calls) > LONG // 20
    finally:
        day.teardown()
