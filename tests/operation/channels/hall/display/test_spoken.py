"""A call as it is spoken: numbers sign by sign, and a recording for every piece."""

from __future__ import annotations

import json
import wave

import pytest

from shouwen.operation.channels.hall.display import display, spoken
from shouwen.standard.layers import file_of, layers_of
from shouwen.standard.reading import read_layers
from shouwen.wording import Wording

CALL = Wording("请 {number} 号到 {counter} 号柜台", "-", "Number {number}, please come to counter {counter}")


def test_a_number_is_spoken_sign_by_sign() -> None:
    assert spoken.sentence(CALL, "zh", number="A102", counter="12") == "请 A 一 零 二 号到 一 二 号柜台"
    assert spoken.sentence(CALL, "en", number="a102", counter="V1") == (
        "Number A one zero two, please come to counter V one"
    )


def test_the_pieces_are_those_of_the_phrase_and_the_signs_between() -> None:
    assert spoken.pieces(CALL, "zh", number="C07", counter="3") == ["请", "C", "零", "七", "号到", "三", "号柜台"]
    assert spoken.pieces(CALL, "en", number="C-7", counter="3") == (
        ["Number", "C", "seven", "please come to counter", "three"]
    )


def test_a_phrase_without_slots_or_with_unknown_ones_is_spoken_as_it_is() -> None:
    odd = Wording("请稍候", "請稍候", "Wait, {nobody}")
    assert [spoken.sentence(odd, tongue, number="A1", counter="1") for tongue in spoken.TONGUES] == ["请稍候", "Wait,"]


def test_all_pieces_are_enough_for_any_number_and_counter() -> None:
    for tongue in spoken.TONGUES:
        every = spoken.all_pieces({"call": CALL}, tongue)
        assert set(spoken.pieces(CALL, tongue, number="QZ9876543210", counter="ABX")) <= set(every)
        assert len(every) == len(set(every))


@pytest.mark.skipif(not display.VOICE.is_file(), reason="no voice was recorded on this machine (tools/voice.py)")
def test_every_piece_of_the_shipped_phrases_was_recorded_and_is_heard() -> None:
    phrases = read_layers(layers_of(file_of("pack:own-hall"))).standard.settings.choices("hall.call-phrase")
    there = json.loads(display.VOICE.read_text(encoding="utf-8"))
    assert {tongue: list(there[tongue]) for tongue in spoken.TONGUES} == (
        {tongue: spoken.all_pieces(phrases, tongue) for tongue in spoken.TONGUES}
    )
    for file in [name for several in there.values() for name in several.values()]:
        with wave.open(str(display.VOICE.with_name(file))) as recording:
            seconds = recording.getnframes() / recording.getframerate()
        assert 0.1 < seconds < 2.5, file
