"""The pack of the first asked: its figures, its words beside those of the product, and what it refuses."""

from __future__ import annotations

from tests.checks.telling import tell

from shouwen.checks.every import Rolling
from shouwen.checks.measure import Count
from shouwen.checks.within import Within
from shouwen.events.event import Event
from shouwen.events.story import Story
from shouwen.events.vocabulary import Word
from shouwen.operation.channels.requests import story
from shouwen.operation.ledger import words
from shouwen.standard.clause import Clause
from shouwen.standard.reading import load_standard

PACK = load_standard("pack:first-asked")
COMMON = load_standard("pack:service-vocabulary").vocabulary.words
WORDS = {name: word for name, word in PACK.vocabulary.words.items() if name not in COMMON}
CLAUSES = {clause.id: clause for clause in PACK.clauses}

OURS = {
    "asked.time-given": ("hours", 2 * 3600),
    "hand-over.decided": ("hours", 3600),
    "hand-over.customer-told": ("hours", 4 * 3600),
    "answering.enquiry": ("days", 1),
    "answering.others": ("days", 3),
    "answering.again": ("hours", 4 * 3600),
    "closing.not-left-open": ("days", 5),
}


def _limit(clause: Clause) -> tuple[str, int] | None:
    check = clause.check
    if not isinstance(check, Within) or not check.limits:
        return None
    return check.limits[0].limit.measure, check.limits[0].limit.amount


def test_every_limit_is_known_to_be_ours() -> None:
    assert {name: limit for name, clause in CLAUSES.items() if (limit := _limit(clause)) is not None} == OURS


def test_other_figures() -> None:
    progress = CLAUSES["answering.progress"].check
    circles, promised = CLAUSES["hand-over.not-in-circles"].check, CLAUSES["promises.not-put-off"].check
    assert isinstance(progress, Rolling)
    assert progress.recurrence.span.days == 3
    assert isinstance(circles, Count)
    assert isinstance(promised, Count)
    assert (circles.range.high, promised.range.high) == (3, 3)


def test_a_second_answer_is_asked_for_sooner_than_the_first() -> None:
    assert OURS["answering.again"][0] == "hours"
    assert OURS["answering.enquiry"][0] == "days"


def test_its_words_are_those_of_the_product() -> None:
    ours: dict[str, Word] = {word.name: word for word in (*story.WORDS, *words.WORDS)}
    for name, word in WORDS.items():
        assert ours[name].label == word.label, name
        kinds = {field: one.kind for field, one in ours[name].fields.items()}
        kinds |= {"looked_into": "flag"} if name == words.PROMISE else {}
        assert {field: one.kind for field, one in word.fields.items()}.items() <= kinds.items(), name
    facts = {fact.name: fact for fact in words.FACTS}
    assert {name: (facts[name].kind, facts[name].label) for name in PACK.vocabulary.facts} == {
        name: (fact.kind, fact.label) for name, fact in PACK.vocabulary.facts.items()
    }


def test_every_word_of_a_request_is_judged_by_some_clause() -> None:
    judged = {word for clause in PACK.clauses for word in clause.check.words}
    assert {word.name for word in story.WORDS} <= judged


def test_it_says_nothing_of_who_may_say_a_word_so_that_the_product_does() -> None:
    assert [word.name for word in WORDS.values() if word.may] == []


def test_its_clauses_speak_of_requests_and_promises_alone() -> None:
    assert {clause.of for clause in PACK.clauses} == {"request", "promise"}


def test_what_must_not_happen_is_refused_with_its_clause() -> None:
    guarded = {clause.id for clause in PACK.clauses if clause.guards}
    assert guarded == {
        "asked.owned", "asked.noted", "hand-over.reason", "hand-over.refused-with-reason",
        "hand-over.taken-with-reason", "answering.in-words", "answering.progress-in-words", "promises.said",
        "promises.looked-into-first", "promises.not-put-off", "promises.released-with-reason", "closing.after-answer",
        "closing.result", "closing.reopened-with-reason", "closing.withdrawn-in-words",
    }  # fmt: skip


def test_closing_without_an_answer_is_refused_and_with_one_is_not() -> None:
    closed = "request.closed result=settled"
    noted = "05-06 09:00 request.noted topic=enquiry text=x owner=lin"
    unanswered = tell(f"{noted}; 10:00 {closed}", subject="request:1")
    answered = tell(f"{noted}; 09:30 request.answered text=y; 10:00 {closed}", subject="request:1")
    assert _refused(unanswered) == ["closing.after-answer"]
    assert _refused(answered) == []


def _refused(events: list[Event]) -> list[str]:
    before = Story("request:1", events[:-1])
    return [clause.id for clause in PACK.clauses if clause.refuses(before, events[-1]) is not None]
