"""Words with free text: the text is sealed under the key of the case's customer, and the event holds its reference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from shouwen.events.event import Value
from shouwen.fault import Fault
from shouwen.operation.ledger import clock, models
from shouwen.operation.ledger.act import act, correct
from shouwen.operation.ledger.acts import NewCase
from shouwen.operation.ledger.writing import writing
from shouwen.operation.people import privacy, statements
from shouwen.operation.people.models import Customer, PersonalText
from shouwen.operation.people.rights import Acting
from shouwen.wording import Wording
from shouwen.worktime import Instant

LONGEST = 4000
"""Characters of a free text."""

REASON = Wording("原因", "原因", "reason")


def say(
    case: models.Case,
    word: str,
    text: str,
    *,
    by: Acting,
    field: str = "text",
    data: Mapping[str, Value] | None = None,
    also: Sequence[models.Case | NewCase | str] = (),
    once: str = "",
) -> models.Event:
    """Makes a word happen whose `field` holds `text`; an empty text leaves the field out. Raises Fault."""
    with writing():
        reference = keep_words(case, text)
        said = act(case, word, by=by, data={**(data or {}), field: reference or None}, also=also, once=once)
        _let_go(reference, said.data.get(field))
        return said


def correct_with(
    event: models.Event, case: models.Case, reason: str, *, by: Acting, void: bool, at: Instant | None, once: str = ""
) -> models.Event:
    """Corrects an event of the case's story, for a reason in free words.

    Raises Fault as `correct` does; "text-missing", "text-too-long", "report-from-the-future"; "api-once-differs" where
    something else was asked for under the name `once`.
    """
    reason = reason.strip()
    if not reason:
        raise Fault("text-missing", field=REASON)
    if len(reason) > LONGEST:
        raise Fault("text-too-long", field=REASON, length=len(reason), most=LONGEST)
    if at is not None and at > clock.now():
        raise Fault("report-from-the-future", place=case.subject, minutes=-((clock.now() - at) // 60))
    with writing():
        reference = keep_words(case, reason)
        said = correct(event, by=by, reason=reference, void=void, at=at, once=once)
        _let_go(reference, said.data.get("reason"))
        mended = said.correction or {}
        if (said.corrects_id, mended.get("void"), mended.get("at")) != (event.pk, void, at):
            raise Fault("api-once-differs", word=said.word, case=said.about[0])
        return said


def keep_words(case: models.Case, text: str) -> str:
    """What an event may hold of a text: its reference. Where the case has no customer there is no key, and the words
    stand as they are: the page asks for them to name nobody. Raises Fault("customer-erased")."""
    if not text or case.customer_id is None:
        return text
    customer = case.customer if "customer" in case._state.fields_cache else None
    return privacy.keep_text(customer or statements.read(Customer, "id = %s", [case.customer_id])[0], text)


def _let_go(kept: str, held: object) -> None:
    """A repeated request was answered with the event of the first: what was kept for the second goes."""
    if kept.startswith(privacy.TEXT) and kept != held:
        PersonalText.objects.filter(name=kept.removeprefix(privacy.TEXT)).delete()
