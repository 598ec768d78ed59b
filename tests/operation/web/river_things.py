"""What the hall by the river keeps by number and keeps up, whom it sells devices to, and who has a time there."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.operation.people_of_the_tests import Cast
from tests.operation.web.api_caller import Caller, token_of
from tests.operation.web.east_hall import MONDAY, acting
from tests.operation.web.river_hall import open_river

from shouwen.operation.channels.hall.appointments import actions as appointments
from shouwen.operation.channels.hall.models import Items, Sale
from shouwen.operation.channels.hall.registers import actions as registers
from shouwen.operation.channels.hall.sales import actions as sales
from shouwen.operation.channels.hall.upkeep import actions as upkeep
from shouwen.operation.people.models import Post, Staff, Unit
from shouwen.operation.people.scope import everywhere

NUMBER = "YZ-1"
TOMORROW = int(datetime(2025, 4, 22, 2, tzinfo=UTC).timestamp())


def ready(path: str, cast: Cast, named: dict[str, str]) -> Caller:
    """Brings the hall to where this operation of the API is the next step, and names what it is about; who takes it."""
    river, step = open_river(cast), path.rpartition("/")[2]
    Post.objects.create(staff=cast.zhao, unit=river, role="clerk")
    named |= {"code": river.code, "facility": "nm-1"}
    with everywhere():
        match path.split("/")[1]:
            case "items":
                return token_of(_register(path, step, cast, river, named))
            case "facilities":
                return token_of(_upkeep(step, cast, river, named))
            case "sales":
                if "{subject}" in path:
                    named["subject"] = _sale(step, cast, river).case.subject
            case _:
                if "{subject}" in path:
                    lin, due = acting(cast.lin), TOMORROW if step != "arrive" else MONDAY + 3600
                    booked = appointments.book(river, "payment", due, name="陈一", phone="13800138000", by=lin)
                    named["subject"] = booked.case.subject
    return token_of(cast.gu if step == "release" else cast.lin)


def _register(path: str, step: str, cast: Cast, river: Unit, named: dict[str, str]) -> Staff:
    """A seal, as it is before this step; who takes the step."""
    gu, zhao = acting(cast.gu), acting(cast.zhao)
    if path == "/items":
        return cast.gu
    seal = registers.receive(river, "seal", "", NUMBER, by=gu)
    named["subject"] = seal.case.subject

    def issued(to: Staff) -> Items:
        return registers.issue(seal, NUMBER, NUMBER, to.reference, by=gu)

    match step:
        case "accept" | "decline":
            registers.offer(issued(cast.zhao), NUMBER, NUMBER, cast.lin.reference, by=zhao)
        case "use" | "spoil" | "return" | "offer":
            issued(cast.lin)
        case "confirm-count":
            registers.count(seal, 1, "", cast.lin.reference, by=gu)
        case "explain":
            counted = registers.count(seal, 0, NUMBER, cast.lin.reference, by=gu)
            registers.confirm_count(counted, 0, by=acting(cast.lin))
    return cast.gu if step in ("issue", "explain") else cast.lin


def _upkeep(step: str, cast: Cast, river: Unit, named: dict[str, str]) -> Staff:
    """A number machine, or paper, as it is before this step; who takes the step."""
    gu = acting(cast.gu)
    if step in ("level", "refill"):
        upkeep.put_in_use(river, "paper", "paper", by=gu)
        named["facility"] = "paper"
    else:
        machine = upkeep.put_in_use(river, "number-machine", "nm-1", by=gu)
        if step == "works":
            upkeep.report_fault(machine, "jammed", by=gu)
    return cast.gu


def _sale(step: str, cast: Cast, river: Unit) -> Sale:
    """Somebody came for a device, and bought one where this step comes after it."""
    lin = acting(cast.lin)
    sale = sales.notice(river, "area", by=lin)
    if step in ("contact", "release"):
        for word, data in (("device.wanted", {}), ("warranty.explained", {}), ("device.sold", {"model": "A1"})):
            sale = sales.say(sale, word, by=lin, data=data)
    return sale
