"""A clause as its pages show it, in the language of the page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import pgettext_lazy

from shouwen.checks.avoids import Avoids
from shouwen.checks.inspect import Inspect
from shouwen.checks.says import Says
from shouwen.events.vocabulary import Vocabulary
from shouwen.operation.web.page import language
from shouwen.operation.web.standards.books import Book, Leaf
from shouwen.operation.web.standards.examples import Story, stories
from shouwen.operation.web.standards.states import STATES, StateShown
from shouwen.standard import plain
from shouwen.standard.clause import Clause, Occasion, Place, Role, Standard
from shouwen.standard.setting import Setting, Value
from shouwen.wording import Wording

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

KINDS = {
    "within": pgettext_lazy("check", "time limit"),
    "order": pgettext_lazy("check", "order"),
    "steps": pgettext_lazy("check", "procedure"),
    "never": pgettext_lazy("check", "ban"),
    "permission": pgettext_lazy("check", "permission"),
    "every": pgettext_lazy("check", "regularly"),
    "record": pgettext_lazy("check", "on record"),
    "share": pgettext_lazy("check", "share"),
    "measure": pgettext_lazy("check", "measure"),
    "inspect": pgettext_lazy("check", "looked at"),
    "says": pgettext_lazy("check", "to be said"),
    "avoids": pgettext_lazy("check", "not to be said"),
}
"""What each kind of check is called. One that is not here goes by its own name."""

MODES = {
    "any": pgettext_lazy("phrases", "one of these"),
    "all": pgettext_lazy("phrases", "all of these"),
    "in order": pgettext_lazy("phrases", "all of these, in this order"),
    "sample": pgettext_lazy("phrases", "for example"),
}

SLOTS = {
    "surname": pgettext_lazy("slot", "surname"),
    "name": pgettext_lazy("slot", "name"),
    "brand": pgettext_lazy("slot", "company"),
    "hotline": pgettext_lazy("slot", "hotline"),
}
"""What is filled in where a phrase is said."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A setting on which it hangs whether the clause counts."""

    name: str
    label: str
    values: str
    address: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A setting that the check names, and its value."""

    label: str
    value: str
    address: str


@dataclass(frozen=True, slots=True)
class Quoted:
    """What is said, or not said. `told`: the elements are given, in words of one's own."""

    avoids: bool
    moment: str
    how: _StrOrPromise
    phrases: Sequence[str]
    told: bool
    exceptions: Sequence[str]
    roles: str


@dataclass(frozen=True, slots=True)
class Item:
    """What is seen, of whom, where and when. Empty: any."""

    passes: str
    fails: str
    roles: str
    places: str
    occasions: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A clause on a page. `lacking` are the words that no room says, by their labels."""

    clause: Clause
    address: str
    says: str
    kind: _StrOrPromise
    check: str
    chosen: bool
    state: StateShown
    grade: str | None
    rooms: str
    lacking: str
    severity: str
    tone: str
    answerable: str
    sources: Sequence[str]
    choices: Sequence[Choice]
    figures: Sequence[Figure]
    quoted: Quoted | None
    item: Item | None
    examples: Sequence[Story]
    in_force: str


def address_of(book: Book, page: str, *more: str) -> str:
    """The address of a page of the book; `page` is what its name ends with, "" for the book itself."""
    return reverse(f"standard{page}", args=(book.kind, book.name, *more))


def clause_address(book: Book, clause: str) -> str:
    """The address of a clause's page."""
    return address_of(book, "_clause", clause)


def setting_address(book: Book, setting: str) -> str:
    """Where a setting stands on the page of the settings."""
    return f"{address_of(book, '_settings')}#{setting}"


