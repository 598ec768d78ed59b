"""Identity on the pages: the console's form, the challenge for the reader, where readers are paired."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from tests.operation.channels.hall.console.console_desk import CONSOLE, Desk, data_of, open_step, subject, told
from tests.operation.channels.hall.identity.reader_of_the_tests import ask, listening
from tests.operation.people_of_the_tests import Cast

from shouwen.operation.channels.hall.identity import pairing
from shouwen.operation.channels.hall.identity.bridge import MADE_UP, Simulated
from shouwen.operation.channels.hall.models import CardReader, CounterDay, Visit
from shouwen.operation.people.models import Staff
from shouwen.operation.people.rights import Acting

pytestmark = pytest.mark.django_db
By = Callable[[Staff], Acting]
LogIn = Callable[[Staff], Client]
ZHANG, LI, _WANG, CHILD = MADE_UP
IDENTITY = "identity.checked"


def test_a_wrong_number_is_said_in_place_and_never_shown_again(
    halls: Cast, lin: Desk, begun: Callable[..., Visit]
) -> None:
    visit = begun("change")
    wrong = ZHANG.number[:-1] + ("0" if ZHANG.number[-1] != "0" else "1")
    lin.step(IDENTITY, visit, document="resident", number=wrong)
    assert (lin.status, open_step(lin.text)) == (422, IDENTITY)
    assert ("居民身份证号码" in lin.text or "校验" in lin.text, wrong in lin.text) == (True, False)
    lin.step(IDENTITY, visit, document="resident", number=ZHANG.number)
    assert (lin.status, told(visit)[-1], ZHANG.number in lin.text) == (200, IDENTITY, False)


def test_who_acts_for_another_is_asked_for_both(halls: Cast, lin: Desk, begun: Callable[..., Visit]) -> None:
    visit = begun("change")
    lin.step(IDENTITY, visit, party="agent", document="resident", number=LI.number)
    assert lin.status == 422
    assert ("请选择证件，或读取证件。" in lin.text, "请选择凭什么代办。" in lin.text) == (True, True)
    lin.step(IDENTITY, visit, party="agent", document="resident", number=LI.number, principal_document="resident",
             principal_number=ZHANG.number, authority="letter")  # fmt: skip
    assert data_of(visit, IDENTITY)["authority"] == "letter"


def test_a_child_alone_is_refused_with_the_cure(halls: Cast, lin: Desk, begun: Callable[..., Visit]) -> None:
    visit = begun("change")
    lin.step(IDENTITY, visit, document="resident", number=CHILD.number)
    assert (lin.status, "不满 16 岁" in lin.text) == (422, True)


def test_the_page_reads_by_the_challenge_of_its_own_visit(
    halls: Cast, lin: Desk, begun: Callable[..., Visit], by: By, logged_in: LogIn
) -> None:
    visit = begun("change")
    assert "data-reads" not in lin.look()
    secret = pairing.pair(halls.east, "1", 18733, by=by(halls.gu))
    assert "data-reads" in lin.look()
    browser = lin.browser
    given = browser.post("/hall/reader/challenge", {"visit": subject(visit), "part": "customer"})
    told_to = given.json()
    assert told_to["address"] == "http://127.0.0.1:18733/v1/read"
    with listening(Simulated(), secret) as port:
        _status, sealed, _headers = ask(port, {name: told_to[name] for name in ("challenge", "proof")})
    lin.step(IDENTITY, visit, challenge=told_to["challenge"], **sealed)
    assert (lin.status, data_of(visit, IDENTITY)["how"]) == (200, "reader")
    assert ZHANG.number not in lin.text
    for wrong in ({"visit": "visit:OTHER", "part": "customer"}, {"visit": subject(visit), "part": "x"}, {}):
        assert browser.post("/hall/reader/challenge", wrong).status_code == 409
    for other in (halls.zhao, halls.qian, halls.gu):
        answer = logged_in(other).post("/hall/reader/challenge", {"visit": subject(visit), "part": "customer"})
        assert (answer.status_code, "challenge" in answer.json()) == (409, False)


def test_the_console_alone_may_ask_the_clerks_own_machine(
    halls: Cast, lins: CounterDay, logged_in: LogIn, by: By
) -> None:
    def may_ask(address: str, staff: Staff) -> str:
        policy = logged_in(staff).get(address).headers["Content-Security-Policy"]
        return next(one.strip() for one in policy.split(";") if "connect-src" in one)

    assert may_ask(CONSOLE, halls.lin) == "connect-src 'self'"
    pairing.pair(halls.east, "1", 18733, by=by(halls.gu))
    pairing.pair(halls.east, "2", 18740, by=by(halls.gu))
    assert may_ask(CONSOLE, halls.lin) == "connect-src 'self' http://127.0.0.1:18733 http://127.0.0.1:18740"
    assert may_ask("/hall/board/", halls.gu) == "connect-src 'self'"
    assert may_ask(CONSOLE, halls.qian) == "connect-src 'self'"


def test_a_manager_pairs_a_reader_and_sees_its_secret_once(halls: Cast, logged_in: LogIn) -> None:
    gu = logged_in(halls.gu)
    assert "data-label" in gu.get("/hall/reader/").content.decode()
    shown = gu.post("/hall/reader/", {"counter": "1", "port": "18733", "once": "a"}).content.decode()
    secret = pairing.secret_of(CardReader._base_manager.get())
    assert secret in shown
    assert secret not in gu.get("/hall/reader/").content.decode()
    again = gu.post("/hall/reader/", {"counter": "1", "port": "18733", "once": "a"}, follow=True)
    assert (secret in again.content.decode(), CardReader._base_manager.get().serial) == (False, 1)
    gu.post("/hall/reader/", {"counter": "1", "port": "x", "once": "b"})
    assert CardReader._base_manager.get().port == 18733
    gu.post("/hall/reader/", {"counter": "1", "do": "end", "once": "c"})
    assert CardReader._base_manager.get().in_use is False
    for other in (halls.lin, halls.qian, halls.an):
        browser = logged_in(other)
        assert browser.get("/hall/reader/").status_code == 403
        assert browser.post("/hall/reader/", {"counter": "1", "port": "18733", "once": "d"}).status_code == 403
    assert CardReader._base_manager.get().in_use is False
