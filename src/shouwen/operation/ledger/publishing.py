"""Publishing an edition of a standard, taking it back before it is in force, leaving a calendar otherwise than it was.

Nothing that was judged changes: an edition is in force from a time to come, and an occasion belongs to the edition in
force when it opened. A calendar moves the due times of what is open; the watch works them out afresh.
"""

from __future__ import annotations

import hashlib
from importlib.resources import files
from pathlib import Path

from django.db.models import F

from shouwen.fault import Fault
from shouwen.operation.ledger import clock, editions, models, words
from shouwen.operation.ledger.organisation import note_change
from shouwen.operation.ledger.writing import after_commit, writing
from shouwen.operation.people.models import Unit
from shouwen.operation.people.posts import require
from shouwen.operation.people.rights import Acting
from shouwen.standard.editions import unite
from shouwen.standard.layers import PACK, Layer, layers_of, layers_of_text
from shouwen.standard.page import read_page
from shouwen.standard.reading import Reading, read_layers
from shouwen.worktime import Instant

SOONEST = 60
"""Seconds from now after which an edition may be in force at the earliest: every process has read it by then."""


def layers_written(text: str, *, place: str) -> tuple[Layer, ...]:
    """The layers of a standard that somebody wrote or uploaded; it may build on packs, never on files of this machine.

    Raises Fault, also "edition-builds-on-file".
    """
    below = read_page(text, place=place).get("builds_on") or []
    for name in below if isinstance(below, list) else [below]:
        if not str(name).startswith(PACK):
            raise Fault("edition-builds-on-file", place=place, name=str(name)[:60])
    return layers_of_text(text, place=place, folder=Path())


def look_over(layers: tuple[Layer, ...]) -> Reading:
    """The standard the layers make, with all its faults, those among them that only the running house can find."""
    reading = read_layers(layers)
    if reading.faults:
        return reading
    try:
        editions.united_vocabulary(reading.standard)
        for clause in reading.standard.clauses:
            if notices := sorted(clause.check.words & words.NOTICES):
                place = reading.places[clause.id]
                raise Fault("edition-judges-notices", place=place, clause=clause.id, word=notices[0])
    except Fault as fault:
        return Reading(reading.standard, (fault,), reading.places, reading.own, reading.lacking, reading.written)
    return reading


def publish(
    layers: tuple[Layer, ...], *, at: Unit, by: Acting, since: Instant | None = None, once: str = ""
) -> models.Edition:
    """Publishes an edition, in force from `since`; None: from when it says itself, else as soon as can be.

    The first edition of a standard may be in force from the past. `at` is the unit whose author `by` is.
    Raises Fault: the first of the standard's, "edition-too-soon", "edition-then", "not-for-you".
    """
    require(by, "author", unit=at)
    reading = look_over(layers)
    for fault in reading.faults:
        raise fault
    standard = reading.standard
    now = clock.now()
    with writing():
        note_change(at, "edition.published", f"{standard.name} {standard.edition}".strip(), by=by, once=once)
        others = list(models.Edition.objects.filter(standard=standard.name, withdrawn_at__isnull=True))
        begin = since if since is not None else standard.since
        if others:
            begin = now + SOONEST if begin is None else begin
            if begin < now + SOONEST:
                raise Fault("edition-too-soon", standard=standard.name, seconds=SOONEST)
        begin = 0 if begin is None else begin
        if any(other.since == begin for other in others):
            raise Fault("edition-then", standard=standard.name)
        row = models.Edition(
            standard=standard.name,
            edition=standard.edition,
            since=begin,
            layers=[[layer.place, layer.text] for layer in layers],
            published_at=now,
            by_id=by.staff,
        )
        unite(editions.written([*others, row], models.Calendar.objects.filter(standard=standard.name)))
        row.save()
        changed()
    return row


def publish_pack(name: str, *, at: Unit, by: Acting, since: Instant | None = None) -> models.Edition:
    """Publishes a standard that ships, or that lies in a file of this machine. For commands. Raises Fault."""
    return publish(layers_of(name), at=at, by=by, since=since)


def withdraw(edition: models.Edition, *, at: Unit, by: Acting, once: str = "") -> None:
    """Takes back an edition that is not in force yet. Raises Fault("edition-in-force" | "not-for-you")."""
    require(by, "author", unit=at)
    now = clock.now()
    with writing():
        if edition.since < now + SOONEST:
            raise Fault("edition-in-force", standard=edition.standard)
        edition.withdrawn_at = now
        edition.save(update_fields=["withdrawn_at"])
        changed()
        note_change(at, "edition.withdrawn", f"{edition.standard} {edition.edition}".strip(), by=by, once=once)


def leave_calendar(standard: str, name: str, text: str, *, at: Unit, by: Acting, once: str = "") -> models.Calendar:
    """Leaves a calendar of a standard as `text` (YAML, what stands under its name in `calendars:`) has it, from now on.

    Raises Fault: "calendar-not-declared" where no edition has one of this name, or what is wrong with the text.
    """
    if not (by.system or {"author", "manager", "area-manager", "system-admin"} & by.roles_at(at.pk)):
        require(by, "author", unit=at)
    rows = list(models.Edition.objects.filter(standard=standard, withdrawn_at__isnull=True))
    declared = editions.calendar_texts(rows)
    if name not in declared:
        raise Fault("calendar-not-declared", calendar=name, near=", ".join(sorted(declared)) or "-")
    with writing():
        row = models.Calendar(standard=standard, name=name, text=text, made_at=clock.now(), by_id=by.staff)
        unite(editions.written(rows, [*models.Calendar.objects.filter(standard=standard), row]))
        row.save()
        changed()
        note_change(at, "calendar.changed", f"{standard} {name}", by=by, once=once)
    return row


def changed() -> None:
    """Counts a change: every process reads anew, and the watch works through what is open."""
    models.Revision.objects.get_or_create(pk=1)
    models.Revision.objects.filter(pk=1).update(number=F("number") + 1)
    editions.forget()
    after_commit(editions.forget)


def see_to_holidays() -> bool:
    """Counts a change where the holidays that ship are not those last worked with; whether they were others."""
    digest = hashlib.sha256()
    for file in sorted((files("shouwen") / "holidays").iterdir(), key=lambda file: file.name):
        if file.name.endswith(".yaml"):
            digest.update(file.read_bytes())
    with writing():
        row, _new = models.Revision.objects.get_or_create(pk=1)
        if row.holidays == digest.hexdigest():
            return False
        models.Revision.objects.filter(pk=1).update(holidays=digest.hexdigest())
        changed()
    return True
