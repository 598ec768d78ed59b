"""The addresses of the counter console, under hall/console/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from shouwen.operation.channels.hall.console import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("console/", views.whole, name="hall_console"),
    path("console/part", views.part, name="hall_console_part"),
    path("console/open", views.open_one, name="hall_console_open"),
    path("console/do/<str:verb>", views.do, name="hall_console_do"),
    path("console/step/<str:word>", views.step, name="hall_console_step"),
]
