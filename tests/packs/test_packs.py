"""The packs that ship: what every clause says of itself, in three languages and in the characters of each script."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import pytest
from tests.checks.telling import instant
from tests.packs.shipped import MANUALS, READ, WITH_CLAUSES, own

from shouwen.checks.avoids import Avoids
from shouwen.checks.inspect import Inspect
from shouwen.checks.says import Says
from shouwen.standard.clause import Standard
from shouwen.standard.finding import patterns
from shouwen.standard.reading import Reading
from shouwen.standard.review import review
from shouwen.wording import LANGUAGES, Wording


@pytest.mark.parametrize("reading", READ.values(), ids=READ)
def test_a_pack_has_no_fault(reading: Reading) -> None:
    assert reading.faults == ()
    assert [finding.what.code for finding in review(reading) if finding.gravity == "fault"] == []


@pytest.mark.parametrize("reading", READ.values(), ids=READ)
def test_a_pack_lacks_no_language_and_no_source(reading: Reading) -> None:
    assert dict(reading.lacking) == {}
    hints = {finding.what.code for finding in review(reading) if finding.gravity == "hint"}
    assert hints <= {"review-word-unused", "review-role-unused"}  # words of rooms that no clause asks for


@pytest.mark.parametrize("reading", WITH_CLAUSES.values(), ids=WITH_CLAUSES)
def test_a_clause_has_all_that_a_clause_of_a_pack_has(reading: Reading) -> None:
    standard = reading.standard
    severities = {severity.name: severity.weight for severity in standard.severities}
    roles = {role.name for role in standard.roles}
    chapters = {chapter.name for chapter in standard.chapters if not chapter.empty}
    for clause in own(reading):
        assert clause.sources, clause.id
        assert {source.manual for source in clause.sources} <= MANUALS, clause.id
        assert all(source.section for source in clause.sources), clause.id
        assert clause.weight == severities[clause.severity], clause.id
        assert clause.answerable.role in roles, clause.id
        assert clause.chapter in chapters, clause.id
        assert clause.evidence, clause.id
    assert standard.edition == "1"
    assert standard.since == instant("2020-01-01 00:00")
    assert standard.until is None


@pytest.mark.parametrize("reading", WITH_CLAUSES.values(), ids=WITH_CLAUSES)
def test_a_clause_says_itself_in_three_languages(reading: Reading) -> None:
    standard = reading.standard
    clauses = (*standard.clauses, *standard.unchosen)
    for clause in clauses:
        said = [clause.says.say(language) for language in LANGUAGES]
        checked = [clause.check.say(language, standard.vocabulary) for language in LANGUAGES]
        assert said[2] not in said[:2], clause.id
        assert all(text.strip() for text in (*said, *checked)), clause.id
    assert len({clause.says.en for clause in clauses}) == len(clauses)


@pytest.mark.parametrize("reading", WITH_CLAUSES.values(), ids=WITH_CLAUSES)
def test_an_item_of_a_checklist_says_what_passes_and_what_fails(reading: Reading) -> None:
    for clause in own(reading):
        check = clause.check
        if isinstance(check, Inspect) and check.recurrence is None:
            seen = check.listed
            assert seen.passes is not None, clause.id
            assert seen.fails is not None, clause.id
            assert seen.passes != seen.fails, clause.id
            assert seen.roles, clause.id
            assert seen.places, clause.id
            assert seen.occasions, clause.id


def test_no_two_items_of_checklists_have_the_same_code() -> None:
    items: dict[str, str] = {}
    for reading in WITH_CLAUSES.values():
        for clause in own(reading):
            check = clause.check
            for test in check.on.tests if isinstance(check, Inspect) and check.recurrence is None else ():
                if test.field == "item" and isinstance(test.value, str):
                    assert items.setdefault(test.value, clause.id) == clause.id


@pytest.mark.parametrize("reading", READ.values(), ids=READ)
def test_each_script_is_written_in_its_own_characters(reading: Reading) -> None:
    assert [said for wording in _wordings(reading.standard) if (said := _foreign(wording))] == []


def _wordings(standard: Standard) -> Iterator[Wording]:
    yield standard.title
    words = standard.vocabulary.words.values()
    fields = chain.from_iterable(word.fields.values() for word in words)
    named = (standard.severities, standard.roles, standard.chapters, standard.places, standard.occasions, words, fields)
    for one in chain.from_iterable(named):
        yield one.label
    for setting in standard.settings.values():
        yield setting.label
        if setting.why is not None:
            yield setting.why
    for clause in (*standard.clauses, *standard.unchosen):
        yield clause.says
        check = clause.check
        if isinstance(check, Inspect):
            yield from (one for one in (check.item, check.listed.passes, check.listed.fails) if one is not None)
        elif isinstance(check, Says):
            yield from (*check.phrases, *check.elements, check.moment)
        elif isinstance(check, Avoids):
            yield from (*check.phrases, *check.exceptions, check.moment)


def _foreign(wording: Wording) -> str:
    """The texts of a wording that hold characters which the old national character set of their script lacks."""
    try:
        wording.zh_hans.replace("·", "").encode("gb2312")
        wording.zh_hant.replace("·", "").encode("big5")
    except UnicodeEncodeError as error:
        return f"{error.object} {error.object[error.start]}"
    return ""


@pytest.mark.parametrize("reading", READ.values(), ids=READ)
def test_who_may_say_a_word_is_a_role_of_the_standard(reading: Reading) -> None:
    roles = {role.name for role in reading.standard.roles}
    assert [word.name for word in reading.standard.vocabulary.words.values() if not set(word.may) <= roles] == []


def test_a_field_of_a_word_is_of_one_kind_in_all_packs() -> None:
    kinds: dict[tuple[str, str], str] = {}
    for name, reading in READ.items():
        for word in reading.standard.vocabulary.words.values():
            for field in word.fields.values():
                assert kinds.setdefault((word.name, field.name), field.kind) == field.kind, f"{word.name} in {name}"


@pytest.mark.parametrize("reading", WITH_CLAUSES.values(), ids=WITH_CLAUSES)
def test_what_a_condition_asks_for_has_a_name_in_each_language(reading: Reading) -> None:
    vocabulary, unnamed = reading.standard.vocabulary, []
    for clause in own(reading):
        check = clause.check
        listed = isinstance(check, Inspect) and check.recurrence is None  # its item has a name of its own
        for _key, pattern in patterns(check):
            for test in () if listed else pattern.tests:
                field = vocabulary.field(pattern.words[0], test.field)
                values = test.value if isinstance(test.value, tuple) else (test.value,)
                named = test.kind != "text" or test.operator == "filled" or set(values) <= set(field.values)
                unnamed += [] if named else [(clause.id, test.field, values)]
    assert unnamed == []
