"""What administrators change is done and noted, both or neither: who, what, where. Each does their own part alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from axes.models import AccessAttempt
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from tests.operation.web.administration.city import City, acting

from shouwen.fault import Fault
from shouwen.operation.ledger import administering, clock, models, words
from shouwen.operation.ledger.read import owned_by
from shouwen.operation.people import scope, units
from shouwen.operation.people.duty import answers_for
from shouwen.operation.people.models import Absence, Post, Shift, Staff, Token, Unit

pytestmark = pytest.mark.django_db

LoggedIn = Callable[[Staff], Client]


def changes() -> list[tuple[str, str, str, str]]:
    """What was noted since the standard was published: unit, who, what, text."""
    rows = models.Event._base_manager.filter(word=words.CHANGED).select_related("unit").order_by("pk")
    return [(row.unit.code, row.by, row.data["what"], row.data.get("text", "")) for row in rows][1:]


def send(browser: Client, page: str, /, *arguments: object, **data: object) -> HttpResponse:
    once = {"once": data.pop("once", "a")}
    return browser.post(reverse(page, args=arguments), once | data)


def errors(page: HttpResponse) -> dict[str, list[str]]:
    return dict(page.context["form"].errors)


def test_a_unit_is_added_changed_moved_and_closed_and_each_is_noted(city: City, logged_in: LoggedIn) -> None:
    shi, who = logged_in(city.cast.shi), city.cast.shi.reference
    new = {"code": "hall-south", "name": "南门营业厅", "under": "north", "kind": "own-hall", "size": "small"}
    send(shi, "administration_unit_add", **new)
    south = {"name": "南门旗舰厅", "kind": "own-hall", "size": "large", "standard": "city", "zone": "Asia/Urumqi"}
    send(shi, "administration_unit", "hall-south", **south, once="b")
    send(shi, "administration_unit_move", "hall-south", **{"move-under": "repair", "move-once": "c"})
    send(shi, "administration_unit_close", "hall-south", once="d")
    unit = Unit.objects.get(code="hall-south")
    assert (unit.name, unit.size, unit.zone, unit.parent) == ("南门旗舰厅", "large", "Asia/Urumqi", city.cast.repair)
    assert unit.closed_at is not None
    changed = "hall-south: name: 南门营业厅 → 南门旗舰厅; size: small → large; standard: - → city (then); zone: - → "
    changed += "Asia/Urumqi"
    found = [(*one[:3], re.sub(r"\(20\d\d-[-0-9: ]+\)", "(then)", one[3])) for one in changes()]
    assert found == [
        ("north", who, "unit.added", "hall-south"),
        ("hall-south", who, "unit.changed", changed),
        ("hall-south", who, "unit.moved", "hall-south → repair"),
        ("hall-south", who, "unit.closed", "hall-south"),
    ]


def test_a_manager_clocks_the_people_of_the_unit_on_the_page_of_shifts(city: City, logged_in: LoggedIn) -> None:
    gu, lin = logged_in(city.cast.gu), city.cast.lin
    for leaves in ("", "1"):
        page = f"{reverse('administration_shift_clock', args=[lin.username])}?unit=hall-east"
        gu.post(page, {"leaves": leaves}, follow=True)
    shift = Shift.objects.get(staff=lin)
    assert None not in (shift.clocked_in, shift.clocked_out)
    rows = models.Event._base_manager.filter(word__startswith="shift.").order_by("pk")
    noted = [(row.word, row.data["staff"], row.by) for row in rows]
    by = (lin.reference, city.cast.gu.reference)
    assert noted == [(words.SHIFT_BEGUN, *by), (words.SHIFT_ENDED, *by)]
    logged_in(city.cast.sun).post(f"{page.partition('?')[0]}?unit=hall-east", {"leaves": ""})
    logged_in(city.cast.sun).post(page.partition("?")[0], {"leaves": ""})
    assert Shift.objects.filter(staff=lin).count() == 1


def test_a_unit_works_by_another_standard_from_a_time_that_is_chosen(city: City, logged_in: LoggedIn) -> None:
    city.cast.area.standard = "former"
    city.cast.area.save()
    shi, begins = logged_in(city.cast.shi), clock.now() // 60 * 60 + 86_400
    local = f"{datetime.fromtimestamp(begins, ZoneInfo('Asia/Shanghai')):%Y-%m-%dT%H:%M}"
    east = {"name": "东门营业厅", "kind": "own-hall", "size": "large", "standard": "city", "zone": ""}
    past = send(shi, "administration_unit", "hall-east", **east, since="2025-01-01T08:00")
    assert list(errors(past)) == ["since"]
    send(shi, "administration_unit", "hall-east", **east, since=local)
    assert units.standards_of(city.cast.east.pk) == ((0, "former"), (begins, "city"))
    shown = shi.get(reverse("administration_unit", args=["hall-east"])).content.decode()
    assert "起按 city" in shown


def test_what_is_sent_twice_happens_once(city: City, logged_in: LoggedIn) -> None:
    shi, gu, lin = logged_in(city.cast.shi), logged_in(city.cast.gu), logged_in(city.cast.lin)
    person = {"username": "2001", "name": "新人", "email": "", "language": ""}
    day = {"person": "1001", "begins": "2026-02-02T09:00", "ends": "2026-02-03T09:00", "backup": "1002"}
    token = {"label": "报表", "scopes": ["read"], "days": "30"}
    for _time in range(2):
        send(shi, "administration_person_add", **person)
        send(gu, "administration_absence_plan", **day)
        send(lin, "administration_tokens", **token)
    assert Staff.objects.filter(username="2001").count() == 1
    assert (Absence.objects.count(), Token.objects.count()) == (1, 1)
    assert [what for _unit, _by, what, _text in changes()] == ["staff.added", "absence.planned", "token.made"]


def test_a_unit_that_is_not_empty_stays_open(city: City, logged_in: LoggedIn) -> None:
    page = logged_in(city.cast.shi).post(
        reverse("administration_unit_close", args=["hall-east"]), {"once": "a"}, follow=True
    )
    assert Unit.objects.get(code="hall-east").closed_at is None
    assert "岗位 3 个，未结事项 1 件" in page.content.decode()
    assert changes() == []


def test_a_code_in_use_is_refused_and_what_was_typed_stays(city: City, logged_in: LoggedIn) -> None:
    page = send(
        logged_in(city.cast.shi), "administration_unit_add",
        code="hall-east", name="<script>alert(1)</script>", under="north", kind="own-hall",
    )  # fmt: skip
    text = page.content.decode()
    assert errors(page) == {"code": ["编码“hall-east”已属于另一个单位；请换一个。"]}
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "<script>alert" not in text


def test_a_unit_cannot_hang_below_itself(city: City, logged_in: LoggedIn) -> None:
    page = send(logged_in(city.cast.shi), "administration_unit_move", "north", **{"move-under": "hall-east"})
    assert "不能移到" in page.context["move"].errors["under"][0]
    assert changes() == []


def test_a_system_administrator_of_one_area_sees_no_other(city: City, logged_in: LoggedIn) -> None:
    local = Staff.objects.create_user("3001", name="局部")
    Post.objects.create(staff=local, unit=city.cast.area, role="system-admin")
    browser = logged_in(local)
    shown = [row.unit.code for row in browser.get(reverse("administration_units")).context["rows"]]
    assert sorted(shown) == ["desk", "hall-east", "hall-partner", "hall-west", "north"]
    assert browser.get(reverse("administration_unit", args=["repair"])).status_code == 404
    with pytest.raises(Fault) as refused:
        administering.close_unit(city.cast.repair, by=acting(local))
    assert refused.value.code == "not-for-you"


def test_the_password_of_a_new_person_is_shown_once_and_opens_the_door(city: City, logged_in: LoggedIn) -> None:
    shi = logged_in(city.cast.shi)
    page = send(shi, "administration_person_add", username="2001", name="新人", email="", language="en")
    password = page.context["password"]
    person = Staff.objects.get(username="2001")
    assert person.check_password(password)
    assert person.must_change_password
    assert password not in shi.get(reverse("administration_person", args=["2001"])).content.decode()
    assert changes() == [("jiangcheng", city.cast.shi.reference, "staff.added", "2001")]
    assert page.headers["Cache-Control"].split(", ").count("no-store") == 1


def test_each_administrator_does_their_own_part_alone(city: City) -> None:
    cast, now = city.cast, clock.now()
    shi, an, cha = acting(cast.shi), acting(cast.an), acting(cast.cha)
    tries = {
        "unit": lambda by: administering.add_unit(code="x", under=cast.area, name="x", kind="office", by=by),
        "staff": lambda by: administering.add_staff(username="2001", name="新人", email="", language="", by=by),
        "leave": lambda by: administering.let_go(cast.bai, successor=cast.lin, by=by),
        "password": lambda by: administering.give_password(cast.lin, by=by),
        "post": lambda by: administering.give_post(cast.zhao, cast.east, "guide", by=by, since=now),
        "device": lambda by: administering.make_token(
            label="门", scopes=["ingest"], ends_at=now + 60, by=by, unit=cast.east, device="door"
        ),
    }  # fmt: skip

    def answers(by: object) -> dict[str, str]:
        said = {}
        for name, attempt in tries.items():
            try:
                attempt(by)
                said[name] = "done"
            except Fault as fault:
                said[name] = fault.code
        return said

    refused = dict.fromkeys(tries, "not-for-you")
    assert answers(cha) == refused
    assert changes() == []
    assert answers(shi) == refused | dict.fromkeys(("unit", "staff", "leave"), "done")
    assert answers(an) == refused | dict.fromkeys(("password", "post", "device"), "done")
    assert [(by, what) for _unit, by, what, _text in changes()] == [
        *((cast.shi.reference, what) for what in ("unit.added", "staff.added", "staff.let-go")),
        *((cast.an.reference, what) for what in ("staff.password-given", "post.given", "token.made")),
    ]


def test_nobody_becomes_two_administrators_nor_gives_themselves_a_post(city: City, logged_in: LoggedIn) -> None:
    an = logged_in(city.cast.an)
    two = send(an, "administration_post_give", "1009", role="audit-admin", unit="jiangcheng")
    own = send(an, "administration_post_give", "1010", role="guide", unit="jiangcheng")
    assert list(errors(two)) == ["role"]
    assert errors(own) == {"__all__": ["任何人都不能给自己安排岗位；请由另一位安全管理员办理。"]}
    assert changes() == []


def test_a_post_is_given_and_ended_from_the_persons_page(city: City, logged_in: LoggedIn) -> None:
    an, who = logged_in(city.cast.an), city.cast.an.reference
    send(an, "administration_post_give", "1012", role="clerk", unit="hall-west")
    post = Post.objects.get(staff=city.cast.bai)
    assert acting(city.cast.bai).posts == ((city.cast.west.pk, "clerk"),)
    send(an, "administration_post_end", post.pk, once="b")
    assert acting(city.cast.bai).posts == ()
    assert changes() == [
        ("hall-west", who, "post.given", "1012: clerk"),
        ("hall-west", who, "post.ended", "1012: clerk"),
    ]


def test_the_last_security_administrator_neither_goes_nor_loses_the_post(city: City, logged_in: LoggedIn) -> None:
    post = Post.objects.get(staff=city.cast.an)
    send(logged_in(city.cast.an), "administration_post_end", post.pk)
    page = send(logged_in(city.cast.shi), "administration_person_leave", "1010", successor="1001")
    assert "最后一位" in str(errors(page))
    assert Staff.objects.get(pk=city.cast.an.pk).is_active
    assert Post.objects.get(pk=post.pk).until is None
    assert changes() == []


def test_who_leaves_is_answered_for_by_who_is_named(city: City, logged_in: LoggedIn) -> None:
    cast = city.cast
    shi = logged_in(cast.shi)
    before = shi.get(reverse("administration_person_leave", args=["1001"]))
    assert before.context["count"] == 1
    assert [(one.unit, one.since) for one in before.context["cases"]] == [("东门营业厅", city.case.opened_at)]
    assert city.case.subject.partition(":")[2] not in before.content.decode()
    send(shi, "administration_person_leave", "1001", successor="1002")
    assert answers_for(cast.lin, clock.now()) == cast.zhao
    with scope.everywhere():
        assert [case.pk for case in owned_by(acting(cast.lin))] == [city.case.pk]
    assert changes() == [("jiangcheng", cast.shi.reference, "staff.let-go", "1001, → 1002")]
    managers = logged_in(cast.gu).get(reverse("administration_absences"))
    assert [(one.case.pk, one.answers) for one in managers.context["cases"]] == [(city.case.pk, cast.zhao)]
    assert logged_in(cast.sun).get(reverse("administration_absences")).context["cases"] == []


def test_a_lock_out_is_ended(city: City, logged_in: LoggedIn, client: Client) -> None:
    cast = city.cast
    for _try in range(5):
        client.post("/account/login/", {"login": "1001", "password": "wrong"})
    an = logged_in(cast.an)
    assert an.get(reverse("administration_person", args=["1001"])).context["failures"] == 5
    send(an, "administration_person_unlock", "1001")
    assert AccessAttempt.objects.filter(username="1001").count() == 0
    assert changes() == [("jiangcheng", cast.an.reference, "staff.unlocked", "1001")]


def test_shifts_are_planned_on_weekdays_for_weeks_or_not_at_all(city: City, logged_in: LoggedIn) -> None:
    cast = city.cast
    gu = logged_in(cast.gu)
    week = {
        "person": "1001",
        "day": "2026-02-02",
        "begins": "22:00",
        "until": "06:00",
        "weekdays": ["0", "2"],
        "weeks": 2,
    }
    plan = reverse("administration_shift_plan") + "?unit=hall-east"
    gu.post(plan, week | {"once": "a"})
    at = 1_770_040_800  # Monday, 2 February 2026, 22:00 in Shanghai
    night, day = 8 * 3600, 86400
    expected = [(at + step * day, at + step * day + night) for step in (0, 2, 7, 9)]
    assert list(Shift.objects.order_by("begins").values_list("begins", "ends")) == expected
    again = gu.post(plan, week | {"once": "b", "weekdays": ["1", "2"]})
    assert "班次" in str(errors(again))
    assert Shift.objects.count() == 4
    assert changes() == [("hall-east", cast.gu.reference, "shift.planned", "1001: 4, 2026-02-02 22:00")]


def test_a_shift_that_somebody_clocked_in_to_stays(city: City, logged_in: LoggedIn) -> None:
    cast = city.cast
    gu = logged_in(cast.gu)
    kept = Shift.objects.create(staff=cast.lin, unit=cast.east, begins=10, ends=20, clocked_in=11, clocked_out=19)
    gone = Shift.objects.create(staff=cast.lin, unit=cast.east, begins=30, ends=40)
    for shift in (kept, gone):
        send(gu, "administration_shift_take_away", shift.pk, once=str(shift.pk))
    assert [shift.pk for shift in Shift.objects.all()] == [kept.pk]
    assert [what for _unit, _by, what, _text in changes()] == ["shift.taken-away"]


def test_another_halls_manager_plans_and_sees_nothing_here(city: City, logged_in: LoggedIn) -> None:
    cast = city.cast
    shift = Shift.objects.create(staff=cast.lin, unit=cast.east, begins=10, ends=20)
    absence = Absence.objects.create(staff=cast.lin, begins=clock.now(), ends=clock.now() + 999)
    sun = logged_in(cast.sun)
    pages = [sun.get(reverse("administration_shifts")), sun.get(reverse("administration_absences"))]
    assert [page for page in pages if "林晓" in page.content.decode()] == []
    refused = [
        sun.get(reverse("administration_shifts") + "?unit=hall-east"),
        send(sun, "administration_shift_take_away", shift.pk),
        send(sun, "administration_absence_end", absence.pk),
    ]
    assert [page.status_code for page in refused] == [404, 404, 404]
    page = send(sun, "administration_absence_plan", person="1001", begins="2026-02-02T09:00", ends="2026-02-03T09:00")
    assert list(errors(page)) == ["person"]
    assert (Shift.objects.count(), Absence.objects.count(), changes()) == (1, 1, [])


def test_who_is_away_is_answered_for_until_they_are_back(city: City, logged_in: LoggedIn) -> None:
    cast = city.cast
    gu = logged_in(cast.gu)
    send(
        gu,
        "administration_absence_plan",
        person="1001",
        begins="2020-01-01T09:00",
        ends="2199-01-01T09:00",
        backup="1002",
    )
    assert answers_for(cast.lin, clock.now()) == cast.zhao
    send(gu, "administration_absence_end", Absence.objects.get().pk, once="b")
    assert answers_for(cast.lin, clock.now()) == cast.lin
    assert changes() == [
        ("hall-east", cast.gu.reference, "absence.planned", "1001, → 1002"),
        ("hall-east", cast.gu.reference, "absence.ended", "1001"),
    ]


def test_the_secret_of_a_key_is_shown_once_opens_the_api_and_no_longer_when_revoked(
    city: City, logged_in: LoggedIn, client: Client
) -> None:
    lin = logged_in(city.cast.lin)
    page = send(lin, "administration_tokens", label="报表", scopes=["read"], days="30")
    secret, key = page.context["secret"], Token.objects.get()
    assert secret not in lin.get(reverse("administration_tokens")).content.decode()
    headers = {"Authorization": f"Bearer {secret}"}
    opened = client.get("/api/v1/me", headers=headers).status_code
    send(logged_in(city.cast.zhao), "administration_token_revoke", key.pk)
    still = client.get("/api/v1/me", headers=headers).status_code
    send(lin, "administration_token_revoke", key.pk, once="b")
    assert (opened, still, client.get("/api/v1/me", headers=headers).status_code) == (200, 200, 401)
    assert [(unit, what) for unit, _by, what, _text in changes()] == [
        ("hall-east", "token.made"), ("hall-east", "token.revoked"),
    ]  # fmt: skip


def test_a_name_of_a_megabyte_is_refused(city: City, logged_in: LoggedIn) -> None:
    page = send(
        logged_in(city.cast.shi),
        "administration_person_add",
        username="2001",
        name="林" * 300_000,
        email="",
        language="",
    )
    assert list(errors(page)) == ["name"]
    assert not Staff.objects.filter(username="2001").exists()
