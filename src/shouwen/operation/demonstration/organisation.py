"""The organisation of the demonstration: halls, a partner, a repair centre, a call desk; somebody for each role."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from django.db import transaction

from shouwen.operation.channels.hall.setup.setting_up import Offer, set_up
from shouwen.operation.ledger import publishing
from shouwen.operation.people.login import fresh_password
from shouwen.operation.people.models import Post, Shift, Staff, Unit
from shouwen.operation.people.rights import SYSTEM
from shouwen.wording import Wording
from shouwen.worktime import Instant

HALLS: Mapping[str, str] = {
    "lakeside": "telecom-own-hall",
    "northgate": "telecom-own-hall",
    "oldtown": "telecom-partner-hall",
}
"""The halls, and the pack on which the standard of each is built."""

STANDARDS: Mapping[str, str] = {"jiangcheng": "company", "repair": "repair-centre", "accounts": "key-account-team"}
"""The packs by which the others work, each with what is below it."""

OPEN_ALWAYS = """
standard: {pack}-round-the-clock
edition: "1"
in_force: {{from: 2020-01-01}}
builds_on: pack:{pack}
title:
  zh-Hans: 演示用营业厅标准（昼夜营业）
  zh-Hant: 演示用營業廳標準（晝夜營業）
  en: Standard of a hall to look at, open day and night
calendar: hall
calendars:
  always: {{zone: Asia/Shanghai, open: {{mon-sun: ["00:00-24:00"]}}, holidays: none}}
