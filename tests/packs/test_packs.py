"""The packs that ship: what a clause says of itself, the manuals' figures, and the stories that keep and break it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.checks.telling import instant, tell
from tests.law.stories import batch, differences, live

from shouwen.checks.every import Every
from shouwen.checks.measure import Measure
from shouwen.checks.never import Never
from shouwen.checks.obligation import Obligation
from shouwen.checks.record import Record
from shouwen.checks.share import Share
from shouwen.checks.within import Within
from shouwen.demonstration.hall_month import hall_month
from shouwen.events.event import Event
from shouwen.events.story import Story
from shouwen.standard.clause import Clause, Standard
from shouwen.standard.reading import load_standard
from shouwen.wording import LANGUAGES, Wording

HERE = Path(__file__).parent
OWN, PARTNER = load_standard("pack:own-hall"), load_standard("pack:partner-hall")
SALES = load_standard("pack:device-sales")
HALLS = {"own-hall": OWN, "partner-hall": PARTNER, "device-sales": SALES}
UPKEEP = load_standard("pack:hall-upkeep")
PACKS = {**HALLS, "hall-upkeep": UPKEEP, "first-asked": load_standard("pack:first-asked")}
STORIES: dict[str, dict[str, dict[str, str]]] = yaml.safe_load((HERE / "stories.yaml").read_text(encoding="utf-8"))
COVERS: dict[str, dict[str, list[str]]] = yaml.safe_load((HERE / "covers.yaml").read_text(encoding="utf-8"))
HEADINGS = COVERS.pop("chapters")

CHANGED = ("counter.procedure", "counter.time.sim", "complaint.answered")
"""What the partner's layer says of clauses that it inherits."""

NO_CASE_TO_KEEP = ("partner.customer-data",)
"""Bans without a condition: there is an occasion only when they are broken."""

UNTIED = {
    "device.greeting", "device.referral-named", "device.warranty-phrase",
    "counter.vouchers-first", "counter.customer-signs", "counter.receipt-prompt", "hall.advised", "complaint.answered",
    "registers.handed-over-by-two", "registers.difference-explained", "upkeep.places-in-order",
    "upkeep.machines-checked", "upkeep.machines-work", "upkeep.fault-repaired", "upkeep.supply-refilled",
}  # fmt: skip
"""Clauses that stand for a further part of what a catalogued one asks, and for none alone."""

MANUAL_SECONDS = {
    "hall.greeted": 60,
    "hall.called": 600,
    "hall.advised": 600,
    "counter.time.suspend": 180,
    "counter.time.sim": 300,
    "counter.time.change": 180,
    "counter.time.single": 180,
    "complaint.answered": 48 * 3600,  # in a partner hall; an own hall's is ours
}
OUR_SECONDS = {
    "hall.hesitant-approached": 30,
    "rest-area.water-offered": 300,
    "rest-area.novelty-introduced": 600,
    "counter.receipt-prompt": 120,
    "counter.time.activation": 60,
    "device.greeted-in-area": 30,
    "device.greeted-at-counter": 15,
    "device.shown": 300,
    "device.custom-alternative": 300,
    "device.warranty-card": 1800,
    "complaint.recorded": 1800,
    "complaint.reported": 7200,
}


def _clause(pack: str, name: str) -> Clause:
    return next(clause for clause in PACKS[pack].clauses if clause.id == name)


def _own_part(pack: str) -> list[Clause]:
    """The clauses for which the pack itself has stories: not those that it inherits as they are."""
    inherited = {clause.id: clause for clause in OWN.clauses} if pack != "own-hall" else {}
    return [clause for clause in PACKS[pack].clauses if clause != inherited.get(clause.id)]


TOLD = [
    pytest.param(pack, clause, id=f"{pack}:{clause.id}")
    for pack in PACKS
    for clause in _own_part(pack)
    if "owe" in clause.check.readings
]


# ── what a clause says of itself ──


