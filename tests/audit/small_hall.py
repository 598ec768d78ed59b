"""A small log whose figures can be counted by hand, with names that would like to be code."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from shouwen.audit.report import Report, summarise
from shouwen.audit.run import run
from shouwen.events.event import Event
from shouwen.events.formats.parquet import write_log
from shouwen.standard.clause import Standard
from shouwen.standard.reading import read_standard

SCRIPT = "<script>alert(1)</script>"
FORMULA = "=1+1"

STANDARD = """
standard: small
title: {en: "A small hall & <b>its</b> standard", zh-Hans: 小厅标准, zh-Hant: 小廳標準}
edition: "2026"
calendar: hall
calendars: {hall: {zone: Asia/Shanghai, open: {mon-sun: ["09:00-18:00"]}, holidays: none}}
severities:
  minor: {en: minor, zh-Hans: 轻微, zh-Hant: 輕微}
  grave: {label: {en: grave, zh-Hans: 严重, zh-Hant: 嚴重}, weight: 3}
chapters: {waiting: {en: Waiting, zh-Hans: 等候, zh-Hant: 等候}}
roles: {clerk: {en: clerk, zh-Hans: 营业员, zh-Hant: 營業員}}
words:
  visit.arrived: {label: {en: arrival, zh-Hans: 到达, zh-Hant: 到達}}
  visit.called: {label: {en: call, zh-Hans: 叫号, zh-Hant: 叫號}}
  visit.rated:
    label: {en: rating, zh-Hans: 评价, zh-Hant: 評價}
    fields: {pressed: flag}
clauses:
- id: visit.called
  of: visit
  chapter: waiting
  severity: grave
  answerable: {role: clerk, person: settled}
  says:
    en: "A visitor is called within ten minutes, <i>always</i>."
    zh-Hans: 十分钟内叫到客户。
    zh-Hant: 十分鐘內叫到客戶。
  source: [{manual: Manual, section: "1.1"}]
  check: {within: {after: visit.arrived, then: visit.called, limit: 10 minutes}}
- id: visit.rated-freely
  of: visit
  says: {en: No rating is forced., zh-Hans: 不强求评价。, zh-Hant: 不強求評價。}
  severity: minor
  check: {never: {what: visit.rated, where: {pressed: true}}}
- id: visit.greeting
  of: visit
  says: {en: Visitors are greeted., zh-Hans: 招呼客户。, zh-Hant: 招呼客戶。}
  check: {says: {phrases: 您好, moment: {en: on arrival, zh-Hans: 客户进门时, zh-Hant: 客戶進門時}}}
"""

# 2026-09-30 23:30 in Shanghai: the first visits are of September there, the later ones of October.
BEGIN = 1790782200
MINUTE = 60

# site, who calls, how the call is known, minutes from arrival to call (None: nobody calls), minutes after BEGIN
VISITS = (
    ("north", "li", "device", 5, 0),
    ("north", "li", "device", 10, 1),
    ("north", "wang", "device", 11, 2),
    ("north", "li", "self-reported", 4, 3),
    ("north", "li", "self-reported", 12, 4),
    ("north", "", "", None, 40),
    (SCRIPT, FORMULA, "device", 1, 41),
    (SCRIPT, FORMULA, "device", 2, 42),
    ("north", "", "", None, 115),
)
CALLED = {
    "kept_measured": 4, "broken_measured": 2, "kept_self_reported": 1, "broken_self_reported": 1, "open": 1,
    "not_judged": 0,
}  # fmt: skip
SHARE = 4 / 6


def events() -> Iterator[Event]:
    told = []
    for number, (site, clerk, grade, minutes, after) in enumerate(VISITS):
        about, arrived = (f"visit:{number}",), BEGIN + after * MINUTE
        told.append(("visit.arrived", about, arrived, site, "door", "device", {}))
        if minutes is not None:
            told.append(("visit.called", about, arrived + minutes * MINUTE, site, clerk, grade, {}))
    last = BEGIN + 120 * MINUTE
    told.append(("visit.rated", ("visit:0",), last, "north", "li", "customer", {"pressed": False}))
    told.append(("visit.rated", ("visit:1",), last, "north", "li", "customer", {}))
    for number, (word, about, at, site, by, grade, data) in enumerate(sorted(told, key=lambda one: one[2]), start=1):
        yield Event(
            id=number, about=about, word=word, at=at, noted_at=at, site=site, by=by, grade=grade, data=data
        )  # fmt: skip


def standard() -> Standard:
    return read_standard(STANDARD, place="small.yaml")


@contextmanager
def small_report(folder: Path, *, verdicts: Path | None = None) -> Iterator[Report]:
    log = folder / "log.parquet"
    write_log(events(), log)
    with run(standard(), [log], verdicts=verdicts) as found:
        yield summarise(found)
