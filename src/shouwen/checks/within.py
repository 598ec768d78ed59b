"""One thing follows another in time: answered within two working hours, called back as promised, told before.

Rulings 1 to 12, 15, 16 and 19 of the meaning of the checks are settled here.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from shouwen.checks.check import Reading, occasion, words_of
from shouwen.checks.columns import NONE, Numbers
from shouwen.checks.limit import Limit, floor_share, say_seconds
from shouwen.checks.obligation import Obligation, State
from shouwen.checks.occasions import BROKEN, KEPT, NO_REASON, NOT_JUDGED, OPEN, REASON, Occasions, occasions
from shouwen.checks.pattern import Pattern, all_positions, say_tests, value_of
from shouwen.checks.told import Told, at_or, first_of_each
from shouwen.checks.track import CLOSED, RUNS, STATE_CODES, Turns, all_tracks, track
from shouwen.events.event import Event
from shouwen.events.story import Known
from shouwen.events.vocabulary import Vocabulary
from shouwen.wording import Language, Wording
from shouwen.worktime import JUMP, NATURAL, Clock, Instant

LIMITED = Wording("{after}后，{limit}内{then}", "{after}後，{limit}內{then}", "{then} within {limit} of {after}")
TIMED = Wording(
    "{after}后，不迟于其{field}{then}",
    "{after}後，不遲於其{field}{then}",
    "after {after}, {then} no later than its {field}",
)
GRACE = Wording("（宽限{limit}）", "（寬限{limit}）", " ({limit} of grace)")
CLOSES = Wording("（{close}后不再要求）", "（{close}後不再要求）", " (not asked for after {close})")
FIRST = Wording("（等候期间只算第一次）", "（等候期間只算第一次）", " (while one waits, only the first counts)")
AHEAD = Wording(
    "{after}后，至少提前{limit}（以{field}为准）{then}",
    "{after}後，至少提前{limit}（以{field}為準）{then}",
    "after {after}, {then} at least {limit} before its {field}",
)
UNLIMITED = Wording(
    "{after}后，在{close}之前{then}",
    "{after}後，在{close}之前{then}",
    "after {after}, {then} before {close}",
)
PAUSES = Wording("（{pause}期间不计时）", "（{pause}期間不計時）", " (the clock stands after {pause})")
COMMA = Wording("，", "，", ", ")
FOR = Wording("{tests}时{limit}", "{tests}時{limit}", "{limit} where {tests}")

_UNKNOWN = JUMP // 2  # a difference this large crossed a stretch without calendar data


@dataclass(frozen=True, slots=True)
class LimitWhere:
    """A limit for the after-events that fulfil the tests of `where`; of several the one with most tests wins."""

    where: Pattern
    limit: Limit


@dataclass(frozen=True, slots=True)
class Within:
    """The then-word follows each after-word in time.

    limits   limits on one clock, the specific first; an event that none fits opens no occasion
    by       instead: a field of the after-event that holds the time; `shift` seconds are added (a grace, or
             negative: so long before an appointment)
    neither  the then-word must come before the case closes
    turns    words that pause and resume the clock, close and re-open the case
    first    only the first after-word opens an occasion while one waits
    warn     share of the limit after which to warn
    """

    name: ClassVar[str] = "within"
    readings: ClassVar[frozenset[Reading]] = frozenset({"say", "owe", "audit"})

    after: Pattern
    then: Pattern
    limits: tuple[LimitWhere, ...] = ()
    by: str | None = None
    shift: int = 0
    turns: Turns = field(default_factory=Turns)
    first: bool = False
    warn: float = 0.8

    @property
    def clock(self) -> Clock:
        """The clock that all limits are read on."""
        return self.limits[0].limit.clock if self.limits else NATURAL

    @property
    def words(self) -> frozenset[str]:
        """The words that can change its answer."""
        turns = self.turns
        return words_of(self.after, self.then, turns.pause, turns.resume, turns.close, turns.reopen)

    def say(self, language: Language, vocabulary: Vocabulary) -> str:
        """The promise in one sentence."""
        after, then = self.after.say(language, vocabulary), self.then.say(language, vocabulary)
        if self.by is not None:
            name = vocabulary.field(self.after.words[0], self.by).label.say(language)
            limit = say_seconds(abs(self.shift), language)
            said = (AHEAD if self.shift < 0 else TIMED).say(language, after=after, then=then, field=name, limit=limit)
            said += GRACE.say(language, limit=limit) if self.shift > 0 else ""
        elif not self.limits:
            assert self.turns.close is not None
            said = UNLIMITED.say(language, after=after, then=then, close=self.turns.close.say(language, vocabulary))
        else:
            said = self._say_limits(after, then, language, vocabulary)
            if self.turns.pause is not None:
                said += PAUSES.say(language, pause=self.turns.pause.say(language, vocabulary))
        if self.turns.close is not None and (self.limits or self.by is not None):
            said += CLOSES.say(language, close=self.turns.close.say(language, vocabulary))
        return said + FIRST.say(language) if self.first else said

    def _say_limits(self, after: str, then: str, language: Language, vocabulary: Vocabulary) -> str:
        limits = [self._say_limit(case, language, vocabulary) for case in self.limits]
        return LIMITED.say(language, after=after, then=then, limit=COMMA.say(language).join(limits))

    def _say_limit(self, case: LimitWhere, language: Language, vocabulary: Vocabulary) -> str:
        limit = case.limit.say(language)
        if not case.where.tests:
            return limit
        tests = say_tests(case.where.tests, language, vocabulary, self.after.words)
        return FOR.say(language, limit=limit, tests=tests)

    # ── owe ──

    def owe(self, clause: str, known: Known, at: Instant) -> list[Obligation]:
        """What the clause owes in one story, as known at `at`."""
        opens = self.after.positions(known)
        if not opens:
            return []
        settles = self.then.positions(known)
        judge: Callable[[str, Known, Instant, int, int | None, Limit | None], tuple[Obligation, int | None]]
        judge = self._by_time if self.by is not None else self._by_limit if self.limits else self._by_closing
        obligations: list[Obligation] = []
        waits_until: int | None = -1
        for opened in opens:
            if self.first and (waits_until is None or opened < waits_until):
                continue
            limit = self._limit_of(known.events[opened])
            if limit is None and self.limits:
                continue
            found = bisect_right(settles, opened)
            settled = settles[found] if found < len(settles) else None
            obligation, waits_until = judge(clause, known, at, opened, settled, limit)
            obligations.append(obligation)
        return obligations

    def _limit_of(self, event: Event) -> Limit | None:
        for case in self.limits:
            if case.where.fulfils(event):
                return case.limit
        return None

    def _by_limit(
        self, clause: str, known: Known, at: Instant, opened: int, settled: int | None, limit: Limit | None
    ) -> tuple[Obligation, int | None]:
        event = known.events[opened]
        assert limit is not None
        clock = limit.clock
        extra = clock.extra(event.at)
        amount = limit.amount + extra
        last = len(known.events) - 1 if settled is None else settled
        path = track(known, self.turns, clock) if self.turns else None
        if path is None:
            start, shown, state = clock.read(event.at), clock.read(known.events[last].at), RUNS
            reached, due = shown >= start + amount, clock.when(start + amount)
        else:
            start, shown = path.v[opened], path.v[last]
            state = path.after[last]  # asked for only where nothing has settled it
            reached, due = path.when(start + amount, last, settled=settled is not None)
        if settled is not None:
            answer = known.events[settled]
            if clock.dark(event.at) or (reached and due is None):
                return occasion(clause, known, opened, "not_judged", "calendar", settled=settled), settled
            verdict: State = "broken" if reached and due is not None and answer.at > due else "kept"
            margin = start + amount - shown
            known_margin = margin if abs(margin) < _UNKNOWN else None
            return occasion(clause, known, opened, verdict, settled=settled, due=due, margin=known_margin), settled
        if clock.dark(event.at) or (due is None and (reached or state == RUNS)):
            verdict = "not_judged" if state == CLOSED else "open"
            return occasion(clause, known, opened, verdict, "calendar"), None
        if state == CLOSED and not reached:
            return occasion(clause, known, opened, "not_judged", "closed"), None
        if due is not None and at > due:
            return occasion(clause, known, opened, "broken", due=due), None
        row = occasion(clause, known, opened, "open", "paused" if due is None else None, due=due)
        warn: Instant | None = event.at
        target = start + floor_share(limit.amount, self.warn) + extra
        if target > start:
            warn = clock.when(target) if path is None else path.when(target, last, settled=False)[1]
        return row._replace(warn=warn), None

    def _by_time(
        self, clause: str, known: Known, at: Instant, opened: int, settled: int | None, limit: Limit | None
    ) -> tuple[Obligation, int | None]:
        event = known.events[opened]
        time = value_of(event, self.by or "", "time")
        if time is None:
            return occasion(clause, known, opened, "not_judged", "no-time", settled=settled), settled
        due = int(time) + self.shift
        if settled is not None:
            margin = due - known.events[settled].at
            return occasion(
                clause, known, opened, "broken" if margin < 0 else "kept", settled=settled, due=due, margin=margin
            ), settled
        if self.turns:
            path = track(known, self.turns, NATURAL)
            if path.after[-1] == CLOSED and path.since[-1] < due:
                return occasion(clause, known, opened, "not_judged", "closed"), None
        row = occasion(clause, known, opened, "broken" if at > due else "open", due=due)
        if row.state == "open":
            row = row._replace(warn=event.at + max(0, floor_share(due - event.at, self.warn)))
        return row, None

    def _by_closing(
        self, clause: str, known: Known, at: Instant, opened: int, settled: int | None, limit: Limit | None
    ) -> tuple[Obligation, int | None]:
        assert self.turns.close is not None
        closings = self.turns.close.positions(known)
        found = bisect_right(closings, opened)
        closing = closings[found] if found < len(closings) else None
        if settled is not None and (closing is None or settled <= closing):
            return occasion(clause, known, opened, "kept", settled=settled), settled
        if closing is not None:
            return occasion(clause, known, opened, "broken", settled=closing, due=known.events[closing].at), closing
        return occasion(clause, known, opened, "open"), None

    # ── audit ──

    def audit(self, told: Told) -> Occasions:
        """The same rows for many stories."""
        opens, settles = all_positions(self.after, told), all_positions(self.then, told)
        amount = np.zeros(len(opens), np.int64)
        if self.limits:
            fits = [case.where.fulfilled(told, opens) == 1 for case in self.limits]
            amount = np.select(fits, [np.int64(case.limit.amount) for case in self.limits], 0)
            opens, amount = opens[amount > 0], amount[amount > 0]
        settled = told.after(settles, opens)
        waits_until = settled
        closing = None
        if not self.limits and self.by is None:
            closing = told.after(all_positions(self.turns.close, told), opens)
            waits_until = np.where((settled >= 0) & ((closing < 0) | (settled <= closing)), settled, closing)
        if self.first:
            # While one waits, those behind it wait for the same event, or like it for none.
            ends = np.where(waits_until >= 0, waits_until, len(told.subject) + told.subject[opens])
            chosen = first_of_each(ends)
            opens, amount, settled = opens[chosen], amount[chosen], settled[chosen]
            closing = None if closing is None else closing[chosen]
        if closing is not None:
            return self._audit_closing(told, opens, settled, closing)
        if self.by is not None:
            return self._audit_time(told, self.by, opens, settled)
        return self._audit_limit(told, opens, settled, amount)

    def _audit_limit(self, told: Told, opens: Numbers, settled: Numbers, amount: Numbers) -> Occasions:
        most = max(case.limit.amount for case in self.limits) + 1
        clock = told.clock(self.clock, most)
        opened_at = told.happened[opens]
        extra, dark = clock.extra(opened_at), clock.dark(opened_at)
        answered = settled >= 0
        last = np.where(answered, settled, told.last(opens))
        if self.turns:
            path = all_tracks(self.turns, self.clock, most, told)
            start, shown = path.v[opens], path.v[last]
            target = start + amount + extra
            state = path.after[last]  # asked for only where nothing has settled it
            reached, due = path.when(target, opens, last, answered)
        else:
            start, shown = clock.read(opened_at), clock.read(told.happened[last])
            target = start + amount + extra
            state = np.full(len(opens), STATE_CODES[RUNS], np.int8)
            reached, due = shown >= target, clock.when(target)
        unknown = due == NONE
        closed = (state == STATE_CODES[CLOSED]) & ~answered
        blind = dark | (unknown & (reached | (~answered & (state == STATE_CODES[RUNS]))))
        late = answered & reached & (told.happened[last] > due)
        lapsed = closed & ~reached
        overdue = ~answered & (told.at > due)
        verdict = np.select(
            [blind, answered, lapsed, unknown | ~overdue],
            [
                np.where(answered | closed, NOT_JUDGED, OPEN),
                np.where(late, BROKEN, KEPT),
                NOT_JUDGED,
                OPEN,
            ],
            BROKEN,
        )
        reason = np.select(
            [blind, answered | reached, closed, unknown],
            [REASON["calendar"], NO_REASON, REASON["closed"], REASON["paused"]],
            NO_REASON,
        )
        margin = np.where(answered & ~blind & (np.abs(target - shown) < _UNKNOWN), target - shown, np.nan)
        due = np.where(blind | (lapsed & ~blind), NONE, due)
        return occasions(told, opens, verdict, reason, settled=settled, due=due, margin=margin)

    def _audit_time(self, told: Told, by: str, opens: Numbers, settled: Numbers) -> Occasions:
        time = told.field(by, "time", opens).astype(np.int64)
        known = time != NONE
        due = np.where(known, time + self.shift, NONE)
        answered = settled >= 0
        answered_at = at_or(told.happened, settled, 0)
        lapsed = np.zeros(len(opens), bool)
        if self.turns:
            path, last = all_tracks(self.turns, NATURAL, 0, told), told.last(opens)
            lapsed = ~answered & (path.after[last] == STATE_CODES[CLOSED]) & (path.since[last] < due)
        verdict = np.select(
            [~known, answered, lapsed],
            [NOT_JUDGED, np.where(answered_at > due, BROKEN, KEPT), NOT_JUDGED],
            np.where(told.at > due, BROKEN, OPEN),
        )
        reason = np.select([~known, lapsed], [REASON["no-time"], REASON["closed"]], NO_REASON)
        margin = np.where(known & answered, due - answered_at, np.nan)
        due = np.where(lapsed, NONE, due)
        return occasions(told, opens, verdict, reason, settled=settled, due=due, margin=margin)

    def _audit_closing(self, told: Told, opens: Numbers, settled: Numbers, closing: Numbers) -> Occasions:
        kept = (settled >= 0) & ((closing < 0) | (settled <= closing))
        verdict = np.where(kept, KEPT, np.where(closing >= 0, BROKEN, OPEN))
        due = np.where(kept, NONE, at_or(told.happened, closing, NONE))
        return occasions(told, opens, verdict, settled=np.where(kept, settled, closing), due=due)
