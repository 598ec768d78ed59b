"""The addresses at which customers book a time, under book/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from shouwen.operation.channels.hall.appointments import customer_views as views

urlpatterns: list[URLPattern | URLResolver] = [
    path("<str:hall>/", views.book, name="hall_book"),
    path("<str:hall>/<str:key>/", views.kept, name="hall_book_kept"),
    path("<str:hall>/<str:key>/change", views.change, name="hall_book_change"),
    path("<str:hall>/<str:key>/cancel", views.cancel, name="hall_book_cancel"),
]
