"""The lines of the menu that belong to no room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.operation.web.page import Entry

MENU = (
    Entry(label=_("My work"), url="home", icon="clipboard-list", order=10),
    Entry(label=_("Customers"), url="customers", icon="users", order=40, serving=True),
    Entry(label=_("Notices"), url="notices", icon="bell", order=50),
)
