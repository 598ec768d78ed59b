"""What is left of a receipt after red entries took parts of it back: of each line, and in all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from shouwen.fault import Fault
from shouwen.operation.channels.hall.models import Receipt
from shouwen.operation.channels.hall.money import fees
from shouwen.operation.channels.hall.money.fees import Line

PART: Final = "~part"
"""The code of what is given back as an amount, beside the lines; no tariff's begins so."""

_NAMES: Final[Mapping[str, str]] = {"zh-hans": "退款", "zh-hant": "退款", "en": "given back"}


@dataclass(frozen=True, slots=True)
class Left:
    """What may still be taken back.

    lines   each line of the receipt, with how many of it are left
    amount  in all, in cents; less than the lines come to where amounts were given back beside them
    """

    lines: tuple[Line, ...]
    amount: int

    @property
    def yuan(self) -> float:
        """The amount in yuan, for showing."""
        return self.amount / 100

    def all(self) -> list[Line]:
        """Everything that is left, as lines that come to just the amount."""
        lines = [line for line in self.lines if line.quantity]
        if sum(line.total for line in lines) == self.amount:
            return lines
        return [Line(PART, _NAMES, 1, self.amount)]

    def of_lines(self, chosen: Mapping[str, int]) -> list[Line]:
        """Some of the lines: code → how many. Raises Fault("refund-too-much") for more than is left."""
        known = {line.code: line for line in self.lines}
        if not chosen or any(
            not 1 <= many <= (known[code].quantity if code in known else 0) for code, many in chosen.items()
        ):
            raise self._too_much()
        return self._checked([Line(code, known[code].names, many, known[code].amount) for code, many in chosen.items()])

    def of_amount(self, cents: int) -> list[Line]:
        """An amount, whatever it was charged for. Raises Fault("refund-too-much")."""
        return self._checked([Line(PART, _NAMES, 1, cents)])

    def _checked(self, lines: list[Line]) -> list[Line]:
        if not 0 < sum(line.total for line in lines) <= self.amount:
            raise self._too_much()
        return lines

    def _too_much(self) -> Fault:
        return Fault("refund-too-much", left=f"{self.yuan:.2f}")


def red_entries(receipt: Receipt) -> list[Receipt]:
    """The red entries that took something of it back, in their order."""
    rows = Receipt._base_manager.filter(visit=receipt.visit, unit=receipt.unit_id, of=receipt.number)
    return list(rows.select_related("case").order_by("day", "serial"))


def left_of(receipt: Receipt) -> Left:
    """Right only while the hall is held, or for showing. One query."""
    back, amount = Counter[str](), receipt.amount
    for red in red_entries(receipt):
        amount += red.amount
        for line in fees.lines_in(red.lines):
            back[line.code] += line.quantity
    lines = fees.lines_in(receipt.lines)
    if receipt.reversed_by:
        return Left((), 0)
    return Left(tuple(Line(one.code, one.names, one.quantity - back[one.code], one.amount) for one in lines), amount)
