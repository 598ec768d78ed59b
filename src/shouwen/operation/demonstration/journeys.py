"""What becomes of a customer's concern: a journey is a list of words, each with its time and who says it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random

from shouwen.events.event import Value
from shouwen.operation.demonstration.organisation import ZONE, Organisation
from shouwen.operation.ledger import words
from shouwen.operation.people.models import Staff, Unit
from shouwen.worktime import Instant

MINUTE, HOUR = 60, 3600

A_DAY: Mapping[str, int] = {
    "lakeside": 26, "northgate": 17, "oldtown": 9, "hotline": 38, "repair": 8, "accounts": 6, "head-office": 2,
}  # fmt: skip
"""Concerns a day, on average, by the code of the unit that is asked first."""

OPEN: tuple[int, int] = (8, 20)
"""Hours between which customers come or call."""

CONCERNS: Mapping[str, tuple[float, Sequence[str]]] = {
    "enquiry": (
        0.62,
        (
            "想知道现在的套餐能不能改成流量更多的，月费多少。",
            "上个月话费比平时多了三十多元，想查明细。",
            "宽带晚上八点以后很慢，问是不是要换设备。",
            "手机丢了，问补卡要带什么证件。",
            "老人用的号码总收到推销电话，问能不能拦截。",
            "下个月搬家，想问新地址能不能装宽带。",
            "发票抬头写错了，问怎么换开。",
            "国际漫游开通以后不能上网，问怎么设置。",
        ),
    ),
    "suggestion": (
        0.14,
        (
            "建议在取号机旁边放一副老花镜。",
            "建议周末上午多开一个台席。",
            "希望短信通知里写清楚优惠什么时候到期。",
            "建议休息区的椅子加扶手，老人起身方便。",
        ),
    ),
    "praise": (
        0.08,
        (
            "表扬台席人员耐心，把资费一项一项讲清楚了。",
            "师傅上门准时，修完还把地擦干净了，特地来谢谢。",
        ),
    ),
    "other": (
        0.16,
        (
            "上次答应回电话没有回，来问进展。",
            "朋友介绍的活动在这里说没有，想问清楚。",
            "在自助机上交了费没有出凭条，要求核实。",
        ),
    ),
}
"""Topic → its share and what people say."""

ANSWERS = (
    "已为客户查清并当面说明，客户表示明白。",
    "已按客户的要求办理，并告知生效时间。",
    "已电话回复客户，说明原因和处理办法。",
    "已请技术人员处理，测试正常后告知客户。",
)
PROGRESS = ("已联系相关部门，正在核实。", "已排上今天的处理，完成后马上回电话。")
PROMISES = ("查清后给客户回电话。", "把办理结果告诉客户。", "核实账单后回复客户。")
WITHDRAWN = ("客户来电说已经自己解决了，不用再办。", "客户说不需要了，谢谢。")
REASONS = ("需要由对方查询后台记录", "客户所在片区由对方负责", "我这里没有办理权限")
REFUSALS = ("这一业务不由我处", "手上还有未办完的急件，请另找人")


@dataclass(frozen=True, slots=True)
class Step:
    """A word of a journey: when, by whom, with which texts (field → text, to be sealed) and other data."""

    at: Instant
    word: str
    by: Staff
    texts: Mapping[str, str] = field(default_factory=dict)
    data: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Journey:
    """A concern from the first asking to where it ended: its name, unit, customer's number, and steps in order."""

    name: str
    unit: Unit
    customer: int
    steps: Sequence[Step]


def day_of(organisation: Organisation, day: date, random: Random, *, customers: int) -> Iterator[Journey]:
    """The concerns that arise on a day, by the time of their first asking."""
    begun: list[tuple[Instant, str]] = []
    for code, usual in A_DAY.items():
        weekend = 0.6 if day.weekday() >= 5 else 1.0
        if not organisation.team[code]:
            continue
        for _ in range(max(0, round(random.gauss(usual * weekend, usual**0.5)))):
            hour = min(max(random.gauss(13, 3.2), OPEN[0] + 0.2), OPEN[1] - 0.3)
            begun.append((_at(day, hour), code))
    for at, code in sorted(begun):
        yield _Telling(organisation, code, at, random).journey(random.randrange(customers))


