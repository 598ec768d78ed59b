"""Who sets up which hall: its managers; planners its roster alone. Others are told it is not theirs."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from shouwen.operation.channels.hall.models import Hall
from shouwen.operation.channels.hall.setup.changing import KINDS
from shouwen.operation.people.models import Unit
from shouwen.operation.people.rights import Acting
from shouwen.operation.people.roles import MANAGERS
from shouwen.operation.web import page
from shouwen.operation.web.administration.allowed import units_with
from shouwen.operation.web.who import acting_in


@dataclass(frozen=True, slots=True)
class Place:
    """A hall that is set up, or a unit that may become one (`hall` None), and on whose behalf.

    units  all that they set up; `halls`: those of them that are halls already
    """

    unit: Unit
    hall: Hall | None
    acting: Acting
    units: list[Unit]
    halls: list[Unit]

    @property
    def manages(self) -> bool:
        """Whether they manage it, and do not only plan its roster."""
        return not self.acting.roles_at(self.unit.pk).isdisjoint(MANAGERS)


def for_setting_up(roles: Collection[str]) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """A view of the hall that is asked for (`hall`, its code), of the one they work at, or of the first of theirs.

    Raises PermissionDenied where they have none of the roles at it.
    """

    def guard(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @login_required
        @never_cache
        @wraps(view)
        def guarded(request: HttpRequest, **named: Any) -> HttpResponse:
            return view(request, _place(request, acting_in(request), roles), **named)

        return guarded

    return guard


def _place(request: HttpRequest, acting: Acting, roles: Collection[str]) -> Place:
    halls = {hall.pk: hall for hall in Hall.objects.all()}
    units = [unit for unit in units_with(acting, *roles) if unit.pk in halls or unit.kind in KINDS]
    code, here = request.GET.get("hall", ""), page.unit_of(request)
    if code:
        unit = next((one for one in units if one.code == code), None)
    else:
        first = next((one for one in units if one.pk in halls), units[0] if units else None)
        unit = next((one for one in units if here is not None and one.pk == here.pk), first)
    if unit is None:
        raise PermissionDenied
    return Place(unit, halls.get(unit.pk), acting, units, [one for one in units if one.pk in halls])
