"""A text in several languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

Language = Literal["zh-Hans", "zh-Hant", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

_TRADITIONAL = ("hant", "tw", "hk", "mo")


@dataclass(frozen=True, slots=True)
class Wording:
    """One text in Simplified Chinese, Traditional Chinese and English."""

    zh_hans: str
    zh_hant: str
    en: str

    def say(self, language: Language, **slots: object) -> str:
        """The text in `language`, its `{slots}` filled. Raises KeyError for a slot that is not given."""
        text = {"zh-Hans": self.zh_hans, "zh-Hant": self.zh_hant, "en": self.en}[language]
        return text.format_map(slots) if slots else text

    @classmethod
    def of(cls, texts: Mapping[str, str] | str) -> Wording:
        """A wording from a mapping by language; a missing language falls back to the nearest one given.

        A plain string stands for all three (a name in another system's log has no translation).
        Raises ValueError when nothing is given.
        """
        if isinstance(texts, str):
            return cls(texts, texts, texts)
        given = [texts[language] for language in LANGUAGES if texts.get(language)]
        if not given:
            raise ValueError("a wording needs a text in at least one of " + ", ".join(LANGUAGES))
        hans = texts.get("zh-Hans") or texts.get("zh-Hant") or given[0]
        hant = texts.get("zh-Hant") or hans
        return cls(hans, hant, texts.get("en") or hans)


def language_of(tag: str | None) -> Language:
    """The nearest of our three languages to a tag such as `zh_TW.UTF-8`, `zh-CN` or `de`; English if none is near."""
    parts = (tag or "").lower().replace("_", "-").replace(".", "-").split("-")
    if parts[0] != "zh":
        return "en"
    return "zh-Hant" if any(part in _TRADITIONAL for part in parts[1:]) else "zh-Hans"
