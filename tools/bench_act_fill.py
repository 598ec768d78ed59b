"""A book for measuring: halls with clerks, customers, and as many open and closed requests as asked for, by `act_many`.

    python tools/bench_act_fill.py PART PARTS FIRST OPEN CLOSED      one of several processes that tell the cases

Every case is told as a report of what has happened, as an import would tell it, a few hundred to a transaction.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shouwen.operation.ledger.acts import Act

HALLS_OF = 8  # clerks of a hall
CASES_OF = 312  # open cases of a clerk
CUSTOMERS_EACH = 40  # cases of a customer
AT_ONCE = 250  # cases that are told in one transaction
DAY = 86400
YEARS = 2 * 365 * DAY
STANDARD = "first-asked"
PASSWORD = "Bench-2026-clerk"
LOGGED_IN = 16  # clerks who have a password
TOPICS = ("enquiry", "enquiry", "suggestion", "other")
SEALED = "想知道现在的套餐能不能改成流量更多的，月费多少。"


def prepare() -> None:
    """Makes Django ready in this process."""
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shouwen.operation.project.settings")
    django.setup()


def set_up(*, open_cases: int, closed_cases: int) -> None:
    """The tables, the organisation with its standard, and its customers with a sealed text each."""
    from django.core.management import call_command
    from django.db import transaction

    from shouwen.operation.ledger import publishing
    from shouwen.operation.people.models import Post, Staff, Unit
    from shouwen.operation.people.personal import read_personal
    from shouwen.operation.people.privacy import keep_text, meet_many
    from shouwen.operation.people.rights import SYSTEM

    call_command("migrate", interactive=False, verbosity=0)
    halls = max(2, round(open_cases / CASES_OF / HALLS_OF))
    with transaction.atomic():
        root = Unit.objects.create(code="organisation", name="江城通信", kind=Unit.Kind.ORGANISATION, standard=STANDARD)
        units = []
        for number in range(halls):
            if number % 10 == 0:
                region = Unit.objects.create(
                    code=f"region-{number}", name=f"片区{number}", kind=Unit.Kind.REGION, parent=root
                )
            hall = Unit.objects.create(
                code=f"hall-{number}", name=f"营业厅{number}", kind=Unit.Kind.OWN_HALL, size="large", parent=region
            )
            units.append(hall)
        for number in range(halls * HALLS_OF):
            password = PASSWORD if number < LOGGED_IN else None
            staff = Staff.objects.create_user(f"{10_000 + number}", password, name=f"台席{number}")
            Post.objects.create(staff=staff, unit=units[number // HALLS_OF], role="clerk")
        for number, hall in enumerate(units):
            manager = Staff.objects.create_user(f"{90_000 + number}", None, name=f"经理{number}")
            Post.objects.create(staff=manager, unit=hall, role="manager")
        publishing.publish_pack(f"pack:{STANDARD}", at=root, by=SYSTEM, since=int(time.time()) - 2 * YEARS)
    with transaction.atomic():
        count = max(halls, (open_cases + closed_cases) // CUSTOMERS_EACH)
        people = (
            (units[number % halls], read_personal(name="王芳", phones=[f"1400{number:07d}"])) for number in range(count)
        )
        while some := list(islice(people, 2000)):
            for customer in meet_many(some):
                keep_text(customer, SEALED)


def fill(*, first: int, open_cases: int, closed_cases: int, processes: int = 2) -> float:
    """Tells cases from several processes at once, numbered from `first`, the open ones first; the seconds it took."""
    start = time.perf_counter()
    parts = [
        subprocess.Popen([sys.executable, __file__, *map(str, (part, processes, first, open_cases, closed_cases))])
        for part in range(processes)
    ]
    ended = [part.wait() for part in parts]  # all of them, whatever the first says
    if any(ended):
        raise SystemExit("The cases could not be told.")
    return time.perf_counter() - start


def tell(part: int, parts: int, first: int, open_cases: int, closed_cases: int) -> None:
    """Tells this part of the cases."""
    from django.db import connection

    from shouwen.operation.ledger.act import act_many
    from shouwen.operation.people import scope

    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")  # of this session: what is measured later waits for the disk
    with scope.everywhere():
        numbers = range(first + part, first + open_cases + closed_cases, parts)
        journeys = _journeys(Random(part), numbers, closed_from=first + open_cases)
        while some := list(islice(journeys, AT_ONCE)):
            act_many([one for journey in some for one in journey])


def subject_of(number: int) -> str:
    """The subject of the case with this number."""
    return f"request:{number:010d}"


def _journeys(random: Random, numbers: Sequence[int], *, closed_from: int) -> Iterator[list[Act]]:
    from shouwen.operation.ledger.acts import Act, NewCase
    from shouwen.operation.people.models import Customer, PersonalText, Post
    from shouwen.operation.people.rights import acting_of

    now = int(time.time())
    posts = Post.objects.filter(role="clerk").select_related("staff", "unit").order_by("pk")
    clerks = [(post.staff, post.unit, acting_of(post.staff, now)) for post in posts]
    texts = dict(PersonalText.objects.values_list("customer_id", "name"))
    customers: dict[int, list[Customer]] = {}
    for customer in Customer.objects.all().order_by("pk"):
        customers.setdefault(customer.unit_id, []).append(customer)
    for number in numbers:
        staff, unit, by = clerks[number % len(clerks)]
        customer = random.choice(customers[unit.pk])
        text = f"text:{texts[customer.pk]}"
        subject = subject_of(number)
        new = NewCase(kind="request", unit=unit, owner=staff, customer=customer, name=subject.partition(":")[2])
        at = now - random.randrange(600, 2 * DAY)
        told: list[tuple[str, int, dict[str, str]]] = [
            ("request.noted", 0, {"topic": random.choice(TOPICS), "text": text}),
        ]
        if number >= closed_from:
            at -= random.randrange(4 * DAY, YEARS)
            told.append(("request.answered", random.randrange(60, 7200), {"text": text}))
            told.append(("request.closed", random.randrange(7200, 9000), {"result": "settled"}))
        elif number % 2:
            told.append(("request.progress-told", 300, {"text": text}))
        yield [
            Act(about=[subject if after else new], word=word, by=by, data=data, at=at + after, noted_at=at + after)
            for word, after, data in told
        ]


if __name__ == "__main__":
    prepare()
    tell(*map(int, sys.argv[1:6]))
