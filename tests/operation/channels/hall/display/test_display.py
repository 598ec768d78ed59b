"""The wall display: which calls it shows and speaks, whom it tells, and when it says that it is cut off."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from tests.operation.channels.hall.conftest import Time
from tests.operation.channels.hall.screen_of_the_tests import screen
from tests.operation.people_of_the_tests import Cast

from shouwen.operation.channels.hall import actions
from shouwen.operation.channels.hall.display import display
from shouwen.operation.channels.hall.models import CounterDay, Hall, Visit
from shouwen.operation.people.models import Staff, Token
from shouwen.operation.people.rights import Acting

pytestmark = pytest.mark.django_db
By = Callable[[Staff], Acting]
Take = Callable[..., Visit]


def board(cast: Cast) -> display.Board:
    return display.board_of(Hall._base_manager.get(pk=cast.east.pk))


def shown(cast: Cast) -> list[tuple[str, str]]:
    return [(call.number, call.counter) for call in board(cast).calls]


def to_speak(cast: Cast) -> list[str]:
    return [one.sentences["en"] for one in board(cast).announcements if one.speak]


def test_the_latest_call_comes_first_with_its_counter(
    halls: Cast, take: Take, lins: CounterDay, zhaos: CounterDay, by: By, time: Time
) -> None:
    take(), take("consult")
    assert shown(halls) == []
    actions.call_next(lins, by=by(halls.lin))
    time.passes(5)
    actions.call_next(zhaos, by=by(halls.zhao))
    assert shown(halls) == [("C001", "2"), ("A001", "1")]


def test_a_number_called_again_comes_first_again_under_another_name(
    halls: Cast, take: Take, lins: CounterDay, zhaos: CounterDay, by: By, time: Time
) -> None:
    take(), take("consult")
    first = actions.call_next(lins, by=by(halls.lin))
    assert first is not None
    time.passes(5)
    actions.call_next(zhaos, by=by(halls.zhao))
    names = {call.name for call in board(halls).calls}
    time.passes(60)
    actions.recall(first, by=by(halls.lin))
    assert shown(halls) == [("A001", "1"), ("C001", "2")]
    assert board(halls).calls[0].name not in names
    assert to_speak(halls) == ["Number A zero zero one again, please come to counter one"]


def test_a_call_is_spoken_while_the_clerk_waits_and_no_longer(
    halls: Cast, take: Take, lins: CounterDay, zhaos: CounterDay, by: By, time: Time
) -> None:
    take(), take("consult")
    first = actions.call_next(lins, by=by(halls.lin))
    assert first is not None
    actions.call_next(zhaos, by=by(halls.zhao))
    assert to_speak(halls) == [
        "Number A zero zero one, please come to counter one",
        "Number C zero zero one, please come to counter two",
    ]
    actions.begin_service(first, by=by(halls.lin))
    assert to_speak(halls) == ["Number C zero zero one, please come to counter two"]
    time.passes(60)  # the standard's hall.no-show-wait
    assert (to_speak(halls), len(shown(halls))) == ([], 2)


def test_however_many_are_called_while_it_was_cut_off_each_is_on_the_next_board(
    halls: Cast, take: Take, by: By, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(display, "SHOWN", 2)
    for number in range(4):
        Visit._base_manager.filter(pk=take().pk).update(state="called", counter=str(number), called_at=time.now)
    assert (len(shown(halls)), len(to_speak(halls))) == (2, 4)


def test_waiting_is_counted_by_line_under_the_names_of_its_services(
    halls: Cast, take: Take, lins: CounterDay, by: By
) -> None:
    take(), take("change"), take("consult")
    actions.call_next(lins, by=by(halls.lin))
    assert [(one.name.en, one.count) for one in board(halls).waiting] == [("payment, change", 1), ("consult", 1)]


def test_it_says_when_no_more_numbers_are_given(halls: Cast, time: Time) -> None:
    assert board(halls).notices[0].en == "Please have your identity document ready"
    time.now += 8 * 3600 - 300  # 17:55
    assert board(halls).notices[0] == display.NO_MORE
    time.passes(3600)
    assert board(halls).notices[0] == display.CLOSED


def test_nothing_of_a_customer_is_on_the_page(halls: Cast, take: Take, lins: CounterDay, by: By) -> None:
    visit = take()
    actions.call_next(lins, by=by(halls.lin))
    page = screen(halls, "display").get("/hall/display/").content.decode()
    assert "A001" in page
    assert visit.case.subject.partition(":")[2] not in page
    assert halls.lin.name not in page


def test_only_a_display_of_the_hall_sees_its_board(
    halls: Cast, take: Take, lins: CounterDay, by: By, logged_in: Callable[[Staff], Client]
) -> None:
    take()
    actions.call_next(lins, by=by(halls.lin))
    wall, elsewhere = screen(halls, "display"), screen(halls, "display", unit=halls.west)
    asking = {"wall": wall, "west": elsewhere, "pad": screen(halls, "pad:1"), "clerk": logged_in(halls.lin)}
    answers = {name: browser.get("/hall/display/board/") for name, browser in asking.items()}
    seen = {name: (answer.status_code, b"A001" in answer.content) for name, answer in answers.items()}
    assert seen == {"wall": (200, True), "west": (200, False), "pad": (403, False), "clerk": (403, False)}
    Token.objects.update(revoked_at=1)
    assert wall.get("/hall/display/board/").status_code == 403


def test_a_silent_display_shows_the_call_and_does_not_speak_it(
    halls: Cast, take: Take, lins: CounterDay, by: By
) -> None:
    take()
    actions.call_next(lins, by=by(halls.lin))
    pages = [screen(halls, name).get("/hall/display/").content for name in ("display", "display:silent")]
    assert [(b"A001" in page, b"data-speak" in page, b'id="display-sound" hidden' in page) for page in pages] == [
        (True, True, False), (True, False, True),
    ]  # fmt: skip
    with pytest.raises(AssertionError):
        screen(halls, "display:loud")


def told(browser: Client, after: str) -> list[str]:
    answer = browser.get("/stream/", {"as": "hall-screen", "after": after})
    assert answer.status_code == 200
    return re.findall(r"data: (.+)", answer.content.decode())


@pytest.mark.django_db(transaction=True)
def test_a_screen_is_told_the_words_of_its_hall_and_not_to_whom_they_happened(
    halls: Cast, take: Take, lins: CounterDay, by: By, logged_in: Callable[[Staff], Client]
) -> None:
    page = screen(halls, "display").get("/hall/display/").content.decode()
    found = re.search(r"after=([\d-]+)", page)
    assert found is not None
    after, wall, west = found[1], screen(halls, "display"), screen(halls, "display", unit=halls.west)
    visit = take()
    actions.say(visit, "water.offered", by=by(halls.lin))
    actions.call_next(lins, by=by(halls.lin))
    assert told(wall, after) == ['{"word":"ticket.taken"}', '{"word":"ticket.called"}']
    assert told(west, after) == []
    asked = {"as": "hall-screen", "after": after}
    assert [who.get("/stream/", asked).status_code for who in (Client(), logged_in(halls.lin))] == [401, 401]
    assert wall.get("/stream/", {"after": after}).status_code == 401  # a screen is nobody who has logged in
    Token.objects.update(revoked_at=1)
    assert wall.get("/stream/", asked).status_code == 401
