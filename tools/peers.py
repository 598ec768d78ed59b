"""Our audit beside PM4Py's DECLARE, on the same real logs: `make peers`.

For the promises that both can express and that know no time: what we find, what PM4Py finds, and why they differ. Fails
if a difference has no explanation. PM4Py is AGPL: it is installed into a virtual environment that is thrown away, and
runs there as a program of its own (tools/peers_declare.py); `--python` names a Python that has it already.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import venv
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from shouwen.audit.judge import verdicts_of
from shouwen.audit.on_duckdb import Log
from shouwen.checks.obligation import Obligation
from shouwen.events.formats.heard import Heard
from shouwen.events.formats.parquet import import_log, read_log
from shouwen.events.formats.reading import read_any
from shouwen.standard.clause import Standard
from shouwen.standard.reading import load_log_section, read_standard

ROOT = Path(__file__).resolve().parent.parent
LATE = 2_000_000_000
"""An instant after the last event of each log."""


@dataclass(frozen=True)
class Pair:
    """The same promise twice. A case breaks ours if it breaks any of the clauses, theirs if it deviates from any."""

    clauses: tuple[str, ...]
    constraints: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Peer:
    """A standard of examples/, its log, further clauses for the comparison, and what is compared."""

    standard: str
    log: str
    further: Mapping[str, str]
    pairs: tuple[Pair, ...]


def pair(clauses: str, *constraints: str) -> Pair:
    return Pair(tuple(clauses.split()), tuple(tuple(constraint.split()) for constraint in constraints))


PEERS = (
    Peer(
        "help_desk",
        "helpdesk.xes.gz",
        {
            "peers.no-waiting": "never: {what: ticket.waits}",
            "peers.no-upgrade": "never: {what: ticket.upgrade}",
            "peers.taken-anew": "order: {first: ticket.taken, then: ticket.resolved, anew: ticket.resolved}",
            "peers.resolved-anew": "order: {first: ticket.resolved, then: ticket.closed, anew: ticket.closed}",
            "peers.closed-resolved": "within: {after: ticket.resolved, then: ticket.closed, close: ticket.closed}",
            "peers.closed-graded": "within: {after: ticket.graded, then: ticket.closed, close: ticket.closed}",
        },
        (
            pair("ticket.resolved-before-closed", "precedence ticket.resolved ticket.closed"),
            pair("ticket.taken-before-resolved", "precedence ticket.taken ticket.resolved"),
            pair("ticket.never-invalid", "precedence ticket.graded ticket.invalid"),
            pair("anomaly.resolved-before-closing", "response anomaly.opened anomaly.resolved"),
            pair(
                "ticket.procedure",
                "responded_existence ticket.graded ticket.taken",
                "responded_existence ticket.graded ticket.resolved",
                "precedence ticket.taken ticket.resolved",
            ),
            pair("peers.no-waiting", "absence ticket.waits"),
            pair("peers.no-upgrade", "absence ticket.upgrade"),
            pair("peers.taken-anew", "altprecedence ticket.taken ticket.resolved"),
            pair("peers.resolved-anew", "altprecedence ticket.resolved ticket.closed"),
            pair("peers.closed-resolved", "response ticket.resolved ticket.closed"),
            pair("peers.closed-graded", "responded_existence ticket.graded ticket.closed"),
            pair("peers.closed-resolved ticket.resolved-before-closed", "succession ticket.resolved ticket.closed"),
        ),
    ),
    Peer(
        "permit_desk",
        "receipt.csv",
        {
            "peers.no-draft": "never: {what: unlicensed.drafted}",
            "peers.determined-anew": "order: {first: confirmation.determined, then: confirmation.sent, "
            "anew: confirmation.sent}",
            "peers.checked-first": "order: {first: confirmation.checked, then: confirmation.adjusted}",
            "peers.sent": "within: {after: application.received, then: confirmation.sent, close: stop.weighed}",
            "peers.weighed": "within: {after: confirmation.sent, then: stop.weighed, close: stop.weighed}",
            "peers.sent-first": "order: {first: confirmation.sent, then: stop.weighed}",
        },
        (
            pair(
                "confirmation.checked-before-determined", "precedence confirmation.checked confirmation.determined"
            ),
            pair(
                "confirmation.procedure",
                "responded_existence application.received confirmation.checked",
                "responded_existence application.received confirmation.determined",
                "responded_existence application.received confirmation.sent",
                "precedence confirmation.checked confirmation.determined",
                "precedence confirmation.determined confirmation.sent",
            ),
            pair("stop.never-without-advice", "precedence hold.reported hold.printed"),
            pair("peers.no-draft", "absence unlicensed.drafted"),
            pair("peers.determined-anew", "altprecedence confirmation.determined confirmation.sent"),
            pair("peers.checked-first", "precedence confirmation.checked confirmation.adjusted"),
            pair("peers.sent", "response application.received confirmation.sent"),
            pair("peers.weighed", "response confirmation.sent stop.weighed"),
            pair("peers.weighed peers.sent-first", "succession confirmation.sent stop.weighed"),
        ),
    ),
)  # fmt: skip

TO_COME = ("response", "responded_existence", "succession")
"""Templates that ask for something still to come."""

OPEN = "not over: we leave it open, PM4Py takes the end of the log for the end of the case"
LATER = "done, but after the case had closed: broken for us, PM4Py looks no further than the order"
OUTSIDE = "what was done before the procedure began or after it ended does not count for us"
AGAIN = "begun anew: we judge each round by itself, PM4Py the whole case"
OPTIONAL = "a step that may be left out was done in the wrong place; DECLARE's templates know no such step"


@dataclass
class Compared:
    """What both found of one pair."""

    pair: Pair
    states: Counter[str] = field(default_factory=Counter)
    ours: int = 0
    theirs: int = 0
    why: Counter[str] = field(default_factory=Counter)
    unexplained: list[str] = field(default_factory=list)


def standard_of(peer: Peer) -> tuple[Standard, Path]:
    path = ROOT / "examples" / f"{peer.standard}.yaml"
    lines = [f"- {{id: {name}, of: {{}}, says: x, check: {{{check}}}}}" for name, check in peer.further.items()]
    text = path.read_text(encoding="utf-8").rstrip() + "\n"
    kind = str(_mapping(path)["kind"])
    return read_standard(text + "\n".join(lines).replace("of: {}", f"of: {kind}"), place=path.name), path


def _mapping(path: Path) -> Mapping[str, Any]:
    section = load_log_section(path)
    return section[0] if isinstance(section, list) else section  # type: ignore[return-value]


def ours(
    peer: Peer, standard: Standard, path: Path, log: Path, folder: Path
) -> tuple[list[Obligation], dict[str, list[str]]]:
    """Our verdicts, and the words of each case in our order."""
    parquet = folder / f"{peer.standard}.parquet"
    import_log(read_any(log, Heard.of(load_log_section(path), place=path.name), standard.vocabulary), parquet)
    stories: dict[str, list[str]] = {}
    for event in read_log(parquet):
        stories.setdefault(event.about[0].partition(":")[2], []).append(event.word)
    return verdicts_of(standard.clauses, Log([parquet]), LATE), stories


def theirs(peer: Peer, standard: Standard, path: Path, log: Path, python: str) -> dict[str, Any]:
    """What PM4Py says, constraint by constraint."""
    section = _mapping(path)
    asked = {
        "log": str(log),
        "case": section["subject"],
        "activity": section["word"],
        "time": section["at"],
        "names": standard.vocabulary.heard(),
        "constraints": constraints_of(peer),
        "cases": True,
    }
    program = [python, str(ROOT / "tools" / "peers_declare.py")]
    run = subprocess.run(program, input=json.dumps(asked), capture_output=True, text=True, check=False)
    if run.returncode:
        sys.exit(f"PM4Py failed:\n{run.stderr}")
    return json.loads(run.stdout)  # type: ignore[no-any-return]


def constraints_of(peer: Peer) -> list[tuple[str, ...]]:
    return list(dict.fromkeys(constraint for each in peer.pairs for constraint in each.constraints))


def compare(peer: Peer, standard: Standard, verdicts: Sequence[Obligation], stories: Mapping[str, list[str]],
            said: Mapping[str, Any]) -> Iterator[Compared]:  # fmt: skip
    numbers = {constraint: number for number, constraint in enumerate(constraints_of(peer))}
    for each in peer.pairs:
        found = Compared(each)
        states: dict[str, set[str]] = {}
        for row in verdicts:
            if row.clause in each.clauses:
                found.states[row.state] += 1
                states.setdefault(row.subject.partition(":")[2], set()).add(row.state)
        for case in stories:
            broken = "broken" in states.get(case, ())
            deviating = [
                constraint for constraint in each.constraints if numbers[constraint] in said["deviations"].get(case, ())
            ]
            deviates = bool(deviating)
            found.ours, found.theirs = found.ours + broken, found.theirs + deviates
            if broken != deviates:
                why = explain(each, standard, stories[case], deviating, states.get(case, set()))
                if why is None:
                    found.unexplained.append(case)
                else:
                    found.why[why] += 1
        yield found


def explain(
    each: Pair, standard: Standard, words: list[str], deviating: Sequence[Sequence[str]], states: set[str]
) -> str | None:
    """Why the two differ on a case, of which `deviating` are PM4Py's complaints and `states` those of our occasions.

    None where nothing we know of explains it.

    Each explanation is put to the proof: with its cause taken out of the case, the constraints, read over the words
    here, must say what we said.
    """
    broken = "broken" in states
    if not broken and "open" in states and any(constraint[0] in TO_COME for constraint in deviating):
        return OPEN
    checks = {clause.id: clause.check for clause in standard.clauses}
    for name in each.clauses:
        check = checks[name]
        if hasattr(check, "steps"):
            parts = list(_parts(words, check.start.words, check.end.words))
            if broken == any(_deviates(constraint, part) for part in parts for constraint in each.constraints):
                return OUTSIDE if len(parts) < 2 else AGAIN
            if broken and any(_misplaced(check.steps, part) for part in parts):
                return OPTIONAL
        turns = getattr(check, "turns", None)
        if turns is not None and turns.close is not None and broken:
            closings = [at for at, word in enumerate(words) if word in turns.close.words]
            until = [words[: at + 1] for at in closings]
            if any(_deviates(constraint, part) for part in until for constraint in each.constraints):
                return LATER
    return None


def _parts(words: list[str], start: Sequence[str], end: Sequence[str]) -> Iterator[list[str]]:
    """The pieces of a case from each beginning to its end; a new beginning ends the one before."""
    begun: int | None = None
    for at, word in enumerate(words):
        if begun is not None and (word in end or word in start):
            yield words[begun : at + 1]
            begun = None
        if word in start:
            begun = at


def _misplaced(steps: Sequence[Any], words: list[str]) -> bool:
    """Whether the steps that were done are out of order, and would not be without those that may be left out."""
    begun = [
        (next(at for at, word in enumerate(words) if word in step.do.words), step.required)
        for step in steps
        if set(step.do.words) & set(words)
    ]
    required = [at for at, needed in begun if needed]
    return begun != sorted(begun) and required == sorted(required)


def _deviates(constraint: Sequence[str], words: Sequence[str]) -> bool:
    """DECLARE's meaning of the templates that `explain` needs."""
    template, first, second = constraint
    a = [at for at, word in enumerate(words) if word == first]
    b = [at for at, word in enumerate(words) if word == second]
    if template == "precedence":
        return bool(b) and (not a or a[0] > b[0])
    if template == "response":
        return bool(a) and (not b or b[-1] < a[-1])
    if template == "responded_existence":
        return bool(a) and not b
    return False


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--python", help="a Python that has pm4py and pyarrow; else one is set up and thrown away")
    chosen = parser.parse_args().python
    logs = os.environ.get("SHOUWEN_EVENTLOGS")
    if not logs:
        sys.exit("Set SHOUWEN_EVENTLOGS to the folder with the real logs.")
    with TemporaryDirectory(prefix="shouwen-peers.") as name:
        folder = Path(name)
        python = chosen or set_up(folder / "venv")
        unexplained = 0
        for peer in PEERS:
            log = Path(logs) / peer.log
            standard, path = standard_of(peer)
            said = theirs(peer, standard, path, log, python)
            verdicts, stories = ours(peer, standard, path, log, folder)
            found = list(compare(peer, standard, verdicts, stories, said))
            show(peer, found, said)
            unexplained += sum(len(each.unexplained) for each in found)
    print("Every difference is explained." if not unexplained else f"NOT explained: {unexplained}")
    return 1 if unexplained else 0


