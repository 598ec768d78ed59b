"""The line told in the plainest way, apart from the product: who stands where, who may do what, who is called next.

Everything is looked at anew each time; nothing is counted on the way but what happened.
"""

from __future__ import annotations

from dataclasses import dataclass, field

MOST = 2  # later priority numbers that may pass an ordinary one
RECALLS = 3  # calls before somebody counts as not there
BETWEEN = 60  # seconds between two calls
GRACE = 900  # seconds that an appointment is kept

LINE_OF = {"payment": "business", "change": "business", "consult": "advice"}
PREFIX_OF = {"payment": "A", "change": "A", "consult": "C"}
AFTER = {
    "recall": "called", "no show": "missed", "come back": "waiting", "set aside": "aside", "resume": "waiting",
    "transfer": "waiting", "abandon": "gone", "begin": "served", "end": "done", "give up": "done", "hand over": "",
    "leave": "gone",
}  # fmt: skip


@dataclass
class Person:
    """A customer. `noted`: when the last of them was noted; `by`: the lines of every counter that called them."""

    key: int
    noted: int
    state: str = "in-hall"
    entered: int | None = None
    number: str = ""
    service: str = ""
    line: str = ""
    priority: bool = False
    taken: int = 0
    place: tuple[int, int] = (0, 0)
    counter: str = ""
    called_at: int = 0
    calls: int = 0
    handed_over: bool = False
    by: set[str] = field(default_factory=set)


@dataclass
class Desk:
    """A counter that is open."""

    staff: str
    lines: tuple[str, ...]
    paused: bool = False


@dataclass
class Told:
    """A hall's day."""

    people: dict[int, Person] = field(default_factory=dict)
    desks: dict[str, Desk] = field(default_factory=dict)
    numbers: list[str] = field(default_factory=list)
    last_taken: int = 0
    calls: int = 0

    def desk_of(self, staff: str) -> str | None:
        """The counter at which somebody works."""
        return next((code for code, desk in self.desks.items() if desk.staff == staff), None)

    def at(self, counter: str) -> list[Person]:
        """Who is at a counter."""
        return [
            one for one in self.people.values() if one.counter == counter and one.state in ("called", "served", "done")
        ]

    def busy(self, counter: str) -> bool:
        """Whether somebody is at a counter who is not done."""
        return any(one.state != "done" for one in self.at(counter))

    def is_free(self, counter: str | None) -> bool:
        """Whether the counter may call."""
        return counter is not None and not self.desks[counter].paused and not self.busy(counter)

    def passed(self, person: Person) -> int:
        """How many priority numbers with a later place were called by counters that serve the person's line."""
        return sum(
            other.priority and other.place > person.place and person.line in other.by for other in self.people.values()
        )

    def next_at(self, counter: str) -> Person | None:
        """Who is to be called, looking at everybody who waits."""
        waiting = [
            one for one in self.people.values() if one.state == "waiting" and one.line in self.desks[counter].lines
        ]
        waiting.sort(key=lambda one: one.place)
        for one in waiting:
            if one.priority and all(
                self.passed(other) < MOST for other in waiting if other.place < one.place and not other.priority
            ):
                return one
            if one.priority:
                break
        ordinary = [one for one in waiting if not one.priority]
        return (ordinary or waiting or [None])[0]

    def take(self, key: int, service: str, *, now: int, priority: bool, appointed: int | None) -> None:
        """A number is given, at whatever the clock says."""
        person = self.people.setdefault(key, Person(key, now))
        person.noted = max(person.noted, now)
        person.taken = self.last_taken = max(person.noted, self.last_taken)
        starts = [person.taken, *([person.entered] if person.entered is not None else [])]
        if appointed is not None and appointed >= now - GRACE:
            starts.append(appointed)
        prefix = PREFIX_OF[service]
        person.number = f"{prefix}{sum(one.startswith(prefix) for one in self.numbers) + 1:03d}"
        self.numbers.append(person.number)
        person.place = (min(starts), len(self.numbers))
        person.state, person.service, person.line, person.priority = "waiting", service, LINE_OF[service], priority

    def go_on(self, counter: str, *, now: int) -> None:
        """The counter goes on to something else: who was done there and not seen leaving is gone."""
        for one in self.at(counter):
            if one.state == "done":
                self.move("leave", one, "", now=now)

    def call(self, person: Person, counter: str, *, now: int) -> None:
        """Somebody is called to a counter."""
        self.go_on(counter, now=now)
        person.noted = person.called_at = max(person.noted, now)
        person.state, person.counter, person.calls = "called", counter, 1
        person.by |= set(self.desks[counter].lines)
        self.calls += 1

    def may(self, what: str, person: Person, clerk: str, *, now: int) -> bool:
        """Whether this clerk, or for what is no clerk's anybody, may do this with the customer."""
        waited = not 0 < person.called_at + BETWEEN - now <= BETWEEN  # as far as the clock can tell
        match what:
            case "recall":
                return self._is_theirs(person, clerk, "called") and waited
            case "no show":
                return self._is_theirs(person, clerk, "called") and waited and person.calls >= RECALLS
            case "come back":
                return person.state == "missed"
            case "set aside":
                return self._is_theirs(person, clerk, "called", "served")
            case "resume":
                return person.state == "aside"
            case "transfer":
                return self._is_theirs(person, clerk, "called", "served") or person.state in (
                    "waiting",
                    "aside",
                    "done",
                )
            case "abandon":
                return person.state in ("waiting", "called", "aside", "missed")
            case "begin":
                return self._is_theirs(person, clerk, "called", "done")
            case "end" | "give up":
                return self._is_theirs(person, clerk, "served")
            case "hand over":
                return self._is_theirs(person, clerk, "done") and not person.handed_over
            case "leave":
                return person.state in ("in-hall", "done", "missed")
        raise ValueError(what)

    def move(self, what: str, person: Person, service: str, *, now: int) -> None:
        """It was done. `service`: what a transfer or a beginning names."""
        person.state = AFTER[what] or person.state
        person.noted = max(person.noted, now)
        match what:
            case "recall":
                person.calls, person.called_at = person.calls + 1, person.noted
            case "transfer":
                person.service, person.line = service, LINE_OF[service]
            case "begin":
                person.service = service
            case "hand over":
                person.handed_over = True
            case "end" | "give up" | "abandon":
                person.handed_over = False

    def _is_theirs(self, person: Person, clerk: str, *states: str) -> bool:
        """Whether the customer is at this clerk's counter."""
        return person.state in states and person.counter == self.desk_of(clerk)
