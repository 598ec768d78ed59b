"""On whose behalf something is done, and what that lets them do and see.

Rights come from posts alone: a post counts at its unit and everywhere below it. The three administrators look after
accounts, rights and records; their posts show them no customer's rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.conf import settings

from shouwen.operation.people import scope, statements, units
from shouwen.operation.people.models import Staff, Token
from shouwen.operation.people.roles import ADMINISTRATORS
from shouwen.wording import Language, language_of

DEVICE = "device"
"""The role of a device, at its unit."""


@dataclass(frozen=True, slots=True)
class Acting:
    """Who asks for something: a person, a device, or the system.

    reference  how events name them; "" for the system. Never a name
    posts      (unit, role), in force when it was made
    units      the units whose rows they may see
    grade      the evidence grade of what they tell
    scopes     of the token they came with; None: no token, nothing is held back
    system     nobody's eyes: the watch, imports, commands
    at         when it was made
    """

    reference: str
    staff: int | None = None
    posts: tuple[tuple[int, str], ...] = ()
    units: frozenset[int] = frozenset()
    language: Language = "en"
    grade: str = "self-reported"
    scopes: frozenset[str] | None = None
    system: bool = False
    at: int | None = field(default=None, compare=False)

    def roles_at(self, unit: int) -> frozenset[str]:
        """The roles they have at the unit: of posts there and at any unit above it."""
        path = units.path_up(unit)
        return frozenset(role for at, role in self.posts if at in path)

    def lets(self, scope_name: str) -> bool:
        """Whether what they came with is good for this (a name of tokens.SCOPES)."""
        return self.scopes is None or scope_name in self.scopes

    @property
    def roles(self) -> frozenset[str]:
        """Every role they have anywhere."""
        return frozenset(role for _, role in self.posts)

    @property
    def seen(self) -> scope.Seen:
        """What they may see, for `scope.of`."""
        return scope.EVERYTHING if self.system else scope.Seen(self.units, self.staff, self.at)


SYSTEM = Acting("", system=True)
"""The system itself: it may see everything, and shows nobody anything."""


def acting_of(staff: Staff, at: int, *, language: str = "") -> Acting:
    """The person as their posts in force at `at` (seconds since 1970) have them; without any if they have left.

    `language`: of the page, where the person has chosen none.
    """
    posts = posts_in_force(staff, at) if staff.is_active else ()
    return Acting(
        reference=staff.reference,
        staff=staff.pk,
        posts=posts,
        units=_seen_by(posts),
        language=language_of(staff.language or language or settings.LANGUAGE_CODE),
        at=at,
    )


def acting_of_token(token: Token, at: int) -> Acting:
    """Whoever a token that was checked (tokens.check) speaks for: its person's posts, or a device at one unit."""
    scopes = frozenset(token.scopes)
    if token.staff is not None:
        person = acting_of(token.staff, at)
        return replace(person, scopes=scopes)
    if token.unit_id is None:
        raise ValueError("a token is of a person or of a unit's device")
    return Acting(
        reference=f"device:{token.device}",
        posts=((token.unit_id, DEVICE),),
        units=frozenset({token.unit_id}),
        language=language_of(settings.LANGUAGE_CODE),
        grade=token.grade,
        scopes=scopes,
    )


def posts_in_force(staff: Staff, at: int) -> tuple[tuple[int, str], ...]:
    """The person's posts at `at`, as (unit, role), in a fixed order."""
    return tuple(statements.ask(_POSTS, [staff.pk, at, at]))


_POSTS = """SELECT unit_id, role FROM people_post
WHERE staff_id = %s AND since <= %s AND (until IS NULL OR until > %s) ORDER BY id"""


def _seen_by(posts: Iterable[tuple[int, str]]) -> frozenset[int]:
    return frozenset().union(*(units.subtree(unit) for unit, role in posts if role not in ADMINISTRATORS))