@pytest.mark.parametrize("standard", PACKS.values(), ids=PACKS)
def test_a_clause_has_all_that_a_clause_of_a_pack_has(standard: Standard) -> None:
    severities = {severity.name: severity.weight for severity in standard.severities}
    roles = {role.name for role in standard.roles}
    chapters = {chapter.name for chapter in standard.chapters}
    for clause in standard.clauses:
        assert clause.sources, clause.id
        assert all(source.manual and source.section and ".txt" not in source.manual for source in clause.sources)
        assert clause.weight == severities[clause.severity], clause.id
        assert clause.answerable.role in roles, clause.id
        assert clause.chapter in chapters, clause.id
    assert standard.edition == "1"
    assert standard.since == instant("2020-01-01 00:00")
    assert standard.until is None


@pytest.mark.parametrize("standard", PACKS.values(), ids=PACKS)
def test_a_clause_says_itself_in_three_languages(standard: Standard) -> None:
    for clause in standard.clauses:
        said = [clause.says.say(language) for language in LANGUAGES]
        checked = [clause.check.say(language, standard.vocabulary) for language in LANGUAGES]
        assert len(set(said)) == 3 or len(set(said[:2])) == 1 != len(set(said)), clause.id
        assert all(text.strip() and "{" not in text for text in (*said, *checked)), clause.id
    assert len({clause.says.en for clause in standard.clauses}) == len(standard.clauses)


@pytest.mark.parametrize("standard", PACKS.values(), ids=PACKS)
def test_each_script_is_written_in_its_own_characters(standard: Standard) -> None:
    named: list[Any] = [*standard.severities, *standard.roles, *standard.chapters, *standard.vocabulary.words.values()]
    fields = chain.from_iterable(word.fields.values() for word in standard.vocabulary.words.values())
    wordings = [one.label for one in chain(named, fields, standard.vocabulary.facts.values())]
    wordings += [standard.title, *(clause.says for clause in standard.clauses)]
    assert [said for wording in wordings if (said := _foreign(wording))] == []


def _foreign(wording: Wording) -> str:
    """The texts of a wording that hold characters which the old national character set of their script lacks."""
    try:
        wording.zh_hans.encode("gb2312")
        wording.zh_hant.encode("big5")
    except UnicodeEncodeError as error:
        return f"{error.object} {error.object[error.start]}"
    return ""


@pytest.mark.parametrize("standard", PACKS.values(), ids=PACKS)
def test_who_may_say_a_word_is_a_role_of_the_standard(standard: Standard) -> None:
    roles = {role.name for role in standard.roles}
    assert [word.name for word in standard.vocabulary.words.values() if not set(word.may) <= roles] == []


# ── the catalogue and the manuals' figures ──


def test_a_clause_of_the_catalogue_stands_in_one_clause_of_the_packs() -> None:
    covered = [name for owners in (*COVERS.values(), HEADINGS) for ids in owners.values() for name in ids]
    assert sorted(covered) == sorted(set(covered))
    assert set(HEADINGS) <= {chapter.name for chapter in (*SALES.chapters, *UPKEEP.chapters)}
    ids = {pack: {clause.id for clause in _own_part(pack)} for pack in PACKS}
    for pack in ("own-hall", "device-sales", "hall-upkeep"):
        assert set(COVERS[pack]) == ids[pack] - UNTIED
    assert set(COVERS["first-asked"]) < ids["first-asked"]
    assert set(COVERS["partner-hall"]) == ids["partner-hall"] - set(CHANGED) | {"complaint.answered"}


def test_every_limit_is_the_manuals_or_known_to_be_ours() -> None:
    own = {clause.id: _seconds(clause) for clause in OWN.clauses if clause.id != "complaint.answered"}
    sold = [clause for clause in _own_part("device-sales") if clause.of == "sale"]
    partner = {clause.id: _seconds(clause) for clause in (*sold, *PARTNER.clauses)}
    expected = MANUAL_SECONDS | OUR_SECONDS
    assert {name: seconds for name, seconds in partner.items() if seconds is not None} == expected
    assert {name: seconds for name, seconds in own.items() if seconds is not None}.items() <= expected.items()


def _seconds(clause: Clause) -> int | None:
    """The limit of a clause, in seconds of the day's own length; None if it has none."""
    check = clause.check
    if not isinstance(check, Within) or not check.limits:
        return None
    assert len(check.limits) == 1
    assert check.limits[0].limit.measure == "natural"
    return check.limits[0].limit.amount


