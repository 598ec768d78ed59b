"""The addresses of card readers, under hall/reader/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from shouwen.operation.channels.hall.identity import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("reader/challenge", views.challenge, name="hall_reader_challenge"),
    path("reader/", views.readers, name="hall_readers"),
]
