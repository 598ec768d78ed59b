"""Who is next: the rule, on lines that are made up."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from shouwen.operation.channels.hall.waiting.line import Place, Waiting, next_of, waits_since

LINES = ("business", "advice", "devices")


def one(sequence: int, *, line: str = "business", priority: bool = False, since: int = 0) -> Waiting:
    return Waiting(Place(since or sequence, sequence), sequence, line, priority)


class Hall:
    """A hall told in the plainest way: everybody who waits, and every call with the lines of its counter."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.waiting: list[Waiting] = []
        self.called: list[tuple[Waiting, tuple[str, ...]]] = []

    def passed(self, ordinary: Waiting) -> int:
        return sum(
            called.priority and called.place > ordinary.place and ordinary.line in lines
            for called, lines in self.called
        )

    def call(self, lines: tuple[str, ...]) -> Waiting | None:
        heads = [
            min(those)
            for line in lines
            for kind in (False, True)
            if (those := [each for each in self.waiting if each.line == line and each.priority is kind])
        ]
        found = next_of(heads, passed=self.passed, most=self.most)
        if found is not None:
            self.waiting.remove(found)
            self.called.append((found, lines))
        return found


steps = st.lists(
    st.one_of(
        st.tuples(st.just("take"), st.sampled_from(LINES), st.booleans()),
        st.tuples(st.just("call"), st.lists(st.sampled_from(LINES), min_size=1, unique=True).map(tuple)),
    ),
    max_size=60,
)


@given(steps=steps, most=st.integers(0, 4))
def test_nobody_is_passed_by_more_than_the_standard_allows_and_nobody_waits_while_a_counter_is_idle(
    steps: list[tuple[object, ...]], most: int
) -> None:
    hall = Hall(most)
    for number, step in enumerate(steps, start=1):
        if step[0] == "take":
            hall.waiting.append(one(number, line=str(step[1]), priority=bool(step[2])))
            continue
        lines = step[1]
        assert isinstance(lines, tuple)
        before = [each for each in hall.waiting if each.line in lines]
        called = hall.call(lines)
        assert (called is None) == (not before)
        if called is None:
            continue
        earlier = [each for each in before if each.place < called.place]
        # An ordinary ticket passes nobody. A priority ticket passes ordinary ones alone, none of them too often.
        assert not [each for each in earlier if each.priority or not called.priority]
        assert max((hall.passed(each) for each in earlier), default=0) <= most
    assert max(map(hall.passed, hall.waiting), default=0) <= most


@given(count=st.integers(1, 20))
def test_a_priority_ticket_is_called_next_wherever_the_rule_lets_it(count: int) -> None:
    hall = Hall(most=2)
    hall.waiting = [one(number) for number in range(1, count + 1)] + [one(99, priority=True)]
    assert hall.call(("business",)) == one(99, priority=True)


def test_the_third_priority_ticket_waits_for_the_ordinary_one_that_two_have_passed() -> None:
    hall = Hall(most=2)
    hall.waiting = [one(1), one(2), *(one(number, priority=True) for number in (11, 12, 13, 14))]
    order = [called.key for _ in range(6) if (called := hall.call(("business",))) is not None]
    assert order == [11, 12, 1, 2, 13, 14]


def test_a_counter_calls_whoever_has_waited_longest_in_any_of_its_lines() -> None:
    hall = Hall(most=2)
    hall.waiting = [one(1, line="devices"), one(2, line="advice"), one(3)]
    order = [called.key for _ in range(3) if (called := hall.call(("business", "advice"))) is not None]
    assert order == [2, 3]
    assert [each.key for each in hall.waiting] == [1]


def test_passing_at_a_counter_that_does_not_serve_the_line_is_no_passing() -> None:
    hall = Hall(most=1)
    hall.waiting = [one(1), one(11, line="advice", priority=True), one(12, priority=True)]
    assert [called.key for _ in range(1) if (called := hall.call(("advice",)))] == [11]
    assert [called.key for _ in range(2) if (called := hall.call(("business",)))] == [12, 1]


def test_waiting_begins_at_the_earliest_of_arrival_number_and_appointment() -> None:
    assert waits_since(600) == 600
    assert waits_since(600, entered=540) == 540
    assert waits_since(600, entered=540, due=480) == 480
    assert waits_since(600, due=900) == 600
