"""The pad: it shows its own customer what the clerk asks, and answers for nobody else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable

import pytest
from django.test import Client
from tests.operation.channels.hall.conftest import Time
from tests.operation.channels.hall.screen_of_the_tests import screen, secret_of
from tests.operation.people_of_the_tests import Cast

from shouwen.fault import Fault
from shouwen.operation.channels.hall import actions, story
from shouwen.operation.channels.hall.answers import asking, pad, signing
from shouwen.operation.channels.hall.models import CounterDay, Visit
from shouwen.operation.ledger import models
from shouwen.operation.ledger.attaching import FILE, open_file
from shouwen.operation.ledger.rebuild import differences
from shouwen.operation.ledger.watch import look_once
from shouwen.operation.people import privacy
from shouwen.operation.people.models import Staff
from shouwen.operation.people.rights import Acting

pytestmark = pytest.mark.django_db
By = Callable[[Staff], Acting]
Take = Callable[..., Visit]

DRAWN = {"width": 600, "height": 176, "strokes": [[[10 * n, 20 + n, 16 * n] for n in range(12)]]}


@pytest.fixture
def served(halls: Cast, take: Take, lins: CounterDay, by: By, time: Time) -> Visit:
    """A001, whom Lin serves at counter 1."""
    take()
    visit = actions.call_next(lins, by=by(halls.lin))
    assert visit is not None
    time.passes(10)
    return actions.begin_service(visit, by=by(halls.lin), need_confirmed=True)


@pytest.fixture
def others(halls: Cast, take: Take, zhaos: CounterDay, by: By, served: Visit) -> Visit:
    """C001, whom Zhao serves at counter 2."""
    take("consult")
    visit = actions.call_next(zhaos, by=by(halls.zhao))
    assert visit is not None
    return actions.begin_service(visit, by=by(halls.zhao))


def on_pad(cast: Cast, counter: str = "1") -> pad.Shown:
    return pad.shown(cast.east.pk, counter)


def events(visit: Visit, *words: str) -> list[models.Event]:
    found = models.Event._base_manager.filter(told__case=visit.pk, word__in=words)
    return list(found.order_by("id"))


def answered(browser: Client, said: str, ask: int, **given: object) -> tuple[int, str]:
    answer = browser.post("/hall/pad/answer/", {"ask": ask, "answer": said, **given})
    return answer.status_code, answer.content.decode()


def test_it_follows_the_customer_at_its_counter(halls: Cast, take: Take, lins: CounterDay, by: By, time: Time) -> None:
    assert on_pad(halls).kind == "idle"
    take(), take()
    visit = actions.call_next(lins, by=by(halls.lin))
    assert visit is not None
    assert [(one.kind, one.visit.number) for one in [on_pad(halls)] if one.visit] == [("called", "A001")]
    visit = actions.begin_service(visit, by=by(halls.lin))
    assert (on_pad(halls).kind, on_pad(halls, "2").kind) == ("served", "idle")
    asking.tell_fee(visit, "59.90", "月租", by=by(halls.lin))
    shown = on_pad(halls)
    assert (shown.kind, shown.amount, shown.text) == ("fee", 59.9, "月租")
    actions.say(visit, story.FEE_PAID, by=by(halls.lin))
    assert on_pad(halls).kind == "served"
    actions.end_service(visit, by=by(halls.lin))
    actions.hand_over(visit, by=by(halls.lin))
    assert on_pad(halls).kind == "rating"
    actions.leave(visit, by=by(halls.lin))
    assert on_pad(halls).kind == "rating"
    time.passes(pad.LEFT_FOR + 1)
    assert on_pad(halls).kind == "idle"
    actions.call_next(lins, by=by(halls.lin))
    assert [(one.kind, one.visit.number) for one in [on_pad(halls)] if one.visit] == [("called", "A002")]


def test_terms_are_confirmed_by_the_customer_as_they_were_explained(halls: Cast, served: Visit, by: By) -> None:
    asking.explain(served, "59 元套餐，一年", by=by(halls.lin))
    browser = screen(halls, "pad:1")
    page = browser.get("/hall/pad/").content.decode()
    assert "59 元套餐，一年" in page
    ask = on_pad(halls).ask
    assert answered(browser, "agree", ask, once="o1")[0] == 200
    assert answered(browser, "agree", ask, once="o1")[0] == 200  # sent twice
    confirmed = events(served, story.CONFIRMED)
    assert [(one.by, one.grade) for one in confirmed] == [("device:pad:1", "customer")]
    status, text = answered(browser, "agree", ask, once="o2")
    assert (status, "已经不需要" in text) == (422, True)


def test_who_does_not_agree_is_heard(halls: Cast, served: Visit, by: By) -> None:
    asking.explain(served, "59 元套餐", by=by(halls.lin))
    assert answered(screen(halls, "pad:1"), "decline", on_pad(halls).ask)[0] == 200
    assert [one.word for one in events(served, *story.BY_CUSTOMER)] == [story.NOT_AGREED]
    assert on_pad(halls).kind == "served"


def test_an_agreement_is_signed_sealed_and_archived(halls: Cast, served: Visit, by: By, time: Time) -> None:
    asking.explain(served, "59 元套餐，一年", by=by(halls.lin))
    asking.show_agreement(served, "new-line", "zh-Hans", by=by(halls.lin))
    shown = on_pad(halls)
    assert (shown.kind, shown.title) == ("agreement", "入网服务协议")
    assert shown.text.endswith("59 元套餐，一年")
    time.passes(30)
    browser = screen(halls, "pad:1")
    assert answered(browser, "sign", shown.ask, drawn="")[0] == 422
    assert answered(browser, "sign", shown.ask, drawn=json.dumps(DRAWN), once="s1")[0] == 200
    (signed,) = events(served, story.SIGNED)
    assert (signed.grade, signed.data["signer"]) == ("customer", "customer")
    agreement = models.Case._base_manager.get(kind=story.AGREEMENT)
    assert (signed.about, agreement.arose_from_id) == ([served.case.subject, agreement.subject], served.pk)
    assert agreement.closed_at == time.now
    kept, document = open_file(str(signed.data["file"]).removeprefix(FILE))
    assert (kept.title, hashlib.sha256(document).hexdigest()) == ("入网服务协议-A001.txt", signed.data["digest"])
    held = json.loads(document)
    assert (held["text"], held["signature"], held["counter"]) == (shown.text, DRAWN, "1")
    assert (
        held["digest"]
        == events(served, story.SHOWN)[0].data["digest"]
        == hashlib.sha256(shown.text.encode()).hexdigest()
    )
    assert shown.text not in json.dumps([one.data for one in models.Event._base_manager.all()], ensure_ascii=False)
    look_once()
    assert differences(models.Case._base_manager.filter(kind__in=(story.VISIT, story.AGREEMENT))) == []
    assert agreement.customer is not None
    privacy.erase(agreement.customer, time.now)
    with pytest.raises(Fault):
        open_file(str(signed.data["file"]).removeprefix(FILE))


def test_nothing_is_signed_that_was_not_explained(halls: Cast, served: Visit, by: By) -> None:
    asking.show_agreement(served, "contract", "en", by=by(halls.lin))
    status, text = answered(screen(halls, "pad:1"), "sign", on_pad(halls).ask, drawn=json.dumps(DRAWN))
    assert (status, "counter.explained-first" in text or "讲明白" in text) == (422, True)
    assert events(served, story.SIGNED) == []
    assert not models.Attachment.objects.exists()


def test_who_does_not_sign_leaves_no_file(halls: Cast, served: Visit, by: By) -> None:
    asking.show_agreement(served, "contract", "zh-Hant", by=by(halls.lin))
    assert answered(screen(halls, "pad:1"), "not-sign", on_pad(halls).ask)[0] == 200
    assert models.Case._base_manager.get(kind=story.AGREEMENT).closed_at is not None
    assert (on_pad(halls).kind, models.Attachment.objects.exists()) == ("served", False)


@pytest.mark.parametrize(
    ("drawn", "fault"),
    [
        ("", "pad-unsigned"),
        ("{}", "pad-unsigned"),
        (json.dumps({**DRAWN, "strokes": [[[1, 1, 0]] * 7]}), "pad-unsigned"),
        ("[]", "pad-signature-wrong"),
        ("{", "pad-signature-wrong"),
        ("[" * 100_000, "pad-signature-wrong"),
        (json.dumps({"strokes": DRAWN["strokes"]}), "pad-signature-wrong"),
        (json.dumps({**DRAWN, "strokes": [[[1, 1]] * 9]}), "pad-signature-wrong"),
        (json.dumps({**DRAWN, "strokes": [[[1, True, 1]] * 9]}), "pad-signature-wrong"),
        (json.dumps({**DRAWN, "strokes": [[[1, float("nan"), 1]] * 9]}), "pad-signature-wrong"),
        (json.dumps({**DRAWN, "strokes": [[[1, 10**9, 1]] * 9]}), "pad-signature-wrong"),
        (json.dumps({**DRAWN, "strokes": [[[1, 1, 1]] * 9] * 201}), "pad-signature-wrong"),
    ],
)
def test_a_signature_that_is_none_is_refused(drawn: str, fault: str) -> None:
    with pytest.raises(Fault) as refused:
        signing.read_signature(drawn)
    assert refused.value.code == fault


@pytest.mark.parametrize("given", ["", "-1", "1.234", "NaN", "Infinity", "1e20", "abc", "9" * 30])
def test_a_fee_that_is_none_is_refused(halls: Cast, served: Visit, by: By, given: str) -> None:
    with pytest.raises(Fault) as refused:
        asking.tell_fee(served, given, by=by(halls.lin))
    assert refused.value.code == "fee-wrong"


def test_a_pad_answers_for_no_other_counter(halls: Cast, served: Visit, others: Visit, by: By) -> None:
    asking.explain(served, "59 元套餐", by=by(halls.lin))
    asking.explain(others, "咨询", by=by(halls.zhao))
    first, second = on_pad(halls), on_pad(halls, "2")
    status, _text = answered(screen(halls, "pad:2"), "agree", first.ask)
    assert (status, events(served, *story.BY_CUSTOMER), events(others, *story.BY_CUSTOMER)) == (422, [], [])
    assert "59 元套餐" not in screen(halls, "pad:2").get("/hall/pad/").content.decode()
    bearer = {"Authorization": f"Bearer {secret_of(halls, 'pad:2')}"}
    for word in (story.CONFIRMED, story.SIGNED, story.RATED):
        asked = {"word": word, "data": {"signer": "customer"} if word == story.SIGNED else {}}
        address = f"/api/v1/cases/{served.case.subject}/events"
        answer = Client().post(address, asked, content_type="application/json", headers=bearer)
        assert answer.status_code in (403, 409, 422), answer.content
        assert answer.json()["code"] == "pad-of-another-counter"
    assert events(served, *story.BY_CUSTOMER) == []
    assert answered(screen(halls, "pad:2"), "agree", second.ask)[0] == 200
    assert [one.by for one in events(others, story.CONFIRMED)] == ["device:pad:2"]


def test_a_pad_of_another_hall_sees_nothing(halls: Cast, served: Visit, by: By) -> None:
    asking.explain(served, "59 元套餐", by=by(halls.lin))
    browser = screen(halls, "pad:1", unit=halls.west)
    assert "59 元套餐" not in browser.get("/hall/pad/").content.decode()
    assert answered(browser, "agree", on_pad(halls).ask)[0] == 422
    assert events(served, *story.BY_CUSTOMER) == []


def test_a_pad_at_which_staff_are_logged_in_answers_nothing(
    halls: Cast, served: Visit, by: By, logged_in: Callable[[Staff], Client]
) -> None:
    asking.explain(served, "59 元套餐", by=by(halls.lin))
    browser = logged_in(halls.lin)
    browser.post("/hall/screen/", {"secret": secret_of(halls, "pad:1")})
    assert answered(browser, "agree", on_pad(halls).ask)[0] == 422
    assert events(served, *story.BY_CUSTOMER) == []


def test_only_the_clerk_of_the_counter_puts_something_before_the_customer(
    halls: Cast, served: Visit, others: Visit, by: By
) -> None:
    for staff in (halls.zhao, halls.gu, halls.qian):
        with pytest.raises(Fault) as refused:
            asking.explain(served, "59 元套餐", by=by(staff))
        assert refused.value.code == "visit-not-at-your-counter"


def test_what_is_being_read_is_left_alone(halls: Cast, served: Visit, by: By) -> None:
    asking.explain(served, "59 元套餐", by=by(halls.lin))
    browser = screen(halls, "pad:1")
    showing = on_pad(halls).version
    assert browser.get("/hall/pad/now/", {"showing": showing}).status_code == 204
    actions.say(served, "water.offered", by=by(halls.lin))
    assert browser.get("/hall/pad/now/", {"showing": showing}).status_code == 204
    asking.explain(served, "79 元套餐", by=by(halls.lin))
    assert "79 元套餐" in browser.get("/hall/pad/now/", {"showing": showing}).content.decode()


def test_the_clerk_sees_what_is_on_the_pad_and_puts_things_there(
    halls: Cast, served: Visit, logged_in: Callable[[Staff], Client]
) -> None:
    clerk = logged_in(halls.lin)
    given = {"visit": served.case.subject, "put": "terms", "text": "59 元套餐", "once": "x"}
    assert clerk.post("/hall/pad/counter/", given).status_code == 200
    assert (on_pad(halls).kind, on_pad(halls).text) == ("terms", "59 元套餐")
    assert clerk.post("/hall/pad/counter/", {**given, "put": "fee", "amount": "x", "once": "y"}).status_code == 422
    assert clerk.post("/hall/pad/counter/", {**given, "visit": "visit:other", "once": "z"}).status_code == 422
    assert "条款" in clerk.get("/hall/pad/counter/").content.decode()
