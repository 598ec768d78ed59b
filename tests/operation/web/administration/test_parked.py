"""What was tried in vain: seen by the system administrator without anything of a customer, tried again or let be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse
from tests.operation.web.administration.city import City
from tests.operation.web.east_hall import acting, leaks, text_of

from shouwen.fault import Fault
from shouwen.operation.channels.requests import story
from shouwen.operation.ledger import carriers, clock, follow, models, notice, parked, reactions, words
from shouwen.operation.ledger.channel import REGISTER
from shouwen.operation.people.models import Post, Staff

pytestmark = pytest.mark.django_db

LoggedIn = Callable[[Staff], Client]
PAGE = "administration_parked"


class Room:
    """A room that reacts to each request that is noted, and cannot while it `fails`."""

    fails = True
    reacted = 0

    def __call__(self, _event: object) -> None:
        if self.fails:
            raise ValueError("13800138000")
        self.reacted += 1


@pytest.fixture
def room(city: City) -> Iterator[Room]:
    """The reaction to Chen's request was given up."""
    follow.follow(reactions.REACTIONS)  # which had all before it
    found, before = Room(), REGISTER.channels["requests"]
    REGISTER.channels["requests"] = replace(before, reactions={story.NOTED: found})
    try:
        event = models.Event._base_manager.get(told__case=city.case)
        models.Aside.objects.create(follower="reactions", event=event, tries=follow.TRIES, why="ValueError")
        yield found
    finally:
        REGISTER.channels["requests"] = before


@pytest.fixture
def letter(city: City) -> models.Notice:
    """A notice to Gu that no carrier could send."""
    event = models.Event._base_manager.get(told__case=city.case)
    return models.Notice.objects.create(
        staff=city.cast.gu, case=city.case, event=event, made_at=clock.now(), attempts=carriers.TRIES, carrier="mail",
        trouble="ConnectionRefusedError",
    )  # fmt: skip


def send(browser: Client, name: str, kind: str, number: int, **data: str) -> str:
    return text_of(browser.post(reverse(name, args=[kind, number]), {"once": "a", **data}, follow=True))


def noted() -> list[tuple[str, str, str]]:
    rows = models.Event._base_manager.filter(word=words.CHANGED).order_by("pk")
    return [(row.by, row.data["what"], row.data["text"]) for row in rows][1:]


def test_what_was_given_up_is_shown_with_the_kind_of_error_and_nothing_of_the_customer(
    city: City, room: Room, letter: models.Notice, logged_in: LoggedIn
) -> None:
    answer = logged_in(city.cast.shi).get(reverse(PAGE))
    text = text_of(answer)
    for said in ("渠道的后续处理", "记下诉求", "ValueError", "顾平", "ConnectionRefusedError", "东门营业厅"):
        assert said in text
    assert leaks(answer, city.case.subject.partition(":")[2]) == []


def test_a_reaction_is_tried_again_and_gone_when_it_succeeds(city: City, room: Room, logged_in: LoggedIn) -> None:
    (row,) = follow.given_up()
    shi = logged_in(city.cast.shi)
    room.fails = False
    send(shi, "administration_parked_again", "event", row.pk)
    follow.follow(reactions.REACTIONS)
    assert (room.reacted, models.Aside.objects.count()) == (1, 0)
    said = f"reactions, {story.NOTED}, {row.event_id}"
    assert noted() == [(city.cast.shi.reference, "event.tried-again", said)]
    assert "没有搁置的事项" in text_of(shi.get(reverse(PAGE)))


def test_what_fails_again_comes_back(city: City, room: Room, logged_in: LoggedIn) -> None:
    (row,) = follow.given_up()
    send(logged_in(city.cast.shi), "administration_parked_again", "event", row.pk)
    follow.follow(reactions.REACTIONS)
    assert [one.pk for one in follow.given_up()] == [row.pk]


def test_it_is_let_be_for_a_reason_that_stands_in_the_log(city: City, room: Room, logged_in: LoggedIn) -> None:
    (row,) = follow.given_up()
    shi = logged_in(city.cast.shi)
    assert "请写明为何不再处理" in send(shi, "administration_parked_let_be", "event", row.pk, reason=" ")
    assert len(follow.given_up()) == 1
    send(shi, "administration_parked_let_be", "event", row.pk, reason="已手工补做")
    assert (room.reacted, models.Aside.objects.count()) == (0, 0)
    said = f"reactions, {story.NOTED}, {row.event_id}: 已手工补做"
    assert noted() == [(city.cast.shi.reference, "event.let-be", said)]
    assert "已手工补做" in text_of(logged_in(city.cast.cha).get(reverse("administration_log")))
    assert "已有人处理" in send(shi, "administration_parked_let_be", "event", row.pk, reason="再一次", once="b")


def test_a_notice_is_sent_again_or_left_on_the_page(city: City, letter: models.Notice, logged_in: LoggedIn) -> None:
    shi = logged_in(city.cast.shi)
    send(shi, "administration_parked_again", "mail", letter.pk)
    letter.refresh_from_db()
    assert letter.send_after is not None
    assert (letter.attempts, carriers.given_up()) == (carriers.TRIES - 1, [])
    models.Notice.objects.filter(pk=letter.pk).update(attempts=carriers.TRIES, send_after=None)
    send(shi, "administration_parked_let_be", "mail", letter.pk, reason="已电话告知", once="b")
    assert carriers.given_up() == []
    assert notice.unread(acting(city.cast.gu)) == 1
    assert [(what, text.partition(": ")[2]) for _by, what, text in noted()] == [
        ("mail.tried-again", ""), ("mail.let-be", "已电话告知")
    ]  # fmt: skip


def test_an_administrator_of_another_unit_sees_and_moves_nothing(city: City, room: Room) -> None:
    stranger = Staff.objects.create_user("1020", name="西管")
    Post.objects.create(staff=stranger, unit=city.cast.west, role="system-admin")
    (row,) = follow.given_up()
    assert parked.parked(acting(stranger)) == []
    for ask in (
        lambda: parked.try_again("event", row.pk, by=acting(stranger)),
        lambda: parked.let_be("event", row.pk, "x", by=acting(stranger)),
        lambda: parked.let_be("event", row.pk, "x", by=acting(city.cast.gu)),
    ):
        with pytest.raises(Fault) as refused:
            ask()
        assert refused.value.code == "not-for-you"
    assert noted() == []
