"""The addresses of who sells devices, under hall/sales/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from shouwen.operation.channels.hall.sales import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("sales/", views.listed, name="hall_sales"),
    path("sales/new", views.new, name="hall_sales_new"),
    path("sales/<str:name>/", views.one, name="hall_sale"),
    path("sales/<str:name>/place", views.place, name="hall_sale_place"),
    path("sales/<str:name>/contact", views.contact, name="hall_sale_contact"),
    path("sales/<str:name>/release", views.release, name="hall_sale_release"),
    path("sales/<str:name>/turn/<str:word>", views.turn, name="hall_sale_turn"),
]
