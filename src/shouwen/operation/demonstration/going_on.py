"""Setting up the demonstration, and keeping it going: first the weeks behind it, then the day."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping

from django.db import connection

from shouwen.operation.demonstration import hall_now, organisation
from shouwen.operation.demonstration.history import Teller, plan_ahead
from shouwen.operation.ledger import clock, models
from shouwen.operation.people.login import fresh_password
from shouwen.operation.people.models import Post, Staff
from shouwen.operation.people.roles import ROLES
from shouwen.wording import Language

WEEK = 7 * 86_400

log = logging.getLogger("shouwen.demonstration")


def prepare(*, weeks: int, new_passwords: bool = False) -> dict[str, str]:
    """Makes the organisation where there is none. Returns the passwords that were made, by work number."""
    if not organisation.there_is_one():
        _, passwords = organisation.build(since=clock.now() - (weeks + 1) * WEEK)
        return passwords
    if not new_passwords:
        return {}
    passwords = {}
    for staff in Staff.objects.filter(is_active=True).order_by("username"):
        passwords[staff.username] = fresh_password()
        staff.set_password(passwords[staff.username])
        staff.save(update_fields=["password"])
    return passwords


def logins(passwords: Mapping[str, str], language: Language) -> list[str]:
    """A line for each person: work number, password, name, role, unit."""
    posts = Post.objects.filter(staff__username__in=passwords, until__isnull=True).select_related("staff", "unit")
    return [
        f"{post.staff.username}  {passwords[post.staff.username]:<18}  "
        f"{post.staff.name}  {ROLES[post.role].say(language)}  {post.unit.name}"
        for post in posts.order_by("staff__username", "pk")
    ]


def run(stop: threading.Event, *, seed: int, weeks: int, speed: float) -> None:
    """Fills in the weeks that have passed, once, and lets the day go on until `stop` is set; the halls' beside it."""
    halls = threading.Thread(target=hall_now.run, args=(stop,), kwargs={"seed": seed, "speed": speed})
    halls.start()
    try:
        teller = Teller(organisation.read(), seed)
        now = clock.now()
        began = models.Case._base_manager.filter(kind="request").order_by("opened_at").first()
        since = now - weeks * WEEK if began is None else began.opened_at
        for _told in teller.past(since=since, until=now):
            if stop.is_set():
                return
        plan_ahead(teller.organisation, since=now, seed=seed)
        log.info("the weeks behind it are in the book")
        if speed > 0:
            teller.go_on(since=now, speed=speed, stop=stop)
    except Exception:
        log.exception("the demonstration stands still")
    finally:
        connection.close()
        halls.join()
