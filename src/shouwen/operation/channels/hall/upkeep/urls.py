"""The addresses of a hall's upkeep, under hall/upkeep/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path

from shouwen.operation.channels.hall.upkeep import thing_views, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("upkeep/", views.whole, name="hall_upkeep"),
    path("upkeep/part", views.part, name="hall_upkeep_part"),
    path("upkeep/add", views.add, name="hall_upkeep_add"),
    path("upkeep/round", views.look_around, name="hall_upkeep_round"),
    path("upkeep/<str:name>/", thing_views.whole, name="hall_upkeep_thing"),
    path("upkeep/<str:name>/photos", thing_views.add_photos, name="hall_upkeep_photos"),
    re_path("^upkeep/(?P<name>[^/]+)/photos/(?P<file>[0-9a-f]{64})$", thing_views.photo, name="hall_upkeep_photo"),
    path("upkeep/<str:name>/<slug:verb>", views.do, name="hall_upkeep_do"),
]
