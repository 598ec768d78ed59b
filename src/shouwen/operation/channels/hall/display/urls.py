"""The addresses of the wall display, under hall/display/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from shouwen.operation.channels.hall.display import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("display/", views.page, name="hall_display"),
    path("display/board/", views.board, name="hall_display_board"),
]
