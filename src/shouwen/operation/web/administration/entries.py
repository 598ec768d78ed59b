"""The lines of the menu, each for those whom its pages let in."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.operation.ledger.standards import CALENDAR_ROLES
from shouwen.operation.people.roles import MANAGERS
from shouwen.operation.web.administration.allowed import PLANNERS
from shouwen.operation.web.page import Entry

GROUP = _("Administration")


def _entry(label: object, url: str, icon: str, order: int, *roles: str) -> Entry:
    return Entry(label=label, url=url, icon=icon, order=order, roles=frozenset(roles), group=GROUP)  # type: ignore[arg-type]


MENU = (
    _entry(_("Units"), "administration_units", "building", 910, "system-admin"),
    _entry(_("People"), "administration_people", "users", 920, "system-admin", "security-admin"),
    _entry(_("Shifts"), "administration_shifts", "calendar-event", 930, *PLANNERS),
    _entry(_("Absences"), "administration_absences", "clock-pause", 940, *MANAGERS),
    _entry(_("Calendars"), "administration_calendars", "calendar", 950, *CALENDAR_ROLES),
    _entry(_("Editions"), "administration_editions", "book", 960, "author"),
    _entry(_("Keys of devices"), "administration_devices", "key", 970, "security-admin"),
    _entry(_("Set aside"), "administration_parked", "alert-triangle", 975, "system-admin"),
    _entry(_("Log of administration"), "administration_log", "history", 980, "audit-admin"),
    _entry(_("Seal and log-ins"), "administration_seal", "shield-check", 990, "audit-admin"),
)
