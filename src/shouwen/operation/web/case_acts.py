"""What may be done about any case from its page: which form it takes, who is offered it, and the action it calls."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shouwen.events.event import Event
from shouwen.fault import Fault
from shouwen.operation.ledger import clock, models, words
from shouwen.operation.ledger.act import act
from shouwen.operation.ledger.acts import NewCase
from shouwen.operation.ledger.attaching import attach
from shouwen.operation.ledger.channel import REGISTER
from shouwen.operation.ledger.editions import Working
from shouwen.operation.ledger.guarding import may_say
from shouwen.operation.ledger.saying import say
from shouwen.operation.people.rights import Acting
from shouwen.operation.web import case_forms
from shouwen.operation.web.case_forms import ActForm
from shouwen.operation.web.case_parts import part_of

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

Do = Callable[[models.Case, Mapping[str, Any], Acting], object]


@dataclass(frozen=True, slots=True)
class Promised:
    """A promise of the case that is neither kept nor released."""

    subject: str
    until: int | None
    text: str


@dataclass(frozen=True, slots=True)
class State:
    """What decides which acts are offered."""

    case: models.Case
    promises: Sequence[Promised] = ()

    @property
    def open(self) -> bool:
        """A concern that is not closed."""
        return self.case.closed_at is None and REGISTER.kind(self.case.kind).concern

    @property
    def keeps_files(self) -> bool:
        """Whether there is a key to seal a file under: a customer's, or the unit's."""
        return self.case.customer_id is not None or REGISTER.kind(self.case.kind).files

    @property
    def offered(self) -> bool:
        """Whether a hand-over waits for an answer."""
        return self.case.offered_to_id is not None or self.case.offered_desk_id is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseAct:
    """One of them. `when`: in which state; `first`: it answers a question that waits; `about_promise`: it is
    offered for each open promise."""

    name: str
    word: str
    label: _StrOrPromise
    icon: str
    form: type[ActForm]
    when: Callable[[State], bool]
    do: Do
    done: _StrOrPromise
    first: bool = False
    about_promise: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """An act as a page offers it, with its form."""

    act: CaseAct
    case: models.Case
    form: ActForm
    promise: Promised | None = None

    @property
    def id(self) -> str:
        """Of its dialog, once on a page."""
        return f"act-{self.form.name}"

    @property
    def address(self) -> str:
        """Where its form is sent."""
        address = reverse("case_act", args=[self.case.subject, self.act.name])
        return f"{address}?promise={quote(self.promise.subject)}" if self.promise is not None else address


@dataclass(slots=True)
class Rights:
    """Whose words they are, asked once for all words that the same people may say."""

    case: models.Case
    acting: Acting
    working: Working
    known: dict[tuple[str, ...], bool] = field(default_factory=dict)

    def may(self, word: str) -> bool:
        """Whether this person may say the word of the case, the follow-table apart."""
        who = tuple(self.working.may_at(clock.now()).get(word, ()))
        if who not in self.known:
            self.known[who] = may_say(self.case, word, self.acting, self.working)
        return self.known[who]


def _plain(word: str) -> Do:
    def do(case: models.Case, given: Mapping[str, Any], acting: Acting) -> object:
        return act(case, word, by=acting, data=given["asked"], once=given["once"])

    return do


def _with(word: str, name: str) -> Do:
    """Says a word whose field `name` holds the free text of the form's field of that name."""

    def do(case: models.Case, given: Mapping[str, Any], acting: Acting) -> object:
        return say(case, word, given[name], by=acting, field=name, data=given["asked"], once=given["once"])

    return do


def _offer(case: models.Case, given: Mapping[str, Any], acting: Acting) -> object:
    data = {**given["asked"], "to": given["to"]}
    return say(case, words.OFFER, given["reason"], by=acting, field="reason", data=data, once=given["once"])


def _promise(case: models.Case, given: Mapping[str, Any], acting: Acting) -> object:
    new = NewCase(kind="promise", unit=case.unit, arose_from=case)
    data = {**given["asked"], "until": given["at"]}
    return say(case, words.PROMISE, given["text"], by=acting, data=data, also=[new], once=given["once"])


def _of_promise(word: str, name: str) -> Do:
    def do(case: models.Case, given: Mapping[str, Any], acting: Acting) -> object:
        about = [given["promise"]]
        return say(case, word, given[name], by=acting, field=name, data=given["asked"], also=about, once=given["once"])

    return do


def _attach(case: models.Case, given: Mapping[str, Any], acting: Acting) -> object:
    file = given["file"]
    return attach(case, file.name, file.read(), by=acting, once=given["once"])


class PromiseKept(ActForm):
    """How it was kept, where that is worth a word."""

    text = case_forms.text_field(_("How"), required=False, rows=2)


