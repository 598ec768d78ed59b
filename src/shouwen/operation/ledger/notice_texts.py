"""What a notice says, made when it is read: in the reader's language, with the clause as it is worded now.

No personal data: a customer's name, or what anybody wrote, stands in none of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from shouwen.operation.ledger import models, words
from shouwen.operation.ledger.channel import REGISTER
from shouwen.operation.ledger.editions import working_at
from shouwen.operation.ledger.stories import told
from shouwen.operation.ledger.story_state import number_in
from shouwen.operation.people.units import tree, zone_of
from shouwen.wording import Language, Wording
from shouwen.worktime import Instant

TEXTS = {
    words.WARNED: Wording(
        "{case} 期限将到（{due}）：{clause}",
        "{case} 期限將到（{due}）：{clause}",
        "{case} is due soon, {due}: {clause}",
    ),
    words.BROKEN: Wording(
        "{case} 未按标准做到（期限 {due}）：{clause}",
        "{case} 未按標準做到（期限 {due}）：{clause}",
        "{case} broke the standard (due {due}): {clause}",
    ),
    words.WITHDRAWN: Wording(
        "{case} 更正：没有违反：{clause}",
        "{case} 更正：沒有違反：{clause}",
        "{case} did not break the standard after all: {clause}",
    ),
    words.OFFER: Wording("{case} 请您接手", "{case} 請您接手", "{case} is offered to you"),
    words.ACCEPT: Wording("{case} 的移交已被接受", "{case} 的移交已被接受", "The hand-over of {case} was accepted"),
    words.REFUSE: Wording("{case} 的移交被谢绝", "{case} 的移交被謝絕", "The hand-over of {case} was refused"),
    words.TAKE_BACK: Wording("{case} 的移交已撤回", "{case} 的移交已撤回", "The hand-over of {case} was taken back"),
    words.TAKE: Wording("{case} 已由经理接手", "{case} 已由經理接手", "{case} was taken over by the manager"),
}
BROKEN_AT_ONCE = Wording(
    "{case} 未按标准做到：{clause}", "{case} 未按標準做到：{clause}", "{case} broke the standard: {clause}"
)
WARNED_AT_ONCE = Wording("{case} 期限将到：{clause}", "{case} 期限將到：{clause}", "{case} is due soon: {clause}")
DESK = Wording("{case} 请 {unit} 接手", "{case} 請 {unit} 接手", "{case} is offered to {unit}")
BEGUN = Wording("{case} 由您负责", "{case} 由您負責", "{case} is yours to look after")

MORE = 50
"""Lines of one mail; how many more there are it says."""

SUBJECT = Wording("首问：{count} 条提醒", "首問：{count} 條提醒", "Shouwen: {count} notices")
SUBJECT_ONE = Wording("首问：1 条提醒", "首問：1 條提醒", "Shouwen: 1 notice")
FURTHER = Wording("另有 {count} 条。", "另有 {count} 條。", "And {count} more.")
SEE = Wording("请登录首问查看和处理。", "請登入首問查看和處理。", "Log in to Shouwen to see and answer them.")


def text_of(notice: models.Notice, language: Language) -> str:
    """What a notice says."""
    return texts_of([notice], language)[0]


def texts_of(notices: Sequence[models.Notice], language: Language) -> list[str]:
    """What these notices say, one line each. One query for all of them, where their events and cases are at hand."""
    numbers = {number for notice in notices if isinstance(number := notice.event.data.get("opened_by"), int)}
    rows = models.Event._base_manager.filter(pk__in=numbers) if numbers else models.Event._base_manager.none()
    opened = dict(rows.values_list("pk", "at"))
    return [_text(notice, language, opened.get(notice.event.data.get("opened_by"))) for notice in notices]


def mail_of(notices: Sequence[models.Notice], language: Language) -> tuple[str, str]:
    """Subject and text of one mail that tells of all of them."""
    lines = texts_of(notices[:MORE], language)
    if len(notices) > MORE:
        lines.append(FURTHER.say(language, count=len(notices) - MORE))
    subject = SUBJECT_ONE.say(language) if len(notices) == 1 else SUBJECT.say(language, count=len(notices))
    return subject, "\n".join([*lines, "", SEE.say(language), ""])


def case_name(case: models.Case, language: Language) -> str:
    """How a person calls the case: its kind and its number; a promise by the case in which it was made."""
    if REGISTER.kind(case.kind).arises and case.arose_from is not None:
        return case_name(case.arose_from, language)
    _kind, _colon, name = case.subject.partition(":")
    return f"{REGISTER.kind(case.kind).label.say(language)} {name}"


def _text(notice: models.Notice, language: Language, opened_at: Instant | None) -> str:
    event, case = notice.event, case_name(notice.case, language)
    due = event.data.get("due")
    wording = TEXTS.get(event.word, BEGUN)
    if event.word == words.OFFER and (unit := number_in(event.data.get("to"), "unit")) is not None:
        return DESK.say(language, case=case, unit=tree()[unit].name if unit in tree() else "…")
    if event.word in REGISTER.notices:
        return REGISTER.notices[event.word](told(event)).say(language)
    if event.word not in words.NOTICES:
        return wording.say(language, case=case)
    slots = {"case": case, "clause": _clause(notice, opened_at).say(language)}
    if isinstance(due, int):
        return wording.say(language, due=local(due, event.unit_id), **slots)
    return {words.BROKEN: BROKEN_AT_ONCE, words.WARNED: WARNED_AT_ONCE}.get(event.word, wording).say(language, **slots)


def local(at: Instant, unit: int) -> str:
    """The time at the unit: "2026-11-25 16:30"."""
    return datetime.fromtimestamp(at, ZoneInfo(zone_of(unit))).strftime("%Y-%m-%d %H:%M")


def _clause(notice: models.Notice, opened_at: Instant | None) -> Wording:
    """The words of the clause, of the edition that judges it; its name where no edition has it any more."""
    name = str(notice.event.data.get("clause", ""))
    at = notice.event.at if opened_at is None else opened_at
    clauses = working_at(notice.event.unit_id).clauses.get(notice.case.kind, ())
    found = [clause for clause in clauses if clause.id == name]
    in_force = [clause for clause in found if (clause.since or 0) <= at]
    return in_force[-1].says if in_force else found[0].says if found else Wording.of(name)
