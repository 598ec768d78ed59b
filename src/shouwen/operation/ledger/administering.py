"""Changes of units, people, posts, shifts, absences and tokens, each with its event in the log: both, or neither.

What may be changed and by whom, the people room says; here it is written down who did. Texts of these events name units
by their code and people by their work number, never anybody's name. `once` is the name under which a form was sent:
what is sent twice happens once, and the second time Fault("done-already") is raised.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.db.models import Q

from shouwen.fault import Fault
from shouwen.operation.ledger import clock, editions, models, publishing
from shouwen.operation.ledger.organisation import note_change
from shouwen.operation.ledger.writing import writing
from shouwen.operation.people import duty, posts, scope, staff, tokens, units
from shouwen.operation.people.models import Absence, Post, Shift, Staff, Token, Unit
from shouwen.operation.people.names import clean
from shouwen.operation.people.posts import require, require_any
from shouwen.operation.people.rights import Acting, posts_in_force
from shouwen.operation.people.roles import ADMINISTRATORS, MANAGERS, ROLES
from shouwen.wording import Wording
from shouwen.worktime import Instant, zone_of

NAME: Final = Wording("名称", "名稱", "name")
LONGEST_NAME: Final = 100


@contextmanager
def _noted(unit: Unit, what: str, text: str, *, by: Acting, once: str = "") -> Iterator[None]:
    """Notes the change and lets it be made, in one transaction."""
    with writing():
        note_change(unit, what, text, by=by, once=once)
        yield


def home_of(by: Acting) -> Unit:
    """The unit in whose story it is noted what somebody changes that belongs to no unit: that of their first post, or
    the topmost. Raises Unit.DoesNotExist where there is no unit at all."""
    if by.posts:
        return Unit.objects.get(pk=by.posts[0][0])
    return Unit.objects.filter(parent__isnull=True).order_by("pk")[:1].get()


# Units


def add_unit(*, code: str, under: Unit, by: Acting, once: str = "", **fields: str) -> Unit:
    """A new unit below another; `fields`: name, kind, size, standard, zone (the last three may be blank).

    For the system administrator there. Raises Fault: "not-for-you", "unit-code-form", "unit-code-taken", "unit-closed",
    "unit-standard-unknown", "calendar-zone-unknown", "done-already", those of `clean`.
    """
    require(by, "system-admin", unit=under)
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,31}", code):
        raise Fault("unit-code-form")
    values = _unit_fields(**fields)
    if under.closed_at is not None:
        raise Fault("unit-closed", unit=under.name)
    with _noted(under, "unit.added", code, by=by, once=once):
        if Unit.objects.filter(code=code).exists():
            raise Fault("unit-code-taken", taken=code)
        return Unit.objects.create(code=code, parent=under, **values)


def change_unit(unit: Unit, *, by: Acting, since: Instant | None = None, once: str = "", **fields: str) -> None:
    """Changes a unit; `fields` as of `add_unit`. Its code stays: events name it so.

    By another standard it works from `since` on (None: as soon as can be): what opened before is judged, now and
    whenever it is worked out again, by the standard of its time. Chosen again, a standard that is to come is moved.
    Raises Fault as `add_unit` does, and "unit-standard-since".
    """
    require(by, "system-admin", unit=unit)
    values = _unit_fields(**fields)
    changed = {name: value for name, value in values.items() if getattr(unit, name) != value}
    if not changed and since is None:
        return
    begins = _standard_begins(since)
    chosen = since is not None or "standard" in changed
    said = [
        f"{name}: {getattr(unit, name) or '-'} → {value or '-'}"
        + (f" ({_local(begins, unit):%Y-%m-%d %H:%M})" if name == "standard" and chosen else "")
        for name, value in values.items()
        if name in changed or (name == "standard" and chosen)
    ]
    with _noted(unit, "unit.changed", f"{unit.code}: {'; '.join(said)}", by=by, once=once):
        if chosen:
            units.choose_standard(unit, values["standard"], since=begins, now=clock.now())
        for name, value in changed.items():
            setattr(unit, name, value)
        unit.save(update_fields=list(changed))
        if chosen or changed.keys() & {"zone", "kind", "size"}:
            publishing.changed()


def _local(at: Instant, unit: Unit) -> datetime:
    return datetime.fromtimestamp(at, ZoneInfo(units.zone_of(unit.pk)))


def _standard_begins(since: Instant | None) -> Instant:
    """From when a unit works by another standard: not before every process has heard of it. Raises Fault."""
    soonest = clock.now() + publishing.SOONEST
    if since is not None and since < soonest:
        raise Fault("unit-standard-since", seconds=publishing.SOONEST)
    return soonest if since is None else since


def move_unit(unit: Unit, *, under: Unit, by: Acting, once: str = "") -> None:
    """Hangs a unit under another. For the system administrator of both.

    Posts above it count there at once; where another standard comes from above, it works by that as soon as can be.

    Raises Fault: "not-for-you", "unit-below-itself", "unit-closed", "done-already".
    """
    require(by, "system-admin", unit=unit)
    require(by, "system-admin", unit=under)
    if unit.parent_id == under.pk:
        return
    if under.closed_at is not None:
        raise Fault("unit-closed", unit=under.name)
    with _noted(unit, "unit.moved", f"{unit.code} → {under.code}", by=by, once=once):
        units.move(unit, under=under, since=_standard_begins(None), now=clock.now())
        publishing.changed()


def close_unit(unit: Unit, *, by: Acting, once: str = "") -> None:
    """Closes a unit for good: nobody can be posted there any more. Its cases and its past stay.

    Raises Fault: "not-for-you", "unit-not-empty", "done-already".
    """
    require(by, "system-admin", unit=unit)
    now = clock.now()
    with scope.everywhere():
        cases = models.Case.objects.filter(unit=unit, owner__isnull=False, closed_at__isnull=True).count()
    below = unit.children.filter(closed_at__isnull=True).count()
    held = Post.objects.filter(Q(until__isnull=True) | Q(until__gt=now), unit=unit).count()
    if cases or below or held:
        raise Fault("unit-not-empty", unit=unit.name, below=below, posts=held, cases=cases)
    if unit.closed_at is not None:
        return
    with _noted(unit, "unit.closed", unit.code, by=by, once=once):
        unit.closed_at = now
        unit.save(update_fields=["closed_at"])


def reopen_unit(unit: Unit, *, by: Acting, once: str = "") -> None:
    """Opens a unit again that was closed. Raises Fault: "not-for-you", "done-already"."""
    require(by, "system-admin", unit=unit)
    if unit.closed_at is None:
        return
    with _noted(unit, "unit.reopened", unit.code, by=by, once=once):
        unit.closed_at = None
        unit.save(update_fields=["closed_at"])


def _unit_fields(*, name: str, kind: str, size: str = "", standard: str = "", zone: str = "") -> Mapping[str, str]:
    """The fields of a unit in their one form. Raises Fault."""
    if kind not in Unit.Kind.values or (size and size not in Unit.Size.values):
        raise ValueError("no such kind or size of unit")
    if standard and not models.Edition.objects.filter(standard=standard, withdrawn_at__isnull=True).exists():
        raise Fault("unit-standard-unknown", standard=standard[:64])
    if zone:
        zone_of(zone)
    cleaned = clean(name, field=NAME, longest=LONGEST_NAME)
    return {"name": cleaned, "kind": kind, "size": size, "standard": standard, "zone": zone}


# People


def add_staff(*, username: str, name: str, email: str, language: str, by: Acting, once: str = "") -> tuple[Staff, str]:
    """A new person, and the password to be handed to them. Raises Fault as people.staff.add_staff, "done-already"."""
    require(by, "system-admin")
    with _noted(home_of(by), "staff.added", username.strip()[: staff.LONGEST_NUMBER], by=by, once=once):
        return staff.add_staff(username=username, name=name, email=email, language=language, by=by)


def change_staff(person: Staff, *, name: str, email: str, by: Acting, once: str = "") -> None:
    """Mends name and e-mail; the event says that, and not to what. Raises Fault as people.staff.change_staff."""
    require(by, "system-admin")
    with _noted(home_of(by), "staff.changed", person.username, by=by, once=once):
        staff.change_staff(person, name=name, email=email, by=by)


def let_go(person: Staff, *, successor: Staff, by: Acting, once: str = "") -> None:
    """The person has left; the successor answers for what is still theirs.

    Raises Fault as people.staff.let_go, and "let-go-oneself", "last-administrator", "successor-left".
    """
    require(by, "system-admin")
    if by.staff == person.pk:
        raise Fault("let-go-oneself")
    if not successor.is_active:
        raise Fault("successor-left")
    now = clock.now()
    said = f"{person.username}, → {successor.username}"
    with _noted(home_of(by), "staff.let-go", said, by=by, once=once):
        for _unit, role in posts_in_force(person, now):
            if role in ADMINISTRATORS and not _others_with(role, person, now):
                raise Fault("last-administrator", role=ROLES[role])
        staff.let_go(person, successor=successor, by=by, at=now)


def _others_with(role: str, person: Staff, at: int) -> bool:
    others = Post.objects.filter(
        Q(until__isnull=True) | Q(until__gt=at), role=role, since__lte=at, staff__is_active=True
    )
    return others.exclude(staff=person).exists()


def give_password(person: Staff, *, by: Acting) -> str:
    """A fresh password, shown to the security administrator this once. Raises Fault as people.staff.give_password."""
    require(by, "security-admin")
    with _noted(home_of(by), "staff.password-given", person.username, by=by):
        return staff.give_password(person, by=by)


def unlock(person: Staff, *, by: Acting, once: str = "") -> None:
    """Ends a lock-out. Raises Fault as people.staff.unlock."""
    require(by, "security-admin")
    with _noted(home_of(by), "staff.unlocked", person.username, by=by, once=once):
        staff.unlock(person, by=by)


def drop_second_factor(person: Staff, *, by: Acting, once: str = "") -> None:
    """For who has lost their telephone. Raises Fault as people.staff.drop_second_factor."""
    require(by, "security-admin")
    with _noted(home_of(by), "staff.second-factor-dropped", person.username, by=by, once=once):
        staff.drop_second_factor(person, by=by)


def choose_backup(person: Staff, backup: Staff | None, *, by: Acting, once: str = "") -> None:
    """Who answers while the person is away. For their managers and the system administrator.

    Raises Fault: "not-for-you", "backup-is-oneself", "successor-left", "done-already".
    """
    at = home_of(by) if "system-admin" in by.roles else _managed_unit(person, by)
    if backup is not None and not backup.is_active:
        raise Fault("successor-left")
    said = f"{person.username} → {'-' if backup is None else backup.username}"
    with _noted(at, "staff.backup-chosen", said, by=by, once=once):
        staff.choose_backup(person, backup)


# Posts


def give_post(
    person: Staff, unit: Unit, role: str, *, by: Acting, since: int, until: int | None = None, once: str = ""
) -> Post:
    """Gives a post. Raises Fault as people.posts.give_post, and "unit-closed", "successor-left", "done-already"."""
    require(by, "security-admin", unit=unit)
    if unit.closed_at is not None:
        raise Fault("unit-closed", unit=unit.name)
    if not person.is_active:
        raise Fault("successor-left")
    with _noted(unit, "post.given", f"{person.username}: {role[:32]}", by=by, once=once):
        return posts.give_post(person, unit, role, by=by, since=since, until=until)


def end_post(post: Post, *, by: Acting, once: str = "") -> None:
    """Ends a post now. Raises Fault as people.posts.end_post, "done-already"."""
    require(by, "security-admin", unit=post.unit)
    with _noted(post.unit, "post.ended", f"{post.staff.username}: {post.role}", by=by, once=once):
        posts.end_post(post, by=by, at=clock.now())


# Shifts and absences


def plan_shifts(
    person: Staff, unit: Unit, spans: Sequence[tuple[int, int]], *, by: Acting, once: str = ""
) -> list[Shift]:
    """Shifts to come, all of them or none; `spans`: from when to when. Raises Fault as people.duty.plan."""
    require_any(by, (*MANAGERS, "planner"), unit=unit)
    if not spans:
        raise Fault("shift-none")
    said = f"{person.username}: {len(spans)}, {_local(spans[0][0], unit):%Y-%m-%d %H:%M}"
    with _noted(unit, "shift.planned", said, by=by, once=once):
        return [duty.plan(person, unit, begins, ends, by=by) for begins, ends in spans]


def take_away_shift(shift: Shift, *, by: Acting, once: str = "") -> None:
    """Takes away a planned shift. Raises Fault: "not-for-you", "shift-clocked", "done-already"."""
    require_any(by, (*MANAGERS, "planner"), unit=shift.unit)
    if shift.clocked_in is not None:
        raise Fault("shift-clocked")
    said = f"{shift.staff.username}: {_local(shift.begins, shift.unit):%Y-%m-%d %H:%M}"
    with _noted(shift.unit, "shift.taken-away", said, by=by, once=once):
        duty.unplan(shift, by=by)


def plan_absence(person: Staff, begins: int, ends: int, *, backup: Staff | None, by: Acting, once: str = "") -> Absence:
    """The person will be away. For managers of a unit where they have a post.

    Raises Fault: "not-for-you", "absence-times", "backup-is-oneself", "successor-left", "done-already".
    """
    unit = _managed_unit(person, by)
    if backup is not None and not backup.is_active:
        raise Fault("successor-left")
    said = f"{person.username}, → {backup.username if backup is not None else '-'}"
    with _noted(unit, "absence.planned", said, by=by, once=once):
        return duty.plan_absence(person, begins, ends, backup=backup)


def end_absence(absence: Absence, *, by: Acting, once: str = "") -> None:
    """The person is back, or does not go after all. Raises Fault: "not-for-you", "done-already"."""
    unit = _managed_unit(absence.staff, by)
    with _noted(unit, "absence.ended", absence.staff.username, by=by, once=once):
        duty.end_absence(absence, clock.now())


def _managed_unit(person: Staff, by: Acting) -> Unit:
    """A unit where the person has a post and that `by` manages. Raises Fault("not-for-you")."""
    for unit, _role in posts_in_force(person, clock.now()):
        if by.system or by.roles_at(unit) & set(MANAGERS):
            return Unit.objects.get(pk=unit)
    require_any(by, MANAGERS, unit=Unit(pk=0))
    return home_of(by)


# Tokens


def make_token(
    *,
    label: str,
    scopes: Sequence[str],
    ends_at: int,
    by: Acting,
    person: Staff | None = None,
    unit: Unit | None = None,
    device: str = "",
    grade: str = "device",
    once: str = "",
) -> tuple[Token, str]:
    """A new token and its secret, which is shown this once. Raises Fault as people.tokens.make, "done-already"."""
    with writing():
        token, secret = tokens.make(
            label=label, scopes=scopes, ends_at=ends_at, by=by, at=clock.now(), staff=person, unit=unit, device=device,
            grade=grade,
        )  # fmt: skip
        note_change(unit or home_of(by), "token.made", _token_said(token), by=by, once=once)
    return token, secret


def revoke_token(token: Token, *, by: Acting, once: str = "") -> None:
    """Ends a token now. Raises Fault("not-for-you")."""
    with writing():
        tokens.revoke(token, by=by, at=clock.now())
        note_change(token.unit or home_of(by), "token.revoked", _token_said(token), by=by, once=once)


def _token_said(token: Token) -> str:
    whose = token.device if token.staff is None else token.staff.username
    return f"{token.pk}, {whose}: {', '.join(token.scopes)}"


def standards() -> list[str]:
    """The names of the standards of which there is an edition."""
    rows = models.Edition.objects.filter(withdrawn_at__isnull=True)
    return sorted(set(rows.values_list("standard", flat=True)))


def working_by(standard: str) -> list[int]:
    """The units that work by this standard, or are to."""
    now = clock.now()

    def works_by(unit: int) -> bool:
        coming = any(name == standard for since, name in units.standards_of(unit) if since > now)
        return coming or units.standard_of(unit, now) == standard

    return [unit for unit in units.tree() if works_by(unit)]


def title_of(standard: str) -> Wording:
    """The title of a standard, as its newest edition has it."""
    known = editions.working(standard).standard
    return known.title if known is not None else Wording.of(standard)
