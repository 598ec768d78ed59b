"""PM4Py's DECLARE conformance of a log. Run by a Python that has pm4py, never by ours: PM4Py is AGPL.

Reads a JSON object from standard input and prints one:

log          .parquet, .csv, .xes (also .gz)
case, activity, time
             its columns; for XES those of the standard's extensions
names        their name of an activity → ours (optional; others stay as they are)
constraints  [[template, activity] or [template, activity, activity], …] in PM4Py's names of templates: precedence,
             response, succession, altprecedence, absence, existence, responded_existence, …
cases        true: name the constraints that each case deviates from

→ {pm4py, events, cases, read_seconds, seconds, events_per_second, deviating: [cases of each constraint],
   deviations: {case: [numbers of constraints]}}
`seconds` is the conformance check alone; `read_seconds` is reading the log and putting it in PM4Py's form.
"""

from __future__ import annotations

import json
import sys
from contextlib import redirect_stdout
from time import perf_counter


def main() -> int:
    asked = json.load(sys.stdin)
    with redirect_stdout(sys.stderr):  # PM4Py greets on standard output
        told = conformance(asked)
    json.dump(told, sys.stdout)
    return 0


def conformance(asked: dict) -> dict:
    import pm4py
    from pm4py.algo.conformance.declare import algorithm

    begin = perf_counter()
    frame = read(asked)
    read_seconds = perf_counter() - begin
    constraints = [(template, tuple(acts)) for template, *acts in asked["constraints"]]
    model: dict = {}
    for template, acts in constraints:
        key = acts if len(acts) > 1 else acts[0]
        model.setdefault(template, {})[key] = {"support": 1, "confidence": 1.0}
    begin = perf_counter()
    results = algorithm.apply(frame, model)
    seconds = perf_counter() - begin
    numbers = {constraint: number for number, constraint in enumerate(constraints)}
    deviating = [0] * len(constraints)
    deviations: dict[str, list[int]] = {}
    cases = [str(case) for case in sorted(frame["case:concept:name"].unique())]
    if asked.get("cases"):
        check_order(frame, cases)
    for case, result in zip(cases, results, strict=True):
        found = [
            numbers[template, acts if isinstance(acts, tuple) else (acts,)] for template, acts in result["deviations"]
        ]
        for number in found:
            deviating[number] += 1
        if found and asked.get("cases"):
            deviations[case] = sorted(found)
    return {
        "pm4py": pm4py.__version__,
        "events": len(frame),
        "cases": len(cases),
        "read_seconds": read_seconds,
        "seconds": seconds,
        "events_per_second": len(frame) / seconds,
        "deviating": deviating,
        "deviations": deviations,
    }


def read(asked: dict):
    """The log as PM4Py wants it."""
    import pandas
    import pm4py

    path = asked["log"]
    if path.endswith((".xes", ".xes.gz")):
        frame = pm4py.read_xes(path)
    else:
        columns = [asked["case"], asked["activity"], asked["time"]]
        frame = (
            pandas.read_parquet(path, columns=columns)
            if path.endswith(".parquet")
            else pandas.read_csv(path, usecols=columns, dtype=str)
        )
        if frame[columns[2]].dtype.kind in "iu":
            frame[columns[2]] = pandas.to_datetime(frame[columns[2]], unit="s", utc=True)
        else:
            frame[columns[2]] = pandas.to_datetime(frame[columns[2]], utc=True, format="ISO8601")
        frame = pm4py.format_dataframe(frame, case_id=columns[0], activity_key=columns[1], timestamp_key=columns[2])
    names = asked.get("names") or {}
    frame["concept:name"] = frame["concept:name"].map(lambda name: names.get(name, name))
    return frame


def check_order(frame, cases: list[str]) -> None:
    """Stop where PM4Py's projection does not follow the order of `cases`: its results would be of other cases."""
    import pm4py

    marked = pm4py.project_on_event_attribute(frame, "case:concept:name")
    if [str(trace[0]) for trace in marked] != cases:
        raise SystemExit("PM4Py gives cases in another order than that of their names: peers_declare.py must follow")


if __name__ == "__main__":
    sys.exit(main())
