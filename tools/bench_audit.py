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
from bench_standard import FIFTY, FIVE, PAUSED, standard

VISITS = 1_000_000
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
            list(judge(judged, source, source.span[1], verdicts=verdicts).tally)

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


def main() -> None:
    """Print the table, or (with --one) make one measurement."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--one", choices=["raw", "five", "fifty", "paused"])
    options.add_argument("--log", type=Path)
    options.add_argument("--verdicts", type=Path)
    options.add_argument("--visits", type=int, default=VISITS)
    asked = options.parse_args()
    if asked.one:
        texts = {"five": FIVE, "fifty": FIFTY, "paused": PAUSED}
        seconds = raw(asked.log) if asked.one == "raw" else audit(asked.log, texts[asked.one], asked.verdicts)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"seconds": seconds, "memory": memory}))
        return
    with TemporaryDirectory(prefix="shouwen.bench.") as folder:
        log, verdicts = Path(folder) / "log.parquet", Path(folder) / "verdicts.parquet"
        events = make_log(asked.visits, log)
        print(f"{events:,} events, {asked.visits:,} visits, {log.stat().st_size / 2**20:.0f} MiB; median of {RUNS} runs\n")
        print("| | seconds | times the raw pass | million events/s | peak MiB |\n|---|--:|--:|--:|--:|")
        base = _measure("--one", "raw", "--log", str(log))
        rows = [("raw pass of DuckDB over the columns", base)]
        for name, called in (("five", "five clauses"), ("fifty", "fifty clauses"), ("paused", "fifty that pause, on working hours")):
            rows.append((f"{called}, counts", _measure("--one", name, "--log", str(log))))
            written = _measure("--one", name, "--log", str(log), "--verdicts", str(verdicts))
            rows.append((f"{called}, every verdict written", written))
        for called, row in rows:
            seconds = row["seconds"]
            print(
                f"| {called} | {seconds:.2f} | {seconds / base['seconds']:.1f} | {events / seconds / 1e6:.2f} "
                f"| {row['memory']:.0f} |"
            )


if __name__ == "__main__":
    main()
