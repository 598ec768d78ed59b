"""The page of a case: who sees it, what it tells, what is corrected, and what may be done."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from tests.operation.people_of_the_tests import Cast
from tests.operation.web.east_hall import (
    CONCERN,
    MONDAY,
    Hall,
    acting,
    address,
    at_work,
    errand,
    fresh,
    leaks,
    story,
    text_of,
)

from shouwen.operation.ledger import clock, models, words
from shouwen.operation.ledger.act import act
from shouwen.operation.ledger.saying import say
from shouwen.operation.people import privacy, scope
from shouwen.operation.people.models import PersonalText, Staff

LoggedIn = Callable[[Staff], Client]


@pytest.fixture
def hall(cast: Cast) -> Iterator[Hall]:
    with at_work(cast) as hall:
        yield hall


def tell(hall: Hall, text: str, *, by: Staff | None = None) -> models.Event:
    who = acting(by or hall.cast.lin)
    with scope.of(who.seen):
        return say(hall.case, words.NOTE, text, by=who)


def test_the_page_tells_owner_customer_thread_and_what_the_standard_asks(hall: Hall, logged_in: LoggedIn) -> None:
    tell(hall, "客户傍晚六点以后方便接电话")

    text = text_of(logged_in(hall.cast.zhao).get(hall.address))

    for said in (
        CONCERN,
        "林晓",
        "陈**",
        "客户傍晚六点以后方便接电话",
        "咨询一个工作日内答复。",
        "answering.enquiry",
        "授权维修服务中心管理手册",
        "今天 10:00",
        "自报",
    ):
        assert said in text
    assert leaks(logged_in(hall.cast.zhao).get(hall.address)) == [CONCERN, "陈**"]


@pytest.mark.parametrize("path", ["", "note", "offer", "attach", "take", "correct/{event}", "accept"])
def test_nobody_of_another_hall_reaches_any_address_of_it(hall: Hall, logged_in: LoggedIn, path: str) -> None:
    event = tell(hall, "别人不该看到的备注")
    asked = hall.address + path.format(event=event.pk)
    before = models.Event._base_manager.count()
    for stranger in (hall.cast.qian, hall.cast.sun, hall.cast.wu, hall.cast.an, hall.cast.bai):
        browser = logged_in(stranger)
        for answer in (
            browser.get(asked),
            browser.post(asked, {"text": "x", "reason": "x", "to": "unit:1", "how": "void"}),
            browser.post("/cases/receivers", {"subject": hall.case.subject, "find": "林"}),
        ):
            assert answer.status_code in (404, 405)
            assert leaks(answer, "别人不该看到的备注", "林晓") == []
    assert models.Event._base_manager.count() == before


def test_a_script_in_a_text_is_text(hall: Hall, logged_in: LoggedIn) -> None:
    tell(hall, "<script>alert(1)</script>")
    hall.cast.lin.name = "<img src=x onerror=alert(2)>"
    hall.cast.lin.save()

    text = text_of(logged_in(hall.cast.zhao).get(hall.address))

    assert "<script>alert(1)" not in text
    assert "<img src=x" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text


def test_what_was_written_about_an_erased_customer_is_gone_and_the_thread_stays(
    hall: Hall, logged_in: LoggedIn
) -> None:
    privacy.erase(hall.customer, MONDAY)

    answer = logged_in(hall.cast.lin).get(hall.address)

    assert leaks(answer) == []
    assert "记下诉求" in text_of(answer)
    assert "已清除" in text_of(answer)


def test_a_report_that_came_late_says_when_it_was_noted(hall: Hall, logged_in: LoggedIn) -> None:
    with clock.standing(MONDAY + 7200):
        act(hall.case, words.NOTE, by=acting(hall.cast.lin), at=MONDAY + 600)
        text = text_of(logged_in(hall.cast.lin).get(hall.address))

    assert "今天 10:10" in text
    assert "补记于 今天 12:00" in text


def test_a_correction_shows_what_was_what_is_who_and_why(hall: Hall, logged_in: LoggedIn) -> None:
    with clock.standing(MONDAY + 3600):
        event = tell(hall, "已致电客户")
    with clock.standing(MONDAY + 7200):
        browser = logged_in(hall.cast.lin)
        answer = browser.post(
            f"{hall.address}correct/{event.pk}",
            {"how": "time", "at": "2025-04-21T10:30:00", "reason": "记错了时间", "once": "c"},
        )
        text = text_of(browser.get(answer.headers["Location"]))

    corrected = models.Event._base_manager.get(corrects=event)
    assert corrected.correction == {"void": False, "at": MONDAY + 1800, "data": None}
    assert str(corrected.data["reason"]).startswith("text:")
    assert "已更正：发生在别的时间" in text
    assert "记错了时间" in text
    shown = text[text.index(f'id="event-{event.pk}"') :]
    assert shown.index("今天 11:00</time></s>") < shown.index("今天 10:30") < shown.index("今天 12:00")


def test_what_did_not_happen_stays_visible_struck_out(hall: Hall, logged_in: LoggedIn) -> None:
    event = tell(hall, "已致电客户")
    browser = logged_in(hall.cast.lin)

    browser.post(f"{hall.address}correct/{event.pk}", {"how": "void", "reason": "打错了事项", "once": "c"})

    text = text_of(browser.get(hall.address))
    assert "<s>备注</s>" in text
    assert "已致电客户" in text
    assert "打错了事项" in text
    assert f"correct/{event.pk}" not in text


def test_only_who_noted_it_or_manages_the_unit_corrects_it(hall: Hall, logged_in: LoggedIn) -> None:
    event = tell(hall, "已致电客户")
    asked = f"{hall.address}correct/{event.pk}"

    assert asked not in text_of(logged_in(hall.cast.zhao).get(hall.address))
    assert logged_in(hall.cast.zhao).post(asked, {"how": "void", "reason": "x"}).status_code == 404
    assert asked in text_of(logged_in(hall.cast.gu).get(hall.address))
    assert not models.Event._base_manager.filter(corrects=event).exists()


def test_a_correction_into_the_future_is_refused_and_keeps_the_reason(hall: Hall, logged_in: LoggedIn) -> None:
    event = tell(hall, "已致电客户")

    answer = logged_in(hall.cast.lin).post(
        f"{hall.address}correct/{event.pk}", {"how": "time", "at": "2026-01-01T10:00:00", "reason": "记错了时间"}
    )

    assert answer.status_code == 422
    assert "发生的时间不能晚于现在。" in text_of(answer)
    assert "记错了时间" in text_of(answer)


def test_a_form_sent_twice_happens_once_and_keeps_one_text(hall: Hall, logged_in: LoggedIn) -> None:
    browser = logged_in(hall.cast.lin)
    texts = PersonalText.objects.count()

    for _time in range(2):
        assert browser.post(f"{hall.address}note", {"text": "只记一次", "once": "n1"}).status_code == 302

    assert story(hall.case) == ["request.noted", "note.added"]
    assert PersonalText.objects.count() == texts + 1


@pytest.mark.parametrize(
    ("language", "said"), [("zh-hans", "4000 "), ("zh-hant", "4000 "), ("en", "at most 4000 characters")]
)
def test_a_megabyte_of_text_is_refused_and_kept_in_the_form(
    hall: Hall, logged_in: LoggedIn, language: str, said: str
) -> None:
    browser = logged_in(hall.cast.lin)
    browser.cookies["language"] = language

    answer = browser.post(f"{hall.address}note", {"text": "x" * 1_000_000})

    assert answer.status_code == 422
    assert said in text_of(answer)
    assert "x" * 1_000_000 in text_of(answer)
    assert story(hall.case) == ["request.noted"]


def test_what_comes_too_late_is_refused_with_what_was_typed(hall: Hall, logged_in: LoggedIn) -> None:
    who = acting(hall.cast.lin)
    with scope.of(who.seen):
        say(hall.case, words.OFFER, "请接手", by=who, field="reason", data={"to": hall.cast.zhao.reference})
        act(hall.case, words.TAKE_BACK, by=who)

    answer = logged_in(hall.cast.zhao).post(f"{hall.address}refuse", {"reason": "我今天下午不在"})

    assert answer.status_code == 422
    assert "我今天下午不在" in text_of(answer)
    assert story(hall.case) == ["request.noted", "handover.offered", "handover.withdrawn"]


def test_a_case_is_handed_over_through_the_picker_and_taken_back(hall: Hall, logged_in: LoggedIn) -> None:
    browser = logged_in(hall.cast.lin)
    assert 'data-opens="act-offer-' in text_of(browser.get(hall.address))

    found = text_of(browser.post("/cases/receivers", {"subject": hall.case.subject, "find": "赵"}))
    assert (f'value="{hall.cast.zhao.reference}"' in found, "林晓" in found) == (True, False)
    browser.post(f"{hall.address}offer", {"to": hall.cast.zhao.reference, "reason": "账单系统我看不到", "once": "o"})

    assert fresh(hall.case).offered_to == hall.cast.zhao
    assert fresh(hall.case).owner == hall.cast.lin
    page = text_of(browser.get(hall.address))
    assert ('data-opens="act-offer-' in page, "撤回移交" in page) == (False, True)
    browser.post(f"{hall.address}take-back", {"once": "t"})
    assert fresh(hall.case).offered_to is None


def test_the_picker_shows_colleagues_and_desks_and_no_administrator(hall: Hall, logged_in: LoggedIn) -> None:
    page = text_of(logged_in(hall.cast.lin).get(f"{hall.address}offer"))
    assert all(name in page for name in ("赵敏", "顾平", "韩梅", "客服热线", "西站营业厅"))

    found = text_of(logged_in(hall.cast.lin).post("/cases/receivers", {"subject": hall.case.subject, "find": "安"}))
    assert ("史安" in found, "安全" in found) == (False, False)
    assert "没有找到" in found


@pytest.mark.parametrize("to", ["", "staff:999999", "staff:x", "unit:-1", "everybody", "staff:" + "9" * 30])
def test_a_hand_over_to_nobody_is_refused_and_keeps_the_reason(hall: Hall, logged_in: LoggedIn, to: str) -> None:
    answer = logged_in(hall.cast.lin).post(f"{hall.address}offer", {"to": to, "reason": "账单系统我看不到"})

    assert answer.status_code == 422
    assert "账单系统我看不到" in text_of(answer)
    assert story(hall.case) == ["request.noted"]


def test_a_person_of_another_hall_sees_the_case_that_is_offered_to_them_and_accepts_it(
    hall: Hall, logged_in: LoggedIn
) -> None:
    logged_in(hall.cast.lin).post(f"{hall.address}offer", {"to": hall.cast.wu.reference, "reason": "要上门检修"})
    browser = logged_in(hall.cast.wu)

    assert (CONCERN in text_of(browser.get(hall.address)), "要上门检修" in text_of(browser.get("/"))) == (True, True)
    browser.post(f"{hall.address}accept", {"once": "a"})
    assert fresh(hall.case).owner == hall.cast.wu


def test_who_refuses_from_another_hall_is_led_home_because_the_case_is_out_of_sight(
    hall: Hall, logged_in: LoggedIn
) -> None:
    logged_in(hall.cast.lin).post(f"{hall.address}offer", {"to": hall.cast.wu.reference, "reason": "要上门检修"})
    browser = logged_in(hall.cast.wu)

    assert browser.post(f"{hall.address}refuse", {"reason": "不归我们修"}).headers["Location"] == "/"
    assert browser.get(hall.address).status_code == 404


def test_only_a_manager_takes_over(hall: Hall, logged_in: LoggedIn) -> None:
    assert "经理接手" not in text_of(logged_in(hall.cast.zhao).get(hall.address))
    refused = logged_in(hall.cast.zhao).post(f"{hall.address}take", {"reason": "我来办"})
    assert (refused.status_code, "我来办" in text_of(refused), "经理" in text_of(refused)) == (422, True, True)

    logged_in(hall.cast.gu).post(f"{hall.address}take", {"reason": "客户要求经理处理"})

    assert fresh(hall.case).owner == hall.cast.gu


def test_a_promise_is_made_by_one_touch_kept_and_released(hall: Hall, logged_in: LoggedIn) -> None:
    case, browser = errand(hall.cast, hall.customer), logged_in(hall.cast.lin)
    form = text_of(browser.get(f"{address(case)}promise"))
    assert all(said in form for said in ("1 小时后，11:00", "今天下班前，18:00", "明天 10:00"))

    for number, until in enumerate((MONDAY + 3600, MONDAY + 8 * 3600)):
        given = {"when": str(until), "text": f"第 {number} 次回电", "asked_looked_into": "on", "once": f"p{number}"}
        browser.post(f"{address(case)}promise", given)
    first, second = models.Case._base_manager.filter(arose_from=case, kind="promise").order_by("pk")
    assert "第 0 次回电" in text_of(browser.get(address(case)))
    browser.post(f"{address(case)}keep?promise={first.subject}", {"text": "已回电", "once": "k"})
    browser.post(f"{address(case)}release?promise={second.subject}", {"reason": "客户说不用了", "once": "r"})

    assert story(first) == ["promise.made", "promise.kept"]
    assert story(second) == ["promise.made", "promise.released"]
    kept = models.Obligation._base_manager.get(case=first, clause="promises.kept")
    assert (kept.due, kept.state) == (MONDAY + 3600, "kept")
    assert models.Obligation._base_manager.get(case=second, clause="promises.kept").state == "not_judged"
    assert "客户免去" in text_of(browser.get(address(case)))


def test_a_promise_of_another_case_is_not_kept_from_here(hall: Hall, logged_in: LoggedIn) -> None:
    case, other = errand(hall.cast, hall.customer), errand(hall.cast, hall.customer)
    browser = logged_in(hall.cast.lin)
    browser.post(
        f"{address(case)}promise", {"when": str(MONDAY + 3600), "asked_looked_into": "on", "text": "回电", "once": "p"}
    )
    promise = models.Case._base_manager.get(arose_from=case)

    assert browser.post(f"{address(other)}keep?promise={promise.subject}", {}).status_code == 404
    assert story(promise) == ["promise.made"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"when": "other", "until": "2025-04-20T10:00"}, "请选择现在以后"),
        ({"when": "other", "until": "2099-04-20T10:00"}, "请选择现在以后"),
        ({"when": "other"}, "请填写日期和时间"),
        ({"when": "9" * 300}, "请从这些时间中选择"),
        ({"when": "<script>"}, "请从这些时间中选择"),
        ({}, "请填写这一项。"),
    ],
)
def test_a_promise_for_no_good_time_is_refused_and_keeps_the_words(
    hall: Hall, logged_in: LoggedIn, given: dict[str, str], said: str
) -> None:
    case = errand(hall.cast, hall.customer)

    answer = logged_in(hall.cast.lin).post(f"{address(case)}promise", {**given, "text": "回电说明"})

    assert answer.status_code == 422
    assert said in text_of(answer)
    assert "回电说明" in text_of(answer)
    assert story(case) == ["errand.noted"]


def test_a_case_without_a_customer_asks_for_words_that_name_nobody_and_takes_no_file(
    hall: Hall, logged_in: LoggedIn
) -> None:
    case, browser = errand(hall.cast, None), logged_in(hall.cast.lin)

    page = text_of(browser.get(address(case)))
    assert ("请不要写姓名和号码" in page, "添加文件" in page) == (True, False)
    browser.post(f"{address(case)}note", {"text": "机柜钥匙已归还", "once": "n"})

    assert models.Event._base_manager.get(word=words.NOTE).data["text"] == "机柜钥匙已归还"
    assert "机柜钥匙已归还" in text_of(browser.get(address(case)))


def test_a_promises_own_address_leads_to_its_case(hall: Hall, logged_in: LoggedIn) -> None:
    case, browser = errand(hall.cast, hall.customer), logged_in(hall.cast.lin)
    browser.post(
        f"{address(case)}promise", {"when": str(MONDAY + 3600), "asked_looked_into": "on", "text": "回电", "once": "p"}
    )

    answer = browser.get(f"/cases/{models.Case._base_manager.get(arose_from=case).subject}/")

    assert answer.headers["Location"] == address(case)


@pytest.mark.parametrize(
    "subject", ["request:NOSUCHCASE", "x", "request:" + "A" * 5000, "%00", "customer:../..", "<b>"]
)
def test_an_address_of_no_case_is_not_found(hall: Hall, logged_in: LoggedIn, subject: str) -> None:
    browser = logged_in(hall.cast.lin)
    answers = [browser.get(f"/cases/{subject}/"), browser.post(f"/cases/{subject}/note", {"text": "x"})]
    assert [answer.status_code for answer in answers] == [404, 404]


def test_a_room_with_forms_of_its_own_is_not_offered_them_twice(hall: Hall, logged_in: LoggedIn) -> None:
    text = text_of(logged_in(hall.cast.lin).get(hall.address))

    assert 'id="act-promise-' not in text
    assert 'id="act-note-' in text
