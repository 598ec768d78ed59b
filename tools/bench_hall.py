"""How fast a hall is on PostgreSQL, as a deployment runs it, and whether it is right: prints a table.

    python tools/postgres.py python tools/bench_hall.py [--quick] [--console]

First it is counted whether every number was given once, every customer called once, and nobody lost: a fast line that
is wrong is worth nothing. Servers, clients and database share the machine. Every ratio is of figures of this one run.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

import bench_hall_fill as filling
import bench_hall_floor as floor
from bench_act import Report, _free_ports
from bench_act_web import servers
from bench_hall_fill import Hall
from bench_hall_hands import Clerk, ClerkAtConsole, Display, Line, Machine, Manager, Timed, together

COUNTERS = (1, 4, 8, 16)
HALLS, TICKETS, CLERKS, DISPLAYS = 10, 100, 4, 2  # of the opening rush; the last three of each hall
FEW, MANY = 50, 2000
T = TypeVar("T")
ISSUES, SERVES, NO_SLOWER_THAN_FLOOR, NO_SLOWER_THAN_FEW = 60, 25, 8, 2


def main() -> int:
    """Measures; 1 where something was wrong, or too slow."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a third of the time, for trying things out")
    parser.add_argument("--console", action="store_true", help="clerks log in and work at the console's pages")
    asked = parser.parse_args()
    clerk = ClerkAtConsole if asked.console else Clerk
    folder = Path(tempfile.mkdtemp(prefix="shouwen-bench-"))
    os.environ["SHOUWEN_HOME"] = str(folder)
    filling.prepare()
    report = Report()
    report.add("processors; others at work on the machine (load)", f"{os.cpu_count()}; {os.getloadavg()[0]:.1f}")
    halls = filling.set_up([16, 4, 4, *[CLERKS] * HALLS])
    port = _free_ports()
    with servers(port) as serving:
        _day(report, port, halls[0], serving.pages, folder, seconds=4 if asked.quick else 12, at=clerk)
        _long_line(report, port, halls[1], halls[2], at=clerk)
        _rush(report, port, halls[3:], seconds=20 if asked.quick else 60, at=clerk)
    report.add("others at work on the machine at the end (load)", f"{os.getloadavg()[0]:.1f}")
    report.show()
    return int(report.missed)


# Whether it is right


def _right(report: Report, name: str, hall: Hall) -> None:
    """What the log says of a hall: numbers, calls, who is still in the line."""
    from shouwen.operation.channels.hall import story
    from shouwen.operation.channels.hall.models import Visit
    from shouwen.operation.ledger.models import Event
    from shouwen.operation.people import scope

    with scope.everywhere():
        taken = Event.objects.filter(unit=hall.key, word=story.TAKEN).values_list("about", "data__number", "data__day")
        called = [row[0] for row in Event.objects.filter(unit=hall.key, word=story.CALLED).values_list("about__0")]
        waiting = set(Visit.objects.filter(unit=hall.key, state=story.WAITING).values_list("case__subject", flat=True))
    given = [(number, day) for _, number, day in taken]
    subjects = {about[0] for about, _, _ in taken}
    lost = subjects - set(called) - waiting
    report.add(f"{name}: numbers given, given twice", f"{len(given)}, {len(given) - len(set(given))}", "0 twice",
               len(given) == len(set(given)))  # fmt: skip
    report.add(f"{name}: customers called, by two counters", f"{len(called)}, {len(called) - len(set(called))}",
               "0 twice", len(called) == len(set(called)))  # fmt: skip
    report.add(f"{name}: lost", str(len(lost)), "0", not lost)


# A day


