"""The addresses of administration, under administration/."""

from __future__ import annotations

from django.urls import path

from shouwen.operation.web.administration import (
    absences,
    calendars,
    editions,
    log,
    people,
    posts,
    shifts,
    tokens,
    units,
)

urlpatterns = [
    path("units/", units.units, name="administration_units"),
    path("units/add", units.add, name="administration_unit_add"),
    path("units/<slug:code>/", units.unit, name="administration_unit"),
    path("units/<slug:code>/move", units.move, name="administration_unit_move"),
    path("units/<slug:code>/close", units.close, name="administration_unit_close"),
    path("people/", people.people, name="administration_people"),
    path("people/add", people.add, name="administration_person_add"),
    path("people/<str:number>/", people.person, name="administration_person"),
    path("people/<str:number>/change", people.change, name="administration_person_change"),
    path("people/<str:number>/leave", people.leave, name="administration_person_leave"),
    path("people/<str:number>/backup", people.backup, name="administration_person_backup"),
    path("people/<str:number>/password", people.password, name="administration_person_password"),
    path("people/<str:number>/unlock", people.unlock, name="administration_person_unlock"),
    path("people/<str:number>/second-factor", people.second_factor, name="administration_person_second_factor"),
    path("people/<str:number>/post", posts.give, name="administration_post_give"),
    path("posts/<int:post>/end", posts.end, name="administration_post_end"),
    path("shifts/", shifts.shifts, name="administration_shifts"),
    path("shifts/plan", shifts.plan, name="administration_shift_plan"),
    path("shifts/<int:shift>/take-away", shifts.take_away, name="administration_shift_take_away"),
    path("absences/", absences.absences, name="administration_absences"),
    path("absences/plan", absences.plan, name="administration_absence_plan"),
    path("absences/<int:absence>/end", absences.end, name="administration_absence_end"),
    path("calendars/", calendars.calendars, name="administration_calendars"),
    path("calendars/<str:standard>/<str:name>/", calendars.calendar, name="administration_calendar"),
    path("calendars/<str:standard>/<str:name>/change", calendars.change, name="administration_calendar_change"),
    path("editions/", editions.editions, name="administration_editions"),
    path("editions/compare", editions.compare, name="administration_editions_compare"),
    path("editions/write", editions.write, name="administration_edition_write"),
    path("editions/<int:edition>/", editions.edition, name="administration_edition"),
    path("editions/<int:edition>/withdraw", editions.withdraw, name="administration_edition_withdraw"),
    path("keys/", tokens.tokens, name="administration_tokens"),
    path("keys/devices", tokens.devices, name="administration_devices"),
    path("keys/<int:token>/revoke", tokens.revoke, name="administration_token_revoke"),
    path("log/", log.log, name="administration_log"),
    path("log/seal", log.seal, name="administration_seal"),
    path("log/verify", log.verify, name="administration_verify"),
]
