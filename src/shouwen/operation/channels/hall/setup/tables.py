"""The sheets of what a hall offers: services, counters, tariffs. What a file leaves out is no longer offered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db import models

from shouwen.fault import Fault
from shouwen.operation.channels.hall.models import Counter, Service, Tariff
from shouwen.operation.channels.hall.setup import cells
from shouwen.operation.channels.hall.setup.cells import Value
from shouwen.operation.channels.hall.setup.sheet import (
    Change,
    Column,
    Headed,
    Preview,
    Reader,
    Values,
    all_of,
    differences,
)
from shouwen.operation.people.models import Unit
from shouwen.wording import LANGUAGES, Language, Wording

TAGS: Final = tuple(language.lower() for language in LANGUAGES)


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet whose rows are rows of a table of the hall, known by their code.

    ends  the column that says whether it is offered, or in use
    """

    name: str
    one: str  # as events name a row of it
    title: Wording
    model: type[models.Model]
    columns: tuple[Column, ...]
    ends: str

    def column(self, name: str) -> Column:
        """The column of that name."""
        return next(one for one in self.columns if one.name == name)


_CODE: Final = Wording("代码", "代碼", "Code")
_ORDER: Final = Column(
    "position", Wording("次序", "次序", "Order"), cells.PLACE, width=8, also=("顺序", "順序", "排序")
)
_NAMES: Final = (
    Column(
        "name_zh-hans",
        Wording("简体名称", "簡體名稱", "Name (Simplified Chinese)"),
        cells.TEXT,
        default="",
        width=26,
        also=("名称", "中文名称"),
    ),
    Column(
        "name_zh-hant", Wording("繁体名称", "繁體名稱", "Name (Traditional Chinese)"), cells.TEXT, default="", width=26
    ),
    Column(
        "name_en", Wording("英文名称", "英文名稱", "Name (English)"), cells.TEXT, default="", width=26, also=("name",)
    ),
)

SERVICES: Final = Table(
    "services",
    "service",
    Wording("业务", "業務", "Services"),
    Service,
    (
        Column("code", _CODE, cells.CODE, needed=True, width=18, also=("业务代码", "業務代碼", "service code")),
        *_NAMES,
        Column("line", Wording("队列", "佇列", "Line"), cells.LINE, needed=True, also=("排队队列",)),
        Column(
            "prefix",
            Wording("号码前缀", "號碼前綴", "Prefix"),
            cells.PREFIX,
            needed=True,
            width=10,
            also=("前缀", "前綴"),
        ),
        _ORDER,
        Column(
            "offered",
            Wording("是否办理", "是否辦理", "Offered"),
            cells.FLAG,
            default=True,
            width=10,
            also=("办理", "辦理"),
        ),
    ),
    "offered",
)
COUNTERS: Final = Table(
    "counters",
    "counter",
    Wording("台席", "檯席", "Counters"),
    Counter,
    (
        Column(
            "code",
            Wording("台席号", "檯席號", "Counter"),
            cells.SHORT_CODE,
            needed=True,
            also=("代码", "代碼", "code", "台席"),
        ),
        Column(
            "lines",
            Wording("服务队列", "服務佇列", "Lines"),
            cells.CODES,
            default=(),
            width=30,
            also=("队列", "佇列", "line"),
        ),
        Column(
            "in_use",
            Wording("是否启用", "是否啟用", "In use"),
            cells.FLAG,
            default=True,
            width=10,
            also=("启用", "啟用"),
        ),
    ),
    "in_use",
)
TARIFFS: Final = Table(
    "tariffs",
    "tariff",
    Wording("资费", "資費", "Tariffs"),
    Tariff,
    (
        Column("code", _CODE, cells.CODE, needed=True, width=18, also=("资费代码", "資費代碼", "tariff code")),
        *_NAMES,
        Column(
            "service",
            Wording("业务代码", "業務代碼", "Service"),
            cells.REFERENCE,
            default="",
            width=18,
            also=("业务", "業務"),
        ),
        Column(
            "amount",
            Wording("金额（元）", "金額（元）", "Amount (yuan)"),
            cells.MONEY,
            needed=True,
            width=14,
            also=("金额", "金額", "价格", "價格", "单价", "amount", "price"),
        ),
        _ORDER,
        Column(
            "in_use",
            Wording("是否启用", "是否啟用", "In use"),
            cells.FLAG,
            default=True,
            width=10,
            also=("启用", "啟用"),
        ),
    ),
    "in_use",
)
TABLES: Final[Mapping[str, Table]] = {one.name: one for one in (SERVICES, COUNTERS, TARIFFS)}


def rows_of(table: Table, unit: Unit) -> dict[str, Any]:
    """The rows of the hall by code, as they are shown."""
    rows: Iterable[Any] = table.model._base_manager.filter(unit=unit)
    return {row.code: row for row in rows}


def values_of(table: Table, row: Any) -> dict[str, Value]:
    """What a row says, by column."""
    return {column.name: _get(row, column.name) for column in table.columns}


def put(table: Table, row: Any, values: Values) -> None:
    """Writes into a row what it is to say; it is saved by whoever asked."""
    for name, value in values.items():
        if name.startswith("name_"):
            kept = {tag.lower(): text for tag, text in (row.names or {}).items()}
            tag = name.removeprefix("name_")
            row.names = {**kept, tag: value} if value else {one: text for one, text in kept.items() if one != tag}
        else:
            setattr(row, name, list(value) if isinstance(value, tuple) else value)