def test_other_figures_and_lists() -> None:
    answered = _clause("own-hall", "complaint.answered").check
    assert isinstance(answered, Within)
    assert (answered.limits[0].limit.measure, answered.limits[0].limit.amount) == ("hours", 7200)
    share = _clause("own-hall", "consult.small-matters").check
    assert isinstance(share, Share)
    assert (share.at_least, share.minimum) == (50, 4)
    measure = _clause("partner-hall", "complaint.satisfied").check
    assert isinstance(measure, Measure)
    assert measure.range.low == 3
    again = _clause("device-sales", "device.buyer-contacted").check
    assert isinstance(again, Every)
    assert again.recurrence.span.months == 3
    denied = _clause("partner-hall", "partner.services").check
    assert isinstance(denied, Never)
    assert denied.where[0].value == ("closing", "refund", "sim-replacement", "points")
    limits = {
        clause.id: (clause.check.limits[0].limit.measure, clause.check.limits[0].limit.amount)
        for clause in UPKEEP.clauses
        if isinstance(clause.check, Within)
    }
    assert limits == {
        "registers.handed-over-by-two": ("hours", 14400),
        "registers.counted": ("days", 5),
        "registers.difference-explained": ("days", 1),
        "upkeep.places-cleaned": ("hours", 10800),
        "upkeep.machines-checked": ("days", 1),
        "upkeep.fault-repaired": ("hours", 28800),
        "upkeep.supply-refilled": ("hours", 7200),
    }
    receipt = _clause("own-hall", "counter.receipt").check
    assert isinstance(receipt, Record)
    assert [name for name, _ in receipt.fields] == ["number", "amount", "paid_by"]


# ── the layer ──


def test_a_partner_hall_inherits_all_but_what_the_layer_changes() -> None:
    own = {clause.id: clause for clause in OWN.clauses}
    partner = {clause.id: clause for clause in PARTNER.clauses}
    assert set(own) <= set(partner)
    assert tuple(name for name in own if own[name] != partner[name]) == CHANGED


def test_a_partner_hall_refuses_what_an_own_hall_does() -> None:
    replace_card = tell("05-06 09:00 identity.checked; 09:01 order.entered service=sim-replacement", subject="visit:1")
    story = Story("visit:1", replace_card[:1])
    assert [clause.id for clause in OWN.clauses if clause.refuses(story, replace_card[1])] == []
    assert [clause.id for clause in PARTNER.clauses if clause.refuses(story, replace_card[1])] == ["partner.services"]


def test_what_must_be_refused_at_the_counter_is_guarded() -> None:
    guarded = [clause.id for clause in PARTNER.clauses if clause.guards]
    assert guarded == [
        "counter.identity-first",
        "counter.vouchers-first",
        "counter.explained-first",
        "counter.terms-confirmed",
        "counter.agreement-first",
        "counter.customer-signs",
        "counter.fee-by-list",
        "counter.receipt",
        "hall.rating-invited",
        "partner.services",
        "partner.customer-data",
        "complaint.not-sent-on",
    ]
    assert [clause.id for clause in _own_part("device-sales") if clause.guards] == ["device.warranty-first"]


# ── the stories ──


@cache
def _log(pack: str) -> dict[str, list[Event]]:
    """All stories of a pack as one log; those of the lower pack too, for the clauses that it inherits."""
    log: dict[str, list[Event]] = {}
    number = 0
    for clause in PACKS[pack].clauses:
        told = STORIES[pack].get(clause.id) or STORIES["own-hall"].get(clause.id, {})
        for way, text in told.items():
            subject = _subject(clause, way)
            log[subject] = [replace(event, id=number + event.id) for event in tell(text, subject=subject)]
            number += len(log[subject])
    return log


def _subject(clause: Clause, way: str) -> str:
    return f"{clause.of}:{clause.id}/{way}"


def _rows(pack: str, clause: Clause, way: str) -> list[Obligation]:
    """What the clause came to in one of its stories, long after it."""
    subject = _subject(clause, way)
    return live([clause], {subject: _log(pack)[subject]}, LONG_AFTER)


LONG_AFTER = instant("2026-12-01 00:00")


