"""The forms of a case's page. Each has the hidden field `once`: what is sent twice happens once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwen.events.event import Value
from shouwen.events.vocabulary import Field
from shouwen.fault import Fault
from shouwen.operation.ledger import clock, models
from shouwen.operation.ledger.attaching import check_size
from shouwen.operation.ledger.channel import REGISTER
from shouwen.operation.ledger.editions import working_at
from shouwen.operation.ledger.saying import LONGEST, keep_words
from shouwen.operation.people.units import zone_of
from shouwen.operation.web import handing_over
from shouwen.operation.web.once import new_once
from shouwen.operation.web.page import language
from shouwen.operation.web.tags import clock_time, when
from shouwen.worktime import Calendar

FURTHEST = 366 * 86400
"""Seconds from now within which a promise must lie."""

OTHER = "other"

ASKED = "asked_"
"""With it begin the names of the fields that the standard adds."""

_CLOSING = time(18, 0)  # where no calendar says when the unit closes
_TOMORROW = time(10, 0)


def text_field(label: Any, *, required: bool, help_text: Any = "", rows: int = 3) -> forms.CharField:
    """A field of free text, within the length that the book takes."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=LONGEST,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class ActForm(forms.Form):
    """What all of them share: the case, `once`, and what the standard in force asks of `word` beyond our own fields.

    name  what the ids of its fields begin with; word: the word it says, where the standard's own fields are wanted
    """

    once = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, case: models.Case, name: str, word: str = "", **kwargs: Any) -> None:
        self.case, self.name = case, name
        kwargs.setdefault("auto_id", f"{name}_%s")
        kwargs.setdefault("initial", {})
        kwargs["initial"].setdefault("once", new_once())
        super().__init__(*args, **kwargs)
        self.asked = _asked(case.unit_id, word)
        for one in self.asked:
            self.fields[f"{ASKED}{one.name}"] = _control(one)
        for field in self.fields.values():
            if isinstance(field.widget, forms.Textarea) and case.customer_id is None and not field.help_text:
                field.help_text = _("This case has no customer: name nobody here, and give no numbers.")

    def answers(self) -> dict[str, Value]:
        """What was given for the standard's own fields, as the event holds it; texts are sealed."""
        given: dict[str, Value] = {}
        for one in self.asked:
            value = self.cleaned_data.get(f"{ASKED}{one.name}")
            if one.kind == "time" and value is not None:
                value = int(value.timestamp())
            elif one.kind == "text":
                value = keep_words(self.case, value.strip()) if value and value.strip() else None
            given[one.name] = value
        return given

    @property
    def is_plain(self) -> bool:
        """Whether there is nothing to fill in: a button is enough."""
        return set(self.fields) == {"once"}


class Plain(ActForm):
    """A button and nothing to fill in."""


def _asked(unit: int, word: str) -> list[Field]:
    ours = REGISTER.words.get(word)
    known = working_at(unit).vocabulary.words.get(word)
    if known is None:
        return []
    return [field for name, field in known.fields.items() if ours is None or name not in ours.fields]


def _control(asked: Field) -> forms.Field:
    label = asked.label.say(language())
    match asked.kind:
        case "flag":
            return forms.BooleanField(label=label, required=False)
        case "number":
            return forms.FloatField(label=label, required=False)
        case "time":
            return forms.DateTimeField(
                label=label,
                required=False,
                widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
            )
        case "text":
            return text_field(label, required=False, rows=2)


class WithReason(ActForm):
    """A reason that must be given."""

    reason = text_field(gettext_lazy("Reason"), required=True)


class Offer(ActForm):
    """To whom, and what they should know."""

    to = forms.CharField(
        label=gettext_lazy("Hand over to"),
        max_length=40,
        error_messages={"required": gettext_lazy("Choose a person or a desk.")},
    )
    reason = text_field(gettext_lazy("What they should know"), required=True)
    find = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    @property
    def receivers(self) -> list[handing_over.Receiver]:
        """The choices, as they were last searched for."""
        return handing_over.receivers(self.case, str(self["find"].value() or "")[:200])


class Note(ActForm):
    """A note."""

    text = text_field(gettext_lazy("Note"), required=True)


class Attach(ActForm):
    """A file. What it is, its bytes say, and the book looks at them."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        allow_empty_file=True,
        max_length=200,
        help_text=gettext_lazy("PDF, pictures, plain text, Word or Excel, up to {megabytes} MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg,.webp,.txt,.csv,.docx,.xlsx"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        megabytes = settings.ATTACHMENT_LIMIT // 1024 // 1024
        self.fields["file"].help_text = str(self.fields["file"].help_text).format(megabytes=megabytes)

    def clean_file(self) -> UploadedFile[Any]:
        """Looks at the size before anything is read."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        try:
            check_size(file.size or 0)
        except Fault as fault:
            raise forms.ValidationError(fault.say(language())) from None
        return file


