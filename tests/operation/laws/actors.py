"""People who act all at once, in threads or in processes, each in loops; and what must hold whatever they did."""

from __future__ import annotations

import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection
from tests.operation.laws.trial.asking import watched

from shouwen.fault import Fault
from shouwen.operation.ledger import clock, words
from shouwen.operation.ledger.models import Case, Event, Obligation, Told
from shouwen.operation.ledger.rebuild import differences
from shouwen.operation.people import scope


def all_at_once(doings: Sequence[Callable[[], Any]]) -> list[Any]:
    """Does all of them at the same time, each in a thread of its own; what each gave, its Fault where it was refused.

    Raises whatever else went wrong.
    """
    ready = threading.Barrier(len(doings))
    results: list[Any] = [None] * len(doings)
    wrong: list[BaseException] = []

    def one(place: int) -> None:
        try:
            with scope.everywhere():
                connection.ensure_connection()
                ready.wait(20)
                results[place] = doings[place]()
        except Fault as fault:
            results[place] = fault
        except BaseException as problem:
            wrong.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(place,)) for place in range(len(doings))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads), "somebody waits for somebody else"
    for problem in wrong:
        raise problem
    return results


def codes(results: Sequence[Any]) -> Counter[str]:
    """How often each outcome was: the code of a fault, or "done"."""
    return Counter(one.code if isinstance(one, Fault) else "done" for one in results)


def what_is_wrong() -> list[str]:
    """What a half-written act, a lost event or a notice too many would leave behind; empty where nothing is."""
    with scope.everywhere(), clock.standing(clock.now()):
        watched()
        found = differences(Case.objects.all())
        told: dict[int, set[str]] = defaultdict(set)
        for event, subject in Told.objects.values_list("event", "case__subject"):
            told[event].add(subject)
        for number, about in Event.objects.values_list("pk", "about"):
            if told.pop(number, set()) != set(about):
                found.append(f"event {number} is about {about}, and is not told there")
        found += [f"a story holds event {number}, which is not there" for number in told]
        found += [
            f"{subject}: no owner" for subject in Case.objects.filter(kind="concern", owner=None).values_list("subject")
        ]
        opened = set(Obligation.objects.exclude(opened_by=0).values_list("opened_by", flat=True))
        found += [f"owed for event {number}, which is not there" for number in opened - set(_events())]
        noticed: Counter[tuple[Any, ...]] = Counter()
        for row in Event.objects.filter(word__in=[words.BROKEN, words.WITHDRAWN]):
            key = (row.about[0], row.data["clause"], row.data.get("opened_by", 0), row.data.get("period", 0))
            noticed[key] += 1 if row.word == words.BROKEN else -1
        broken = Counter(
            (subject, *rest)
            for subject, *rest in Obligation.objects.filter(state="broken").values_list(
                "case__subject", "clause", "opened_by", "period"
            )
        )
        found += [f"noticed {number} times: {key}" for key, number in noticed.items() if number != broken[key]]
        found += [f"never noticed: {key}" for key in broken if key not in noticed]
    return found


def _events() -> list[int]:
    return list(Event.objects.values_list("pk", flat=True))
