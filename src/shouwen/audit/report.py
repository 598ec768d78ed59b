"""What an audit found, for people (a table) and for programs (JSON)."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Any, TextIO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from shouwen.audit.run import Audit
from shouwen.checks.obligation import Obligation
from shouwen.events.event import GRADES
from shouwen.standard.clause import Clause
from shouwen.wording import LANGUAGES, Language, Wording
from shouwen.worktime import Instant

STATES = {
    "kept": Wording("守住", "守住", "kept"),
    "broken": Wording("违反", "違反", "broken"),
    "open": Wording("未到期", "未到期", "open"),
    "not_judged": Wording("未评判", "未評判", "not judged"),
}
REASONS = {
    "paused": Wording("计时暂停中", "計時暫停中", "the clock is paused"),
    "calendar": Wording("缺少节假日数据", "缺少節假日資料", "no calendar data"),
    "closed": Wording("到期前已结案", "到期前已結案", "closed before it was due"),
    "ended": Wording("关系已终止", "關係已終止", "the relation ended"),
    "dropped": Wording("流程中途放弃", "流程中途放棄", "the procedure was given up"),
    "no-time": Wording("没有约定时间", "沒有約定時間", "no time to judge by"),
    "not-measured": Wording("没有测得", "沒有測得", "not measured"),
    "not-observed": Wording("没有人检查", "沒有人檢查", "nobody looked"),
    "too-few": Wording("数量太少", "數量太少", "too few to judge"),
    "missing": Wording("有缺项", "有缺項", "something is missing"),
    "out-of-order": Wording("次序不对", "次序不對", "out of order"),
}
GRADE_NAMES = {
    "self-reported": Wording("自报", "自報", "self-reported"),
    "system": Wording("其他系统", "其他系統", "another system"),
    "transcript": Wording("文字记录", "文字記錄", "transcript"),
    "inspector": Wording("检查员", "檢查員", "inspector"),
    "customer": Wording("客户", "客戶", "customer"),
    "device": Wording("设备", "設備", "device"),
}
WORDS = {
    "clause": Wording("条款", "條款", "clause"),
    "share": Wording("守约率", "守約率", "share kept"),
    "grade": Wording("证据：{grades}", "證據：{grades}", "evidence: {grades}"),
    "due": Wording("到期 {at}", "到期 {at}", "due {at}"),
    "no-reading": Wording(
        "事件无法评判（{kind}）：本期只作提示",
        "事件無法評判（{kind}）：本期只作提示",
        "events alone cannot judge it ({kind})",
    ),
    "title": Wording(
        "{title}：{events} 条事件，截至 {at}",
        "{title}：{events} 條事件，截至 {at}",
        "{title}: {events} events, as known at {at}",
    ),
    "broken": Wording("违反的前 {count} 例", "違反的前 {count} 例", "the first {count} that were broken"),
    "bad": Wording(
        "{count} 行无法读取，例如：", "{count} 行無法讀取，例如：", "{count} rows could not be read, such as:"
    ),
    "unheard": Wording(
        "标准未涉及的词：{words}",
        "標準未涉及的詞：{words}",
        "words of the log that the standard does not speak of: {words}",
    ),
    "years": Wording(
        "日历“{calendar}”缺少这些年份的节假日数据：{years}；相关到期时间因此未知。请补充节假日文件后重算。",
        "日曆「{calendar}」缺少這些年份的節假日資料：{years}；相關到期時間因此未知。請補充節假日檔案後重算。",
        "calendar “{calendar}” lacks the holidays of {years}; due times there are unknown until you add them.",
    ),
    "nothing": Wording("没有出现过", "沒有出現過", "did not occur"),
}


def print_report(audit: Audit, console: Console, language: Language, *, examples: int = 10) -> None:
    """The table: a line a clause; then the first broken occasions with their evidence, and what was left out."""
    title = WORDS["title"].say(
        language, title=audit.standard.title.say(language), events=audit.events, at=_iso(audit.at)
    )
    # One shape from a narrow terminal to a wide one: all words in one column, the numbers beside them.
    table = Table(title=title, title_justify="left", header_style="bold", box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    table.add_column(WORDS["clause"].say(language), ratio=1, overflow="fold", max_width=76)
    for state in (*STATES.values(), WORDS["share"]):
        table.add_column(state.say(language), justify="right", width=7)
    for clause, summary in _summaries(audit):
        *numbers, about = _cells(clause, summary, language)
        text = Text.assemble((clause.id, "bold"), "\n", clause.says.say(language), "\n", (about, "dim"))
        table.add_row(text, *numbers)
    console.print(table)
    _print_broken(audit, console, language, examples)
    for calendar, years in audit.missing_years.items():
        console.print(WORDS["years"].say(language, calendar=calendar, years=", ".join(map(str, years))), style="yellow")
    if audit.unheard:
        words = ", ".join(f"{word} ({count})" for word, count in islice(audit.unheard.items(), 12))
        console.print(WORDS["unheard"].say(language, words=words), style="dim", markup=False)
    if audit.bad_count:
        console.print(WORDS["bad"].say(language, count=audit.bad_count), style="red")
        for fault in audit.bad[:5]:
            console.print("  " + fault.say(language), markup=False)


def write_json(audit: Audit, file: TextIO) -> None:
    """Everything, as one JSON object: the clauses with their counts, then every verdict with its evidence as events."""
    head = {
        "standard": audit.standard.name,
        "as_of": _iso(audit.at),
        "events": audit.events,
        "bad_rows": {"count": audit.bad_count, "first": [_said(fault.say) for fault in audit.bad]},
        "words_not_in_the_standard": audit.unheard,
        "missing_years": audit.missing_years,
        "clauses": [
            {
                "id": clause.id,
                "of": clause.of,
                "says": _said(clause.says.say),
                "check": clause.check.name,
                "readings": sorted(clause.check.readings),
                "severity": clause.severity,
                "states": dict(summary["states"]),
                "reasons": dict(summary["reasons"]),
                "evidence_grades": {GRADES[grade]: count for grade, count in sorted(summary["grades"].items())},
            }
            for clause, summary in _summaries(audit)
        ],
    }
    text = json.dumps(head, ensure_ascii=False, indent=1)
    file.write(text[: text.rindex("\n}")] + ',\n "verdicts": [')
    comma = "\n"
    for verdict in _with_evidence(iter(audit.verdicts), audit):
        file.write(comma + "  " + json.dumps(verdict, ensure_ascii=False))
        comma = ",\n"
    file.write("\n ]\n}\n")


def _summaries(audit: Audit) -> list[tuple[Clause, dict[str, Counter[Any]]]]:
    summaries: defaultdict[str, dict[str, Counter[Any]]]
    summaries = defaultdict(lambda: {"states": Counter(), "reasons": Counter(), "grades": Counter()})
    for clause, state, reason, grade, count in audit.verdicts.counts():
        summaries[clause]["states"][state] += count
        summaries[clause]["grades"][grade] += count
        if reason is not None:
            summaries[clause]["reasons"][reason] += count
    return [(clause, summaries[clause.id]) for clause in audit.standard.clauses]


def _cells(clause: Clause, summary: dict[str, Counter[Any]], language: Language) -> list[str]:
    """The numbers of a clause, and a line on its evidence and on why some of it is not judged."""
    if "audit" not in clause.check.readings:
        return [*["-"] * 5, WORDS["no-reading"].say(language, kind=clause.check.name)]
    states = summary["states"]
    if not states:
        return [*["0"] * 4, "-", WORDS["nothing"].say(language)]
    judged = states["kept"] + states["broken"]
    share = f"{100 * states['kept'] / judged:.1f} %" if judged else "-"
    # How many rest on what: what the person judged has ticked is not measured, and is seen here as what it is.
    counted = sorted(summary["grades"].items())
    grades = ", ".join(f"{GRADE_NAMES[GRADES[grade]].say(language)} {count}" for grade, count in counted)
    about = WORDS["grade"].say(language, grades=grades)
    for name, count in summary["reasons"].most_common():
        about += f" · {REASONS[name].say(language)} {count}"
    return [*(str(states[state]) for state in STATES), share, about]


def _print_broken(audit: Audit, console: Console, language: Language, examples: int) -> None:
    broken: list[Obligation] = []
    seen: Counter[str] = Counter()
    for row in audit.verdicts if examples else ():
        if row.state == "broken" and seen[row.clause] < max(1, examples // len(audit.standard.clauses)):
            seen[row.clause] += 1
            broken.append(row)
            if len(broken) == examples:
                break
    if not broken:
        return
    console.print(WORDS["broken"].say(language, count=len(broken)), style="bold")
    for row, verdict in zip(broken, _with_evidence(iter(broken), audit), strict=True):
        facts = [row.subject]
        if row.due is not None:
            facts.append(WORDS["due"].say(language, at=verdict["due"]))
        if row.reason is not None:
            facts.append(REASONS[row.reason].say(language))
        console.print(Text.assemble((f" {row.clause}", "bold"), f"  {' · '.join(facts)}"))
        for event in verdict["evidence"]:
            console.print(Text(f"   {event['at']}  {event['word']}  #{event['id']}", "dim"))
    console.print()


def _with_evidence(rows: Iterator[Obligation], audit: Audit) -> Iterator[dict[str, Any]]:
    """Verdicts as mappings, their evidence as events; times in UTC as ISO 8601."""
    while chunk := list(islice(rows, 2_000)):
        events = audit.verdicts.events({number for row in chunk for number in row.evidence})
        for row in chunk:
            evidence = []
            for number in row.evidence:
                word, at, by, grade = events[number]
                evidence.append({"id": number, "word": word, "at": _iso(at), "by": by, "grade": GRADES[grade]})
            values = row._asdict()
            del values["warn"]
            yield values | {
                "period": _iso(row.period),
                "due": _iso(row.due),
                "grade": GRADES[row.grade],
                "evidence": evidence,
            }


def _said(say: Any) -> dict[str, str]:
    return {language: say(language) for language in LANGUAGES}


def _iso(at: Instant | None) -> str | None:
    return None if at is None else datetime.fromtimestamp(at, UTC).isoformat().replace("+00:00", "Z")
