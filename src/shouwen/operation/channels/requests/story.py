"""A request's story: its words and which may follow which; topics and results. Pure: no database, no clock.

A request is the plainest concern: an enquiry, a suggestion, praise, or whatever has no channel of its own. Whoever is
asked notes it and owns it, tells the customer how it goes, answers, closes. Promises and hand-overs are words of the
book.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass

from shouwen.checks.pattern import Pattern, Test
from shouwen.events.event import Event
from shouwen.events.story import START, Follow
from shouwen.events.vocabulary import Field, Kind, Word
from shouwen.fault import Fault
from shouwen.operation.people.roles import MANAGERS
from shouwen.standard.clause import Clause
from shouwen.wording import Wording

REQUEST = "request"
"""The kind of subject."""

NOTED = "request.noted"
TOLD = "request.progress-told"
ANSWERED = "request.answered"
CLOSED = "request.closed"
REOPENED = "request.reopened"
WITHDRAWN = "request.withdrawn"
PROMISED = "promise.made"

OWNER = "@owner"
"""Who owns the case, as the register of rooms calls them (ledger/channel.py)."""

TOPICS: Mapping[str, Wording] = {
    "enquiry": Wording("咨询", "諮詢", "enquiry"),
    "suggestion": Wording("建议", "建議", "suggestion"),
    "praise": Wording("表扬", "表揚", "praise"),
    "other": Wording("其他", "其他", "other"),
}
"""What a request may be, wherever no standard names more."""

RESULTS: Mapping[str, Wording] = {
    "settled": Wording("已办妥", "已辦妥", "settled"),
    "explained": Wording("已说明", "已說明", "explained"),
    "taken-up": Wording("已采纳或转达", "已採納或轉達", "taken up or passed on"),
    "impossible": Wording("无法办到", "無法辦到", "not possible"),
    "unreachable": Wording("联系不上客户", "聯繫不上客戶", "customer could not be reached"),
}
"""With what a request ends."""

STATES: Mapping[str, Wording] = {
    "open": Wording("处理中", "處理中", "open"),
    "answered": Wording("已答复", "已答覆", "answered"),
    "closed": Wording("已办结", "已辦結", "closed"),
    "withdrawn": Wording("客户撤回", "客戶撤回", "withdrawn"),
}

STATE_AFTER: Mapping[str, str] = {
    NOTED: "open",
    ANSWERED: "answered",
    CLOSED: "closed",
    REOPENED: "open",
    WITHDRAWN: "withdrawn",
}

LONGEST_TEXT = 4000  # characters of a free text


def _word(name: str, label: Wording, may: Iterable[str], **held: Wording) -> Word:
    kind: Kind = "text"
    return Word(name, label, {key: Field(key, kind, text) for key, text in held.items()}, tuple(may))


CONCERN = Wording("诉求", "訴求", "concern")
PROGRESS = Wording("进度", "進度", "progress")
ANSWER = Wording("答复", "答覆", "answer")
WHY_AGAIN = Wording("重新打开的原因", "重新開啟的原因", "why it is opened again")
WHY_NOT = Wording("客户怎么说", "客戶怎麼說", "what the customer said")
TOPIC = Wording("类别", "類別", "topic")
RESULT = Wording("结果", "結果", "result")
REASON = Wording("原因", "原因", "reason")
WHAT = Wording("答应的事", "答應的事", "what is promised")

WORDS = (
    _word(NOTED, Wording("记下诉求", "記下訴求", "request noted"), (), topic=TOPIC, text=CONCERN),
    _word(TOLD, Wording("告知进度", "告知進度", "progress told"), (OWNER, *MANAGERS), text=PROGRESS),
    _word(ANSWERED, Wording("答复客户", "答覆客戶", "request answered"), (OWNER, *MANAGERS), text=ANSWER),
    _word(CLOSED, Wording("办结诉求", "辦結訴求", "request closed"), (OWNER, *MANAGERS), result=RESULT),
    _word(REOPENED, Wording("重新打开诉求", "重新開啟訴求", "request opened again"), (), text=WHY_AGAIN),
    _word(WITHDRAWN, Wording("客户撤回诉求", "客戶撤回訴求", "request withdrawn"), (OWNER, *MANAGERS), text=WHY_NOT),
)
"""Anyone may note a request and open one again, wherever the customer asks; the rest is for its owner or a manager."""

_OPEN = frozenset({NOTED, TOLD, PROMISED, ANSWERED, REOPENED})

FOLLOW = Follow(
    {
        NOTED: frozenset({START}),
        TOLD: _OPEN,
        PROMISED: _OPEN,
        ANSWERED: _OPEN,
        CLOSED: _OPEN,
        WITHDRAWN: _OPEN,
        REOPENED: frozenset({CLOSED, WITHDRAWN}),
    }
)
"""That nothing is closed without an answer is no rule of this table: it is the standard's, which names its clause."""


def topics(clauses: Iterable[Clause]) -> dict[str, Wording]:
    """The topics that may be chosen: ours, and what else the clauses of the standard distinguish, by its own name."""
    found = dict(TOPICS)
    for clause in clauses:
        for test in _tests(clause.check) if NOTED in clause.check.words else ():
            values = test.value if isinstance(test.value, tuple) else (test.value,)
            if test.field == "topic" and test.operator != "filled":
                found |= {str(value): Wording.of(str(value)) for value in values if value not in found}
    return found


def topic_label(topic: str) -> Wording:
    """What a topic is called: one that a standard names by its own name."""
    return TOPICS.get(topic) or Wording.of(topic)


def _tests(part: object) -> Iterator[Test]:
    """Every condition within a check, however deep; not those on events that are no request's first."""
    if isinstance(part, Test):
        yield part
    elif isinstance(part, tuple):
        for one in part:
            yield from _tests(one)
    elif is_dataclass(part) and not (isinstance(part, Pattern) and part.words and NOTED not in part.words):
        for field in fields(part):
            yield from _tests(getattr(part, field.name))


def read_text(text: str, *, field: Wording) -> str:
    """A free text as it is kept: no hidden characters, no blanks around it.

    Raises Fault: "text-missing", "text-too-long" (over LONGEST_TEXT characters).
    """
    if len(text) > 2 * LONGEST_TEXT:
        raise Fault("text-too-long", field=field, length=len(text), most=LONGEST_TEXT)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").split("\n")
    plain = "\n".join("".join(letter for letter in line if not _hidden(letter)).rstrip() for line in lines).strip()
    if not plain:
        raise Fault("text-missing", field=field)
    if len(plain) > LONGEST_TEXT:
        raise Fault("text-too-long", field=field, length=len(plain), most=LONGEST_TEXT)
    return plain


def _hidden(letter: str) -> bool:
    return unicodedata.category(letter) in ("Cc", "Cs", "Cf", "Zl", "Zp") and letter not in "\u200c\u200d"


def number_of(subject: str) -> str:
    """The number that people call a request by: "K3F9…" of "request:K3F9…"."""
    return subject.removeprefix(f"{REQUEST}:")


def promise_in(event: Event) -> str:
    """The promise that an event is about; "" where it is about none."""
    return next((subject for subject in event.about if subject.startswith("promise:")), "")