class _Telling:
    """Makes one journey."""

    def __init__(self, organisation: Organisation, code: str, at: Instant, random: Random) -> None:
        self.organisation, self.code, self.at, self.random = organisation, code, at, random
        self.owner = random.choice(organisation.team[code])
        self.steps: list[Step] = []

    def journey(self, customer: int) -> Journey:
        """The whole of it."""
        topic = self._one_of({topic: share for topic, (share, _) in CONCERNS.items()})
        concern = self.random.choice(CONCERNS[topic][1])
        name = "".join(self.random.choice("0123456789ABCDEFGHJKMNPQRSTVWXYZ") for _ in range(10))
        self._say("request.noted", texts={"text": concern}, data={"topic": topic})
        promised = None
        if topic == "praise":
            self._wait(2, 30)
            self._say("request.answered", texts={"text": "已转达表扬，并谢谢客户。"})
        else:
            if self.random.random() < 0.27:
                self._hand_over()
            if self.random.random() < 0.33:
                promised = self._promise()
            if self.random.random() < 0.04:
                self._wait(10, 240)
                self._say("request.withdrawn", texts={"text": self.random.choice(WITHDRAWN)})
                return Journey(name, self.organisation.units[self.code], customer, self.steps)
            self._answer(promised)
        if self.random.random() < 0.93:
            self._wait(1, 200)
            self._say("request.closed", data={"result": "settled"})
            if self.random.random() < 0.05:
                self._wait(60, 2_000)
                self._say("request.reopened", texts={"text": "客户再次来问，问题没有完全解决。"})
                self._answer(None)
                self._wait(1, 60)
                self._say("request.closed", data={"result": "settled"})
        return Journey(name, self.organisation.units[self.code], customer, self.steps)

    def _answer(self, promised: Instant | None) -> None:
        if promised is not None and self.random.random() < 0.5:
            self._wait(10, 60)
            self._say("request.progress-told", texts={"text": self.random.choice(PROGRESS)})
        if promised is None:
            slow = self.random.random() < 0.12
            self._wait(*((150, 900) if slow else (1, 45)))
        else:
            late = self.random.random() < 0.13
            self.at = max(self.at + MINUTE, promised + (self.random.randint(5, 90) if late else -20) * MINUTE)
        self._say("request.answered", texts={"text": self.random.choice(ANSWERS)})
        if promised is not None:
            self.at += MINUTE
            self._say(words.KEEP)

    def _promise(self) -> Instant:
        self._wait(1, 8)
        until = self.at + self.random.choice((1, 2, 4, 24)) * HOUR
        until -= until % (15 * MINUTE)
        self._say(words.PROMISE, texts={"text": self.random.choice(PROMISES)}, data={"until": until})
        return until

    def _hand_over(self) -> None:
        to_desk = self.random.random() < 0.3
        desk = self.random.choice([code for code in ("hotline", "repair", "accounts") if code != self.code])
        others = [one for one in self.organisation.team[self.code] if one != self.owner]
        if not to_desk and not others:
            return
        receiver = self.random.choice(self.organisation.team[desk] if to_desk else others)
        to = f"unit:{self.organisation.units[desk].pk}" if to_desk else receiver.reference
        self._wait(2, 20)
        self._say(words.OFFER, texts={"reason": self.random.choice(REASONS)}, data={"to": to})
        self._wait(*((45, 200) if self.random.random() < 0.1 else (1, 25)))
        if self.random.random() < 0.88:
            self.owner = receiver
            self._say(words.ACCEPT)
        else:
            self._say(words.REFUSE, by=receiver, texts={"reason": self.random.choice(REFUSALS)})

    def _say(
        self,
        word: str,
        *,
        by: Staff | None = None,
        texts: Mapping[str, str] | None = None,
        data: Mapping[str, Value] | None = None,
    ) -> None:
        self.steps.append(Step(self.at, word, by or self.owner, texts or {}, data or {}))

    def _wait(self, least: float, most: float) -> None:
        """Some minutes pass; what would fall into the night goes on in the morning."""
        self.at += round(self.random.uniform(least, most) * MINUTE) + self.random.randint(0, 59)
        local = datetime.fromtimestamp(self.at, ZONE)
        if local.hour >= OPEN[1]:
            self.at += (24 - local.hour + OPEN[0]) * HOUR
        elif local.hour < OPEN[0]:
            self.at += (OPEN[0] - local.hour) * HOUR

    def _one_of(self, weights: Mapping[str, float]) -> str:
        return self.random.choices(list(weights), list(weights.values()))[0]


def _at(day: date, hour: float) -> Instant:
    return int(datetime(day.year, day.month, day.day, tzinfo=ZONE).timestamp() + hour * HOUR)
