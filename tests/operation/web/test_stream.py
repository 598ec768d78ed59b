"""A reader of the log: nothing skipped, nothing twice, nothing that is not theirs."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection, connections, transaction
from django.test import Client
from tests.operation.people_of_the_tests import Cast, make_cast

from shouwen.fault import Fault
from shouwen.operation.ledger.models import Case, Event, Told
from shouwen.operation.ledger.position import Position
from shouwen.operation.ledger.writing import writing
from shouwen.operation.people.models import Staff, Unit
from shouwen.operation.people.scope import Seen, everywhere
from shouwen.operation.web import stream

AT = 1_770_000_000
START = Position()


def tell(unit: Unit, word: str, *cases: Case) -> Event:
    """An event laid in the log as it is; for tests of reading it."""
    with everywhere():
        event = Event.objects.create(
            word=word, at=AT, noted_at=AT, unit=unit, by="staff:1", grade="self-reported", about=["request:r1"]
        )
        Told.objects.bulk_create([Told(case=case, event=event) for case in cases])
    return event


def case_at(unit: Unit, name: str, **fields: object) -> Case:
    """A case laid in the book as it is."""
    with everywhere():
        return Case.objects.create(
            subject=f"request:{name}", kind="request", unit=unit, opened_at=AT, noted_at=AT, **fields
        )


def read_all(position: Position = START) -> list[str]:
    """The words of all that can be read after `position`."""
    return [news.word for news in stream.after(position)]


@pytest.mark.parametrize("position", [Position(0, 0), Position(0, 12), Position(7_000_000_000, 3), Position(-5, 12)])
def test_a_position_is_read_as_it_was_written(position: Position) -> None:
    assert stream.read(stream.written(position)) == position


@pytest.mark.parametrize(
    "text", ["", "12", "-", "1-", "-1", "a-b", "1-2-3", "1--2", "1-2 ", "１-２", "9" * 30 + "-1", "1-2\n"]
)
def test_what_is_no_position_is_refused(text: str) -> None:
    with pytest.raises(Fault) as refused:
        stream.read(text)
    assert refused.value.code == "stream-position"


def test_a_reader_is_told_what_came_after_and_where_it_is(cast: Cast) -> None:
    for word in ("a", "b", "c"):
        tell(cast.east, word)
    if connection.vendor == "postgresql":
        assert read_all() == []  # the test's own transaction has not ended
        return
    first, *_, last = stream.after(Position())
    assert (read_all(), read_all(first.position), read_all(last.position)) == (["a", "b", "c"], ["b", "c"], [])
    assert stream.here() == last.position


@pytest.fixture
def standing_cast(transactional_db: None) -> Cast:
    """The cast, kept: other connections see it."""
    return make_cast()


def test_everyone_is_told_what_is_theirs_and_nothing_else(standing_cast: Cast) -> None:
    people = standing_cast
    tell(people.east, "at the east hall", case_at(people.east, "e", owner=people.lin))
    tell(people.west, "at the west hall", case_at(people.west, "w", owner=people.qian))
    tell(people.east, "owned elsewhere", case_at(people.east, "o", owner=people.wu))
    tell(people.east, "offered to one", case_at(people.east, "p", owner=people.lin, offered_to=people.wu))
    tell(people.east, "offered to a desk", case_at(people.east, "d", owner=people.lin, offered_desk=people.desk))
    told = {
        name: [news.word for news in stream.asked(Position(), Seen(units, staff.pk)).news]
        for name, units, staff in [
            ("lin", frozenset({people.east.pk}), people.lin),
            ("qian", frozenset({people.west.pk}), people.qian),
            ("wu", frozenset({people.repair.pk}), people.wu),
            ("he", frozenset({people.desk.pk}), people.he),
            ("bai", frozenset(), people.bai),
        ]
    }
    assert told == {
        "lin": ["at the east hall", "owned elsewhere", "offered to one", "offered to a desk"],
        "qian": ["at the west hall"],
        "wu": ["owned elsewhere", "offered to one"],
        "he": ["offered to a desk"],
        "bai": [],
    }


def test_a_device_without_a_person_is_told_by_its_unit_alone(standing_cast: Cast) -> None:
    tell(standing_cast.east, "x", case_at(standing_cast.east, "u"))  # a case with no owner
    assert [
        stream.asked(Position(), Seen(frozenset({unit.pk}))).news != ()
        for unit in (standing_cast.east, standing_cast.west)
    ] == [
        True,
        False,
    ]


def test_a_message_holds_nothing_that_was_said(standing_cast: Cast) -> None:
    event = tell(standing_cast.east, "request.noted")
    (news,) = stream.after(Position())
    at, unit = AT, standing_cast.east.pk
    assert news.message.decode() == (
        f"id: {stream.written(news.position)}\n"
        f'data: {{"event":{event.pk},"word":"request.noted","at":{at},"unit":{unit},"about":["request:r1"]}}\n\n'
    )


def test_who_is_ahead_of_the_log_begins_anew(standing_cast: Cast) -> None:
    tell(standing_cast.east, "a")
    reading = stream.asked(Position(2**50, 1), Seen(frozenset({standing_cast.east.pk})))
    assert reading == stream.Reading((), stream.here(), begin_anew=True)


def test_who_is_too_far_behind_begins_anew(standing_cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "BATCH", 2)
    monkeypatch.setattr(stream, "FURTHEST_BEHIND", 4)
    monkeypatch.setattr(stream.after, "__kwdefaults__", {"limit": 2})
    seen = Seen(frozenset({standing_cast.east.pk}))
    for word in "abc":
        tell(standing_cast.east, word)
    assert [news.word for news in stream.asked(Position(), seen).news] == ["a", "b", "c"]
    for word in "defgh":
        tell(standing_cast.east, word)
    assert stream.asked(Position(), seen) == stream.Reading((), stream.here(), begin_anew=True)


def test_an_event_that_is_committed_late_is_not_skipped(standing_cast: Cast) -> None:
    """On PostgreSQL the later number is visible first; on SQLite the second writer waits for the first."""
    if connection.vendor != "postgresql":
        return _second_writer_waits(standing_cast)
    east = standing_cast.east
    with transaction.atomic():
        early = tell(east, "written first, kept last")
        _elsewhere(lambda: tell(east, "written last, kept first"))
        seen_meanwhile = _elsewhere(lambda: stream.after(Position()))
        here_meanwhile = _elsewhere(stream.here)
    assert (seen_meanwhile, here_meanwhile) == ([], Position())
    news = stream.after(here_meanwhile)
    assert [each.word for each in news] == ["written first, kept last", "written last, kept first"]
    assert news[0].position.event == early.pk
    assert stream.after(news[-1].position) == []


def _second_writer_waits(people: Cast) -> None:
    begun, done = threading.Event(), []

    def second() -> None:
        begun.set()
        with writing():
            done.append(tell(people.east, "second").pk)

    with writing():
        first = tell(people.east, "first").pk
        other = threading.Thread(target=_and_close(second))
        other.start()
        begun.wait()
        other.join(0.1)
        assert done == []
    other.join()
    assert (done[0] > first, read_all()) == (True, ["first", "second"])


def test_of_many_writers_some_of_whom_fail_a_reader_misses_nothing_and_hears_nothing_twice(standing_cast: Cast) -> None:
    kept: list[int] = []
    heard: list[stream.News] = []
    writers, each_writes = 6, 25

    def write(number: int) -> None:
        for turn in range(each_writes):
            try:
                with writing():
                    made = [tell(standing_cast.east, f"{number}.{turn}").pk for _ in range(1 + turn % 3)]
                    if (number + turn) % 4 == 0:
                        raise InterruptedError
            except InterruptedError:
                continue
            kept.extend(made)

    over = threading.Event()

    def follow() -> None:
        position = Position()
        while True:
            last_look = over.is_set()
            batch = stream.after(position, limit=7)
            heard.extend(batch)
            position = batch[-1].position if batch else position
            threading.Event().wait(0.005)
            if last_look and not batch:
                return

    reading = threading.Thread(target=_and_close(follow))
    writing_threads = [threading.Thread(target=_and_close(write), args=(number,)) for number in range(writers)]
    for thread in (reading, *writing_threads):
        thread.start()
    for thread in writing_threads:
        thread.join()
    over.set()
    reading.join(30)
    assert len(kept) > 100
    assert sorted(news.position.event for news in heard) == sorted(kept)
    assert [news.position for news in heard] == sorted(news.position for news in heard)


def test_the_stream_from_the_pages_tells_the_same_as_the_poll(
    standing_cast: Cast, logged_in: Callable[[Staff], Client]
) -> None:
    browser = logged_in(standing_cast.lin)
    start = browser.get("/stream/poll").json()["after"]
    tell(standing_cast.east, "east", case_at(standing_cast.east, "e", owner=standing_cast.lin))
    tell(standing_cast.west, "west", case_at(standing_cast.west, "w", owner=standing_cast.qian))
    polled = browser.get("/stream/poll", {"after": start}).json()
    streamed = browser.get("/stream/", headers={"Last-Event-ID": start})
    assert [news["word"] for news in polled["news"]] == ["east"]
    lines = streamed.content.decode().splitlines()
    assert (lines[0], lines[-2]) == ("retry: 2000", f"id: {polled['after']}")
    assert [line.split('"word":"')[1].split('"')[0] for line in lines if line.startswith("data:")] == ["east"]


def test_the_pages_refuse_who_has_not_logged_in_and_what_is_no_position(
    standing_cast: Cast, logged_in: Callable[[Staff], Client]
) -> None:
    answers = [Client().get("/stream/poll"), logged_in(standing_cast.lin).get("/stream/?after=rubbish")]
    assert [(answer.status_code, answer.json()["fault"]) for answer in answers] == [
        (401, "stream-log-in"),
        (400, "stream-position"),
    ]


def _elsewhere(ask: Callable[[], object]) -> object:
    """What `ask` answers on a connection of its own."""
    answers: list[object] = []
    thread = threading.Thread(target=_and_close(lambda: answers.append(ask())))
    thread.start()
    thread.join()
    return answers[0]


def _and_close(act: Callable[..., object]) -> Callable[..., None]:
    def acting(*args: object) -> None:
        try:
            act(*args)
        finally:
            connections.close_all()

    return acting
