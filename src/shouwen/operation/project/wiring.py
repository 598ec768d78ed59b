"""The one page where all rooms are named: what is registered with the book and the shell, and what runs beside the pages."""

from __future__ import annotations

from shouwen.operation.ledger.channel import REGISTER, Channel
from shouwen.operation.ledger.words import LEDGER

CHANNELS: tuple[Channel, ...] = (LEDGER,)


def wire() -> None:
    """Registers every room. Called once a process, when Django has loaded the apps."""
    for channel in CHANNELS:
        if channel.name not in REGISTER.channels:
            REGISTER.add(channel)
