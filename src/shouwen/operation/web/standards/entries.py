"""The line of the menu, for those whom the pages let in."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.operation.web.page import Entry
from shouwen.operation.web.standards.allowed import READERS

MENU = (Entry(label=_("The standard"), url="standards", icon="book", order=60, roles=READERS),)