"""
"""Whenever somebody looks at the demonstration, its halls are open."""

OFFERS = (
    Offer("payment", Wording("缴费", "繳費", "pay a bill"), "business", "A"),
    Offer("change", Wording("套餐变更", "方案變更", "change a plan"), "business", "A"),
    Offer("new-line", Wording("新开号码", "新開號碼", "new number"), "business", "B"),
    Offer("sim-replacement", Wording("补卡", "補卡", "replace a SIM card"), "business", "B"),
    Offer("consult", Wording("业务咨询", "業務諮詢", "advice"), "advice", "C"),
)
COUNTERS = (("1", ("business",)), ("2", ("business",)), ("3", ("business", "advice")), ("4", ("advice",)))
ZONE = ZoneInfo("Asia/Shanghai")

UNITS: Sequence[tuple[str, str, Unit.Kind, str, str]] = (
    ("jiangcheng", "江城通信", Unit.Kind.ORGANISATION, "", ""),
    ("north", "北片区", Unit.Kind.REGION, "", "jiangcheng"),
    ("lakeside", "湖滨营业厅", Unit.Kind.OWN_HALL, Unit.Size.LARGE, "north"),
    ("northgate", "北门营业厅", Unit.Kind.OWN_HALL, Unit.Size.SMALL, "north"),
    ("oldtown", "老城合作厅", Unit.Kind.PARTNER_HALL, Unit.Size.SMALL, "north"),
    ("repair", "维修中心", Unit.Kind.REPAIR_CENTRE, "", "jiangcheng"),
    ("hotline", "客服热线", Unit.Kind.CALL_DESK, "", "jiangcheng"),
    ("accounts", "客户经理部", Unit.Kind.OFFICE, "", "jiangcheng"),
    ("head-office", "综合部", Unit.Kind.OFFICE, "", "jiangcheng"),
)
"""Code, name, kind, size class, and the unit above."""

PEOPLE: Sequence[tuple[str, str, str]] = (
    ("林晓岚", "lakeside", "clerk"),
    ("赵明", "lakeside", "clerk"),
    ("陈思远", "lakeside", "clerk"),
    ("周婷", "lakeside", "guide"),
    ("吴佳", "lakeside", "device-clerk"),
    ("顾平", "lakeside", "manager"),
    ("钱一鸣", "northgate", "clerk"),
    ("冯雪", "northgate", "clerk"),
    ("褚健", "northgate", "guide"),
    ("孙丽华", "northgate", "manager"),
    ("卫东", "oldtown", "clerk"),
    ("蒋琳", "oldtown", "clerk"),
    ("沈国强", "oldtown", "manager"),
    ("韩磊", "repair", "engineer"),
    ("杨帆", "repair", "engineer"),
    ("朱敏", "repair", "dispatcher"),
    ("秦川", "repair", "manager"),
    ("何静", "hotline", "agent"),
    ("吕欣", "hotline", "agent"),
    ("施雨", "hotline", "agent"),
    ("张悦", "hotline", "owner"),
    ("孔德明", "hotline", "manager"),
    ("曹颖", "accounts", "account-manager"),
    ("严松", "accounts", "account-manager"),
    ("华梅", "accounts", "manager"),
    ("金晨", "head-office", "reception"),
    ("魏征宇", "jiangcheng", "inspector"),
    ("陶然", "north", "area-manager"),
    ("姜楠", "jiangcheng", "planner"),
    ("戚文", "jiangcheng", "author"),
    ("谢安", "jiangcheng", "system-admin"),
    ("邹毅", "jiangcheng", "security-admin"),
    ("喻明", "jiangcheng", "audit-admin"),
    ("许可", "hotline", "team-lead"),
    ("卞诚", "accounts", "account-lead"),
)
"""Name, unit, role. The work numbers follow the order, from 1001."""

BACKUPS: Sequence[tuple[str, str]] = (("曹颖", "严松"), ("严松", "曹颖"), ("张悦", "孔德明"), ("林晓岚", "赵明"))

FRONT = ("guide", "clerk", "device-clerk", "manager", "agent", "owner", "engineer", "dispatcher", "account-manager")


@dataclass(frozen=True, slots=True)
class Organisation:
    """Units by code, people by work number, and who works at which unit."""

    units: Mapping[str, Unit]
    people: Mapping[str, Staff]
    team: Mapping[str, Sequence[Staff]]


def there_is_one() -> bool:
    """Whether this database has an organisation already."""
    return Unit.objects.exists()


def build(*, since: Instant) -> tuple[Organisation, dict[str, str]]:
    """Makes the units, the people and their posts, and publishes the standard, in force from `since`.

    Also returns everybody's password by work number: known here and now, kept only as digests.
    """
    with transaction.atomic():
        units: dict[str, Unit] = {}
        for code, name, kind, size, above in UNITS:
            standard = f"{HALLS[code]}-round-the-clock" if code in HALLS else STANDARDS.get(code, "")
            units[code] = Unit.objects.create(
                code=code, name=name, kind=kind, size=size, parent=units.get(above), standard=standard
            )
        passwords: dict[str, str] = {}
        by_name: dict[str, Staff] = {}
        for number, (name, unit, role) in enumerate(PEOPLE, start=1001):
            passwords[str(number)] = fresh_password()
            staff = Staff.objects.create_user(
                str(number), passwords[str(number)], name=name, email=f"{number}@example.com"
            )
            Post.objects.create(staff=staff, unit=units[unit], role=role)
            by_name[name] = staff
        for name, backup in BACKUPS:
            by_name[name].backup = by_name[backup]
            by_name[name].save(update_fields=["backup"])
        for code, pack in STANDARDS.items():
            publishing.publish_pack(f"pack:{pack}", at=units[code], by=SYSTEM, since=since)
        for pack, code in {pack: code for code, pack in HALLS.items()}.items():
            layers = publishing.layers_written(OPEN_ALWAYS.format(pack=pack), place=f"{pack}-round-the-clock")
            publishing.publish(layers, at=units[code], by=SYSTEM, since=since)
        for code in HALLS:
            hall = set_up(units[code], OFFERS, COUNTERS)
            hall.calendar = "always"
            hall.save(update_fields=["calendar"])
    return read(), passwords


def read() -> Organisation:
    """The organisation that is there."""
    units = {unit.code: unit for unit in Unit.objects.all()}
    people = {staff.username: staff for staff in Staff.objects.all()}
    team: dict[str, list[Staff]] = {code: [] for code in units}
    posts = (
        Post.objects.filter(role__in=FRONT, until__isnull=True)
        .select_related("staff", "unit")
        .order_by("staff__username")
    )
    for post in posts:
        team[post.unit.code].append(post.staff)
    return Organisation(units, people, team)


def roster(organisation: Organisation, day: date, random: Random, *, now: Instant) -> Iterator[Shift]:
    """The shifts of a day, nobody's own: early and late at the halls and the hotline, office hours elsewhere.

    What lies before `now` has been clocked in and out, as punctually as people are.
    """
    for code, team in organisation.team.items():
        for place, staff in enumerate(team):
            if (place + day.toordinal()) % 7 == 6 or (day.weekday() >= 5 and place % 3 == 0):
                continue  # a day off
            late = place % 2 == 1 and code in ("lakeside", "northgate", "oldtown", "hotline")
            begins, ends = (_at(day, 11), _at(day, 20)) if late else (_at(day, 8), _at(day, 17))
            came, went = begins - random.randint(-120, 900), ends + random.randint(0, 900)
            yield Shift(
                staff=staff,
                unit=organisation.units[code],
                begins=begins,
                ends=ends,
                clocked_in=came if came <= now else None,
                clocked_out=went if went <= now else None,
            )


def days(since: Instant, until: Instant) -> Iterator[date]:
    """The local days from one instant to another, both among them."""
    day, last = datetime.fromtimestamp(since, ZONE).date(), datetime.fromtimestamp(until, ZONE).date()
    while day <= last:
        yield day
        day += timedelta(days=1)


def _at(day: date, hour: int) -> Instant:
    return int(datetime(day.year, day.month, day.day, hour, tzinfo=ZONE).timestamp())
