"""Agreements that customers signed at a hall: by day, by the visit's number, and whether each lies in the archive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from shouwen.fault import Fault
from shouwen.operation.channels.hall import story
from shouwen.operation.channels.hall.models import Visit
from shouwen.operation.channels.hall.registers import story as registers
from shouwen.operation.ledger import models
from shouwen.operation.ledger.act import act
from shouwen.operation.ledger.attaching import FILE, Kept, digest_kept, open_file
from shouwen.operation.ledger.stories import told
from shouwen.operation.ledger.writing import writing
from shouwen.operation.people.rights import Acting
from shouwen.operation.people.units import zone_of

SHOWN = 200
"""Agreements of a day that are listed."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """One that was put before a customer and answered.

    name      of its case; visit, number: of the visit
    archived  None: it was not signed, so there is nothing to archive; False: its file is not where it should be
    """

    name: str
    at: int
    title: str
    number: str
    visit: str
    signed: bool
    archived: bool | None
    file: str


def agreements_of(unit: int, day: date, number: str = "") -> list[Agreement]:
    """Those of a day of the hall, the latest first; with `number` only those of the visit so called.

    Within the scope of who asks. Three queries, and a look at each file.
    """
    begins, ends = _day(unit, day)
    rows = models.Event.objects.filter(
        unit=unit, at__gte=begins, at__lt=ends, word__in=[story.SIGNED, story.NOT_SIGNED]
    )
    events = [told(row) for row in rows.order_by("-at", "-pk")[:SHOWN]]
    subjects = {subject for event in events for subject in event.about}
    visits = Visit.objects.filter(case__subject__in=subjects, unit=unit).select_related("case")
    numbers = {visit.case.subject: visit.number for visit in visits}
    shown = models.Event.objects.filter(
        told__case__subject__in=[one for one in subjects if one.startswith(f"{story.AGREEMENT}:")], word=story.SHOWN
    )
    titles = {subject: str(row.data.get("title") or "") for row in shown for subject in row.about}
    found = []
    for event in events:
        agreement = next((one for one in event.about if one.startswith(f"{story.AGREEMENT}:")), None)
        visit = next((one for one in event.about if one.startswith(f"{story.VISIT}:")), "")
        if agreement is None or (number and numbers.get(visit, "").lower() != number.strip().lower()):
            continue
        signed, file = event.word == story.SIGNED, str(event.data.get("file") or "")
        found.append(
            Agreement(
                name=agreement.partition(":")[2],
                at=event.at,
                title=titles.get(agreement, ""),
                number=numbers.get(visit, ""),
                visit=visit,
                signed=signed,
                archived=_lies_there(file) if signed else None,
                file=file,
            )
        )
    return found


def look_at(name: str, *, by: Acting) -> tuple[Kept, bytes]:
    """The document of an agreement in sight, for this once. 1. agreement.looked-at: who looked stands in the log before
    anything is shown.

    Raises Fault: "case-unknown", "attachment-unknown", "customer-erased", "customer-data-damaged", and as `act` does.
    """
    case = models.Case.objects.filter(subject=f"{story.AGREEMENT}:{name}").first() if "\0" not in name else None
    if case is None:
        raise Fault("case-unknown", case=name[:60])
    signed = models.Event.objects.filter(told__case=case, word=story.SIGNED).order_by("-pk").first()
    file = str(signed.data.get("file") or "") if signed is not None else ""
    with writing():
        act(case, registers.LOOKED_AT, by=by, data={"file": file or None})
        return open_file(file.removeprefix(FILE))


def _lies_there(file: str) -> bool:
    """Whether the file is in its place, as it was put there."""
    name = file.removeprefix(FILE)
    return bool(name) and digest_kept(name) == name


def _day(unit: int, day: date) -> tuple[int, int]:
    zone = ZoneInfo(zone_of(unit))
    begins, ends = (datetime.combine(one, time.min, zone) for one in (day, day + timedelta(days=1)))
    return int(begins.timestamp()), int(ends.timestamp())
