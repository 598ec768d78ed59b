"""The steps of a request as its page offers them: which form each takes, when it is offered, what it does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms as django
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shouwen.operation.channels.requests import actions, forms, story
from shouwen.operation.ledger import models
from shouwen.operation.ledger.editions import working_at
from shouwen.operation.ledger.guarding import may_say
from shouwen.operation.people.rights import Acting

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

Given = Mapping[str, Any]
MakeForm = Callable[[models.Case, Given | None], django.Form]

_OPEN = frozenset({"open", "answered"})
_ENDED = frozenset({"closed", "withdrawn"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step.

    word    what is said by it
    states  of a request, in which it is offered; main: in which it is the usual next one
    """

    name: str
    label: _StrOrPromise
    icon: str
    word: str
    form: MakeForm
    do: Callable[[models.Case, Given, Acting], object]
    states: frozenset[str] = _OPEN
    main: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Offered:
    """A step with its form, for a template."""

    step: Step
    case: models.Case
    form: django.Form
    main: bool = False

    @property
    def id(self) -> str:
        """Of its dialog, once on a page."""
        return f"step-{self.step.name}"

    @property
    def address(self) -> str:
        """Where its form is sent."""
        return reverse("requests_do", args=[self.case.subject, self.step.name])


def offered(case: models.Case, acting: Acting, state: str) -> list[Offered]:
    """What this person may do with the request now, each with an empty form."""
    works_by = working_at(case.unit_id)
    return [
        Offered(step, case, step.form(case, None), main=state in step.main)
        for step in STEPS.values()
        if state in step.states and may_say(case, step.word, acting, works_by)
    ]


def _plain(form: type[forms.Once], name: str) -> MakeForm:
    return lambda case, given: form(given, auto_id=f"{name}_%s")


def _promise_form(case: models.Case, given: Given | None) -> django.Form:
    asks = actions.asks_whether_looked_into(case.unit_id)
    return forms.PromiseForm(given, case=case, name="promise", asks=asks)


def _promise(case: models.Case, given: Given, by: Acting) -> object:
    looked_into = given.get("looked_into")
    return actions.promise(case, given["at"], given["text"], by=by, looked_into=looked_into, once=given["once"])


STEPS: Mapping[str, Step] = {
    step.name: step
    for step in (
        Step(
            name="answer", label=_("Answer the customer"), icon="message-2-check", word=story.ANSWERED,
            main=frozenset({"open"}),
            form=_plain(forms.AnswerForm, "answer"),
            do=lambda case, given, by: actions.answer(case, given["text"], by=by, once=given["once"]),
        ),
        Step(
            name="progress", label=_("Tell how it goes"), icon="message-circle", word=story.TOLD,
            form=_plain(forms.ProgressForm, "progress"),
            do=lambda case, given, by: actions.tell_progress(case, given["text"], by=by, once=given["once"]),
        ),
        Step(
            name="promise", label=_("Promise a time"), icon="calendar-event", word=story.PROMISED,
            form=_promise_form, do=_promise,
        ),
        Step(
            name="close", label=_("Close the request"), icon="circle-check", word=story.CLOSED,
            main=frozenset({"answered"}),
            form=_plain(forms.CloseForm, "close"),
            do=lambda case, given, by: actions.close(case, given["result"], by=by, once=given["once"]),
        ),
        Step(
            name="withdraw", label=_("Customer no longer wants it"), icon="minus", word=story.WITHDRAWN,
            form=_plain(forms.WithdrawForm, "withdraw"),
            do=lambda case, given, by: actions.withdraw(case, given["text"], by=by, once=given["once"]),
        ),
        Step(
            name="reopen", label=_("Open again"), icon="refresh", word=story.REOPENED, states=_ENDED, main=_ENDED,
            form=_plain(forms.ReopenForm, "reopen"),
            do=lambda case, given, by: actions.reopen(case, given["text"], by=by, once=given["once"]),
        ),
    )
}  # fmt: skip