def set_up(folder: Path) -> str:
    """A virtual environment with PM4Py from the package registry; its Python."""
    print("Setting up a throw-away environment with PM4Py …", file=sys.stderr)
    venv.create(folder, with_pip=True)
    python = str(folder / ("Scripts" if os.name == "nt" else "bin") / "python")
    install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "pm4py", "pyarrow"]
    subprocess.run(install, check=True)
    return python


def show(peer: Peer, found: Sequence[Compared], said: Mapping[str, Any]) -> None:
    """A table in Markdown."""
    print(f"{peer.log}, {date.today().isoformat()}: {said['cases']} cases, PM4Py {said['pm4py']}")
    print("\n| ours | theirs | occasions kept / broken / open | cases: ours | theirs | differ | why |")
    print("|---|---|--:|--:|--:|--:|---|")
    for each in found:
        clauses = ", ".join(f"`{name}`" for name in each.pair.clauses)
        constraints = "; ".join(f"{one[0]}({', '.join(one[1:])})" for one in each.pair.constraints)
        states = " / ".join(str(each.states[state]) for state in ("kept", "broken", "open"))
        why = "; ".join(f"{count}: {reason}" for reason, count in each.why.items())
        why += f" UNEXPLAINED: {', '.join(each.unexplained[:5])}" if each.unexplained else ""
        differ = sum(each.why.values()) + len(each.unexplained)
        print(f"| {clauses} | {constraints} | {states} | {each.ours} | {each.theirs} | {differ} | {why or '–'} |")
    print()


if __name__ == "__main__":
    sys.exit(main())
