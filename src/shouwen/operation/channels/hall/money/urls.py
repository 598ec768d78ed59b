"""The addresses of receipts, under hall/receipt/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from shouwen.operation.channels.hall.money import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("receipts/", views.of_day, name="hall_receipts"),
    path("receipt/<str:subject>", views.whole, name="hall_receipt"),
    path("receipt/<str:subject>/paper", views.to_paper, name="hall_receipt_paper"),
    path("receipt/<str:subject>/invoice", views.invoice, name="hall_receipt_invoice"),
    path("receipt/<str:subject>/reverse", views.reverse, name="hall_receipt_reverse"),
]
