"""The demonstration: a month that is the same each time, that one can believe, and in which every clause shows."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from random import Random
from statistics import mean
from zoneinfo import ZoneInfo

import pytest

from shouwen.audit.judge import verdicts_of
from shouwen.audit.on_duckdb import Log
from shouwen.checks.obligation import Obligation
from shouwen.demonstration.hall_month import hall_month, hall_standard
from shouwen.demonstration.people import HALLS
from shouwen.engine.live import owed
from shouwen.events.event import Event, kind_of
from shouwen.events.formats.parquet import write_log
from shouwen.events.story import Story
from shouwen.fault import Fault
from shouwen.standard.clause import Clause
from shouwen.wording import LANGUAGES

STANDARD = hall_standard()
CLAUSES = STANDARD.clauses
JUDGED = [clause for clause in CLAUSES if "audit" in clause.check.readings]
SHANGHAI = ZoneInfo("Asia/Shanghai")
CHINESE = re.compile(r"[\u3400-\u9fff]")

by_id = pytest.mark.parametrize("clause", CLAUSES, ids=lambda clause: clause.id)
judged_by_id = pytest.mark.parametrize("clause", JUDGED, ids=lambda clause: clause.id)


@pytest.fixture(scope="module")
def month() -> list[Event]:
    return list(hall_month(seed=1))


@pytest.fixture(scope="module")
def log(month: list[Event], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demonstration") / "month.parquet"
    assert write_log(month, path) == len(month)
    return path


@pytest.fixture(scope="module")
def verdicts(month: list[Event], log: Path) -> list[Obligation]:
    return verdicts_of(CLAUSES, Log([log]), month[-1].noted_at)


@pytest.fixture(scope="module")
def stories(month: list[Event]) -> dict[str, list[Event]]:
    found: dict[str, list[Event]] = defaultdict(list)
    for event in month:
        for subject in event.about:
            found[subject].append(event)
    return found


# ── the standard ──


@by_id
def test_a_clause_and_its_check_say_themselves_in_three_languages(clause: Clause) -> None:
    for said in (
        {language: clause.says.say(language) for language in LANGUAGES},
        {language: clause.check.say(language, STANDARD.vocabulary) for language in LANGUAGES},
    ):
        assert len(set(said.values())) == 3
        assert CHINESE.search(said["zh-Hans"])
        assert CHINESE.search(said["zh-Hant"])
        # What staff are to say is Chinese in every language.
        worded = [*getattr(clause.check, "phrases", ()), *getattr(clause.check, "exceptions", ())]
        phrases = [phrase.say("en") for phrase in worded]
        assert not CHINESE.search(_without(phrases, said["en"]))


def test_every_word_field_and_severity_has_its_label_in_three_languages() -> None:
    words = STANDARD.vocabulary.words.values()
    labels = [word.label for word in words] + [severity.label for severity in STANDARD.severities]
    labels += [field.label for word in words for field in word.fields.values()]
    labels += [field.label for field in STANDARD.vocabulary.facts.values()]
    assert [label for label in labels if not CHINESE.search(label.zh_hans) or not CHINESE.search(label.zh_hant)] == []
    assert [label for label in labels if CHINESE.search(label.en)] == []


def test_sources_are_manuals_by_title_and_section() -> None:
    sources = [source for clause in CLAUSES for source in clause.sources]
    assert [source for source in sources if not CHINESE.search(source.manual) or not source.section] == []


def test_eleven_kinds_of_check_are_shown_on_six_kinds_of_subject() -> None:
    assert {clause.check.name for clause in CLAUSES} == {
        "within", "order", "steps", "never", "every", "record", "share", "measure", "inspect", "says", "avoids",
    }  # fmt: skip
    assert {clause.of for clause in CLAUSES} == {"visit", "complaint", "siteday", "shift", "device", "account"}


# ── the month ──


def test_the_same_seed_gives_the_same_month_and_another_seed_another(month: list[Event]) -> None:
    assert list(hall_month(seed=1)) == month
    assert list(hall_month(seed=2)) != month


def test_a_month_is_some_ten_thousands_of_events_of_three_halls(month: list[Event]) -> None:
    assert 30_000 < len(month) < 60_000
    assert {(event.site, event.data["site_kind"]) for event in month} == {
        ("lakeside", "own"),
        ("northgate", "own"),
        ("oldtown", "partner"),
    }


def test_every_event_passes_the_vocabulary(month: list[Event]) -> None:
    for event in month:
        STANDARD.vocabulary.check(event)


def test_every_word_of_the_standard_happens(month: list[Event]) -> None:
    assert {event.word for event in month} == set(STANDARD.vocabulary.words)


def test_events_are_numbered_in_the_order_of_noting(month: list[Event]) -> None:
    assert [event.id for event in month] == list(range(1, len(month) + 1))
    assert all(earlier.noted_at <= later.noted_at for earlier, later in pairwise(month))


def test_each_grade_of_evidence_stands_on_the_words_that_it_is_true_of(month: list[Event]) -> None:
    grades = defaultdict(set)
    for event in month:
        grades[event.word].add(event.grade)
    assert grades["ticket.taken"] == grades["ticket.called"] == {"device"}
    assert grades["rating.given"] == grades["agreement.signed"] == {"customer"}
    assert grades["visit.greeted"] == {"self-reported"}
    assert grades["device.inspected"] == {"self-reported", "inspector"}


def test_an_event_is_about_all_whom_it_concerns(month: list[Event]) -> None:
    kinds = {event.word: tuple(kind_of(subject) for subject in event.about) for event in month}
    assert kinds["ticket.called"] == ("visit", "siteday")
    assert kinds["service.begun"] == ("visit", "shift")
    assert kinds["complaint.received"] == ("complaint", "visit")
    assert kinds["device.inspected"] == ("device", "siteday")


def test_some_is_noted_late_and_some_is_corrected(month: list[Event]) -> None:
    assert sum(event.noted_at - event.at > 300 for event in month) > 200
    corrections = [event.correction for event in month if event.correction is not None]
    assert any(correction.void for correction in corrections)
    assert any(correction.at is not None for correction in corrections)
    assert any(correction.data is not None for correction in corrections)


def test_nobody_comes_while_the_halls_are_closed(month: list[Event]) -> None:
    entered = [_local(event) for event in month if event.word == "visit.entered"]
    days = {time.day for time in entered}
    assert days == set(range(1, 31)) - {25, 26, 27}  # Mid-autumn; Sunday the 20th is a make-up workday
    assert min(time.strftime("%H:%M") for time in entered if time.weekday() < 5) >= "08:30"
    assert min(time.strftime("%H:%M") for time in entered if time.weekday() >= 5) >= "09:30"
    assert max(time.strftime("%H:%M") for time in entered if time.weekday() >= 5) < "17:00"


def test_a_clerk_serves_one_customer_at_a_time(stories: dict[str, list[Event]]) -> None:
    for subject, events in stories.items():
        if kind_of(subject) == "shift":
            served = [event for event in events if event.word.startswith("service.")]
            # A forgotten end leaves two beginnings side by side, of different visits; ends never stand alone.
            assert [
                (earlier, later)
                for earlier, later in pairwise(served)
                if later.word == "service.ended"
                and (earlier.word, earlier.about[0]) != ("service.begun", later.about[0])
            ] == []


def test_waits_come_from_the_load() -> None:
    quiet, busy = (_waited(hall_month(seed=3, visits_per_day=visits)) for visits in (25, 100))
    assert busy > 4 * quiet


def test_waits_are_longest_at_noon(month: list[Event]) -> None:
    waits = defaultdict(list)
    for event in month:
        if event.word == "ticket.called":
            waits[_local(event).hour].append(float(event.data["waited"] or 0))
    by_hour = {hour: mean(waited) for hour, waited in waits.items()}
    assert max(by_hour, key=lambda hour: by_hour[hour]) == 12
    assert by_hour[12] > 5 * by_hour[15]


def test_any_month_can_be_asked_for_and_what_is_none_is_refused() -> None:
    february = list(hall_month(seed=1, halls=HALLS[2:], month="2025-02", visits_per_day=10))
    assert {event.site for event in february} == {"oldtown"}
    days = {_local(event).day for event in february if event.word == "siteday.opened"}
    assert days == set(range(5, 29))  # the first four are the end of Spring Festival
    for month in ("2026-13", "September", "2026-9-1"):
        with pytest.raises(Fault):
            hall_month(seed=1, month=month)


# ── the month under the standard ──


@judged_by_id
def test_each_clause_is_kept_and_broken_in_the_month(clause: Clause, verdicts: list[Obligation]) -> None:
    states = Counter(row.state for row in verdicts if row.clause == clause.id)
    assert states["kept"] > states["broken"] > 0


def test_what_is_not_judged_says_why(verdicts: list[Obligation]) -> None:
    reasons = {row.reason for row in verdicts if row.state == "not_judged"}
    assert reasons == {"closed", "dropped", "ended", "not-measured", "not-observed", "too-few"}


def test_corrections_heal_what_was_only_mistyped(month: list[Event], log: Path, verdicts: list[Obligation]) -> None:
    unmended = [event for event in month if event.corrects is None]
    before = log.with_name("unmended.parquet")
    write_log(unmended, before)
    then = {row.key: row.state for row in verdicts_of(CLAUSES, Log([before]), month[-1].noted_at)}
    now = {row.key: row.state for row in verdicts}
    healed = Counter(key[0] for key, state in then.items() if (state, now.get(key)) == ("broken", "kept"))
    assert healed["hall.greeted"] > 5
    assert healed["counter.receipt"] > 5


@pytest.mark.parametrize("share", [0.4, 1.0])
def test_the_live_reading_agrees_with_the_audit(
    share: float, month: list[Event], log: Path, stories: dict[str, list[Event]]
) -> None:
    at = month[int(share * (len(month) - 1))].noted_at
    sample = _sample(stories, 200)
    rows = defaultdict(list)
    for row in verdicts_of(CLAUSES, Log([log]), at):
        rows[row.subject].append(row)
    for subject in sample:
        live = [row._replace(warn=None) for row in owed(CLAUSES, Story(subject, stories[subject]), at).obligations]
        assert sorted(live, key=_order) == sorted(rows[subject], key=_order)
    assert sum(len(rows[subject]) for subject in sample) > 500


def _sample(stories: dict[str, list[Event]], count: int) -> list[str]:
    """Subjects of every kind, as many of each as there are or as it takes."""
    random = Random(7)
    kinds = defaultdict(list)
    for subject in sorted(stories):
        kinds[kind_of(subject)].append(subject)
    chosen: list[str] = []
    for number, subjects in enumerate(sorted(kinds.values(), key=len)):
        share = (count - len(chosen)) // (len(kinds) - number)
        chosen += random.sample(subjects, min(share, len(subjects)))
    assert len(chosen) == count
    return chosen


def _order(row: Obligation) -> tuple[str, int, int]:
    return row.clause, row.opened_by or 0, row.period or 0


def _waited(events: Iterable[Event]) -> float:
    return mean(float(event.data["waited"] or 0) for event in events if event.word == "ticket.called")


def _local(event: Event) -> datetime:
    return datetime.fromtimestamp(event.at, SHANGHAI)


def _without(phrases: Iterable[str], text: str) -> str:
    for phrase in sorted(phrases, key=len, reverse=True):
        text = text.replace(phrase, "")
    return text
