"""The one door: who may say what, what may follow, what is refused, and that nothing is written then."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.operation.laws.trial.asking import fresh, notices, owed, story
from tests.operation.laws.trial.fixtures import MONDAY
from tests.operation.laws.trial.models import Concern
from tests.operation.laws.trial.room import ANSWERED, CHECKED, CLOSED, INSTALLED, NOTED, REOPENED, RESUMED, WAITS
from tests.operation.people_of_the_tests import Cast

from shouwen.fault import Fault
from shouwen.operation.ledger import clock, words
from shouwen.operation.ledger.act import NewCase, act, begin
from shouwen.operation.ledger.models import Case, Event, Obligation, Told
from shouwen.operation.ledger.rebuild import differences
from shouwen.operation.people import duty
from shouwen.operation.people.models import Post, Staff
from shouwen.operation.people.rights import DEVICE, SYSTEM, Acting, acting_of

HOUR = 3600


def as_of(person: Staff) -> Acting:
    return acting_of(person, clock.now())


def noted(cast: Cast, owner: Staff | None = None, **more: object) -> Case:
    owner = owner or cast.lin
    data = {"topic": "bill", **more}
    return begin(NewCase(kind="concern", unit=cast.east, owner=owner), NOTED, by=as_of(cast.lin), data=data)


def counted() -> list[int]:
    return [table._base_manager.count() for table in (Case, Event, Told, Obligation, Concern)]


# The order of the seven steps


def test_an_act_is_appended_folded_into_the_rows_and_judged(trial: Cast) -> None:
    case = noted(trial)
    event = act(case, ANSWERED, by=as_of(trial.lin), data={"how": "well"})
    assert (event.word, event.at, event.noted_at, event.by, event.grade) == (
        ANSWERED, MONDAY, MONDAY, trial.lin.reference, "self-reported",
    )  # fmt: skip
    row = Concern.objects.get(case=case)
    assert (row.state, row.answers, row.topic, row.last_at) == ("answered", 1, "bill", MONDAY)
    assert owed(case, "answer.working-hours") == [("kept", MONDAY + 2 * HOUR)]
    assert owed(case, "close.days") == [("open", MONDAY + 2 * 86400 + 8 * HOUR)]
    assert differences(Case.objects.all()) == []


def test_who_has_not_the_role_is_refused_with_the_roles_that_may_and_nothing_is_written(trial: Cast) -> None:
    case = noted(trial)
    before = counted()
    with pytest.raises(Fault) as refused:
        act(case, ANSWERED, by=as_of(trial.zhao))
    assert refused.value.code == "not-yours"
    assert "负责人" in refused.value.say("zh-Hans")
    assert "經理" in refused.value.say("zh-Hant")
    assert "the owner, manager" in refused.value.say("en")
    assert counted() == before


def test_a_guarding_clause_refuses_by_its_name_and_in_the_words_of_the_standard_in_three_languages(trial: Cast) -> None:
    case = noted(trial)
    before = counted()
    with pytest.raises(Fault) as refused:
        act(case, CLOSED, by=as_of(trial.lin))
    assert refused.value.code == "refused-by-clause"
    assert "未答复不得办结" in refused.value.say("zh-Hans")
    assert "未答覆不得辦結" in refused.value.say("zh-Hant")
    said = refused.value.say("en")
    assert "Nothing is closed unanswered." in said
    assert "answer.before-closing" in said
    assert counted() == before


def test_a_word_that_may_not_follow_is_refused_and_names_what_could(trial: Cast) -> None:
    case = noted(trial)
    before = counted()
    with pytest.raises(Fault) as refused:
        act(case, RESUMED, by=as_of(trial.lin))
    assert refused.value.code == "may-not-follow"
    assert "concern.answered" in refused.value.say("en")
    assert counted() == before


def test_somebody_of_another_site_is_told_that_there_is_no_such_case(trial: Cast) -> None:
    case = noted(trial)
    for subject in (case, case.subject, "concern:0000000000"):
        with pytest.raises(Fault) as refused:
            act(subject, ANSWERED, by=as_of(trial.qian))
        assert refused.value.code == "case-unknown"
    with pytest.raises(Fault) as refused:
        begin(NewCase(kind="concern", unit=trial.east, owner=trial.qian), NOTED, by=as_of(trial.qian))
    assert refused.value.code == "case-unknown"


def test_a_word_that_nobody_registered_is_refused_with_those_like_it(trial: Cast) -> None:
    case = noted(trial)
    with pytest.raises(Fault) as refused:
        act(case, "concern.anserwed", by=as_of(trial.lin))
    assert refused.value.code == "word-not-registered"
    assert "concern.answered" in refused.value.say("en")


def test_data_of_the_wrong_kind_or_name_is_refused(trial: Cast) -> None:
    case = noted(trial)
    for data, code in (({"how": 3}, "field-of-wrong-kind"), ({"colour": "red"}, "field-unknown")):
        with pytest.raises(Fault) as refused:
            act(case, ANSWERED, by=as_of(trial.lin), data=data)
        assert refused.value.code == code


def test_nobody_but_the_book_itself_says_its_notices(trial: Cast) -> None:
    case = noted(trial)
    for notice in sorted(words.NOTICES):
        with pytest.raises(Fault) as refused:
            act(case, notice, by=as_of(trial.gu), data={"clause": "answer.any-hours"})
        assert refused.value.code == "not-yours"


# Reports


def test_a_report_that_does_not_follow_is_appended_flagged_and_judged(trial: Cast) -> None:
    case = noted(trial)
    with clock.standing(MONDAY + HOUR):
        event = act(case, RESUMED, by=as_of(trial.lin), at=MONDAY + HOUR - 60)
    assert event.data["out_of_turn"] is True
    assert (event.at, event.noted_at) == (MONDAY + HOUR - 60, MONDAY + HOUR)
    with clock.standing(MONDAY + 2 * HOUR):
        event = act(case, ANSWERED, by=as_of(trial.lin), at=MONDAY + HOUR)
    assert "out_of_turn" not in event.data
    assert owed(case, "answer.any-hours") == [("kept", MONDAY + 3 * HOUR)]
    assert differences(Case.objects.filter(pk=case.pk), at=MONDAY + 2 * HOUR) == []


def test_the_guard_does_not_refuse_a_report_but_the_clause_is_broken_by_it(trial: Cast) -> None:
    case = noted(trial)
    with clock.standing(MONDAY + HOUR):
        act(case, CLOSED, by=as_of(trial.lin), at=MONDAY + 60)
    assert owed(case, "answer.before-closing") == [("broken", None)]
    assert notices(case, "answer.before-closing") == [("broken", MONDAY + 60)]


def test_a_report_of_what_happened_before_other_events_takes_its_place_among_them(trial: Cast) -> None:
    case = noted(trial)
    with clock.standing(MONDAY + 600):
        act(case, ANSWERED, by=as_of(trial.lin))
    with clock.standing(MONDAY + 900):
        act(case, CLOSED, by=as_of(trial.lin))
    with clock.standing(MONDAY + 1200):
        act(case, WAITS, by=as_of(trial.lin), at=MONDAY + 60)
    with clock.standing(MONDAY + 1300):  # after the late one by its number, before the closing by its time
        act(case, ANSWERED, by=as_of(trial.lin), at=MONDAY + 700)
    row = Concern.objects.get(case=case)
    assert (row.state, row.answers, row.last_at) == ("closed", 2, MONDAY + 900)
    assert fresh(case).closed_at == MONDAY + 900


def test_a_report_more_than_five_minutes_ahead_is_refused_and_one_within_them_is_now(trial: Cast) -> None:
    case = noted(trial)
    with pytest.raises(Fault) as refused:
        act(case, ANSWERED, by=as_of(trial.lin), at=MONDAY + 301)
    assert refused.value.code == "report-from-the-future"
    event = act(case, ANSWERED, by=as_of(trial.lin), at=MONDAY + 300)
    assert (event.at, event.noted_at) == (MONDAY, MONDAY)


def test_a_clock_that_steps_back_reorders_nothing(trial: Cast) -> None:
    case = noted(trial)
    with clock.standing(MONDAY - HOUR):
        event = act(case, ANSWERED, by=as_of(trial.lin))
    assert (event.at, event.noted_at) == (MONDAY, MONDAY)
    assert differences(Case.objects.filter(pk=case.pk)) == []


def test_a_clock_that_steps_back_does_not_step_behind_a_notice_either(trial: Cast) -> None:
    from shouwen.operation.ledger.watch import look_once

    case = noted(trial)
    with clock.standing(MONDAY + 3 * HOUR + 60):
        look_once()
    with clock.standing(MONDAY + HOUR):
        event = act(case, ANSWERED, by=as_of(trial.lin))
    assert event.noted_at == MONDAY + 3 * HOUR + 60
    assert owed(case, "answer.any-hours") == [("broken", MONDAY + 3 * HOUR)]


# Repetitions


def test_asked_twice_with_one_key_it_happens_once_and_the_answer_is_the_same(trial: Cast) -> None:
    case = noted(trial)
    first = act(case, ANSWERED, by=as_of(trial.lin), once="click-1")
    before = counted()
    with clock.standing(MONDAY + HOUR):
        again = act(case, ANSWERED, by=as_of(trial.lin), once="click-1")
    assert again.pk == first.pk
    assert counted() == before


def test_a_story_begun_twice_with_one_key_is_one_story(trial: Cast) -> None:
    cases = [
        begin(NewCase(kind="concern", unit=trial.east, owner=trial.lin), NOTED, by=as_of(trial.lin), once="k")
        for _ in range(2)
    ]
    assert cases[0].pk == cases[1].pk
    assert Case.objects.filter(kind="concern").count() == 1


def test_the_keys_of_two_people_are_not_the_same_key(trial: Cast) -> None:
    case = noted(trial)
    first = act(case, words.NOTE, by=as_of(trial.lin), once="k")
    other = act(case, words.NOTE, by=as_of(trial.zhao), once="k")
    assert first.pk != other.pk


# Subjects


def test_an_event_about_several_subjects_stands_in_the_story_of_each(trial: Cast) -> None:
    manager = as_of(trial.gu)
    machine = begin(NewCase(kind="machine", unit=trial.east, name="door-3"), INSTALLED, by=manager)
    case = noted(trial)
    with clock.standing(MONDAY + HOUR):
        act(case, CHECKED, by=as_of(trial.lin), also=["machine:door-3"], data={"passed": True})
    assert story(case) == [NOTED, CHECKED]
    assert story(machine) == [INSTALLED, CHECKED]
    assert owed(machine, "machine.often") == [("kept", MONDAY + 12 * HOUR - 1), ("open", MONDAY + 13 * HOUR - 1)]


def test_a_subject_named_twice_is_one(trial: Cast) -> None:
    case = noted(trial)
    event = act(case, words.NOTE, by=as_of(trial.lin), also=[case, case.subject])
    assert event.about == [case.subject]


def test_a_subject_that_nobody_named_before_begins_where_it_is_first_named(trial: Cast) -> None:
    case = noted(trial)
    act(case, words.NOTE, by=as_of(trial.lin), also=["site-day:east-2025-04-21"])
    day = Case.objects.get(subject="site-day:east-2025-04-21")
    assert (day.unit_id, day.owner_id, story(day)) == (trial.east.pk, None, [words.NOTE])


def test_a_concern_does_not_begin_by_being_named(trial: Cast) -> None:
    case = noted(trial)
    before = counted()
    with pytest.raises(Fault) as refused:
        act(case, words.NOTE, by=as_of(trial.lin), also=["site-day:x", "concern:unheard-of"])
    assert refused.value.code == "case-unknown"
    assert counted() == before


def test_a_concern_that_arises_beside_another_keeps_its_owner_whatever_is_corrected(trial: Cast) -> None:
    first = noted(trial)
    new = NewCase(kind="concern", unit=trial.east, owner=trial.zhao, arose_from=first, name="arisen")
    act(first, words.NOTE, by=as_of(trial.lin), also=[new, "site-day:today"])
    arisen = Case.objects.get(subject="concern:arisen")
    assert (arisen.owner_id, arisen.arose_from_id, fresh(first).owner_id) == (trial.zhao.pk, first.pk, trial.lin.pk)
    with clock.standing(MONDAY + HOUR):
        act(arisen, words.NOTE, by=as_of(trial.zhao), at=MONDAY - HOUR, also=["site-day:today"])
    assert (fresh(arisen).owner_id, fresh(first).owner_id) == (trial.zhao.pk, trial.lin.pk)
    assert Case.objects.get(subject="site-day:today").owner_id is None
    assert differences(Case.objects.exclude(kind="unit"), at=MONDAY + HOUR) == []


def test_the_rights_over_one_case_are_none_over_another_that_is_named_beside_it(trial: Cast) -> None:
    mine, theirs = noted(trial), noted(trial, owner=trial.zhao)
    for word, data in ((words.OFFER, {"to": trial.gu.reference}), (ANSWERED, {})):
        with pytest.raises(Fault) as refused:
            act(mine, word, by=as_of(trial.lin), also=[theirs], data=data)
        assert refused.value.code == "not-yours"
    assert fresh(theirs).offered_to_id is None
    act(mine, words.NOTE, by=as_of(trial.lin), also=[theirs])


def test_a_device_says_what_devices_may_with_its_own_grade(trial: Cast) -> None:
    machine = begin(NewCase(kind="machine", unit=trial.east, name="door-3"), INSTALLED, by=as_of(trial.gu))
    door = Acting("device:door-3", posts=((trial.east.pk, DEVICE),), units=frozenset({trial.east.pk}), grade="device")
    event = act(machine, CHECKED, by=door, data={"passed": True})
    assert (event.by, event.grade) == ("device:door-3", "device")
    with pytest.raises(Fault) as refused:
        act(machine, "machine.retired", by=door)
    assert refused.value.code == "not-yours"


def test_facts_that_the_standard_asks_for_ride_on_the_event(trial: Cast) -> None:
    case = noted(trial)
    first = Event.objects.get(told__case=case)
    assert first.data == {"topic": "bill", "site_kind": "own", "owner": trial.lin.reference}


# Owners


def test_whoever_was_asked_first_owns_and_the_manager_where_nobody_is_named(trial: Cast) -> None:
    new = NewCase(kind="concern", unit=trial.east)
    case = begin(new, NOTED, by=as_of(trial.lin))
    assert case.owner_id == trial.gu.pk


def test_the_manager_on_duty_owns_before_one_who_is_away(trial: Cast) -> None:
    duty.plan_absence(trial.gu, MONDAY - HOUR, MONDAY + HOUR)
    case = begin(NewCase(kind="concern", unit=trial.east), NOTED, by=as_of(trial.lin))
    assert case.owner_id == trial.han.pk


def test_where_nobody_can_answer_nothing_is_written(trial: Cast) -> None:
    Post.objects.filter(role__in=("manager", "area-manager")).delete()
    before = counted()
    with pytest.raises(Fault) as refused:
        begin(NewCase(kind="concern", unit=trial.east), NOTED, by=as_of(trial.lin))
    assert refused.value.code == "owner-missing"
    assert "东门营业厅" in refused.value.say("zh-Hans")
    assert counted() == before


def test_while_the_owner_is_away_the_owner_stays_and_the_backup_may_act(trial: Cast) -> None:
    case = noted(trial)
    with pytest.raises(Fault):
        act(case, ANSWERED, by=as_of(trial.zhao))
    duty.plan_absence(trial.lin, MONDAY - 60, MONDAY + HOUR, backup=trial.zhao)
    act(case, ANSWERED, by=as_of(trial.zhao))
    assert fresh(case).owner_id == trial.lin.pk
    with clock.standing(MONDAY + HOUR), pytest.raises(Fault) as refused:
        act(case, ANSWERED, by=as_of(trial.zhao))
    assert refused.value.code == "not-yours"


def test_when_the_owner_has_left_for_good_the_backup_answers(trial: Cast) -> None:
    case = noted(trial)
    trial.lin.is_active, trial.lin.backup = False, trial.zhao
    trial.lin.save()
    act(case, ANSWERED, by=as_of(trial.zhao))
    assert fresh(case).owner_id == trial.lin.pk


# Closing and opening again


def test_closing_ends_a_case_and_opening_again_goes_on_with_it(trial: Cast) -> None:
    case = noted(trial)
    act(case, ANSWERED, by=as_of(trial.lin))
    act(case, words.OFFER, by=as_of(trial.lin), data={"to": trial.zhao.reference})
    with clock.standing(MONDAY + 60):
        act(case, CLOSED, by=as_of(trial.lin))
    assert (fresh(case).closed_at, fresh(case).offered_to_id) == (MONDAY + 60, None)
    with clock.standing(MONDAY + 120):
        act(case, REOPENED, by=as_of(trial.zhao))
    assert (fresh(case).closed_at, fresh(case).owner_id, fresh(case).offered_to_id) == (None, trial.lin.pk, None)
    assert owed(case, "answer.any-hours") == [("kept", MONDAY + 3 * HOUR), ("open", MONDAY + 120 + 3 * HOUR)]


def test_who_may_say_a_word_is_as_the_edition_in_force_has_it_and_not_one_to_come(trial: Cast) -> None:
    from tests.operation.laws.trial.room import TEXT, publish_trial

    stricter = TEXT.replace("  concern.waits: {}", "  concern.waits: {may: [manager]}").replace(
        "words:", "roles: {manager: manager}\nwords:"
    )
    publish_trial(trial.organisation, stricter, since=MONDAY + HOUR)
    case = noted(trial)
    act(case, WAITS, by=as_of(trial.lin))
    act(case, RESUMED, by=as_of(trial.lin))
    with clock.standing(MONDAY + HOUR):
        with pytest.raises(Fault) as refused:
            act(case, WAITS, by=as_of(trial.lin))
        assert refused.value.code == "not-yours"
        act(case, WAITS, by=as_of(trial.gu))


def test_the_guard_is_that_of_the_edition_in_which_what_would_break_began(trial: Cast) -> None:
    from tests.operation.laws.trial.room import TEXT, publish_trial

    often = "at_most: 3"
    publish_trial(trial.organisation, TEXT.replace(often, "at_most: 1"), since=MONDAY + HOUR)
    old = noted(trial)
    with clock.standing(MONDAY + 2 * HOUR):
        new = noted(trial)
        for case in (old, new):
            act(case, ANSWERED, by=as_of(trial.lin))
        act(old, ANSWERED, by=as_of(trial.lin))
        with pytest.raises(Fault) as refused:
            act(new, ANSWERED, by=as_of(trial.lin))
    assert "answer.not-often" in refused.value.say("en")


def test_the_system_may_say_everything(trial: Cast) -> None:
    case = noted(trial)
    assert act(case, ANSWERED, by=replace(SYSTEM, grade="system")).grade == "system"
