"""How fast the door is on PostgreSQL, as a deployment runs it: prints a table. See docs/benchmarks.md.

    python tools/postgres.py python tools/bench_act.py [--open N] [--closed N] [--quick] [--filled]

The database has 100,000 open and a million closed requests. Servers, clients and database share the machine.
Every ratio is of figures of this one run. What was asked for is first looked for in the log, each thing once; then it
is timed.
"""

from __future__ import annotations

import argparse
import os
import platform
import signal
import socket
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

from rich.console import Console
from rich.table import Table

import bench_act_fill as filling
import bench_act_watch as watch
import bench_act_web as web
from bench_act_floor import acts_a_second
from bench_act_web import Browser, Measured

CLIENTS = 4
ACTS = 250  # of each kind, of each client
PLENTY = 1_000_000  # open obligations under which the watch is measured
DUE_A_SECOND = 200


class Report:
    """The table: figure, wanted, reached; printed at the end, and each line as it is known."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, str, str, bool | None]] = []

    def add(self, figure: str, reached: str, wanted: str = "", held: bool | None = None) -> None:
        """A line. `held`: whether what is wanted was reached."""
        self.lines.append((figure, wanted, reached, held))
        print(f"{figure}: {reached}", file=sys.stderr, flush=True)

    def show(self) -> None:
        """Prints the table."""
        table = Table(title="One act, from the browser to the disk")
        for name in ("figure", "wanted", "reached", ""):
            table.add_column(name, justify="right" if name in ("wanted", "reached") else "left")
        for figure, wanted, reached, held in self.lines:
            table.add_row(figure, wanted, reached, "" if held is None else "yes" if held else "no")
        Console(width=120).print(table)

    @property
    def missed(self) -> bool:
        """Whether anything that is wanted was not reached."""
        return any(held is False for *_, held in self.lines)


def main() -> int:
    """Measures; 1 where a target was missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--open", type=int, default=100_000, help="open requests")
    parser.add_argument("--closed", type=int, default=1_000_000, help="closed requests")
    parser.add_argument("--quick", action="store_true", help="a twentieth of all, for trying things out")
    parser.add_argument("--filled", action="store_true", help="on the database and SHOUWEN_HOME of an earlier run")
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))  # the servers end with this
    share = 20 if asked.quick else 1
    folder = Path(tempfile.mkdtemp(prefix="shouwen-bench-"))
    os.environ.setdefault("SHOUWEN_HOME", str(folder))
    filling.prepare()
    report = Report()
    report.add("processors; others at work on the machine (load)", f"{os.cpu_count()}; {os.getloadavg()[0]:.1f}")
    report.add("Python; PostgreSQL", f"{platform.python_version()}; {_ask('SHOW server_version').split()[0]}")
    open_cases, closed_cases = asked.open // share, asked.closed // share
    if not asked.filled:
        _fill(report, open_cases, closed_cases)
    _describe(report)
    _measure(report, folder, open_cases=open_cases, closed_cases=closed_cases, share=share)
    report.show()
    return int(report.missed)


