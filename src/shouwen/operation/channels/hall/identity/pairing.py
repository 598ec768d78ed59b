"""Which reader stands at which counter, and whether a reading is its own. The protocol: protocol.py.

A pairing's secret is worked out from the installation's own and kept nowhere; pairing a counter anew ends the secret
before. A challenge is good for one visit, one clerk and one of the two documents, for two minutes.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Final

from django.core import signing
from django.utils.crypto import salted_hmac

from shouwen.fault import Fault
from shouwen.operation.channels.hall.identity import protocol
from shouwen.operation.channels.hall.models import CardReader, Counter, Visit
from shouwen.operation.ledger import clock
from shouwen.operation.ledger.organisation import note_change
from shouwen.operation.ledger.writing import writing
from shouwen.operation.people import scope
from shouwen.operation.people.models import Unit
from shouwen.operation.people.rights import Acting
from shouwen.operation.people.roles import MANAGERS

LASTS: Final = 120
"""Seconds for which a challenge is good."""

CUSTOMER, PRINCIPAL = "customer", "principal"
"""Whose document is read: of who is there, of who is acted for."""

_SALT: Final = "shouwen.hall.reader"


@dataclass(frozen=True, slots=True)
class Sealed:
    """A reading as a page hands it on."""

    challenge: str
    reading: str
    seal: str


def pair(unit: Unit, counter: str, port: int, *, by: Acting, once: str = "") -> str:
    """Pairs a reader with a counter, and ends the pairing before; the secret, to be given to the program.

    Raises Fault: "reader-not-yours" unless `by` manages the unit, "counter-unknown", "reader-port", "done-already".
    """
    _check_manages(unit, by)
    if not 1024 <= port <= 65_535:
        raise Fault("reader-port")
    with writing(), scope.everywhere():
        if not Counter._base_manager.filter(unit=unit, code=counter).exists():
            raise Fault("counter-unknown", counter=counter[:12])
        note_change(unit, "hall.reader-paired", counter, by=by, once=once)
        reader, made = CardReader._base_manager.get_or_create(unit=unit, counter=counter, defaults={"port": port})
        if not made:
            reader.serial, reader.port, reader.in_use = reader.serial + 1, port, True
            reader.save()
        return secret_of(reader)


def unpair(unit: Unit, counter: str, *, by: Acting, once: str = "") -> None:
    """Ends a pairing. Raises Fault: "reader-not-yours", "reader-unknown", "done-already"."""
    _check_manages(unit, by)
    with writing(), scope.everywhere():
        if not CardReader._base_manager.filter(unit=unit, counter=counter, in_use=True).update(in_use=False):
            raise Fault("reader-unknown")
        note_change(unit, "hall.reader-ended", counter, by=by, once=once)


def reader_at(unit: int, counter: str) -> CardReader | None:
    """The reader that is paired with a counter; None where none is."""
    return CardReader._base_manager.filter(unit=unit, counter=counter, in_use=True).first()


def addresses(unit: int) -> list[str]:
    """Where the programs of the hall's readers listen, each on its own clerk's machine."""
    ports = CardReader._base_manager.filter(unit=unit, in_use=True).values_list("port", flat=True).distinct()
    return [f"http://127.0.0.1:{port}" for port in sorted(ports)]


def secret_of(reader: CardReader) -> str:
    """The pairing's secret."""
    named = f"{reader.unit_id}:{reader.counter}:{reader.serial}"
    return salted_hmac(_SALT, named, algorithm="sha256").hexdigest()


def challenge(visit: Visit, part: str, *, by: Acting) -> tuple[int, str, str]:
    """For whose document the reader is asked: its port, a challenge, and the proof of it.

    Raises Fault("reader-unknown") where no reader stands at the visit's counter.
    """
    reader = reader_at(visit.unit_id, visit.counter)
    if reader is None:
        raise Fault("reader-unknown")
    told = {"of": visit.case.subject, "by": by.reference, "part": part, "at": clock.now(), "n": secrets.token_hex(8)}
    made = signing.dumps(told, salt=_SALT)
    return reader.port, made, protocol.proof_of(secret_of(reader), made)


def opened(sealed: Sealed, visit: Visit, part: str, *, by: Acting) -> protocol.Reading:
    """What the reader at this visit's counter has read for this very asking. Raises Fault: "reader-unknown",
    "reading-not-of-the-reader", "reading-too-old"."""
    reader = reader_at(visit.unit_id, visit.counter)
    if reader is None:
        raise Fault("reader-unknown")
    if max(len(sealed.challenge), len(sealed.reading)) > protocol.LONGEST:
        raise Fault("reading-not-of-the-reader")
    try:
        told = signing.loads(sealed.challenge, salt=_SALT)
        reading = protocol.from_text(sealed.reading)
    except (signing.BadSignature, ValueError):
        raise Fault("reading-not-of-the-reader") from None
    right = protocol.seal_of(secret_of(reader), sealed.challenge, sealed.reading)
    asked_for = (told["of"], told["by"], told["part"]) == (visit.case.subject, by.reference, part)
    if not asked_for or not protocol.same(sealed.seal, right):
        raise Fault("reading-not-of-the-reader")
    if not -LASTS <= clock.now() - told["at"] <= LASTS:
        raise Fault("reading-too-old")
    return reading


def _check_manages(unit: Unit, by: Acting) -> None:
    if not set(MANAGERS) & by.roles_at(unit.pk):
        raise Fault("reader-not-yours")