def _get(row: Any, name: str) -> Value:
    if name.startswith("name_"):
        by_tag = {tag.lower(): str(text) for tag, text in row.names.items()}
        return by_tag.get(name.removeprefix("name_"), "")
    value = getattr(row, name)
    return tuple(value) if isinstance(value, list) else value


@dataclass(frozen=True, slots=True)
class Known:
    """Codes that rows may name: lines in which somebody may wait, and services. What a row names already may stay."""

    lines: frozenset[str]
    services: frozenset[str]

    def check(self, column: Column, value: Value) -> None:
        """Refuses a line or a service that is not there. Raises Fault."""
        if column.kind is cells.CODES and isinstance(value, tuple):
            for one in value:
                if one not in self.lines:
                    raise Fault("setup-line-unknown", given=one, known=_listed(self.lines))
        if column.kind is cells.REFERENCE and value and value not in self.services:
            raise Fault("setup-service-unknown", given=value, known=_listed(self.services))


def known_at(unit: Unit) -> Known:
    """What is known at a hall."""
    lines, services = set[str](), set[str]()
    for service in Service._base_manager.filter(unit=unit):
        lines.add(service.line)
        services.add(service.code)
    lines.update(*Counter._base_manager.filter(unit=unit).values_list("lines", flat=True))
    services.update(Tariff._base_manager.filter(unit=unit).exclude(service="").values_list("service", flat=True))
    return Known(frozenset(lines), frozenset(services))


def check_row(table: Table, values: Values) -> None:
    """What is to be true of a row as a whole. Raises Fault("setup-name-none")."""
    if _NAMES[0] in table.columns and not any(values[f"name_{tag}"] for tag in TAGS):
        raise Fault("setup-name-none")


def compare(table: Table, unit: Unit, headed: Headed, language: Language) -> Preview:
    """What a file would change at a hall. Reads the hall's rows, and writes nothing."""
    there = {code: values_of(table, row) for code, row in rows_of(table, unit).items()}
    reader, known = Reader(table.columns, headed), known_at(unit)
    seen: dict[str, int] = {}
    rows: list[tuple[int, dict[str, Value]]] = []
    place = -1
    for line in headed.lines:
        said = reader.values(line, known.check)
        if said is None:
            continue
        code = str(said["code"])
        if code in seen:
            reader.refuse(line.number, Fault("setup-code-twice", given=code, row=seen[code]), "code")
            continue
        seen[code] = line.number
        row = {**_new(table), **there.get(code, {}), **said}
        if said.get("position") is None and "position" in row:
            row["position"] = place + 1 if "position" in said or code not in there else there[code]["position"]
        position = row.get("position")
        place = position if isinstance(position, int) else place
        try:
            check_row(table, row)
        except Fault as fault:
            reader.refuse(line.number, fault, _NAMES[0].name)
            continue
        rows.append((line.number, row))
    if reader.wrong:
        return Preview(wrong=tuple(reader.wrong))
    changes = [*_written(table, there, rows, language), *_left_out(table, there, seen, language)]
    same = len(rows) - sum(one.what != "gone" for one in changes)
    return Preview(tuple(changes), same, doubts=tuple(_doubts(changes)), rows=tuple(rows))


def change_of(
    table: Table, before: Values | None, after: Values, language: Language, number: int | None = None
) -> Change | None:
    """What a row becomes; None where it stays as it is."""
    code, title = str(after["code"]), title_of(table, after, language)
    if before is None:
        return Change("new", code, title, all_of(table.columns[1:], after, language), None, after, number)
    said = differences(table.columns, before, after, language)
    gone = bool(before[table.ends]) and not after[table.ends]
    return Change("gone" if gone else "changed", code, title, said, before, after, number) if said else None


def title_of(table: Table, values: Values, language: Language) -> str:
    """What a row is called: its name in this language or another; nothing where it has none."""
    names = [str(values.get(f"name_{tag}") or "") for tag in (language.lower(), *TAGS)]
    return next((name for name in names if name), "")


def _new(table: Table) -> dict[str, Value]:
    return {column.name: column.default for column in table.columns}


def _written(
    table: Table, there: Mapping[str, Values], rows: Iterable[tuple[int, Values]], language: Language
) -> Iterable[Change]:
    for number, row in rows:
        change = change_of(table, there.get(str(row["code"])), row, language, number)
        if change is not None:
            yield change


def _left_out(
    table: Table, there: Mapping[str, Values], seen: Mapping[str, int], language: Language
) -> Iterable[Change]:
    for code, values in there.items():
        if code not in seen and values[table.ends]:
            change = change_of(table, values, {**values, table.ends: False}, language)
            if change is not None:
                yield change


def _doubts(changes: Iterable[Change]) -> Iterable[Fault]:
    """A spreadsheet drops zeros before a number: a new code that is an old one without them is asked about."""
    found = list(changes)
    gone = {one.key.lstrip("0"): one.key for one in found if one.what == "gone" and one.key.startswith("0")}
    for one in found:
        if one.what == "new" and one.key in gone:
            yield Fault("setup-zeros-lost", given=one.key, was=gone[one.key])


def _listed(codes: Iterable[str]) -> str:
    return ", ".join(sorted(codes)) or "-"
