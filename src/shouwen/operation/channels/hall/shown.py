"""What the hall brings to the pages: its lines of the menu. One whose address is not there yet is left out."""

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
        label=_("Services and counters"),
        url="hall_setup",
        icon="adjustments",
        order=90,
        roles=frozenset({"manager"}),
        serving=True,
    ),
)
