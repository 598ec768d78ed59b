"""What a standard makes of the steps at a counter: their order, what is needed, what is asked. No database."""

from __future__ import annotations

from pathlib import Path

import pytest

from shouwen.events.event import Event
from shouwen.events.story import Story
from shouwen.operation.channels.hall import guidance, story
from shouwen.standard.clause import Standard
from shouwen.standard.layers import file_of, layers_of, layers_of_text
from shouwen.standard.reading import read_layers

VISIT = "visit:1"


def standard(clauses: str = "", *, pack: str = "hall-vocabulary") -> Standard:
    """A standard of these clauses alone, on the pack."""
    if not clauses:
        return read_layers(layers_of(file_of(f"pack:{pack}"))).standard
    text = f"standard: trial\nbuilds_on: pack:{pack}\nclauses:\n{clauses}"
    reading = read_layers(layers_of_text(text, place="trial.yaml", folder=Path()))
    assert reading.faults == ()
    return reading.standard


def clause(name: str, check: str, *, when: str = "{}", role: str = "clerk", guard: bool = True) -> str:
    guards = "guard: true, " if guard else ""
    return f"- {{id: {name}, of: visit, says: {name}, when: {when}, answerable: {role}, {guards}check: {check}}}\n"


def moment(of: Standard, *words: str, service: str = "change", role: str = "clerk") -> guidance.Moment:
    """After these words were said."""
    events = [
        Event(
            id=number,
            about=(VISIT,),
            word=word,
            at=number,
            noted_at=number,
            data={"service": service} if word in (story.TAKEN, story.BEGUN) else {},
        )
        for number, word in enumerate(words, start=1)
    ]
    return guidance.Moment(
        clauses=tuple(one for one in of.clauses if one.of == "visit"),
        vocabulary=of.vocabulary,
        may={name: word.may for name, word in of.vocabulary.words.items()},
        roles=frozenset({role}),
        story=Story(VISIT, events),
        at=len(words) + 1,
        service=service,
    )


def order(asked: guidance.Moment) -> list[str]:
    return [step.word for step in guidance.steps(asked)]


def test_without_clauses_a_service_begins_ends_and_the_customer_goes() -> None:
    assert order(moment(standard())) == [story.BEGUN, story.ENDED, story.LEFT]


def test_what_a_step_needs_comes_before_it_and_what_that_needs_before_that() -> None:
    procedure = "{steps: {from: service.begun, to: service.ended, steps: [receipt.issued]}}"
    of = standard(
        clause("procedure", procedure)
        + clause("a", "{order: {first: fee.paid, then: receipt.issued}}")
        + clause("b", "{order: {first: order.entered, then: fee.paid}}")
        + clause("c", "{order: {first: vouchers.checked, then: order.entered}}", when="{on_voucher: true}")
    )
    steps = guidance.steps(moment(of, story.TAKEN, story.CALLED, story.BEGUN))
    assert [(step.word, step.needed) for step in steps[1:-2]] == [
        ("vouchers.checked", False),  # whether it is needed depends on what is entered
        ("order.entered", True),
        ("fee.paid", True),
        ("receipt.issued", True),
    ]


def test_clauses_that_contradict_one_another_leave_every_step_on_the_page() -> None:
    procedure = "{steps: {from: service.begun, to: service.ended, steps: [order.entered, fee.paid]}}"
    of = standard(clause("procedure", procedure) + clause("a", "{order: {first: fee.paid, then: order.entered}}"))
    assert sorted(order(moment(of))) == sorted([story.BEGUN, "order.entered", "fee.paid", story.ENDED, story.LEFT])


def test_of_two_that_will_do_one_is_enough() -> None:
    procedure = "{steps: {from: service.begun, to: service.ended, steps: [order.entered]}}"
    either = "{order: {first: {word: [terms.confirmed, agreement.signed]}, then: order.entered, anew: service.begun}}"
    of = standard(clause("procedure", procedure) + clause("either", either))
    begun = (story.TAKEN, story.CALLED, story.BEGUN)
    needed = {step.word: step.needed for step in guidance.steps(moment(of, *begun))}
    assert (needed["terms.confirmed"], needed["agreement.signed"]) == (True, True)
    needed = {step.word: step.needed for step in guidance.steps(moment(of, *begun, "agreement.signed"))}
    assert (needed["terms.confirmed"], needed["agreement.signed"]) == (False, False)


def test_a_step_is_done_anew_for_each_service_but_an_identity_only_after_a_doubt() -> None:
    of = standard(pack="own-hall")
    first = (story.TAKEN, story.CALLED, story.BEGUN, "identity.checked", "order.entered", story.ENDED)
    done = {step.word for step in guidance.steps(moment(of, *first, story.BEGUN)) if step.done}
    assert done == {story.BEGUN, "identity.checked"}
    doubted = guidance.steps(moment(of, *first, story.BEGUN, "identity.doubted"))
    assert {step.word for step in doubted if step.done} == {story.BEGUN}


def test_what_others_are_answerable_for_or_may_say_is_no_step_of_a_counter() -> None:
    procedure = (
        "{steps: {from: service.begun, to: service.ended, steps: [order.entered, order.reviewed, rating.given]}}"
    )
    of = standard(
        clause("procedure", procedure)
        + clause("floor", "{order: {first: water.offered, then: order.entered}}", role="guide")
    )
    assert order(moment(of)) == [story.BEGUN, "order.entered", story.ENDED, story.LEFT]


def test_a_flag_that_must_not_be_yes_is_not_offered_and_one_that_must_be_is_asked_for() -> None:
    steps = {step.word: step for step in guidance.steps(moment(standard(pack="own-hall")))}
    assert steps["rating.invited"].fields == ()
    receipt = {one.name: (one.required, one.tick) for one in steps["receipt.issued"].fields}
    assert (receipt["number"], receipt["by_list"], receipt["counted"]) == ((True, False), (True, False), (False, True))


@pytest.mark.parametrize(
    ("pack", "service", "clause_id"),
    [("partner-hall", "refund", "partner.services"), ("partner-hall", "payment", None), ("own-hall", "refund", None)],
)
def test_what_a_hall_may_not_do_is_known_before_it_is_tried(pack: str, service: str, clause_id: str | None) -> None:
    asked = moment(standard(pack=pack), story.TAKEN, service=service)
    found = guidance.forbidden(asked, service)
    assert (found.id if found else None) == clause_id


def test_what_is_refused_just_now_says_which_clause_and_is_free_when_that_is_kept() -> None:
    of = standard(pack="own-hall")
    begun = (story.TAKEN, story.CALLED, story.BEGUN)

    def refused(*words: str) -> str | None:
        step = next(one for one in guidance.steps(moment(of, *begun, *words)) if one.word == "order.entered")
        return step.refused.id if step.refused else None

    assert (refused(), refused("identity.checked")) == ("counter.identity-first", None)
    assert refused("identity.checked", "identity.doubted") == "counter.identity-first"
