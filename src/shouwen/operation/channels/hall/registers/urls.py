"""The addresses of the registers and of archived agreements, under hall/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from shouwen.operation.channels.hall.registers import agreements_views, counter, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("registers/", views.whole, name="hall_registers"),
    path("registers/receive", views.receive, name="hall_registers_receive"),
    path("registers/counter", counter.at_counter, name="hall_register_counter"),
    path("registers/<str:name>/", views.one, name="hall_register"),
    path("registers/<str:name>/<slug:verb>", views.do, name="hall_register_do"),
    path("agreements/", agreements_views.whole, name="hall_agreements"),
    path("agreements/<str:name>/look", agreements_views.look, name="hall_agreement_look"),
]
