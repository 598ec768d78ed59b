"""The pages of setting up a hall: forms with their errors, files looked at and done, and who sees none of it."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.translation import override
from tests.operation.channels.hall.conftest import Time
from tests.operation.channels.hall.setup.sheets_of_the_tests import book_of, noted
from tests.operation.people_of_the_tests import Cast

from shouwen.operation.channels.hall.models import Hall, Service, Tariff
from shouwen.operation.channels.hall.setup import readiness
from shouwen.operation.channels.hall.setup.hours import hours_of, names_of
from shouwen.operation.people.models import Post, Shift, Staff, Unit
from shouwen.worktime import Calendar

pytestmark = pytest.mark.django_db
LogIn = Callable[[Staff], Client]

EAST = "?hall=hall-east"
ROSTER = "?" + urlencode({"hall": "hall-east", "first": "2025-05-06", "last": "2025-05-12"})
TABLES = ("services", "counters", "tariffs")


@pytest.fixture
def gu(halls: Cast, logged_in: LogIn) -> Client:
    """Gu, who manages the east hall, in a browser in English."""
    browser = logged_in(halls.gu)
    browser.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return browser


def send(browser: Client, name: str, data: bytes, query: str = EAST, file: str = "file.xlsx") -> Any:
    """Uploads a file; the page that shows what it changes."""
    return browser.post(f"/hall/setup/{name}/upload{query}", {"file": SimpleUploadedFile(file, data)})


def confirm(browser: Client, name: str, looked: Any, query: str = EAST) -> Any:
    """Does what the page showed."""
    hidden = dict(re.findall(r'name="(once|rows)" value="([^"]*)"', looked.content.decode()))
    return browser.post(f"/hall/setup/{name}/apply{query}", hidden)


def test_a_service_is_added_and_changed_by_form(halls: Cast, gu: Client) -> None:
    given = {"code": "01", "name_zh-hans": "补卡", "line": "business", "prefix": "b", "position": "", "offered": "on"}
    answer = gu.post(f"/hall/setup/services/add{EAST}", given)
    assert (answer.status_code, answer["Location"]) == (302, f"/hall/setup/services/{EAST}")
    row = Service._base_manager.get(unit=halls.east, code="01")
    assert (row.names, row.prefix, row.position, row.offered) == ({"zh-hans": "补卡"}, "B", 3, True)
    answer = gu.post(f"/hall/setup/services/change/01{EAST}", {**given, "prefix": "C", "offered": ""})
    row.refresh_from_db()
    assert (answer.status_code, row.prefix, row.position, row.offered) == (302, "C", 3, False)
    assert [what for what, _text in noted()] == ["service.added", "service.changed"]


def test_what_is_wrong_stands_beside_its_field(halls: Cast, gu: Client) -> None:
    answer = gu.post(f"/hall/setup/tariffs/add{EAST}", {"code": "a b", "amount": "12.505", "service": "change"})
    assert answer.status_code == 422
    assert {name: bool(errors) for name, errors in answer.context["form"].errors.items()} == {
        "code": True,
        "amount": True,
    }
    answer = gu.post(f"/hall/setup/tariffs/add{EAST}", {"code": "a", "amount": "12.50", "service": "change"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["name_zh-hans"])
    assert Tariff._base_manager.count() == 0
    given = {"code": "a", "amount": "１，２５０．５", "service": "change", "name_en": "=x", "in_use": "on"}
    assert gu.post(f"/hall/setup/tariffs/add{EAST}", given).status_code == 302
    assert Tariff._base_manager.get().amount == 125050
    assert "1250.50" in gu.get(f"/hall/setup/tariffs/{EAST}").content.decode()
    answer = gu.post(f"/hall/setup/tariffs/add{EAST}", given)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["code"])


def test_a_counter_serves_the_lines_that_are_ticked(halls: Cast, gu: Client) -> None:
    answer = gu.post(f"/hall/setup/counters/add{EAST}", {"code": "VIP-1", "lines": ["advice"], "in_use": "on"})
    assert answer.status_code == 302
    answer = gu.post(f"/hall/setup/counters/add{EAST}", {"code": "5", "lines": ["typo"], "in_use": "on"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["lines"])
    assert noted() == [("counter.added", "VIP-1: Lines: advice; In use: yes")]


def test_the_hall_has_its_calendar_and_room(halls: Cast, gu: Client) -> None:
    answer = gu.post(f"/hall/setup/{EAST}", {"calendar": "hall", "capacity": "１，２００"})
    assert answer.status_code == 302
    hall = Hall._base_manager.get(pk=halls.east.pk)
    assert (hall.calendar, hall.capacity) == ("hall", 1200)
    answer = gu.post(f"/hall/setup/{EAST}", {"calendar": "hall", "capacity": "0"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["capacity"])


def test_a_calendar_is_called_by_its_hours(halls: Cast, gu: Client) -> None:
    said = "Mon–Fri 08:30–18:00 · Sat–Sun 09:30–17:00"
    answer = gu.get(f"/hall/setup/{EAST}")
    assert answer.context["form"].fields["calendar"].choices == [
        ("", f"{said} (the standard's own)"),
        ("hall", said),
        ("office", "Mon–Fri 09:00–12:00, 13:00–18:00"),
    ]
    assert answer.context["hours"] == [("Mon–Fri", "08:30–18:00"), ("Sat–Sun", "09:30–17:00")]
    Hall._base_manager.filter(pk=halls.east.pk).update(calendar="gone")
    answer = gu.get(f"/hall/setup/{EAST}")
    assert answer.context["form"].fields["calendar"].choices[-1] == ("gone", "gone")


@pytest.mark.parametrize(
    ("opened", "said"),
    [
        ({"mon-sun": ["00:00-24:00"]}, [("昼夜营业", "")]),
        ({"mon-sun": ["09:00-12:00", "13:00-17:30"]}, [("每天", "09:00–12:00, 13:00–17:30")]),
        ({"tue": ["09:00-12:00"], "thu-fri": ["9:00-12:00"]}, [("周二", "09:00–12:00"), ("周四至周五", "09:00–12:00")]),
    ],
)
def test_the_hours_of_a_week_are_said_in_words(opened: dict[str, list[str]], said: list[tuple[str, str]]) -> None:
    with override("zh-hans"):
        assert hours_of(calendar_with(opened)) == said


def test_calendars_of_the_same_hours_are_told_apart_by_their_names() -> None:
    whole = calendar_with({"mon-sun": ["00:00-24:00"]})
    half = calendar_with({"mon-sun": ["00:00-12:00"]})
    with override("en"):
        assert names_of({"b": whole, "a": whole, "c": half}) == {
            "a": "Day and night (a)", "b": "Day and night (b)", "c": "Every day 00:00–12:00"
        }  # fmt: skip


def calendar_with(opened: dict[str, list[str]]) -> Calendar:
    return Calendar.of("x", {"zone": "Asia/Shanghai", "open": opened, "holidays": "none"}, place="x")


def test_a_unit_is_made_a_hall_by_who_manages_it(halls: Cast, logged_in: LogIn) -> None:
    Unit.objects.create(code="hall-new", name="新厅", kind=Unit.Kind.OWN_HALL, parent=halls.area)
    han = logged_in(halls.han)
    assert han.get("/hall/setup/services/?hall=hall-new").status_code == 404
    assert han.post("/hall/setup/?hall=hall-new", {"calendar": "", "capacity": ""}).status_code == 302
    assert han.get("/hall/setup/services/?hall=hall-new").status_code == 200
    assert noted() == [("hall.set-up", "hall-new")]


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("form", ["", "&as=csv"])
def test_a_table_goes_out_and_in_again_by_the_pages(halls: Cast, gu: Client, name: str, form: str) -> None:
    Tariff._base_manager.create(unit=halls.east, code="-01", names={"en": "=x"}, service="change", amount=1250)
    out = gu.get(f"/hall/setup/{name}/download{EAST}{form}")
    assert "attachment" in out["Content-Disposition"]
    looked = send(gu, name, out.content)
    assert (looked.status_code, looked.context["changes"], looked.context["wrong"]) == (200, 0, [])
    assert "The file changes nothing" in looked.content.decode()


def test_a_file_is_looked_at_and_then_done(halls: Cast, gu: Client) -> None:
    rows = [
        ["代码", "简体名称", "队列", "号码前缀"],
        ["payment", "缴费", "business", "P"],
        ["新", "新业务", "new", "N"],
    ]
    looked = send(gu, "services", "\n".join(",".join(row) for row in rows).encode("gb18030"), file="业务.csv")
    assert (looked.status_code, looked.context["changes"], noted()) == (200, 4, [])
    answer = confirm(gu, "services", looked)
    assert (answer.status_code, answer["Location"]) == (302, f"/hall/setup/services/{EAST}")
    offered = Service._base_manager.filter(unit=halls.east, offered=True).values_list("code", "prefix", "position")
    assert set(offered) == {("payment", "P", 0), ("新", "N", 1)}
    assert len(noted()) == 4
    again = confirm(gu, "services", looked)
    assert (again.status_code, len(noted())) == (422, 4)


def test_what_was_looked_at_is_nobody_elses_and_not_for_long(
    halls: Cast, gu: Client, logged_in: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = book_of(["Counter", "Lines"], ["1", "business"], ["2", "business"], ["9", "advice"])
    looked = send(gu, "counters", data)
    for browser, name, query in (
        (logged_in(halls.han), "counters", EAST), (gu, "tariffs", EAST), (gu, "roster", ROSTER)
    ):  # fmt: skip
        answer = confirm(browser, name, looked, query)
        assert (answer.status_code, noted()) == (422, [])
    monkeypatch.setattr("shouwen.operation.channels.hall.setup.file_views.FOR_LOOKING", -1)
    assert (confirm(gu, "counters", looked).status_code, noted()) == (422, [])
    monkeypatch.undo()


def test_wrong_cells_are_listed_and_there_is_nothing_to_confirm(halls: Cast, gu: Client) -> None:
    looked = send(gu, "tariffs", book_of(["Code", "Name", "Amount (yuan)"], ["a", "x", "=6*7"], ["b", "x", "dear"]))
    said = looked.content.decode()
    assert (looked.status_code, looked.context["wrongs"], 'name="rows"' in said) == (422, 2, False)
    assert [text for _wrong, text in looked.context["wrong"]] == [
        "this is a formula, or what came of one that failed (=6*7); paste its value instead.",
        "“dear” is no amount; write yuan such as 12.50: not below 0, two decimals at most, up to 1000000000.",
    ]
    assert (looked.context["wrong"][1][0].number, looked.context["wrong"][1][0].letter) == (3, "C")
    for data in (b"", b"\x89PNG\0", b"PK\x03\x04rubbish"):
        assert send(gu, "tariffs", data).status_code == 422
    assert gu.post(f"/hall/setup/tariffs/upload{EAST}").status_code == 422


def test_a_roster_is_planned_by_file_by_managers_and_planners(halls: Cast, logged_in: LogIn, time: Time) -> None:
    planner = Staff.objects.create_user("1031", name="姜楠")
    Post.objects.create(staff=planner, unit=halls.organisation, role="planner")
    browser = logged_in(planner)
    rows = [["日期", "工号", "上班", "下班"], ["2025-05-07", halls.lin.username, "9:00", "17:30"]]
    first = browser.get("/hall/setup/roster/").content.decode()
    assert ('option value="hall-west"' in first, 'href="/hall/setup/?' in first) == (True, False)
    looked = send(browser, "roster", book_of(*rows), ROSTER)
    assert looked.context["changes"] == 1
    assert confirm(browser, "roster", looked, ROSTER).status_code == 302
    shift = Shift.objects.get(unit=halls.east)
    assert (shift.staff, shift.begins, shift.ends - shift.begins) == (halls.lin, 1_746_579_600, 30_600)
    assert browser.get(f"/hall/setup/roster/{ROSTER}").status_code == 200
    out = browser.get(f"/hall/setup/roster/download{ROSTER}")
    assert send(browser, "roster", out.content, ROSTER).context["changes"] == 0
    assert [browser.get(f"/hall/setup/{name}").status_code for name in ("", f"services/{EAST}")] == [403, 403]
    assert browser.get(f"/hall/setup/services/download{EAST}").status_code == 404


@pytest.mark.parametrize("who", ["lin", "qian", "sun", "shi", "cha", "bai"])
def test_clerks_administrators_and_the_managers_of_other_halls_see_and_change_nothing(
    halls: Cast, logged_in: LogIn, who: str
) -> None:
    before = list(Service._base_manager.order_by("pk").values())
    browser = logged_in(getattr(halls, who))
    pages = ["", "roster/"] + [f"{name}/{way}" for name in TABLES for way in ("", "add", "download")]
    pages += ["services/change/payment", "counters/change/1", "roster/download"]
    answers = {browser.get(f"/hall/setup/{one}{EAST}").status_code for one in pages}
    given = {"code": "x", "line": "x", "prefix": "X", "name_en": "x", "offered": "on", "capacity": "1"}
    answers |= {browser.post(f"/hall/setup/{one}{EAST}", given).status_code for one in ("", "services/add")}
    answers |= {browser.post(f"/hall/setup/services/change/payment{EAST}", given).status_code}
    data = book_of(["Counter", "Lines"], ["1", "business"])
    answers |= {send(browser, name, data).status_code for name in ("counters", "roster")}
    answers |= {
        browser.post(f"/hall/setup/{name}/apply{EAST}", {"rows": "x"}).status_code for name in ("counters", "roster")
    }
    assert (answers, noted()) == ({403}, [])
    assert list(Service._base_manager.order_by("pk").values()) == before


def test_the_evening_before_it_is_told_what_is_missing(halls: Cast, gu: Client, time: Time) -> None:
    hall = Hall._base_manager.select_related("unit").get(pk=halls.east.pk)
    opening = readiness.next_opening(hall)
    assert opening is not None
    assert (opening.day.isoformat(), opening.people) == ("2025-05-06", 0)
    stops = [(one.where, one.stops) for one in readiness.findings_of(hall, opening) if one.stops]
    assert stops == [("roster", True)]
    Service._base_manager.create(unit=halls.east, code="lost", names={"en": "lost"}, line="lost", prefix="A")
    Tariff._base_manager.create(unit=halls.east, code="t", names={}, service="gone", amount=1)
    Shift.objects.create(staff=halls.lin, unit=halls.east, begins=opening.windows[0][0] + 3600, ends=time.now + 3600)
    said = gu.get(f"/hall/setup/{EAST}").content.decode()
    for text in (
        "No counter in use serves the line lost (lost).",
        "Numbers with A are given in several lines (business, lost): they are not called in order.",
        "Tariffs of services that are not offered: t.",
        "On 2025-05-06 nobody is on the roster while the hall is open: 08:30–09:30, 11:00–18:00.",
        "No number machine has a key",
    ):
        assert text in said
    Service._base_manager.filter(unit=halls.east).update(offered=False)
    assert "No service is offered: nobody can take a number." in gu.get(f"/hall/setup/{EAST}").content.decode()


def test_a_download_opens_with_its_headings_and_how_to_fill_it_in(halls: Cast, gu: Client) -> None:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(gu.get(f"/hall/setup/services/download{EAST}").content))
    assert book.sheetnames == ["Services", "How to fill in"]
    assert [cell.value for cell in book.worksheets[0][1]] == [
        "Code", "Name (Simplified Chinese)", "Name (Traditional Chinese)", "Name (English)", "Line", "Prefix", "Order",
        "Offered",
    ]  # fmt: skip
