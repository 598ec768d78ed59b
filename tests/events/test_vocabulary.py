"""The words: what each may hold, who may say it, and what other systems call it."""

from __future__ import annotations

from typing import Any

import pytest

from shouwen.events.event import Correction, Event, Value
from shouwen.events.vocabulary import Field, Kind, Vocabulary, Word, nearest, of_kind
from shouwen.fault import Fault
from shouwen.wording import Wording


def fields(**kinds: Kind) -> dict[str, Field]:
    return {name: Field(name, kind, Wording.of(name)) for name, kind in kinds.items()}


WORDS = Vocabulary(
    {
        "filed": Word("filed", Wording("投诉", "投訴", "filed"), fields(channel="text", urgent="flag"), (), ("Open",)),
        "answered": Word("answered", Wording.of("answered"), fields(minutes="number", until="time")),
        "refunded": Word("refunded", Wording.of("refunded"), fields(amount="number"), ("cashier", "duty manager")),
    },
    fields(hall_type="text"),
)


def event(word: str, *, correction: Correction | None = None, **data: Any) -> Event:
    corrects = None if correction is None else 3
    return Event(
        id=7, about=("case:1",), word=word, at=5, noted_at=5, data=data, corrects=corrects, correction=correction
    )


def refused(told: Event, role: str | None = None) -> Fault:
    with pytest.raises(Fault) as caught:
        WORDS.check(told, role=role)
    return caught.value


@pytest.mark.parametrize(
    "told",
    [
        event("filed"),
        event("filed", channel="phone", urgent=True, hall_type="large"),
        event("filed", channel=None, hall_type=None),
        event("filed", channel=""),
        event("answered", minutes=3, until=1_746_496_800),
        event("answered", minutes=2.5),
    ],
)
def test_what_fits_its_word_passes(told: Event) -> None:
    WORDS.check(told)


def test_an_unknown_word_is_refused_and_the_nearest_are_named() -> None:
    fault = refused(event("file"))
    assert (fault.code, fault.place, fault.slots) == ("word-unknown", "event 7", {"word": "file", "near": "filed"})


def test_an_unknown_field_is_refused_and_the_nearest_are_named() -> None:
    fault = refused(event("filed", chanel="phone"))
    assert (fault.code, fault.place) == ("field-unknown", "event 7")
    assert fault.slots == {"word": "filed", "field": "chanel", "near": "channel"}


def test_a_field_of_another_word_is_unknown_here() -> None:
    assert refused(event("filed", minutes=3)).code == "field-unknown"


@pytest.mark.parametrize("name", ["site", "by"])
def test_no_data_pose_as_what_every_event_has(name: str) -> None:
    assert refused(event("filed", **{name: "s1"})).code == "field-reserved"
    assert WORDS.field("filed", name).kind == "text"


@pytest.mark.parametrize(
    ("told", "field", "kind"),
    [
        (event("filed", channel=3), "channel", "text"),
        (event("filed", urgent="yes"), "urgent", "flag"),
        (event("filed", urgent=1), "urgent", "flag"),
        (event("answered", minutes="3"), "minutes", "number"),
        (event("answered", minutes=True), "minutes", "number"),
        (event("answered", until=2.5), "until", "time"),
        (event("answered", until="10:00"), "until", "time"),
        (event("filed", hall_type=True), "hall_type", "text"),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused(told: Event, field: str, kind: str) -> None:
    fault = refused(told)
    assert (fault.code, fault.place) == ("field-of-wrong-kind", "event 7")
    assert (fault.slots["field"], fault.slots["kind"]) == (field, kind)


def test_of_a_correction_what_it_lays_on_the_event_is_looked_at() -> None:
    WORDS.check(event("filed", correction=Correction(void=True)))
    WORDS.check(event("filed", correction=Correction(data={"channel": "phone"})))
    assert refused(event("filed", correction=Correction(data={"channel": 3}))).code == "field-of-wrong-kind"
    assert refused(event("filed", correction=Correction(data={"chanel": "x"}))).code == "field-unknown"
    assert refused(event("filed", correction=Correction(data={"site": "s1"}))).code == "field-reserved"


def test_only_the_roles_of_a_word_may_say_it() -> None:
    for role in ("cashier", "duty manager", None):
        WORDS.check(event("refunded", amount=3), role=role)
    fault = refused(event("refunded", amount=3), role="clerk")
    assert (fault.code, fault.place) == ("word-not-yours", "event 7")
    assert fault.slots == {"word": "refunded", "role": "clerk", "roles": "cashier, duty manager"}
    assert refused(event("refunded"), role="").code == "word-not-yours"


def test_a_word_without_roles_may_be_said_by_anyone() -> None:
    WORDS.check(event("filed"), role="clerk")


def test_a_word_is_heard_by_its_own_name_and_by_what_other_systems_call_it() -> None:
    assert WORDS.heard() == {"filed": "filed", "answered": "answered", "refunded": "refunded", "Open": "filed"}


@pytest.mark.parametrize(
    ("value", "kinds"),
    [
        ("", {"text"}),
        ("3", {"text"}),
        (True, {"flag"}),
        (0, {"number", "time"}),
        (-5, {"number", "time"}),
        (2.0, {"number"}),
        (None, set()),
    ],
)
def test_what_kinds_a_value_is_of(value: Value, kinds: set[Kind]) -> None:
    known: tuple[Kind, ...] = ("text", "number", "flag", "time")
    assert {kind for kind in known if of_kind(value, kind)} == kinds


def test_the_nearest_names_are_the_likest_or_a_few_of_all_or_a_dash() -> None:
    assert nearest("anwsered", WORDS.words) == "answered"
    assert nearest("zzz", WORDS.words) == "answered, filed, refunded"
    assert nearest("zzz", {}) == "-"
