"""What can be done with a request: one function for each step. Each goes through the one door (ledger/act.py).

`once` is a name for this very asking (a form's hidden field, a header): asked again, nothing happens, and the answer is
what came of it the first time. Free texts are sealed under the customer's key first; where the step is refused, or is a
repetition, they are gone with the rest of the transaction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from shouwen.events.event import Value
from shouwen.fault import Fault
from shouwen.operation.channels.requests import story
from shouwen.operation.ledger import clock, models, words
from shouwen.operation.ledger.act import Act, NewCase, act_many
from shouwen.operation.ledger.editions import Working, working_at
from shouwen.operation.ledger.guarding import in_sight
from shouwen.operation.ledger.saying import say
from shouwen.operation.ledger.writing import writing
from shouwen.operation.people import privacy, scope
from shouwen.operation.people.models import Customer, Staff, Unit
from shouwen.operation.people.personal import PersonalData
from shouwen.operation.people.phone import read_phone
from shouwen.operation.people.rights import Acting
from shouwen.wording import Wording
from shouwen.worktime import Instant

FARTHEST = 366 * 86400
"""Seconds ahead that a time may be promised."""

SOMEBODY_ELSE = "new"
"""In the place of a customer: none of those who have the number."""


class _Repeated(Exception):
    """It was asked for before. What was written this time is taken back."""


def note(
    unit: Unit, topic: str, text: str, *, by: Acting, phone: str = "", customer: str = "", once: str = ""
) -> models.Case:
    """Notes a customer's concern.

    1. The customer is the one with this phone number: `customer` says which of several ("customer:…"), or that it is
       none of them (SOMEBODY_ELSE); where there is none, a new one. Without a number it is `customer`, where they are
       in sight, or one who stays unnamed.
    2. The text is sealed under the customer's key.
    3. request.noted begins the case. Who notes it was asked first and owns it; of a device, the manager on duty.

    Raises Fault: "text-missing", "text-too-long", "request-topic-unknown", "request-customer-other", the faults of
    `read_phone`, and those of `begin`.
    """
    known = topics_at(unit)
    if topic not in known:
        raise Fault("request-topic-unknown", topic=topic[:40], topics=_named(known))
    plain = story.read_text(text, field=story.CONCERN)
    try:
        with writing(), scope.everywhere():
            who = _customer(unit, phone, customer, by)
            data: dict[str, Value] = {"topic": topic, "text": privacy.keep_text(who, plain)}
            owner = None if by.staff is None else Staff.objects.get(pk=by.staff)
            new = NewCase(kind=story.REQUEST, unit=unit, owner=owner, customer=who)
            done = act_many([Act(about=[new], word=story.NOTED, by=by, data=data, once=once)])[0]
            if isinstance(done, Fault):
                raise done
            if done.repeated:
                raise _Repeated(done)
    except _Repeated as repeated:
        done = repeated.args[0]
        if done.event.word != story.NOTED:
            raise Fault("api-once-differs", word=done.event.word, case=done.case.subject) from None
    return done.case


def tell_progress(case: models.Case | str, text: str, *, by: Acting, once: str = "") -> models.Event:
    """Notes that the customer was told how it goes. 1. The text is sealed. 2. request.progress-told. Raises Fault."""
    return _say(case, story.TOLD, story.read_text(text, field=story.PROGRESS), by=by, once=once)


def answer(case: models.Case | str, text: str, *, by: Acting, once: str = "") -> models.Event:
    """Answers the customer. 1. The answer is sealed. 2. request.answered; the status page has it now. Raises Fault."""
    return _say(case, story.ANSWERED, story.read_text(text, field=story.ANSWER), by=by, once=once)


def close(case: models.Case | str, result: str, *, by: Acting, once: str = "") -> models.Event:
    """Closes a request. 1. request.closed with its result; a hand-over still offered is void.

    Raises Fault: "request-result-unknown", and "refused-by-clause" where the standard asks for an answer first.
    """
    if result not in story.RESULTS:
        raise Fault("request-result-unknown", result=result[:40], results=_named(story.RESULTS))
    return _say(case, story.CLOSED, data={"result": result}, by=by, once=once)


def reopen(case: models.Case | str, text: str, *, by: Acting, once: str = "") -> models.Event:
    """Opens a request again: it is not settled after all. 1. The reason is sealed. 2. request.reopened; its owner is
    still its owner. Raises Fault."""
    return _say(case, story.REOPENED, story.read_text(text, field=story.WHY_AGAIN), by=by, once=once)


def withdraw(case: models.Case | str, text: str, *, by: Acting, once: str = "") -> models.Event:
    """Ends what the customer no longer wants. 1. What they said is sealed. 2. request.withdrawn. Raises Fault."""
    return _say(case, story.WITHDRAWN, story.read_text(text, field=story.WHY_NOT), by=by, once=once)


def promise(
    case: models.Case | str, until: Instant, text: str, *, by: Acting, looked_into: bool | None = None, once: str = ""
) -> models.Event:
    """Promises the customer something. 1. What is promised is sealed. 2. promise.made begins a promise of its own.

    `looked_into`: whether the matter was looked into first; kept where the standard asks for it. Whether it must be
    said what is promised, the standard says. Raises Fault: "promise-past", "promise-too-far", and as `act` does.
    """
    row = _case(case, by)
    now = clock.now()
    if until <= now:
        raise Fault("promise-past")
    if until > now + FARTHEST:
        raise Fault("promise-too-far", days=FARTHEST // 86400)
    data: dict[str, Value] = {"until": until}
    if looked_into is not None and asks_whether_looked_into(row.unit_id):
        data["looked_into"] = looked_into
    plain = story.read_text(text, field=story.WHAT) if text.strip() else ""
    return _say(row, words.PROMISE, plain, data=data, also=[NewCase(kind="promise", unit=row.unit)], by=by, once=once)


def keep_promise(promised: models.Case | str, *, by: Acting, once: str = "") -> models.Event:
    """Notes that what was promised is done. 1. promise.kept, in the request's story and the promise's. Raises Fault."""
    row, origin = _promise(promised, by)
    return _say(origin, words.KEEP, also=[row], by=by, once=once)


def release_promise(promised: models.Case | str, reason: str, *, by: Acting, once: str = "") -> models.Event:
    """The customer lets a promise be. 1. The reason is sealed. 2. promise.released. Raises Fault."""
    row, origin = _promise(promised, by)
    return _say(origin, words.RELEASE, _reason(reason), field="reason", also=[row], by=by, once=once)


def offer(case: models.Case | str, to: str, reason: str, *, by: Acting, once: str = "") -> models.Event:
    """Offers a request to a person ("staff:12") or a desk ("unit:3"). 1. The reason is sealed. 2. handover.offered; its
    owner stays its owner. Raises Fault."""
    return _say(case, words.OFFER, _reason(reason), field="reason", data={"to": to}, by=by, once=once)


def accept(case: models.Case | str, *, by: Acting, once: str = "") -> models.Event:
    """Accepts a request that was offered. 1. handover.accepted: from now on it is theirs. Raises Fault."""
    return _say(case, words.ACCEPT, by=by, once=once)


def refuse(case: models.Case | str, reason: str, *, by: Acting, once: str = "") -> models.Event:
    """Refuses a request that was offered. 1. The reason is sealed. 2. handover.refused. Raises Fault."""
    return _say(case, words.REFUSE, _reason(reason), field="reason", by=by, once=once)


def take_back(case: models.Case | str, *, by: Acting, once: str = "") -> models.Event:
    """Takes an offer back. 1. handover.withdrawn. Raises Fault."""
    return _say(case, words.TAKE_BACK, by=by, once=once)


def take_over(case: models.Case | str, reason: str, *, by: Acting, once: str = "") -> models.Event:
    """The manager takes a request over. 1. The reason is sealed. 2. owner.taken: it is theirs. Raises Fault."""
    return _say(case, words.TAKE, _reason(reason), field="reason", by=by, once=once)


def topics_at(unit: Unit | int) -> dict[str, Wording]:
    """The topics that may be chosen at a unit: ours, and those that its standard distinguishes."""
    return story.topics(_working(unit if isinstance(unit, int) else unit.pk).clauses.get(story.REQUEST, ()))


def asks_whether_looked_into(unit: int) -> bool:
    """Whether the standard of a unit asks that a matter be looked into before a time is promised."""
    made = _working(unit).vocabulary.words.get(words.PROMISE)
    return made is not None and "looked_into" in made.fields


def _say(
    case: models.Case | str,
    word: str,
    text: str = "",
    *,
    field: str = "text",
    data: Mapping[str, Value] | None = None,
    also: Sequence[models.Case | NewCase | str] = (),
    by: Acting,
    once: str,
) -> models.Event:
    """Says a word of a request. Raises Fault("api-once-differs") where something else was asked for under that name."""
    row = _case(case, by)
    event = say(row, word, text, by=by, field=field, data=data, also=also, once=once)
    if event.word != word or row.subject not in event.about:
        raise Fault("api-once-differs", word=event.word, case=event.about[0])
    return event


def _reason(text: str) -> str:
    """A reason where one was given: whether there must be one, the standard says."""
    return story.read_text(text, field=story.REASON) if text.strip() else ""


def _case(case: models.Case | str, by: Acting) -> models.Case:
    """The request, where it is in sight. Raises Fault("case-unknown")."""
    subject = case if isinstance(case, str) else case.subject
    rows = models.Case._base_manager.select_related("customer__key", "unit")
    found = rows.filter(subject=subject, kind=story.REQUEST).first()
    if found is None or not in_sight(found, by):
        raise Fault("case-unknown", case=subject[:60])
    return found


def _promise(promised: models.Case | str, by: Acting) -> tuple[models.Case, models.Case]:
    """The promise, and the request in which it was made, where that is in sight. Raises Fault("case-unknown")."""
    subject = promised if isinstance(promised, str) else promised.subject
    found = models.Case._base_manager.select_related("arose_from").filter(subject=subject, kind="promise").first()
    if found is None or found.arose_from is None or not in_sight(found.arose_from, by):
        raise Fault("case-unknown", case=subject[:60])
    return found, _case(found.arose_from, by)


def _customer(unit: Unit, phone: str, chosen: str, by: Acting) -> Customer:
    """The customer who is noted: found, chosen of several, or met now. Raises Fault."""
    if not phone.strip() and chosen and chosen != SOMEBODY_ELSE:
        return _known(chosen, by)
    if not phone.strip():
        return privacy.meet(unit, PersonalData(name=""))
    number = read_phone(phone)
    found = {one.subject: one.customer for one in privacy.find_by_phone(number)}
    if chosen and chosen != SOMEBODY_ELSE and chosen not in found:
        raise Fault("request-customer-other")
    if not found or chosen == SOMEBODY_ELSE:
        return privacy.meet(unit, PersonalData(name="", phones=(number,)))
    key = found[chosen] if chosen else next(iter(found.values()))
    return Customer._base_manager.select_related("key").get(pk=key)


def _known(subject: str, by: Acting) -> Customer:
    with scope.of(by.seen):
        rows = Customer.objects.select_related("key").filter(name=subject.removeprefix("customer:"))
        found = rows.filter(erased_at__isnull=True).first()
    if found is None:
        raise Fault("request-customer-other")
    return found


def _working(unit: int) -> Working:
    return working_at(unit)


def _named(labels: Mapping[str, Wording]) -> Wording:
    """The names and labels of a list, for a fault that tells what may be chosen."""
    return Wording(
        "、".join(f"{label.zh_hans}（{name}）" for name, label in labels.items()),
        "、".join(f"{label.zh_hant}（{name}）" for name, label in labels.items()),
        ", ".join(f"{label.en} ({name})" if label.en != name else name for name, label in labels.items()),
    )
