"""The addresses of the hall, under hall/ (project/urls.py): each part brings its own list."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

from shouwen.operation.channels.hall import (
    urls_board,
    urls_console,
    urls_display,
    urls_guide,
    urls_machine,
    urls_rating,
    urls_setup,
)

urlpatterns: list[URLPattern | URLResolver] = [
    *urls_console.urlpatterns,
    *urls_machine.urlpatterns,
    *urls_display.urlpatterns,
    *urls_rating.urlpatterns,
    *urls_guide.urlpatterns,
    *urls_board.urlpatterns,
    *urls_setup.urlpatterns,
]
