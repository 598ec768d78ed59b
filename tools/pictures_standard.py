"""The pictures of the standard's pages (pictures.py): the book, a clause, what can be judged."""

from __future__ import annotations

from dataclasses import replace

from pictures_page import Picture

AUTHOR = "戚文"

_BOTH = (
    Picture("standard-book", AUTHOR, "/standard/packs/own-hall-whole/", height=820),
    Picture("standard-clause", AUTHOR, "/standard/packs/own-hall/clauses/counter.procedure/", height=900),
    Picture("standard-coverage", AUTHOR, "/standard/coverage/", height=860),
)
"""Taken in English, and as name.zh-Hans.png in Chinese."""

STANDARD = (
    *_BOTH,
    *(replace(one, name=f"{one.name}.zh-Hans", language="zh-Hans") for one in _BOTH),
    Picture("standard-search", AUTHOR, "/standard/search/?q=greet&state=judged", height=900),
    Picture(
        "standard-phone", AUTHOR, "/standard/packs/conduct/clauses/conduct.smile/", "zh-Hans", width=390, height=844
    ),
)
