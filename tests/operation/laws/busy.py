"""Journeys on which much is done that succeeds: hours in which those who may do what comes next."""

from __future__ import annotations

from functools import partial

from hypothesis import strategies as st
from hypothesis.stateful import rule
from tests.operation.laws.journey import Journey
from tests.operation.laws.trial.room import ANSWERED, CLOSED, REOPENED, RESUMED, WAITS

from shouwen.operation.ledger import words
from shouwen.operation.ledger.act import act, correct
from shouwen.operation.ledger.models import Case, Event
from shouwen.operation.ledger.promises import keep, promise, release
from shouwen.operation.ledger.watch import catch_up, look_once
from shouwen.operation.people.models import Staff
from shouwen.operation.people.rights import Acting, acting_of

MOVES = (
    "answer", "answer", "answer late", "close", "close late", "open again", "wait", "resume", "offer", "offer a desk",
    "accept", "accept", "refuse", "take", "promise", "keep", "release", "move", "void", "say otherwise",
    "watch", "watch",
)  # fmt: skip
moves = st.lists(
    st.tuples(st.sampled_from(MOVES), st.integers(0, 3), st.sampled_from([0, 1, 60, 900, 5400, 9000])),
    min_size=4,
    max_size=12,
)


class BusyJourney(Journey):
    """A journey with busy hours."""

    @rule(moves=moves)
    def a_busy_hour(self, moves: list[tuple[str, int, int]]) -> None:
        """Each move is made by whoever may make it; on the few newest cases, so that something comes of it."""
        for move, number, step in moves:
            self.now += step
            cases = list(Case.objects.filter(kind="concern").order_by("-pk")[:3])
            if cases:
                case = cases[number % len(cases)]
                self._try(partial(self._move, move, case, number))

    @rule(moves=moves)
    def another_busy_hour(self, moves: list[tuple[str, int, int]]) -> None:
        self.a_busy_hour(moves)

    def _owner(self, case: Case) -> Acting:
        return acting_of(Staff.objects.get(pk=case.owner_id), self.now)

    def _move(self, move: str, case: Case, number: int) -> None:
        owner, ago = self._owner(case), 600 * (number + 1)
        how = {"how": ("well", "badly", "well", "late")[number]}
        east = {"lin": self.cast.lin, "zhao": self.cast.zhao, "gu": self.cast.gu}
        colleague = next(person for person in east.values() if person.pk != case.owner_id)
        match move:
            case "answer":
                act(case, ANSWERED, by=owner, data=how)
            case "answer late":
                act(case, ANSWERED, by=owner, data=how, at=self.now - 6 * ago)
            case "close" | "close late":
                act(case, CLOSED, by=owner, at=self.now - ago if move == "close late" else None)
            case "open again":
                act(case, REOPENED, by=self._as("gu"))
            case "wait" | "resume":
                act(case, WAITS if move == "wait" else RESUMED, by=owner)
            case "offer":
                act(case, words.OFFER, by=owner, data={"to": colleague.reference})
            case "offer a desk":
                act(case, words.OFFER, by=owner, data={"to": f"unit:{self.cast.east.pk}"})
            case "accept" | "refuse":
                who = case.offered_to or colleague
                act(case, words.ACCEPT if move == "accept" else words.REFUSE, by=acting_of(who, self.now))
            case "take":
                act(case, words.TAKE, by=self._as("gu"), at=self.now - ago if number % 2 else None)
            case "promise":
                promise(case, self.now + ago, by=owner)
            case "keep" | "release":
                promised = Case.objects.filter(kind="promise", arose_from=case, closed_at=None).first()
                if promised is not None:
                    keep(promised, by=owner) if move == "keep" else release(promised, by=owner, data={})
            case "watch":
                look_once() or catch_up()
            case _:
                self._correct(move, case, number)

    def _correct(self, move: str, case: Case, number: int) -> None:
        said = [ANSWERED, CLOSED, words.ACCEPT, words.OFFER, words.PROMISE, WAITS]
        events = Event.objects.filter(told__case=case, corrects=None, word__in=said).order_by("-pk")[: number + 1]
        if not events:
            return
        event = events[len(events) - 1]
        if move == "void":
            correct(event, by=self._as("gu"), reason="a slip", void=True)
        elif move == "move":
            correct(event, by=self._as("gu"), reason="a slip", at=event.at - 3600 * (number + 1))
        elif event.word == ANSWERED:
            correct(event, by=self._as("gu"), reason="a slip", data={"how": "well"})
