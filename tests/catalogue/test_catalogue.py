"""The manuals' catalogue as clauses, and docs/checks.md, which explains how a clause is written."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from tests.checks.telling import instant, tell
from tests.law.stories import differences, live

from shouwen.checks.obligation import Obligation
from shouwen.events.event import Event
from shouwen.events.story import Story
from shouwen.events.vocabulary import Field
from shouwen.standard.check_reading import KINDS
from shouwen.standard.clause import Clause, Standard
from shouwen.standard.page import Lined, read_page
from shouwen.standard.reading import load_standard, read_standard
from shouwen.wording import LANGUAGES, Wording

HERE = Path(__file__).parent
DOCUMENT = (HERE.parents[1] / "docs" / "checks.md").read_text(encoding="utf-8")

WITHIN = (
    "account.duty.plan-on-time",
    "account.monitor.abnormal",
    "account.monitor.churn-alarm",
    "account.system.enter-data",
    "complaint.follow.progress",
    "complaint.reply-48h",
    "complaint.unresolved.forward",
    "conduct.answer.prompt",
    "conduct.other-customer.finish-soon",
    "conduct.private-call.three-minutes",
    "counter.time.activation",
    "counter.time.change",
    "counter.time.sim",
    "counter.time.single",
    "counter.time.suspend",
    "field.punctual.on-time",
    "general.honest.keep-promise",
    "general.integrity.promise",
    "hall.time.greet",
    "hall.time.wait-consult",
    "hall.time.wait-service",
    "hall.welcome.approach-hesitant",
    "people.arrive-five-minutes",
    "phone.answer-three-rings",
    "phone.answer-three-rings-behaviour",
    "phone.answer-three-rings-office",
    "phone.followup.call-back",
    "phone.followup.find-or-transfer",
    "phone.promise.keep",
)
CADENCE = (
    "account.cadence.gold",
    "account.cadence.gold-visit",
    "account.cadence.silver",
    "account.monitor.consumption",
    "complaint.follow.callback",
    "device-sales.own-hall.revisit",
    "device-sales.revisit",
    "environment.hall.clean-areas",
)
OTHERS = {
    "before": ("counter.check-identity", "order"),
    "notify": ("complaint.partner.escalate", "within"),
    "permission": ("partner-hall.permission.business", "permission"),
    "measure": ("conduct.handshake.duration", "measure"),
    "steps": ("device-sales.new-phone.install-demo", "steps"),
    "record": ("complaint.unresolved.phone-record", "record"),
    "never": ("complaint.never.blind-promise-limit", "never"),
    "avoids": ("language.avoid.dont-know", "avoids"),
    "says": ("rest-area.leave-ask", "says"),
    "inspect": ("rest-area.water.device", "inspect"),
}

TIMED = load_standard(HERE / "within_and_cadence.yaml")
REST = load_standard(HERE / "others.yaml")
JUDGED = [clause for clause in (*TIMED.clauses, *REST.clauses) if "owe" in clause.check.readings]
STORIES: dict[str, dict[str, str]] = yaml.safe_load((HERE / "stories.yaml").read_text(encoding="utf-8"))


def _subject(clause: Clause, way: str) -> str:
    return f"{clause.of}:{clause.id}/{way}"


def _log() -> dict[str, list[Event]]:
    """All stories as one log."""
    log: dict[str, list[Event]] = {}
    number = 0
    for clause in JUDGED:
        for way, text in STORIES.get(clause.id, {}).items():
            subject = _subject(clause, way)
            log[subject] = [replace(event, id=number + event.id) for event in tell(text, subject=subject)]
            number += len(log[subject])
    return log


LOG = _log()
LONG_AFTER = instant("2026-12-01 00:00")
HAPPENED = sorted({event.at for events in LOG.values() for event in events})
ASKED = [*HAPPENED[::12], LONG_AFTER]


# ── the clauses ──


def test_every_limit_and_every_cadence_of_the_catalogue_is_a_clause() -> None:
    assert (len(WITHIN), len(CADENCE)) == (29, 8)
    assert sorted(clause.id for clause in TIMED.clauses) == sorted(WITHIN + CADENCE)


def test_a_limit_is_a_within_and_a_cadence_an_every() -> None:
    kinds = {clause.id: clause.check.name for clause in TIMED.clauses}
    assert kinds == dict.fromkeys(WITHIN, "within") | dict.fromkeys(CADENCE, "every")


def test_every_other_way_of_checking_has_its_clause() -> None:
    assert {clause.id: clause.check.name for clause in REST.clauses} == dict(OTHERS.values())


@pytest.mark.parametrize("standard", [TIMED, REST], ids=["limits-and-cadences", "others"])
def test_a_clause_says_itself_in_three_languages(standard: Standard) -> None:
    for clause in standard.clauses:
        promised = {language: clause.says.say(language) for language in LANGUAGES}
        checked = {language: clause.check.say(language, standard.vocabulary) for language in LANGUAGES}
        for said in (promised, checked):
            assert all(text.strip() for text in said.values()), clause.id
            assert said["zh-Hans"] != said["en"], clause.id
            assert "{" not in "".join(said.values()), clause.id


@pytest.mark.parametrize("standard", [TIMED, REST], ids=["limits-and-cadences", "others"])
def test_each_script_is_written_in_its_own_characters(standard: Standard) -> None:
    wordings = [standard.title, *(severity.label for severity in standard.severities)]
    wordings += [clause.says for clause in standard.clauses]
    fields: list[Field] = list(standard.vocabulary.facts.values())
    for word in standard.vocabulary.words.values():
        wordings.append(word.label)
        fields += word.fields.values()
    assert [said for wording in (*wordings, *(field.label for field in fields)) if (said := _foreign(wording))] == []


def _foreign(wording: Wording) -> str:
    """The texts of a wording that hold characters which the old national character set of their script lacks."""
    try:
        wording.zh_hans.encode("gb2312")
        wording.zh_hant.encode("big5")
    except UnicodeEncodeError as error:
        return f"{error.object} {error.object[error.start]}"
    return ""


# ── the stories ──


def test_every_judged_clause_has_its_stories() -> None:
    assert sorted(STORIES) == sorted(clause.id for clause in JUDGED)


@pytest.mark.parametrize("at", ASKED)
def test_live_and_audit_judge_the_stories_alike(at: int) -> None:
    assert differences(JUDGED, LOG, at) == []


@pytest.mark.parametrize("clause", JUDGED, ids=lambda clause: clause.id)
def test_a_clause_is_kept_in_the_story_that_keeps_it(clause: Clause) -> None:
    rows = _rows(clause, "kept")
    assert {row.state for row in rows} == {"kept"}
    if clause.id in WITHIN and clause.id != "general.integrity.promise":  # which has no due time
        assert rows[-1].margin == 0


@pytest.mark.parametrize("clause", JUDGED, ids=lambda clause: clause.id)
def test_a_clause_is_broken_once_in_the_story_that_breaks_it(clause: Clause) -> None:
    states = [row.state for row in _rows(clause, "broken")]
    assert states.count("broken") == 1
    assert states.count("kept") == len(states) - 1


@pytest.mark.parametrize(
    "clause", [clause for clause in JUDGED if "silent" in STORIES[clause.id]], ids=lambda clause: clause.id
)
def test_a_clause_owes_nothing_where_its_condition_does_not_hold(clause: Clause) -> None:
    assert _rows(clause, "silent") == []


@pytest.mark.parametrize("clause", [clause for clause in JUDGED if clause.guards], ids=lambda clause: clause.id)
def test_a_guard_refuses_the_act_that_would_break_its_clause(clause: Clause) -> None:
    for way, refused in (("kept", []), ("broken", [clause.id])):
        events = LOG[_subject(clause, way)]
        refusals = [clause.refuses(Story(act.about[0], events[:place]), act) for place, act in enumerate(events)]
        assert [refusal.clause for refusal in refusals if refusal is not None] == refused


def _rows(clause: Clause, way: str) -> list[Obligation]:
    """What the clause came to in one of its stories, long after it."""
    subject = _subject(clause, way)
    return live([clause], {subject: LOG[subject]}, LONG_AFTER)


# ── the page that explains them ──

BLOCKS = re.findall(r"^```yaml\n(.*?)^```$", DOCUMENT, re.MULTILINE | re.DOTALL)


def _sections() -> dict[str, str]:
    """The sections of the page on one kind of check each."""
    return dict(re.findall(r"^### `(\w+)`: [^\n]*\n(.*?)(?=^##)", DOCUMENT, re.MULTILINE | re.DOTALL))


def test_the_page_begins_with_a_whole_standard_and_goes_on_with_clauses() -> None:
    assert [block.startswith("standard:") for block in BLOCKS] == [True] + [False] * (len(BLOCKS) - 1)


@pytest.mark.parametrize("number", range(len(BLOCKS)))
def test_every_example_of_the_page_loads(number: int) -> None:
    text = BLOCKS[0] if number == 0 else f"{BLOCKS[0]}\n{BLOCKS[number]}"
    standard = read_standard(text, place=f"example {number}")
    for clause in standard.clauses:
        assert all(clause.check.say(language, standard.vocabulary).strip() for language in LANGUAGES)


def test_all_examples_of_the_page_stand_in_one_standard() -> None:
    read_standard("\n".join(BLOCKS), place="all examples")


def test_the_page_has_a_section_with_an_example_for_every_kind() -> None:
    sections = _sections()
    assert sorted(sections) == sorted(KINDS)
    for kind, text in sections.items():
        (block,) = re.findall(r"^```yaml\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
        assert {next(iter(clause["check"])) for clause in _clauses(block)} == {kind}


def test_the_page_tells_the_readings_as_they_are() -> None:
    standard = read_standard("\n".join(BLOCKS), place="all examples")
    readings: dict[str, set[str]] = {}
    for clause in standard.clauses:
        readings.setdefault(clause.check.name, set()).update(clause.check.readings)
    told = {
        kind: set(re.findall(r"`(\w+)`", next(line for line in text.splitlines() if line.startswith("Readings:"))))
        for kind, text in _sections().items()
    }
    assert {kind: words & {"say", "guard", "owe", "audit"} for kind, words in told.items()} == readings


def test_the_catalogue_table_names_every_value_and_every_kind() -> None:
    table = DOCUMENT.split("## From the catalogue to the checks")[1].split("\n## ")[0]
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in table.splitlines() if line.startswith("| `")]
    assert sorted(row[0].strip("`") for row in rows) == sorted([*OTHERS, "within", "cadence"])
    assert {kind for row in rows for kind in re.findall(r"`(\w+)`", row[1])} == set(KINDS)


def _clauses(block: str) -> list[Lined]:
    page = read_page("clauses:\n" + block, place="example")
    return list(page["clauses"])
