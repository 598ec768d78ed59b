"""By what a customer proves an appointment: a code of ten digits at the hall, a key for its own page.

Both are signatures of the appointment's name under the installation's secret: neither stands in the log or in a table,
and neither can be guessed. The code is looked for among the appointments of one hall on one day alone, so it may be
short enough to be typed.
"""

from __future__ import annotations

import base64
import hmac
from datetime import date
from typing import Final
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import salted_hmac

from shouwen.operation.channels.hall.appointments import story, times
from shouwen.operation.channels.hall.models import Appointment

DIGITS: Final = 10
_SIGNED: Final = 20  # characters of 5 bits: a hundred bits


def code_of(appointment: Appointment) -> str:
    """Ten digits, to be typed at the number machine."""
    digest = salted_hmac("shouwen.hall.appointment.code", _name(appointment), algorithm="sha256").digest()
    return f"{int.from_bytes(digest[:16]) % 10**DIGITS:0{DIGITS}}"


def spaced(code: str) -> str:
    """The code as it is read best: "01234 56789"."""
    return f"{code[: DIGITS // 2]} {code[DIGITS // 2 :]}"


def key_of(appointment: Appointment) -> str:
    """The key of the customer's page of it."""
    name = _name(appointment)
    return f"{name}-{_signature(name)}"


def address_of(request: HttpRequest, appointment: Appointment) -> str:
    """The whole address of that page, as a phone needs it; a scanner at the machine reads the same."""
    path = reverse("hall_book_kept", args=[appointment.unit.code, key_of(appointment)])
    return request.build_absolute_uri(path)


def of_key(key: str) -> Appointment | None:
    """The appointment of that key. A wrong key asks no table."""
    name, _dash, signature = key.rpartition("-")
    if not name or not hmac.compare_digest(signature.encode(), _signature(name).encode()):
        return None
    rows = Appointment._base_manager.select_related("case__customer__key", "unit")
    return rows.filter(case__subject=f"{story.APPOINTMENT}:{name}").first()


def of_typed(unit: int, typed: str, day: date) -> Appointment | None:
    """The appointment of that day at the hall whose code was typed, or whose address was scanned."""
    if "/" in typed:
        found = of_key(urlsplit(typed).path.rstrip("/").rpartition("/")[2])
        return found if found is not None and found.unit_id == unit else None
    digits = "".join(one for one in typed if one.isdecimal() and one.isascii())
    if len(digits) != DIGITS:
        return None
    begins, ends = times.span(unit, day)
    rows = Appointment._base_manager.filter(unit=unit, due__gte=begins, due__lt=ends).exclude(state=story.CANCELLED)
    same = [one for one in rows.select_related("case", "unit") if hmac.compare_digest(code_of(one), digits)]
    return same[0] if len(same) == 1 else None


def _name(appointment: Appointment) -> str:
    return appointment.case.subject.partition(":")[2]


def _signature(name: str) -> str:
    digest = salted_hmac("shouwen.hall.appointment", name, algorithm="sha256").digest()
    return base64.b32encode(digest).decode().lower()[:_SIGNED]
