"""Editions of standards: listed, read as a book, compared, looked over, published, withdrawn. For authors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shouwen.fault import Fault
from shouwen.operation.ledger import administering, clock, models, standards
from shouwen.operation.ledger.editions import standard_now
from shouwen.operation.people.units import tree
from shouwen.operation.web import page
from shouwen.operation.web.administration.allowed import for_roles
from shouwen.operation.web.administration.forms import Form, MomentField, done, one_click
from shouwen.operation.web.once import new_once
from shouwen.operation.web.who import acting_in
from shouwen.standard.book import SETTINGS, headings, lines, setting_lines
from shouwen.standard.clause import Standard
from shouwen.standard.difference import Change, differences
from shouwen.wording import LANGUAGES, Language, Wording

AUTHOR = "author"
PLACE = "standard.yaml"
"""How faults name what was pasted."""

SECTIONS = {
    "standard": gettext_lazy("Standard"), "clause": gettext_lazy("Clause"), "word": gettext_lazy("Word"),
    "fact": gettext_lazy("Fact"), "calendar": gettext_lazy("Calendar"), "severity": gettext_lazy("Severity"),
    "chapter": gettext_lazy("Chapter"), "role": gettext_lazy("Role"), "setting": gettext_lazy("Setting"),
}  # fmt: skip
OWN_NAMES = {"zh-Hans": "简体中文", "zh-Hant": "繁體中文", "en": "English"}


class EditionForm(Form):
    """A standard's text, pasted or as a file, and from when it is in force."""

    text = forms.CharField(
        label=gettext_lazy("Text of the standard (YAML)"),
        required=False,
        strip=False,
        max_length=standards.LONGEST,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "false", "class": "code-text", "wrap": "off"}),
    )
    file = forms.FileField(
        label=gettext_lazy("Or a file"),
        required=False,
        allow_empty_file=True,
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml,.txt"}),
    )
    since = MomentField(
        label=gettext_lazy("In force from"),
        required=False,
        help_text=gettext_lazy("In the time of your unit. Empty: as the text says, else as soon as can be."),
    )

    def clean(self) -> dict[str, Any]:
        """The file's text takes the place of what was pasted. Raises ValidationError."""
        given = super().clean() or {}
        file: UploadedFile[Any] | None = given.get("file")
        if file is not None:
            given["text"] = self._read(file)
            self.data = {**self.data.dict(), "text": given["text"]}  # type: ignore[attr-defined]  # to be mended
        if not given.get("text", "").strip() and not self.errors:
            self.add_error("text", _("Paste the text of a standard, or choose a file."))
        return given

    def _read(self, file: UploadedFile[Any]) -> str:
        if (file.size or 0) > 4 * standards.LONGEST:
            raise forms.ValidationError(Fault("edition-too-large", most=standards.LONGEST).say(page.language()))
        try:
            return bytes(file.read()).decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError:
            raise forms.ValidationError(Fault("edition-not-text").say(page.language())) from None


@dataclass(frozen=True, slots=True)
class Shelf:
    """A standard, its editions, and the units that work by it."""

    name: str
    title: Wording
    standings: list[standards.Standing]
    units: list[str]


@dataclass(frozen=True, slots=True)
class Page:
    """A clause or a setting as the book shows it."""

    name: str
    says: str
    lines: Sequence[tuple[str, str]]


@require_GET
@for_roles(AUTHOR)
def editions(request: HttpRequest) -> HttpResponse:
    """All standards with their editions."""
    places = tree()
    shelves = [
        Shelf(
            name,
            administering.title_of(name),
            standards.standings(name),
            [places[unit].name for unit in administering.working_by(name)],
        )
        for name in administering.standards()
    ]
    unruled = [place.name for unit, place in places.items() if not standard_now(unit)]
    context = {"shelves": shelves, "once": new_once(), "unruled": unruled, "soonest": clock.now() + 60}
    return render(request, "web/administration/editions.html", context)


@require_GET
@for_roles(AUTHOR)
def edition(request: HttpRequest, edition: int) -> HttpResponse:
    """One edition as a book, in one of the languages, searched."""
    row = _edition_or_404(edition)
    read = standards.standard_in(row)
    asked = request.GET.get("lang", "")
    language: Language = next((one for one in LANGUAGES if one == asked), page.language())
    words = request.GET.get("q", "")[:100].strip()
    chapters = _chapters(read, language, words)
    context: dict[str, Any] = {
        "row": row,
        "read": read,
        "title": read.title.say(language),
        "chapters": [*chapters, *_settings(read, language, words)],
        "found": sum(len(pages) for _label, pages in chapters),
        "q": words,
        "lang": language,
        "languages": OWN_NAMES.items(),
        "standing": next(one for one in standards.standings(row.standard) if one.row.pk == row.pk),
        "others": [one for one in standards.standings(row.standard) if one.row.pk != row.pk],
    }
    return render(request, "web/administration/edition.html", context)


