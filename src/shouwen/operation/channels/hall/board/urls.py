"""The addresses of the hall manager's board, under hall/board/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from shouwen.operation.channels.hall.board import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("board/", views.whole, name="hall_board"),
    path("board/part", views.part, name="hall_board_part"),
    path("board/day", views.day, name="hall_board_day"),
    path("board/ask", views.ask, name="hall_board_ask"),
    path("board/cases/<str:clause>/", views.cases, name="hall_board_cases"),
]
