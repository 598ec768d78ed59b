"""The addresses of the number machine, under hall/machine/; and where every screen is set up."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from shouwen.operation.channels.hall import screens
from shouwen.operation.channels.hall.machine import slip_views, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("screen/", screens.set_up, name="hall_screen"),
    path("machine/", views.start, name="hall_machine"),
    path("machine/take", views.take, name="hall_machine_take"),
    path("machine/number/<str:key>/", views.number, name="hall_machine_number"),
    path("machine/number/<str:key>/slip", views.print_slip, name="hall_machine_slip"),
    path("slip/<str:subject>", slip_views.print_again, name="hall_slip"),
]
