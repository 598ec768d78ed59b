"""The words of a report, and how it writes numbers and times."""

from __future__ import annotations

from datetime import UTC, datetime

from shouwen.audit.source import OTHERS
from shouwen.wording import Language, Wording
from shouwen.worktime import Instant, Zone

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
GRADES = {
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
    "due": Wording("到期 {at}", "到期 {at}", "due {at}"),
    "no-reading": Wording(
        "事件无法评判（{kind}）：本期只作提示",
        "事件無法評判（{kind}）：本期只作提示",
        "events alone cannot judge it ({kind})",
    ),
    "title": Wording(
        "{title}：{events} 条事件，截至 {at}（{zone}）",
        "{title}：{events} 條事件，截至 {at}（{zone}）",
        "{title}: {events} events, as known at {at} ({zone})",
    ),
    "evidence": Wording("证据：{grades}", "證據：{grades}", "evidence: {grades}"),
    "reported": Wording("自报守住 {kept}/{of}", "自報守住 {kept}/{of}", "self-reported {kept} of {of} kept"),
    "denominator": Wording(
        "守约率 = 有测量证据的守住 ÷（有测量证据的守住＋违反）；只有自报的不计入，守住的多半只有自报时不给出。",
        "守約率 = 有測量證據的守住 ÷（有測量證據的守住＋違反）；只有自報的不計入，守住的多半只有自報時不給出。",
        "Share kept: kept of kept and broken, counting only what was measured. What is self-reported alone is left "
        "out; where most of what was kept is, no share is given.",
    ),
    "score": Wording(
        "加权得分 {value}：{of} 条中 {clauses} 条（占权重 {weight}）有测量结果；"
        "已评判的 {judged} 次中 {measured} 次有测量证据。",
        "加權得分 {value}：{of} 條中 {clauses} 條（占權重 {weight}）有測量結果；"
        "已評判的 {judged} 次中 {measured} 次有測量證據。",
        "Score {value}, from {clauses} of {of} clauses ({weight} of the weight); {measured} of {judged} judged "
        "occasions were measured.",
    ),
    "earliest": Wording("最早的违反 {count} 例", "最早的違反 {count} 例", "The earliest {count} that were broken"),
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
    "nobody": Wording("（未注明）", "（未註明）", "(none named)"),
    "others": Wording("（其余）", "（其餘）", "(all others)"),
}


def percent(share: float | None, digits: int = 1) -> str:
    """A share as a person writes it; 100 % only where nothing is missing, 0 % only where there is nothing."""
    if share is None:
        return "–"
    nearly = 10**-digits
    value = 100 * share
    if 0 < value < 100:
        value = min(max(value, nearly), 100 - nearly)
    return f"{value:.{digits}f} %"


def named(name: str, language: Language) -> str:
    """A site or person, also where none is named or many are taken together."""
    word = {"": "nobody", OTHERS: "others"}.get(name)
    return name if word is None else WORDS[word].say(language)


def local(at: Instant | None, zone: Zone) -> str:
    """A time as the clock on the wall of the zone shows it."""
    return "–" if at is None else f"{datetime.fromtimestamp(zone.local(at), UTC):%Y-%m-%d %H:%M:%S}"


def iso(at: Instant | None) -> str | None:
    """A time in UTC as ISO 8601."""
    return None if at is None else datetime.fromtimestamp(at, UTC).isoformat().replace("+00:00", "Z")
