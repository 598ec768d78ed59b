"""Telephone numbers in the forms in which people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouwen.fault import Fault
from shouwen.operation.people.phone import mask_phone, read_phone

WRITTEN = {
    "13800138000": "13800138000",
    "138 0013 8000": "13800138000",
    "138-0013-8000": "13800138000",
    "１３８００１３８０００": "13800138000",
    "+86 138 0013 8000": "13800138000",
    "0086-13800138000": "13800138000",
    "8613800138000": "13800138000",
    "+86-138-0013-8000": "13800138000",
    "13800138000转1234": "13800138000-1234",
    "13800138000 轉 1234": "13800138000-1234",
    "13800138000-1234": "13800138000-1234",
    "17012345678,0921": "17012345678-0921",
    "010-82345678": "010-82345678",
    "(010) 8234 5678": "010-82345678",
    "（０１０）８２３４５６７８": "010-82345678",
    "01082345678": "010-82345678",
    "+86 10 8234 5678": "010-82345678",
    "+86 010 8234 5678": "010-82345678",
    "0755-82345678-12": "0755-82345678-12",
    "0755-8234567-8": "0755-8234567-8",
    "0755 8234 5678 转 12": "0755-82345678-12",
    "0755—82345678": "0755-82345678",
    "020-82345678分机801": "020-82345678-801",
    "021-62345678 ext. 5": "021-62345678-5",
    "021-62345678#5": "021-62345678-5",
    "+86-755-82345678-12": "0755-82345678-12",
    "400-800-1234": "4008001234",
    "4008001234转2": "4008001234-2",
    "800 820 1234": "8008201234",
    "95588": "95588",
    "95013312345678": "95013312345678",
    "96110": "96110",
    "10086": "10086",
    "12345": "12345",
    "110": "110",
    "+852 2123 4567": "+85221234567",
    "00853-28123456": "+85328123456",
    "+1 (212) 555-0100": "+12125550100",
    "+852 2123 4567 转 12": "+85221234567x12",
    "95588-1": "95588-1",
}


@pytest.mark.parametrize(("written", "kept"), WRITTEN.items())
def test_a_number_is_kept_in_one_form_however_it_is_written(written: str, kept: str) -> None:
    assert read_phone(written) == kept


@pytest.mark.parametrize("kept", sorted(set(WRITTEN.values())))
def test_the_one_form_reads_as_itself(kept: str) -> None:
    assert read_phone(kept) == kept


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("", "phone-unreadable"),
        ("没有电话", "phone-unreadable"),
        ("010-12345678", "phone-unreadable"),
        ("82345678", "phone-area-code"),
        ("1380013800", "phone-mobile-length"),
        ("138001380000", "phone-mobile-length"),
        ("13800138000转", "phone-unreadable"),
        ("13800138000转12a", "phone-unreadable"),
        ("12800138000", "phone-unreadable"),
        ("138001380OO", "phone-unreadable"),
        ("<script>13800138000</script>", "phone-unreadable"),
        ("1" * 1_000_000, "phone-unreadable"),
        ("+86+13800138000", "phone-unreadable"),
        ("+", "phone-unreadable"),
        ("110转2", "phone-unreadable"),
    ],
)
def test_what_is_no_number_is_refused_with_the_cure_and_without_repeating_it(written: str, code: str) -> None:
    with pytest.raises(Fault) as refused:
        read_phone(written)
    assert refused.value.code == code
    assert not any(str(slot) in written for slot in refused.value.slots.values() if len(str(slot)) > 2)


MOBILES = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
SEPARATORS = st.sampled_from(["", " ", "-"])


@given(MOBILES, SEPARATORS, SEPARATORS, st.sampled_from(["", "+86", "0086", "+86 ", "86"]))
def test_any_mobile_number_comes_out_the_same(mobile: str, first: str, second: str, front: str) -> None:
    assert read_phone(f"{front}{mobile[:3]}{first}{mobile[3:7]}{second}{mobile[7:]}") == mobile


@given(st.text(max_size=30) | st.text("0123456789+- x转()", max_size=24))
def test_any_text_is_refused_or_read_and_then_reads_as_itself(text: str) -> None:
    try:
        once = read_phone(text)
    except Fault:
        return
    assert read_phone(once) == once


@given(MOBILES, st.from_regex(r"[0-9]{0,4}", fullmatch=True))
def test_a_masked_mobile_shows_seven_digits_and_nothing_of_its_extension(mobile: str, extension: str) -> None:
    masked = mask_phone(f"{mobile}-{extension}" if extension else mobile)
    assert masked == f"{mobile[:3]}****{mobile[-4:]}{'-****' if extension else ''}"


@pytest.mark.parametrize("kept", sorted(set(WRITTEN.values())))
def test_masking_shows_seven_digits_at_most_and_never_the_whole(kept: str) -> None:
    masked = mask_phone(kept)
    assert sum(character.isdigit() for character in masked) <= 7
    assert kept not in masked
