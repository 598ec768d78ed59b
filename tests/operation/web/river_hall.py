"""A hall by the river, at work by the standard of own halls: Lin serves there too, and Gu manages it."""

from __future__ import annotations

from tests.operation.channels.hall.conftest import set_up
from tests.operation.people_of_the_tests import Cast
from tests.operation.web.api_caller import Caller, device_at, token_of
from tests.operation.web.east_hall import acting

from shouwen.operation.channels.hall import actions, counters
from shouwen.operation.channels.hall.models import CounterDay, Visit
from shouwen.operation.channels.hall.money import fees, receipts
from shouwen.operation.ledger import clock
from shouwen.operation.ledger.publishing import publish_pack
from shouwen.operation.people.models import Post, Unit
from shouwen.operation.people.rights import SYSTEM, Acting
from shouwen.operation.people.scope import everywhere


def open_river(cast: Cast) -> Unit:
    """The hall, with its services and counters."""
    river = Unit.objects.create(
        code="hall-river", name="江边营业厅", kind=Unit.Kind.OWN_HALL, parent=cast.area, standard="own-hall-whole"
    )
    for staff, role in ((cast.lin, "clerk"), (cast.gu, "manager")):
        Post.objects.create(staff=staff, unit=river, role=role)
    publish_pack("pack:own-hall-whole", at=river, by=SYSTEM)
    set_up(river)
    return river


def ready(path: str, cast: Cast, named: dict[str, str]) -> Caller:
    """Brings the hall to where this operation of the API is the next step, and names what it is about; who takes it."""
    river = open_river(cast)
    lin, step = acting(cast.lin), path.rpartition("/")[2]
    named |= {"code": river.code, "counter": "1"}
    with everywhere():
        if step != "open":
            counter = counters.open_counter(river, "1", by=lin)
            named["subject"] = _visit_before(step, counter, river, lin).case.subject
            if step == "work-on":
                counters.pause(counter, "rest", by=lin)
    if step == "line-active":
        return device_at(river, "business-system", by=cast.an)
    return token_of(cast.gu if step in ("come-back", "resume") else cast.lin)


def at_the_till(path: str, cast: Cast, named: dict[str, str]) -> Caller:
    """Brings a customer to where this operation on a fee or a receipt is the next step; who takes it."""
    river, lin = open_river(cast), acting(cast.lin)
    with everywhere():
        counter = counters.open_counter(river, "1", by=lin)
        actions.take_number(river, "payment", by=SYSTEM)
        visit = actions.begin_service(actions.call_next(counter, by=lin) or Visit(), by=lin)
        named["subject"] = visit.case.subject
        if path != "/receipts/fees":
            fees.tell(visit, {}, billed=100, as_billed=True, by=lin)
        if path not in ("/receipts/fees", "/receipts/payments"):
            fees.pay(visit, "card", by=lin)
        if "{subject}" in path:
            named["subject"] = receipts.issue(visit, by=lin).case.subject
    return token_of(cast.lin)


def _visit_before(step: str, counter: CounterDay, river: Unit, lin: Acting) -> Visit:
    now = clock.now()
    with clock.standing(now - 300):
        visit = actions.take_number(river, "payment", by=SYSTEM)
        if step in ("tickets", "pause", "work-on", "close", "call", "call-next", "abandon"):
            return visit
        visit = actions.call_next(counter, by=lin) or visit
    if step in ("no-show", "come-back"):
        for ago in (200, 100):
            with clock.standing(now - ago):
                visit = actions.recall(visit, by=lin)
    match step:
        case "come-back":
            return actions.no_show(visit, by=lin)
        case "resume":
            return actions.set_aside(visit, "", by=lin)
        case "end" | "give-up":
            return actions.begin_service(visit, by=lin)
        case "hand-over" | "leave":
            return actions.end_service(actions.begin_service(visit, by=lin), by=lin)
    return visit
