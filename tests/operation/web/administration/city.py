"""The organisation that administrators look after in these tests."""

from __future__ import annotations

from dataclasses import dataclass

from tests.operation.people_of_the_tests import Cast
from tests.operation.web.east_hall import meet_chen, note

from shouwen.operation.ledger import clock, models, publishing
from shouwen.operation.people.models import Customer, Post, Staff
from shouwen.operation.people.rights import SYSTEM, Acting, acting_of

WEDNESDAY = 1_767_751_200
"""Wednesday, 7 January 2026, 10:00 in Shanghai."""

STANDARD = """
standard: city
title: {en: Standard of the city, zh-Hans: 江城服务标准, zh-Hant: 江城服務標準}
edition: "2026"
calendar: hall
calendars:
  hall: {zone: Asia/Shanghai, open: {mon-fri: ["09:00-18:00"]}, holidays: china, days: {2026-01-09: ["10:00-12:00"]}}
chapters: {answers: {en: Answers, zh-Hans: 答复, zh-Hant: 答覆}}
words:
  request.noted: {label: {en: concern noted, zh-Hans: 登记诉求, zh-Hant: 登記訴求}}
  request.answered: {label: {en: answered, zh-Hans: 答复客户, zh-Hant: 答覆客戶}}
clauses:
- id: answer.in-time
  chapter: answers
  of: request
  says: {en: A concern is answered within two working days., zh-Hans: 两个工作日内答复。, zh-Hant: 兩個工作日內答覆。}
  source: [{manual: City manual, section: "1"}]
  check: {within: {after: request.noted, then: request.answered, limit: 2 working days}}
"""

NEXT = STANDARD.replace('"2026"', '"2027"').replace("limit: 2 working days", "limit: 1 working day").replace(
    "within two working days", "within one working day"
)  # fmt: skip


@dataclass(frozen=True)
class City:
    """The cast, an author and a planner, and the open case of Chen at the east hall, owned by Lin."""

    cast: Cast
    author: Staff
    planner: Staff
    customer: Customer
    case: models.Case


def acting(staff: Staff) -> Acting:
    """The person as they are now."""
    return acting_of(staff, clock.now())


def open_city(cast: Cast) -> City:
    """Publishes the standard, gives posts, and lets Chen come with a concern."""
    cast.organisation.standard = "city"
    cast.organisation.save()
    publishing.publish(publishing.layers_written(STANDARD, place="city"), at=cast.organisation, by=SYSTEM)
    author = _person("1013", "卓编", cast, "author")
    planner = _person("1014", "计划", cast, "planner")
    customer = meet_chen(cast.east)
    return City(cast, author, planner, customer, note(cast, customer))


def _person(number: str, name: str, cast: Cast, role: str) -> Staff:
    staff = Staff.objects.create_user(number, name=name)
    Post.objects.create(staff=staff, unit=cast.organisation, role=role)
    return staff
