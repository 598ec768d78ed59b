"""By the API, as on the pages: what is handed to me, my cases and notices, who is away, who works when."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from django.test import Client
from tests.operation.people_of_the_tests import Cast
from tests.operation.web.api_caller import Answer, device_at, token_of
from tests.operation.web.east_hall import MONDAY, Hall, acting, at_work, leaks, note

from shouwen.operation.channels.requests import actions
from shouwen.operation.ledger import administering, clock, models, notice, words
from shouwen.operation.people import scope
from shouwen.operation.people.models import Absence, Shift, Staff

LoggedIn = Callable[[Staff], Client]
HOUR, DAY = 3600, 86400
WHY = "客户要找会手语的同事"


@pytest.fixture
def hall(cast: Cast) -> Iterator[Hall]:
    """Lin offers Chen's request to Zhao, who is told of it."""
    with at_work(cast) as hall:
        lin = acting(cast.lin)
        with scope.of(lin.seen):
            actions.offer(hall.case, cast.zhao.reference, WHY, by=lin)
        with scope.everywhere():
            notice.notify(list(models.Event.objects.filter(word=words.OFFER)))
        yield hall


def refused(answer: Answer) -> tuple[int, str]:
    return answer.status, answer.json["code"]


def written(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def noted() -> list[str]:
    """What was noted of changes in the organisation."""
    rows = models.Event._base_manager.filter(word=words.CHANGED).order_by("pk")
    return [str(row.data["what"]) for row in rows if str(row.data["what"]).startswith(("shift.", "absence.", "staff."))]


# My work ------------------------------------------------------------------------------------------------------------


def test_what_is_handed_to_me_tells_why_and_since_when_until_i_accept(hall: Hall) -> None:
    zhao = token_of(hall.cast.zhao)
    (offer,) = zhao.get("/me/offers").json["offers"]
    assert (offer["case"]["subject"], offer["reason"], offer["since"]) == (hall.case.subject, WHY, written(MONDAY))
    assert (offer["case"]["customer"]["name"], offer["due"] is not None) == ("陈**", True)
    zhao.post(f"/cases/{hall.case.subject}/events", {"word": words.ACCEPT})
    assert zhao.get("/me/offers").json == {"offers": []}
    assert [one["subject"] for one in zhao.get("/me/cases").json["cases"]] == [hall.case.subject]


def test_nobody_else_is_told_of_a_hand_over_a_case_or_a_notice_of_mine(hall: Hall) -> None:
    cast = hall.cast
    callers = [token_of(one) for one in (cast.gu, cast.qian, cast.sun, cast.bai, cast.an)]
    callers += [device_at(cast.east, by=cast.an), device_at(cast.west, by=cast.an)]
    for caller in callers:
        assert caller.get("/me/offers").json == {"offers": []}
        assert caller.get("/me/cases").json == {"cases": []}
        assert caller.get("/me/notices").json == {"notices": [], "unread": 0, "before": None}
        assert caller.post("/me/notices/read", {}).json == {"marked": 0, "unread": 0}
    assert models.Notice.objects.filter(staff=cast.zhao, read_at__isnull=True).count() == 1


def test_my_cases_are_the_oldest_first_with_those_of_whom_i_answer_for(hall: Hall) -> None:
    with clock.standing(MONDAY + 60):
        mine = note(hall.cast, hall.customer, by=hall.cast.zhao)
        Absence.objects.create(staff=hall.cast.lin, begins=MONDAY, ends=MONDAY + DAY, backup=hall.cast.zhao)
        cases = token_of(hall.cast.zhao).get("/me/cases").json["cases"]
    assert [(one["subject"], one["covering"]) for one in cases] == [(hall.case.subject, True), (mine.subject, False)]
    assert len(token_of(hall.cast.zhao).get("/me/cases", limit=1).json["cases"]) == 1


def test_a_case_may_be_handed_to_people_and_desks_found_by_a_part_of_their_name(hall: Hall) -> None:
    lin, path = token_of(hall.cast.lin), f"/cases/{hall.case.subject}/receivers"
    (found,) = lin.post(path, {"find": "吴"}).json["receivers"]
    assert (found["to"], found["name"], found["roles"], found["desk"]) == (
        hall.cast.wu.reference, "吴工", ["engineer"], False,
    )  # fmt: skip
    near = lin.post(path, {}).json["receivers"]
    assert (f"unit:{hall.cast.east.pk}", True) in [(one["to"], one["desk"]) for one in near]
    assert hall.cast.lin.reference not in [one["to"] for one in near]
    assert refused(token_of(hall.cast.qian).post(path, {})) == (404, "case-unknown")


# Notices ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "said"), [("zh-Hans", "请您接手"), ("zh-Hant", "請您接手"), ("en", "is offered to you")]
)
def test_a_notice_is_told_in_the_language_asked_for_and_asking_does_not_read_it(
    hall: Hall, language: str, said: str
) -> None:
    zhao = token_of(hall.cast.zhao, language=language)
    told = [zhao.get("/me/notices").json for _ in range(2)]
    (one,) = told[1]["notices"]
    assert (said in one["text"], one["word"], one["case"]) == (True, words.OFFER, hall.case.subject)
    assert (one["read_at"], told[1]["unread"], told[0]) == (None, 1, told[1])


