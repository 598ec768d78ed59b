"""A rating: the customer's own, once a service, and shown to nobody before its day is over."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from tests.operation.channels.hall.conftest import Time
from tests.operation.channels.hall.screen_of_the_tests import screen
from tests.operation.people_of_the_tests import Cast

from shouwen.fault import Fault
from shouwen.operation.channels.hall import actions, by_key, keys, story
from shouwen.operation.channels.hall.answers import answering, asking, pad, rating
from shouwen.operation.channels.hall.models import CounterDay, Visit
from shouwen.operation.ledger import models, read
from shouwen.operation.ledger.rebuild import differences
from shouwen.operation.ledger.watch import look_once
from shouwen.operation.people import privacy, scope, tokens
from shouwen.operation.people.models import Staff
from shouwen.operation.people.personal import PersonalData
from shouwen.operation.people.rights import Acting, acting_of

pytestmark = pytest.mark.django_db
By = Callable[[Staff], Acting]
Take = Callable[..., Visit]


@pytest.fixture
def over(halls: Cast, take: Take, lins: CounterDay, by: By, time: Time) -> Visit:
    """A001, whose payment is done and handed over at counter 1."""
    take()
    visit = actions.call_next(lins, by=by(halls.lin))
    assert visit is not None
    visit = actions.begin_service(visit, by=by(halls.lin))
    time.passes(60)
    visit = actions.end_service(visit, by=by(halls.lin))
    return actions.hand_over(visit, by=by(halls.lin))


def given(visit: Visit) -> list[dict[str, object]]:
    rows = models.Event._base_manager.filter(told__case=visit.pk, word=story.RATED).order_by("id")
    return [{**row.data, "by": row.by, "grade": row.grade} for row in rows]


def refused(visit: Visit, chosen: dict[str, str], by: Acting) -> str:
    with pytest.raises(Fault) as fault:
        rating.rate(visit, chosen, by=by)
    return fault.value.code


def test_what_the_customer_chose_is_noted_and_no_more(halls: Cast, over: Visit) -> None:
    browser = screen(halls, "pad:1")
    assert "很不满意" in browser.get("/hall/pad/").content.decode()
    shown = pad.shown(halls.east.pk, "1")
    chosen = {"ask": shown.ask, "answer": "rate", "once": "r", "score": "5", "speed": "3"}
    assert browser.post("/hall/pad/answer/", chosen).status_code == 200
    assert browser.post("/hall/pad/answer/", chosen).status_code == 200  # sent twice
    (told,) = given(over)
    assert {name: told[name] for name in ("score", "speed", "service", "by", "grade")} == (
        {"score": 5, "speed": 3, "service": "payment", "by": "device:pad:1", "grade": "customer"}
    )
    assert {"attitude", "skill", "environment", "text", "pressed"}.isdisjoint(told)
    assert pad.shown(halls.east.pk, "1").kind == "thanks"
    look_once()
    assert differences([models.Case._base_manager.get(pk=over.pk)]) == []


def test_on_the_phone_it_is_rated_by_who_has_the_key(halls: Cast, over: Visit) -> None:
    address = f"/hall/rating/{keys.key_of(over)}/"
    phone = Client()
    assert phone.get("/hall/rating/AAAAAAAAAA-aaaaaaaaaaaaaaaaaaaa/").status_code == 404
    assert phone.get(address).status_code == 200
    assert phone.post(address, {"attitude": "4", "once": "p", "pressed": "1"}).status_code == 302
    (told,) = given(over)
    assert (told["attitude"], told["pressed"], told["by"], told["grade"]) == (4, True, "device:phone", "customer")
    assert "已记下" in phone.get(address).content.decode()


def test_who_guesses_at_keys_is_soon_answered_no_more(halls: Cast, over: Visit) -> None:
    by_key.guessed.forget()
    statuses = [Client().get(f"/hall/rating/ABC-{number:020}/").status_code for number in range(40)]
    assert (statuses[:30], statuses[-1]) == ([404] * 30, 429)
    assert Client().get(f"/hall/rating/{keys.key_of(over)}/").status_code == 200


def test_a_service_is_rated_once_wherever(halls: Cast, over: Visit) -> None:
    rating.rate(over, {"score": "4"}, by=answering.on_phone(over))
    assert refused(over, {"score": "1"}, answering.on_phone(over)) == "rating-given"
    assert (
        screen(halls, "pad:1").post("/hall/pad/answer/", {"ask": "1", "answer": "rate", "score": "1"}).status_code
        == 422
    )
    assert [one["score"] for one in given(over)] == [4]


def test_each_service_of_a_visit_is_rated_by_itself(halls: Cast, over: Visit, by: By, time: Time) -> None:
    rating.rate(over, {"score": "4"}, by=answering.on_phone(over))
    visit = actions.transfer(over, "change", by=by(halls.lin))
    counter = CounterDay._base_manager.get(code="1")
    visit = actions.call_next(counter, by=by(halls.lin)) or visit
    actions.begin_service(visit, by=by(halls.lin))
    assert refused(visit, {"score": "5"}, answering.on_phone(visit)) == "rating-too-early"
    time.passes(30)
    actions.end_service(visit, by=by(halls.lin))
    rating.rate(visit, {"score": "5"}, by=answering.on_phone(visit))
    assert [(one["service"], one["score"]) for one in given(over)] == [("payment", 4), ("change", 5)]


def test_nobody_rates_before_the_service_is_over_or_long_after(
    halls: Cast, take: Take, lins: CounterDay, by: By, time: Time, over: Visit
) -> None:
    waiting = take()
    assert refused(waiting, {"score": "5"}, answering.on_phone(waiting)) == "rating-too-early"
    time.passes(24 * 3600 + 1)  # the standard's hall.rating-until
    assert refused(over, {"score": "5"}, answering.on_phone(over)) == "rating-too-late"
    assert given(over) == []


def test_what_is_no_score_is_refused(halls: Cast, over: Visit) -> None:
    phone = answering.on_phone(over)
    chosen = [{}, {"score": "6"}, {"score": "好"}, {"beauty": "5"}, {"score": "5 "}]
    assert [refused(over, one, phone) for one in chosen] == (
        ["rating-empty", "rating-score", "rating-score", "rating-empty", "rating-score"]
    )
    assert given(over) == []


@pytest.fixture
def lins_token(halls: Cast, time: Time) -> dict[str, str]:
    """The header by which a program speaks for Lin."""
    _token, secret = tokens.make(
        label="-",
        scopes=("read", "act"),
        ends_at=time.now + 86400,
        by=acting_of(halls.lin, time.now),
        at=time.now,
        staff=halls.lin,
    )
    return {"Authorization": f"Bearer {secret}"}


def test_staff_rate_nothing_by_page_or_api(
    halls: Cast, over: Visit, by: By, logged_in: Callable[[Staff], Client], time: Time, lins_token: dict[str, str]
) -> None:
    assert refused(over, {"score": "5"}, by(halls.lin)) == "rating-not-by-staff"
    page = f"/hall/rating/{keys.key_of(over)}/"
    assert logged_in(halls.lin).post(page, {"score": "5"}).status_code == 422
    address, said = f"/api/v1/cases/{over.case.subject}/events", {"word": story.RATED, "data": {"score": 5}}
    for asked in (said, {**said, "at": "2025-05-06T10:01:00+08:00"}):
        answer = Client().post(address, asked, content_type="application/json", headers=lins_token)
        assert answer.json()["code"] == "rating-not-by-staff"
    assert given(over) == []


def test_no_rating_is_shown_to_staff_before_its_day_is_over(
    halls: Cast, over: Visit, time: Time, logged_in: Callable[[Staff], Client], lins_token: dict[str, str]
) -> None:
    rating.rate(over, {"score": "1"}, by=answering.on_phone(over))

    def seen(staff: Staff) -> list[str]:
        with scope.of(acting_of(staff, time.now).seen):
            return [line.row.word for line in read.thread(read.case_called(over.case.subject))]

    people = (halls.lin, halls.gu, halls.han)
    assert [story.RATED in seen(one) for one in people] == [False, False, False]
    assert story.HANDED_OVER in seen(halls.lin)
    page = logged_in(halls.lin).get(f"/cases/{over.case.subject}/").content.decode()
    assert "总评分数" not in page
    thread = f"/api/v1/cases/{over.case.subject}/thread"
    told = Client().get(thread, headers=lins_token).content.decode()
    assert (story.HANDED_OVER in told, story.RATED in told) == (True, False)
    time.passes(14 * 3600)  # after midnight
    assert [story.RATED in seen(one) for one in people] == [True, True, True]


def test_words_are_kept_under_the_customers_key_or_not_at_all(halls: Cast, over: Visit, time: Time) -> None:
    assert not rating.asked(over).words
    rating.rate(over, {"score": "2"}, text="小林帮了大忙", by=answering.on_phone(over))
    assert "text" not in given(over)[0]
    chen = privacy.meet(halls.east, PersonalData(name=""))
    models.Case._base_manager.filter(pk=over.pk).update(customer=chen)
    Visit._base_manager.filter(pk=over.pk).update(rated=False)
    rating.rate(over, {"score": "2"}, text="小林帮了大忙", by=answering.on_phone(over))
    kept = str(given(over)[1]["text"])
    assert (kept.startswith(privacy.TEXT), privacy.read_text(kept)) == (True, "小林帮了大忙")


def test_an_invitation_says_nothing_of_the_score(halls: Cast, over: Visit, by: By) -> None:
    asking.invite(over, by=by(halls.lin))
    (invited,) = models.Event._base_manager.filter(told__case=over.pk, word=story.RATING_INVITED)
    assert "pressed" not in invited.data
    with pytest.raises(Fault) as refused_:
        actions.say(over, story.RATING_INVITED, by=by(halls.lin), data={"pressed": True})
    assert refused_.value.code == "refused-by-clause"
