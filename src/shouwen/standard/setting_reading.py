"""The settings of a standard's file → the settings, and where a clause's check names one, its value in place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from copy import copy
from typing import Any

from shouwen.checks.limit import Limit, Span, read_limit, read_span
from shouwen.events.vocabulary import LARGEST, nearest
from shouwen.fault import Fault
from shouwen.standard.faults import Faults
from shouwen.standard.layers import Layer
from shouwen.standard.page import Part, lacking, place_in
from shouwen.standard.section_reading import read_sources
from shouwen.standard.setting import Instead, Setting, Settings, Single, Value, kind_of, said_kind, same_kind
from shouwen.wording import LANGUAGES, Language
from shouwen.worktime import Calendar

SETTING_KEYS = ("value", "label", "why", "source", "ours", "instead", "covers")
SHAPE = "{value: …, label: …}"
_BEGINS_WITH_A_NUMBER = re.compile(r"\s*(?:\d|半|(?:half|an?|one)\b)", re.IGNORECASE)
_LOOKS_LIKE_A_LENGTH = re.compile(r"\s*\d+(?:\.\d+)?\s*[^\W\d_]")


def read_settings(
    layers: tuple[Layer, ...], calendar: Calendar | None, units: Mapping[str, int], faults: Faults
) -> Settings:
    """The settings, those of the lowest layer first. Working time is that of `calendar`.

    A layer above keeps the label and the kind of a setting. Where it gives another value, why, source and ours are
    those that it gives with it: what was said of the old value is not said of the new one.
    """
    settings: dict[str, Setting] = {}
    for layer in layers:
        given = layer.page.get("settings")
        for name, data in given.items() if isinstance(given, Mapping) else ():
            place = f"{place_in(given, name, layer.place)} setting {name}"
            with faults.catching():
                settings[name] = _setting(name, Part(data, place, shape=SHAPE), settings, calendar, units)
            if name not in settings:
                faults.broken("setting", name)
    return Settings(settings)


def _setting(
    name: str, part: Part, below: Mapping[str, Setting], calendar: Calendar | None, units: Mapping[str, int]
) -> Setting:
    for key in SETTING_KEYS:
        if key not in part:
            part.take(key)  # written and empty: as if it were not there
    old = below.get(name)
    if old is None and "label" not in part:
        raise Fault("setting-without-label", place=part.place, setting=name, near=nearest(name, below))
    label = part.wording("label") if old is None or "label" in part else old.label
    if old is not None and label != old.label:
        raise Fault("setting-label-kept", place=part.place, setting=name, label=old.label)
    kept = None if "value" in part else old
    written = part.need("value") if kept is None else kept.written
    value = _value(name, written, part.place, calendar, units) if kept is None else kept.value
    if old is not None and not same_kind(value, old.value):
        slots = {"setting": name, "kind": said_kind(value), "below": said_kind(old.value)}
        raise Fault("setting-kind-differs", place=part.place, **slots)
    why = part.wording("why") if "why" in part else kept.why if kept is not None else None
    sources = read_sources(part) if "source" in part or kept is None else kept.sources
    ours = part.flag("ours") if "ours" in part or kept is None else kept.ours
    instead = tuple(_instead(name, one, value, part.place, calendar, units) for one in part.items("instead"))
    covers = part.texts("covers")
    if old is not None:  # what the manuals say does not hang on the value that is chosen
        instead, covers = instead or old.instead, covers or old.covers
    part.done()
    return Setting(name, value, label, why, sources, ours, instead, covers, written, part.place)


def _instead(
    name: str, given: Any, value: Value, place: str, calendar: Calendar | None, units: Mapping[str, int]
) -> Instead:
    """What another manual says, of the same kind as `value`."""
    part = Part(given, f"{place} instead", shape="{value: …, source: […]}")
    other, sources = _value(name, part.need("value"), part.place, calendar, units), read_sources(part)
    part.done()
    if not same_kind(other, value):
        slots = {"setting": name, "kind": said_kind(other), "below": said_kind(value)}
        raise Fault("setting-kind-differs", place=part.place, **slots)
    return Instead(other, sources)


def _value(name: str, given: Any, place: str, calendar: Calendar | None, units: Mapping[str, int]) -> Value:
    if isinstance(given, list):
        values = [_single(name, one, place, calendar, units) for one in given]
        if len({kind_of(value) for value in values}) > 1:
            raise Fault("setting-value", place=place, setting=name, given=str(given)[:40])
        return tuple(values)
    if isinstance(given, Mapping):
        if given and set(given) <= set(LANGUAGES):  # a text by language is no value: the label tells of it
            raise Fault("setting-value", place=place, setting=name, given=str(given)[:40])
        part = Part(given, f"{place} value", shape="{name: label}")
        return {choice: part.wording(choice) for choice in given}
    return _single(name, given, place, calendar, units)


def _single(name: str, given: Any, place: str, calendar: Calendar | None, units: Mapping[str, int]) -> Single:
    if isinstance(given, bool) or (isinstance(given, int | float) and abs(given) <= LARGEST):
        return given
    if isinstance(given, Mapping) and given and set(given) <= set(LANGUAGES):
        return Part({"value": given}, place, shape="{zh-Hans: …}").wording("value")
    if not isinstance(given, str) or not given.strip():
        raise Fault("setting-value", place=place, setting=name, given=str(given)[:40])
    return _length(given, place, calendar, units) or given


def _length(text: str, place: str, calendar: Calendar | None, units: Mapping[str, int]) -> Limit | Span | None:
    """The length of time that a text is; None where it is none. Raises Fault for one that cannot be."""
    if not _BEGINS_WITH_A_NUMBER.match(text):  # `day` may be the name of anything
        return None
    for read in (
        lambda: read_limit(text, place=place, calendar=calendar, units=units, least=0),
        lambda: read_span(text, place=place),
    ):
        try:
            return read()
        except Fault as fault:
            if fault.code not in ("limit-form", "span-form"):
                raise
    return None


def looks_like_a_length(value: Value) -> bool:
    """Whether a text begins as a length of time does and is none: 10 minuts."""
    return isinstance(value, str) and _LOOKS_LIKE_A_LENGTH.match(value) is not None


def lacking_in(data: Any) -> tuple[Language, ...]:
    """The languages in which something of a setting of the page is not worded: its label, its why, its choices."""
    if not isinstance(data, Mapping):
        return ()
    texts = [data[key] for key in ("label", "why") if data.get(key) is not None]
    value = data.get("value")
    texts += value.values() if isinstance(value, Mapping) else ()
    texts += [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else ()
    return tuple(language for language in LANGUAGES if any(language in lacking(text) for text in texts))


FIGURES = (
    "limit", "grace", "ahead", "warn", "at_least", "at_most", "over", "under", "minimum", "per", "each", "phrases",
    "fields",
)  # fmt: skip
"""The keys of a check whose figure or list may name a setting: `{setting: NAME}`."""


def filled_in(data: Any, settings: Settings, place: str) -> Any:
    """What stands under `check` or `when`, with the value of each setting that it names in its place.

    Raises Fault("setting-unknown").
    """
    if isinstance(data, list):
        return [filled_in(one, settings, place) for one in data]
    if not isinstance(data, Mapping):
        return data
    found: Any = copy(data)
    for key, value in data.items():
        name = _named(key, value)
        if name is None:
            found[key] = filled_in(value, settings, place)
        elif name in settings:
            found[key] = settings[name].written
        else:
            raise Fault("setting-unknown", place=place, setting=name, near=nearest(name, settings))
    return found


def named_in(data: Any) -> Iterator[str]:
    """The settings that it names."""
    inside = data.items() if isinstance(data, Mapping) else enumerate(data) if isinstance(data, list) else ()
    for key, value in inside:
        name = _named(key, value)
        if name is None:
            yield from named_in(value)
        else:
            yield name


def _named(key: object, value: Any) -> str | None:
    named = key in FIGURES and isinstance(value, Mapping) and list(value) == ["setting"]
    return value["setting"] if named and isinstance(value["setting"], str) else None
