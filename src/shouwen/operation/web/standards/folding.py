"""Texts made alike for a search: small and wide letters, and Simplified for Traditional characters.

Wordings are found in each script as they are written in each. What has but one script (a manual's title) is found in
the other as well because the standards that ship write everything twice: from these pairs it is read off which
character stands for which.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache

from shouwen.standard.clause import Standard
from shouwen.standard.tracing import shipped
from shouwen.wording import Wording


def fold(text: str) -> str:
    """The text as it is compared: without case, width and script."""
    return unicodedata.normalize("NFKC", text).casefold().translate(_simplified())


@cache
def _simplified() -> Mapping[int, str]:
    """For each Traditional character that ships the Simplified one that most often stands in its place."""
    seen: dict[str, Counter[str]] = {}
    for _name, reading in shipped():
        for wording in _pairs(reading.standard):
            if len(wording.zh_hans) == len(wording.zh_hant):
                for simplified, traditional in zip(wording.zh_hans, wording.zh_hant, strict=True):
                    seen.setdefault(traditional, Counter())[simplified] += 1
    most = {traditional: found.most_common(1)[0][0] for traditional, found in seen.items()}
    return {ord(traditional): one for traditional, one in most.items() if one != traditional}


def _pairs(standard: Standard) -> Iterator[Wording]:
    yield standard.title
    yield from (clause.says for clause in (*standard.clauses, *standard.unchosen))
    for named in (standard.chapters, standard.roles, standard.severities, standard.places, standard.occasions):
        yield from (one.label for one in named)
    for setting in standard.settings.values():
        yield from (one for one in (setting.label, setting.why) if one is not None)
    for word in standard.vocabulary.words.values():
        yield word.label
        yield from (field.label for field in word.fields.values())
