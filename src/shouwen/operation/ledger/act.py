"""The one door: everything that happens goes through `act`, one word of one case, or `act_many`, a batch of them.

In this order: 1. the case and the other subjects the event is about are locked; 2. guard: may this person, at this
site, under the edition in force, make it happen; 3. may the word follow in this story; 4. the event is appended; 5.
the case's row and the room's own follow from it; 6. what is owed now is worked out afresh and the difference stored;
7. after the commit whoever watches is told. All of it is one transaction: it happens whole or not at all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import IntegrityError

from shouwen.events.event import Correction, Value
from shouwen.fault import Fault
from shouwen.operation.ledger import models
from shouwen.operation.ledger.acts import Act, Done, NewCase, once_name
from shouwen.operation.ledger.batch import Batch
from shouwen.operation.ledger.writing import writing
from shouwen.operation.people import scope, statements
from shouwen.operation.people.rights import Acting
from shouwen.worktime import Instant

__all__ = ["Act", "Done", "NewCase", "act", "act_many", "begin", "correct", "done_before"]


def act(
    case: models.Case | str,
    word: str,
    *,
    by: Acting,
    data: Mapping[str, Value] | None = None,
    also: Sequence[models.Case | NewCase | str] = (),
    at: Instant | None = None,
    grade: str | None = None,
    once: str = "",
) -> models.Event:
    """Makes one thing happen in a case's story, and in those of `also`.

    Raises Fault: "case-unknown" (not there, or not in sight of `by`), "not-yours", "refused-by-clause",
    "may-not-follow", "report-from-the-future", or what the vocabulary says of the data. Nothing is written then.
    """
    one = Act(about=(case, *also), word=word, by=by, data=data or {}, at=at, grade=grade, once=once)
    return _one(one).event


def begin(
    case: NewCase,
    word: str,
    *,
    by: Acting,
    data: Mapping[str, Value] | None = None,
    also: Sequence[models.Case | NewCase | str] = (),
    at: Instant | None = None,
    grade: str | None = None,
    once: str = "",
) -> models.Case:
    """Begins a story with its first word. Raises Fault as `act` does, and "owner-missing"."""
    one = Act(about=(case, *also), word=word, by=by, data=data or {}, at=at, grade=grade, once=once)
    return _one(one).case


def correct(
    event: models.Event,
    *,
    by: Acting,
    reason: str,
    void: bool = False,
    at: Instant | None = None,
    data: Mapping[str, Value] | None = None,
    once: str = "",
) -> models.Event:
    """Corrects what was noted wrongly: it never happened (`void`), happened at another time, or held other data.

    `reason` is a reference to a text (people/privacy.py) or plain words without personal data. Both stay visible.
    Raises Fault: "not-yours" unless `by` recorded it or manages the unit; "correction-conflicts" where what is left
    would contradict another case: two customers at one counter.
    """
    how = Correction(void=void, at=at, data=data)
    return _one(
        Act(
            about=event.about,
            word=event.word,
            by=by,
            data={"reason": reason},
            once=once,
            corrects=event,
            correction=how,
        )
    ).event


def act_many(acts: Sequence[Act], *, refusals: bool = False) -> list[Done | Fault]:
    """The same seven steps for a batch, in one transaction.

    A refused act raises its Fault and nothing of the batch happens; with `refusals` it only leaves its Fault in its
    place.
    """
    if not acts:
        return []
    try:
        return _through(acts, refusals)
    except IntegrityError:
        # Two deliveries of the same, or two that begin the same story, both at once: the other was first, and this time
        # it is found. What is wrong for another reason fails again.
        try:
            return _through(acts, refusals)
        except IntegrityError as error:
            changed = next((one.corrects for one in acts if one.corrects is not None), None)
            if changed is None:
                raise
            raise Fault("correction-conflicts", place=changed.about[0]) from error


def done_before(by: Acting, once: str) -> models.Event | None:
    """The event that came of it when `by` asked for this very thing before; None where they did not."""
    rows = statements.read(models.Event, "once = %s", [once_name(by, once)]) if once else []
    return rows[0] if rows else None


def _through(acts: Sequence[Act], refusals: bool) -> list[Done | Fault]:
    with writing(), scope.everywhere():
        batch = Batch(acts)
        results: list[Done | Fault] = []
        for one in acts:
            try:
                results.append(batch.take(one))
            except Fault as fault:
                if not refusals:
                    raise
                results.append(fault)
        batch.write()
    return results


def _one(one: Act) -> Done:
    result = act_many([one])[0]
    if isinstance(result, Fault):
        raise result
    return result
