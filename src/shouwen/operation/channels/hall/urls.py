"""The addresses of the hall, under hall/ (project/urls.py): each part brings its own list."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

from shouwen.operation.channels.hall.answers import urls as answers
from shouwen.operation.channels.hall.board import urls as board
from shouwen.operation.channels.hall.console import urls as console
from shouwen.operation.channels.hall.display import urls as display
from shouwen.operation.channels.hall.guide import urls as guide
from shouwen.operation.channels.hall.machine import urls as machine

urlpatterns: list[URLPattern | URLResolver] = [
    *console.urlpatterns,
    *machine.urlpatterns,
    *display.urlpatterns,
    *answers.urlpatterns,
    *guide.urlpatterns,
    *board.urlpatterns,
]
