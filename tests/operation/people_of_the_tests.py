"""The cast: the people of the tests, and where they work."""

from __future__ import annotations

from dataclasses import dataclass

from shouwen.operation.people.models import Post, Staff, Unit


@dataclass(frozen=True)
class Cast:
    """江城: an organisation with a region of two own halls, a partner hall and a call desk, and a repair centre.

    Lin and Zhao work at the east hall, which Gu manages; Qian works at the west hall, which Sun manages, and must never
    see what is the east hall's. Han manages the area, Wu repairs, He answers calls. Shi, An and Cha administer, and
    Bai has no post at all.
    """

    organisation: Unit
    area: Unit
    east: Unit
    west: Unit
    partner: Unit
    desk: Unit
    repair: Unit
    lin: Staff
    zhao: Staff
    gu: Staff
    qian: Staff
    sun: Staff
    han: Staff
    wu: Staff
    he: Staff
    shi: Staff
    an: Staff
    cha: Staff
    bai: Staff


def _unit(code: str, name: str, kind: Unit.Kind, parent: Unit | None = None, size: str = "") -> Unit:
    return Unit.objects.create(code=code, name=name, kind=kind, parent=parent, size=size)


def _person(username: str, name: str, *posts: tuple[Unit, str]) -> Staff:
    staff = Staff.objects.create_user(username, name=name)
    Post.objects.bulk_create([Post(staff=staff, unit=unit, role=role) for unit, role in posts])
    return staff


def make_cast() -> Cast:
    """The people of the tests; for a test that keeps its own database."""
    organisation = _unit("jiangcheng", "江城通信", Unit.Kind.ORGANISATION)
    area = _unit("north", "北片区", Unit.Kind.REGION, organisation)
    east = _unit("hall-east", "东门营业厅", Unit.Kind.OWN_HALL, area, Unit.Size.LARGE)
    west = _unit("hall-west", "西站营业厅", Unit.Kind.OWN_HALL, area, Unit.Size.SMALL)
    partner = _unit("hall-partner", "河口合作厅", Unit.Kind.PARTNER_HALL, area, Unit.Size.SMALL)
    desk = _unit("desk", "客服热线", Unit.Kind.CALL_DESK, area)
    repair = _unit("repair", "维修中心", Unit.Kind.REPAIR_CENTRE, organisation)
    return Cast(
        organisation=organisation,
        area=area,
        east=east,
        west=west,
        partner=partner,
        desk=desk,
        repair=repair,
        lin=_person("1001", "林晓", (east, "clerk")),
        zhao=_person("1002", "赵敏", (east, "clerk")),
        gu=_person("1003", "顾平", (east, "manager")),
        qian=_person("1004", "钱多", (west, "clerk")),
        sun=_person("1005", "孙立", (west, "manager")),
        han=_person("1006", "韩梅", (area, "area-manager")),
        wu=_person("1007", "吴工", (repair, "engineer")),
        he=_person("1008", "何音", (desk, "agent")),
        shi=_person("1009", "史安", (organisation, "system-admin")),
        an=_person("1010", "安全", (organisation, "security-admin")),
        cha=_person("1011", "查审", (organisation, "audit-admin")),
        bai=_person("1012", "白丁"),
    )
