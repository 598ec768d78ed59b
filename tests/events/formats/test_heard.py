"""Raw rows of another system in our words: the mapping, times, numbers, flags, and what is refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouwen.events.event import LONGEST_NAME
from shouwen.events.formats.heard import Heard, RawRow, Row
from shouwen.events.formats.hearing import MOST_UNHEARD, OTHERS, Hearing
from shouwen.events.vocabulary import Field, Vocabulary, Word
from shouwen.fault import Fault
from shouwen.wording import LANGUAGES, Wording


def _field(name: str, kind: Any) -> Field:
    return Field(name, kind, Wording.of(name))


FIELDS = {name: _field(name, kind) for name, kind in (("level", "text"), ("minutes", "number"), ("due", "time"))}
VOCABULARY = Vocabulary(
    {
        "ticket.opened": Word("ticket.opened", Wording.of("opened"), FIELDS, heard_as=("Open", "新建")),
        "ticket.closed": Word("ticket.closed", Wording.of("closed"), {"solved": _field("solved", "flag")}),
    },
    facts={"waiting": _field("waiting", "number")},
)
SECTION: Mapping[str, object] = {
    "kind": "ticket",
    "subject": "Ticket",
    "word": "Activity",
    "at": "Time",
    "by": "Clerk",
    "site": "Hall",
    "fields": {"level": "Level", "minutes": "Minutes", "due": "Due", "solved": "Solved", "waiting": "Waiting"},
}
RAW: RawRow = {
    "Ticket": "7", "Activity": "Open", "Time": "2024-05-06T09:00:00.25+08:00", "Clerk": "li", "Hall": "H1",
    "Level": "gold", "Minutes": "12", "Due": "2024-05-06T10:00:00.9+08:00", "Solved": "yes", "Waiting": "",
}  # fmt: skip
NINE_IN_SHANGHAI = int(datetime(2024, 5, 6, 1, tzinfo=UTC).timestamp())


def hearing(**changes: object) -> Hearing:
    return Hearing(Heard.of({**SECTION, **changes}, place="log"), VOCABULARY)


def heard(raw: RawRow = RAW, **changes: str | None) -> Row | None:
    return hearing().row({**raw, **changes}, 7)


def data_of(row: Row | None) -> Mapping[str, object]:
    assert row is not None
    return row.data


def test_a_row_is_heard_in_our_words_with_the_fields_its_word_declares() -> None:
    assert heard() == Row(
        micros=NINE_IN_SHANGHAI * 1_000_000 + 250_000,
        subject="ticket:7",
        word="ticket.opened",
        by="li",
        site="H1",
        grade="system",
        data={"level": "gold", "minutes": 12, "due": NINE_IN_SHANGHAI + 3600},
    )


def test_a_word_is_heard_under_each_of_its_names_and_its_own() -> None:
    words = [row.word for name in ("Open", "新建", " ticket.opened ") if (row := heard(Activity=name))]
    assert words == ["ticket.opened"] * 3


def test_another_words_fields_are_left_out_and_facts_ride_on_every_word() -> None:
    assert data_of(heard(Activity="ticket.closed", Waiting="3")) == {"solved": True, "waiting": 3}


def test_a_word_nobody_knows_is_counted_and_is_no_fault_whatever_else_the_row_holds() -> None:
    hears = hearing()
    assert [hears.row({"Activity": name, "Time": "never"}, 1) for name in ("Lunch", "Tea", "Lunch")] == [None] * 3
    assert hears.unheard == {"Lunch": 2, "Tea": 1}


def test_endless_unheard_names_do_not_fill_the_memory() -> None:
    hears = hearing()
    for number in range(MOST_UNHEARD + 5):
        hears.row({"Activity": f"{number} " + "x" * 10_000}, number)
    assert len(hears.unheard) == MOST_UNHEARD + 1
    assert hears.unheard[OTHERS] == 5
    assert max(map(len, hears.unheard)) == LONGEST_NAME


def test_empty_and_blank_values_are_missing_and_the_text_empty_is_a_text() -> None:
    assert data_of(heard(Level=" \u3000", Minutes="", Due=None)) == {}
    assert data_of(heard(Level="EMPTY", Minutes=None, Due=None)) == {"level": "EMPTY"}


@pytest.mark.parametrize(
    ("text", "number"),
    [("12", 12), ("-3", -3), ("+1.50", 1.5), (".5", 0.5), ("1e3", 1000), (" 7 ", 7), ("9007199254740993", 2.0**53)],
)
def test_numbers_are_read(text: str, number: float) -> None:
    assert data_of(heard(Minutes=text))["minutes"] == number


@pytest.mark.parametrize("text", ["abc", "1,5", "1_000", "nan", "inf", "1e999", "0x10", "١٢", "--1"])
def test_what_is_no_number_is_a_fault_that_names_row_and_column(text: str) -> None:
    with pytest.raises(Fault, match=r"row 7: .* in Minutes is no number") as raised:
        heard(Minutes=text)
    assert raised.value.code == "log-number-form"


@pytest.mark.parametrize(("text", "flag"), [("TRUE", True), ("1", True), ("是", True), ("n", False), ("否", False)])
def test_flags_are_read(text: str, flag: bool) -> None:
    assert data_of(heard(Activity="ticket.closed", Solved=text)) == {"solved": flag}


def test_what_is_neither_yes_nor_no_is_a_fault() -> None:
    with pytest.raises(Fault, match="maybe in Solved is neither yes nor no"):
        heard(Activity="ticket.closed", Solved="maybe")


@pytest.mark.parametrize(
    "text",
    [
        "2024-05-06T09:00:00+08:00", "2024-05-06 01:00:00Z", "20240506T010000Z", "2024-05-06T01:00:00.000000000+00:00",
        "2024/5/6 9:00 +08:00", "2024-5-6 9:00:00+0800", "2024年5月6日 9:00:00.0 +08:00", "2024.05.06 09:00+08:00",
    ],
)  # fmt: skip
def test_a_time_is_read_as_systems_and_people_write_it(text: str) -> None:
    row = heard(Time=text, Due="")
    assert row is not None
    assert row.micros == NINE_IN_SHANGHAI * 1_000_000


@given(st.datetimes(datetime(1970, 1, 1), datetime(9999, 1, 1), timezones=st.just(UTC)))
def test_any_time_keeps_its_microseconds(moment: datetime) -> None:
    row = heard(Time=moment.isoformat(), Due="")
    assert row is not None
    seconds = int(moment.replace(microsecond=0).timestamp())
    assert row.micros == seconds * 1_000_000 + moment.microsecond


@pytest.mark.parametrize(
    "text", ["soon", "2024-13-01T00:00:00Z", "2024/2/30 9:00", "5/6/2024", "2024-05-06T25:00:00Z", "1"]
)
def test_what_is_no_time_is_a_fault(text: str) -> None:
    with pytest.raises(Fault, match="in Time is no time") as raised:
        heard(Time=text)
    assert raised.value.place == "row 7"


def test_a_time_without_offset_is_utc_unless_a_zone_is_given() -> None:
    raw = {**RAW, "Time": "2024-05-06 09:00", "Due": None}
    plain, zoned = hearing().row(raw, 1), hearing(zone="Asia/Shanghai").row(raw, 1)
    assert plain is not None
    assert zoned is not None
    assert zoned.micros == NINE_IN_SHANGHAI * 1_000_000
    assert plain.micros == zoned.micros + 8 * 3600 * 1_000_000


def test_times_with_and_without_offset_are_refused_naming_both_rows_and_the_cure() -> None:
    hears = hearing()
    hears.row({**RAW, "Due": None}, 2)
    with pytest.raises(Fault) as raised:
        hears.row({**RAW, "Time": "2024-05-07 09:00:00"}, 3)
    assert str(raised.value).startswith(
        "mixed zones: row 2 (Time: 2024-05-06T09:00:00.25+08:00) has an offset from UTC, "
        "row 3 (Time: 2024-05-07 09:00:00) has none; fix the export, or write the zone"
    )


def test_a_field_without_offset_beside_times_with_one_is_mixed_too() -> None:
    with pytest.raises(Fault, match="mixed zones"):
        heard(Due="2024-05-07")


def test_with_a_zone_given_mixing_is_allowed() -> None:
    row = hearing(zone="Asia/Shanghai").row({**RAW, "Due": "2024-05-06 10:00"}, 2)
    assert data_of(row)["due"] == NINE_IN_SHANGHAI + 3600


def test_a_time_before_1970_is_a_fault_and_a_field_may_lie_there() -> None:
    with pytest.raises(Fault, match="row 7: the time 1969-12-31T23:59:59Z lies before 1970"):
        heard(Time="1969-12-31T23:59:59Z")
    assert data_of(heard(Due="1969-12-31T23:59:59.5Z"))["due"] == -1


@pytest.mark.parametrize("column", ["Ticket", "Clerk", "Hall"])
def test_a_name_without_end_is_a_fault_that_shows_only_its_beginning(column: str) -> None:
    with pytest.raises(Fault, match=r"row 7: the name .*x… has \d+ characters") as raised:
        heard({**RAW, column: "x" * 10_000})
    assert len(str(raised.value)) < 150


@pytest.mark.parametrize("column", ["Ticket", "Activity", "Time"])
def test_a_row_without_subject_word_or_time_is_a_fault_that_shows_what_it_has(column: str) -> None:
    with pytest.raises(Fault, match=f"row 7: {column} is empty; .* has is: .*Clerk") as raised:
        heard({**RAW, column: " "})
    assert raised.value.code == "log-value-missing"


def test_a_field_that_nothing_declares_is_a_fault_that_shows_the_nearest() -> None:
    with pytest.raises(Fault, match="declares the field levle; the nearest are: level"):
        hearing(fields={"levle": "Level"})


def test_a_section_is_read_with_its_defaults_and_names_its_columns_once() -> None:
    short = Heard.of(
        {"kind": "visit", "subject": "a", "word": "b", "at": "a", "fields": {"x": "b", "y": "c"}}, place=""
    )
    assert short == Heard(kind="visit", subject="a", word="b", at="a", grade="system", fields={"x": "b", "y": "c"})
    assert short.columns() == ("a", "b", "c")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"time": "Time"}, "log-key-unknown"),
        ({"at": None}, "log-key-missing"),
        ({"by": 7}, "log-name-form"),
        ({"word": " "}, "log-name-form"),
        ({"kind": "a ticket"}, "log-kind-form"),
        ({"kind": "a:b"}, "log-kind-form"),
        ({"grade": "hearsay"}, "grade-unknown"),
        ({"zone": "Asia/Nowhere"}, "calendar-zone-unknown"),
        ({"fields": ["level"]}, "log-fields-form"),
        ({"fields": {"level": 3}}, "log-name-form"),
    ],
)
def test_a_faulty_section_is_refused_in_every_language(change: Mapping[str, object], code: str) -> None:
    with pytest.raises(Fault) as raised:
        Heard.of({**SECTION, **change}, place="mine.yaml log")
    assert raised.value.code == code
    assert all(raised.value.say(language).startswith("mine.yaml log") for language in LANGUAGES)


def test_a_section_that_is_no_mapping_is_refused() -> None:
    with pytest.raises(Fault, match="log is written as keys and values"):
        Heard.of([], place="mine.yaml")
