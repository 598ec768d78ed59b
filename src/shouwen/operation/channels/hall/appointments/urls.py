"""The addresses of appointments, under hall/: for staff, and at the number machine."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from shouwen.operation.channels.hall.appointments import machine_views, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("machine/appointment", machine_views.appointment, name="hall_machine_appointment"),
    path("appointments/", views.listed, name="hall_appointments"),
    path("appointments/new", views.new, name="hall_appointments_new"),
    path("appointments/<str:name>/", views.one, name="hall_appointment"),
    path("appointments/<str:name>/change", views.change, name="hall_appointment_change"),
    path("appointments/<str:name>/cancel", views.cancel, name="hall_appointment_cancel"),
    path("appointments/<str:name>/arrive", views.arrive, name="hall_appointment_arrive"),
]
