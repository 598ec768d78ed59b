"""All addresses. A channel's own are registered by the channel (ledger/channel.py) and hang under its name."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path
from django.views.i18n import set_language

from shouwen.operation.web import stream_views


def home(request: HttpRequest) -> HttpResponse:
    """Where a person lands after logging in."""
    return render(request, "web/base.html")


urlpatterns = [
    path("", home, name="home"),
    path("language/", set_language, name="set_language"),
    path("account/", include("allauth.urls")),
    path("stream/", stream_views.stream, name="stream"),
    path("stream/poll", stream_views.poll, name="stream_poll"),
]
