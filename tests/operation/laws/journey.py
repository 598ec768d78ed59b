"""Random journeys through the door: many people, all at once, in every order, with clocks, calendars and rules moving.

At each step the laws of held.py are asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from tests.operation.laws.held import (
    check_audit,
    check_book,
    check_log,
    check_notices,
    check_owners,
    rolled_back,
    state,
)
from tests.operation.laws.trial.asking import watched
from tests.operation.laws.trial.fixtures import MONDAY
from tests.operation.laws.trial.room import (
    ANSWERED,
    CHECKED,
    CLOSED,
    INSTALLED,
    NOTED,
    REOPENED,
    RESUMED,
    RETIRED,
    TEXT,
    WAITS,
    publish_trial,
)
from tests.operation.people_of_the_tests import Cast

from shouwen.fault import Fault
from shouwen.operation.ledger import clock, editions, words
from shouwen.operation.ledger.act import Act, NewCase, act, act_many, begin, correct
from shouwen.operation.ledger.models import Case, Edition, Event
from shouwen.operation.ledger.promises import keep, promise, release
from shouwen.operation.ledger.publishing import leave_calendar, withdraw
from shouwen.operation.ledger.watch import catch_up, look_once
from shouwen.operation.people import duty, scope
from shouwen.operation.people.models import Post, Shift, Staff
from shouwen.operation.people.rights import SYSTEM, Acting, acting_of

EXPECTED = {
    "not-yours", "case-unknown", "may-not-follow", "refused-by-clause", "owner-missing", "handover-to-nobody",
    "report-from-the-future", "time-before-1970", "edition-then", "edition-in-force", "edition-too-soon",
    "noted-before-it-happened",
}  # fmt: skip


STEPS = (1, 59, 600, 1800, 3600, 7200, 6 * 3600, 86_400, 3 * 86_400)
PEOPLE = ("lin", "zhao", "gu", "qian", "sun", "han", "he")
SAID = (ANSWERED, ANSWERED, ANSWERED, WAITS, RESUMED, CLOSED, REOPENED, words.NOTE)
CALENDARS = (
    '{zone: Asia/Shanghai, open: {mon-fri: ["09:00-12:00", "13:00-18:00"]}, holidays: china}',
    '{zone: Asia/Shanghai, open: {mon-sun: ["08:00-20:00"]}, holidays: none}',
    '{zone: Asia/Shanghai, open: {mon-fri: ["09:00-17:00"]}, holidays: china, '
    'days: {2025-04-22: closed, 2025-04-26: "10:00-15:00"}}',
)
EDITIONS = (
    TEXT.replace("limit: 3 hours", "limit: 1 hour"),
    TEXT.replace("at_most: 3}", "at_most: 1}").replace("2 working days", "5 working days"),
    TEXT.replace("per: 12 hours, counted: rolling", "per: 6 hours, counted: rolling").replace("how: rude", "how: late"),
)

people = st.sampled_from(PEOPLE)
chance = st.integers(0, 9)
which = st.integers(0, 99)


class Journey(RuleBasedStateMachine):
    """One journey. The database is as it was before when it is over."""

    cast: Cast

    def __init__(self) -> None:
        super().__init__()
        self.undo = _within(transaction.atomic(), scope.everywhere(), rolled_back())
        next(self.undo)
        editions.forget()
        self.now = MONDAY
        self.turn = 0
        self.log: dict[int, tuple[Any, ...]] = {}
        self.calendar_left = 0
        self.many = 0

    def teardown(self) -> None:
        try:
            self._arrive()
        finally:
            self.undo.close()
            editions.forget()

    def _arrive(self) -> None:
        """Long after: all that was due has come due."""
        for far in (40 * 86_400, 80 * 86_400):
            self.now += far
            with self._clock():
                watched()
                check_book(self.calendar_left)
                check_notices()
        with self._clock():
            check_audit(self.calendar_left)

    # What happens

    def _clock(self) -> Any:
        return clock.standing(self.now)

    def _as(self, name: str) -> Acting:
        return acting_of(Staff.objects.get(pk=getattr(self.cast, name).pk), self.now)

    def _staff(self, name: str) -> Staff:
        found: Staff = getattr(self.cast, name)
        return found

    def _case(self, number: int, kind: str = "concern") -> Case | None:
        cases = list(Case.objects.filter(kind=kind).order_by("pk"))
        return cases[number % len(cases)] if cases else None

    def _try(self, happen: Callable[[], object]) -> None:
        """It may be refused; then nothing is written."""
        with self._clock():
            before = Event.objects.order_by("-pk").values_list("pk", flat=True).first()
            try:
                happen()
            except Fault as fault:
                if fault.code not in EXPECTED:
                    raise
                assert Event.objects.order_by("-pk").values_list("pk", flat=True).first() == before

    @initialize(first=people)
    def somebody_asks(self, first: str) -> None:
        self._begin(first, "east", None, "bill")

    @rule(
        who=people,
        unit=st.sampled_from(["east", "west", "desk"]),
        asked=st.none() | people,
        topic=st.sampled_from(["bill", "praise", ""]),
    )
    def a_concern_is_noted(self, who: str, unit: str, asked: str | None, topic: str) -> None:
        self._begin(who, unit, asked, topic)

    def _begin(self, who: str, unit: str, asked: str | None, topic: str) -> None:
        owner = None if asked is None else self._staff(asked)
        new = NewCase(kind="concern", unit=getattr(self.cast, unit), owner=owner)
        self._try(lambda: begin(new, NOTED, by=self._as(who), data={"topic": topic or None}))

    @rule(who=people, number=which, word=st.sampled_from(SAID), how=st.sampled_from(["well", "badly", "rude", "late"]))
    def something_is_said(self, who: str, number: int, word: str, how: str) -> None:
        case = self._case(number)
        if case is not None:
            data = {"how": how} if word == ANSWERED else {}
            self._try(lambda: act(case, word, by=self._as(who), data=data))

    @rule(number=which, word=st.sampled_from(SAID))
    def who_owns_it_says_something(self, number: int, word: str) -> None:
        case = self._case(number)
        if case is not None and case.owner_id is not None:
            by = acting_of(Staff.objects.get(pk=case.owner_id), self.now)
            self._try(lambda: act(case, word, by=by, data={"how": "well"} if word == ANSWERED else {}))

    @rule(who=people, number=which, word=st.sampled_from(SAID), ago=st.sampled_from(STEPS))
    def something_is_told_late(self, who: str, number: int, word: str, ago: int) -> None:
        case = self._case(number)
        if case is not None:
            self._try(lambda: act(case, word, by=self._as(who), at=self.now - ago))

    @rule(number=which, word=st.sampled_from(SAID), ago=st.sampled_from([-200, 0, 60, 3000, 100_000]))
    def another_system_tells_late(self, number: int, word: str, ago: int) -> None:
        case = self._case(number)
        if case is not None:
            self._try(lambda: act(case, word, by=SYSTEM, grade="system", at=self.now - ago))

    @rule(
        number=which,
        to=people,
        desk=st.none() | st.sampled_from(["east", "west", "desk"]),
        ago=st.none() | st.sampled_from(STEPS),
    )
    def it_is_offered(self, number: int, to: str, desk: str | None, ago: int | None) -> None:
        case = self._case(number)
        if case is not None and case.owner_id is not None:
            by = acting_of(Staff.objects.get(pk=case.owner_id), self.now)
            receiver = self._staff(to).reference if desk is None else f"unit:{getattr(self.cast, desk).pk}"
            at = None if ago is None else self.now - ago
            self._try(lambda: act(case, words.OFFER, by=by, data={"to": receiver}, at=at))

    @rule(
        who=people,
        number=which,
        word=st.sampled_from([words.ACCEPT, words.ACCEPT, words.REFUSE, words.TAKE_BACK, words.TAKE]),
        ago=st.none() | st.sampled_from(STEPS),
    )
    def the_offer_is_answered(self, who: str, number: int, word: str, ago: int | None) -> None:
        offered = Case.objects.exclude(offered_to=None, offered_desk=None).order_by("pk")
        case = offered[number % len(offered)] if offered else self._case(number)
        if case is None:
            return
        by = self._as(who)
        if word in (words.ACCEPT, words.REFUSE) and case.offered_to is not None and number % 2:
            by = acting_of(case.offered_to, self.now)
        at = None if ago is None else self.now - ago
        self._try(lambda: act(case, word, by=by, at=at))

    @rule(number=which, until=st.sampled_from(STEPS), late=st.booleans())
    def something_is_promised(self, number: int, until: int, late: bool) -> None:
        case = self._case(number)
        if case is not None and case.owner_id is not None:
            by = acting_of(Staff.objects.get(pk=case.owner_id), self.now)
            self._try(lambda: promise(case, self.now + (-until if late else until), by=by))

    @rule(who=people, number=which, kept=st.booleans())
    def a_promise_is_kept_or_released(self, who: str, number: int, kept: bool) -> None:
        promised = self._case(number, "promise")
        if promised is not None:
            by = self._as(who)
            if number % 2 and promised.arose_from is not None and promised.arose_from.owner is not None:
                by = acting_of(promised.arose_from.owner, self.now)
            self._try(lambda: keep(promised, by=by) if kept else release(promised, by=by, data={}))

    @rule(who=people, number=which, how=chance, ago=st.sampled_from(STEPS))
    def something_is_corrected(self, who: str, number: int, how: int, ago: int) -> None:
        events = Event.objects.filter(corrects=None).exclude(word__in=[*words.NOTICES, words.CHANGED]).order_by("-pk")
        if not events:
            return
        event = events[number % min(len(events), 12)]
        by = self._as(who)
        if number % 3 and event.by.startswith("staff:"):
            by = acting_of(Staff.objects.get(pk=event.by.removeprefix("staff:")), self.now)
        change: dict[str, Any] = {"void": True} if how < 3 else {"at": event.at - ago} if how < 7 else {"at": self.now}
        if how in (5, 8) and event.word == ANSWERED:
            change |= {"data": {"how": "well"}}
        if how == 9 and event.word == words.PROMISE:
            change = {"data": {"until": self.now + ago}}
        if how == 9 and event.word == words.OFFER:
            change = {"data": {"to": self.cast.zhao.reference}}
        self._try(lambda: correct(event, by=by, reason="a slip", **change))

    @rule(
        unit=st.sampled_from(["east", "west"]),
        who=st.sampled_from(["gu", "sun", "han", "lin"]),
        number=chance,
        word=st.sampled_from([INSTALLED, CHECKED, CHECKED, RETIRED]),
        passed=st.booleans(),
        ago=st.none() | st.sampled_from(STEPS),
    )
    def a_machine_is_seen_to(self, unit: str, who: str, number: int, word: str, passed: bool, ago: int | None) -> None:
        at = None if ago is None else self.now - ago
        new = NewCase(kind="machine", unit=getattr(self.cast, unit), name=f"{unit}-{number % 2}")
        data = {"passed": passed} if word == CHECKED else {}
        case = self._case(number)
        if case is not None and word == CHECKED and number > 6:
            self._try(
                lambda: act(case, word, by=self._as(who), also=[f"machine:{unit}-0", "site-day:x"], data=data, at=at)
            )
        else:
            self._try(lambda: begin(new, word, by=self._as(who), data=data, at=at))

    @rule(who=people, long=st.sampled_from(STEPS), backup=st.none() | people)
    def somebody_is_away(self, who: str, long: int, backup: str | None) -> None:
        if who != backup:
            other = None if backup is None else self._staff(backup)
            duty.plan_absence(self._staff(who), self.now - 60, self.now + long, backup=other)

    @rule(who=people, unit=st.sampled_from(["east", "west", "desk"]))
    def somebody_comes_or_goes(self, who: str, unit: str) -> None:
        staff = self._staff(who)
        try:
            if Shift.objects.filter(staff=staff, clocked_in__isnull=False, clocked_out__isnull=True).exists():
                duty.clock_out(staff, self.now)
            else:
                duty.clock_in(staff, getattr(self.cast, unit), self.now)
        except Fault as fault:
            if fault.code not in ("no-post-at-unit", "clocked-in-already"):
                raise

    @precondition(lambda self: self.turn > 8)
    @rule(who=people, backup=people, ends=st.booleans())
    def somebody_leaves_for_good(self, who: str, backup: str, ends: bool) -> None:
        if who != backup:
            Staff.objects.filter(pk=self._staff(who).pk).update(is_active=False, backup=self._staff(backup))
            if ends:
                Post.objects.filter(staff=self._staff(who), since__lte=self.now).update(until=self.now)

    @rule(text=st.sampled_from(CALENDARS))
    def the_calendar_changes(self, text: str) -> None:
        with self._clock():
            leave_calendar("trial", "office", text, at=self.cast.organisation, by=SYSTEM)
            self.calendar_left = Event.objects.latest("pk").pk
            watched()

    @rule(text=st.sampled_from(EDITIONS), later=st.sampled_from([60, 3600, 86_400]))
    def an_edition_is_published(self, text: str, later: int) -> None:
        self._try(lambda: publish_trial(self.cast.organisation, text, since=self.now + later))

    @rule()
    def an_edition_is_taken_back(self) -> None:
        row = Edition.objects.filter(withdrawn_at=None).order_by("since").last()
        if row is not None and row.since:
            self._try(lambda: withdraw(row, at=self.cast.organisation, by=SYSTEM))

    @rule(step=st.sampled_from(STEPS))
    def time_passes(self, step: int) -> None:
        self.now += step

    @rule(step=st.sampled_from([1, 200, 3600]))
    def the_clock_steps_back(self, step: int) -> None:
        self.now -= step

    @rule()
    def the_watch_looks(self) -> None:
        with self._clock():
            look_once() or catch_up()

    @rule(
        said=st.lists(
            st.tuples(which, people, st.sampled_from(SAID), st.none() | st.sampled_from(STEPS)), min_size=2, max_size=5
        ),
        refusals=st.booleans(),
    )
    def many_at_once_are_as_one_by_one(self, said: list[tuple[int, str, str, int | None]], refusals: bool) -> None:
        self.many += 1
        acts = []
        for place, (number, who, word, ago) in enumerate(said):
            case = self._case(number)
            if place == 0 or case is None:
                about: Case | NewCase = NewCase(
                    kind="concern", unit=self.cast.east, owner=self.cast.lin, name=f"many-{self.many}"
                )
                acts.append(Act(about=[about], word=NOTED, by=self._as("lin"), data={"topic": "x"}))
            elif place == 1 and number % 2:
                acts.append(Act(about=[f"concern:many-{self.many}"], word=word, by=self._as(who)))
            else:
                at = None if ago is None else self.now - ago
                acts.append(
                    Act(
                        about=[case],
                        word=word,
                        by=self._as(who),
                        at=at,
                        once=f"{self.many} {place}" if number % 3 else "",
                    )
                )
        with self._clock():
            results = []
            with rolled_back():
                singly = []
                for one in acts:
                    try:
                        act_many([one])
                        singly.append("")
                    except Fault as fault:
                        singly.append(fault.code)
                results.append((singly, state()))
            try:
                together = [one.code if isinstance(one, Fault) else "" for one in act_many(acts, refusals=refusals)]
            except Fault:
                assert not refusals
                return
        if refusals or not any(singly):
            results.append((together, state()))
            assert results[0] == results[1]

    # What must hold

    @invariant()
    def the_laws_hold(self) -> None:
        self.turn += 1
        with self._clock():
            self.log = check_log(self.log)
            check_owners()
            check_notices()
            with rolled_back():
                watched()
                check_book(self.calendar_left)
                check_notices()


def _within(*contexts: Any) -> Iterator[None]:
    with ExitStack() as stack:
        for context in contexts:
            stack.enter_context(context)
        yield
