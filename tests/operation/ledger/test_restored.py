"""A log that was restored into another cluster goes on in the order it had."""

from __future__ import annotations

import pytest
from django.db import connection
from tests.operation.people_of_the_tests import make_cast

from shouwen.operation.ledger.models import Event, Follower
from shouwen.operation.ledger.position import Position
from shouwen.operation.ledger.restored import settle
from shouwen.operation.ledger.stream_reading import BEFORE_ALL
from shouwen.operation.people.scope import everywhere
from shouwen.operation.web import stream


@pytest.mark.django_db(transaction=True)
def test_a_restored_log_is_read_on_and_new_events_come_last() -> None:
    east = make_cast().east
    ahead = 2**40  # far beyond what this cluster will ever number

    def tell(word: str, **fields: int) -> None:
        with everywhere():
            Event.objects.create(word=word, at=1, noted_at=1, unit=east, grade="device", about=["x:1"], **fields)

    if connection.vendor != "postgresql":
        tell("a")
        assert (settle(), [news.word for news in stream.after(Position())]) == (0, ["a"])
        return
    tell("second", transaction=ahead + 5)
    tell("first", transaction=ahead + 3)
    tell("third", transaction=ahead + 9)
    follower = Follower.objects.create(name="someone", transaction=ahead + 3, event=2)
    assert stream.after(Position()) == []  # nothing is shown, and nothing new would be
    assert settle() == ahead + 9
    tell("new")
    follower.refresh_from_db()
    position = Position(follower.transaction, Event._base_manager.get(word="first").pk)
    assert [news.word for news in stream.after(BEFORE_ALL)] == ["first", "second", "third", "new"]
    assert [news.word for news in stream.after(position)] == ["second", "third", "new"]
    assert settle() == 0
