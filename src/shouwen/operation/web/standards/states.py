"""How it is shown whether a clause can be judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from shouwen.standard.coverage import STATE_LABELS, State
from shouwen.wording import Wording


@dataclass(frozen=True, slots=True)
class StateShown:
    """A state by its sign, its tone and its label."""

    name: State
    icon: str
    tone: str

    @property
    def label(self) -> Wording:
        """What it is called, as `shouwen standard coverage` calls it."""
        return STATE_LABELS[self.name]


STATES: Mapping[State, StateShown] = {
    "judged": StateShown("judged", "circle-check", "green"),
    "guided": StateShown("guided", "message-circle", "blue"),
    "words": StateShown("words", "message-2-check", "amber"),
    "unseen": StateShown("unseen", "minus", "grey"),
}
