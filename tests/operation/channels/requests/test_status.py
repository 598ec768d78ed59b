"""The customer's own page: a link that cannot be guessed, and the answer for who knows the last four digits."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.operation.people_of_the_tests import Cast

from shouwen.fault import Fault
from shouwen.operation.channels.requests import actions, status
from shouwen.operation.ledger import clock, models
from shouwen.operation.people import privacy
from shouwen.operation.people.models import Customer
from shouwen.operation.people.personal import PersonalData
from shouwen.operation.people.rights import acting_of

pytestmark = pytest.mark.django_db

NOON = 1_746_504_000  # Tuesday 6 May 2025, 12:00 in Shanghai
PHONE = "13800138000"
ANSWER = "周六上午九点师傅上门"


@pytest.fixture(autouse=True)
def _noon() -> object:
    with clock.standing(NOON):
        yield


@pytest.fixture
def answered(cast: Cast) -> models.Case:
    """A request of 王淑芬, promised for one o'clock and answered."""
    privacy.meet(cast.east, PersonalData(name="王淑芬", phones=("010-62345678-12", PHONE, "110")))
    lin = acting_of(cast.lin, NOON)
    case = actions.note(cast.east, "enquiry", "宽带什么时候能装？", by=lin, phone=PHONE)
    actions.promise(case, NOON + 3600, "回电话", by=lin)
    actions.answer(case, ANSWER, by=lin)
    return case


def page_of(case: models.Case) -> str:
    return reverse("requests_status", args=[status.code_of(case)])


def seen(response: Any) -> str:
    return unescape(response.content.decode())


def test_the_link_says_nothing_of_the_customer_and_shows_how_it_stands(cast: Cast, answered: models.Case) -> None:
    address = page_of(answered)
    number = answered.subject.partition(":")[2]
    assert re.fullmatch(rf"/requests/status/{number}:[\w-]{{43}}", address)
    page = seen(Client().get(address))
    assert all(part in page for part in (number, "已答复", "咨询", "13:00", "东门营业厅"))
    for hidden in ("王", "8000", PHONE, "宽带什么时候能装", ANSWER, "林晓"):
        assert hidden not in page


@pytest.mark.parametrize(
    ("language", "said"),
    [("zh-Hans", ("您的诉求", "已答复")), ("zh-Hant", ("您的訴求", "已答覆")), ("en", ("Your request", "answered"))],
)
def test_it_speaks_three_languages(answered: models.Case, language: str, said: tuple[str, ...]) -> None:
    page = seen(Client().get(page_of(answered), headers={"Accept-Language": language}))
    assert all(text in page for text in said)


@pytest.mark.parametrize("digits", ["8000", "5678", " 8000", "８０００"])
def test_the_answer_is_shown_for_the_last_four_digits_of_any_number(answered: models.Case, digits: str) -> None:
    page = seen(Client().post(page_of(answered), {"digits": digits}))
    assert ANSWER in page
    assert "宽带什么时候能装" not in page
    assert "王" not in page


@pytest.mark.parametrize("digits", ["", "800", "0000", "80000", "1234", "６７８９", "abcd", "%' OR"])
def test_other_digits_show_nothing_and_say_so(answered: models.Case, digits: str) -> None:
    answer = Client().post(page_of(answered), {"digits": digits})
    assert answer.status_code == 422
    assert ANSWER not in seen(answer)
    assert "field-error" in seen(answer)


def test_a_link_that_was_made_up_or_changed_shows_nothing(answered: models.Case) -> None:
    code = status.code_of(answered)
    number = answered.subject.partition(":")[2]
    for wrong in (
        number,
        f"{number}:",
        f"{number}:{'A' * 43}",
        code[:-1] + ("A" if code[-1] != "A" else "B"),
        "x" * 500,
    ):
        assert Client().get(reverse("requests_status", args=[wrong])).status_code == 404
        assert Client().post(reverse("requests_status", args=[wrong]), {"digits": "8000"}).status_code == 404