def test_notices_are_read_one_by_one_or_all_and_the_bell_of_the_page_follows(hall: Hall, logged_in: LoggedIn) -> None:
    zhao, browser = token_of(hall.cast.zhao), logged_in(hall.cast.zhao)
    (number,) = (one["number"] for one in zhao.get("/me/notices").json["notices"])
    assert "1 条未读" in browser.get("/notices/bell").content.decode()
    assert zhao.post("/me/notices/read", {"notices": [number + 1]}).json == {"marked": 0, "unread": 1}
    assert token_of(hall.cast.lin).post("/me/notices/read", {"notices": [number]}).json["marked"] == 0
    assert zhao.post("/me/notices/read", {"notices": [number]}).json == {"marked": 1, "unread": 0}
    assert zhao.get("/me/notices").json["notices"][0]["read_at"] == written(MONDAY)
    assert "未读" not in browser.get("/notices/bell").content.decode()
    assert leaks(browser.get("/notices/")) == []


def test_many_notices_come_by_pages_each_once(hall: Hall) -> None:
    one = models.Notice.objects.get(staff=hall.cast.zhao)
    events = [
        models.Event(word=words.OFFER, at=MONDAY, noted_at=MONDAY, unit=hall.cast.east, about=[hall.case.subject],
                     data=one.event.data)
        for _number in range(24)
    ]  # fmt: skip
    models.Event._base_manager.bulk_create(events)
    models.Notice.objects.bulk_create(
        [models.Notice(staff=hall.cast.zhao, case=one.case, event=event, made_at=MONDAY) for event in events]
    )
    zhao, found, before = token_of(hall.cast.zhao), list[int](), None
    while True:
        page = zhao.get("/me/notices", limit=10, **({} if before is None else {"before": before})).json
        found += [each["number"] for each in page["notices"]]
        before = page["before"]
        if before is None:
            break
    assert (len(found), found, page["unread"]) == (25, sorted(set(found), reverse=True), 25)
    assert zhao.post("/me/notices/read", {"notices": None}).json == {"marked": 25, "unread": 0}


# Who is away, who works when ----------------------------------------------------------------------------------------


def test_a_manager_notes_an_absence_of_their_people_and_ends_it(hall: Hall) -> None:
    gu, begins = token_of(hall.cast.gu), MONDAY + DAY
    given = {"staff": "1001", "begins": written(begins), "ends": written(begins + DAY), "backup": "1002"}
    made = gu.post("/absences", given, Idempotency_Key="a")
    assert (made.status, made.json["staff"]["name"], made.json["backup"]["name"]) == (201, "林晓", "赵敏")
    assert refused(gu.post("/absences", given, Idempotency_Key="a")) == (409, "done-already")
    assert [one["number"] for one in gu.get("/absences").json["absences"]] == [made.json["number"]]
    assert gu.post(f"/absences/{made.json['number']}/end", {}).json == {"absences": []}
    assert (Absence.objects.count(), noted()) == (0, ["absence.planned", "absence.ended"])


