"""One thing follows another in time: answered within two working hours, called back as promised, told before.

Rulings 1 to 12, 15, 16 and 19 of the meaning of the checks are settled here.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import ClassVar

from shouwen.checks.check import Reading, occasion, select, words_of
from shouwen.checks.limit import Limit, floor_share, say_seconds
from shouwen.checks.obligation import Obligation, State
from shouwen.checks.pattern import Pattern, say_tests, value_of
from shouwen.checks.preparation import STORY, Preparation, literal
from shouwen.checks.track import CLOSED, PAUSED, RUNS, Turns, track, track_table
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
            state = path.after[last] if settled is None else path.before[last]
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

    def audit(self, clause: str, preparation: Preparation) -> str:
        """SQL that selects the same rows."""
        closing = self.turns.close if not self.limits and self.by is None else None
        turns = Turns() if closing is not None else self.turns
        if self.by is not None:
            turns = Turns(close=self.turns.close, reopen=self.turns.reopen)
        most = max((case.limit.amount for case in self.limits), default=0) + 1
        w, dark, extra = preparation.clock(self.clock, most)
        table = track_table(turns, self.clock, most, preparation) if turns else preparation.told
        opens = self.after.sql(preparation)
        if self.limits:
            whens = " ".join(
                f"WHEN coalesce({case.where.tests_sql(preparation)}, FALSE) THEN {case.limit.amount}"
                for case in self.limits
            )
            amount = f"CASE {whens} END"
        elif self.by is not None:
            amount = preparation.column(self.by, "time")
        else:
            amount = "NULL"
        sql = preparation.dialect
        parts = {"n": "n", "id": "id", "happened": "happened", "grade": "grade"}
        parts |= {"v": "v", "off": "off", "state": "state_before"} if turns else {"v": w}
        ends = closing.sql(preparation) if closing is not None else "FALSE"
        openable = "opens AND amount IS NOT NULL" if self.limits else "opens"
        only_first = "AND (earlier_opens IS NULL OR NOT earlier_opens OR settles OR ends)" if self.first else ""
        start = "v" if turns else w
        base = f"""
        WITH marked AS (
            SELECT *, {opens} AS opens, {self.then.sql(preparation)} AS settles, {ends} AS ends, {amount} AS amount
            FROM {table}),
        relevant AS (
            SELECT *, {openable} AS opening, {sql.row(parts)} AS here
            FROM marked WHERE ({openable}) OR settles OR ends),
        seen AS (
            SELECT *, {sql.after("here", "settles")} AS s, {sql.after("here", "ends")} AS c,
                lag(opening) OVER ({STORY}) AS earlier_opens
            FROM relevant),
        occasions AS (
            SELECT subject, id, n, happened, grade, amount, {start} AS v, {dark} AS dark, {extra} AS extra, s, c
            FROM seen WHERE opening {only_first})"""
        if closing is not None:
            return base + self._closing_sql(clause, preparation)
        return base + self._due_sql(clause, preparation, table if turns else None)

    def _closing_sql(self, clause: str, preparation: Preparation) -> str:
        kept = "s IS NOT NULL AND (c IS NULL OR s.n <= c.n)"
        decided = f"CASE WHEN {kept} THEN s.id ELSE c.id END"
        grade = f"CASE WHEN {kept} THEN s.grade ELSE c.grade END"
        columns = {
            "clause": literal(clause),
            "subject": "subject",
            "opened_by": "id",
            "state": f"CASE WHEN {kept} THEN 'kept' WHEN c IS NOT NULL THEN 'broken' ELSE 'open' END",
            "due": f"CASE WHEN NOT ({kept}) THEN c.happened END",
            "settled_by": decided,
            "evidence": preparation.dialect.ids("id", decided),
            "grade": preparation.dialect.least(("grade", grade)),
        }
        return select(columns, "FROM occasions")

    def _due_sql(self, clause: str, preparation: Preparation, table: str | None) -> str:
        sql = preparation.dialect
        at = preparation.at
        steps = ""
        source = "occasions"
        last = {"v": "0", "off": "0", "state": f"'{RUNS}'", "since": "0"}
        if table is not None:
            # The last row of each story, and for each value of v the greatest off: where a target falls is found there.
            steps += f""",
        lasts AS (
            SELECT subject AS last_subject, max(v) AS last_v, max_by(off, n) AS last_off,
                max_by(state_after, n) AS last_state, max_by(since, n) AS last_since
            FROM {table} GROUP BY subject),
        offs AS (SELECT subject AS off_subject, v AS off_v, max(off) AS off_r FROM {table} GROUP BY subject, v)"""
            last = {name: f"last_{name}" for name in last}
            source = f"(SELECT * FROM {source} JOIN lasts ON subject = last_subject)"
        if self.by is not None:
            return steps + self._timed_sql(clause, preparation, source, last)
        target = "(v + amount + extra)"
        decisive = {name: f"CASE WHEN s IS NULL THEN {last[name]} ELSE s.{name} END" for name in ("v", "off", "state")}
        if table is None:
            decisive = {"v": "s.v", "off": "0", "state": f"'{RUNS}'"}
        else:
            found = sql.asof("offs", "o", "o.off_v < a.target", equal="o.off_subject = a.subject")
            source = f"(SELECT * FROM (SELECT *, {target} AS target FROM {source} AS b) AS a {found})"
        reached = f"coalesce({decisive['v']} >= {target}, FALSE)"
        off = f"CASE WHEN {reached} THEN off_r ELSE {decisive['off']} END" if table is not None else "0"
        clock = self.clock
        steps += f""",
        aimed AS (
            SELECT *, {reached} AS reached, {decisive["state"]} AS state, {target} - s.v AS margin,
                CASE WHEN {reached} OR {decisive["state"]} = '{RUNS}' THEN {target} + {off} END AS shows
            FROM {source} AS p)"""
        if clock is NATURAL:
            steps += ", due AS (SELECT *, shows AS due FROM aimed)"
        else:
            found = sql.asof(f"when_{clock.name}", "k", "k.w1 >= a.shows")
            due = "CASE WHEN NOT k.dark_span THEN CASE WHEN k.w0 >= a.shows THEN k.start_at "
            due += "ELSE k.start_at + (a.shows - k.w0) END END"
            steps += f", due AS (SELECT a.*, {due} AS due FROM aimed AS a {found})"
        blind = f"""CASE
            WHEN s IS NOT NULL THEN dark OR (reached AND due IS NULL)
            ELSE dark OR (due IS NULL AND (reached OR state = '{RUNS}')) END"""
        judged = f"""CASE
            WHEN blind THEN CASE WHEN s IS NOT NULL OR state = '{CLOSED}' THEN 'not_judged' ELSE 'open' END
            WHEN s IS NOT NULL THEN CASE WHEN reached AND s.happened > due THEN 'broken' ELSE 'kept' END
            WHEN NOT reached AND state = '{CLOSED}' THEN 'not_judged'
            WHEN {at} > due THEN 'broken' ELSE 'open' END"""
        reason = f"""CASE
            WHEN blind THEN 'calendar'
            WHEN s IS NOT NULL OR reached THEN NULL
            WHEN state = '{CLOSED}' THEN 'closed' WHEN state = '{PAUSED}' THEN 'paused' END"""
        steps += f", sighted AS (SELECT *, {blind} AS blind FROM due)"
        columns = _columns(clause, preparation, judged, reason, "CASE WHEN NOT blind THEN due END")
        columns["margin"] = f"CASE WHEN NOT blind AND abs(margin) < {_UNKNOWN} THEN margin END"
        return steps + select(columns, "FROM sighted")

    def _timed_sql(self, clause: str, preparation: Preparation, source: str, last: dict[str, str]) -> str:
        closed = f"({last['state']} = '{CLOSED}' AND {last['since']} < due)"
        state = f"""CASE WHEN due IS NULL THEN 'not_judged'
            WHEN s IS NOT NULL THEN CASE WHEN s.happened > due THEN 'broken' ELSE 'kept' END
            WHEN {closed} THEN 'not_judged' WHEN {preparation.at} > due THEN 'broken' ELSE 'open' END"""
        reason = f"CASE WHEN due IS NULL THEN 'no-time' WHEN s IS NULL AND {closed} THEN 'closed' END"
        due = f"CASE WHEN s IS NOT NULL OR NOT {closed} THEN due END"
        columns = _columns(clause, preparation, state, reason, due)
        columns["margin"] = "due - s.happened"
        timed = f", timed AS (SELECT *, amount + {self.shift} AS due FROM {source} AS p)"
        return timed + select(columns, "FROM timed")


def _columns(clause: str, preparation: Preparation, state: str, reason: str, due: str) -> dict[str, str]:
    return {
        "clause": literal(clause),
        "subject": "subject",
        "opened_by": "id",
        "state": state,
        "reason": reason,
        "due": due,
        "settled_by": "s.id",
        "evidence": preparation.dialect.ids("id", "s.id"),
        "grade": preparation.dialect.least(("grade", "s.grade")),
    }
