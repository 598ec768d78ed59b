"""A setting: a figure or a choice of the standard that is no clause's limit, for rooms and for several clauses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal, TypeAlias, cast

from shouwen.checks.limit import Limit, Span
from shouwen.events.vocabulary import nearest
from shouwen.fault import Fault
from shouwen.standard.source import Source
from shouwen.wording import LANGUAGES, Wording

Kind = Literal["flag", "number", "text", "length", "wording", "list", "choices"]
Single: TypeAlias = bool | int | float | str | Limit | Span | Wording
Value: TypeAlias = Single | tuple[Single, ...] | Mapping[str, Wording]
"""A list is a tuple of values of one kind, wordings among them; choices are labels by name, in their order."""

KINDS: Mapping[Kind, Wording] = {
    "flag": Wording("是或否", "是或否", "yes or no"),
    "number": Wording("数字", "數字", "a number"),
    "text": Wording("文字", "文字", "a text"),
    "length": Wording("时长", "時長", "a length of time"),
    "wording": Wording("各语言的文字", "各語言的文字", "a text by language"),
    "list": Wording("列表", "清單", "a list"),
    "choices": Wording("带名称的选项", "帶名稱的選項", "choices with labels"),
}
WHOLE = Wording("整数", "整數", "a whole number")
SECONDS = Wording(
    "按钟表计的时长（如 10 minutes）", "按鐘錶計的時長（如 10 minutes）", "a length by the clock, such as 10 minutes"
)
LISTED = Wording("列表（每项：{item}）", "清單（每項：{item}）", "a list (each item: {item})")


@dataclass(frozen=True, slots=True)
class Instead:
    """What another manual says instead, as the file writes it."""

    value: Value
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Setting:
    """A figure or choice.

    value    a length is a Limit or, in months, a Span
    why      why it is this value
    sources  where a manual asks for it
    ours     whether the figure is this standard's own and no manual's
    instead  what other manuals say of the same
    covers   by which names the manuals' differences and open figures are known that it settles
    written  the value as the file writes it
    place    file, line and name, as faults tell it
    """

    name: str
    value: Value
    label: Wording
    why: Wording | None = None
    sources: tuple[Source, ...] = ()
    ours: bool = False
    instead: tuple[Instead, ...] = ()
    covers: tuple[str, ...] = ()
    written: Any = field(default=None, compare=False)
    place: str = field(default="", compare=False)

    @property
    def kind(self) -> Kind:
        """What kind of value it holds."""
        return kind_of(self.value)


class Settings(Mapping[str, Setting]):
    """The settings by name. Each of the questions raises one Fault ("setting-unknown" | "setting-kind") where the
    standard has no such setting, or holds a value of another kind than is asked for."""

    def __init__(self, settings: Mapping[str, Setting] = MappingProxyType({})) -> None:
        self._settings = dict(settings)

    def __getitem__(self, name: str) -> Setting:
        return self._settings[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._settings)

    def __len__(self) -> int:
        return len(self._settings)

    def find(self, name: str) -> Setting:
        """The setting, of whatever kind."""
        if name not in self._settings:
            raise Fault("setting-unknown", setting=name, near=nearest(name, self._settings))
        return self._settings[name]

    def flag(self, name: str) -> bool:
        """True or false."""
        return cast(bool, self._value(name, "flag"))

    def number(self, name: str) -> float:
        """A number, whole or not."""
        return cast(float, self._value(name, "number"))

    def whole(self, name: str) -> int:
        """A whole number."""
        value = self._value(name, "number", WHOLE)
        if not isinstance(value, int):
            raise self._refused(name, WHOLE)
        return value

    def text(self, name: str) -> str:
        """A text."""
        return cast(str, self._value(name, "text"))

    def seconds(self, name: str) -> int:
        """A length of time, in whole seconds. Working time and months have none, and are refused."""
        value = self._value(name, "length", SECONDS)
        if not isinstance(value, Limit) or value.measure != "natural":
            raise self._refused(name, SECONDS)
        return value.amount

    def choices(self, name: str) -> Mapping[str, Wording]:
        """Labels by name, in their order."""
        return cast(Mapping[str, Wording], self._value(name, "choices"))

    def listed(self, name: str, kind: Kind) -> tuple[Single, ...]:
        """A list whose items are of that kind; lengths as they are."""
        wanted = _list_of(kind)
        values = cast(tuple[Single, ...], self._value(name, "list", wanted))
        if any(kind_of(value) != kind for value in values):
            raise self._refused(name, wanted)
        return values

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts."""
        return cast(tuple[str, ...], self.listed(name, "text"))

    def numbers(self, name: str) -> tuple[float, ...]:
        """A list of numbers, whole or not."""
        return cast(tuple[float, ...], self.listed(name, "number"))

    def _value(self, name: str, kind: Kind, wanted: Wording | None = None) -> Value:
        setting = self.find(name)
        if setting.kind != kind:
            raise self._refused(name, wanted or KINDS[kind])
        return setting.value

    def _refused(self, name: str, wanted: Wording) -> Fault:
        setting = self._settings[name]
        return Fault("setting-kind", place=setting.place, setting=name, kind=said_kind(setting.value), wanted=wanted)


def kind_of(value: Value) -> Kind:
    """What kind of value this is."""
    match value:
        case bool():
            return "flag"
        case int() | float():
            return "number"
        case str():
            return "text"
        case Limit() | Span():
            return "length"
        case Wording():
            return "wording"
        case tuple():
            return "list"
    return "choices"


def said_kind(value: Value) -> Wording:
    """The kind of a value in words; of a list, also that of its items."""
    return _list_of(kind_of(value[0])) if isinstance(value, tuple) and value else KINDS[kind_of(value)]


def same_kind(one: Value, other: Value) -> bool:
    """Whether one may stand where the other stood; an empty list, where any list did."""
    if isinstance(one, tuple) and isinstance(other, tuple):
        return not one or not other or kind_of(one[0]) == kind_of(other[0])
    return kind_of(one) == kind_of(other)


def _list_of(kind: Kind) -> Wording:
    return Wording(*(LISTED.say(language, item=KINDS[kind].say(language)) for language in LANGUAGES))
