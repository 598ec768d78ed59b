"""The addresses of the guide's tablet, under hall/guide/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from shouwen.operation.channels.hall.guide import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("guide/", views.whole, name="hall_guide"),
    path("guide/part", views.part, name="hall_guide_part"),
    path("guide/new", views.new, name="hall_guide_new"),
    path("guide/seen", views.seen, name="hall_guide_seen"),
    path("guide/do/<str:verb>", views.do, name="hall_guide_do"),
]
