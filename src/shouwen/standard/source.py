"""Where what a standard says comes from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """A manual by its title, and the section."""

    manual: str
    section: str = ""
