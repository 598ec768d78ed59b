"""Editions and calendars: in force by date, judged by what was in force when it opened, worked through by the watch."""

from __future__ import annotations

import pytest
from tests.operation.laws.trial.asking import fresh, owed, watched
from tests.operation.laws.trial.fixtures import MONDAY
from tests.operation.laws.trial.room import NOTED, TEXT, publish_trial
from tests.operation.people_of_the_tests import Cast

from shouwen.fault import Fault
from shouwen.operation.ledger import clock, editions, words
from shouwen.operation.ledger.act import NewCase, begin
from shouwen.operation.ledger.models import Calendar, Case, Edition, Event
from shouwen.operation.ledger.publishing import (
    SOONEST,
    layers_written,
    leave_calendar,
    publish,
    see_to_holidays,
    withdraw,
)
from shouwen.operation.ledger.read import owed_in
from shouwen.operation.ledger.rebuild import differences
from shouwen.operation.people.models import Post, Staff
from shouwen.operation.people.rights import SYSTEM, Acting, acting_of

HOUR = 3600
ONE_HOUR = TEXT.replace("limit: 3 hours", "limit: 1 hour")


def as_of(person: Staff) -> Acting:
    return acting_of(person, clock.now())


def noted(cast: Cast) -> Case:
    new = NewCase(kind="concern", unit=cast.east, owner=cast.lin)
    return begin(new, NOTED, by=as_of(cast.lin), data={"topic": "bill"})


def test_an_obligation_is_judged_by_the_edition_in_force_when_it_opened(trial: Cast) -> None:
    publish_trial(trial.organisation, ONE_HOUR, since=MONDAY + HOUR)
    before = noted(trial)
    with clock.standing(MONDAY + HOUR):
        after = noted(trial)
        watched()
        assert owed(before, "answer.any-hours") == [("open", MONDAY + 3 * HOUR)]
        assert owed(after, "answer.any-hours") == [("open", MONDAY + 2 * HOUR)]
        assert differences([fresh(before), fresh(after)]) == []
        limits = {
            case.pk: {
                one.clause.check.limits[0].limit.amount
                for one in owed_in(case)
                if one.row.clause == "answer.any-hours" and one.clause
            }  # type: ignore[union-attr]
            for case in (before, after)
        }
    assert limits == {before.pk: {3 * HOUR}, after.pk: {HOUR}}


def test_an_edition_is_in_force_a_minute_from_now_at_the_earliest(trial: Cast) -> None:
    with pytest.raises(Fault) as refused:
        publish_trial(trial.organisation, ONE_HOUR, since=MONDAY + SOONEST - 1)
    assert refused.value.code == "edition-too-soon"
    assert publish_trial(trial.organisation, ONE_HOUR).since == MONDAY + SOONEST


def test_two_editions_are_not_in_force_from_the_same_second(trial: Cast) -> None:
    publish_trial(trial.organisation, ONE_HOUR, since=MONDAY + HOUR)
    with pytest.raises(Fault) as refused:
        publish_trial(trial.organisation, TEXT, since=MONDAY + HOUR)
    assert refused.value.code == "edition-then"


def test_an_edition_to_come_is_taken_back_and_one_in_force_is_not(trial: Cast) -> None:
    edition = publish_trial(trial.organisation, ONE_HOUR, since=MONDAY + HOUR)
    withdraw(edition, at=trial.organisation, by=SYSTEM)
    with clock.standing(MONDAY + HOUR):
        case = noted(trial)
    assert owed(case, "answer.any-hours") == [("open", MONDAY + 4 * HOUR)]
    with pytest.raises(Fault) as refused:
        withdraw(Edition.objects.get(since=0), at=trial.organisation, by=SYSTEM)
    assert refused.value.code == "edition-in-force"


def test_only_an_author_publishes_and_the_log_says_who(trial: Cast) -> None:
    layers = layers_written(ONE_HOUR, place="trial.yaml")
    with pytest.raises(Fault) as refused:
        publish(layers, at=trial.organisation, by=as_of(trial.gu), since=MONDAY + HOUR)
    assert refused.value.code == "not-for-you"
    Post.objects.create(staff=trial.bai, unit=trial.organisation, role="author")
    publish(layers, at=trial.organisation, by=as_of(trial.bai), since=MONDAY + HOUR)
    last = Event.objects.filter(word=words.CHANGED).latest("pk")
    assert (last.by, last.data["what"]) == (trial.bai.reference, "edition.published")


def test_a_standard_that_judges_by_notices_or_builds_on_a_file_is_refused(trial: Cast) -> None:
    judges = TEXT.replace("words:\n", f"words:\n  {words.BROKEN}: {{}}\n") + (
        f"- {{id: x, of: concern, says: x, check: {{never: {{what: {words.BROKEN}}}}}}}\n"
    )
    with pytest.raises(Fault) as refused:
        publish_trial(trial.organisation, judges, since=MONDAY + HOUR)
    assert refused.value.code == "edition-judges-notices"
    with pytest.raises(Fault) as refused:
        layers_written("standard: x\nbuilds_on: /etc/passwd\n", place="x")
    assert refused.value.code == "edition-builds-on-file"


def test_a_field_that_means_something_else_in_the_house_is_refused(trial: Cast) -> None:
    with pytest.raises(Fault) as refused:
        publish_trial(
            trial.organisation, TEXT.replace("topic: text", "topic: number").replace(", topic: {not: praise}", "")
        )
    assert refused.value.code == "edition-field-differs"


def test_of_a_calendar_the_newest_counts_even_where_the_clock_stepped_back(trial: Cast) -> None:
    def days(text: str) -> str:
        return f"{{zone: Asia/Shanghai, open: {{mon-fri: [{text}]}}, holidays: china}}"

    leave_calendar("trial", "office", days('"09:00-12:00"'), at=trial.organisation, by=SYSTEM)
    with clock.standing(MONDAY - 600):
        leave_calendar("trial", "office", days('"09:00-11:00"'), at=trial.organisation, by=SYSTEM)
    case = noted(trial)
    assert owed(case, "answer.working-hours") == [("open", MONDAY + 24 * HOUR)]  # an hour today, one tomorrow


def test_a_calendar_that_no_edition_declares_is_refused_and_so_is_one_that_cannot_be_read(trial: Cast) -> None:
    with pytest.raises(Fault) as refused:
        leave_calendar("trial", "offcie", "{}", at=trial.organisation, by=SYSTEM)
    assert refused.value.code == "calendar-not-declared"
    with pytest.raises(Fault):
        leave_calendar("trial", "office", "{zone: Nowhere/At-all}", at=trial.organisation, by=SYSTEM)
    assert Calendar.objects.count() == 0


def test_holidays_that_ship_are_taken_note_of_once(trial: Cast) -> None:
    assert see_to_holidays()
    before = editions.revision()
    assert not see_to_holidays()
    assert editions.revision() == before


def test_a_thread_that_was_slow_to_read_leaves_nothing_old_behind(trial: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    editions.forget()
    old = editions.working("trial")
    publish_trial(trial.organisation, ONE_HOUR, since=MONDAY + HOUR)
    new = editions.working("trial")
    editions._kept["trial"] = old  # as a thread leaves it that began before and ends now
    assert editions.working("trial").revision == new.revision != old.revision


def test_who_asks_for_the_revision_forgets_what_is_older(trial: Cast) -> None:
    from django.db.models import F

    from shouwen.operation.ledger.models import Revision

    old = editions.working("trial")
    Revision.objects.update(number=F("number") + 1)  # as another process does it
    assert editions.revision() == old.revision + 1
    assert editions.working("trial").revision == old.revision + 1