def shown(book: Book, leaf: Leaf) -> Shown:
    """A clause with everything that there is to say of it."""
    clause, standard, said = leaf.clause, book.standard, language()
    covered, check = leaf.covered, clause.check
    who = plain.answerable(clause.answerable, standard)
    same_time = (clause.since, clause.until) == (standard.since, standard.until)
    severity, tone = severity_of(clause, standard)
    return Shown(
        clause=clause,
        address=clause_address(book, clause.id),
        says=clause.says.say(said),
        kind=KINDS.get(check.name, check.name),
        check=check.say(said, standard.vocabulary),
        chosen=leaf.chosen,
        state=STATES[covered.state],
        grade=covered.grade,
        rooms=listed(room.label.say(said) for room in covered.rooms),
        lacking=listed(word_said(word, standard.vocabulary) for word in covered.lacking),
        severity=severity,
        tone=tone,
        answerable=who.say(said) if who is not None else "",
        sources=[plain.source(one) for one in clause.sources],
        choices=_choices(book, clause),
        figures=_figures(book, leaf),
        quoted=_quoted(clause, standard),
        item=_item(clause, standard),
        examples=stories(clause, standard),
        in_force="" if same_time else plain.in_force(clause.since, clause.until, standard.zone).say(said),
    )


def severity_of(clause: Clause, standard: Standard) -> tuple[str, str]:
    """What a clause's severity is called, and its tone: the graver, the warmer."""
    names = [one.name for one in standard.severities]
    if clause.severity not in names:
        return "", "grey"
    place = names.index(clause.severity)
    tone = ("grey", "amber", "red")[place * 3 // len(names)]
    return standard.severities[place].label.say(language()), tone


def word_said(word: str, vocabulary: Vocabulary) -> str:
    """What a word is called."""
    known = vocabulary.words.get(word)
    return known.label.say(language()) if known is not None else word


def listed(texts: Iterable[str]) -> str:
    """Texts in a row, as the language of the page sets them apart."""
    return plain.LIST.say(language()).join(texts)


def _choices(book: Book, clause: Clause) -> list[Choice]:
    found = []
    for one in clause.choices:
        label = book.standard.settings[one.setting].label.say(language())
        values = [_chosen(value, book.standard.settings[one.setting]) for value in one.values]
        found.append(Choice(one.setting, label, listed(values), setting_address(book, one.setting)))
    return found


def _chosen(value: object, setting: Setting) -> str:
    if isinstance(setting.value, Mapping) and value in setting.value:
        return setting.value[str(value)].say(language())
    return plain.flag(value).say(language()) if isinstance(value, bool) else str(value)


def _figures(book: Book, leaf: Leaf) -> list[Figure]:
    settings = book.standard.settings
    return [
        Figure(settings[name].label.say(language()), value_said(settings[name].value), setting_address(book, name))
        for name in leaf.figures
        if name in settings
    ]


def value_said(value: Value) -> str:
    """A setting's value in words; of choices their labels."""
    if isinstance(value, Mapping):
        return filled(listed(label.say(language()) for label in value.values())) or "—"
    return filled(plain.setting(value).say(language()))


def _quoted(clause: Clause, standard: Standard) -> Quoted | None:
    check, said = clause.check, language()
    if not isinstance(check, Says | Avoids):
        return None
    elements = check.elements if isinstance(check, Says) else ()
    several = isinstance(check, Says) and (len(elements or check.phrases) > 1 or check.mode == "sample")
    return Quoted(
        avoids=isinstance(check, Avoids),
        moment=check.moment.say(said),
        how=MODES[check.mode] if isinstance(check, Says) and several else "",
        phrases=[filled(one.say(said)) for one in elements or check.phrases],
        told=bool(elements),
        exceptions=[one.say(said) for one in check.exceptions] if isinstance(check, Avoids) else [],
        roles=_labels(check.roles, standard.roles),
    )


def filled(phrase: str) -> str:
    """A phrase with what its slots stand for in words."""
    for name, label in SLOTS.items():
        phrase = phrase.replace(f"{{{name}}}", f"〔{label}〕" if language() != "en" else f"[{label}]")
    return phrase


def _item(clause: Clause, standard: Standard) -> Item | None:
    if not isinstance(clause.check, Inspect):
        return None
    item = clause.check.listed
    return Item(
        passes=item.passes.say(language()) if item.passes is not None else "",
        fails=item.fails.say(language()) if item.fails is not None else "",
        roles=_labels(item.roles, standard.roles),
        places=_labels(item.places, standard.places),
        occasions=_labels(item.occasions, standard.occasions),
    )


def _labels(names: Sequence[str], known: Sequence[Role | Place | Occasion]) -> str:
    labels: Mapping[str, Wording] = {one.name: one.label for one in known}
    return listed(labels[name].say(language()) if name in labels else name for name in names)
