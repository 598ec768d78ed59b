"""The key of a customer's own page of a visit: it cannot be guessed, is not in the log, and staff do not know it.

It is the visit's name and a signature of it under the installation's secret. Whoever took the number has it, from the
machine's screen or the slip, and nobody else.
"""

from __future__ import annotations

import base64
import hmac
import io
from typing import Final

import qrcode
import qrcode.constants
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import salted_hmac
from qrcode.image.svg import SvgPathImage

from shouwen.operation.channels.hall import story
from shouwen.operation.channels.hall.models import Visit
from shouwen.operation.ledger import clock

SHOWN_FOR: Final = 86400
"""Seconds for which a page is shown after the visit is over."""

_SIGNED: Final = 20  # characters of 5 bits: a hundred bits


def key_of(visit: Visit) -> str:
    """The key of the visit's page."""
    name = visit.case.subject.partition(":")[2]
    return f"{name}-{_signature(name)}"


def visit_of(key: str) -> Visit | None:
    """The visit of that key; None where there is none, or it was over too long ago. A wrong key asks no table."""
    name, _dash, signature = key.rpartition("-")
    if not name or not hmac.compare_digest(signature.encode(), _signature(name).encode()):
        return None
    visit = Visit._base_manager.select_related("case", "unit").filter(case__subject=f"{story.VISIT}:{name}").first()
    if visit is None or (visit.case.closed_at or clock.now()) + SHOWN_FOR < clock.now():
        return None
    return visit


def address_of(request: HttpRequest, visit: Visit) -> str:
    """The whole address of the visit's page, as a phone needs it."""
    return request.build_absolute_uri(reverse("hall_visit", args=[key_of(visit)]))


def drawn(address: str) -> bytes:
    """An address as a QR code: a picture in SVG."""
    made = qrcode.make(address, image_factory=SvgPathImage, error_correction=qrcode.constants.ERROR_CORRECT_M, border=2)
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def picture_of(address: str) -> str:
    """The same as the address of a picture that holds all of it."""
    return f"data:image/svg+xml;base64,{base64.b64encode(drawn(address)).decode()}"


def _signature(name: str) -> str:
    digest = salted_hmac("shouwen.hall.visit", name, algorithm="sha256").digest()
    return base64.b32encode(digest).decode().lower()[:_SIGNED]
