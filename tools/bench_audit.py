"""How fast a log is audited: prints a table. Ratios are of one run on one machine; see docs/benchmarks.md.

Each measurement is a process of its own, so that its peak memory is its own. What the figures are held against is one
pass of DuckDB over the columns of the same Parquet file that the audit reads, with the least that can be asked of it:
the greatest value of each column (counting rows would not read them).
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench_log import make_log
from bench_standard import DECLARE, FIFTY, FIVE, PAUSED, standard

RUNS = 3


def raw(log: Path) -> float:
    """Seconds that DuckDB needs to read the columns once."""
    import duckdb

    columns = "id, about[1], word, happened, noted, site, by_whom, grade, data"
    text = ", ".join(f"max({column})" for column in columns.split(", "))
    with duckdb.connect() as connection:
        return _seconds(lambda: connection.execute(f"SELECT {text} FROM read_parquet('{log}') WHERE id > 0").fetchall())


def audit(log: Path, clauses: str, verdicts: Path | None) -> float:
    """Seconds that an audit takes, from the file to the counts."""
    from shouwen.audit.judge import judge
    from shouwen.audit.on_duckdb import Log

    judged = standard(clauses).clauses

    def work() -> None:
        with TemporaryDirectory(prefix="shouwen.") as folder:
            source = Log([log], folder=Path(folder))
            list(judge(judged, source, source.span[1], examples=10, verdicts=verdicts).tally)

    return _seconds(work)


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _measure(*arguments: str) -> dict[str, float]:
    """Median seconds and the greatest peak memory (MiB) of several runs."""
    runs = []
    for _ in range(RUNS):
        done = subprocess.run([sys.executable, __file__, *arguments], capture_output=True, text=True, check=True)
        runs.append(json.loads(done.stdout))
    return {"seconds": median(run["seconds"] for run in runs), "memory": max(run["memory"] for run in runs)}


def _made(visits: int, log: Path) -> int:
    """Make the log in a process of its own, whose memory nobody inherits; returns how many events it has."""
    command = [sys.executable, __file__, "--one", "log", "--visits", str(visits), "--log", str(log)]
    return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def _peers(log: Path, folder: Path) -> dict[str, float]:
    """Seconds of PM4Py's DECLARE on what it can express of the five clauses, reading included; and the events."""
    import duckdb

    from peers import set_up

    flat = folder / "flat.parquet"
    columns = 'about[1] AS "case", word AS activity, happened AS time'
    with duckdb.connect() as connection:
        connection.execute(f"COPY (SELECT {columns} FROM read_parquet('{log}')) TO '{flat}' (FORMAT parquet)")
    asked = {"log": str(flat), "case": "case", "activity": "activity", "time": "time", "constraints": DECLARE}
    command = [set_up(folder / "venv"), str(Path(__file__).with_name("peers_declare.py"))]
    done = subprocess.run(command, input=json.dumps(asked), capture_output=True, text=True, check=True)
    told = json.loads(done.stdout)
    return {"seconds": told["read_seconds"] + told["seconds"], "events": told["events"]}


def main() -> None:
    """Print the tables, or (with --one) make one measurement."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--one", choices=["log", "raw", "five", "fifty", "paused"])
    options.add_argument("--log", type=Path)
    options.add_argument("--verdicts", type=Path)
    options.add_argument("--visits", type=int, default=1_000_000)
    options.add_argument("--without-peers", action="store_true", help="do not install and measure PM4Py")
    asked = options.parse_args()
    if asked.one == "log":
        print(json.dumps(make_log(asked.visits, asked.log)))
        return
    if asked.one:
        texts = {"five": FIVE, "fifty": FIFTY, "paused": PAUSED}
        seconds = raw(asked.log) if asked.one == "raw" else audit(asked.log, texts[asked.one], asked.verdicts)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"seconds": seconds, "memory": memory}))
        return
    with TemporaryDirectory(prefix="shouwen.bench.") as made:
        folder = Path(made)
        five = _audits(asked.visits, folder)
        if not asked.without_peers:
            _beside_peers(asked.visits // 10, folder, five)


CALLED = {"five": "five clauses", "fifty": "fifty clauses", "paused": "fifty that pause, on working hours"}


def _audits(visits: int, folder: Path) -> float:
    """Print how long audits take; returns the events a second of five clauses."""
    log, verdicts = folder / "log.parquet", folder / "verdicts.parquet"
    events = _made(visits, log)
    print(f"{events:,} events, {visits:,} visits, {log.stat().st_size / 2**20:.0f} MiB; median of {RUNS} runs\n")
    print("| | seconds | times the raw pass | million events/s | peak MiB |\n|---|--:|--:|--:|--:|")
    base = _measure("--one", "raw", "--log", str(log))
    rows = {"raw pass of DuckDB over the columns": base}
    for name, called in CALLED.items():
        rows[f"{called}, counts"] = _measure("--one", name, "--log", str(log))
        written = _measure("--one", name, "--log", str(log), "--verdicts", str(verdicts))
        rows[f"{called}, every verdict written"] = written
    for called, row in rows.items():
        seconds, memory = row["seconds"], row["memory"]
        times, rate = seconds / base["seconds"], events / seconds / 1e6
        print(f"| {called} | {seconds:.2f} | {times:.1f} | {rate:.2f} | {memory:.0f} |")
    return events / rows[f"{CALLED['five']}, counts"]["seconds"]


def _beside_peers(visits: int, folder: Path, five: float) -> None:
    """Print how long PM4Py's DECLARE takes beside ours."""
    log = folder / "small.parquet"
    events = _made(visits, log)
    theirs, ours = _peers(log, folder), _measure("--one", "five", "--log", str(log))
    rate = theirs["events"] / theirs["seconds"]
    print(f"\n{events:,} events, five clauses; theirs without time, data, evidence and persons\n")
    print("| | seconds | events/s | times theirs |\n|---|--:|--:|--:|")
    print(f"| PM4Py's DECLARE | {theirs['seconds']:.2f} | {rate:,.0f} | 1.0 |")
    print(f"| ours, the same log | {ours['seconds']:.2f} | {events / ours['seconds']:,.0f} "
          f"| {events / ours['seconds'] / rate:.1f} |")  # fmt: skip
    print(f"| ours, ten times the log (above) | | {five:,.0f} | {five / rate:.1f} |")


if __name__ == "__main__":
    main()