ACTS: tuple[CaseAct, ...] = (
    CaseAct(
        name="accept", word=words.ACCEPT, label=_("Accept"), icon="user-check", form=case_forms.Plain, first=True,
        when=lambda state: state.offered, do=_plain(words.ACCEPT), done=_("You have accepted: the case is yours now."),
    ),
    CaseAct(
        name="refuse", word=words.REFUSE, label=_("Refuse"), icon="arrow-back-up", form=case_forms.WithReason,
        first=True, when=lambda state: state.offered, do=_with(words.REFUSE, "reason"),
        done=_("You have refused: the case stays with its owner."),
    ),
    CaseAct(
        name="promise", word=words.PROMISE, label=_("Promise a time"), icon="calendar-event", form=case_forms.Promise,
        when=lambda state: state.open, do=_promise, done=_("Promised. You will be reminded in time."),
    ),
    CaseAct(
        name="keep", word=words.KEEP, label=_("Promise kept"), icon="checks", form=PromiseKept, about_promise=True,
        when=lambda state: bool(state.promises), do=_of_promise(words.KEEP, "text"), done=_("Noted: promise kept."),
    ),
    CaseAct(
        name="release", word=words.RELEASE, label=_("Customer releases us"), icon="calendar", about_promise=True,
        form=case_forms.WithReason, when=lambda state: bool(state.promises),
        do=_of_promise(words.RELEASE, "reason"), done=_("Noted: the customer has released us from it."),
    ),
    CaseAct(
        name="offer", word=words.OFFER, label=_("Hand over"), icon="arrows-exchange", form=case_forms.Offer,
        when=lambda state: state.open and not state.offered, do=_offer,
        done=_("Offered. You stay the owner until it is accepted."),
    ),
    CaseAct(
        name="take-back", word=words.TAKE_BACK, label=_("Take the hand-over back"), icon="arrow-back-up",
        form=case_forms.Plain, when=lambda state: state.open and state.offered, do=_plain(words.TAKE_BACK),
        done=_("The hand-over was taken back."),
    ),
    CaseAct(
        name="take", word=words.TAKE, label=_("Take over as manager"), icon="hand-stop", form=case_forms.WithReason,
        when=lambda state: state.open, do=_with(words.TAKE, "reason"), done=_("The case is yours now."),
    ),
    CaseAct(
        name="note", word=words.NOTE, label=_("Add a note"), icon="note", form=case_forms.Note,
        when=lambda state: True, do=_with(words.NOTE, "text"), done=_("Noted."),
    ),
    CaseAct(
        name="attach", word=words.ATTACH, label=_("Add a file"), icon="paperclip", form=case_forms.Attach,
        when=lambda state: state.keeps_files, do=_attach, done=_("The file was added."),
    ),
)  # fmt: skip

_NOT_THE_OWNERS = frozenset({words.TAKE, words.ACCEPT, words.REFUSE})  # they may be of the desk it is offered to

_FIELDS_OF_FAULTS = {
    "handover-to-nobody": "to",
    "attachment-too-large": "file",
    "attachment-empty": "file",
    "attachment-kind": "file",
    "attachment-name": "file",
}


def act_called(name: str) -> CaseAct | None:
    """The act with this name."""
    return next((one for one in ACTS if one.name == name), None)


def field_of(fault: Fault, form: ActForm) -> str | None:
    """The form's field that is to be mended."""
    name = _FIELDS_OF_FAULTS.get(fault.code)
    return name if name in form.fields else None


def steps(state: State, rights: Rights) -> list[Step]:
    """What this person may do now, each with an empty form; without what the room of the case has forms for itself."""
    part = part_of(state.case.kind)
    found: list[Step] = []
    for one in ACTS:
        if (part is not None and one.word in part.says) or not one.when(state) or not rights.may(one.word):
            continue
        if one.word in _NOT_THE_OWNERS and state.case.owner_id == rights.acting.staff:
            continue
        if not one.about_promise:
            found.append(Step(one, state.case, form_of(one, state.case)))
            continue
        for promise in state.promises:
            found.append(Step(one, state.case, form_of(one, state.case, about=promise.subject), promise))
    return found


def form_of(one: CaseAct, case: models.Case, *data: Any, about: str = "") -> ActForm:
    """The act's form for a case, or for a promise of it (`about`); its name stands once on a page."""
    name = f"{one.name}-{(about or case.subject).partition(':')[2]}"
    return one.form(*data, case=case, name=name, word=one.word)


def open_promises(events: Sequence[Event], texts: Mapping[str, str]) -> list[Promised]:
    """The promises of a story that are neither kept nor released. `texts`: subject → what was promised."""
    found: dict[str, Promised] = {}
    for event in events:
        if len(event.about) < 2:
            continue
        subject = event.about[1]
        if event.word == words.PROMISE:
            until = event.data.get("until")
            found[subject] = Promised(subject, until if isinstance(until, int) else None, texts.get(subject, ""))
        elif event.word in (words.KEEP, words.RELEASE):
            found.pop(subject, None)
    return list(found.values())
