"""Files that belong to a case: sealed under the customer's key, and kept in SHOUWEN_HOME/attachments by their digest.

The event holds the digest alone; what the file was called lies sealed beside it. Erasing the customer makes both
unreadable. Files of what is no customer's (`Kind.files`: a machine, a place) are sealed under the unit's key.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from shouwen.fault import Fault
from shouwen.operation.ledger import clock, file_kinds, models, words
from shouwen.operation.ledger.act import act
from shouwen.operation.ledger.channel import REGISTER
from shouwen.operation.ledger.writing import writing
from shouwen.operation.people import privacy, unit_keys
from shouwen.operation.people.models import Customer, Unit
from shouwen.operation.people.names import clean
from shouwen.operation.people.rights import Acting
from shouwen.wording import Wording

FILE = "file:"
"""With it begins what an event holds of a file."""

_DIGEST = re.compile(r"[0-9a-f]{64}")
_BREAKS_OUT = re.compile(r"[/\\:]|^\.+$")
_TITLE = Wording("文件名", "檔案名稱", "file name")
_LONGEST = 200  # characters of a title


@dataclass(frozen=True, slots=True)
class Kept:
    """A file of a case, as a page lists it. `title` is None where the customer was erased."""

    name: str
    title: str | None
    kind: str
    size: int
    added_at: int


def attach(case: models.Case, title: str, data: bytes, *, by: Acting, once: str = "") -> models.Event:
    """Adds a file to a case. Raises Fault: "attachment-too-large", "attachment-empty", "attachment-kind",
    "attachment-name" (one that would lead out of a folder), "attachment-nobody" (the case has no customer, and its
    files are not the unit's own), what `act` raises."""
    owner = case.unit if case.customer is None and REGISTER.kind(case.kind).files else case.customer
    if owner is None:
        raise Fault("attachment-nobody")
    plain, kind = check_file(title, data)
    sealed = _seal(owner, data)
    name = hashlib.sha256(sealed).hexdigest()
    _write(name, sealed)
    kept = False
    try:
        with writing():
            event = act(case, words.ATTACH, by=by, data={"text": FILE + name}, once=once)
            kept = event.data.get("text") == FILE + name
            if kept:
                models.Attachment.objects.create(
                    name=name,
                    case=case,
                    customer=case.customer,
                    unit=owner if isinstance(owner, Unit) else None,
                    sealed_title=_seal(owner, file_kinds.name_for(plain, kind).encode()),
                    kind=kind,
                    size=len(data),
                    added_at=clock.now(),
                )
            return event
    except BaseException:
        kept = False
        raise
    finally:
        if not kept:
            _place(name).unlink(missing_ok=True)


def check_file(title: str, data: bytes) -> tuple[str, str]:
    """What the file is called, and its media type. Raises Fault as `attach` does of the file alone."""
    check_size(len(data))
    if _BREAKS_OUT.search(title.strip()) or not title.strip():
        raise Fault("attachment-name")
    plain = clean(title, field=_TITLE, longest=_LONGEST)
    kind = file_kinds.kind_of(data)
    if kind is None:
        raise Fault("attachment-kind")
    return plain, kind


def check_size(size: int) -> None:
    """Refuses a size in bytes. Raises Fault: "attachment-too-large", "attachment-empty"."""
    if size > settings.ATTACHMENT_LIMIT:
        raise Fault("attachment-too-large", megabytes=settings.ATTACHMENT_LIMIT // 1024 // 1024)
    if size == 0:
        raise Fault("attachment-empty")


def files_of(case: models.Case) -> dict[str, Kept]:
    """The files of a case by what events hold of them. One query."""
    rows = models.Attachment.objects.filter(case=case).select_related("customer__key", "unit")
    return {FILE + row.name: _kept(row) for row in rows}


def open_file(name: str) -> tuple[Kept, bytes]:
    """A file in sight, and what is in it. Raises Fault: "attachment-unknown", "customer-erased",
    "customer-data-damaged"."""
    row = models.Attachment.objects.select_related("customer__key", "unit").filter(name=name).first()
    if row is None:
        raise Fault("attachment-unknown")
    try:
        sealed = _place(row.name).read_bytes()
    except FileNotFoundError:
        raise Fault("attachment-unknown") from None
    if hashlib.sha256(sealed).hexdigest() != row.name:
        raise Fault("customer-data-damaged")
    return _kept(row), _open(row, sealed)


def digest_kept(name: str) -> str | None:
    """The digest of what lies in a file's place, which is its name where nobody changed it; None where nothing does."""
    if not _DIGEST.fullmatch(name) or not _place(name).is_file():
        return None
    with _place(name).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _kept(row: models.Attachment) -> Kept:
    try:
        title = _open(row, bytes(row.sealed_title)).decode()
    except Fault:
        title = None
    return Kept(row.name, title, row.kind, row.size, row.added_at)


def _seal(owner: Customer | Unit, data: bytes) -> bytes:
    if isinstance(owner, Customer):
        return privacy.seal_bytes(owner, data)
    with writing():  # the unit's first file makes its key
        return unit_keys.seal(owner, data)


def _open(row: models.Attachment, sealed: bytes) -> bytes:
    if row.unit is not None:
        return unit_keys.unseal(row.unit, sealed)
    if row.customer is None:
        raise Fault("customer-data-damaged")
    return privacy.open_bytes(row.customer, sealed)


def _place(name: str) -> Path:
    """Where the file lies: a name that is no digest has no place."""
    if not _DIGEST.fullmatch(name):
        raise Fault("attachment-unknown")
    return Path(settings.HOME) / "attachments" / name[:2] / name


def _write(name: str, sealed: bytes) -> None:
    place = _place(name)
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, half = tempfile.mkstemp(dir=place.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(sealed)
        file.flush()
        os.fsync(file.fileno())
    os.replace(half, place)
