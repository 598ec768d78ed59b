"""The addresses of the wall display, under hall/display/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from shouwen.operation.channels.hall import display_views

urlpatterns: list[URLPattern | URLResolver] = [
    path("display/", display_views.page, name="hall_display"),
    path("display/board/", display_views.board, name="hall_display_board"),
]
