"""The addresses of the hall, under hall/ (project/urls.py): each part brings its own list."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

from shouwen.operation.channels.hall.answers import urls as answers
from shouwen.operation.channels.hall.appointments import urls as appointments
from shouwen.operation.channels.hall.board import urls as board
from shouwen.operation.channels.hall.closing import urls as closing
from shouwen.operation.channels.hall.console import urls as console
from shouwen.operation.channels.hall.display import urls as display
from shouwen.operation.channels.hall.guide import urls as guide
from shouwen.operation.channels.hall.identity import urls as identity
from shouwen.operation.channels.hall.machine import urls as machine
from shouwen.operation.channels.hall.money import urls as money
from shouwen.operation.channels.hall.registers import urls as registers
from shouwen.operation.channels.hall.sales import urls as sales
from shouwen.operation.channels.hall.setup import urls as setup
from shouwen.operation.channels.hall.upkeep import urls as upkeep

urlpatterns: list[URLPattern | URLResolver] = [
    *console.urlpatterns,
    *machine.urlpatterns,
    *display.urlpatterns,
    *answers.urlpatterns,
    *guide.urlpatterns,
    *board.urlpatterns,
    *identity.urlpatterns,
    *money.urlpatterns,
    *setup.urlpatterns,
    *closing.urlpatterns,
    *sales.urlpatterns,
    *appointments.urlpatterns,
    *registers.urlpatterns,
    *upkeep.urlpatterns,
]
