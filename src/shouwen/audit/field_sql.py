"""A field of an event's data as an SQL expression, in the form in which `Told` has it."""

from __future__ import annotations

from collections.abc import Mapping

from shouwen.checks.columns import NONE
from shouwen.checks.told import BLANKS, MISSING, OTHER
from shouwen.events.event import LATEST
from shouwen.events.vocabulary import BLANK, LARGEST, OWN_FIELDS, Kind

_JSON: Mapping[Kind, tuple[str, str]] = {
    "text": ("'VARCHAR'", "VARCHAR"),
    "number": ("'UBIGINT', 'BIGINT', 'HUGEINT', 'DOUBLE'", "DOUBLE"),
    "time": ("'UBIGINT', 'BIGINT'", "BIGINT"),
    "flag": ("'BOOLEAN'", "BOOLEAN"),
}
"""The JSON types that hold a kind of value, and what it is read as."""

_MOST: Mapping[Kind, int | float] = {"time": LATEST, "number": LARGEST}
"""What is beyond is no value of the kind (events/vocabulary.of_kind)."""

_NOTHING: Mapping[Kind, str] = {"number": "CAST('NaN' AS DOUBLE)", "time": str(NONE), "flag": "CAST(-1 AS TINYINT)"}


def field_sql(field: str, kind: Kind, texts: Mapping[str, int]) -> str:
    """The field over a row with `data` (JSON), `site` and `by_whom`; a value of another kind counts as missing.

    `texts` are the texts that have codes of their own (told.Needs.fields).
    """
    if field in OWN_FIELDS:
        value = {"site": "nullif(site, '')", "by": "nullif(by_whom, '')"}[field]
    else:
        path = literal("$." + quoted(field))
        types, cast = _JSON[kind]
        found = f"TRY_CAST(json_extract_string(data, {path}) AS {cast})"
        value = f"CASE WHEN json_type(data, {path}) IN ({types}) THEN {found} END"
    if kind in _MOST:
        most = f"CAST('{_MOST[kind]!r}' AS {_JSON[kind][1]})"
        value = f"CASE WHEN {value} BETWEEN -{most} AND {most} THEN {value} END"
    if kind == "flag":
        value = f"CAST({value} AS TINYINT)"
    if kind != "text":
        return f"coalesce({value}, {_NOTHING[kind]})"
    cases = " ".join(f"WHEN {value} = {literal(text)} THEN {code}" for text, code in texts.items())
    blank = f"WHEN trim({value}, {literal(BLANK)}) = '' THEN {BLANKS}"
    return f"CAST(CASE WHEN {value} IS NULL THEN {MISSING} {cases} {blank} ELSE {OTHER} END AS INTEGER)"


def literal(text: str) -> str:
    """A text as SQL."""
    return "'" + text.replace("'", "''") + "'"


def quoted(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'