def test_after_five_wrong_guesses_even_the_right_one_waits_and_longer_each_time(answered: models.Case) -> None:
    code = status.code_of(answered)
    waits = []
    now = NOON
    for _ in range(3):
        with clock.standing(now):
            for _ in range(5):
                with pytest.raises(Fault) as refused:
                    status.read_answer(code, "0000")
                assert refused.value.code == "status-digits-wrong"
            with pytest.raises(Fault) as closed:
                status.read_answer(code, "8000")
            assert closed.value.code == "status-digits-closed"
            waits.append(int(str(closed.value.slots["minutes"])))
        now += waits[-1] * 60
    assert waits == [15, 30, 60]
    with clock.standing(now):
        assert status.read_answer(code, "8000") == ANSWER
        with pytest.raises(Fault):
            status.read_answer(code, "0000")
        assert status.read_answer(code, "8000") == ANSWER


def test_wrong_guesses_are_counted_although_the_page_is_refused(answered: models.Case) -> None:
    browser = Client()
    for _ in range(5):
        browser.post(page_of(answered), {"digits": "0000"})
    page = seen(browser.post(page_of(answered), {"digits": "8000"}))
    assert "15 分钟" in page
    assert ANSWER not in page


def test_guesses_at_one_request_do_not_close_another(cast: Cast, answered: models.Case) -> None:
    lin = acting_of(cast.lin, NOON)
    other = actions.note(cast.east, "other", "另一件", by=lin, phone=PHONE)
    actions.answer(other, "另一个答复", by=lin)
    for _ in range(5):
        with pytest.raises(Fault):
            status.read_answer(status.code_of(answered), "0000")
    assert status.read_answer(status.code_of(other), "8000") == "另一个答复"


def test_who_gave_no_number_is_told_where_to_ask(cast: Cast) -> None:
    lin = acting_of(cast.lin, NOON)
    case = actions.note(cast.east, "enquiry", "问一下", by=lin)
    actions.answer(case, ANSWER, by=lin)
    page = seen(Client().get(page_of(case)))
    assert "请到受理网点询问" in page
    assert 'name="digits"' not in page
    assert ANSWER not in seen(Client().post(page_of(case), {"digits": "0000"}))


def test_ninety_days_after_it_was_closed_the_link_shows_nothing_any_more(cast: Cast, answered: models.Case) -> None:
    actions.close(answered, "settled", by=acting_of(cast.lin, NOON))
    code = status.code_of(answered)
    with clock.standing(NOON + 90 * 86400):
        found = status.status_of(code)
        assert found is not None
        assert (found.name, found.until) == ("closed", None)
    with clock.standing(NOON + 90 * 86400 + 1):
        assert status.status_of(code) is None
        assert status.read_answer(code, "8000") is None


def test_of_a_forgotten_customer_the_answer_is_gone(answered: models.Case) -> None:
    privacy.erase(Customer._base_manager.get(pk=answered.customer_id), NOON)
    with pytest.raises(Fault) as refused:
        status.read_answer(status.code_of(answered), "8000")
    assert refused.value.code == "status-digits-wrong"


def test_it_is_kept_in_no_cache_and_in_no_search_engine(answered: models.Case) -> None:
    answer = Client().get(page_of(answered))
    assert "no-store" in answer.headers["Cache-Control"]
    assert "noindex" in answer.headers["X-Robots-Tag"]


def test_without_the_token_of_its_own_page_no_guess_is_taken(answered: models.Case) -> None:
    assert Client(enforce_csrf_checks=True).post(page_of(answered), {"digits": "8000"}).status_code == 403


def test_a_script_in_an_answer_is_shown_as_text(cast: Cast, answered: models.Case) -> None:
    actions.answer(answered, "<script>alert(1)</script>", by=acting_of(cast.lin, NOON))
    page = Client().post(page_of(answered), {"digits": "8000"}).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_to_show_the_page_and_to_compare_the_digits_is_no_look_at_the_data(
    answered: models.Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    def looked(_customer: Customer) -> PersonalData:
        raise AssertionError("all of the data were opened")

    monkeypatch.setattr(privacy, "show", looked)
    assert "后四位" in seen(Client().get(page_of(answered)))
    assert ANSWER in seen(Client().post(page_of(answered), {"digits": "8000"}))
    assert Client().post(page_of(answered), {"digits": "0000"}).status_code == 422
    assert not models.Event._base_manager.filter(word="data.unmasked").exists()
