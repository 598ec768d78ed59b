"""Plants faults in the checks and in the line, one at a time, and asks the tests to find each: `make mutants`.

Each fault is put into a copy of the package; the hand-written edge cases and two seeds of the law run against it and
must fail, or else the tests that the fault names. A fault that survives is a hole in the tests. Exits with 1 if one
does, or if a fault no longer applies.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import yaml
from rich.console import Console
from rich.progress import track

ROOT = Path(__file__).parents[1]
FAULTS = ROOT / "tools/mutants.yaml"
Fault = dict[str, str]
"""What is wrong, its file, the right text, the wrong one; `tests`, where those of the checks do not know it."""

EDGES = sorted(
    str(path.relative_to(ROOT))
    for folder in ("checks", "engine", "events", "standard", "audit")
    for path in (ROOT / "tests" / folder).glob("test_*.py")
)
"""The hand-written cases."""

NEAR = {
    "track": ("within",), "obligation": ("live",), "pattern": ("never", "record", "within"),
    "periods": ("every", "share"), "on_duckdb": ("story", "within"), "check": ("guard", "within"),
    "check_reading": ("within",), "worktime": ("within",), "live": ("live", "judge"),
    "told": ("never", "steps", "record"), "columns": ("within", "every"), "occasions": ("order", "within"),
    "judge": ("judge",),
}  # fmt: skip
"""Whose cases to try first for a fault in these modules; else those that are called as the module is."""


def main() -> int:
    console = Console()
    faults: list[Fault] = yaml.safe_load(FAULTS.read_text(encoding="utf-8"))
    wanted = [fault for fault in faults if len(sys.argv) < 2 or sys.argv[1] in fault["what"] + fault["file"]]
    with tempfile.TemporaryDirectory(prefix="shouwen.mutants.") as folder, ThreadPoolExecutor(os.cpu_count()) as pool:
        answers = pool.map(lambda fault: _found(fault, Path(folder)), wanted)
        results = list(track(answers, total=len(wanted), description="planting faults", console=console))
    survived = [fault for fault, result in zip(wanted, results, strict=True) if result != "killed"]
    for fault, result in zip(wanted, results, strict=True):
        if result != "killed":
            console.print(f"[red]{result}[/red]: {fault['what']} ({fault['file']})")
    console.print(f"{len(wanted) - len(survived)} of {len(wanted)} planted faults were found")
    return 1 if survived else 0


def _found(fault: Fault, folder: Path) -> str:
    """ "killed" if the tests fail on the fault, "survived" if they pass, "does not apply" if its text is not there."""
    file, right, wrong = fault["file"], fault["right"], fault["wrong"]
    text = (ROOT / "src/shouwen" / file).read_text(encoding="utf-8")
    if right not in text:
        return "does not apply"
    with tempfile.TemporaryDirectory(dir=folder) as copy:
        package = Path(copy) / "shouwen"
        shutil.copytree(ROOT / "src/shouwen", package, ignore=shutil.ignore_patterns("__pycache__"))
        (package / file).write_text(text.replace(right, wrong), encoding="utf-8")
        stages = [fault["tests"].split()] if "tests" in fault else _stages(file)
        return "survived" if all(_passes(tests, Path(copy)) for tests in stages) else "killed"


def _stages(file: str) -> Iterator[list[str]]:
    """The tests, those first that will most likely find a fault in `file`."""
    module = Path(file).stem
    near = [test for test in EDGES if any(f"test_{name}" in test for name in NEAR.get(module, (module,)))]
    if near:
        yield near
    yield ["tests/law/test_readings_agree.py", "-k", "random_times or exactly_when"]
    yield [test for test in EDGES if test not in near]


def _passes(tests: list[str], copy: Path) -> bool:
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-m", "not real", *tests]
    paths = {"PYTHONPATH": f"{copy}", "SHOUWEN_LAW_SEEDS": "2", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, cwd=ROOT, env=os.environ | paths, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        raise RuntimeError(done.stdout[-2000:] + done.stderr[-2000:])
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
