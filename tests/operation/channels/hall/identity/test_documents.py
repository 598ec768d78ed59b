"""Documents at the counter: the form of their numbers, the age of who holds one, a firm's code."""

from __future__ import annotations

from datetime import date

import pytest

from shouwen.fault import Fault
from shouwen.operation.channels.hall.identity import documents
from shouwen.operation.channels.hall.identity.bridge import MADE_UP
from shouwen.operation.channels.hall.money.tax_number import check_character, read_tax_number


def refusal(document: str, number: str) -> str:
    try:
        documents.read_number(document, number)
    except Fault as fault:
        return fault.code
    return ""


def test_a_number_has_its_form_and_its_check_digit() -> None:
    assert documents.read_number("resident", " 11010519491231002x ") == "11010519491231002X"
    assert refusal("resident", "110105194912310021") == "document-check-digit"
    assert refusal("resident", "12345") == "document-form"
    assert documents.read_number("passport", "e12345678") == "E12345678"


def test_a_permit_is_one_of_several_kinds() -> None:
    assert documents.read_number("permit", "H12345678") == "H12345678"
    assert documents.read_number("permit", "12345678") == "12345678"
    assert documents.read_number("permit", "810000199408230021") == "810000199408230021"
    assert refusal("permit", "X1") == "document-form"


def test_a_kind_that_only_the_standard_knows_takes_letters_and_digits() -> None:
    assert documents.read_number("officer", "ab-12345") == "AB12345"
    assert refusal("officer", "№ ∞") == "document-number"


def test_the_number_of_a_card_tells_the_age() -> None:
    assert documents.age_of("resident", "11010519491231002X", date(2025, 12, 30)) == 75
    assert documents.age_of("resident", "11010519491231002X", date(2025, 12, 31)) == 76
    assert documents.age_of("passport", "E12345678", date(2025, 1, 1)) is None


def test_made_up_people_have_numbers_that_hold() -> None:
    assert [documents.read_number(one.document, one.number) for one in MADE_UP] == [one.number for one in MADE_UP]
    ages = [documents.age_of(one.document, one.number, date(2025, 5, 6)) for one in MADE_UP]
    assert [age is not None and age < 16 for age in ages] == [False, False, False, True]


@pytest.mark.parametrize("code", ["91110000802100433B", "91440300708461136T", "91330100799655058B"])
def test_real_codes_of_firms_hold(code: str) -> None:
    assert read_tax_number(f" {code[:8].lower()} {code[8:].lower()}") == code
    assert check_character(code[:17]) == code[17]


@pytest.mark.parametrize("place", range(18))
def test_one_wrong_character_of_a_firms_code_is_found(place: int) -> None:
    code = "91110000802100433B"
    other = "7" if code[place] != "7" else "8"
    with pytest.raises(Fault) as refused:
        read_tax_number(code[:place] + other + code[place + 1 :])
    assert refused.value.code == "tax-number-check"


@pytest.mark.parametrize("code", ["", "123", "911100008021O0433B", "9111000080210043３B0"])
def test_what_is_no_code_is_refused_by_its_form(code: str) -> None:
    with pytest.raises(Fault) as refused:
        read_tax_number(code)
    assert refused.value.code == "tax-number-form"
