"""What a customer has told about themselves, cleaned and checked; as text to be sealed, and with all of it masked."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Final, TypeVar

from shouwen.fault import Fault
from shouwen.operation.people.address import Address, mask_address, read_address
from shouwen.operation.people.identity import mask_document, read_document
from shouwen.operation.people.names import clean, mask_name, read_name
from shouwen.operation.people.phone import mask_phone, read_phone
from shouwen.wording import Wording

CARE: Final[Mapping[str, Wording]] = {
    "elderly": Wording("老年人", "老年人", "elderly"),
    "disabled": Wording("残障人士", "殘障人士", "disabled"),
    "with-child": Wording("带儿童", "帶兒童", "with child"),
    "pregnant": Wording("孕妇", "孕婦", "pregnant"),
}
"""Special care, by the name it is kept under."""

Thing = TypeVar("Thing")

MOST: Final = 20  # phones, documents, consents of one customer

_PHONES = Wording("电话号码", "電話號碼", "telephone numbers")
_DOCUMENTS = Wording("证件", "證件", "documents")
_CONSENTS = Wording("同意事项", "同意事項", "consents")
_CONSENT = Wording("同意事项", "同意事項", "consent")


@dataclass(frozen=True, slots=True)
class Document:
    """A document's kind (a key of identity.KINDS) and its number in its one form."""

    kind: str
    number: str


@dataclass(frozen=True, slots=True)
class Consent:
    """To what the customer agreed, and when (seconds since 1970)."""

    what: str
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalData:
    """All that tells who a customer is. Made by `read_personal`; `masked` where most of it is hidden."""

    name: str
    phones: tuple[str, ...] = ()
    documents: tuple[Document, ...] = ()
    address: Address | None = None
    care: frozenset[str] = frozenset()
    consent: tuple[Consent, ...] = ()
    masked: bool = False

    def __repr__(self) -> str:
        """Says nothing: a row in a log must not hold it."""
        return "PersonalData(…)"


def read_personal(
    *,
    name: str,
    phones: Iterable[str] = (),
    documents: Iterable[tuple[str, str]] = (),
    address: Mapping[str, str] | None = None,
    care: Iterable[str] = (),
    consent: Iterable[tuple[str, int]] = (),
) -> PersonalData:
    """What was typed, in its one form; a number given twice counts once. Raises the Fault of the first wrong field.

    documents  (kind, number); address: province, city, district, line; consent: (to what, when)
    """
    given_care = frozenset(care)
    if given_care - set(CARE):
        raise Fault("care-unknown", kinds=", ".join(CARE))
    return PersonalData(
        name=read_name(name),
        phones=tuple(dict.fromkeys(read_phone(phone) for phone in _few(phones, _PHONES))),
        documents=tuple(
            dict.fromkeys(Document(kind, read_document(kind, number)) for kind, number in _few(documents, _DOCUMENTS))
        ),
        address=None if address is None else _read_address(address),
        care=given_care,
        consent=tuple(Consent(clean(what, field=_CONSENT, longest=100), at) for what, at in _few(consent, _CONSENTS)),
    )


def masked(personal: PersonalData) -> PersonalData:
    """The same with name, numbers and street hidden. What care is needed stays: whoever serves must know."""
    return replace(
        personal,
        name=mask_name(personal.name),
        phones=tuple(mask_phone(phone) for phone in personal.phones),
        documents=tuple(Document(one.kind, mask_document(one.number)) for one in personal.documents),
        address=None if personal.address is None else mask_address(personal.address),
        masked=True,
    )


def to_bytes(personal: PersonalData) -> bytes:
    """As `from_bytes` reads it."""
    parts = {key: part for key, part in asdict(personal).items() if key != "masked"}
    return json.dumps({**parts, "care": sorted(personal.care)}, ensure_ascii=False, separators=(",", ":")).encode()


def from_bytes(sealed: bytes) -> PersonalData:
    """What `to_bytes` wrote."""
    parts: dict[str, Any] = json.loads(sealed)
    return PersonalData(
        name=parts["name"],
        phones=tuple(parts["phones"]),
        documents=tuple(Document(**one) for one in parts["documents"]),
        address=None if parts["address"] is None else Address(**parts["address"]),
        care=frozenset(parts["care"]),
        consent=tuple(Consent(**one) for one in parts["consent"]),
    )


def _read_address(given: Mapping[str, str]) -> Address:
    return read_address(
        province=given.get("province", ""),
        city=given.get("city", ""),
        district=given.get("district", ""),
        line=given.get("line", ""),
    )


def _few(given: Iterable[Thing], field: Wording) -> list[Thing]:
    several = list(given)
    if len(several) > MOST:
        raise Fault("too-many", field=field, most=MOST)
    return several
