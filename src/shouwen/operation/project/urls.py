"""All addresses. A channel's own are registered by the channel (ledger/channel.py) and hang under its name."""

from __future__ import annotations

from django.urls import include, path

from shouwen.operation.web import stream_views
from shouwen.operation.web.asking import switch_language

handler400 = "shouwen.operation.web.failures.bad_request"
handler403 = "shouwen.operation.web.failures.permission_denied"
handler404 = "shouwen.operation.web.failures.page_not_found"
handler500 = "shouwen.operation.web.failures.server_error"

urlpatterns = [
    path("", include("shouwen.operation.web.urls")),
    path("administration/", include("shouwen.operation.web.administration.urls")),
    path("api/", include("shouwen.operation.web.api_urls")),
    path("language/", switch_language, name="set_language"),
    path("account/", include("allauth.urls")),
    path("stream/", stream_views.stream, name="stream"),
    path("stream/poll", stream_views.poll, name="stream_poll"),
    path("requests/", include("shouwen.operation.channels.requests.urls")),
]
