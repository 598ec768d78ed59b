"""What stands in the halls: prices, places and machines that are looked after, what is kept by number and by whom."""

from __future__ import annotations

from collections.abc import Sequence

from shouwen.operation.channels.hall.models import Tariff
from shouwen.operation.channels.hall.registers import actions as registers
from shouwen.operation.channels.hall.upkeep import actions as upkeep
from shouwen.operation.ledger import clock
from shouwen.operation.ledger.writing import writing
from shouwen.operation.people import scope
from shouwen.operation.people.models import Staff, Unit
from shouwen.operation.people.rights import acting_of
from shouwen.wording import Wording

TARIFFS: Sequence[tuple[str, Wording, str, int]] = (
    ("sim-card", Wording("SIM 卡工本费", "SIM 卡工本費", "SIM card"), "new-line", 1000),
    ("sim-again", Wording("补卡工本费", "補卡工本費", "replacement card"), "sim-replacement", 1000),
    ("deposit", Wording("预存话费", "預存話費", "paid in advance"), "new-line", 5000),
)
"""Code, name, the service with which it is charged, cents."""

FACILITIES: Sequence[tuple[str, str]] = (
    ("rest-area", "rest-1"),
    ("form-area", "form-1"),
    ("water-dispenser", "water-1"),
    ("number-machine", "nm-1"),
    ("self-service", "self-1"),
    ("printer", "print-1"),
    ("water", "water"),
    ("cups", "cups"),
    ("paper", "paper"),
)
"""What it is, and its own code."""

RANGES: Sequence[tuple[str, str, int, int, int, int]] = (
    ("voucher", "业务受理单", 5, 1, 200, 50),
    ("sim", "白卡", 18, 898600000000000001, 898600000000000100, 20),
)
"""Sort, name, digits, first, last, how many of them each clerk gets."""

SEAL = ("seal", "业务专用章", "YWZ-01")


def furnish(hall: Unit, manager: Staff, clerks: Sequence[Staff]) -> None:
    """Puts all of it into the hall, by its manager; once."""
    with writing(), scope.everywhere():
        if Tariff._base_manager.filter(unit=hall).exists():
            return
        for position, (code, name, service, amount) in enumerate(TARIFFS):
            names = {"zh-hans": name.zh_hans, "zh-hant": name.zh_hant, "en": name.en}
            Tariff._base_manager.create(
                unit=hall, code=code, names=names, service=service, amount=amount, position=position
            )
        by = acting_of(manager, clock.now())
        for item, code in FACILITIES:
            upkeep.put_in_use(hall, item, code, by=by)
        seal = registers.receive(hall, *SEAL, by=by)
        registers.issue(seal, SEAL[-1], SEAL[-1], clerks[0].reference, by=by)
        for sort, called, digits, first, last, each in RANGES:
            items = registers.receive(hall, sort, called, f"{first:0{digits}}", f"{last:0{digits}}", by=by)
            for start, clerk in zip(range(first, last + 1, each), clerks, strict=False):
                end = start + each - 1
                registers.issue(items, f"{start:0{digits}}", f"{end:0{digits}}", clerk.reference, by=by)
