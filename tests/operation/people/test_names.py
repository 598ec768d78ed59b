"""Names and addresses: what is kept, what is refused, what a mask leaves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouwen.fault import Fault
from shouwen.operation.people.address import Address, mask_address, read_address
from shouwen.operation.people.names import mask_name, read_name

NAMES = st.text(st.characters(categories=["L", "M", "N", "P", "S"], exclude_characters="·.*"), min_size=1, max_size=100)


@pytest.mark.parametrize("dot", "·•‧・･∙⋅．・")
def test_every_dot_between_the_parts_of_a_name_is_kept_as_one(dot: str) -> None:
    assert read_name(f"买买提{dot}吐尔逊") == "买买提·吐尔逊"
    assert read_name(f"买买提 {dot} 吐尔逊") == "买买提·吐尔逊"


def test_a_full_stop_is_a_dot_in_chinese_and_stays_one_in_latin() -> None:
    assert read_name("阿依古丽.买买提") == "阿依古丽·买买提"
    assert read_name("John F. Kennedy") == "John F. Kennedy"


@pytest.mark.parametrize(
    "name", ["𠮷野", "㛃", "王𫖯", "李𬍛", "赵\U0003106c", "陈\ue863", "邊\U000e0101", "﨑山", "䶮"]
)
def test_rare_characters_are_kept_as_they_are(name: str) -> None:
    assert read_name(name) == name


def test_blanks_are_put_in_order_and_letters_composed() -> None:
    assert read_name("  José   García ") == read_name("Jose\u0301 García")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("", "name-empty"),
        ("   ", "name-empty"),
        ("·", "name-empty"),
        ("张\u202e三", "text-hidden-characters"),
        ("张\u200b三", "text-hidden-characters"),
        ("张\x00三", "text-hidden-characters"),
        ("张\n三", "text-hidden-characters"),
        ("张\ud800三", "text-hidden-characters"),
        ("张\u2066三\u2069", "text-hidden-characters"),
        ("张" * 101, "text-too-long"),
        ("张" * 1_000_000, "text-too-long"),
    ],
)
def test_what_hides_or_is_no_name_is_refused(name: str, code: str) -> None:
    with pytest.raises(Fault) as refused:
        read_name(name)
    assert refused.value.code == code


def test_a_hundred_characters_beyond_the_basic_plane_are_a_name() -> None:
    assert read_name("𠮷" * 100) == "𠮷" * 100


@given(NAMES)
def test_a_name_that_was_kept_is_kept_again_unchanged(name: str) -> None:
    try:
        once = read_name(name)
    except Fault:
        return
    assert read_name(once) == once


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三", "张*"),
        ("张小三", "张**"),
        ("欧阳修", "欧阳*"),
        ("歐陽小修", "歐陽**"),
        ("欧阳", "欧*"),
        ("张", "*"),
        ("", ""),
        ("买买提·吐尔逊", "买买提·*"),
        ("阿卜杜热合曼·买买提", "阿卜杜*·*"),
        ("John Smith", "J*"),
        ("𠮷野家", "𠮷**"),
    ],
)
def test_a_masked_name_leaves_the_surname(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@given(NAMES)
def test_a_masked_name_shows_four_characters_at_most_and_never_the_whole(name: str) -> None:
    masked = mask_name(name)
    assert masked != name
    shown = masked.replace("*", "").replace("·", "")
    assert len([character for character in shown if not 0xFE00 <= ord(character) <= 0xFE0F]) <= 4


def test_an_address_keeps_its_parts_and_a_mask_its_district() -> None:
    address = read_address(province="北京市", district=" 海淀区 ", line="中关村大街 1 号")
    assert address == Address("北京市", "", "海淀区", "中关村大街 1 号")
    assert mask_address(address) == Address("北京市", "", "海淀区", "****")


@pytest.mark.parametrize(
    "given_parts",
    [
        {"province": "", "city": "深圳市", "line": "一号"},
        {"province": "广东省", "line": "一号"},
        {"province": "广东省", "city": "深圳市", "line": " "},
    ],
)
def test_an_address_says_what_it_lacks(given_parts: dict[str, str]) -> None:
    with pytest.raises(Fault) as refused:
        read_address(**given_parts)
    assert refused.value.code == "address-incomplete"


def test_an_address_of_endless_length_is_refused() -> None:
    with pytest.raises(Fault) as refused:
        read_address(province="广东省", city="深圳市", line="长" * 100_000)
    assert refused.value.code == "text-too-long"
