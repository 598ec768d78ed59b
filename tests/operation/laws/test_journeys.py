"""The laws of the book, on random journeys. More of them: SHOUWEN_JOURNEYS=500 pytest tests/operation/laws."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from tests.operation.laws.busy import BusyJourney
from tests.operation.people_of_the_tests import Cast

EXAMPLES = int(os.environ.get("SHOUWEN_JOURNEYS", "25"))
STEPS = int(os.environ.get("SHOUWEN_JOURNEY_STEPS", "40"))

PHASES = [Phase.explicit, Phase.reuse, Phase.generate] + [Phase.shrink] * ("SHOUWEN_SHRINK" in os.environ)
"""A failing journey is made shorter only where somebody wants to wait for it."""


def test_whatever_happens_the_book_is_what_the_log_makes_of_it(trial: Cast) -> None:
    machine = type("Journey", (BusyJourney,), {"cast": trial})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=False,
            phases=PHASES,
        ),
    )
