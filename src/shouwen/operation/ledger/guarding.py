"""Whether a person may make something happen now: their role, the standard's guarding clauses; and what they see."""

from __future__ import annotations

from collections.abc import Sequence

from shouwen.events.event import Event
from shouwen.events.story import Story
from shouwen.fault import Fault
from shouwen.operation.ledger import models, words
from shouwen.operation.ledger.channel import DEVICE, OFFERED, OWNER, REGISTER, SELF, SPEAKER
from shouwen.operation.ledger.clock import now
from shouwen.operation.ledger.editions import Working
from shouwen.operation.people.duty import answers_for
from shouwen.operation.people.models import Staff
from shouwen.operation.people.rights import Acting
from shouwen.operation.people.roles import ADMINISTRATORS, MANAGERS, ROLES
from shouwen.operation.people.scope import Seen
from shouwen.wording import Language, Wording
from shouwen.worktime import Instant

_SPECIAL = {
    OWNER: Wording("负责人", "負責人", "the owner"),
    OFFERED: Wording("移交的接收人", "移交的接收人", "the one to whom it is handed"),
    SPEAKER: Wording("记录人", "記錄人", "who recorded it"),
    DEVICE: Wording("设备", "設備", "a device"),
    SELF: Wording("本人", "本人", "the person themselves"),
}


def check_right(
    case: models.Case, event: Event, by: Acting, working: Working, corrected: Event | None, *, owner: int | None
) -> None:
    """Whether this person may say this word of this case, for which `owner` answers. Raises Fault("not-yours")."""
    if by.system:
        return
    if event.word in words.SAID_BY_THE_BOOK:
        raise Fault("not-yours", place=case.subject, word=label(event.word, working), roles="-")
    may: Sequence[str] = working.may_at(event.noted_at).get(event.word, ())
    if corrected is not None:
        may = (SPEAKER, *MANAGERS)
    if not may or set(may) & by.roles_at(case.unit_id):
        return
    if SELF in may and by.staff is not None and event.data.get("staff") == by.reference:
        return
    if _by_the_case(case, may, by, owner, event.noted_at, corrected):
        return
    raise Fault("not-yours", place=case.subject, word=label(event.word, working), roles=names_of(may))


def check_room(kind: str, row: object, event: Event, by: Acting) -> None:
    """What only the room can tell of who may say it, or correct it so, by its row as it stands before. Raises Fault."""
    of = REGISTER.kind(kind)
    if event.corrects is not None:
        if of.mends is not None:
            of.mends(row, event, by)
    elif of.check is not None and not by.system:
        of.check(row, event, by)


def check_clauses(story: Story, event: Event, working: Working) -> None:
    """Whether the clauses let it happen now, each of the edition in force when what it would break opened.

    Raises Fault("refused-by-clause"), naming the clause.
    """
    kind = story.subject.partition(":")[0]
    for clause in working.clauses.get(kind, ()):
        refusal = clause.refuses(story, event)
        if refusal is None:
            continue
        at_of = {one.id: one.at for one in story.told(event).known(event.noted_at).events}
        opened = max(at_of[refusal.obligation.opened_by or 0], refusal.obligation.period or 0)
        if (clause.since is None or clause.since <= opened) and (clause.until is None or opened < clause.until):
            raise Fault("refused-by-clause", place=story.subject, clause=clause.id, says=clause.says)


def label(word: str, working: Working) -> Wording:
    """What a word is called."""
    known = working.vocabulary.words.get(word)
    return known.label if known is not None else Wording.of(word)


def names_of(roles: Sequence[str]) -> Wording:
    """The names of roles, in each language."""
    found = [ROLES.get(role) or _SPECIAL.get(role) or Wording.of(role) for role in roles]

    def joined(language: Language, sign: str) -> str:
        return sign.join(one.say(language) for one in found)

    return Wording(joined("zh-Hans", "、"), joined("zh-Hant", "、"), joined("en", ", "))


def may_say(case: models.Case, word: str, by: Acting, working: Working) -> bool:
    """Whether a page should offer this word to this person: their role, and the follow-table apart."""
    at = now()
    may = working.may_at(at).get(word, ())
    if not may or set(may) & by.roles_at(case.unit_id):
        return True
    return _by_the_case(case, may, by, owner_of(case), at, None)


def _by_the_case(
    case: models.Case, may: Sequence[str], by: Acting, owner: int | None, at: Instant, corrected: Event | None
) -> bool:
    if DEVICE in may and by.reference.startswith("device:"):
        return True
    if by.staff is None:
        return False
    if SPEAKER in may and corrected is not None and corrected.by == by.reference:
        return True
    if OFFERED in may and _is_offered(case, by):
        return True
    if OWNER not in may or owner is None:
        return False
    return owner == by.staff or answers_for(Staff(pk=owner), at).pk == by.staff


def _is_offered(case: models.Case, by: Acting) -> bool:
    if case.offered_desk_id is not None:
        return bool(by.roles_at(case.offered_desk_id) - set(ADMINISTRATORS))
    return case.offered_to_id == by.staff


def owner_of(case: models.Case) -> int | None:
    """Who answers for a case: its owner, or that of the case from which it arose."""
    if case.owner_id is not None or case.arose_from_id is None or REGISTER.kind(case.kind).concern:
        return case.owner_id
    return models.Case._base_manager.values_list("owner", flat=True).get(pk=case.arose_from_id)


def in_sight(case: models.Case, by: Acting) -> bool:
    """Whether this person may see the case."""
    return by.system or shows(by.seen, case)


def shows(seen: Seen, case: models.Case) -> bool:
    """Whether a case is among what is seen: as the scope of `Case` has it (read.py), of a row that is at hand."""
    if case.unit_id in seen.units:
        return True
    if seen.staff is None:
        return False
    if _is_theirs(seen, case):
        return True
    if case.owner_id is not None or case.arose_from_id is None:
        return False
    return _is_theirs(seen, models.Case._base_manager.get(pk=case.arose_from_id))


def _is_theirs(seen: Seen, case: models.Case) -> bool:
    whose = {case.owner_id, case.offered_to_id} - {None}
    if seen.staff in whose or case.offered_desk_id in seen.units:
        return True
    return bool(whose) and not whose.isdisjoint(seen.people)
