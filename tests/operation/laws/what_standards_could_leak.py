"""Every way in which somebody may ask for the standard: it holds nothing of anybody, and shall not come to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

_BOOKS = (("in-force", "first-asked"), ("packs", "own-hall"), ("packs", "nothing"))


def _of(*more: str) -> Callable[[Any], list[tuple[object, ...]]]:
    return lambda _known: [(*book, *more) for book in _BOOKS]


ADDRESSES: Mapping[str, Callable[[Any], list[tuple[object, ...]]]] = {
    **dict.fromkeys(
        ("standards", "standards_search", "standards_trace", "standards_coverage"), lambda _known: [()]
    ),
    **dict.fromkeys(("standard", "standard_settings", "standard_coverage"), _of()),
    "standard_chapter": _of("counter"),
    "standard_clause": lambda _known: [("in-force", "first-asked", "answer"), *_of("counter.procedure")(_known)],
}  # fmt: skip
"""Name of an address → with what it is asked for."""


def queries(known: Any) -> Mapping[str, list[dict[str, str]]]:
    """What is searched for: the customer, the number of her case."""
    words = [{"q": name.partition(":")[2]} for name in (known.case, known.customer)]
    return {"standards_search": words, "standard": words, "standards_trace": [{"id": known.case}]}