def _measure(report: Report, folder: Path, *, open_cases: int, closed_cases: int, share: int) -> None:
    port = _free_ports()
    with web.servers(port) as servers:
        report.add("the log followed and sealed to its end: waited", f"{servers.rest():.0f} s")
        clerks = _clerks(CLIENTS)
        browsers = [web.log_in(port, name, filling.PASSWORD) for _, name, _, _ in clerks]
        _warm(browsers, servers.pages)
        plain = _acts(report, browsers, clerks, servers.pages)
        floor = acts_a_second(clients=CLIENTS, seconds=10, cases=open_cases, folder=folder)
        report.add("pgbench, the rows of an act without text, a second", f"{floor:.0f}")
        report.add("pgbench ÷ ours", f"{floor / plain.rate:.1f}", "≤ 8", floor / plain.rate <= 8)
        _pages(report, browsers, clerks)
        _stream(report, port, browsers, clerks)
        a_promise = _watch_under_load(report, browsers, clerks, open_cases)
    _until_plenty(open_cases + closed_cases, share)
    report.add("open obligations", f"{_count(OPEN_OBLIGATIONS):,}")
    with web.servers(port) as servers:
        servers.rest()
        _watch_keeps_up(report, numbers=range(open_cases // 2, open_cases), a_promise=a_promise)


def _fill(report: Report, open_cases: int, closed_cases: int) -> None:
    from django.db import connection

    start = time.perf_counter()
    filling.set_up(open_cases=open_cases, closed_cases=closed_cases)
    report.add("the organisation and its customers", f"{time.perf_counter() - start:.0f} s")
    cases, seconds = open_cases + closed_cases, filling.fill(first=0, open_cases=open_cases, closed_cases=closed_cases)
    report.add("cases told by act_many from two processes", f"{cases:,} in {seconds:.0f} s, {cases / seconds:.0f}/s")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")  # as a database in use has it


def _describe(report: Report) -> None:
    for name, which in (("open", "closed_at IS NULL"), ("closed", "closed_at IS NOT NULL")):
        cases = _count(f"SELECT count(*) FROM ledger_case WHERE kind = 'request' AND {which}")
        report.add(f"{name} requests", f"{cases:,}")
    for name in ("event", "obligation"):
        report.add(f"rows of {name}", f"{_count(f'SELECT count(*) FROM ledger_{name}'):,}")
    from shouwen.operation.ledger.editions import working

    clauses = len(working(filling.STANDARD).clauses["request"])
    report.add("clauses in force for a request", str(clauses), "≥ 20", clauses >= 20)


OPEN_OBLIGATIONS = "SELECT count(*) FROM ledger_obligation WHERE state = 'open'"


def _count(question: str) -> int:
    return int(_ask(question))


def _ask(question: str) -> str:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(question)
        return str(cursor.fetchone()[0])


Clerk = tuple[int, str, str, list[str]]
"""Key, work number, a colleague's reference, the subjects of their open cases."""


def _clerks(count: int) -> list[Clerk]:
    from shouwen.operation.ledger import models
    from shouwen.operation.people import scope
    from shouwen.operation.people.models import Staff

    found = []
    with scope.everywhere():
        everyone = list(Staff.objects.filter(username__startswith="1").order_by("username"))
        for place, staff in enumerate(everyone[:count]):
            cases = models.Case.objects.filter(owner=staff, closed_at__isnull=True, kind="request").order_by("pk")
            colleague = everyone[place + 1 if place % filling.HALLS_OF < filling.HALLS_OF - 1 else place - 1]
            found.append((staff.pk, staff.username, colleague.reference, list(cases.values_list("subject", flat=True))))
    return found


def _warm(browsers: Sequence[Browser], pages: Sequence[int]) -> None:
    web.measure(browsers, [[web.look("/")] * 10 for _ in browsers], pages)


def _acts(report: Report, browsers: Sequence[Browser], clerks: Sequence[Clerk], pages: Sequence[int]) -> Measured:
    """A case is offered to a colleague, with a sealed reason, and the offer taken back, without a word."""
    offers = [
        [web.act(case, "offer", to=to, reason=filling.SEALED) for case in cases[:ACTS]] for _, _, to, cases in clerks
    ]
    backs = [[web.act(case, "take-back") for case in cases[:ACTS]] for *_, cases in clerks]
    before = _count("SELECT max(id) FROM ledger_event")
    offered = web.measure(browsers, offers, pages)
    taken_back = web.measure(browsers, backs, pages)
    _check_acts(report, [case for *_, cases in clerks for case in cases[:ACTS]], before)
    for name, done in (("with a sealed text", offered), ("without text", taken_back)):
        wanted = "< 4 ms" if done is taken_back else ""
        held = done.cost < 4 if done is taken_back else None
        report.add(f"act {name}: page processes' CPU a request, median", f"{done.cost:.2f} ms", wanted, held)
        waits = " / ".join(f"{done.wait(percent):.0f}" for percent in (50, 95, 99))
        report.add(f"act {name}, {len(browsers)} clients: a second", f"{done.rate:.0f}")
        report.add(f"act {name}: wait of half, 95 %, 99 %", f"{waits} ms")
    return taken_back


def _check_acts(report: Report, asked: Sequence[str], before: int) -> None:
    """Whether each of these cases was offered once and taken back once since event `before`, and its rows follow."""
    from shouwen.operation.ledger import models, words
    from shouwen.operation.ledger.rebuild import differences
    from shouwen.operation.people import scope

    with scope.everywhere():
        said = models.Event.objects.filter(pk__gt=before, told__case__subject__in=asked)
        both = sorted((words.OFFER, words.TAKE_BACK))
        found = sorted(said.filter(word__in=both).values_list("told__case__subject", "word"))
        cases = models.Case.objects.filter(subject__in=asked[:: max(1, len(asked) // 100)])
        unlike = differences(cases)
    report.add(
        "acts asked for, and in the log", f"{2 * len(asked)}, {len(found)}", "each once",
        found == sorted((case, word) for case in asked for word in both),
    )  # fmt: skip
    report.add("rows of a hundred of these cases unlike what their events make", str(len(unlike)), "0", not unlike)


def _pages(report: Report, browsers: Sequence[Browser], clerks: Sequence[Clerk]) -> None:
    kinds: list[tuple[str, Callable[[Clerk], list[str]]]] = [
        (f"my work, {len(clerks[0][3])} open cases", lambda _clerk: ["/"] * 60),
        ("a case's page", lambda clerk: [f"/cases/{quote(case, safe=':')}/" for case in clerk[3][:60]]),
    ]
    for name, paths in kinds:
        done = web.measure(browsers[:1], [[web.look(path) for path in paths(clerks[0])]], [])
        report.add(f"{name}: half", f"{done.wait(50):.0f} ms", "< 150 ms", done.wait(50) < 150)
        report.add(f"{name}: 95 %", f"{done.wait(95):.0f} ms", "< 150 ms", done.wait(95) < 150)


def _stream(report: Report, port: int, browsers: Sequence[Browser], clerks: Sequence[Clerk]) -> None:
    """One clerk acts, a colleague's browser is told."""
    follower = web.Follower(port + 1, browsers[1])
    delays = []
    for case in clerks[0][3][100:130]:
        start = time.perf_counter()
        web.act(case, "note", text=filling.SEALED)(browsers[0])
        delays.append(follower.wait_for(case) - start)
    report.add("from the click to the colleague's browser: half", f"{statistics.median(delays) * 1000:.0f} ms")
    report.add("… the longest of 30", f"{max(delays) * 1000:.0f} ms", "< 1 s", max(delays) < 1)


def _watch_under_load(report: Report, browsers: Sequence[Browser], clerks: Sequence[Clerk], open_cases: int) -> float:
    """Two promises fall due each second, while the clients act; the seconds that it took to tell a promise."""
    seconds = 30
    begin = int(time.time()) + 20
    took = watch.promise(range(open_cases // 4, open_cases // 4 + 2 * seconds), begin=begin, seconds=seconds)
    stop = threading.Event()

    def press(browser: Browser, cases: Sequence[str]) -> None:
        while not stop.is_set():
            for case in cases:
                if not stop.is_set():
                    web.act(case, "note", text=filling.SEALED)(browser)

    with (
        watch.watching(os.environ["SHOUWEN_DATABASE"], begin=begin, seconds=seconds) as seen,
        ThreadPoolExecutor(len(browsers)) as pool,
    ):
        pressing = [
            pool.submit(press, browser, clerk[3][150:250]) for browser, clerk in zip(browsers, clerks, strict=True)
        ]
        time.sleep(max(0, begin + seconds + 5 - time.time()))
        stop.set()
        for one in pressing:
            one.result()
    count = 2 * seconds
    report.add("notices looked for, and found", f"{count}, {len(seen.delays)}", "each once", seen.each_once(count))
    report.add(
        "from the second it was broken to its notice, under load: 95 %",
        f"{seen.delay(95):.2f} s",
        "< 1 s",
        seen.delay(95) < 1,
    )
    return took / count


def _until_plenty(first: int, share: int) -> None:
    """Tells more open cases until there are a million open obligations."""
    there = _count(OPEN_OBLIGATIONS)
    cases = _count("SELECT count(*) FROM ledger_case WHERE closed_at IS NULL AND kind = 'request'")
    more = max(0, round((PLENTY // share - there) / (there / cases)) + 1)
    if more:
        filling.fill(first=first, open_cases=more, closed_cases=0)


def _watch_keeps_up(report: Report, *, numbers: Sequence[int], a_promise: float) -> None:
    seconds = 60
    count = min(DUE_A_SECOND * seconds, len(numbers))
    begin = int(time.time()) + 20 + round(1.5 * count * a_promise)  # until then all of them can be told
    watch.promise(numbers[:count], begin=begin, seconds=seconds)
    with watch.watching(os.environ["SHOUWEN_DATABASE"], begin=begin, seconds=seconds) as seen:
        pass
    report.add("promises broken, each second, for a minute", f"{count / seconds:.0f}")
    report.add("notices looked for, and found", f"{count}, {len(seen.delays)}", "each once", seen.each_once(count))
    report.add("the watch behind, at most", f"{max(seen.lags):.1f} s", "< 1 s", max(seen.lags) < 1)
    first, last = statistics.mean(seen.lags[:10]), statistics.mean(seen.lags[-10:])
    report.add(
        "… in the first and the last ten seconds, mean", f"{first:.2f} and {last:.2f} s", "flat", last < first + 0.5
    )
    report.add("from the second it was broken to its notice: 95 %", f"{seen.delay(95):.2f} s")


def _free_ports() -> int:
    """A port that is free, and the next one with it."""
    while True:
        with socket.socket() as one, socket.socket() as other:
            one.bind((web.HOST, 0))
            port = int(one.getsockname()[1])
            try:
                other.bind((web.HOST, port + 1))
            except OSError:
                continue
            return port


if __name__ == "__main__":
    sys.exit(main())
