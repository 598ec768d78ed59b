"""The addresses of a hall's upkeep, under hall/upkeep/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from shouwen.operation.channels.hall.upkeep import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("upkeep/", views.whole, name="hall_upkeep"),
    path("upkeep/part", views.part, name="hall_upkeep_part"),
    path("upkeep/add", views.add, name="hall_upkeep_add"),
    path("upkeep/round", views.look_around, name="hall_upkeep_round"),
    path("upkeep/<str:name>/<slug:verb>", views.do, name="hall_upkeep_do"),
]
