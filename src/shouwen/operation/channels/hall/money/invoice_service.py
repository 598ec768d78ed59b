"""The invoice service: whoever makes tax invoices for the organisation (电子发票). Asked over HTTP; see docs/hall.md.

An order has a key. Asked again with the same key, the service answers with the invoice it made the first time: so a
receipt has at most one invoice, however often an answer is lost.
"""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any, Final, Protocol
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from django.conf import settings

PATIENCE: Final = 10
"""Seconds for an answer."""

LARGEST: Final = 65_536  # bytes of an answer
_REFUSED: Final = frozenset({400, 404, 409, 410, 422})


class Down(Exception):
    """The service gave no answer that tells anything: it is asked again later."""


class Refused(Exception):
    """The service makes no such invoice, and will not. `reason`: a name of its own, in small letters."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Buyer:
    """Whom an invoice is made out to. kind: person or company; a company has a tax number."""

    kind: str
    title: str
    tax_number: str = ""
    email: str = ""

    def __repr__(self) -> str:
        """Says nothing: a row in a log must not hold it."""
        return "Buyer(…)"


@dataclass(frozen=True, slots=True)
class Item:
    """A line of an invoice, amounts in cents."""

    name: str
    quantity: int
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An invoice to be made. key: of the receipt; seller: the code of the unit; amount: in cents."""

    key: str
    seller: str
    receipt: str
    buyer: Buyer
    items: Sequence[Item]
    amount: int


class InvoiceService(Protocol):
    """Makes invoices."""

    def issue(self, order: Order) -> str:
        """The number of the invoice; of the one made before, where the key is known. Raises Down, Refused."""
        ...

    def reverse(self, key: str, invoice: str, amount: int | None = None) -> str:
        """The number of the red letter that takes the invoice back, or so many cents of it. Raises Down, Refused."""
        ...


class OverHttp:
    """A service at an address, https://user:token@host/path: the token is sent as a bearer's."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self._token = unquote(parts.password or parts.username or "")
        host = parts.netloc.rpartition("@")[2]
        self._base = urlunsplit((parts.scheme, host, parts.path.rstrip("/"), "", ""))

    def issue(self, order: Order) -> str:
        """POST /invoices."""
        told = {
            "seller": order.seller,
            "receipt": order.receipt,
            "amount": order.amount,
            "buyer": {
                "kind": order.buyer.kind,
                "title": order.buyer.title,
                "tax_number": order.buyer.tax_number,
                "email": order.buyer.email,
            },
            "items": [{"name": one.name, "quantity": one.quantity, "amount": one.amount} for one in order.items],
        }
        return self._number("/invoices", order.key, told)

    def reverse(self, key: str, invoice: str, amount: int | None = None) -> str:
        """POST /invoices/{number}/reversal."""
        told = {} if amount is None else {"amount": amount}
        return self._number(f"/invoices/{quote(invoice, safe='')}/reversal", key, told)

    def _number(self, path: str, key: str, told: dict[str, Any]) -> str:
        request = urllib.request.Request(
            self._base + path,
            data=json.dumps(told, ensure_ascii=False).encode(),
            headers={
                "Authorization": f"Bearer {self._token}",
                "Content-Type": "application/json",
                "Idempotency-Key": key,
            },
            method="POST",
        )
        try:
            with _opener.open(request, timeout=PATIENCE) as answer:
                number = json.loads(answer.read(LARGEST)).get("number")
        except urllib.error.HTTPError as refused:
            with refused:
                raise _what_was_wrong(refused) from None
        except (OSError, HTTPException, ValueError, AttributeError):
            raise Down("no answer") from None
        if not isinstance(number, str) or not number.isascii() or not 1 <= len(number) <= 40:
            raise Down("no number")
        return number


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Personal data go to the address that was set, and nowhere else."""

    def redirect_request(self, *_args: Any, **_named: Any) -> None:
        return None


_opener = urllib.request.build_opener(_NoRedirect, urllib.request.ProxyHandler({}))


def _what_was_wrong(answer: urllib.error.HTTPError) -> Exception:
    if answer.code not in _REFUSED:
        return Down(f"status {answer.code}")
    try:
        reason = str(json.loads(answer.read(LARGEST)).get("reason") or "")
    except (OSError, HTTPException, ValueError, AttributeError):
        reason = ""
    return Refused(reason[:40] if reason.replace("-", "").isalnum() and reason.isascii() else "refused")


def the_service() -> InvoiceService | None:
    """The service of this installation (SHOUWEN_INVOICES); None where there is none."""
    return OverHttp(settings.INVOICES) if settings.INVOICES else None
