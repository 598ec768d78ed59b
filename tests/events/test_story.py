"""Stories by hand: their order, what was known when, corrections, length, and which word may follow which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import duckdb
import pytest
from tests.checks.telling import both, clause, instant, row, tell
from tests.law.stories import connection

from shouwen.audit.judge import verdicts_of
from shouwen.audit.on_duckdb import Log
from shouwen.checks.obligation import Obligation
from shouwen.engine.live import owed
from shouwen.events.event import Correction, Event
from shouwen.events.story import LONGEST_STORY, START, Follow, Story
from shouwen.fault import Fault

TWO_HOURS = "within: {after: filed, then: answered, limit: 2 hours}"
RECORD = "record: {on: a, fields: [kind, n]}"


def known(story: Sequence[Event], at: str) -> list[tuple[int, str]]:
    """Number and word of what was known at a time, in order."""
    return [(event.id, event.word) for event in Story("case:1", story).known(instant(at)).events]


# Ruling 3: order. Ruling 13: known.


def test_a_story_is_in_the_order_of_what_happened_and_within_a_second_of_the_ids() -> None:
    story = tell("05-06 10:00 b; 10:00 a; 09:00 d noted=10:30; 10:00:01 e; 10:00 p noted=10:40")
    expected = [(3, "d"), (1, "b"), (2, "a"), (5, "p"), (4, "e")]
    assert known(story, "05-06 11:00") == expected
    assert known(story[::-1], "05-06 11:00") == expected


def test_known_at_a_time_is_what_was_noted_by_then() -> None:
    story = tell("05-06 10:00 a; 09:00 b noted=10:30")
    assert known(story, "05-06 09:59:59") == []
    assert known(story, "05-06 10:00") == [(1, "a")]
    assert known(story, "05-06 10:29:59") == [(1, "a")]
    assert known(story, "05-06 10:30") == [(2, "b"), (1, "a")]


def test_an_answer_noted_late_turns_broken_into_kept() -> None:
    story = tell("05-06 10:00 filed; 11:00 answered noted=15:00")
    assert both(TWO_HOURS, story, "05-06 12:00") == [row(1, "open", due="05-06 12:00", warn="05-06 11:36")]
    assert both(TWO_HOURS, story, "05-06 14:59:59") == [row(1, "broken", due="05-06 12:00")]
    assert both(TWO_HOURS, story, "05-06 15:00") == [row(1, "kept", due="05-06 12:00", settled_by=2, margin=3600)]


def test_a_question_noted_late_may_be_broken_as_soon_as_it_is_known() -> None:
    story = tell("05-06 10:00 filed noted=13:00")
    assert both(TWO_HOURS, story, "05-06 12:59:59") == []
    assert both(TWO_HOURS, story, "05-06 13:00") == [row(1, "broken", due="05-06 12:00")]


def test_the_positions_of_each_word_are_those_of_the_order() -> None:
    story = tell("05-06 10:00 b; 10:00 a; 09:00 a noted=10:30")
    assert Story("case:1", story).known(instant("05-06 10:30")).positions == {"a": [0, 2], "b": [1]}


def test_what_is_told_further_leaves_the_story_before_as_it_was() -> None:
    first, second = tell("05-06 10:00 a; 11:00 b")
    story = Story("case:1", [first])
    assert story.told(second).events == (first, second)
    assert story.events == (first,)


# Ruling 14: corrections.


def test_a_correction_keeps_the_id_and_everything_it_does_not_speak_of() -> None:
    (event,) = tell("05-06 10:00 a site=s1 by=li grade=device n=1")
    story = [event, *tell("05-06 10:00 x; 11:00 correct 1 at=09:00 n=2")[1:]]
    (corrected,) = Story("case:1", story).known(instant("05-06 11:00")).events
    assert corrected == replace(event, at=instant("05-06 09:00"), data={"n": 2})


@pytest.mark.parametrize(
    ("correction", "expected"),
    [
        ("at=09:30", [row(1, "broken", due="05-06 11:30", settled_by=2, margin=-900)]),
        ("at=10:30", [row(1, "kept", due="05-06 12:30", settled_by=2, margin=2700)]),
        ("at=11:46", [row(1, "open", due="05-06 13:46", warn="05-06 13:22")]),  # moved past its answer
        ("void", []),
    ],
)
def test_a_corrected_opener_moves_the_due_time_and_a_voided_one_leaves_none(
    correction: str, expected: list[Obligation]
) -> None:
    story = tell(f"05-06 10:00 filed; 11:45 answered; 13:00 correct 1 {correction}")
    assert both(TWO_HOURS, story, "05-06 12:59:59") == [row(1, "kept", due="05-06 12:00", settled_by=2, margin=900)]
    assert both(TWO_HOURS, story, "05-06 13:00") == expected


@pytest.mark.parametrize(
    ("correction", "expected"),
    [
        ("at=12:00", row(1, "kept", due="05-06 12:00", settled_by=2, margin=0)),
        ("at=12:00:01", row(1, "broken", due="05-06 12:00", settled_by=2, margin=-1)),
        ("at=09:59:59", row(1, "broken", due="05-06 12:00", settled_by=3, margin=-3000)),
        ("at=10:00", row(1, "kept", due="05-06 12:00", settled_by=2, margin=7200)),
        ("void", row(1, "broken", due="05-06 12:00", settled_by=3, margin=-3000)),
    ],
)
def test_a_corrected_answer_reworks_the_verdict(correction: str, expected: Obligation) -> None:
    story = tell(f"05-06 10:00 filed; 11:00 answered; 12:50 answered; 13:00 correct 2 {correction}")
    assert both(TWO_HOURS, story, "05-06 13:00") == [expected]


def test_of_two_corrections_the_later_replaces_the_earlier_whole() -> None:
    # The second says nothing of the time: it is again what was first noted, and not what the first correction said.
    story = tell("05-06 10:00 filed n=1; 10:10 correct 1 at=09:00 n=2; 10:20 correct 1 kind=x")
    moments = ("05-06 10:09", "05-06 10:10", "05-06 10:20")
    held = [Story("case:1", story).known(instant(at)).events[0] for at in moments]
    assert [(event.at, event.data) for event in held] == [
        (instant("05-06 10:00"), {"n": 1}),
        (instant("05-06 09:00"), {"n": 2}),
        (instant("05-06 10:00"), {"kind": "x"}),
    ]
    assert both(TWO_HOURS, story, "05-06 10:10") == [row(1, "open", due="05-06 11:00", warn="05-06 10:36")]
    assert both(TWO_HOURS, story, "05-06 10:20") == [row(1, "open", due="05-06 12:00", warn="05-06 11:36")]


def test_of_two_corrections_of_an_answer_the_later_counts_alone() -> None:
    story = tell("05-06 10:00 filed; 11:00 answered; 13:00 correct 2 at=12:30; 13:10 correct 2 n=1")
    assert both(TWO_HOURS, story, "05-06 13:00") == [row(1, "broken", due="05-06 12:00", settled_by=2, margin=-1800)]
    assert both(TWO_HOURS, story, "05-06 13:10") == [row(1, "kept", due="05-06 12:00", settled_by=2, margin=3600)]


def test_of_two_corrections_noted_in_one_second_the_higher_id_counts() -> None:
    story = tell("05-06 10:00 filed; 13:00 correct 1 at=11:30; 13:00 correct 1 at=11:40")
    expected = [row(1, "open", due="05-06 13:40", warn="05-06 13:16")]
    assert both(TWO_HOURS, story, "05-06 13:00") == expected
    assert both(TWO_HOURS, [story[0], story[2], story[1]], "05-06 13:00") == expected


def test_the_last_correction_goes_by_when_it_was_noted_before_its_id_and_its_own_time() -> None:
    # Number 2 says that it was made at 12:59, but it was noted last.
    story = tell("05-06 10:00 filed; 12:59 correct 1 at=11:30 noted=13:30; 13:00 correct 1 at=11:40")
    assert both(TWO_HOURS, story, "05-06 13:00") == [row(1, "open", due="05-06 13:40", warn="05-06 13:16")]
    assert both(TWO_HOURS, story, "05-06 13:30") == [row(1, "open", due="05-06 13:30", warn="05-06 13:06")]


def test_a_later_correction_takes_back_a_voiding() -> None:
    story = tell("05-06 10:00 filed; 10:10 correct 1 void at=10:05; 10:20 correct 1 at=10:05; 10:30 correct 1 void")
    assert both(TWO_HOURS, story, "05-06 10:10") == []
    assert both(TWO_HOURS, story, "05-06 10:20") == [row(1, "open", due="05-06 12:05", warn="05-06 11:41")]
    assert both(TWO_HOURS, story, "05-06 10:30") == []


def test_corrected_data_replace_the_whole_payload_and_empty_data_empty_it() -> None:
    story = tell("05-06 10:00 a kind=x; 10:10 correct 1 n=1")
    assert both(RECORD, story, "05-06 10:00")[0].state == "broken"
    assert both(RECORD, story, "05-06 10:10")[0].state == "broken"
    (first,) = tell("05-06 10:00 a kind=x n=1")
    noted = instant("05-06 10:10")
    empty = Event(
        id=2, about=first.about, word="correct", at=noted, noted_at=noted, corrects=1, correction=Correction(data={})
    )
    assert [both(RECORD, [first, empty], at)[0].state for at in ("05-06 10:09", "05-06 10:10")] == ["kept", "broken"]
    nothing = replace(empty, correction=Correction())
    assert both(RECORD, [first, nothing], "05-06 10:10")[0].state == "kept"


def test_a_correction_is_not_itself_part_of_the_story() -> None:
    (filed, answer) = tell("05-06 10:00 filed; 11:00 correct 1 at=10:00")
    assert both(TWO_HOURS, [filed, replace(answer, word="answered")], "05-06 11:00") == [
        row(1, "open", due="05-06 12:00", warn="05-06 11:36")
    ]


def test_a_correction_of_a_correction_or_of_an_event_that_is_not_there_changes_nothing() -> None:
    story = tell("05-06 10:00 filed; 10:10 correct 1 at=09:30; 10:20 correct 2 void; 10:30 correct 99 void")
    assert both(TWO_HOURS, story, "05-06 10:30") == [row(1, "open", due="05-06 11:30", warn="05-06 11:06")]


def test_a_correction_noted_before_the_event_it_corrects_waits_for_it() -> None:
    story = tell("05-06 10:00 filed noted=11:00; 10:30 correct 1 at=10:15")
    assert both(TWO_HOURS, story, "05-06 10:30") == []
    assert both(TWO_HOURS, story, "05-06 11:00") == [row(1, "open", due="05-06 12:15", warn="05-06 11:51")]


def test_a_correction_that_moves_an_event_after_it_was_noted_is_known_as_it_says() -> None:
    story = tell("05-06 10:00 filed; 11:00 correct 1 at=10:59")
    (moved,) = Story("case:1", story).known(instant("05-06 11:00")).events
    assert (moved.at, moved.noted_at) == (instant("05-06 10:59"), instant("05-06 10:59"))
    assert both(TWO_HOURS, story, "05-06 11:00") == [row(1, "open", due="05-06 12:59", warn="05-06 12:35")]


def test_a_correction_holds_in_every_story_that_its_event_is_in() -> None:
    story = tell("05-06 10:00 filed about=case:1,case:2; 10:30 correct 1 at=10:15 about=case:1,case:2")
    assert [both(TWO_HOURS, story, "05-06 10:30")[number].due for number in (0, 1)] == [instant("05-06 12:15")] * 2


def test_a_correction_that_names_other_subjects_than_its_event_is_refused_by_both_readings() -> None:
    # An event has one time and one payload, in whatever story it is read.
    story = tell("05-06 10:00 filed about=case:1,case:2; 10:30 correct 1 at=10:15 about=case:1")
    with pytest.raises(Fault) as live:
        Story("case:1", story).known(instant("05-06 10:30"))
    with pytest.raises(Fault) as audited:
        verdicts_of([clause(TWO_HOURS)], Log(connection(story)), instant("05-06 10:30"))
    assert live.value.code == audited.value.code == "correction-other-subjects"


# Whose story.


def test_kinds_of_subjects_are_told_apart_letter_by_letter() -> None:
    story = tell("05-06 10:00 filed about=site_day:1,siteaday:2,site_days:3,site:day:4,Site_day:5,网点:六")
    for kind, subject in (("site_day", "site_day:1"), ("site", "site:day:4"), ("网点", "网点:六")):
        assert both(clause(TWO_HOURS, of=kind), story, "05-06 10:00") == [
            row(1, "open", due="05-06 12:00", warn="05-06 11:36", subject=subject)
        ]


def test_a_subject_may_be_called_anything() -> None:
    for name in ("case:'; DROP TABLE log; --", 'case:"', "case:%", "case:客户 ０１", "case::", "case:" + "9" * 251):
        story = [replace(event, about=(name,)) for event in tell("05-06 10:00 filed; 11:00 answered")]
        assert both(TWO_HOURS, story, "05-06 11:00") == [
            row(1, "kept", due="05-06 12:00", settled_by=2, margin=3600, subject=name)
        ]


def test_an_event_that_names_its_subject_twice_is_in_its_story_once() -> None:
    story = tell("05-06 10:00 filed about=case:1,case:1")
    assert both(TWO_HOURS, story, "05-06 10:00") == [row(1, "open", due="05-06 12:00", warn="05-06 11:36")]


# How long a story may be; what the audit refuses as the live reading does.


def test_a_story_of_a_hundred_thousand_events_is_read_and_one_more_is_refused() -> None:
    (event,) = tell("05-06 10:00 a")
    whole = Story("case:1", (event,) * LONGEST_STORY)
    assert len(whole.known(event.at).events) == LONGEST_STORY
    with pytest.raises(Fault) as caught:
        whole.told(event)
    assert (caught.value.code, caught.value.slots) == ("story-too-long", {"events": 100_001, "most": 100_000})


def test_a_story_of_a_million_events_is_refused_by_both_readings() -> None:
    (event,) = tell("05-06 10:00 filed")
    with pytest.raises(Fault) as caught:
        Story("case:1", [event] * 1_000_000)
    assert (caught.value.code, caught.value.place) == ("story-too-long", "case:1")
    log = connection([event])
    log.execute("INSERT INTO log SELECT log.* REPLACE (id + n AS id) FROM log, range(1, 1000000) AS numbers(n)")
    with pytest.raises(Fault) as caught:
        verdicts_of([clause(TWO_HOURS)], Log(log), event.at)
    assert (caught.value.code, caught.value.place) == ("story-too-long", "case:1")
    assert caught.value.slots["events"] == 1_000_000


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("happened = -1, noted = 5", "time-before-1970"),
        ("noted = happened - 1", "noted-before-it-happened"),
        ("about = ['case:' || repeat('9', 10000)]", "name-too-long"),
    ],
)
def test_the_audit_refuses_a_log_that_holds_what_no_event_may(change: str, code: str) -> None:
    log: duckdb.DuckDBPyConnection = connection(tell("05-06 10:00 filed; 11:00 answered"))
    log.execute(f"UPDATE log SET {change} WHERE id = 2")
    with pytest.raises(Fault) as caught:
        verdicts_of([clause(TWO_HOURS)], Log(log), instant("05-06 12:00"))
    assert (caught.value.code, caught.value.place) == (code, "event 2")


def test_an_empty_story_and_an_empty_log_owe_nothing() -> None:
    assert owed([clause(TWO_HOURS)], Story("case:1"), instant("05-06 12:00")).obligations == ()
    assert both(TWO_HOURS, [], "05-06 12:00") == []


# Which word may follow which.

FOLLOW = Follow(
    {
        "arrived": frozenset({START, "left"}),
        "called": frozenset({"arrived", "called"}),
        "left": frozenset({"arrived", "called"}),
    }
)


@pytest.mark.parametrize(
    ("told", "possible"),
    [
        ("", {"arrived"}),
        ("05-06 10:00 arrived", {"called", "left"}),
        ("05-06 10:00 arrived; 10:01 called", {"called", "left"}),
        ("05-06 10:00 arrived; 10:01 left", {"arrived"}),
        ("05-06 10:00 arrived; 10:01 noted-down; 10:02 sung", {"called", "left"}),
        ("05-06 10:00 sung", {"arrived"}),
        # What happened last decides, not what was noted last; and what was voided never happened.
        ("05-06 10:00 arrived; 10:02 left; 10:01 called noted=10:05", {"arrived"}),
        ("05-06 10:00 arrived; 10:02 left; 10:03 correct 2 void", {"called", "left"}),
    ],
)
def test_what_may_come_next(told: str, possible: set[str]) -> None:
    story = Story("case:1", tell(told)).known(instant("05-06 11:00"))
    assert {word for word in FOLLOW.after if FOLLOW.allows(story, word)} == possible


def test_words_that_the_table_does_not_name_may_come_at_any_time() -> None:
    for told in ("", "05-06 10:00 left"):
        FOLLOW.refuse(Story("case:1", tell(told)).known(instant("05-06 11:00")), "sung")


def test_a_word_that_may_not_follow_is_refused_and_what_may_is_named() -> None:
    with pytest.raises(Fault) as caught:
        FOLLOW.refuse(Story("case:1", tell("05-06 10:00 arrived; 10:01 sung")).known(instant("05-06 11:00")), "arrived")
    fault = caught.value
    assert (fault.code, fault.place) == ("may-not-follow", "case:1")
    assert fault.slots == {"word": "arrived", "last": "arrived", "possible": "called, left"}
    with pytest.raises(Fault) as caught:
        FOLLOW.refuse(Story("case:1").known(0), "left")
    assert caught.value.slots == {"word": "left", "last": "-", "possible": "arrived"}
