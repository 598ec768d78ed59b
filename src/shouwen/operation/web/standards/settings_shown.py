"""A standard's settings as their page shows them, each with the clauses that hang on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shouwen.operation.web.page import language
from shouwen.operation.web.standards.books import Book, Leaf
from shouwen.operation.web.standards.shown import clause_address, filled, value_said
from shouwen.standard import plain
from shouwen.standard.setting import Setting, Value


@dataclass(frozen=True, slots=True)
class Other:
    """What another manual says instead."""

    value: str
    sources: Sequence[str]


@dataclass(frozen=True, slots=True)
class Hanging:
    """A clause that hangs on a setting. `counts`: by its value the clause is one of the standard."""

    id: str
    says: str
    address: str
    counts: bool


@dataclass(frozen=True, slots=True)
class SettingShown:
    """A setting on the page.

    choices  what it holds, one by one, where it is a list or choices; else `value` says it
    names    the clauses whose check names it
    decides  the clauses of which it decides whether they count
    """

    setting: Setting
    label: str
    value: str
    choices: Sequence[str]
    why: str
    sources: Sequence[str]
    others: Sequence[Other]
    names: Sequence[Hanging]
    decides: Sequence[Hanging]


def settings_shown(book: Book) -> list[SettingShown]:
    """All settings of a standard, in its order."""
    names: dict[str, list[Leaf]] = {}
    decides: dict[str, list[Leaf]] = {}
    for leaf in book.leaves.values():
        for name in leaf.figures:
            names.setdefault(name, []).append(leaf)
        for choice in leaf.clause.choices:
            decides.setdefault(choice.setting, []).append(leaf)
    return [
        _shown(book, setting, names.get(setting.name, ()), decides.get(setting.name, ()))
        for setting in book.standard.settings.values()
    ]


def _shown(book: Book, setting: Setting, names: Sequence[Leaf], decides: Sequence[Leaf]) -> SettingShown:
    value = setting.value
    held = _held(value)
    return SettingShown(
        setting=setting,
        label=setting.label.say(language()),
        value="" if held else value_said(value),
        choices=held,
        why=setting.why.say(language()) if setting.why is not None else "",
        sources=[plain.source(one) for one in setting.sources],
        others=[Other(value_said(one.value), [plain.source(s) for s in one.sources]) for one in setting.instead],
        names=[_hanging(book, leaf) for leaf in names],
        decides=[_hanging(book, leaf) for leaf in decides],
    )


def _held(value: Value) -> list[str]:
    """What a list or choices hold, one by one; nothing where it is a single value."""
    if isinstance(value, Mapping):
        return [filled(label.say(language())) for label in value.values()]
    return [value_said(one) for one in value] if isinstance(value, tuple) else []


def _hanging(book: Book, leaf: Leaf) -> Hanging:
    clause = leaf.clause
    return Hanging(clause.id, clause.says.say(language()), clause_address(book, clause.id), leaf.chosen)
