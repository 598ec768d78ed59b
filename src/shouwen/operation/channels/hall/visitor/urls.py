"""The addresses of a customer's own page of a visit, under v/: short, for it is read from a picture."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from shouwen.operation.channels.hall.visitor import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("<str:key>/", views.visit_page, name="hall_visit"),
    path("<str:key>/news", views.news, name="hall_visit_news"),
    path("<str:key>/estimate", views.estimate_anew, name="hall_visit_estimate"),
    path("<str:key>/leave", views.leave, name="hall_visit_leave"),
    path("<str:key>/back", views.come_back, name="hall_visit_back"),
]
