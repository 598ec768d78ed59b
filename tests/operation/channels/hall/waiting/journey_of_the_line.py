"""Random days of a hall through the real actions, held at each step against the line as line_told.py tells it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from tests.operation.channels.hall.conftest import MORNING
from tests.operation.channels.hall.waiting.line_told import LINE_OF, MOST, Desk, Person, Told
from tests.operation.laws.held import rolled_back
from tests.operation.laws.trial.asking import watched
from tests.operation.people_of_the_tests import Cast

from shouwen.fault import Fault
from shouwen.operation.channels.hall import actions, counters, story
from shouwen.operation.channels.hall.models import CounterDay, Visit
from shouwen.operation.ledger import clock, models
from shouwen.operation.ledger.rebuild import differences
from shouwen.operation.people import scope
from shouwen.operation.people.rights import Acting, acting_of

CLERKS = {"lin": "1", "zhao": "2", "bai": "3"}
COUNTERS = {"1": ("business",), "2": ("business", "advice"), "3": ("advice",)}
OPENS, CLOSES = MORNING - 3600, MORNING + 6 * 3600  # between these the hall gives numbers, whatever the clock does

AT_COUNTER = (
    "begin",
    "begin",
    "begin",
    "end",
    "end",
    "give up",
    "hand over",
    "leave",
    "leave",
    "set aside",
    "transfer",
)
MOVES = (
    "recall", "no show", "come back", "set aside", "resume", "transfer", "abandon", "begin", "end", "give up",
    "hand over", "leave",
)  # fmt: skip
HAPPENS = (
    "clock", "clock", "come in", "take", "take", "many take", "who came in takes", "open", "open", "pause", "works on",
    "works on", "works on", "close", *["call"] * 6, *["serve"] * 4, "quick", "quick", "call out of order",
    "does not come", "whatever", "whatever", "whatever", "again", "again", *AT_COUNTER, "end", "leave", "leave",
)  # fmt: skip
CLOCK = (1, 20, 60, 60, 300, 900, -1, -30, -600, -3600)

clerks = st.sampled_from(sorted(CLERKS))
services = st.sampled_from(sorted(LINE_OF))
moves = st.lists(
    st.tuples(st.sampled_from(HAPPENS), clerks, st.integers(0, 30), services, st.integers(0, 9)),
    min_size=20,
    max_size=40,
)


class DayOfAHall(RuleBasedStateMachine):
    """One day. The database is as it was before when it is over."""

    cast: Cast
    machine: Acting

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        for context in (rolled_back(), scope.everywhere()):
            self.stack.enter_context(context)
        self.now = MORNING
        self.told = Told()
        self.asked: list[tuple[Callable[[], Any], Any]] = []

    def teardown(self) -> None:
        try:
            with clock.standing(max(self.now, MORNING) + 86_400):
                watched()
                assert differences(models.Case._base_manager.exclude(kind="unit")) == []
            self._log_is_sound()
        finally:
            self.stack.close()

    # What happens

    @initialize()
    def two_counters_open(self) -> None:
        self.a_counter_opens("lin")
        self.a_counter_opens("zhao")

    @rule(moves=moves)
    def an_hour(self, moves: list[tuple[str, str, int, str, int]]) -> None:
        """Much happens, one thing after the other."""
        for move in moves:
            self.happens(*move)
            self.rows_are_as_told()

    @rule(moves=moves)
    def another_hour(self, moves: list[tuple[str, str, int, str, int]]) -> None:
        self.an_hour(moves)

    def happens(self, what: str, clerk: str, number: int, service: str, chance: int) -> None:
        """One of HAPPENS."""
        other = sorted(CLERKS)[number % 3] if chance == 0 else clerk
        match what:
            case "clock":
                self.the_clock_goes_on_or_is_put_back(CLOCK[number % len(CLOCK)])
            case "come in":
                self.somebody_comes_in()
            case "take":
                self.somebody_takes_a_number(service, chance < 3, (None, None, -1200, -600, 600)[number % 5])
            case "many take":
                self.many_take_numbers(service, 2 + number % 5)
            case "who came in takes":
                self.who_came_in_takes_a_number(service, chance < 3, number)
            case "open":
                self.a_counter_opens(clerk)
            case "pause" | "works on" | "close":
                self.a_counter_pauses_works_on_or_closes(clerk, other, what)
            case "call":
                self.a_counter_calls_who_is_next(clerk)
            case "serve":
                self.a_counter_serves(clerk)
            case "quick":
                self.a_counter_is_quick(clerk)
            case "call out of order":
                self.a_counter_calls_somebody_out_of_order(clerk, number, "a friend" if chance == 0 else "special-care")
            case "does not come":
                self.somebody_does_not_come(clerk, 1 + number % 4)
            case "whatever":
                self.something_is_done_with_somebody(MOVES[number % len(MOVES)], clerk, chance, service)
            case "again":
                self.something_is_asked_for_again(number)
            case _:
                self.a_clerk_goes_on_with_who_is_there(clerk, what, service)

    def the_clock_goes_on_or_is_put_back(self, seconds: int) -> None:
        self.now = min(max(self.now + seconds, OPENS), CLOSES)

    def somebody_comes_in(self) -> None:
        visit = self._do(True, partial(actions.enter, self.cast.east, by=self.machine, noticed_by="door"))
        self.told.people[visit.pk] = Person(visit.pk, self.now, entered=self.now)

    def somebody_takes_a_number(self, service: str, priority: bool, appointed: int | None) -> None:
        self._take(None, service, priority, appointed)

    def many_take_numbers(self, service: str, number: int) -> None:
        for place in range(number):
            self._take(None, service, place % 3 == 2, None)

    def who_came_in_takes_a_number(self, service: str, priority: bool, number: int) -> None:
        person = self._person(number, "in-hall")
        if person is not None:
            self._take(person, service, priority, None)

    def _take(self, person: Person | None, service: str, priority: bool, appointed: int | None) -> None:
        due = None if appointed is None else self.now + appointed
        visit = self._do(
            person is None or person.state == "in-hall",
            partial(
                actions.take_number,
                self.cast.east,
                service,
                by=self.machine,
                visit=None if person is None else self._visit(person),
                priority="elderly" if priority else "",
                appointed=due,
            ),
        )
        if visit is not None:
            self.told.take(visit.pk, service, now=self.now, priority=priority, appointed=due)

    def a_counter_opens(self, clerk: str) -> None:
        code = CLERKS[clerk]
        done = self._do(
            code not in self.told.desks,
            partial(counters.open_counter, self.cast.east, code, by=self._as(clerk)),
        )
        if done is not None:
            self.told.desks[code] = Desk(clerk, COUNTERS[code])

    def a_counter_pauses_works_on_or_closes(self, clerk: str, other: str, what: str) -> None:
        code = CLERKS[other]
        desk = self.told.desks.get(code)
        if desk is None:
            return
        day, by, mine = self._day(code), self._as(clerk), clerk == other
        match what:
            case "pause":
                may = mine and not desk.paused and not self.told.busy(code)
                done = self._do(may, partial(counters.pause, day, "rest", by=by))
            case "works on":
                may = mine and desk.paused
                done = self._do(may, partial(counters.work_on, day, by=by))
            case _:
                may = mine and not self.told.busy(code)
                done = self._do(may, partial(counters.close_counter, day, by=by))
        if done is None:
            return
        if what != "works on":
            self.told.go_on(code, now=self.now)
        desk.paused = what == "pause"
        if what == "close":
            del self.told.desks[code]

    def a_counter_calls_who_is_next(self, clerk: str) -> None:
        self._call_next(clerk)

    def a_counter_is_quick(self, clerk: str) -> None:
        """One customer after the other, and nothing else, so that the rule of passing is reached."""
        for _ in range(4):
            called = self._call_next(clerk)
            if called is not None:
                self._move("abandon", called, clerk)

    def a_counter_serves(self, clerk: str) -> None:
        self._call_next(clerk)
        for move in ("begin", "end", "leave"):
            self.a_clerk_goes_on_with_who_is_there(clerk, move, "payment")

    def _call_next(self, clerk: str) -> Person | None:
        code = self.told.desk_of(clerk)
        if code is None:
            return None
        day, free = self._day(code), self.told.is_free(code)
        expected = self.told.next_at(code) if free else None
        before = self._events()
        visit = self._do(free, partial(actions.call_next, day, by=self._as(clerk)), keep=expected is not None)
        if not free:
            return None
        if visit is None:
            assert expected is None, f"{expected} waits, and nobody was called"
            assert self._events() == before
            return None
        assert expected is not None
        assert visit.pk == expected.key, f"{visit} was called, and {expected} is next"
        self.told.call(expected, code, now=self.now)
        waiting = [one for one in self.told.people.values() if one.state == "waiting" and not one.priority]
        overtaken = [one for one in waiting if one.place < expected.place and one.line in COUNTERS[code]]
        assert not overtaken or (expected.priority and max(map(self.told.passed, overtaken)) <= MOST)
        return expected

    def a_counter_calls_somebody_out_of_order(self, clerk: str, number: int, reason: str) -> None:
        code, person = self.told.desk_of(clerk), self._person(number)
        if code is None or person is None:
            return
        day, visit = self._day(code), self._visit(person)
        may = self.told.is_free(code) and reason == "special-care" and person.state in ("waiting", "aside")
        by = self._as(clerk)
        if self._do(may, partial(actions.call_out_of_order, visit, day, reason, by=by)) is not None:
            self.told.call(person, code, now=self.now)

    def something_is_done_with_somebody(self, what: str, clerk: str, number: int, service: str) -> None:
        person = self._person(number)
        if person is not None:
            self._move(what, person, clerk, service)

    def a_clerk_goes_on_with_who_is_there(self, clerk: str, what: str, service: str) -> None:
        there = self.told.at(self.told.desk_of(clerk) or "-")
        if there:
            self._move(what, there[0], clerk, service)

    def somebody_does_not_come(self, clerk: str, calls: int) -> None:
        for _ in range(calls):
            there = self.told.at(self.told.desk_of(clerk) or "-")
            if there:
                self.now = min(self.now + 60, CLOSES)
                self._move("recall", there[0], clerk)
                self._move("no show", there[0], clerk)

    def _move(self, what: str, person: Person, clerk: str, service: str = "payment") -> None:
        """One of MOVES."""
        visit, by, gu = self._visit(person), self._as(clerk), self._as("gu")
        do: dict[str, Callable[..., Any]] = {
            "recall": partial(actions.recall, visit, by=by),
            "no show": partial(actions.no_show, visit, by=by),
            "come back": partial(actions.come_back, visit, by=gu),
            "set aside": partial(actions.set_aside, visit, "", by=by),
            "resume": partial(actions.resume, visit, by=gu),
            "transfer": partial(actions.transfer, visit, service, by=by),
            "abandon": partial(actions.abandon, visit, by=self.machine),
            "begin": partial(actions.begin_service, visit, service, by=by),
            "end": partial(actions.end_service, visit, by=by),
            "give up": partial(actions.give_up, visit, by=by),
            "hand over": partial(actions.hand_over, visit, by=by, counted=True),
            "leave": partial(actions.leave, visit, by=by),
        }
        if what == "leave" and person.state == "gone":
            return  # who gave the number up may be seen leaving, or not
        may = self.told.may(what, person, clerk, now=self.now)
        if self._do(may, do[what]) is not None:
            self.told.move(what, person, service, now=self.now)

    def something_is_asked_for_again(self, number: int) -> None:
        """A second click, or a request that was sent again: the same answer, and nothing happens."""
        if not self.asked:
            return
        before = self._events()
        for again, answer in [*self.asked[-3:], self.asked[number % len(self.asked)]]:
            with self._clock():
                assert again().pk == answer
        assert self._events() == before

    # What holds

    def rows_are_as_told(self) -> None:
        rows = Visit._base_manager.all()
        there = {row.pk: (row.number, row.state, row.line, row.since, row.counter, bool(row.priority)) for row in rows}
        told = {
            one.key: (one.number, one.state, one.line, one.place[0] if one.number else None, one.counter, one.priority)
            for one in self.told.people.values()
        }
        assert there == told, [
            (there.get(key), told.get(key)) for key in there | told if there.get(key) != told.get(key)
        ]
        numbers = [one.number for one in self.told.people.values() if one.number]
        assert len(numbers) == len(set(numbers))

    def _log_is_sound(self) -> None:
        """From the log alone: no number twice, no customer at two counters, no counter with two customers."""
        where: dict[str, str] = {}
        numbers = []
        for word, about, data in models.Event._base_manager.order_by("id").values_list("word", "about", "data"):
            subject = about[0]
            if word == story.TAKEN:
                numbers.append((data["day"], data["number"]))
            elif word == story.CALLED:
                assert subject not in where
                assert data["counter"] not in where.values()
                where[subject] = data["counter"]
            elif word in story.STATE_AFTER and story.STATE_AFTER[word] not in ("called", "served", "done"):
                where.pop(subject, None)
        assert len(numbers) == len(set(numbers))

    # What is asked

    def _do(self, may: bool, do: Callable[..., Any], *, keep: bool = True) -> Any:
        """What came of it; None where it was refused, and must be. Nothing is written then."""
        once, before = f"once {len(self.asked)}", self._events()
        refused: Fault | None
        with self._clock():
            try:
                done = do(once=once)
            except Fault as fault:
                refused = fault
            else:
                refused = None
        if refused is not None:
            assert refused.code in REFUSALS
            assert not may, f"refused: {refused}"
            assert self._events() == before
            return None
        assert may, f"{done} should have been refused"
        if done is not None and keep:
            self.asked.append((partial(do, once=once), done.pk))
        return done

    def _clock(self) -> Any:
        return clock.standing(self.now)

    def _events(self) -> int:
        return models.Event._base_manager.count()

    def _as(self, name: str) -> Acting:
        return acting_of(getattr(self.cast, name), self.now)

    def _person(self, number: int, state: str = "") -> Person | None:
        found = [one for one in self.told.people.values() if state in ("", one.state)]
        return found[number % len(found)] if found else None

    def _visit(self, person: Person) -> Visit:
        return Visit._base_manager.get(pk=person.key)

    def _day(self, code: str) -> CounterDay:
        return CounterDay._base_manager.exclude(state="closed").get(unit=self.cast.east, code=code)


REFUSALS = {
    "counter-not-yours", "counter-not-open", "counter-busy", "counter-taken", "counter-yours-elsewhere",
    "hall-reason-unknown", "visit-not-waiting", "visit-not-at-your-counter", "visit-called-just-now",
    "visit-called-too-little", "may-not-follow", "api-once-differs", "not-yours",
}  # fmt: skip


def journeys(cast: Cast, machine: Acting) -> type[DayOfAHall]:
    """The days of this cast's east hall."""
    return type("Day", (DayOfAHall,), {"cast": cast, "machine": machine})
