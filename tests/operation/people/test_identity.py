"""Documents: check digits, dates, forms, masking."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouwen.fault import Fault
from shouwen.operation.people.address import PROVINCES
from shouwen.operation.people.identity import KINDS, check_digit, mask_document, read_document

RESIDENTS = st.builds(
    lambda province, region, born, number: f"{province}{region:04}{born:%Y%m%d}{number:03}",
    st.sampled_from(sorted(PROVINCES)),
    st.integers(0, 9999),
    st.dates(date(1900, 1, 1), date(2030, 12, 31)),
    st.integers(0, 999),
).map(lambda first: first + check_digit(first))


def test_the_example_of_the_standard_has_the_check_digit_x() -> None:
    assert check_digit("11010519491231002") == "X"
    assert check_digit("44052418800101001") == "4"


@pytest.mark.parametrize("kind", KINDS)
def test_the_example_that_a_refusal_shows_is_right(kind: str) -> None:
    assert read_document(kind, KINDS[kind].example) == KINDS[kind].example


@given(RESIDENTS)
def test_a_right_number_is_kept_however_it_is_written(number: str) -> None:
    assert read_document("resident", f" {number[:6]} {number[6:14]}-{number[14:].lower()} ") == number


@given(RESIDENTS, st.integers(0, 17), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(number: str, place: int, off: int) -> None:
    digit = "0123456789".find(number[place])
    wrong = str((digit + off) % 10)
    with pytest.raises(Fault):
        read_document("resident", number[:place] + wrong + number[place + 1 :])


@given(RESIDENTS, st.integers(6, 15))
def test_two_neighbouring_digits_exchanged_are_found(number: str, place: int) -> None:
    exchanged = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    if exchanged == number:
        return
    with pytest.raises(Fault):
        read_document("resident", exchanged)


def _with_check(first: str) -> str:
    return first + check_digit(first)


@pytest.mark.parametrize(
    ("kind", "number", "code"),
    [
        ("resident", "110105194912310021", "document-check-digit"),
        ("resident", _with_check("11010519490231002"), "document-date"),
        ("resident", _with_check("11010519001301002"), "document-date"),
        ("resident", _with_check("99010519491231002"), "document-region"),
        ("resident", "110105491231002", "document-old"),
        ("resident", "1101051949123100", "document-form"),
        ("resident", "11010519491231002Y", "document-form"),
        ("resident", "1" * 1_000_000, "document-form"),
        ("passport", "E123", "document-form"),
        ("passport", "ABCDEFGH", "document-form"),
        ("hong-kong-macau", "A12345678", "document-form"),
        ("taiwan", "1234567", "document-form"),
        ("residence-permit", "110105194912310021", "document-form"),
        ("permanent-residence", "911124198108030025", "document-check-digit"),
        ("driving-licence", "1", "document-kind"),
    ],
)
def test_what_is_wrong_is_named_and_the_number_not_repeated(kind: str, number: str, code: str) -> None:
    with pytest.raises(Fault) as refused:
        read_document(kind, number)
    assert refused.value.code == code
    assert number not in map(str, refused.value.slots.values())


@pytest.mark.parametrize(
    ("kind", "written", "kept"),
    [
        ("passport", "e12345678", "E12345678"),
        ("passport", "EA1234567", "EA1234567"),
        ("hong-kong-macau", "H1234567801", "H12345678"),
        ("hong-kong-macau", "h12345678", "H12345678"),
        ("taiwan", "1234567890(B)", "1234567890B"),
        ("permanent-residence", "USA110078100101", "USA110078100101"),
        ("resident", "１１０１０５１９４９１２３１００２ｘ", "11010519491231002X"),
    ],
)
def test_other_documents_have_one_form_too(kind: str, written: str, kept: str) -> None:
    assert read_document(kind, written) == kept


@given(RESIDENTS)
def test_a_masked_identity_number_shows_five_characters_and_no_birthday(number: str) -> None:
    assert mask_document(number) == f"{number[0]}{'*' * 13}{number[-4:]}"


@pytest.mark.parametrize("kind", KINDS)
def test_masking_any_document_shows_five_characters_at_most(kind: str) -> None:
    number = KINDS[kind].example
    masked = mask_document(number)
    assert len(masked) == len(number)
    assert sum(character != "*" for character in masked) == (5 if len(number) >= 15 else 3)
