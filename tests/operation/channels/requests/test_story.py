"""The story of a request: what may follow what, topics, texts."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.checks.telling import tell

from shouwen.events.event import Event
from shouwen.events.story import START, Story
from shouwen.fault import Fault
from shouwen.operation.channels.requests import story
from shouwen.operation.ledger import words
from shouwen.operation.ledger.channel import OWNER
from shouwen.standard.reading import read_standard
from shouwen.wording import LANGUAGES, Wording

ENDS = {story.CLOSED, story.WITHDRAWN}
FIELD = Wording("诉求", "訴求", "concern")


def _after(text: str) -> set[str]:
    """What may be said after these events."""
    events: list[Event] = tell(text, subject="request:1")
    known = Story("request:1", events).known(10**10)
    return {word for word in story.FOLLOW.after if story.FOLLOW.allows(known, word)}


def test_a_story_begins_with_the_concern_and_with_nothing_else() -> None:
    assert {word for word, after in story.FOLLOW.after.items() if START in after} == {story.NOTED}


@pytest.mark.parametrize("last", ["request.noted", "request.progress-told", "request.answered", "promise.made"])
def test_while_it_is_open_all_may_follow_but_a_beginning_and_an_opening_again(last: str) -> None:
    told = "05-06 09:00 request.noted topic=other text=x; 10:00 " + last
    assert _after(told) == set(story.FOLLOW.after) - {story.NOTED, story.REOPENED}


@pytest.mark.parametrize("end", sorted(ENDS))
def test_what_has_ended_can_only_be_opened_again(end: str) -> None:
    assert _after(f"05-06 09:00 request.noted topic=other text=x; 10:00 {end}") == {story.REOPENED}


def test_after_opening_again_it_goes_on_as_before() -> None:
    told = "05-06 09:00 request.noted topic=other text=x; 10:00 request.closed; 11:00 request.reopened text=y"
    assert _after(told) == set(story.FOLLOW.after) - {story.NOTED, story.REOPENED}


def test_notes_and_hand_overs_change_nothing_of_what_may_follow() -> None:
    told = "05-06 09:00 request.noted topic=other text=x; 10:00 handover.offered to=y; 11:00 note.added text=z"
    assert story.ANSWERED in _after(told)


def test_every_word_and_its_fields_say_themselves_in_three_languages() -> None:
    labels = [word.label for word in story.WORDS] + [one.label for word in story.WORDS for one in word.fields.values()]
    labels += [*story.TOPICS.values(), *story.RESULTS.values(), *story.STATES.values()]
    assert [label for label in labels if not all(label.say(language) for language in LANGUAGES)] == []
    assert [label for label in labels if label.zh_hans == label.en] == []


def test_the_names_it_shares_with_the_book_are_those_of_the_book() -> None:
    assert (story.OWNER, story.PROMISED) == (OWNER, words.PROMISE)


def test_every_state_is_reached_by_some_word() -> None:
    assert set(story.STATE_AFTER.values()) == set(story.STATES)


STANDARD = """
standard: s
calendars: {{c: {{zone: Asia/Shanghai, open: {{mon-fri: ["09:00-18:00"]}}, holidays: none}}}}
words: {{request.noted: {{fields: {{topic: text}}}}, request.answered: {{}}, call.rang: {{fields: {{topic: text}}}}}}
clauses:
- {{id: a, of: request, says: x, {clause}}}
"""


@pytest.mark.parametrize(
    ("clause", "more"),
    [
        ("when: {topic: 携号转网}, check: {within: {after: request.noted, then: request.answered, limit: 1 day}}",
         ["携号转网"]),
        ("check: {never: {what: request.noted, where: {topic: [porting, enquiry]}}}", ["porting"]),
        ("when: {topic: {not: [porting, roaming]}}, check: {order: {first: request.answered, then: request.noted}}",
         ["porting", "roaming"]),
        ("check: {within: {after: request.noted, then: request.answered, limits: [{when: {topic: s}, limit: 1 day}]}}",
         ["s"]),
        ("check: {never: {what: call.rang, where: {topic: porting}}}", []),
        ("when: {topic: {filled: true}}, check: {never: {what: request.noted}}", []),
    ],
)  # fmt: skip
def test_a_topic_that_the_standard_distinguishes_may_be_chosen_beside_ours(clause: str, more: list[str]) -> None:
    standard = read_standard(STANDARD.format(clause=clause), place="s.yaml", folder=Path())
    found = story.topics(standard.clauses)
    assert list(found) == [*story.TOPICS, *more]
    assert [found[name].zh_hans for name in more] == more


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  网速慢 \r\n\r\n 测了三次  ", "网速慢\n\n 测了三次"),
        ("a\tb", "a b"),
        ("\ufeff正\u200b文\x00\u202e", "正文"),
        ("𠮷野家的𡈽豆", "𠮷野家的𡈽豆"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("半个代理\ud83d", "半个代理"),
    ],
)
def test_a_text_is_kept_as_it_was_said_without_what_cannot_be_seen(typed: str, kept: str) -> None:
    assert story.read_text(typed, field=FIELD) == kept


@pytest.mark.parametrize("typed", ["", "   \n\t ", "\u200b\ufeff", "\x00"])
def test_a_text_in_which_nothing_is_left_is_refused(typed: str) -> None:
    with pytest.raises(Fault) as refused:
        story.read_text(typed, field=FIELD)
    assert refused.value.say("zh-Hans") == "“诉求”还没有填写；请用几句话写下来。"
    assert refused.value.say("zh-Hant") == "「訴求」還沒有填寫；請用幾句話寫下來。"
    assert refused.value.say("en") == "“concern” is empty; put it in a few words."


@pytest.mark.parametrize("length", [4001, 1_000_000])
def test_a_text_that_is_too_long_is_refused_with_its_length(length: int) -> None:
    with pytest.raises(Fault) as refused:
        story.read_text("长" * length, field=FIELD)
    assert refused.value.code == "text-too-long"
    assert (refused.value.slots["length"], refused.value.slots["most"]) == (length, 4000)


def test_a_text_may_have_all_its_4000_characters() -> None:
    assert len(story.read_text("长" * 4000, field=FIELD)) == 4000
