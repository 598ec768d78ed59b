"""Followers: each event once in effect, whatever fails and however many processes follow."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence

import pytest
from django.db import connection, connections, transaction
from tests.operation.people_of_the_tests import Cast, make_cast

from shouwen.events.event import Event as Told
from shouwen.events.vocabulary import Word
from shouwen.operation.ledger import clock, editions, follow, models, reactions
from shouwen.operation.ledger.act import NewCase, act, act_many, begin, correct
from shouwen.operation.ledger.acts import Act
from shouwen.operation.ledger.channel import REGISTER, Channel, Kind
from shouwen.operation.ledger.follow import Following
from shouwen.operation.ledger.position import Position
from shouwen.operation.ledger.stream_reading import here
from shouwen.operation.people import scope
from shouwen.operation.people.rights import SYSTEM
from shouwen.wording import Wording

pytestmark = pytest.mark.django_db(transaction=True)

ASKED, ANSWERED = Word("followed.asked", Wording.of("asked")), Word("followed.answered", Wording.of("answered"))
KIND = Kind(name="followed", label=Wording.of("followed"))


@pytest.fixture
def people() -> Cast:
    """The cast, kept: other connections see it."""
    return make_cast()


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, list[int]]]:
    """A room with two words that reacts to one of them: it notes the numbers of the events, and fails where told to."""
    seen: dict[str, list[int]] = {"reacted": [], "fails": []}

    def reacted(event: Told) -> None:
        if event.id in seen["fails"]:
            raise ValueError("the room cannot deal with it")
        seen["reacted"].append(event.id)

    for name in ("channels", "words", "kinds", "facts"):
        monkeypatch.setattr(REGISTER, name, dict(getattr(REGISTER, name)))
    REGISTER.add(
        Channel(
            name="followed",
            label=Wording.of("followed"),
            words=(ASKED, ANSWERED),
            kinds=(KIND,),
            reactions={ASKED.name: reacted},
        )
    )
    editions.forget()  # what is worked by holds the words of all rooms
    yield seen
    editions.forget()


def ask(people: Cast, name: str) -> models.Event:
    """An event of its own story."""
    done = act_many([Act(about=[NewCase(kind="followed", unit=people.east, name=name)], word=ASKED.name, by=SYSTEM)])[0]
    return done.event  # type: ignore[union-attr]


def gathering(name: str = "gathering", **options: object) -> tuple[list[int], Following]:
    """A follower that takes down the numbers it was given."""
    seen: list[int] = []

    def handle(rows: Sequence[models.Event]) -> None:
        seen.extend(row.pk for row in rows)

    return seen, Following(name=name, handle=handle, **{"begin": "start", **options})  # type: ignore[arg-type]


def all_numbers() -> list[int]:
    with scope.everywhere():
        return list(models.Event.objects.order_by("transaction", "id").values_list("pk", flat=True))


def test_a_follower_gets_every_event_once_in_the_order_of_the_stream(people: Cast, room: object) -> None:
    seen, following = gathering()
    for name in "abc":
        ask(people, name)
    assert (follow.follow(following, limit=2), follow.follow(following, limit=2), follow.follow(following)) == (2, 1, 0)
    assert seen == all_numbers()


def test_a_new_follower_begins_where_it_says(people: Cast, room: object) -> None:
    ask(people, "before")
    everything, from_start = gathering("start")
    news, from_end = gathering("end", begin="end")
    assert (follow.follow(from_start), follow.follow(from_end)) == (1, 0)
    after = ask(people, "after")
    follow.follow(from_start)
    follow.follow(from_end)
    assert (everything, news) == (all_numbers(), [after.pk])


def test_what_a_handler_wrote_goes_where_its_position_was_not_kept(people: Cast, room: object) -> None:
    number = ask(people, "a").pk
    outcomes: list[str] = []

    def handle(rows: Sequence[models.Event]) -> None:
        act("followed:a", ANSWERED.name, by=SYSTEM)
        if not outcomes:
            outcomes.append("failed")
            raise OSError
        outcomes.append("kept")

    following = Following(name="writing", handle=handle, begin="start", wants=lambda word: word == ASKED.name)
    follow.follow(following)  # fails as a batch; then taken by itself, once
    assert outcomes == ["failed", "kept"]
    with scope.everywhere():
        words = models.Event.objects.order_by("pk").values_list("word", flat=True)
        assert list(words) == [ASKED.name, ANSWERED.name]
    assert follow.follow(following) == 1  # its own event, which it does not want
    assert (outcomes, here().event > number) == (["failed", "kept"], True)


def test_an_event_that_fails_holds_up_no_other_and_is_tried_again(people: Cast, room: dict[str, list[int]]) -> None:
    first, bad, last = (ask(people, name).pk for name in "abc")
    room["fails"] = [bad]
    now = clock.now()
    with clock.standing(now):
        follow.follow(reactions.REACTIONS)
        assert room["reacted"] == [first, last]
        assert [(row.event_id, row.tries, row.why) for row in models.Aside.objects.all()] == [(bad, 1, "ValueError")]
    room["fails"] = []
    with clock.standing(now + 9):
        follow.follow(reactions.REACTIONS)
        assert room["reacted"] == [first, last]  # not due yet
    with clock.standing(now + 10):
        follow.follow(reactions.REACTIONS)
        follow.follow(reactions.REACTIONS)
    assert (room["reacted"], models.Aside.objects.count()) == ([first, last, bad], 0)


def test_after_some_tries_an_event_is_given_up_and_shown_until_somebody_asks_for_it_again(
    people: Cast, room: dict[str, list[int]]
) -> None:
    bad = ask(people, "a").pk
    room["fails"] = [bad]
    now = clock.now()
    for turn in range(follow.TRIES + 3):
        with clock.standing(now + turn * 100_000):
            follow.follow(reactions.REACTIONS)
    assert [(row.event_id, row.tries) for row in follow.given_up("reactions")] == [(bad, follow.TRIES)]
    other = ask(people, "b").pk
    follow.follow(reactions.REACTIONS)
    assert room["reacted"] == [other]
    room["fails"] = []
    follow.try_again(follow.given_up())
    follow.follow(reactions.REACTIONS)
    assert (room["reacted"], follow.given_up()) == ([other, bad], [])


def test_nobody_reacts_to_a_correction_of_the_word(people: Cast, room: dict[str, list[int]]) -> None:
    first = ask(people, "a")
    correct(first, by=SYSTEM, reason="mistyped", void=True)
    follow.follow(reactions.REACTIONS)
    assert room["reacted"] == [first.pk]


def test_several_processes_follow_and_each_event_counts_once(people: Cast, room: object) -> None:
    for number in range(40):
        ask(people, f"n{number}")

    def handle(rows: Sequence[models.Event]) -> None:
        for row in rows:
            act(row.about[0], ANSWERED.name, by=SYSTEM)

    following = Following(name="many", handle=handle, begin="start", wants=lambda word: word == ASKED.name, one=True)

    def work() -> None:
        try:
            for _ in range(20):
                follow.follow(following, limit=7)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    while follow.follow(following):
        pass
    with scope.everywhere():
        answered = models.Event.objects.filter(word=ANSWERED.name).values_list("about", flat=True)
        assert sorted(about[0] for about in answered) == sorted(f"followed:n{number}" for number in range(40))
    assert models.Aside.objects.count() == 0


def test_a_follower_waits_for_a_transaction_that_ends_late(people: Cast, room: object) -> None:
    if connection.vendor != "postgresql":
        return  # there transactions end in order
    seen, following = gathering()
    inside, done = threading.Event(), threading.Event()

    def late() -> None:
        try:
            with transaction.atomic():
                ask(people, "late")
                inside.set()
                done.wait(10)
        finally:
            connections.close_all()

    thread = threading.Thread(target=late)
    thread.start()
    inside.wait(10)
    quick = ask(people, "quick").pk
    follow.follow(following)
    assert seen == []
    done.set()
    thread.join()
    follow.follow(following)
    assert (sorted(seen), seen[-1]) == (sorted(all_numbers()), quick)


def test_a_follower_of_a_restored_log_begins_before_all_of_it(people: Cast, room: object) -> None:
    case = begin(NewCase(kind="followed", unit=people.east, name="a"), ASKED.name, by=SYSTEM)
    models.Event._base_manager.update(transaction=-5 if connection.vendor == "postgresql" else 0)
    seen, following = gathering()
    follow.follow(following)
    assert (seen, case.subject) == (all_numbers(), "followed:a")
    row = models.Follower.objects.get(pk="gathering")
    assert Position(row.transaction, row.event) == here()
