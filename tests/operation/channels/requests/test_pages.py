"""The pages of requests as staff see them: the list, noting one, the steps, the link for the customer."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.operation.people_of_the_tests import Cast

from shouwen.operation.channels.requests import actions, status
from shouwen.operation.channels.requests.models import Request
from shouwen.operation.ledger import clock, models
from shouwen.operation.ledger.act import Act, NewCase, act_many
from shouwen.operation.people import privacy
from shouwen.operation.people.models import Customer, PersonalText, Staff
from shouwen.operation.people.personal import PersonalData
from shouwen.operation.people.rights import SYSTEM, acting_of

pytestmark = pytest.mark.django_db

Browser = Callable[[Staff], Client]
PHONE = "13800138000"
SCRIPT = "<script>alert('x')</script><img src=x onerror=alert(1)>"


def seen(response: Any) -> str:
    return unescape(response.content.decode())


def note(cast: Cast, text: str = "宽带什么时候能装？", *, phone: str = PHONE, topic: str = "enquiry") -> models.Case:
    return actions.note(cast.east, topic, text, by=acting_of(cast.lin, clock.now()), phone=phone)


def state_of(case: models.Case) -> str:
    return Request._base_manager.get(pk=case.pk).state


def step(case: models.Case, name: str) -> str:
    return reverse("requests_do", args=[case.subject, name])


# ── noting ──


def test_a_concern_is_noted_in_three_fields_and_the_page_of_the_case_follows(
    standard: Cast, logged_in: Browser
) -> None:
    browser = logged_in(standard.lin)
    page = seen(browser.get(reverse("requests_note")))
    assert len(re.findall(r'<(?:input|textarea|select)[^>]* name="(?:phone|topic|text)"', page)) == 1 + 4 + 1
    sent = browser.post(
        reverse("requests_note"), {"phone": PHONE, "topic": "praise", "text": "台席很耐心", "once": "a"}
    )
    case = models.Case._base_manager.get(kind="request")
    assert (sent.status_code, sent.headers["Location"]) == (302, reverse("case", args=[case.subject]))
    shown = seen(browser.get(sent.headers["Location"]))
    assert "台席很耐心" in shown
    assert "表扬" in shown
    assert "处理中" in shown
    assert PHONE not in shown
    assert "138****8000" in shown


def test_a_form_that_is_sent_twice_notes_one_request(standard: Cast, logged_in: Browser) -> None:
    browser = logged_in(standard.lin)
    once = re.search(r'name="once" value="([^"]+)"', seen(browser.get(reverse("requests_note"))))
    assert once is not None
    form = {"topic": "enquiry", "text": "问一下", "once": once[1]}
    places = [browser.post(reverse("requests_note"), form).headers["Location"] for _ in range(2)]
    assert places[0] == places[1]
    assert (models.Case._base_manager.filter(kind="request").count(), PersonalText.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"phone": "12"}, "看不懂"),
        ({"text": ""}, "请填写这一项"),
        ({"topic": "gossip"}, "gossip"),
        ({"text": "long " * 200_000}, "4000"),
    ],
)
def test_what_was_typed_stays_where_something_is_wrong(
    standard: Cast, logged_in: Browser, wrong: dict[str, str], said: str
) -> None:
    browser = logged_in(standard.lin)
    form = {"phone": "13900139000", "topic": "suggestion", "text": "多开一个台席", "once": "a", **wrong}
    answer = browser.post(reverse("requests_note"), form)
    page = seen(answer)
    assert answer.status_code == 422
    assert said in page
    assert f'value="{form["phone"]}"' in page
    assert f">{form['text']}</textarea>" in page.replace("\n", "")
    assert wrong.get("topic") or re.search(r'value="suggestion"[^>]*checked', page)
    assert models.Case._base_manager.filter(kind="request").count() == 0


def test_too_large_a_form_is_refused_as_a_page_that_says_so(standard: Cast, logged_in: Browser) -> None:
    form = {"topic": "enquiry", "text": "长" * 1_000_000}
    answer = logged_in(standard.lin).post(
        reverse("requests_note"), form, content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code in (400, 413, 422)
    assert models.Case._base_manager.filter(kind="request").count() == 0


def test_a_number_is_looked_up_masked_and_never_in_an_address(standard: Cast, logged_in: Browser) -> None:
    privacy.meet(standard.east, PersonalData(name="王淑芬", phones=(PHONE,)))
    browser = logged_in(standard.lin)
    assert browser.get(reverse("requests_look_up"), {"phone": PHONE}).status_code == 405
    found = seen(browser.post(reverse("requests_look_up"), {"phone": "138 0013 8000"}))
    assert "王**" in found
    assert "138****8000" in found
    assert "王淑芬" not in found
    assert PHONE not in found
    assert "未曾登记" in seen(browser.post(reverse("requests_look_up"), {"phone": "13900139000"}))
    assert "看不懂" in seen(browser.post(reverse("requests_look_up"), {"phone": "12"}))
    assert seen(browser.post(reverse("requests_look_up"), {"phone": " "})).strip() == ""


def test_of_several_with_one_number_the_page_lets_choose_and_keeps_the_choice(
    standard: Cast, logged_in: Browser
) -> None:
    for name in ("王淑芬", "李建国"):
        privacy.meet(standard.east, PersonalData(name=name, phones=(PHONE,)))
    second = privacy.find_by_phone(PHONE)[1].subject
    browser = logged_in(standard.lin)
    form = {"phone": PHONE, "customer": second, "topic": "other", "text": "", "once": "a"}
    assert re.search(rf'value="{second}"[^>]*checked', seen(browser.post(reverse("requests_note"), form)))
    browser.post(reverse("requests_note"), {**form, "text": "查一下积分"})
    case = models.Case._base_manager.get(kind="request")
    assert Customer._base_manager.get(pk=case.customer_id).subject == second


def test_who_has_no_unit_to_work_at_is_not_asked_to_note(standard: Cast, logged_in: Browser) -> None:
    for staff in (standard.shi, standard.bai):
        assert logged_in(staff).get(reverse("requests_note")).status_code == 403
        assert reverse("requests_note") not in seen(logged_in(staff).get(reverse("requests")))


# ── the list ──


def test_the_list_shows_what_is_open_and_narrows_by_state_topic_and_owner(standard: Cast, logged_in: Browser) -> None:
    lin, zhao = (acting_of(staff, clock.now()) for staff in (standard.lin, standard.zhao))
    note(standard, "第一件")
    closed = note(standard, "第二件", topic="praise")
    actions.answer(closed, "谢谢", by=lin)
    actions.close(closed, "settled", by=lin)
    actions.note(standard.east, "other", "第三件", by=zhao)
    browser = logged_in(standard.lin)

    def listed(**asked: str) -> list[str]:
        return re.findall("第[一二三]件", seen(browser.get(reverse("requests"), asked)))

    assert listed() == ["第三件", "第一件"]
    assert listed(state="all") == ["第三件", "第二件", "第一件"]
    assert listed(state="closed") == ["第二件"]
    assert listed(topic="enquiry") == ["第一件"]
    assert listed(owner="me") == ["第一件"]
    assert listed(owner=str(standard.zhao.pk)) == ["第三件"]
    assert listed(owner="9999", state="nonsense", topic="gossip") == ["第三件", "第一件"]


def test_a_number_leads_to_its_request_and_an_unknown_one_is_said(standard: Cast, logged_in: Browser) -> None:
    case = note(standard)
    browser = logged_in(standard.lin)
    number = case.subject.partition(":")[2]
    for typed in (number, number.lower(), case.subject, f" {number} "):
        answer = browser.get(reverse("requests"), {"number": typed})
        assert answer.headers.get("Location") == reverse("case", args=[case.subject]), typed
    assert "没有这个编号的诉求" in seen(browser.get(reverse("requests"), {"number": "AAAAAAAAAA"}))


def test_two_thousand_requests_are_paged_with_few_questions(standard: Cast, logged_in: Browser) -> None:
    customer = privacy.meet(standard.east, PersonalData(name="王淑芬", phones=(PHONE,)))
    text = privacy.keep_text(customer, "问一下")
    noted = [
        Act(
            about=[NewCase(kind="request", unit=standard.east, owner=standard.lin, customer=customer)],
            word="request.noted",
            by=SYSTEM,
            data={"topic": "enquiry", "text": text},
        )
        for _ in range(2000)
    ]
    act_many(noted)
    browser = logged_in(standard.lin)
    browser.get(reverse("requests"))
    with CaptureQueriesContext(connection) as asked:
        page = seen(browser.get(reverse("requests"), {"page": "40"}))
    assert page.count("问一下") == 50
    assert "第 40 页，共 40 页" in page
    assert len(asked) < 25


# ── the steps ──


def test_each_step_has_a_page_of_its_own_that_works_without_scripts(standard: Cast, logged_in: Browser) -> None:
    case = note(standard)
    browser = logged_in(standard.lin)
    for name, form in (
        ("progress", {"text": "师傅已经排了"}),
        ("answer", {"text": "周六上午装好"}),
        ("close", {"result": "settled"}),
        ("reopen", {"text": "装了还是慢"}),
        ("withdraw", {"text": "客户说搬家了"}),
    ):
        assert browser.get(step(case, name)).status_code == 200
        sent = browser.post(step(case, name), {**form, "once": name})
        assert sent.headers.get("Location") == reverse("case", args=[case.subject]), name
    words = models.Event._base_manager.filter(told__case=case).order_by("pk").values_list("word", flat=True)
    assert [word.partition(".")[2] for word in words if word.startswith("request.")] == [
        "noted", "progress-told", "answered", "closed", "reopened", "withdrawn",
    ]  # fmt: skip


def test_a_promise_asks_whether_it_was_looked_into_and_is_refused_with_the_clause_otherwise(
    standard: Cast, logged_in: Browser
) -> None:
    case = note(standard)
    browser = logged_in(standard.lin)
    form = {"when": str(clock.now() + 3600), "text": "给您回电话", "once": "a"}
    refused = browser.post(step(case, "promise"), form)
    assert refused.status_code == 422
    assert "promises.looked-into-first" in seen(refused)
    assert ">给您回电话</textarea>" in seen(refused).replace("\n", "")
    sent = browser.post(step(case, "promise"), {**form, "looked_into": "on"})
    assert sent.status_code == 302
    assert Request._base_manager.get(pk=case.pk).promised_until == int(form["when"])


def test_a_unit_whose_standard_does_not_ask_is_not_asked(cast: Cast, logged_in: Browser) -> None:
    case = note(cast)
    assert "looked_into" not in seen(logged_in(cast.lin).get(step(case, "promise")))


def test_for_htmx_the_form_comes_back_alone_and_what_is_right_leads_to_the_case(
    standard: Cast, logged_in: Browser
) -> None:
    case = note(standard)
    browser = logged_in(standard.lin)
    htmx = {"HX-Request": "true"}
    wrong = browser.post(step(case, "close"), {"result": "settled", "once": "a"}, headers=htmx)
    assert wrong.status_code == 422
    assert seen(wrong).startswith("<form")
    assert "closing.after-answer" in seen(wrong)
    right = browser.post(step(case, "answer"), {"text": "好了", "once": "b"}, headers=htmx)
    assert right.headers["HX-Redirect"] == reverse("case", args=[case.subject])
    assert state_of(case) == "answered"


def test_the_page_of_a_case_offers_the_steps_that_are_this_persons_now(standard: Cast, logged_in: Browser) -> None:
    case = note(standard)

    def offered(staff: Staff) -> set[str]:
        page = seen(logged_in(staff).get(reverse("case", args=[case.subject])))
        return set(re.findall(r'data-opens="step-([a-z]+)"', page))

    assert offered(standard.lin) == {"answer", "progress", "promise", "close", "withdraw"}
    assert offered(standard.gu) == {"answer", "progress", "promise", "close", "withdraw"}
    assert offered(standard.zhao) == set()
    actions.answer(case, "好了", by=acting_of(standard.lin, clock.now()))
    actions.close(case, "settled", by=acting_of(standard.lin, clock.now()))
    assert offered(standard.lin) == {"reopen"}
    assert offered(standard.zhao) == {"reopen"}


def test_the_usual_next_step_stands_out_and_is_closing_once_the_customer_was_answered(
    standard: Cast, logged_in: Browser
) -> None:
    browser, case = logged_in(standard.lin), note(standard)
    address = reverse("case", args=[case.subject])
    marked = r'class="btn btn-primary" type="button" data-opens="([^"]+)"'
    assert re.findall(marked, seen(browser.get(address))) == ["step-answer"]
    browser.post(step(case, "answer"), {"text": "下周一装", "once": "a"})
    assert state_of(case) == "answered"
    assert re.findall(marked, seen(browser.get(address))) == ["step-close"]


def test_a_script_in_a_text_is_shown_as_text(standard: Cast, logged_in: Browser) -> None:
    case = note(standard, SCRIPT)
    actions.answer(case, SCRIPT, by=acting_of(standard.lin, clock.now()))
    browser = logged_in(standard.lin)
    for address in (reverse("case", args=[case.subject]), reverse("requests")):
        page = browser.get(address).content.decode()
        assert "<img src=x" not in page
        assert "alert(&#x27;x&#x27;)" in page


def test_a_step_that_there_is_not_or_of_another_kind_of_case_is_not_found(standard: Cast, logged_in: Browser) -> None:
    case = note(standard)
    actions.promise(case, clock.now() + 60, "x", by=acting_of(standard.lin, clock.now()), looked_into=True)
    promised = models.Case._base_manager.get(kind="promise")
    browser = logged_in(standard.lin)
    assert browser.get(step(case, "explode")).status_code == 404
    assert browser.get(reverse("requests_do", args=[promised.subject, "answer"])).status_code == 404
    assert browser.get(reverse("requests_link", args=[promised.subject])).status_code == 404


def test_the_link_for_the_customer_is_shown_with_its_picture(standard: Cast, logged_in: Browser) -> None:
    case = note(standard)
    page = logged_in(standard.lin).get(reverse("requests_link", args=[case.subject])).content.decode()
    address = f"http://testserver{reverse('requests_status', args=[status.code_of(case)])}"
    assert page.count(address) == 2
    picture = re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', page)
    assert picture is not None
    assert b"<path" in base64.b64decode(picture[1])
    assert "style=" not in page


@pytest.mark.parametrize(
    ("language", "said"), [("zh-Hant", "記下訴求"), ("en", "Note a concern"), ("zh-Hans", "记下诉求")]
)
def test_the_pages_speak_three_languages(standard: Cast, logged_in: Browser, language: str, said: str) -> None:
    page = seen(logged_in(standard.lin).get(reverse("requests"), headers={"Accept-Language": language}))
    assert said in page
