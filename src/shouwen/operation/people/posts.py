"""Giving posts and ending them. The three administrators are kept apart here, and nobody makes their own rights."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from shouwen.fault import Fault
from shouwen.operation.people.models import Post, Staff, Unit
from shouwen.operation.people.roles import ADMINISTRATORS, ROLES
from shouwen.wording import Wording

if TYPE_CHECKING:
    from shouwen.operation.people.rights import Acting


def give_post(staff: Staff, unit: Unit, role: str, *, by: Acting, since: int, until: int | None = None) -> Post:
    """Gives the person a role at the unit and below it, from `since` (seconds since 1970) until `until` (None: open).

    For the security administrator of that unit, and never to themselves. Raises Fault: "post-role-unknown",
    "post-for-oneself", "not-for-you", "post-times", "administrators-apart", "post-twice".
    """
    if role not in ROLES:
        raise Fault("post-role-unknown", role=role[:32])
    if by.staff is not None and by.staff == staff.pk:
        raise Fault("post-for-oneself")
    require(by, "security-admin", unit=unit)
    if until is not None and until <= since:
        raise Fault("post-times")
    with transaction.atomic():
        Staff.objects.select_for_update().get(pk=staff.pk)  # one after the other: two may not both be the first
        overlapping = Post.objects.filter(Q(until__isnull=True) | Q(until__gt=since), staff=staff)
        if until is not None:
            overlapping = overlapping.filter(since__lt=until)
        held = list(overlapping.values_list("unit_id", "role"))
        for _unit, other in held:
            if other != role and (role in ADMINISTRATORS or other in ADMINISTRATORS):
                raise Fault("administrators-apart", role=ROLES[role], other=_said(other))
        if (unit.pk, role) in held:
            raise Fault("post-twice", role=ROLES[role], unit=unit.name)
        return Post.objects.create(staff=staff, unit=unit, role=role, since=since, until=until)


def end_post(post: Post, *, by: Acting, at: int) -> None:
    """Ends the post at `at`. For the security administrator; the last security administrator stays.

    Raises Fault: "not-for-you", "last-administrator".
    """
    require(by, "security-admin", unit=post.unit)
    with transaction.atomic():
        if post.role == "security-admin":
            others = Post.objects.select_for_update().filter(role=post.role, staff__is_active=True, since__lte=at)
            if not others.filter(Q(until__isnull=True) | Q(until__gt=at)).exclude(staff=post.staff).exists():
                raise Fault("last-administrator", role=ROLES[post.role])
        if post.until is None or post.until > at:
            post.until = max(at, post.since)
            post.save(update_fields=["until"])


def require(by: Acting, role: str, *, unit: Unit | None = None) -> None:
    """Refuses who has not that role at the unit (None: anywhere). The system may. Raises Fault("not-for-you")."""
    require_any(by, (role,), unit=unit)


def require_any(by: Acting, roles: Collection[str], *, unit: Unit | None = None) -> None:
    """Refuses who has none of the roles at the unit (None: anywhere). The system may. Raises Fault("not-for-you")."""
    held = by.roles if unit is None else by.roles_at(unit.pk)
    if not by.system and held.isdisjoint(roles):
        raise Fault("not-for-you", roles=_listed(roles))


def _listed(roles: Iterable[str]) -> Wording:
    said = [_said(role) for role in roles]
    return Wording(
        "、".join(one.zh_hans for one in said),
        "、".join(one.zh_hant for one in said),
        ", ".join(one.en for one in said),
    )


def _said(role: str) -> Wording:
    return ROLES.get(role, Wording(role, role, role))