@require_GET
@for_roles(AUTHOR)
def compare(request: HttpRequest) -> HttpResponse:
    """What changed from one edition to another."""
    old, new = (_edition_or_404(request.GET.get(name, "")) for name in ("old", "new"))
    changes = differences(standards.standard_in(old), standards.standard_in(new))
    context = {"old": old, "new": new, "groups": _groups(changes)}
    return render(request, "web/administration/compare.html", context)


@require_http_methods(["GET", "POST"])
@for_roles(AUTHOR)
def write(request: HttpRequest) -> HttpResponse:
    """A new edition: pasted or uploaded, looked over with all faults, then published."""
    acting = acting_in(request)
    source = request.GET.get("from", "")
    initial = {"text": _edition_or_404(source).layers[-1][1]} if source else {}
    form = EditionForm(request.POST or None, request.FILES or None, initial=initial)
    looked: standards.Looked | None = None
    if form.is_bound and form.is_valid():
        looked = standards.look_at(form.cleaned_data["text"], place=PLACE)
        publishes = request.POST.get("do") == "publish" and not looked.faults
        since = form.cleaned_data["since"]
        if publishes and done(
            form, lambda: standards.publish(looked, by=acting, since=since, once=form.sent_as), _field
        ):
            page.said_and_done(request, _("The edition is published."))
            return redirect("administration_editions")
    context = {"form": form, "looked": looked, "packs": standards.packs(), "told": _told(looked)}
    wrong = form.errors or (looked is not None and looked.faults)
    return render(request, "web/administration/edition_write.html", context, status=422 if wrong else 200)


@require_POST
@for_roles(AUTHOR)
def withdraw(request: HttpRequest, edition: int) -> HttpResponse:
    """Takes an edition back before it is in force."""
    acting, row = acting_in(request), _edition_or_404(edition)
    act = lambda once: standards.withdraw(row, by=acting, once=once)  # noqa: E731
    return one_click(request, act, said=_("The edition was withdrawn."), to="administration_editions")


def _field(fault: Fault) -> str | None:
    return "since" if fault.code in ("edition-too-soon", "edition-then") else None


def _told(looked: standards.Looked | None) -> dict[str, list[str]]:
    """The faults and hints in the language of the page."""
    if looked is None:
        return {"faults": [], "hints": []}
    language = page.language()
    return {
        "faults": [fault.say(language) for fault in looked.faults],
        "hints": [hint.say(language) for hint in looked.hints],
    }


def _chapters(read: Standard, language: Language, words: str) -> list[tuple[str, list[Page]]]:
    wanted = words.casefold().split()
    chapters = []
    for heading in headings(read):
        pages = [Page(one.id, one.says.say(language), list(lines(one, read, language))) for one in heading.clauses]
        fitting = [one for one in pages if all(word in _all_of(one) for word in wanted)]
        if fitting:
            chapters.append((heading.label.say(language) if heading.label is not None else "", fitting))
    return chapters


def _settings(read: Standard, language: Language, words: str) -> list[tuple[str, list[Page]]]:
    """The last chapter of the book; none where no setting holds the words."""
    wanted, settings = words.casefold().split(), read.settings.values()
    pages = [Page(one.name, one.label.say(language), list(setting_lines(one, language))) for one in settings]
    fitting = [one for one in pages if all(word in _all_of(one) for word in wanted)]
    return [(SETTINGS.say(language), fitting)] if fitting else []


def _all_of(one: Page) -> str:
    return " ".join([one.name, one.says, *(text for _label, text in one.lines)]).casefold()


def _groups(changes: Sequence[Change]) -> list[tuple[Any, str, list[Change]]]:
    """The changes, those of one thing together."""
    groups: list[tuple[Any, str, list[Change]]] = []
    for change in changes:
        section = SECTIONS[change.section]
        if groups and groups[-1][:2] == (section, change.name):
            groups[-1][2].append(change)
        else:
            groups.append((section, change.name, [change]))
    return groups


def _edition_or_404(number: str | int) -> models.Edition:
    known = str(number).isdecimal() and len(str(number)) < 19
    row = models.Edition.objects.filter(pk=int(number)).first() if known else None
    if row is None:
        raise Http404
    return row
