"""Statements that are composed once: Django composes a query anew at each asking, which costs more than the asking.

For what every request asks, and what the door writes: whole rows of one table, read by a condition in SQL, added, or
changed. They know nothing of scopes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.models.base import ModelState

Row = TypeVar("Row", bound=models.Model)

Question = tuple[str, Sequence[Any]]
"""A statement, and its values in the place of each %s."""

FEW = 40
"""Rows that are added by one statement with all their values; more of them go another way (`_add_many`)."""

_AS_THEY_ARE = (models.IntegerField, models.CharField, models.TextField, models.FloatField, models.ForeignKey)
"""Fields whose values a statement takes as they are."""


def read(
    table: type[Row], condition: str, values: Sequence[object], *, order: str = "", lock: bool = False
) -> list[Row]:
    """The rows for which `condition` holds, its values in the place of each %s. `lock`: nobody else changes them
    until this transaction ends; their keys stay as they are."""
    text, values = reading(table, condition, values, order=order, lock=lock)
    return made(table, ask(text, values))


def reading(
    table: type[models.Model], condition: str, values: Sequence[object], *, order: str = "", lock: bool = False
) -> Question:
    """The statement by which `read` asks; `made` makes rows of its answer."""
    known = _table(table, connection.vendor)
    text = f"SELECT {known.columns} FROM {known.name} WHERE {condition}"
    if order:
        text += f" ORDER BY {order}"
    if lock and connection.features.has_select_for_no_key_update:
        text += " FOR NO KEY UPDATE"
    return text, values


def made(table: type[Row], answer: Sequence[Sequence[Any]]) -> list[Row]:
    """The rows of a table of which `answer` holds the columns."""
    known, alias = _table(table, connection.vendor), connection.alias
    found = []
    for parts in answer:
        row = table.__new__(table)  # as `from_db` makes it, without asking each field and signal
        held = row.__dict__
        held["_state"] = state = ModelState()
        state.adding, state.db = False, alias
        held.update(zip(known.attributes, parts, strict=True))
        for attribute, convert in known.readers:
            held[attribute] = convert(held[attribute])
        found.append(row)
    return found


def ask(text: str, values: Sequence[Any]) -> list[Any]:
    """The answer to a statement, as it comes."""
    with connection.cursor() as cursor:
        cursor.execute(text, values)
        rows: list[Any] = cursor.fetchall()
    return rows


def ask_all(questions: Sequence[Question]) -> list[list[Any]]:
    """The answers to several questions, in their order. PostgreSQL is asked once for all of them: the way there and
    back costs more than the answer (values stand in the text there, as Django has it unless told otherwise). SQLite is
    no further away than a call."""
    if connection.vendor != "postgresql" or not questions:
        return [ask(text, values) for text, values in questions]
    with connection.cursor() as cursor:
        cursor.execute(*_joined(questions))
        answers: list[list[Any]] = [cursor.fetchall()]
        while cursor.nextset():
            answers.append(cursor.fetchall())
    return answers


def do_all(changes: Sequence[Question]) -> None:
    """Has several statements done that answer nothing, in their order; PostgreSQL is told all of them at once."""
    if not changes:
        return
    with connection.cursor() as cursor:
        for text, values in [_joined(changes)] if connection.vendor == "postgresql" else changes:
            cursor.execute(text, values)


def _joined(questions: Sequence[Question]) -> Question:
    return ";\n".join(text for text, _ in questions), [value for _, values in questions for value in values]


def marks(values: Collection[object]) -> str:
    """As many %s as there are values, for IN (…)."""
    return ", ".join(["%s"] * len(values))


def add(table: type[Row], rows: Sequence[Row], *, later: list[Question] | None = None) -> None:
    """Adds rows; where the database numbers them, they have their numbers then. Fields with a default of the
    database are left to it. `later`: a few rows' statement is put there for `do_all`, and they get no numbers."""
    if not rows:
        return
    known = _table(table, connection.vendor)
    if len(rows) > FEW:
        _add_many(table, known, rows)
    else:
        values = [value for row in rows for value in _values(known.added, row)]
        if later is not None:
            later.append((_insert_text(table, connection.vendor, len(rows)), values))
            return
        numbers = _insert(table, known, len(rows), values)
        for row, number in zip(rows, numbers, strict=False):
            row.pk = number
    alias = connection.alias
    for row in rows:
        row._state.adding, row._state.db = False, alias


def change(
    table: type[Row], rows: Sequence[Row], fields: Sequence[str], *, later: list[Question] | None = None
) -> None:
    """Writes these fields, named by their attributes, of rows that are there already. `later`: one row's statement
    is put there for `do_all`."""
    if not rows:
        return
    known = _table(table, connection.vendor)
    if len(rows) == 1:
        changed = [one for one in known.written if one.attribute in fields]
        question = _update(table, connection.vendor, tuple(fields)), [*_values(changed, rows[0]), rows[0].pk]
        if later is not None:
            later.append(question)
        else:
            do_all([question])
        return
    most = (connection.features.max_query_params or 20_000) // len(known.written)
    for begin in range(0, len(rows), most):
        some = rows[begin : begin + most]
        with connection.cursor() as cursor:
            values = [value for row in some for value in _values(known.written, row)]
            cursor.execute(_upsert(table, connection.vendor, len(some), tuple(fields)), values)


