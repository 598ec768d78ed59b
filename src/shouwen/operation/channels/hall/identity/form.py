"""The form of the step "identity checked": who is there, the document read, typed or looked at, who is acted for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwen.operation.channels.hall import guidance
from shouwen.operation.channels.hall.console.forms import OwnForm
from shouwen.operation.channels.hall.identity import checking, pairing
from shouwen.operation.channels.hall.identity.checking import AUTHORITIES, DOCUMENTS, Shown
from shouwen.operation.channels.hall.identity.pairing import CUSTOMER, PRINCIPAL, Sealed
from shouwen.operation.channels.hall.identity.protocol import LONGEST
from shouwen.operation.channels.hall.models import Visit
from shouwen.operation.ledger.editions import settings_now
from shouwen.operation.people.rights import Acting
from shouwen.standard.setting import Settings
from shouwen.wording import Wording

PARTIES: Mapping[str, Wording] = {
    checking.SELF: Wording("客户本人", "客戶本人", "the customer"),
    checking.AGENT: Wording("代办人", "代辦人", "somebody who acts for them"),
    checking.GUARDIAN: Wording("监护人", "監護人", "their guardian"),
}
PARTY_KEYS = {checking.SELF: "j", checking.AGENT: "k", checking.GUARDIAN: "l"}
SEALED = ("challenge", "reading", "seal")
BEFORE = {CUSTOMER: "", PRINCIPAL: "principal_"}
"""With what the names of a part's fields begin."""


class IdentityForm(OwnForm):
    """What the clerk notes of a document; nobody's number is shown again once it was sent."""

    template = "hall/console_identity.html"
    sealed = SEALED

    def __init__(
        self, given: Mapping[str, Any] | None, step: guidance.Step, settings: Settings, *, reader: bool
    ) -> None:
        super().__init__(given, step)
        self.reader = reader
        self.documents = settings.choices(DOCUMENTS)
        self.authorities = settings.choices(AUTHORITIES) if AUTHORITIES in settings else {}
        self.parties = PARTIES if self.authorities else {checking.SELF: PARTIES[checking.SELF]}
        documents = [(name, name) for name in self.documents]
        self.fields["party"] = forms.ChoiceField(choices=[(name, name) for name in self.parties], required=False)
        self.fields["authority"] = forms.ChoiceField(
            choices=[(name, name) for name in self.authorities], required=False
        )
        for part in (CUSTOMER, PRINCIPAL):
            self.fields[f"{BEFORE[part]}document"] = forms.ChoiceField(choices=documents, required=False)
            self.fields[f"{BEFORE[part]}number"] = forms.CharField(max_length=40, required=False)
            for name in SEALED:
                self.fields[f"{BEFORE[part]}{name}"] = forms.CharField(max_length=LONGEST, required=False, strip=False)

    def clean(self) -> dict[str, Any]:
        """Somebody shows a document."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        parts = [CUSTOMER] if given.get("party") in (None, "", checking.SELF) else [CUSTOMER, PRINCIPAL]
        for part in parts:
            if not given.get(f"{BEFORE[part]}document") and not given.get(f"{BEFORE[part]}reading"):
                self.add_error(f"{BEFORE[part]}document", _("Choose the document, or read it."))
        if len(parts) == 2 and not given.get("authority"):
            self.add_error("authority", _("Choose what gives the authority."))
        return given

    def take(self, visit: Visit, *, by: Acting, once: str) -> None:
        """Checks it. Raises Fault as `checking.check_identity` does."""
        given = self.cleaned_data
        checking.check_identity(
            visit,
            self._shown(CUSTOMER),
            by=by,
            party=given.get("party") or checking.SELF,
            principal=self._shown(PRINCIPAL),
            authority=given.get("authority") or "",
            once=once,
        )

    def _shown(self, part: str) -> Shown:
        given = self.cleaned_data
        challenge, reading, seal = (given.get(f"{BEFORE[part]}{name}") or "" for name in SEALED)
        return Shown(
            document=given.get(f"{BEFORE[part]}document") or "",
            number=given.get(f"{BEFORE[part]}number") or "",
            sealed=Sealed(challenge, reading, seal) if reading else None,
        )

    def people(self) -> list[tuple[str, Wording, str, bool]]:
        """Who may be there, the key that says so, and whether it is chosen."""
        chosen = self["party"].value() or checking.SELF
        return [(name, label, PARTY_KEYS[name], name == chosen) for name, label in self.parties.items()]

    def parts(self) -> list[dict[str, Any]]:
        """The documents that may be shown, as the template draws them."""
        return [self._part(CUSTOMER, keyed=True), *([self._part(PRINCIPAL, keyed=False)] if self.authorities else [])]

    def powers(self) -> list[tuple[str, Wording, bool]]:
        """What may give authority."""
        chosen = self["authority"].value()
        return [(name, label, name == chosen) for name, label in self.authorities.items()]

    def _part(self, part: str, *, keyed: bool) -> dict[str, Any]:
        chosen = self[f"{BEFORE[part]}document"].value()
        kinds = [
            (name, label, str(place) if keyed and place < 10 else "", name == chosen)
            for place, (name, label) in enumerate(self.documents.items(), 1)
        ]
        return {
            "name": part,
            "before": BEFORE[part],
            "kinds": kinds,
            "own": part == CUSTOMER,
            "errors": [*self[f"{BEFORE[part]}document"].errors, *self[f"{BEFORE[part]}number"].errors],
        }


def form_of(visit: Visit, step: guidance.Step, given: Mapping[str, Any] | None) -> IdentityForm | None:
    """The form at this visit's hall; None where its standard names no documents: the field is then written."""
    settings = settings_now(visit.unit_id)
    if DOCUMENTS not in settings:
        return None
    return IdentityForm(given, step, settings, reader=pairing.reader_at(visit.unit_id, visit.counter) is not None)
