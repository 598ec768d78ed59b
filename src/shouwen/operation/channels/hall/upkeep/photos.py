"""Photos of what is wrong with a thing of the hall: files of its story, sealed under the hall's key (attaching.py).

A photo belongs to the fault that stood when it was added: who was shown a thing that works again sees it among the
earlier ones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from shouwen.fault import Fault
from shouwen.operation.channels.hall.models import Facility
from shouwen.operation.channels.hall.upkeep import story
from shouwen.operation.ledger import attaching, file_kinds, models
from shouwen.operation.people.rights import Acting

KINDS: Final = (file_kinds.JPEG, file_kinds.PNG, file_kinds.WEBP)
"""What every browser shows; a phone that takes others sends them as JPEG when it is asked for these."""
MOST: Final = 6
"""Photos that are taken in at once."""


@dataclass(frozen=True, slots=True)
class Photo:
    """One as it was sent."""

    title: str
    data: bytes


def check(photos: Sequence[Photo]) -> None:
    """Refuses photos before anything is done with them. Raises Fault: "facility-photos-many", "facility-photo-kind",
    "attachment-too-large", "attachment-empty", "attachment-name"."""
    if len(photos) > MOST:
        raise Fault("facility-photos-many", most=MOST)
    for photo in photos:
        try:
            _title, kind = attaching.check_file(photo.title, photo.data)
        except Fault as fault:
            raise Fault("facility-photo-kind") if fault.code == "attachment-kind" else fault from None
        if kind not in KINDS:
            raise Fault("facility-photo-kind")


def add(facility: Facility, photos: Sequence[Photo], *, by: Acting, once: str = "") -> Facility:
    """Adds photos of what is wrong with it now. 1. attachment.added, each.

    Raises Fault: as `check`, "facility-works" where nothing is wrong, what `attach` raises.
    """
    check(photos)
    if facility.state not in story.NOT_WORKING:
        raise Fault("facility-works", name=facility.code)
    for number, photo in enumerate(photos):
        attaching.attach(facility.case, photo.title, photo.data, by=by, once=once and f"{once}-photo-{number}")
    return facility


def photos_of(facility: Facility) -> tuple[list[attaching.Kept], list[attaching.Kept]]:
    """The photos of what is wrong now, and earlier ones, the latest first. Within the scope of who asks."""
    kept = [one for one in attaching.files_of(facility.case).values() if one.kind in KINDS]
    kept.sort(key=lambda one: (-one.added_at, one.name))
    begun = facility.since if facility.state in story.NOT_WORKING else None
    now = [one for one in kept if begun is not None and one.added_at >= begun]
    return now, [one for one in kept if one not in now]


def photos_now(rows: Iterable[Facility]) -> Counter[int]:
    """How many photos there are of what is wrong now, by the thing's key. One query."""
    begun = {row.pk: row.since for row in rows}
    added = models.Attachment.objects.filter(case__in=begun, kind__in=KINDS).values_list("case", "added_at")
    return Counter(key for key, at in added if (since := begun[key]) is not None and at >= since)


def open_photo(facility: Facility, name: str) -> tuple[attaching.Kept, bytes]:
    """A photo of this thing, and what is in it. Raises Fault: "attachment-unknown", "customer-data-damaged"."""
    kept, data = attaching.open_file(name)
    if kept.kind not in KINDS or attaching.FILE + name not in attaching.files_of(facility.case):
        raise Fault("attachment-unknown")
    return kept, data
