"""The addresses of requests, under requests/ (project/urls.py)."""

from __future__ import annotations

from django.urls import path

from shouwen.operation.channels.requests import customer_views, views

urlpatterns = [
    path("", views.listed, name="requests"),
    path("new", views.note, name="requests_note"),
    path("customer", views.look_up, name="requests_look_up"),
    path("status/<str:code>", customer_views.status_page, name="requests_status"),
    path("<str:subject>/link", views.link, name="requests_link"),
    path("<str:subject>/<str:verb>", views.do, name="requests_do"),
]
