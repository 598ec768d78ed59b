"""A hall that works by a whole profile: everything the manuals ask at once, and a customer is still served."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.operation.channels.hall.conftest import Time
from tests.operation.channels.hall.console.console_desk import Desk, steps_shown
from tests.operation.people_of_the_tests import Cast

from shouwen.operation.channels.hall import actions
from shouwen.operation.channels.hall.models import CounterDay, Visit
from shouwen.operation.ledger import models
from shouwen.operation.ledger.publishing import publish_pack
from shouwen.operation.people.models import Staff
from shouwen.operation.people.rights import SYSTEM, Acting

pytestmark = pytest.mark.django_db
By = Callable[[Staff], Acting]


def test_a_whole_profile_asks_the_counter_for_what_the_hall_s_packs_do_and_judges_more(
    halls: Cast, take: Callable[..., Visit], lins: CounterDay, lin: Desk, by: By, time: Time
) -> None:
    steps, judged = {}, {}
    for pack in ("own-hall-whole", "telecom-own-hall"):
        halls.organisation.standard = pack
        halls.organisation.save()
        publish_pack(f"pack:{pack}", at=halls.organisation, by=SYSTEM)
        visit = take("change")
        time.passes(60)
        lin.do("call")
        steps[pack] = steps_shown(lin.do("begin", visit))
        lin.step("service.ended", visit)
        actions.leave(visit, by=by(halls.lin))
        owed = models.Obligation._base_manager.filter(case=visit.pk)
        judged[pack] = set(owed.values_list("clause", flat=True))
    assert steps["telecom-own-hall"] == steps["own-hall-whole"] != []
    assert judged["telecom-own-hall"] - judged["own-hall-whole"] == {"conduct.nobody-unnoticed"}
    assert judged["own-hall-whole"] <= judged["telecom-own-hall"]
