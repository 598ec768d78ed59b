"""A customer's rating of a service: what is asked, and what becomes of the answer.

It is the customer's own and never required. No member of staff is shown a single rating before its day is over: it
cannot be held against a customer who still stands there (channel.py: withheld).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from shouwen.events.event import Value
from shouwen.fault import Fault
from shouwen.operation.channels.hall import story
from shouwen.operation.channels.hall.answers import answering
from shouwen.operation.channels.hall.models import Visit
from shouwen.operation.ledger import clock, saying
from shouwen.operation.ledger.act import act, done_before
from shouwen.operation.ledger.editions import settings_now, working_at
from shouwen.operation.ledger.models import Case
from shouwen.operation.people import scope
from shouwen.operation.people.rights import Acting
from shouwen.wording import Wording

OVERALL = "score"
ALTOGETHER = Wording("总体感受", "總體感受", "altogether")

MOUTHS = ("M14 35 Q24 23 34 35", "M15 34 Q24 28 33 34", "M15 31 H33", "M15 29 Q24 36 33 29", "M13 27 Q24 43 35 27")
"""From very poor to very good, as the paths of a picture of 48 × 48."""


@dataclass(frozen=True, slots=True)
class Score:
    """A score that can be given: its name and words in the standard, and the face that goes with it."""

    name: str
    label: Wording
    mouth: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What the customer is asked: the dimensions by name, the scores from the poorest to the best.

    words  whether there is room for their own: these are kept only where they can be sealed
    """

    dimensions: Mapping[str, Wording]
    scores: tuple[Score, ...]
    words: bool


def asked(visit: Visit) -> Asked:
    """What to ask about the service that is over. A dimension for which rating.given has no field is left out."""
    settings = settings_now(visit.unit_id)
    fields = working_at(visit.unit_id).vocabulary.words[story.RATED].fields
    dimensions = {OVERALL: ALTOGETHER, **settings.choices("hall.rating-dimensions")}
    scores = settings.choices("hall.rating-scores")
    last, most = max(1, len(scores) - 1), len(MOUTHS) - 1
    return Asked(
        dimensions={name: label for name, label in dimensions.items() if name in fields},
        scores=tuple(
            Score(name, label, MOUTHS[round(place * most / last)]) for place, (name, label) in enumerate(scores.items())
        ),
        words=_case(visit).customer_id is not None,
    )


def rate(
    visit: Visit,
    given: Mapping[str, str],
    *,
    by: Acting,
    text: str = "",
    pressed: bool | None = None,
    once: str = "",
) -> None:
    """The customer rates the service that is over. 1. rating.given: by the customer, with what they chose and no more.

    given    dimension → the name of a score; what was not chosen is left out
    pressed  whether somebody asked for a good one, where the customer says so
    Raises Fault: "rating-empty", "rating-score", those of answering.check.
    """
    if done_before(by, once) is not None:
        return
    questions = asked(visit)
    values = {score.name: _value(place, score.name) for place, score in enumerate(questions.scores)}
    data: dict[str, Value] = {}
    for name in questions.dimensions:
        chosen = given.get(name, "")
        if chosen and chosen not in values:
            raise Fault("rating-score", given=chosen[:20], scores=", ".join(values))
        if chosen:
            data[name] = values[chosen]
    if not data:
        raise Fault("rating-empty")
    data |= {"service": visit.service, "pressed": pressed or None}
    with scope.everywhere():
        case, by = _case(visit), replace(by, grade="customer")
        if text.strip() and questions.words:
            saying.say(case, story.RATED, text.strip()[: saying.LONGEST], by=by, data=data, once=once)
        else:
            act(case, story.RATED, by=by, data=data, once=once)


def may_be_rated(visit: Visit) -> bool:
    """Whether the customer can rate the service now."""
    return answering.may_be_rated(visit, clock.now())


def _value(place: int, name: str) -> int:
    return int(name) if name.isascii() and name.isdigit() else place + 1


def _case(visit: Visit) -> Case:
    return Case._base_manager.select_related("customer__key").get(pk=visit.pk)