class _Column(NamedTuple):
    attribute: str
    name: str
    prepare: Callable[[Any], Any] | None


class _Table(NamedTuple):
    """What is known of a table: its names, quoted; how values are read and written; which columns an added row has."""

    name: str
    columns: str
    attributes: tuple[str, ...]
    readers: tuple[tuple[str, Callable[[Any], Any]], ...]
    written: tuple[_Column, ...]
    added: tuple[_Column, ...]
    key: str
    numbered: bool


@lru_cache
def _table(table: type[models.Model], _vendor: str) -> _Table:
    quote = connection.ops.quote_name
    fields = table._meta.concrete_fields
    written = tuple(_Column(one.attname, quote(str(one.column)), _writer(one)) for one in fields)
    key = table._meta.pk
    numbered = isinstance(key, models.AutoField)
    defaulted = {one.attname for one in fields if one.has_db_default()} | ({key.attname} if numbered else set())
    return _Table(
        name=quote(table._meta.db_table),
        columns=", ".join(one.name for one in written),
        attributes=tuple(one.attribute for one in written),
        readers=tuple((one.attname, reader) for one in fields if (reader := _reader(one)) is not None),
        written=written,
        added=tuple(one for one in written if one.attribute not in defaulted),
        key=quote(str(key.column)),
        numbered=numbered,
    )


def _reader(field: models.Field[Any, Any]) -> Callable[[Any], Any] | None:
    column = field.get_col(field.model._meta.db_table)
    steps = [*connection.ops.get_db_converters(column), *column.get_db_converters(connection)]
    if not steps:
        return None

    def convert(value: Any) -> Any:
        for step in steps:
            value = step(value, column, connection)
        return value

    return convert


def _writer(field: models.Field[Any, Any]) -> Callable[[Any], Any] | None:
    if isinstance(field, _AS_THEY_ARE):
        return None
    # Not `connection`, which asks at each attribute which thread it is in.
    return lambda value: field.get_db_prep_save(value, connections[DEFAULT_DB_ALIAS])


def _values(columns: Sequence[_Column], row: models.Model) -> Iterator[Any]:
    held = row.__dict__
    for attribute, _name, prepare in columns:
        value = held[attribute]
        yield value if prepare is None else prepare(value)


def _insert(table: type[models.Model], known: _Table, count: int, values: Sequence[Any]) -> list[int]:
    text = _insert_text(table, connection.vendor, count)
    if known.numbered:
        return [number for (number,) in ask(f"{text} RETURNING {known.key}", values)]
    with connection.cursor() as cursor:
        cursor.execute(text, values)
    return []


def _add_many(table: type[Row], known: _Table, rows: Sequence[Row]) -> None:
    """PostgreSQL takes many rows fastest as a copy of a file, for which they are numbered first."""
    if connection.vendor != "postgresql":
        table._base_manager.bulk_create(rows)
        return
    columns = known.added
    if known.numbered:
        sequence = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"
        numbers = ask(sequence, [table._meta.db_table, table._meta.pk.column, len(rows)])
        for row, (number,) in zip(rows, numbers, strict=True):
            row.pk = number
        columns = (next(one for one in known.written if one.name == known.key), *columns)
    names = ", ".join(one.name for one in columns)
    copying = f"COPY {known.name} ({names}) FROM STDIN"
    # A copy goes past Django: its errors become Django's only so, and what waits for an IntegrityError gets one.
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(copying) as copy:
        for row in rows:
            copy.write_row(tuple(_values(columns, row)))


@lru_cache(maxsize=256)
def _insert_text(table: type[models.Model], vendor: str, count: int) -> str:
    known = _table(table, vendor)
    return _values_text(known.name, known.added, count)


@lru_cache(maxsize=256)
def _upsert(table: type[models.Model], vendor: str, count: int, fields: tuple[str, ...]) -> str:
    known = _table(table, vendor)
    names = [one.name for one in known.written if one.attribute in fields]
    changes = ", ".join(f"{name} = EXCLUDED.{name}" for name in names)
    return f"{_values_text(known.name, known.written, count)} ON CONFLICT ({known.key}) DO UPDATE SET {changes}"


@lru_cache(maxsize=256)
def _update(table: type[models.Model], vendor: str, fields: tuple[str, ...]) -> str:
    known = _table(table, vendor)
    changes = ", ".join(f"{one.name} = %s" for one in known.written if one.attribute in fields)
    return f"UPDATE {known.name} SET {changes} WHERE {known.key} = %s"


def _values_text(name: str, columns: Sequence[_Column], count: int) -> str:
    row = f"({marks(columns)})"
    return f"INSERT INTO {name} ({', '.join(one.name for one in columns)}) VALUES {', '.join([row] * count)}"
