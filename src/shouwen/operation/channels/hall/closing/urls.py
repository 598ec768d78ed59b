"""The addresses of closing the day, under hall/closing/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from shouwen.operation.channels.hall.closing import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("closing/", views.shown, name="hall_closing"),
    path("closing/close", views.close, name="hall_closing_close"),
]
