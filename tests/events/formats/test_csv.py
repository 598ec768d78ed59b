"""CSV as it comes: delimiters, encodings, quotes, and rows that do not fit."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouwen.events.formats.csv import LONGEST_LINE, read_csv
from shouwen.events.formats.heard import RawRow
from shouwen.fault import Fault

TEXT = "case,word,note\n1,投诉,\n2,答复,好\n"
ROWS = [(2, {"case": "1", "word": "投诉"}), (3, {"case": "2", "word": "答复"})]


def read(source: bytes | str, *wanted: str) -> list[tuple[int, RawRow | Fault]]:
    data = source.encode() if isinstance(source, str) else source
    return list(read_csv(BytesIO(data), wanted or ("case", "word"), place="a.csv"))


def said(rows: list[tuple[int, RawRow | Fault]]) -> list[tuple[int, RawRow | str]]:
    return [(number, str(row) if isinstance(row, Fault) else row) for number, row in rows]


def test_the_wanted_columns_come_numbered_as_a_spreadsheet_does() -> None:
    assert read(TEXT) == ROWS


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_a_table_is_read_in_the_encodings_of_other_systems(encoding: str) -> None:
    assert read(TEXT.encode(encoding)) == ROWS


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiter_and_line_ends_are_found(delimiter: str, end: str) -> None:
    assert read(TEXT.replace(",", delimiter).replace("\n", end)) == ROWS


def test_the_delimiter_is_the_one_that_finds_the_columns_not_the_one_seen_most() -> None:
    assert read('case;"a,b,c,d,e";word\n1;x;Open\n') == [(2, {"case": "1", "word": "Open"})]


def test_only_a_wanted_delimiter_matters_where_one_column_is_wanted() -> None:
    assert read("case\n1\n2\n", "case") == [(2, {"case": "1"}), (3, {"case": "2"})]


def test_quoted_cells_may_hold_delimiters_quotes_and_lines_even_in_the_header() -> None:
    source = 'case,"word","a ""long""\nname"\n1,"said ""no"", left\nat once",x\n'
    assert read(source) == [(2, {"case": "1", "word": 'said "no", left\nat once'})]
    assert read(source, "case", 'a "long"\nname') == [(2, {"case": "1", 'a "long"\nname': "x"})]


def test_blanks_around_the_names_of_columns_and_empty_lines_do_not_matter() -> None:
    assert read(" case , word\u3000,\n1,Open,\n\n2,Close,\n\n") == [
        (2, {"case": "1", "word": "Open"}),
        (4, {"case": "2", "word": "Close"}),
    ]


def test_a_row_with_too_few_or_too_many_cells_is_bad_and_the_next_is_read() -> None:
    assert said(read("case,word,note\n1,Open\n2,Close,x,y\n3,Open,\n")) == [
        (2, "row 2: this row has 2 cells, the header has 3; check its delimiters and quotes."),
        (3, "row 3: this row has 4 cells, the header has 3; check its delimiters and quotes."),
        (4, {"case": "3", "word": "Open"}),
    ]


def test_a_row_with_a_stray_quote_is_bad_and_the_next_is_read() -> None:
    bad, good = read('case,word\n1,"Op"en\n2,Close\n')
    assert isinstance(bad[1], Fault)
    assert (bad[0], bad[1].code, bad[1].place) == (2, "log-row-quotes", "row 2")
    assert good == (3, {"case": "2", "word": "Close"})


def test_a_quote_that_never_ends_is_bad() -> None:
    (row,) = read('case,word\n1,"Open\n2,Close\n3,Close\n')
    assert isinstance(row[1], Fault)


def test_a_missing_column_is_a_fault_that_names_those_there_are() -> None:
    with pytest.raises(Fault) as raised:
        read("id,word,note\n1,Open,\n")
    expected = "a.csv: there is no column case; this file has: id, word, note. Correct the name under log."
    assert str(raised.value) == expected


def test_an_empty_file_lacks_its_columns() -> None:
    with pytest.raises(Fault, match="there is no column case; this file has: -"):
        read("")


def test_a_column_there_twice_is_a_fault_only_if_it_is_wanted() -> None:
    assert read("case,word,x,x\n1,Open,2,3\n") == [(2, {"case": "1", "word": "Open"})]
    with pytest.raises(Fault, match="two columns are called word"):
        read("case,word,word\n1,Open,2\n")


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(Fault, match=r"^a\.csv: from here on this is no text"):
        read(b"case,word\n1,\xff\xff\xff\n")


def test_an_encoding_that_changes_late_is_refused_naming_about_where() -> None:
    rows = b"1,Open\n" * 200_000
    with pytest.raises(Fault, match=r"^a\.csv: row \d{6}: from here on this is no text") as raised:
        read(b"case,word\n" + rows + "2,答复\n".encode("gb18030"))
    assert raised.value.code == "log-encoding"


def test_a_character_across_the_border_of_the_first_megabyte_is_no_fault() -> None:
    for shift in range(4):
        head = "case,word\n1," + "x" * shift
        rows = read(head + "\n1,投诉投诉投诉" * 60_000 + "\n")
        assert len(rows) == 60_001


def test_a_line_without_end_is_refused() -> None:
    with pytest.raises(Fault, match="more than 10000000 characters"):
        read(b"case,word\n" + b"1" * (LONGEST_LINE + 1))


@given(
    st.lists(
        st.tuples(st.text(st.characters(exclude_categories=["Cs"])), st.text(st.characters(exclude_categories=["Cs"]))),
        max_size=5,
    ),
    st.sampled_from(",;\t"),
)
def test_whatever_a_table_holds_is_read_back(rows: list[tuple[str, str]], delimiter: str) -> None:
    text = StringIO(newline="")
    csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([("case", "word"), *rows])
    expected = [(number, {"case": case, "word": word}) for number, (case, word) in enumerate(rows, 2)]
    assert read(text.getvalue()) == expected