def _day(
    report: Report, port: int, hall: Hall, pages: Sequence[int], folder: Path, *, seconds: float, at: type[Clerk]
) -> None:
    machines = [Machine(port, hall, f"machine-{number}") for number in range(16)]
    clerks = [at(port, hall, place) for place in range(16)]
    random_ = random.Random(1)

    def take(machine: Machine) -> Callable[[], object]:
        return lambda: machine.take(random_.choice(["payment", "change", "consult"]),
                                    "elderly" if random_.random() < 0.1 else "")  # fmt: skip

    together([take(machine) for machine in machines[:4]], seconds=seconds / 4)  # warm
    together([clerk.serve for clerk in clerks[:4]], seconds=seconds / 4)
    issues, serves = {}, {}
    for many in COUNTERS:
        before = _processor_seconds(pages)
        issues[many] = together([take(machine) for machine in machines[:many]], seconds=seconds)
        cost = (_processor_seconds(pages) - before) * 1000 / len(issues[many].waits)
        _told(report, f"numbers, {many} machines", issues[many], cost)
    _enough(machines, serving_for=seconds * len(COUNTERS))
    for many in COUNTERS:
        before = _processor_seconds(pages)
        serves[many] = together([clerk.serve for clerk in clerks[:many]], seconds=seconds)
        cost = (_processor_seconds(pages) - before) * 1000 / len(serves[many].waits)
        _told(report, f"customers served, {many} counters", serves[many], cost)
    _right(report, "the day", hall)
    best_issue = max(one.rate for one in issues.values())
    best_serve = max(one.rate for one in serves.values())
    report.add("numbers a second, at best", f"{best_issue:.0f}", f"≥ {ISSUES}", best_issue >= ISSUES)
    report.add("customers served a second, at best (called, begun, ended)", f"{best_serve:.0f}", f"≥ {SERVES}",
               best_serve >= SERVES)  # fmt: skip
    _floor(report, hall, folder, best_issue, best_serve, seconds=round(seconds))


def _processor_seconds(processes: Sequence[int]) -> float:
    """Seconds that these processes have had a processor so far, threads that have ended among them."""
    ticks = 0
    for pid in processes:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _told(report: Report, name: str, done: Timed, cost: float) -> None:
    waits = " / ".join(f"{done.wait(percent):.0f}" for percent in (50, 95, 99))
    report.add(f"{name}: a second; wait of half, 95 %, 99 %", f"{done.rate:.0f}; {waits} ms")
    report.add("… page processes' CPU each", f"{cost:.1f} ms")


def _enough(machines: Sequence[Machine], *, serving_for: float) -> None:
    """Nobody shall be without a customer while serving is measured."""
    missing = round(serving_for * SERVES * 4)
    filling.crowd(machines[0].hall, missing)


