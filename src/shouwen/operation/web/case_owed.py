"""What a case owes and owed, as its page shows it: kept, broken and open, each with its clause and its evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shouwen.checks.within import Within
from shouwen.operation.ledger import clock, models, read
from shouwen.operation.people.units import standard_of, standards_of
from shouwen.standard.clause import Clause
from shouwen.wording import Wording

_REASONS = {
    "paused": Wording("计时已暂停", "計時已暫停", "the clock stands"),
    "calendar": Wording("缺少这一年的日历", "缺少這一年的日曆", "no calendar for that year"),
    "closed": Wording("到期前已办结", "到期前已辦結", "closed before it was due"),
    "ended": Wording("期间内关系已结束", "期間內關係已結束", "the relation ended meanwhile"),
    "dropped": Wording("因可接受的原因中止", "因可接受的原因中止", "given up for an accepted reason"),
    "no-time": Wording("没有记录所依据的时间", "沒有記錄所依據的時間", "the time to judge by was not noted"),
    "not-measured": Wording("没有测量", "沒有測量", "not measured"),
    "not-observed": Wording("无人观察", "無人觀察", "nobody looked"),
    "too-few": Wording("次数太少，不作评判", "次數太少，不作評判", "too few to be judged"),
    "missing": Wording("该做的没有做", "該做的沒有做", "what was required was not done"),
    "out-of-order": Wording("做了，但次序不对", "做了，但次序不對", "done, but not in the order asked for"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """An obligation on a case's page. `state`: open, warned, kept, broken, not_judged; `margin`: seconds."""

    state: str
    says: Wording
    clause: str
    source: str
    edition: str
    due: int | None
    warn: int | None
    margin: int | None
    reason: Wording | None
    grade: int
    judged: bool
    promise: bool
    paused: bool

    @property
    def counts(self) -> bool:
        """Whether its time runs, or stands for a while."""
        return self.state in ("open", "warned") and (self.due is not None or self.paused)

    @property
    def settled(self) -> bool:
        """Whether nobody need look at it any more."""
        return self.state in ("kept", "not_judged")


def shown(owed: Sequence[read.Owes]) -> list[Shown]:
    """All of them, the open ones first, then the broken. One query: which editions there are."""
    units = {one.row.unit_id for one in owed}
    names = {name for unit in units for _since, name in standards_of(unit)}
    rows = models.Edition.objects.filter(standard__in=names, withdrawn_at__isnull=True) if owed else ()
    editions = sorted((row.since, row.standard, row.edition) for row in rows)
    return sorted((_shown(one, _edition(one.row, editions)) for one in owed), key=lambda one: one.settled)


def _edition(row: models.Obligation, editions: Sequence[tuple[int, str, str]]) -> str:
    """Which edition it is judged by: that in force when it opened, of the standard of then."""
    name = standard_of(row.unit_id, row.opened_at)
    found = [edition for since, standard, edition in editions if standard == name and since <= row.opened_at]
    return found[-1] if found else ""


def _shown(one: read.Owes, edition: str) -> Shown:
    row, clause = one.row, one.clause
    warned = row.state == "open" and row.warn is not None and row.warn <= clock.now()
    sources = clause.sources if clause is not None else ()
    return Shown(
        state="warned" if warned else row.state,
        says=clause.says if clause is not None else Wording.of(row.clause),
        clause=row.clause,
        source="；".join(f"{source.manual} {source.section}".strip() for source in sources),
        edition=edition,
        due=row.due,
        warn=row.warn,
        margin=int(row.margin) if row.margin is not None and clause is not None and in_seconds(clause) else None,
        reason=_REASONS.get(row.reason),
        grade=row.grade,
        judged=row.state in ("kept", "broken"),
        promise=one.case.kind == "promise",
        paused=row.reason == "paused",
    )


def in_seconds(clause: Clause) -> bool:
    """Whether the clause measures what is left in seconds: of natural or of working time."""
    check = clause.check
    if not isinstance(check, Within):
        return False
    return not check.limits or check.limits[0].limit.measure != "days"
