"""A call as it is spoken: in Mandarin and in English, numbers sign by sign. Pure; tools/voice.py renders by it as well.

The phrase is the standard's (hall.call-phrase), with the slots {number} and {counter}. A browser with a voice speaks
the sentence; another one plays recorded pieces, one after the other, where there is one for each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, Literal

from shouwen.wording import Wording

Tongue = Literal["zh", "en"]
TONGUES: Final[tuple[Tongue, ...]] = ("zh", "en")

DIGITS: Final[Mapping[Tongue, tuple[str, ...]]] = {
    "zh": ("零", "一", "二", "三", "四", "五", "六", "七", "八", "九"),
    "en": ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
}
LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

_SLOT = re.compile(r"\{(\w+)\}")
_EDGES = " \t\n,.:;!?，。：；！？、"


def signs(text: str, tongue: Tongue) -> list[str]:
    """A number or the name of a counter, sign by sign: "A012" → A, 零, 一, 二. What is no letter or digit is passed
    over."""
    return [DIGITS[tongue][int(sign)] if sign in "0123456789" else sign for sign in text.upper() if _is_sign(sign)]


def pieces(phrase: Wording, tongue: Tongue, **slots: str) -> list[str]:
    """What is said, piece by piece, as recordings have it: the phrase between its slots, and each sign in them."""
    found: list[str] = []
    for plain, slot in _parts(_in(phrase, tongue)):
        found += [plain.strip(_EDGES)] if plain.strip(_EDGES) else []
        found += signs(slots.get(slot, ""), tongue)
    return found


def sentence(phrase: Wording, tongue: Tongue, **slots: str) -> str:
    """What is said, as a sentence for a voice."""
    return "".join(
        plain + " ".join(signs(slots.get(slot, ""), tongue)) for plain, slot in _parts(_in(phrase, tongue))
    ).strip()


def all_pieces(phrases: Mapping[str, Wording], tongue: Tongue) -> list[str]:
    """Every piece that these phrases may need, whatever number is called to whatever counter."""
    found = [piece for phrase in phrases.values() for piece in pieces(phrase, tongue)]
    return list(dict.fromkeys([*found, *DIGITS[tongue], *LETTERS]))


def _in(phrase: Wording, tongue: Tongue) -> str:
    return phrase.zh_hans if tongue == "zh" else phrase.en


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """Plain text and the slot after it; the slot is "" at the end."""
    at = 0
    for slot in _SLOT.finditer(text):
        yield text[at : slot.start()], slot[1]
        at = slot.end()
    yield text[at:], ""


def _is_sign(sign: str) -> bool:
    return sign in LETTERS or sign in "0123456789"
