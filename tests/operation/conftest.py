"""What all tests of the operation share: an installation of their own in a temporary folder, and a cast of people.

Django is set up here and not for the whole suite: who tests the core alone need not wait for it.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import django
import pytest

HOME = Path(tempfile.mkdtemp(prefix="shouwen-tests-"))
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
os.environ["SHOUWEN_HOME"] = str(HOME)
os.environ["DJANGO_SETTINGS_MODULE"] = "shouwen.operation.project.settings"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # the browser's driver runs an event loop in the tests' thread

from django.conf import settings  # noqa: E402

# A file, as in use: in memory there is no write-ahead log, and threads would lock each other's tables.
settings.DATABASES["default"].setdefault("TEST", {})
if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    settings.DATABASES["default"]["TEST"]["NAME"] = str(HOME / "tests.sqlite3")
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the real one is slow on purpose
django.setup()

from django.test import Client  # noqa: E402
from pytest_django import DjangoDbBlocker  # noqa: E402

from shouwen.operation.people import scope  # noqa: E402
from shouwen.operation.people.models import Post, Staff, Unit  # noqa: E402


@pytest.fixture(autouse=True, scope="session")
def _only_marked_tests_reach_the_database(django_db_blocker: DjangoDbBlocker) -> None:
    django_db_blocker.block()


@pytest.fixture
def everywhere() -> Iterator[None]:
    """The test sees all rows."""
    with scope.everywhere():
        yield


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


@pytest.fixture
def cast(db: None) -> Cast:
    """The people of the tests, fresh."""
    return make_cast()


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


@pytest.fixture
def logged_in() -> Callable[[Staff], Client]:
    """A browser in which this person is logged in."""

    def open_browser(staff: Staff) -> Client:
        browser = Client()
        browser.force_login(staff, backend="allauth.account.auth_backends.AuthenticationBackend")
        return browser

    return open_browser