def _floor(report: Report, hall: Hall, folder: Path, issues: float, serves: float, *, seconds: int) -> None:
    """pgbench with as many rows as ours had on average."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_obligation")
        owed = cursor.fetchone()[0]
        cursor.execute("SELECT count(*) FROM ledger_case WHERE kind = 'visit'")
        each = owed / cursor.fetchone()[0]
    report.add("obligations of a visit, on average", f"{each:.1f}")
    part = {"unit": hall.key, "folder": folder, "clients": 4}
    issue = floor.a_second(floor.ISSUE, owed=1, seconds=seconds, **part)
    # Shorter: it serves those to whom numbers were given just now, and must not come to their end.
    serve = floor.a_second(floor.SERVE, owed=max(0, round((each - 1) / 3)), seconds=max(1, seconds // 4), **part)
    for name, theirs, ours in (("numbers", issue, issues), ("customers served", serve, serves)):
        report.add(f"pgbench, the rows of {name}, a second", f"{theirs:.0f}")
        report.add("pgbench ÷ ours", f"{theirs / ours:.1f}", f"≤ {NO_SLOWER_THAN_FLOOR}",
                   theirs / ours <= NO_SLOWER_THAN_FLOOR)  # fmt: skip


# A long line


def _long_line(report: Report, port: int, short: Hall, long: Hall, *, at: type[Clerk]) -> None:
    """Calling, and looking at the hall and its board, with few who wait and with many; by turns, so that both meet the
    same load."""
    filling.crowd(short, FEW)
    filling.crowd(long, MANY)
    _look_at_the_tables()
    sides = [(at(port, hall, 0), Manager(port, hall), Line(port, hall.clerks[0][2]), hall) for hall in (short, long)]
    names = ("calling", "the hall's state", "the board's page", "the board now", "the board's day")
    waits: dict[str, list[list[float]]] = {name: [[], []] for name in names}

    def timed(name: str, place: int, do: Callable[[], T]) -> T:
        start = time.perf_counter()
        done = do()
        waits[name][place].append(time.perf_counter() - start)
        return done

    for _ in range(40):
        for place, (clerk, manager, line, hall) in enumerate(sides):
            called = timed("calling", place, clerk.call)
            if called is None:
                raise SystemExit("nobody was left to be called")
            clerk.abandon(called[0])
            timed("the hall's state", place, partial(line.ask, "GET", f"/halls/{hall.code}"))
            timed("the board's page", place, manager.look)
            timed("the board now", place, partial(manager.look, "part"))
            timed("the board's day", place, partial(manager.look, "day"))
    for name, (few, many) in waits.items():
        half = statistics.median(few), statistics.median(many)
        report.add(f"{name}, {FEW} and {MANY:,} waiting: half", " and ".join(f"{one * 1000:.0f} ms" for one in half))
        report.add("… so many times as slow", f"{half[1] / half[0]:.1f}", f"≤ {NO_SLOWER_THAN_FEW}",
                   half[1] / half[0] <= NO_SLOWER_THAN_FEW)  # fmt: skip


def _look_at_the_tables() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


# The opening rush


def _rush(report: Report, port: int, halls: Sequence[Hall], *, seconds: float, at: type[Clerk]) -> None:
    """All halls open at once: so many numbers each, at moments of chance; counters serve, displays show."""
    chance, issues, shown = random.Random(2), Timed(), []
    displays = {hall.code: [Display(port, hall) for _ in range(DISPLAYS)] for hall in halls}
    clerks = [(at(port, hall, place), hall) for hall in halls for place in range(CLERKS)]
    tickets = round(TICKETS * seconds / 60)
    calls: list[tuple[str, str, float]] = []
    wrong: list[BaseException] = []
    begin = time.perf_counter() + 1
    end = begin + seconds

    def come(hall: Hall) -> None:
        machine = Machine(port, hall)
        for moment in sorted(chance.uniform(0, seconds) for _ in range(tickets)):
            time.sleep(max(0, begin + moment - time.perf_counter()))
            start = time.perf_counter()
            machine.take(chance.choice(["payment", "change", "consult"]))
            issues.waits.append(time.perf_counter() - start)

    def serve(clerk: Clerk, hall: Hall) -> None:
        while time.perf_counter() < end:
            start = time.perf_counter()
            called = clerk.call()
            if called is None:
                time.sleep(1)
                continue
            visit, number = called
            calls.append((hall.code, number, start))
            for name in ("begin", "end", "leave"):
                time.sleep(chance.uniform(1, 3))
                clerk.step(visit, name)

    def go(do: Callable[..., None], *what: object) -> None:
        try:
            do(*what)
        except BaseException as problem:
            wrong.append(problem)

    threads = [threading.Thread(target=go, args=(come, hall)) for hall in halls]
    threads += [threading.Thread(target=go, args=(serve, *pair)) for pair in clerks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong:
        raise wrong[0]
    time.sleep(5)
    issues.seconds = seconds
    for code, number, start in calls:
        shown += [display.seen.get(number, start + 60) - start for display in displays[code]]
    for number, hall in enumerate(halls):
        if number in (0, len(halls) - 1):
            _right(report, f"the rush, {hall.code}", hall)
    report.add("the rush: numbers; a second", f"{len(issues.waits)}; {issues.rate:.0f}")
    report.add("the rush, a number: wait of 95 %", f"{issues.wait(95):.0f} ms", "< 200 ms", issues.wait(95) < 200)
    report.add("the rush: calls, on all displays", f"{len(calls)}, {sum(one < 60 for one in shown)} of {len(shown)}")
    slowest = sorted(shown)[-max(1, len(shown) // 100)]
    report.add("from the call to the display: half", f"{statistics.median(shown) * 1000:.0f} ms")
    report.add("… 99 %", f"{slowest * 1000:.0f} ms", "< 1 s", slowest < 1)


if __name__ == "__main__":
    sys.exit(main())
