"""What the hall brings to the pages: its lines of the menu, and what its changes are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.operation.web.page import Entry

MENU = (
    Entry(
        label=_("Counter"),
        url="hall_console",
        icon="device-desktop",
        order=20,
        roles=frozenset({"clerk"}),
        serving=True,
    ),
    Entry(
        label=_("Guide"),
        url="hall_guide",
        icon="map-pin",
        order=22,
        roles=frozenset({"guide", "manager"}),
        serving=True,
    ),
    Entry(
        label=_("Board"),
        url="hall_board",
        icon="chart-bar",
        order=24,
        roles=frozenset({"manager", "area-manager"}),
        serving=True,
    ),
    Entry(
        label=_("Device sales"),
        url="hall_sales",
        icon="device-mobile",
        order=26,
        roles=frozenset({"device-clerk", "clerk", "manager"}),
        serving=True,
    ),
    Entry(
        label=_("Appointments"),
        url="hall_appointments",
        icon="calendar-event",
        order=28,
        roles=frozenset({"guide", "clerk", "manager"}),
        serving=True,
    ),
    Entry(
        label=_("Receipts"),
        url="hall_receipts",
        icon="printer",
        order=30,
        roles=frozenset({"clerk", "manager"}),
        serving=True,
    ),
    Entry(
        label=_("Registers"),
        url="hall_registers",
        icon="scale",
        order=34,
        roles=frozenset({"clerk", "device-clerk", "guide", "manager", "area-manager"}),
        serving=True,
    ),
    Entry(
        label=_("Upkeep"),
        url="hall_upkeep",
        icon="clipboard-check",
        order=36,
        roles=frozenset({"clerk", "guide", "manager", "area-manager", "inspector"}),
        serving=True,
    ),
    Entry(
        label=_("Agreements"),
        url="hall_agreements",
        icon="file-text",
        order=38,
        roles=frozenset({"clerk", "manager", "area-manager", "inspector"}),
        serving=True,
    ),
    Entry(
        label=_("Services and counters"),
        url="hall_setup",
        icon="adjustments",
        order=90,
        roles=frozenset({"manager", "area-manager"}),
        serving=True,
    ),
    Entry(
        label=_("Roster"),
        url="hall_setup_roster",
        icon="calendar-event",
        order=91,
        roles=frozenset({"planner"}),
        serving=True,
    ),
    Entry(
        label=_("Card readers"),
        url="hall_readers",
        icon="id-badge-2",
        order=91,
        roles=frozenset({"manager"}),
        serving=True,
    ),
)

CHANGES = {
    "hall.set-up": _("Hall set up"),
    "hall.changed": _("Hall changed"),
    "service.added": _("Service added"),
    "service.changed": _("Service changed"),
    "counter.added": _("Counter added"),
    "counter.changed": _("Counter changed"),
    "tariff.added": _("Tariff added"),
    "tariff.changed": _("Tariff changed"),
    "hall.reader-paired": _("Card reader paired"),
    "hall.reader-ended": _("Card reader no longer paired"),
}