@pytest.mark.parametrize("pack", PACKS)
def test_every_judged_clause_has_its_stories(pack: str) -> None:
    judged = {clause.id: clause for clause in _own_part(pack) if "owe" in clause.check.readings}
    assert set(STORIES[pack]) == set(judged)
    for name, told in STORIES[pack].items():
        assert set(told) - {"silent"} == ({"broken"} if name in NO_CASE_TO_KEEP else {"kept", "broken"}), name


@pytest.mark.parametrize("pack", PACKS)
def test_a_story_says_what_the_vocabulary_knows(pack: str) -> None:
    for event in chain.from_iterable(_log(pack).values()):
        PACKS[pack].vocabulary.check(event)


@pytest.mark.parametrize("pack", PACKS)
def test_live_and_audit_judge_the_stories_alike(pack: str) -> None:
    judged = [clause for clause in PACKS[pack].clauses if "owe" in clause.check.readings]
    happened = sorted({event.at for events in _log(pack).values() for event in events})
    for at in (*happened[::9], LONG_AFTER):
        assert differences(judged, _log(pack), at) == []


@pytest.mark.parametrize(("pack", "clause"), TOLD)
def test_a_clause_is_kept_in_the_story_that_keeps_it(pack: str, clause: Clause) -> None:
    if clause.id in NO_CASE_TO_KEEP:
        return
    rows = _rows(pack, clause, "kept")
    assert {row.state for row in rows} == {"kept"}
    if isinstance(clause.check, Within) and clause.check.limits:
        assert rows[-1].margin == 0


@pytest.mark.parametrize(("pack", "clause"), TOLD)
def test_a_clause_is_broken_once_in_the_story_that_breaks_it(pack: str, clause: Clause) -> None:
    states = [row.state for row in _rows(pack, clause, "broken")]
    assert states.count("broken") == 1
    assert states.count("kept") == len(states) - 1


@pytest.mark.parametrize(("pack", "clause"), TOLD)
def test_a_clause_owes_nothing_where_its_condition_does_not_hold(pack: str, clause: Clause) -> None:
    if _subject(clause, "silent") in _log(pack):
        assert _rows(pack, clause, "silent") == []


@pytest.mark.parametrize(("pack", "clause"), [one for one in TOLD if one.values[1].guards])
def test_a_guard_refuses_the_act_that_would_break_its_clause(pack: str, clause: Clause) -> None:
    for way, refused in (("kept", 0), ("broken", 1)):
        events = _log(pack).get(_subject(clause, way), [])
        refusals = [clause.refuses(Story(act.about[0], events[:place]), act) for place, act in enumerate(events)]
        assert sum(refusal is not None for refusal in refusals) == refused


# ── the demonstration's month ──

NOT_TICKED = {
    "counter.need-confirmed", "counter.customer-signs", "counter.fee-by-list", "counter.cash-counted",
    "delivery.items-counted", "delivery.cautions-told",
}  # fmt: skip
"""Clauses on a field that the demonstration's events do not fill: not judged, and never counted as kept."""

JUDGED_IN_THE_MONTH = {
    "hall.greeted", "hall.called", "hall.steps", "rest-area.water", "counter.procedure", "counter.identity-first",
    "counter.explained-first", "counter.terms-confirmed", "counter.agreement-first", "counter.receipt",
    "counter.time.suspend", "counter.time.sim", "counter.time.change", "counter.time.single",
    "delivery.result-confirmed", "hall.rating-free", "complaint.answered",
}  # fmt: skip


@pytest.mark.parametrize("pack", HALLS)
def test_the_demonstration_is_judged_wherever_it_has_the_words(pack: str) -> None:
    partner = pack == "partner-hall"
    events = [
        event
        for event in hall_month(seed=1, month="2026-09", visits_per_day=12)
        if (event.site == "oldtown") == partner
    ]
    judged = [clause for clause in PACKS[pack].clauses if "owe" in clause.check.readings]
    states: dict[str, set[str]] = {}
    for row in batch(judged, {"": events}, max(event.noted_at for event in events) + 1):
        states.setdefault(row.clause, set()).add(row.state)
    expected = JUDGED_IN_THE_MONTH | ({"partner.services"} if partner else set())
    assert set(states) == expected | NOT_TICKED
    assert {name for name, found in states.items() if found & {"kept", "broken"}} == expected
    assert {name for name, found in states.items() if found == {"not_judged"}} == NOT_TICKED