def test_nobody_notes_their_own_absence_or_that_of_another_halls_people(hall: Hall) -> None:
    cast = hall.cast
    absence = Absence.objects.create(staff=cast.lin, begins=MONDAY, ends=MONDAY + DAY)
    given = {"staff": "1001", "begins": written(MONDAY), "ends": written(MONDAY + DAY)}
    for staff in (cast.lin, cast.zhao, cast.qian, cast.sun, cast.an):
        caller = token_of(staff)
        assert refused(caller.post("/absences", given))[0] == 404
        assert refused(caller.post(f"/absences/{absence.pk}/end", {})) == (404, "case-unknown")
        assert refused(caller.post("/staff/1001/backup", {"backup": "1004"}))[0] == 404
    assert token_of(cast.sun).get("/absences").json == {"absences": []}
    assert refused(token_of(cast.lin).get("/absences")) == (403, "not-for-you")
    assert (Absence.objects.get().ends, noted()) == (MONDAY + DAY, [])


def test_wrong_absences_are_refused(hall: Hall) -> None:
    gu = token_of(hall.cast.gu)
    times = {"begins": written(MONDAY), "ends": written(MONDAY + DAY)}
    for given, code in (
        ({"staff": "1001", "begins": times["ends"], "ends": times["begins"]}, "absence-times"),
        ({"staff": "1001", **times, "backup": "1001"}, "backup-is-oneself"),
        ({"staff": "1001", **times, "backup": "7777"}, "case-unknown"),
        ({"staff": "7777", **times}, "case-unknown"),
    ):
        assert gu.post("/absences", given).json["code"] == code
    assert (Absence.objects.count(), noted()) == (0, [])


def test_a_backup_is_chosen_by_the_manager_or_the_system_administrator(hall: Hall) -> None:
    cast = hall.cast
    chosen = token_of(cast.gu).post("/staff/1001/backup", {"backup": "1002"}).json
    assert (chosen["staff"]["name"], chosen["backup"]["name"]) == ("林晓", "赵敏")
    assert token_of(cast.shi).post("/staff/1001/backup", {"backup": None}).json["backup"] is None
    assert refused(token_of(cast.gu).post("/staff/1001/backup", {"backup": "1001"})) == (422, "backup-is-oneself")
    assert (Staff.objects.get(pk=cast.lin.pk).backup, noted()) == (None, ["staff.backup-chosen"] * 2)


def test_shifts_are_planned_listed_and_taken_away_by_who_plans_the_unit(hall: Hall) -> None:
    gu, begins = token_of(hall.cast.gu), MONDAY + DAY
    spans = [{"begins": written(at), "ends": written(at + 8 * HOUR)} for at in (begins, begins + DAY)]
    planned = gu.post("/units/hall-east/shifts", {"staff": "1001", "spans": spans})
    assert [(one["staff"]["name"], one["begins"]) for one in planned.json["shifts"]] == [
        ("林晓", written(begins)), ("林晓", written(begins + DAY)),
    ]  # fmt: skip
    assert refused(gu.post("/units/hall-east/shifts", {"staff": "1001", "spans": spans[:1]})) == (422, "shift-overlaps")
    assert gu.get("/units/hall-east/shifts", since=written(MONDAY)).json == planned.json
    assert gu.get("/units/hall-east/shifts", since=written(MONDAY), until=written(begins)).json == {"shifts": []}
    first = planned.json["shifts"][0]
    assert gu.post(f"/shifts/{first['number']}/take-away", {}).json == first
    assert refused(gu.post(f"/shifts/{first['number']}/take-away", {})) == (404, "case-unknown")
    assert (Shift.objects.count(), noted()) == (1, ["shift.planned", "shift.taken-away"])


def test_nobody_plans_or_takes_away_shifts_who_does_not_plan_the_unit(hall: Hall) -> None:
    cast, gu = hall.cast, acting(hall.cast.gu)
    with scope.everywhere():
        (shift,) = administering.plan_shifts(cast.lin, cast.east, [(MONDAY + DAY, MONDAY + DAY + HOUR)], by=gu)
    span = {"begins": written(MONDAY + HOUR), "ends": written(MONDAY + 2 * HOUR)}
    for staff, status in ((cast.lin, 403), (cast.qian, 404), (cast.sun, 404), (cast.an, 404)):
        caller = token_of(staff)
        answers = [
            caller.post("/units/hall-east/shifts", {"staff": "1001", "spans": [span]}),
            caller.get("/units/hall-east/shifts", since=written(MONDAY)),
            caller.post(f"/shifts/{shift.pk}/take-away", {}),
        ]
        assert [one.status for one in answers] == [status] * 3
    assert (list(Shift.objects.all()), noted()) == ([shift], ["shift.planned"])
