"""The addresses of setting up a hall, under hall/setup/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from shouwen.operation.channels.hall.setup import file_views, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("setup/", views.overview, name="hall_setup"),
    path("setup/roster/", file_views.roster_page, name="hall_setup_roster"),
    path("setup/<slug:table>/", views.table, name="hall_setup_table"),
    path("setup/<slug:table>/add", views.add, name="hall_setup_add"),
    path("setup/<slug:table>/change/<path:code>", views.change, name="hall_setup_change"),
    path("setup/<slug:table>/download", file_views.download, name="hall_setup_download"),
    path("setup/<slug:table>/upload", file_views.upload, name="hall_setup_upload"),
    path("setup/<slug:table>/apply", file_views.apply, name="hall_setup_apply"),
]
