"""The addresses of the customer's pad and of ratings, under hall/pad/ and hall/rating/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from shouwen.operation.channels.hall.answers import pad_clerk, pad_views, rating_views

urlpatterns: list[URLPattern | URLResolver] = [
    path("pad/", pad_views.page, name="hall_pad"),
    path("pad/now/", pad_views.now, name="hall_pad_now"),
    path("pad/answer/", pad_views.answer, name="hall_pad_answer"),
    path("pad/counter/", pad_clerk.panel, name="hall_pad_clerk"),
    path("rating/<str:key>/", rating_views.on_phone, name="hall_rating"),
]
