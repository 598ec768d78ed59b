"""A YAML page whose every part knows the line it stands on, and that refuses what it does not know."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from math import isfinite
from types import MappingProxyType
from typing import Any, overload

import yaml

from shouwen.events.vocabulary import nearest
from shouwen.fault import Fault
from shouwen.wording import LANGUAGES, Language, Wording


class Lined(dict[str, Any]):
    """A mapping of the page, with its line (from 1) and those of its keys."""

    line = 0
    lines: Mapping[str, int] = MappingProxyType({})


class Written(float):
    """A number that knows how it was written: 3.10 is the section after 3.9."""

    text = ""


class _Broken(Exception):
    """A key that cannot be: which fault, on which line, and the key."""


class _Loader(yaml.CSafeLoader):
    def construct_lined(self, node: yaml.MappingNode) -> Lined:
        lines: dict[str, int] = {}
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, str | int | float | bool | date | None):
                raise _Broken("page-key", key_node.start_mark.line + 1, str(key))
            if str(key) in lines:
                raise _Broken("page-twice", key_node.start_mark.line + 1, str(key))
            lines[str(key)] = key_node.start_mark.line + 1
        made = Lined({str(key): value for key, value in self.construct_mapping(node, deep=True).items()})
        made.line, made.lines = node.start_mark.line + 1, lines
        return made

    def construct_written(self, node: yaml.ScalarNode) -> Written:
        number = Written(self.construct_yaml_float(node))
        number.text = node.value
        return number


_Loader.add_constructor("tag:yaml.org,2002:map", _Loader.construct_lined)
_Loader.add_constructor("tag:yaml.org,2002:float", _Loader.construct_written)

# As YAML 1.2 has it: `on`, `off`, `yes` and `no` are words, and 18:00 is no number.
_OLD = ("tag:yaml.org,2002:bool", "tag:yaml.org,2002:int")
_Loader.yaml_implicit_resolvers = {
    letter: [(tag, shape) for tag, shape in resolvers if tag not in _OLD]
    for letter, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(_OLD[0], re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF"))
_Loader.add_implicit_resolver(_OLD[1], re.compile(r"^[-+]?[0-9]+$"), list("-+0123456789"))


def read_page(text: str, *, place: str) -> Lined:
    """The page's mapping, the caller's own. Raises Fault("page-broken" | "page-empty"), with the line."""
    try:
        page = _parsed(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        here = f"{place}:{mark.line + 1}" if mark is not None else place
        raise Fault("page-broken", place=here, why=getattr(error, "problem", None) or str(error)) from None
    except RecursionError:
        raise Fault("page-broken", place=place, why="nested too deep") from None
    except ValueError as error:  # a date such as 2025-02-30
        raise Fault("page-broken", place=place, why=error) from None
    except _Broken as broken:
        code, line, key = broken.args
        if code == "page-key":
            raise Fault("page-key", place=f"{place}:{line}", key=key) from None
        raise Fault("page-twice", place=f"{place}:{line}", key=key) from None
    if not isinstance(page, Lined):
        raise Fault("page-empty", place=place)
    return _copy(page)


@lru_cache(maxsize=32)
def _parsed(text: str) -> Any:
    """The page; kept, for each standard that builds on a pack asks for the same text again."""
    return yaml.load(text, Loader=_Loader)


@overload
def _copy(part: Lined) -> Lined: ...
@overload
def _copy(part: Any) -> Any: ...
def _copy(part: Any) -> Any:
    if isinstance(part, Lined):
        made = Lined({key: _copy(value) for key, value in part.items()})
        made.line, made.lines = part.line, part.lines
        return made
    return [_copy(one) for one in part] if isinstance(part, list) else part


class Part:
    """A mapping of the page with its place. What is asked for is used up; `done` refuses what is left.

    `places` says where keys stand that a layer above has changed.
    """

    def __init__(
        self, data: object, place: str, *, shape: str, places: Mapping[str, str] = MappingProxyType({})
    ) -> None:
        if not isinstance(data, Mapping):
            raise Fault("page-not-a-mapping", place=place, given=_short(data), shape=shape)
        self.place = self._home = place
        self._places = places
        self._data = dict(data)
        self._lines = data.lines if isinstance(data, Lined) else {}
        self._file = place if isinstance(data, Lined) and "\n" not in place and not _HAS_LINE.search(place) else None
        self._known: list[str] = []

    def __contains__(self, key: str) -> bool:
        return self._data.get(key) is not None

    def _at(self, key: str) -> None:
        """The place is that of the key that is looked at, where it stands elsewhere, or where no line is known yet."""
        if self._places:
            self.place = self._places.get(key, self._home)
        elif self._file is not None and key in self._lines:
            self.place = f"{self._file}:{self._lines[key]}"

    def take(self, key: str, default: Any = None) -> Any:
        """What stands under `key`."""
        self._known.append(key)
        self._at(key)
        value = self._data.pop(key, None)
        return default if value is None else value

    def need(self, key: str) -> Any:
        """What stands under `key`. Raises Fault("page-key-missing")."""
        value = self.take(key)
        if value is None:
            raise Fault("page-key-missing", place=self.place, key=key)
        return value

    def text(self, key: str, default: str | None = None) -> str:
        """A text."""
        value = self.take(key, default)
        if value is None:
            raise Fault("page-key-missing", place=self.place, key=key)
        if not isinstance(value, str):
            raise Fault("page-not-a-text", place=self.place, key=key, given=_short(value))
        if not value and default is None:
            raise Fault("page-key-missing", place=self.place, key=key)
        return value

    def flag(self, key: str, default: bool = False) -> bool:
        """True or false."""
        value = self.take(key, default)
        if not isinstance(value, bool):
            raise Fault("page-not-a-flag", place=self.place, key=key, given=_short(value))
        return value

    def count(self, key: str, default: int | None = None) -> int:
        """A whole number from 1 up."""
        value = self.take(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise Fault("page-not-a-count", place=self.place, key=key, given=_short(value))
        return value

    def number(self, key: str) -> float | None:
        """A number, or None."""
        value = self.take(key)
        if value is not None and (not isinstance(value, int | float) or isinstance(value, bool) or not isfinite(value)):
            raise Fault("page-not-a-number", place=self.place, key=key, given=_short(value))
        return value

    def weight(self, default: float) -> float:
        """A number from 0 up under `weight`."""
        value = self.number("weight")
        if value is not None and value < 0:
            raise Fault("weight-negative", place=self.place, given=value)
        return default if value is None else value

    def percent(self, key: str, default: str | None = None) -> float:
        """A share of a hundred, over 0 and at most 100: "80%" and 80 both give 80.0; a bare 0.8 is refused."""
        value = self.take(key, default)
        text = str(value).strip()
        try:
            share = float(text[:-1] if text.endswith(("%", "％")) else text)
        except ValueError:
            share = -1
        if share < 1 and not text.endswith(("%", "％")):  # 0.8 may mean 80 % or 0.8 %
            share = -1
        if not 0 < share <= 100:
            raise Fault("page-not-a-share", place=self.place, key=key, given=_short(value))
        return share

    def one_of(self, key: str, choices: Sequence[str], default: str | None = None) -> str:
        """One of the choices."""
        value = self.take(key, default)
        if value not in choices:
            raise Fault("page-choice", place=self.place, key=key, given=_short(value), choices=", ".join(choices))
        return str(value)

    def items(self, key: str) -> list[Any]:
        """A list; empty if it is not there."""
        value = self.take(key, [])
        if not isinstance(value, list):
            raise Fault("page-not-a-list", place=self.place, key=key)
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """One text or a list of them."""
        value = self.take(key, [])
        values = value if isinstance(value, list) else [value]
        if not all(isinstance(item, str) for item in values):
            raise Fault("page-not-a-text", place=self.place, key=key, given=_short(value))
        return tuple(values)

    def wording(self, key: str, default: str | None = None) -> Wording:
        """A text in several languages, or one for all."""
        return _wording(self.take(key, default), key, self.place, empty=default is not None)

    def wordings(self, key: str) -> tuple[Wording, ...]:
        """A list of texts, each in several languages or one for all; empty if it is not there."""
        value = self.take(key, [])
        values = value if isinstance(value, list) else [value]
        return tuple(_wording(one, key, self.place, empty=False) for one in values)

    def parts(self, key: str) -> Iterable[tuple[str, Any]]:
        """The entries of a mapping; none if it is not there."""
        value = self.take(key, {})
        if not isinstance(value, Mapping):
            raise Fault("page-not-a-mapping", place=self.place, given=_short(value), shape=f"{key}: {{name: …}}")
        return value.items()

    def done(self) -> None:
        """Raises Fault("page-key-unknown") for a key that nobody asked for."""
        for fault in self.unknown():
            raise fault

    def unknown(self) -> Iterator[Fault]:
        """A Fault("page-key-unknown") for each key that nobody asked for."""
        for key in self._data:
            self._at(key)
            near = nearest(key, dict.fromkeys(self._known))
            yield Fault("page-key-unknown", place=self.place, key=key, near=near)

    def moved(self, place: str, places: Mapping[str, str]) -> None:
        """From here on the part is known to stand at `place`, its changed keys at `places`."""
        self.place = self._home = place
        self._places = places


def place_in(page: object, key: str, place: str) -> str:
    """`place` with the line that a key of `page` stands on."""
    line = page.lines.get(key) if isinstance(page, Lined) else None
    return place if line is None else f"{place}:{line}"


def place_of(data: object, place: str) -> str:
    """`place` with the line that `data` stands on."""
    return f"{place}:{data.line}" if isinstance(data, Lined) else place


def lacking(value: object) -> tuple[Language, ...]:
    """The languages in which a text of the page is not written; a text without a language is in none of them."""
    return tuple(language for language in LANGUAGES if not isinstance(value, Mapping) or not value.get(language))


def seconds_of(value: object) -> int | None:
    """A time of the page (a date and time with offset, or whole seconds) as whole seconds since 1970; else None."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return None
    if isinstance(value, datetime):
        return int(value.replace(tzinfo=value.tzinfo or UTC).timestamp())
    return None


def _wording(value: object, key: str, place: str, *, empty: bool) -> Wording:
    """A text in several languages, or one for all, which may be empty where `empty` says so."""
    if value is None or (value == "" and not empty):
        raise Fault("page-key-missing", place=place, key=key)
    if isinstance(value, Mapping):
        unknown = [name for name in value if name not in LANGUAGES]
        if unknown or not all(isinstance(text, str) and text for text in value.values()) or not value:
            raise Fault("page-languages", place=place, key=key, languages=", ".join(LANGUAGES))
        return Wording.of(value)
    if not isinstance(value, str):
        raise Fault("page-not-a-text", place=place, key=key, given=_short(value))
    return Wording.of(value)


_HAS_LINE = re.compile(r":\d")


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 40 else text[:37] + "…"
