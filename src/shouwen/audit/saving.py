"""The folder of a result: all of it appears in one step, or nothing does."""

from __future__ import annotations

import ctypes
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console

from shouwen.audit.report import Report
from shouwen.audit.report_json import MADE_BY, write_csv, write_json
from shouwen.audit.report_page import page
from shouwen.audit.report_text import print_report
from shouwen.fault import Fault
from shouwen.wording import Language

VERDICTS = "verdicts.parquet"
FILES = (VERDICTS, "report.html", "report.json", "report.txt", "report.csv")

_TEXT_WIDTH = 110
_CURRENT, _EXCHANGE = -100, 2
"""AT_FDCWD and RENAME_EXCHANGE of Linux."""


def write_report(report: Report, folder: Path, language: Language, *, examples: int) -> None:
    """Write all forms of a report into a folder; its verdicts the audit has put there already."""
    (folder / "report.html").write_text(page(report, language), encoding="utf-8")
    with (folder / "report.json").open("w", encoding="utf-8") as file:
        write_json(report, file)
    with (folder / "report.txt").open("w", encoding="utf-8") as file:
        print_report(report, Console(file=file, width=_TEXT_WIDTH, color_system=None), language, examples=examples)
    with (folder / "report.csv").open("w", encoding="utf-8-sig", newline="") as file:
        write_csv(report, file)


@contextmanager
def result_folder(out: Path) -> Iterator[Path]:
    """A hidden folder beside `out`; what is in it when the context ends takes the place of `out` in one step.

    If the context is left by an error, or the process is killed, `out` stays as it was; what a killed process left
    beside it is cleared away by the next. Raises Fault where `out` holds anything but a former result, and where
    something cannot be written.
    """
    target = out.resolve()
    _look_at(target, out)
    work = target.with_name(f".{target.name}.unfinished-{os.getpid()}")
    lock = -1
    try:
        _clear_away(target)
        work.mkdir(parents=True)
        lock = os.open(work, os.O_RDONLY)
        fcntl.flock(lock, fcntl.LOCK_EX)  # tells those who clear away that somebody is still at work
        yield work
        _sync(work)
        _look_at(target, out)
        _put_in_place(work, target)
    except OSError as error:
        raise Fault("result-unwritable", place=str(out), why=error.strerror or str(error)) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)
        if lock >= 0:
            os.close(lock)


def _look_at(target: Path, out: Path) -> None:
    """Refuse to replace what is no result of an audit."""
    if not target.exists():
        return
    if not target.is_dir():
        raise Fault("result-not-a-folder", place=str(out))
    names = sorted(os.listdir(target))
    foreign = [name for name in names if name not in FILES]
    if names and not foreign and not _is_result(target):
        foreign = names
    if foreign:
        shown = ", ".join(foreign[:3]) + (" …" if len(foreign) > 3 else "")
        raise Fault("result-folder-taken", place=str(out), names=shown)


def _is_result(folder: Path) -> bool:
    try:
        with (folder / "report.json").open(encoding="utf-8") as file:
            return (
                file.read(100)
                .replace("\n", "")
                .replace(" ", "")
                .startswith(f'{{"made_by":"{MADE_BY}"'.replace(" ", ""))
            )
    except (OSError, UnicodeDecodeError):
        return False


def _clear_away(target: Path) -> None:
    """Remove what killed processes left beside `target`, and put back what one was about to replace."""
    former = target.with_name(f".{target.name}.former")
    if former.is_dir():
        if target.exists():
            shutil.rmtree(former, ignore_errors=True)
        else:
            former.rename(target)
    for stale in target.parent.glob(f".{_escaped(target.name)}.unfinished-*"):
        lock = os.open(stale, os.O_RDONLY)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            continue  # another audit is at work there
        finally:
            os.close(lock)
        shutil.rmtree(stale, ignore_errors=True)


def _escaped(name: str) -> str:
    return "".join(f"[{letter}]" if letter in "[]*?" else letter for letter in name)


def _sync(folder: Path) -> None:
    """See to it that all of it is on the disk before it takes its place."""
    for path in (*folder.iterdir(), folder):
        number = os.open(path, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


def _put_in_place(work: Path, target: Path) -> None:
    if not target.exists() or not any(target.iterdir()):
        work.rename(target)
        return
    if _exchange(work, target):
        return  # the former result is in `work` now, and goes with it
    # Where the system cannot exchange two folders, a kill between these two steps is mended by the next run.
    former = target.with_name(f".{target.name}.former")
    target.rename(former)
    work.rename(target)
    shutil.rmtree(former, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change names in one step; False where the system cannot."""
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError):
        return False
    done: int = rename(_CURRENT, os.fsencode(one), _CURRENT, os.fsencode(other), _EXCHANGE)
    return done == 0