class AnyChoice(forms.ChoiceField):
    """Choices that pass with time: what was offered a minute ago is still good; the form looks at it itself."""

    def valid_value(self, value: str) -> bool:
        """Whatever it is."""
        return True


class Promise(ActForm):
    """Until when, by one touch or to the minute; and what."""

    when = AnyChoice(label=gettext_lazy("Until when"), widget=forms.RadioSelect)
    until = forms.DateTimeField(
        label=gettext_lazy("Another time"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    text = text_field(gettext_lazy("What was promised"), required=True, rows=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = quick_times(self.case.unit_id)
        said = [(str(at), text) for at, text in choices]
        field = self.fields["when"]
        assert isinstance(field, AnyChoice)
        field.choices = [*said, (OTHER, _("Another time"))]
        self.initial.setdefault("when", said[0][0])

    def clean(self) -> dict[str, Any]:
        """Settles `until` as an instant."""
        cleaned = super().clean() or self.cleaned_data
        chosen = cleaned.get("when", "")
        until = cleaned.get("until")
        if chosen == OTHER and until is None and "until" not in self.errors:
            self.add_error("until", _("Give the day and the time."))
        if chosen and chosen != OTHER and not (chosen.isdecimal() and len(chosen) < 15):
            self.add_error("when", _("Choose one of these times."))
        if self.errors or not chosen:
            return cleaned
        at = int(until.timestamp()) if chosen == OTHER and until is not None else int(chosen)
        if not clock.now() < at <= clock.now() + FURTHEST:
            self.add_error("until" if chosen == OTHER else "when", _("Choose a time from now on, within a year."))
        return {**cleaned, "at": at}


class Correct(ActForm):
    """How an event was noted wrongly: it never happened, or it happened at another time."""

    how = forms.ChoiceField(
        label=gettext_lazy("What was wrong"),
        choices=[
            ("time", gettext_lazy("It happened at another time")),
            ("void", gettext_lazy("It did not happen")),
        ],
        widget=forms.RadioSelect,
    )
    at = forms.DateTimeField(
        label=gettext_lazy("When it happened"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local", "step": "1"}, format="%Y-%m-%dT%H:%M:%S"),
    )
    reason = text_field(gettext_lazy("Reason"), required=True)

    def clean(self) -> dict[str, Any]:
        """Settles `moved_to` as an instant, None where the event never happened."""
        cleaned = super().clean() or self.cleaned_data
        at = cleaned.get("at")
        moved_to = int(at.timestamp()) if at is not None and cleaned.get("how") == "time" else None
        if cleaned.get("how") == "time" and at is None and "at" not in self.errors:
            self.add_error("at", _("Give the day and the time."))
        if moved_to is not None and not 0 <= moved_to <= clock.now():
            self.add_error("at", _("What happened cannot lie in the future."))
        return {**cleaned, "moved_to": moved_to}


def quick_times(unit: int) -> list[tuple[int, str]]:
    """(instant, words) of the times that are promised most, at the unit's place: in an hour, by today's close, …"""
    now = clock.now()
    zone = ZoneInfo(zone_of(unit))
    here = datetime.fromtimestamp(now, zone)
    soon = -(-(now + 3600) // 300) * 300
    tomorrow = datetime.combine(here.date() + timedelta(days=1), _TOMORROW, zone)
    later = tomorrow + timedelta(days=2)
    found = [(soon, _("In an hour, {clock}").format(clock=clock_time(soon)))]
    closing = _closing(unit, here)
    if closing > now + 900:
        found.append((closing, _("Today by close, {clock}").format(clock=clock_time(closing))))
    for moment in (tomorrow, later):
        at = int(moment.timestamp())
        found.append((at, when(at)))
    return found


def _closing(unit: int, here: datetime) -> int:
    midnight = datetime.combine(here.date(), time(0), here.tzinfo)
    calendar = _calendar(unit)
    windows: Sequence[tuple[int, int]] = ()
    if calendar is not None:
        windows = calendar.windows((here.date() - datetime(1970, 1, 1).date()).days)
    if not windows:
        return int(datetime.combine(here.date(), _CLOSING, here.tzinfo).timestamp())
    return int(midnight.timestamp()) + windows[-1][1]


def _calendar(unit: int) -> Calendar | None:
    standard = working_at(unit).standard
    if standard is None or standard.calendar is None:
        return None
    return standard.calendars.get(standard.calendar)
