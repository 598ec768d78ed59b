"""A small standard by which the east hall works, with one of each that a page of the standard shows; and what a page
says, read off its HTML."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from lxml import html
from tests.operation.people_of_the_tests import Cast

from shouwen.operation.ledger import publishing
from shouwen.operation.people.models import Post, Staff
from shouwen.operation.people.rights import SYSTEM

SMALL = """
standard: small
title: {en: A small standard, zh-Hans: 小标准, zh-Hant: 小標準}
edition: "7"
calendar: hall
calendars: {hall: {zone: Asia/Shanghai, open: {mon-fri: ["09:00-18:00"]}}}
severities:
  norm: {en: norm, zh-Hans: 常规, zh-Hant: 常規}
  must: {en: must, zh-Hans: 必须, zh-Hant: 必須}
roles:
  clerk: {en: counter clerk, zh-Hans: 台席人员, zh-Hant: 檯席人員}
  guide: {en: guide, zh-Hans: 导购, zh-Hant: 導購}
places: {door: {en: at the door, zh-Hans: 门口, zh-Hant: 門口}}
occasions: {meeting: {en: on meeting, zh-Hans: 见面时, zh-Hant: 見面時}}
chapters:
  answers: {en: Answers, zh-Hans: 答复, zh-Hant: 答覆}
  manner: {en: Manner, zh-Hans: 待人, zh-Hant: 待人}
  later:
    label: {en: Self-service, zh-Hans: 自助服务, zh-Hant: 自助服務}
    empty: true
    covers: [small.later]
    source: [{manual: 营业厅手册, section: 第九章}]
words:
  request.noted: {label: {en: concern noted, zh-Hans: 登记诉求, zh-Hant: 登記訴求}}
  request.answered: {label: {en: answered, zh-Hans: 答复客户, zh-Hant: 答覆客戶}}
  manner.seen:
    label: {en: manner seen, zh-Hans: 观察待人, zh-Hant: 觀察待人}
    fields: {fine: {kind: flag, label: {en: in order, zh-Hans: 合格, zh-Hant: 合格}}}
settings:
  answer.limit:
    value: 2 hours
    label: {en: the longest wait for an answer, zh-Hans: 答复最长时间, zh-Hant: 答覆最長時間}
    why: {en: Half a morning., zh-Hans: 半个上午。, zh-Hant: 半個上午。}
    ours: true
  answer.in-writing:
    value: false
    label: {en: answers in writing, zh-Hans: 书面答复, zh-Hant: 書面答覆}
    source: [{manual: 营业厅手册, section: "2"}]
    instead: [{value: true, source: [{manual: 客户手册, section: "5"}]}]
clauses:
- id: answer.soon
  chapter: answers
  of: request
  says: {en: A concern is answered within two hours., zh-Hans: 诉求两小时内答复。, zh-Hant: 訴求兩小時內答覆。}
  severity: must
  answerable: {role: clerk, person: opened}
  evidence: [customer, self-reported]
  covers: [answer.first, answer.second]
  part_of: [answer.third]
  source: [{manual: 营业厅手册, section: "1.2"}]
  check: {within: {after: request.noted, then: request.answered, limit: {setting: answer.limit}}}
  examples:
    kept: 05-06 09:00 request.noted; 10:59:30 request.answered
    broken: 05-06 09:00 request.noted
- id: answer.written
  chapter: answers
  of: request
  if: {answer.in-writing: true}
  says: {en: An answer is given in writing., zh-Hans: 答复用书面。, zh-Hant: 答覆用書面。}
  source: [{manual: 客户手册, section: "5"}]
  check: {within: {after: request.noted, then: request.answered, limit: 1 day}}
- id: manner.upright
  chapter: manner
  of: shift
  says: {en: Staff stand upright., zh-Hans: 站姿端正。, zh-Hant: 站姿端正。}
  severity: norm
  answerable: guide
  evidence: [inspector]
  source: [{manual: 客户手册, section: "3"}]
  check:
    inspect:
      on: manner.seen
      passed: fine
      item: {en: upright, zh-Hans: 站直, zh-Hant: 站直}
      pass: {en: back straight, zh-Hans: 腰背挺直, zh-Hant: 腰背挺直}
      fail: {en: leaning on the counter, zh-Hans: 倚靠柜台, zh-Hant: 倚靠櫃檯}
      roles: [guide]
      places: [door]
      occasions: [meeting]
- id: manner.greets
  chapter: manner
  of: visit
  says: {en: Whoever comes is greeted., zh-Hans: 来人先问好。, zh-Hant: 來人先問好。}
  answerable: guide
  check:
    says:
      phrases:
      - {en: Good morning, zh-Hans: 早上好, zh-Hant: 早上好}
      - {en: "Welcome to {brand}", zh-Hans: "欢迎光临{brand}", zh-Hant: "歡迎光臨{brand}"}
      moment: {en: on entering, zh-Hans: 客户进门, zh-Hant: 客戶進門}
- id: manner.no-idea
  of: visit
  says: {en: Nobody says that they do not know., zh-Hans: 不对客户说不清楚。, zh-Hant: 不對客戶說不清楚。}
  check:
    avoids:
      phrases: [{en: not clear, zh-Hans: 不清楚, zh-Hant: 不清楚}]
      except: [{en: cannot hear clearly, zh-Hans: 听不清楚, zh-Hant: 聽不清楚}]
      moment: {en: when answering, zh-Hans: 答话时, zh-Hant: 答話時}
"""

OTHER = """
standard: other
title: {en: The west hall's own, zh-Hans: 西厅标准, zh-Hant: 西廳標準}
calendar: hall
calendars: {hall: {zone: Asia/Shanghai, open: {mon-fri: ["09:00-18:00"]}}}
clauses:
- id: west.answer
  of: request
  says: {en: The west answers at once., zh-Hans: 西厅立即答复。, zh-Hant: 西廳立即答覆。}
  check: {within: {after: request.noted, then: request.answered, limit: 1 minute}}
words: {request.noted: {}, request.answered: {}}
"""

BOOK = "/standard/in-force/small/"


@dataclass(frozen=True)
class Readers:
    """The cast, with an author of all, at halls that work by different standards."""

    cast: Cast
    author: Staff


def open_books(cast: Cast) -> Readers:
    """Publishes both; the east hall works by the small one, the west hall by the other."""
    for unit, name, text in ((cast.east, "small", SMALL), (cast.west, "other", OTHER)):
        publishing.publish(publishing.layers_written(text, place=name), at=cast.organisation, by=SYSTEM)
        unit.standard = name
        unit.save()
    author = Staff.objects.create_user("1013", name="卓编")
    Post.objects.create(staff=author, unit=cast.organisation, role="author")
    return Readers(cast, author)


# What a page says ---------------------------------------------------------------------------------------------------


def read(response: HttpResponse) -> html.HtmlElement:
    """The page, or a fragment of one."""
    return html.fromstring(response.content.decode())


def text(element: html.HtmlElement) -> str:
    """What an element says, in one line, its parts apart."""
    return " ".join(" ".join(element.itertext()).split())


def texts(page: html.HtmlElement, selector: str) -> list[str]:
    """What all elements of that kind say."""
    return [text(one) for one in page.cssselect(selector)]


def facts(page: html.HtmlElement) -> dict[str, str]:
    """What stands in the lists of facts, by its label."""
    return {text(one): text(one.getnext()) for one in page.cssselect("main dl.pair dt")}


def found(page: html.HtmlElement) -> list[str]:
    """The ids of the clauses in a list."""
    return [text(one) for one in page.cssselect("#found .line .code-name, body > section .line .code-name")]
