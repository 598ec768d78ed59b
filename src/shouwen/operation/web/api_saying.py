"""What the API does: a word is said of a case, a story is begun. The same door as the pages' (ledger/act.py).

Free text never stands in an event: what comes in the fields `text` and `reason` of a case that has a customer is sealed
under the customer's key first, and the event holds the reference. So are name, telephone and address, which are refused
where there is no customer under whose key they could be. Where the word is refused, or is a repetition, it is gone with
the rest of the transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from shouwen.events.event import Value
from shouwen.fault import Fault
from shouwen.operation.ledger import models, words
from shouwen.operation.ledger.act import act_many
from shouwen.operation.ledger.acts import Act, Done, NewCase
from shouwen.operation.ledger.channel import REGISTER
from shouwen.operation.ledger.editions import Working, working_at
from shouwen.operation.ledger.writing import writing
from shouwen.operation.people import privacy, statements
from shouwen.operation.people.models import Customer, PersonalText, Staff, Unit
from shouwen.operation.people.personal import PersonalData
from shouwen.operation.people.rights import Acting
from shouwen.operation.people.units import unit_of_code
from shouwen.operation.web.api_types import with_times
from shouwen.worktime import Instant

WHO = ("caller", "phone", "address")
"""The fields that say who a customer is, or where."""

SEALED = ("text", "reason", *WHO)
"""The fields that are sealed: what a person wrote, and who somebody is."""

OF_THE_BOOK = frozenset(
    {
        words.SHOWN, words.FORGOTTEN, words.KNOWN, words.TIER, words.AGREED, words.NO_LONGER, words.ATTACH,
        words.CHANGED, words.SHIFT_BEGUN, words.SHIFT_ENDED,
    }
)  # fmt: skip
"""Words that tell of something else that is done with them; alone they would be untrue."""


_STAMPED = frozenset(fact.name for fact in words.FACTS)


class _Repeated(Exception):
    """It was asked for before. What was written this time is taken back."""

    def __init__(self, done: Done) -> None:
        self.done = done


def say(
    case: models.Case, word: str, data: Mapping[str, Value], *, by: Acting, at: Instant | None = None, once: str = ""
) -> Done:
    """Says a word of a case. A promise begins a story of its own; one that is kept or released is told in both.

    `at` given: a report of what has happened. `once`: a name for this very asking; asked again, nothing happens.
    Raises Fault as `act` does; "api-word-of-the-book", "api-once-differs".
    """
    about: list[models.Case | NewCase | str] = [case]
    customer = case.customer
    if word == words.PROMISE and case.kind != "promise":
        about.append(NewCase(kind="promise", unit=case.unit))
    elif word in (words.KEEP, words.RELEASE) and case.arose_from is not None:
        about.insert(0, case.arose_from)
    if customer is None and case.arose_from is not None:
        customer = case.arose_from.customer
    return _said(Act(about=about, word=word, by=by, data=data, at=at, once=once), case.unit_id, lambda: customer)


def begin(
    kind: str,
    unit: str,
    word: str,
    data: Mapping[str, Value],
    *,
    by: Acting,
    customer: str = "",
    at: Instant | None = None,
    once: str = "",
) -> Done:
    """Begins a customer's concern: who asks owns it, where they have a post at the unit; else the manager on duty.

    `unit`: its code; `customer`: "customer:…" in sight; without one the customer stays unnamed.
    Raises Fault as `begin` of the door does; "api-kind", "unit-unknown", "case-unknown".
    """
    known = REGISTER.kinds.get(kind)
    if known is None or not known.concern:
        concerns = [one.name for one in REGISTER.kinds.values() if one.concern]
        raise Fault("api-kind", kind=kind[:40], kinds=", ".join(sorted(concerns)) or "-")
    place = unit_in_sight(unit, by)
    owner = None
    if by.staff is not None and by.roles_at(place.pk):
        owner = Staff.objects.get(pk=by.staff)
    who = _customer(customer) if customer else None

    def customer_then() -> Customer:
        return who if who is not None else privacy.meet(place, PersonalData(name=""))

    new = NewCase(kind=kind, unit=place, owner=owner, customer=who)
    return _said(Act(about=[new], word=word, by=by, data=data, at=at, once=once), place.pk, customer_then)


def unit_in_sight(code: str, by: Acting) -> Unit:
    """The unit with this code. Raises Fault("unit-unknown"), where it is out of sight as well."""
    key = unit_of_code(code)
    if not by.system and key not in by.units:
        raise Fault("unit-unknown", unit=code[:32])
    return statements.read(Unit, "id = %s", [key])[0]


def sealed(data: Mapping[str, Value], customer: Callable[[], Customer | None]) -> dict[str, Value]:
    """The data, with a reference in the place of each free text. Raises Fault("text-unknown") for another's reference.

    `customer` is asked only where there is a text; None: nobody's key could seal it, and it stays, unless it says who
    somebody is. Raises Fault("api-personal-of-nobody") for that.
    """
    found = dict(data)
    written = {name: text for name in SEALED if isinstance(text := data.get(name), str) and text}
    owner = customer() if written else None
    for name, text in written.items():
        if text.startswith(privacy.TEXT):
            _check_whose(text, owner)
        elif owner is not None:
            found[name] = privacy.keep_text(owner, text)
        elif name in WHO:
            raise Fault("api-personal-of-nobody", field=name)
    return found


def check_word(word: str) -> None:
    """Raises Fault("api-word-of-the-book")."""
    if word in OF_THE_BOOK:
        raise Fault("api-word-of-the-book", word=word)


def check_facts(data: Mapping[str, Value], word: str, works_by: Working) -> None:
    """What the book stamps on an event itself (who owns it, whose it is, …) nobody gives. Raises Fault("api-fact")."""
    known = works_by.vocabulary.words.get(word)
    for name in data:
        if name in _STAMPED and (known is None or name not in known.fields):
            raise Fault("api-fact", place=f"data.{name}", field=name, word=word[:60])


def _said(one: Act, unit: int, customer: Callable[[], Customer | None]) -> Done:
    works_by = working_at(unit)
    check_word(one.word)
    check_facts(one.data, one.word, works_by)
    data = with_times(one.data, one.word, works_by)
    try:
        with writing():
            whose = _first(customer)
            kept = sealed(data, whose)
            about = list(one.about)
            if isinstance(about[0], NewCase) and about[0].customer is None:
                about[0] = replace(about[0], customer=whose())
            done = act_many([replace(one, about=about, data=kept)])[0]
            if isinstance(done, Fault):
                raise done
            if done.repeated:
                raise _Repeated(done)
    except _Repeated as repeated:
        done = repeated.done
        _check_same(done, one, data)
    return done


def _first(customer: Callable[[], Customer | None]) -> Callable[[], Customer | None]:
    """The same customer, however often they are asked for."""
    met: list[Customer | None] = []

    def once() -> Customer | None:
        if not met:
            met.append(customer())
        return met[0]

    return once


def _check_same(done: Done, one: Act, data: Mapping[str, Any]) -> None:
    """Whether what was done under this name before is what is asked for now. Raises Fault("api-once-differs")."""
    row = done.event
    first = one.about[0]
    same = row.word == one.word
    same = same and (done.case.kind == first.kind if isinstance(first, NewCase) else _name(first) in row.about)
    plain = {name: value for name, value in data.items() if name not in SEALED and value is not None}
    if not same or any(row.data.get(name) != value for name, value in plain.items()):
        raise Fault("api-once-differs", word=row.word, case=row.about[0])


def _name(case: models.Case | NewCase | str) -> str:
    return case.subject if isinstance(case, models.Case) else str(case)


def _customer(reference: str) -> Customer:
    name = reference.removeprefix("customer:")
    found = Customer.objects.select_related("key").filter(name=name).first()
    if found is None:
        raise Fault("case-unknown", case=reference[:60])
    return found


def _check_whose(reference: str, owner: Customer | None) -> None:
    name = reference.removeprefix(privacy.TEXT)
    if owner is None or not PersonalText.objects.filter(name=name, customer=owner).exists():
        raise Fault("text-unknown")
