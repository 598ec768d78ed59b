"""What services and lines are called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from shouwen.operation.channels.hall.models import Service
from shouwen.operation.people import statements
from shouwen.wording import LANGUAGES, Wording

SIGN = Wording("、", "、", ", ")


def named(names: Mapping[str, str], code: str) -> Wording:
    """The names that were given, by language tag in whatever case; the code where there are none."""
    by_tag = {tag.lower(): name for tag, name in names.items() if name}
    found: dict[str, str] = {language: by_tag[language.lower()] for language in LANGUAGES if language.lower() in by_tag}
    return Wording.of(found or code)


def services_of(unit: int) -> dict[str, Service]:
    """The services of a hall by code, those no longer offered too, as they stand on the number machine."""
    return {
        service.code: service for service in statements.read(Service, "unit_id = %s", [unit], order="position, code")
    }


def service_name(services: Mapping[str, Service], code: str) -> Wording:
    """What a service is called."""
    found = services.get(code)
    return named(found.names, code) if found is not None else Wording.of(code)


def lines_of(services: Iterable[Service]) -> dict[str, Wording]:
    """What each line is called: by the services for which one waits in it."""
    names: dict[str, list[Wording]] = {}
    for service in services:
        if service.offered:
            names.setdefault(service.line, []).append(named(service.names, service.code))
    return {line: joined(several) for line, several in names.items()}


def joined(wordings: Iterable[Wording]) -> Wording:
    """Several, one after the other."""
    several = list(wordings)
    return Wording(
        SIGN.zh_hans.join(one.zh_hans for one in several),
        SIGN.zh_hant.join(one.zh_hant for one in several),
        SIGN.en.join(one.en for one in several),
    )
