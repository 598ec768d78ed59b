"""Halls for measuring: units that never close, services, counters, clerks with a password and a token, devices."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

DAY = 86400
PASSWORD = "Bench-2026-clerk"
STANDARD = """
standard: bench-hall
builds_on: pack:own-hall
edition: "1"
in_force: {from: 2020-01-01}
title: {zh-Hans: 测速, zh-Hant: 測速, en: For measuring}
calendars:
  always: {zone: Asia/Shanghai, open: {mon-sun: ["00:00-24:00"]}, holidays: none}
"""
SERVICES = (("payment", "business", "A"), ("change", "business", "B"), ("consult", "advice", "C"))


@dataclass(slots=True)
class Hall:
    """A hall: its code; its manager's work number; (work number, counter, secret of the token) of its clerks; secrets
    of its devices, by name."""

    key: int
    code: str
    manager: str = ""
    clerks: list[tuple[str, str, str]] = field(default_factory=list)
    devices: dict[str, str] = field(default_factory=dict)


def prepare() -> None:
    """Makes Django ready in this process, and the tables."""
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shouwen.operation.project.settings")
    django.setup()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)


def set_up(counters: list[int]) -> list[Hall]:
    """Halls with so many counters each."""
    from django.db import transaction

    from shouwen.operation.ledger import publishing
    from shouwen.operation.people import scope
    from shouwen.operation.people.models import Unit
    from shouwen.operation.people.rights import SYSTEM

    with scope.everywhere(), transaction.atomic():
        root = Unit.objects.create(
            code="organisation", name="江城通信", kind=Unit.Kind.ORGANISATION, standard="bench-hall"
        )
        layers = publishing.layers_written(STANDARD, place="bench-hall")
        publishing.publish(layers, at=root, by=SYSTEM, since=int(time.time()) - DAY)
        return [_hall(root, number, many) for number, many in enumerate(counters)]


def _hall(root: object, number: int, counters: int) -> Hall:
    from shouwen.operation.channels.hall import models
    from shouwen.operation.people import tokens
    from shouwen.operation.people.models import Post, Staff, Unit
    from shouwen.operation.people.rights import SYSTEM

    unit = Unit.objects.create(
        code=f"hall-{number}", name=f"营业厅{number}", kind=Unit.Kind.OWN_HALL, size="large", parent=root
    )
    models.Hall._base_manager.create(unit=unit, calendar="always")
    for position, (code, line, prefix) in enumerate(SERVICES):
        names = {"zh-Hans": code, "zh-Hant": code, "en": code}
        models.Service._base_manager.create(
            unit=unit, code=code, names=names, line=line, prefix=prefix, position=position
        )
    manager = Staff.objects.create_user(f"9{number:03d}", PASSWORD, name=f"经理{number}")
    Post.objects.create(staff=manager, unit=unit, role="manager")
    found, now = Hall(unit.pk, unit.code, manager.username), int(time.time())
    common = {"ends_at": now + DAY, "by": SYSTEM, "at": now}
    for place in range(counters):
        lines = ["business", "advice"] if place % 2 else ["business"]
        models.Counter._base_manager.create(unit=unit, code=str(place + 1), lines=lines)
        staff = Staff.objects.create_user(f"{number:02d}{place:03d}", PASSWORD, name=f"台席{place}")
        Post.objects.create(staff=staff, unit=unit, role="clerk")
        _, secret = tokens.make(label="bench", scopes=["read", "act"], staff=staff, **common)
        found.clerks.append((staff.username, str(place + 1), secret))
    for name in ("machine", *(f"machine-{one}" for one in range(16)), "display"):
        _, found.devices[name] = tokens.make(label=name, scopes=["read", "act"], unit=unit, device=name, **common)
    return found


def crowd(hall: Hall, waiting: int) -> None:
    """So many wait in the hall, as reports of what happened would tell it."""
    from shouwen.operation.channels.hall import story
    from shouwen.operation.channels.hall.waiting import opening, queue
    from shouwen.operation.ledger.act import Act, NewCase, act_many
    from shouwen.operation.people import scope
    from shouwen.operation.people.models import Unit
    from shouwen.operation.people.rights import SYSTEM

    with scope.everywhere():
        unit, now = Unit.objects.get(pk=hall.key), int(time.time())
        day = opening.day_of(hall.key, now)
        serial, (sequence, _) = queue.last_serial(hall.key, day, "A"), queue.last_given(hall.key, day)
        acts = []
        for number in range(1, waiting + 1):
            data = {
                "service": "payment", "line": "business", "prefix": "A", "day": day,
                "number": story.label_of("A", serial + number), "sequence": sequence + number,
                **({"priority": "elderly"} if number % 10 == 0 else {}),
            }  # fmt: skip
            about = [NewCase(kind=story.VISIT, unit=unit)]
            acts.append(Act(about=about, word=story.TAKEN, by=SYSTEM, data=data, grade="device"))
        for begin in range(0, waiting, 250):
            act_many(acts[begin : begin + 250])
