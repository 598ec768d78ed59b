"""Files that belong to a unit and are no customer's, such as a photo of a broken machine: sealed under the unit's key.

The key is made when it is needed first, and kept wrapped by the master key as customers' keys are (sealing.py).
"""

from __future__ import annotations

from django.conf import settings
from django.db import transaction

from shouwen.fault import Fault
from shouwen.operation.people import sealing
from shouwen.operation.people.models import Unit, UnitKey
from shouwen.operation.people.sealing import Master, master_of


def seal(unit: Unit, data: bytes) -> bytes:
    """Seals a file for this unit."""
    made = sealing.wrap(sealing.new_key(), owner=_owner(unit.pk), master=master_of(settings.CUSTOMER_KEY))
    kept, _made = UnitKey.objects.get_or_create(unit=unit, defaults={"wrapped": made})
    return sealing.seal(data, key=_key(kept), owner=_owner(unit.pk), kind="bytes")


def unseal(unit: Unit, sealed: bytes) -> bytes:
    """What `seal` sealed for this unit. Raises Fault("customer-data-damaged")."""
    kept = UnitKey.objects.filter(unit=unit).first()
    if kept is None:
        raise Fault("customer-data-damaged")
    return sealing.unseal(sealed, key=_key(kept), owner=_owner(unit.pk), kind="bytes")


def rewrap(former: Master, coming: Master) -> int:
    """Gives every unit's key into the keeping of another master key; how many there were to do."""
    with transaction.atomic():
        rows = [
            row for row in UnitKey.objects.select_for_update() if not sealing.wrapped_by(bytes(row.wrapped), coming)
        ]
        for row in rows:
            key = sealing.unwrap(bytes(row.wrapped), owner=_owner(row.pk), master=former)
            row.wrapped = sealing.wrap(key, owner=_owner(row.pk), master=coming)
            row.save(update_fields=["wrapped"])
    return len(rows)


def _key(kept: UnitKey) -> bytes:
    master = master_of(settings.CUSTOMER_KEY)
    return sealing.unwrap(bytes(kept.wrapped), owner=_owner(kept.pk), master=master)


def _owner(unit: int) -> str:
    """Never a customer's name, which is 32 hexadecimal digits."""
    return f"unit:{unit}"
