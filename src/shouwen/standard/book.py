"""A standard as a book: chapters, clauses, and what each check means; for people and, as plain data, for programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from shouwen.checks.inspect import Inspect
from shouwen.checks.limit import Limit, Span
from shouwen.events.vocabulary import nearest
from shouwen.fault import Fault
from shouwen.standard import plain
from shouwen.standard.clause import Chapter, Choice, Clause, Standard
from shouwen.standard.setting import Instead, Setting, Value
from shouwen.standard.source import Source
from shouwen.wording import LANGUAGES, Language, Wording

OTHERS = Wording("其他条款", "其他條款", "Other clauses")
SETTINGS = Wording("设定", "設定", "Settings")
COLON = Wording("：", "：", ": ")
OURS = Wording("手册没有写明，由本标准自定", "手冊沒有寫明，由本標準自定", "no manual's figure, the standard's own")
LABELS = {
    "check": Wording("检查", "檢查", "check"),
    "readings": Wording("读法", "讀法", "readings"),
    "of": Wording("对象", "對象", "judged on"),
    "severity": Wording("严重程度", "嚴重程度", "severity"),
    "weight": Wording("权重", "權重", "weight"),
    "answerable": Wording("负责", "負責", "answerable"),
    "guard": Wording("事先拦阻", "事先攔阻", "guards"),
    "source": Wording("出处", "出處", "source"),
    "in_force": Wording("施行", "施行", "in force"),
    "edition": Wording("版次", "版次", "edition"),
    "value": Wording("取值", "取值", "value"),
    "why": Wording("理由", "理由", "why"),
    "ours": Wording("自定", "自定", "ours"),
    "if": Wording("选用条件", "選用條件", "counts if"),
    "evidence": Wording("可凭证据", "可憑證據", "can be shown by"),
    "covers": Wording("目录编号", "目錄編號", "in the catalogue"),
    "part_of": Wording("另属目录编号", "另屬目錄編號", "a further part of"),
    "instead": Wording("另有手册写", "另有手冊寫", "other manuals say"),
    "pass": Wording("合格所见", "合格所見", "passes where"),
    "fail": Wording("不合格所见", "不合格所見", "fails where"),
    "roles": Wording("看谁", "看誰", "of whom"),
    "places": Wording("在哪里", "在哪裡", "where"),
    "occasions": Wording("什么场合", "什麼場合", "on what occasion"),
    "kept": Wording("守住的例子", "守住的例子", "an example that keeps it"),
    "broken": Wording("违反的例子", "違反的例子", "an example that breaks it"),
    "silent": Wording("不在此列的例子", "不在此列的例子", "an example that is none"),
}
EMPTY = Wording(
    "手册只有标题，没有内容；请补写。",
    "手冊只有標題，沒有內容；請補寫。",
    "A manual names it and says nothing; fill it in.",
)
GRADES: Mapping[str, Wording] = {
    "device": Wording("设备", "設備", "device"),
    "customer": Wording("客户", "客戶", "customer"),
    "inspector": Wording("检查人员", "檢查人員", "inspector"),
    "transcript": Wording("通话文字", "通話文字", "transcript"),
    "system": Wording("系统", "系統", "system"),
    "self-reported": Wording("自报", "自報", "self-reported"),
}
"""The grades of evidence in words."""
READINGS = ("say", "guard", "owe", "audit")


@dataclass(frozen=True, slots=True)
class Heading:
    """A chapter of the book, with its clauses in the standard's order. Label None: the book has no chapters.

    Empty: a manual names it and says nothing under it.
    """

    label: Wording | None
    clauses: tuple[Clause, ...]
    empty: bool = False


def headings(standard: Standard) -> list[Heading]:
    """The chapters that have clauses or are there to be filled in, in order; last, the clauses under none."""
    found = [
        Heading(
            chapter.label, tuple(clause for clause in standard.clauses if clause.chapter == chapter.name), chapter.empty
        )
        for chapter in standard.chapters
    ]
    rest = tuple(clause for clause in standard.clauses if not clause.chapter)
    found.append(Heading(OTHERS if len(rest) < len(standard.clauses) else None, rest))
    return [heading for heading in found if heading.clauses or heading.empty]


def clauses_called(standard: Standard, name: str) -> tuple[Clause, ...]:
    """The clause of that id, of each edition that has it. Raises Fault("clause-not-there")."""
    found = tuple(clause for clause in standard.clauses if clause.id == name)
    if not found:
        near = nearest(name, {clause.id: None for clause in standard.clauses})
        raise Fault("clause-not-there", clause=name, near=near)
    return found


def lines(clause: Clause, standard: Standard, language: Language) -> Iterator[tuple[str, str]]:
    """What the book says of a clause besides its id and wording: label and text."""
    check = clause.check
    texts: dict[str, str | None] = {
        "check": f"{check.name}: {check.say(language, standard.vocabulary)}",
        "readings": ", ".join(reading for reading in READINGS if reading in check.readings),
        "of": clause.of if clause.of != "case" else None,
        "guard": plain.flag(True).say(language) if clause.guards else None,
        "severity": _severity(clause, standard).say(language) if clause.severity else None,
        "weight": plain.number(clause.weight) if clause.weight != 1 else None,
        "if": "; ".join(_choice(choice, standard).say(language) for choice in clause.choices) or None,
        "evidence": plain.LIST.say(language).join(GRADES[grade].say(language) for grade in clause.evidence) or None,
        "source": "; ".join(plain.source(source) for source in clause.sources) or None,
        "covers": ", ".join(clause.covers) or None,
        "part_of": ", ".join(clause.part_of) or None,
        **_item(clause, standard, language),
        **{example.way: example.story for example in clause.examples},
    }
    who = plain.answerable(clause.answerable, standard)
    texts["answerable"] = who.say(language) if who else None
    if (clause.since, clause.until) != (standard.since, standard.until):
        texts["in_force"] = plain.in_force(clause.since, clause.until, standard.zone).say(language)
    for key, text in texts.items():
        if text is not None:
            yield LABELS[key].say(language), text


def setting_lines(setting: Setting, language: Language) -> Iterator[tuple[str, str]]:
    """What the book says of a setting besides its name and label: label and text."""
    texts = {
        "value": plain.setting(setting.value).say(language),
        "why": setting.why.say(language) if setting.why is not None else None,
        "source": "; ".join(plain.source(source) for source in setting.sources) or None,
        "ours": OURS.say(language) if setting.ours else None,
        "instead": "; ".join(_instead(one, language) for one in setting.instead) or None,
        "covers": ", ".join(setting.covers) or None,
    }
    for key, text in texts.items():
        if text is not None:
            yield LABELS[key].say(language), text


def chapter_lines(chapter: Chapter, language: Language) -> Iterator[tuple[str, str]]:
    """What the book says of a chapter besides its title: label and text."""
    if chapter.sources:
        yield LABELS["source"].say(language), "; ".join(map(plain.source, chapter.sources))
    if chapter.covers:
        yield LABELS["covers"].say(language), ", ".join(chapter.covers)


def _choice(choice: Choice, standard: Standard) -> Wording:
    """On which values of a setting a clause hangs, in words."""
    label = standard.settings[choice.setting].label
    values = [plain.flag(value) if isinstance(value, bool) else Wording.of(str(value)) for value in choice.values]

    def say(language: Language) -> str:
        listed = plain.LIST.say(language).join(value.say(language) for value in values)
        return f"{label.say(language)}{COLON.say(language)}{listed}"

    return Wording(*map(say, LANGUAGES))


def _instead(one: Instead, language: Language) -> str:
    return f"{plain.setting(one.value).say(language)} ({'; '.join(map(plain.source, one.sources))})"


def _item(clause: Clause, standard: Standard, language: Language) -> dict[str, str | None]:
    """What is seen, of whom, where and when, of an item of a checklist."""
    if not isinstance(clause.check, Inspect):
        return {}
    item = clause.check.listed
    known: dict[str, Mapping[str, Wording]] = {
        key: {one.name: one.label for one in named}
        for key, named in (("roles", standard.roles), ("places", standard.places), ("occasions", standard.occasions))
    }
    return {
        "pass": item.passes.say(language) if item.passes is not None else None,
        "fail": item.fails.say(language) if item.fails is not None else None,
    } | {
        key: plain.LIST.say(language).join(labels[name].say(language) for name in getattr(item, key)) or None
        for key, labels in known.items()
    }


def as_data(standard: Standard, clauses: tuple[Clause, ...]) -> dict[str, Any]:
    """The standard and these of its clauses as plain data, texts by language."""
    return {
        "standard": standard.name,
        "title": _texts(standard.title),
        "edition": standard.edition or None,
        "in_force": _dates(standard, standard),
        "chapters": [
            {"name": one.name, "label": _texts(one.label), "empty": one.empty, "covers": list(one.covers)}
            for one in standard.chapters
        ],
        "roles": [{"name": one.name, "label": _texts(one.label)} for one in standard.roles],
        "severities": [
            {"name": one.name, "label": _texts(one.label), "weight": one.weight} for one in standard.severities
        ],
        "settings": [_setting(setting) for setting in standard.settings.values()],
        "clauses": [_clause(clause, standard) for clause in clauses],
    }


def _setting(setting: Setting) -> dict[str, Any]:
    return {
        "name": setting.name,
        "label": _texts(setting.label),
        "kind": setting.kind,
        "value": _value(setting.value),
        "says": _texts(plain.setting(setting.value)),
        "why": _texts(setting.why) if setting.why is not None else None,
        "source": _sources(setting.sources),
        "ours": setting.ours,
        "instead": [{"value": _value(one.value), "source": _sources(one.sources)} for one in setting.instead],
        "covers": list(setting.covers),
    }


def _value(value: Value) -> Any:
    """As JSON has it: a length by the clock in whole seconds, working time and months in words, choices by name."""
    match value:
        case Limit(measure="natural"):
            return value.amount
        case Limit() | Span():
            return value.say("en")
        case Wording():
            return _texts(value)
        case tuple():
            return [_value(one) for one in value]
        case bool() | int() | float() | str():
            return value
    return {name: _texts(label) for name, label in value.items()}


def _clause(clause: Clause, standard: Standard) -> dict[str, Any]:
    check = clause.check
    says = {language: check.say(language, standard.vocabulary) for language in LANGUAGES}
    return {
        "id": clause.id,
        "of": clause.of,
        "chapter": clause.chapter or None,
        "says": _texts(clause.says),
        "check": {"kind": check.name, "says": says, "words": sorted(check.words)},
        "readings": [reading for reading in READINGS if reading in check.readings],
        "severity": clause.severity or None,
        "weight": clause.weight,
        "guard": clause.guards,
        "answerable": {"role": clause.answerable.role or None, "person": clause.answerable.person},
        "if": {choice.setting: list(choice.values) for choice in clause.choices},
        "evidence": list(clause.evidence),
        "covers": list(clause.covers),
        "part_of": list(clause.part_of),
        "source": _sources(clause.sources),
        "examples": {example.way: example.story for example in clause.examples},
        "in_force": _dates(clause, standard),
    }


def _severity(clause: Clause, standard: Standard) -> Wording:
    return next(severity.label for severity in standard.severities if severity.name == clause.severity)


def _dates(held: Clause | Standard, standard: Standard) -> dict[str, str | None]:
    zone = standard.zone
    return {"from": plain.local_date(held.since, zone), "until": plain.local_date(held.until, zone)}


def _sources(sources: tuple[Source, ...]) -> list[dict[str, str]]:
    return [{"manual": source.manual, "section": source.section} for source in sources]


def _texts(wording: Wording) -> dict[str, str]:
    return {language: wording.say(language) for language in LANGUAGES}
