"""What an event may hold and what is refused, each refusal naming the event."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from typing import Any

import pytest

from shouwen.events.event import GRADES, LONGEST_NAME, RANK, Correction, Event, kind_of
from shouwen.fault import Fault

SOUND: dict[str, Any] = {"id": 7, "about": ("case:1",), "word": "filed", "at": 1_746_496_800, "noted_at": 1_746_496_800}


def refused(**changes: Any) -> Fault:
    with pytest.raises(Fault) as caught:
        Event(**{**SOUND, **changes})
    return caught.value


def test_an_event_that_says_no_more_is_self_reported_and_corrects_nothing() -> None:
    event = Event(**SOUND)
    assert (event.site, event.by, event.grade, event.data) == ("", "", "self-reported", {})
    assert (event.corrects, event.correction) == (None, None)


def test_an_event_never_changes() -> None:
    event = Event(**SOUND)
    with pytest.raises(FrozenInstanceError):
        event.at = 5  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        Correction().void = True  # type: ignore[misc]


@pytest.mark.parametrize("number", [0, -1, True, 1.0, "7", None])
def test_events_are_numbered_by_whole_numbers_from_1(number: Any) -> None:
    assert refused(id=number).code == "event-id"


def test_a_number_of_five_thousand_digits_is_refused_and_not_a_crash() -> None:
    assert refused(id=10**5000).code == "event-id"


@pytest.mark.parametrize("name", ["at", "noted_at"])
@pytest.mark.parametrize("time", [1.5, "1746496800", None, True])
def test_times_are_whole_seconds(name: str, time: Any) -> None:
    fault = refused(**{name: time})
    assert (fault.code, fault.place) == ("time-not-whole-seconds", "event 7")


def test_the_first_second_of_1970_is_a_time_and_the_one_before_it_is_not() -> None:
    assert Event(**{**SOUND, "at": 0, "noted_at": 0}).at == 0
    fault = refused(at=-1)
    assert (fault.code, fault.place, fault.slots) == ("time-before-1970", "event 7", {"time": -1})
    assert refused(at=-(10**30)).code == "time-before-1970"


def test_a_time_that_no_log_could_hold_is_refused() -> None:
    refused(at=10**19, noted_at=10**19)


def test_nothing_is_noted_before_it_happened() -> None:
    fault = refused(at=1_746_496_801)
    assert (fault.code, fault.place) == ("noted-before-it-happened", "event 7")
    assert fault.slots == {"at": 1_746_496_801, "noted": 1_746_496_800}
    assert Event(**{**SOUND, "at": 1_746_496_799}).noted_at == 1_746_496_800


def test_an_event_is_about_at_least_one_subject() -> None:
    assert refused(about=()).code == "event-about-nothing"
    assert Event(**{**SOUND, "about": ("case:1", "shift:9", "网点:六")}).about[2] == "网点:六"


@pytest.mark.parametrize("subject", ["", "case", "case:", ":1", ":", "：1"])
def test_a_subject_is_a_kind_a_colon_and_a_name(subject: str) -> None:
    fault = refused(about=("case:1", subject))
    assert (fault.code, fault.slots) == ("subject-form", {"subject": subject})


def test_a_subject_alone_instead_of_several_is_refused() -> None:
    assert refused(about="case:1").code == "subject-form"


def test_the_kind_of_a_subject_ends_at_its_first_colon() -> None:
    assert [kind_of(subject) for subject in ("account:88", "site:day:4", "网点:六")] == ["account", "site", "网点"]


@pytest.mark.parametrize("name", ["site", "by", "word"])
def test_names_have_256_characters_at_most(name: str) -> None:
    assert getattr(Event(**{**SOUND, name: "客" * LONGEST_NAME}), name) == "客" * LONGEST_NAME
    fault = refused(**{name: "客" * (LONGEST_NAME + 1)})
    assert (fault.code, fault.slots["length"], fault.slots["most"]) == ("name-too-long", 257, 256)


def test_a_subject_of_ten_thousand_characters_is_refused_and_not_repeated_in_full() -> None:
    assert len(Event(**{**SOUND, "about": ("case:" + "9" * 251,)}).about[0]) == 256
    fault = refused(about=("case:" + "9" * 10_000,))
    assert (fault.code, fault.slots["length"]) == ("name-too-long", 10_005)
    assert len(fault.say("en")) < 200
    assert len(refused(about=("9" * 10_000,)).say("zh-Hans")) < 200


def test_the_grades_of_evidence_rise_from_self_reported_to_device() -> None:
    assert sorted(GRADES, key=RANK.__getitem__) == [
        "self-reported", "system", "transcript", "inspector", "customer", "device",
    ]  # fmt: skip
    for grade in GRADES:
        assert Event(**{**SOUND, "grade": grade}).grade == grade
    fault = refused(grade="hearsay")
    assert (fault.code, fault.slots["grade"]) == ("grade-unknown", "hearsay")
    assert len(refused(grade="x" * 10_000).say("en")) < 200


# Corrections.


def test_a_correction_says_both_what_it_corrects_and_how() -> None:
    assert refused(corrects=3).code == "correction-incomplete"
    assert refused(correction=Correction(void=True)).code == "correction-incomplete"
    assert Event(**SOUND, corrects=3, correction=Correction(void=True)).corrects == 3


def test_a_correction_moves_nothing_beyond_the_second_in_which_it_is_noted() -> None:
    assert Event(**SOUND, corrects=3, correction=Correction(at=1_746_496_800)).corrects == 3
    fault = refused(corrects=3, correction=Correction(at=1_746_496_801))
    assert (fault.code, fault.slots["at"]) == ("noted-before-it-happened", 1_746_496_801)


@pytest.mark.parametrize(("time", "code"), [(-1, "time-before-1970"), (1.5, "time-not-whole-seconds")])
def test_a_correction_moves_nothing_to_what_is_no_time(time: Any, code: str) -> None:
    assert refused(corrects=3, correction=Correction(at=time)).code == code


@pytest.mark.parametrize(
    "changes",
    [{"id": 0}, {"at": -1}, {"about": ()}, {"about": ("x",)}, {"grade": "x"}, {"by": "x" * 300}, {"corrects": 1}],
)
def test_every_refusal_is_said_in_three_languages_with_its_place_first(changes: dict[str, Any]) -> None:
    fault = refused(**changes)
    said = [fault.say(language) for language in ("zh-Hans", "zh-Hant", "en")]
    assert all(text.startswith(f"event {changes.get('id', 7)}: ") for text in said)
    assert len(set(said)) == 3
