"""Who is here, who is away, and who answers meanwhile. Times are whole seconds since 1970."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, TypeVar

from django.db import transaction
from django.db.models import Q, QuerySet

from shouwen.fault import Fault
from shouwen.operation.people import statements, units
from shouwen.operation.people.models import Absence, Post, Shift, Staff, Unit
from shouwen.operation.people.posts import require_any
from shouwen.operation.people.rights import Acting, posts_in_force
from shouwen.operation.people.roles import MANAGERS

_Row = TypeVar("_Row")

EARLY: Final = 4 * 3600
"""How long before a planned shift clocking in still belongs to it."""

UNPLANNED: Final = 8 * 3600
"""How long a shift lasts that nobody planned, until it is clocked out."""

LONGEST: Final = 24 * 3600
FORGOTTEN: Final = 4 * 3600
"""How long after a shift's end a person still counts as here who has not clocked out."""


def plan(staff: Staff, unit: Unit, begins: int, ends: int, *, by: Acting) -> Shift:
    """A shift to come. For managers and planners of the unit.

    Raises Fault: "not-for-you", "shift-times", "no-post-at-unit", "shift-overlaps".
    """
    return plan_all(unit, {staff: [(begins, ends)]}, by=by)[0]


def plan_all(unit: Unit, spans: Mapping[Staff, Sequence[tuple[int, int]]], *, by: Acting) -> list[Shift]:
    """Shifts to come of several people, all or none; `spans`: from when to when. Raises Fault as `plan` does."""
    _may_plan(by, unit)
    new = [Shift(staff=staff, unit=unit, begins=begins, ends=ends) for staff in spans for begins, ends in spans[staff]]
    if not all(one.begins < one.ends <= one.begins + LONGEST for one in new):
        raise Fault("shift-times", hours=LONGEST // 3600)
    with transaction.atomic():
        # One after the other, in the order of their keys: what is asked stays true until it is written.
        people = list(Staff.objects.select_for_update().filter(pk__in=[one.pk for one in spans]).order_by("pk"))
        posts = Post.objects.filter(staff__in=people, unit__in=units.path_up(unit.pk))
        held = _by_staff((post.staff_id, post) for post in posts)
        if not all(_has_post(held.get(one.staff_id, ()), one.begins) for one in new):
            raise Fault("no-post-at-unit", unit=unit.name)
        taken = _by_staff((shift.staff_id, shift) for shift in _during(people, new))
        for one in sorted(new, key=lambda one: one.begins):
            there = taken.setdefault(one.staff_id, [])
            other = next((shift for shift in there if shift.begins < one.ends and shift.ends > one.begins), None)
            if other is not None:
                raise Fault("shift-overlaps", unit=other.unit.name)
            there.append(one)
        return Shift.objects.bulk_create(new)


def unplan(shift: Shift, *, by: Acting) -> None:
    """Takes away a planned shift; one that somebody clocked in to stays. Raises Fault("not-for-you")."""
    unplan_all(shift.unit, [shift], by=by)


def unplan_all(unit: Unit, shifts: Iterable[Shift], *, by: Acting) -> None:
    """The same of several shifts of a unit."""
    _may_plan(by, unit)
    Shift.objects.filter(pk__in=[one.pk for one in shifts], unit=unit, clocked_in__isnull=True).delete()


def clock_in(staff: Staff, unit: Unit, at: int) -> Shift:
    """The person is here from now: on the shift planned for about now, or else on one that nobody planned.

    Raises Fault: "clocked-in-already" (naming where), "no-post-at-unit".
    """
    if not _works_at(staff, unit, at):
        raise Fault("no-post-at-unit", unit=unit.name)
    with transaction.atomic():
        _locked(staff)
        still = _open(staff).select_related("unit").first()
        if still is not None:
            raise Fault("clocked-in-already", unit=still.unit.name)
        planned = Shift.objects.filter(staff=staff, unit=unit, clocked_in__isnull=True)
        shift = planned.filter(begins__lte=at + EARLY, ends__gt=at).order_by("begins", "pk").first()
        shift = shift or Shift(staff=staff, unit=unit, begins=at, ends=at + UNPLANNED)
        shift.clocked_in = at
        shift.save()
        return shift


def clock_out(staff: Staff, at: int) -> Shift:
    """The person leaves now. Raises Fault("not-clocked-in")."""
    with transaction.atomic():
        _locked(staff)
        shift = _open(staff).first()
        if shift is None or shift.clocked_in is None:
            raise Fault("not-clocked-in")
        shift.clocked_out = max(at, shift.clocked_in)  # the clock may have stepped back
        shift.save(update_fields=["clocked_out"])
        return shift


def on_duty(unit: int, at: int | None = None) -> list[Staff]:
    """Who is clocked in at the unit, first come first. `at` None: now, as the clocks have it."""
    return [shift.staff for shift in _here(unit, at).select_related("staff").order_by("clocked_in", "pk")]


def number_on_duty(unit: int, at: int) -> int:
    """How many were clocked in at the unit at `at`. One statement composed once: it is asked with every event."""
    return int(statements.ask(_ON_DUTY, [unit, True, at, at - FORGOTTEN, at])[0][0])


_ON_DUTY = """SELECT count(*) FROM people_shift AS shift JOIN people_staff AS staff ON staff.id = shift.staff_id
WHERE shift.unit_id = %s AND staff.is_active = %s AND shift.clocked_in <= %s
AND ((shift.clocked_out IS NULL AND shift.ends > %s) OR shift.clocked_out > %s)"""


def plan_absence(staff: Staff, begins: int, ends: int, *, backup: Staff | None = None) -> Absence:
    """The person is away; `backup` answers, or else their usual one.

    Raises Fault: "absence-times", "backup-is-oneself".
    """
    if ends <= begins:
        raise Fault("absence-times")
    if backup is not None and backup.pk == staff.pk:
        raise Fault("backup-is-oneself")
    return Absence.objects.create(staff=staff, begins=begins, ends=ends, backup=backup)


def end_absence(absence: Absence, at: int) -> None:
    """The person is back: from now on they answer themselves. One that has not begun is taken away."""
    if at <= absence.begins:
        absence.delete()
    elif at < absence.ends:
        absence.ends = at
        absence.save(update_fields=["ends"])


def away(staff: Staff, at: int) -> bool:
    """Whether the person is absent, or has left for good."""
    return staff.pk in _backups_of({staff.pk}, at) or not _active([staff.pk])


def answers_for(staff: Staff, at: int) -> Staff:
    """Who answers for what is this person's: they themselves; while they are away their backup, or the backup's while
    that one is away too. Where that leads to nobody, the manager of the unit where they work; at last themselves.

    `staff` need only have its key.
    """
    key = staff.pk
    passed: set[int] = set()
    while key not in passed:
        passed.add(key)
        backups = _backups_of({key}, at)
        if key not in backups:
            found = Staff.objects.filter(pk=key, is_active=True).first()
            if found is not None:
                return found
        backup = backups.get(key) or _usual_backup(key)
        if backup is None:
            break
        key = backup
    return _manager_over(staff, at) or Staff.objects.get(pk=staff.pk)


def people_covered_by(staff: int, at: int) -> list[int]:
    """The keys of those who are away and for whom the person with this key answers (`answers_for`), in order."""
    rows = statements.ask(_AWAY, [at, at])
    after: dict[int, int | None] = {key: backup for _begins, _number, key, backup in rows}
    absent = [key for begins, _number, key, _backup in rows if begins is not None]

    def answering(key: int | None) -> int | None:
        passed: set[int] = set()
        while key in after and key not in passed:
            passed.add(key)
            key = after[key]
        return None if key in passed else key

    covered = {key for key in after if answering(key) == staff}
    alone = [key for key in absent if answering(key) is None]
    if alone and any(role in MANAGERS for _unit, role in posts_in_force(Staff(pk=staff), at)):
        for other in Staff.objects.filter(pk__in=alone):
            manager = _manager_over(other, at)
            if manager is not None and manager.pk == staff:
                covered.add(other.pk)
    return sorted(covered - {staff})


_AWAY = """SELECT NULL AS begins, 0 AS number, id, backup_id FROM people_staff
WHERE NOT is_active AND backup_id IS NOT NULL
UNION ALL SELECT away.begins, away.id, away.staff_id, COALESCE(away.backup_id, staff.backup_id)
FROM people_absence AS away JOIN people_staff AS staff ON staff.id = away.staff_id
WHERE away.begins <= %s AND away.ends > %s ORDER BY 1 NULLS FIRST, 2"""
"""Who has left and who is absent, each with who answers; of several absences the last begun comes last, and counts."""


def manager_on_duty(unit: int, at: int) -> Staff | None:
    """Who answers for the unit: a manager clocked in there, else one posted there, else the same of the unit above.

    Who is away is passed over unless there is nobody else. None where no unit up to the top has a manager.
    """
    path = units.path_up(unit)
    if not path:
        return None
    marks = statements.marks
    held = statements.read(Post, _MANAGERS.format(marks(path), marks(MANAGERS)), [*path, *MANAGERS, at, at])
    if not held:
        return None
    people = list({post.staff_id for post in held})
    here = dict(statements.ask(_HERE.format(marks(path), marks(people)), [*path, *people, at, at - FORGOTTEN, at]))
    absent = {staff for (staff,) in statements.ask(_ABSENT.format(marks(people)), [*people, at, at])}

    def nearest(post: Post) -> tuple[bool, int, bool, int, int, int]:
        clocked_in_at = here.get(post.staff_id)
        level = 0 if clocked_in_at == unit else path.index(post.unit_id)
        return (
            post.staff_id in absent,
            level,
            clocked_in_at not in (unit, post.unit_id),
            MANAGERS.index(post.role),
            post.since,
            post.pk,
        )

    return statements.read(Staff, "id = %s", [min(held, key=nearest).staff_id])[0]


_MANAGERS = """unit_id IN ({}) AND role IN ({}) AND since <= %s AND (until IS NULL OR until > %s)
AND staff_id IN (SELECT id FROM people_staff WHERE is_active)"""
_HERE = """SELECT staff_id, unit_id FROM people_shift WHERE unit_id IN ({}) AND staff_id IN ({})
AND clocked_in <= %s AND ((clocked_out IS NULL AND ends > %s) OR clocked_out > %s)"""
_ABSENT = "SELECT staff_id FROM people_absence WHERE staff_id IN ({}) AND begins <= %s AND ends > %s"


def _backups_of(people: Iterable[int] | None, at: int) -> dict[int, int | None]:
    """Of these people (None: of all), those who are absent, each with who answers; the absence last begun counts."""
    rows = Absence.objects.filter(begins__lte=at, ends__gt=at).order_by("begins", "pk")
    if people is not None:
        rows = rows.filter(staff__in=set(people))
    return {
        staff: backup or usual for staff, backup, usual in rows.values_list("staff_id", "backup_id", "staff__backup_id")
    }


def _usual_backup(staff: int) -> int | None:
    return Staff.objects.filter(pk=staff).values_list("backup_id", flat=True).first()


def _active(people: Iterable[int]) -> set[int]:
    return set(Staff.objects.filter(pk__in=people, is_active=True).values_list("pk", flat=True))


def _manager_over(staff: Staff, at: int) -> Staff | None:
    posts = posts_in_force(staff, at) or tuple(
        Post.objects.filter(staff=staff).order_by("-since", "-pk").values_list("unit_id", "role")[:1]
    )
    for unit, _role in posts:
        manager = manager_on_duty(unit, at)
        if manager is not None and manager.pk != staff.pk:
            return manager
    return None


def _here(unit: int, at: int | None) -> QuerySet[Shift]:
    rows = Shift.objects.filter(unit=unit, clocked_in__isnull=False, staff__is_active=True)
    if at is None:
        return rows.filter(clocked_out__isnull=True)
    return rows.filter(Q(clocked_out__isnull=True, ends__gt=at - FORGOTTEN) | Q(clocked_out__gt=at), clocked_in__lte=at)


def _open(staff: Staff) -> QuerySet[Shift]:
    return Shift.objects.filter(staff=staff, clocked_in__isnull=False, clocked_out__isnull=True)


def _works_at(staff: Staff, unit: Unit, at: int) -> bool:
    path = units.path_up(unit.pk)
    return any(post_unit in path for post_unit, _role in posts_in_force(staff, at))


def _has_post(held: Iterable[Post], at: int) -> bool:
    return any(post.since <= at and (post.until is None or post.until > at) for post in held)


def _during(people: Sequence[Staff], new: Sequence[Shift]) -> Iterable[Shift]:
    """The shifts that these people have anywhere, from the first of the new ones to the last."""
    if not new:
        return ()
    first, last = min(one.begins for one in new), max(one.ends for one in new)
    return Shift.objects.filter(staff__in=people, begins__lt=last, ends__gt=first).select_related("unit")


def _by_staff(rows: Iterable[tuple[int, _Row]]) -> dict[int, list[_Row]]:
    found: dict[int, list[_Row]] = {}
    for staff, row in rows:
        found.setdefault(staff, []).append(row)
    return found


def _may_plan(by: Acting, unit: Unit) -> None:
    require_any(by, (*MANAGERS, "planner"), unit=unit)


def _locked(staff: Staff) -> None:
    """One after the other: what is asked of a person's shifts stays true until it is written."""
    Staff.objects.select_for_update().get(pk=staff.pk)
