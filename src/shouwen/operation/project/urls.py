"""All addresses. A channel's own are registered by the channel (ledger/channel.py) and hang under its name."""

from __future__ import annotations

from allauth.account import views as account
from django.urls import include, path

from shouwen.operation.web import stream_views
from shouwen.operation.web.asking import switch_language

handler400 = "shouwen.operation.web.failures.bad_request"
handler403 = "shouwen.operation.web.failures.permission_denied"
handler404 = "shouwen.operation.web.failures.page_not_found"
handler500 = "shouwen.operation.web.failures.server_error"

# Named one by one: accounts are given (people/login.py), so nobody signs up, and nothing is reset by mail.
ACCOUNT = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("2fa/", include("allauth.mfa.urls")),
]

urlpatterns = [
    path("", include("shouwen.operation.web.urls")),
    path("standard/", include("shouwen.operation.web.standards.urls")),
    path("administration/", include("shouwen.operation.web.administration.urls")),
    path("api/", include("shouwen.operation.web.api_urls")),
    path("language/", switch_language, name="set_language"),
    path("account/", include(ACCOUNT)),
    path("stream/", stream_views.stream, name="stream"),
    path("stream/poll", stream_views.poll, name="stream_poll"),
    path("requests/", include("shouwen.operation.channels.requests.urls")),
    path("hall/", include("shouwen.operation.channels.hall.urls")),
    path("v/", include("shouwen.operation.channels.hall.visitor.urls")),
    path("book/", include("shouwen.operation.channels.hall.appointments.customer_urls")),
]
