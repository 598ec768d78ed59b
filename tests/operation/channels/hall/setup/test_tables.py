"""Services, counters and tariffs changed, one by one and by file: all of it or nothing, each change in the log."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.operation.channels.hall.setup.sheets_of_the_tests import noted, read
from tests.operation.people_of_the_tests import Cast

from shouwen.fault import Fault
from shouwen.operation.channels.hall import counters
from shouwen.operation.channels.hall.models import Counter, CounterDay, Hall, Service, Tariff, Visit
from shouwen.operation.channels.hall.setup import changing, files_in, files_out, tables
from shouwen.operation.channels.hall.setup.sheet import Preview
from shouwen.operation.channels.hall.setup.tables import COUNTERS, SERVICES, TABLES, TARIFFS, Table
from shouwen.operation.people.models import Staff, Unit
from shouwen.operation.people.rights import Acting

pytestmark = pytest.mark.django_db
By = Callable[[Staff], Acting]

HEAD = ["Code", "Name (English)", "Line", "Prefix", "Order", "Offered"]
PAYMENT = ["payment", "payment", "business", "A", 0, "yes"]
CHANGE = ["change", "change", "business", "A", 1, "yes"]
CONSULT = ["consult", "consult", "advice", "C", 2, "yes"]


@pytest.fixture
def priced(halls: Cast) -> Cast:
    """The east hall, with two tariffs."""
    for code, service, amount in (("01", "change", 1250), ("-10", "", 0)):
        names = {"zh-hans": "=套餐", "en": "@plan"}
        Tariff._base_manager.create(unit=halls.east, code=code, names=names, service=service, amount=amount)
    return halls


def look(table: Table, cast: Cast, *rows: list[Any]) -> Preview:
    return tables.compare(table, cast.east, read(table.columns, *rows), "en")


def in_use(cast: Cast) -> list[str]:
    return list(Counter._base_manager.filter(unit=cast.east, in_use=True).values_list("code", flat=True))


def wrongs(preview: Preview) -> list[tuple[int, str, str, str]]:
    return [(one.number, one.column.name if one.column else "", one.letter, one.fault.code) for one in preview.wrong]


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
@pytest.mark.parametrize("form", ["workbook", "csv"])
def test_what_was_downloaded_changes_nothing(priced: Cast, name: str, language: Any, form: str) -> None:
    table = TABLES[name]
    rows = [tables.values_of(table, row) for row in tables.rows_of(table, priced.east).values()]
    columns = table.columns
    data = (
        files_out.workbook("x", columns, rows, language)
        if form == "workbook"
        else files_out.text(columns, rows, language)
    )
    preview = tables.compare(table, priced.east, files_in.read(data, columns), "en")
    assert (preview.changes, preview.same, preview.wrong) == ((), len(rows), ())


def test_a_file_adds_changes_and_takes_away_and_the_log_says_each(halls: Cast, by: By) -> None:
    rows = [HEAD, [*PAYMENT[:3], "ａ", "", "是"], ["01", "SIM", "sim", "s", "", ""], [*CONSULT[:4], 9, "√"]]
    headed = read(SERVICES.columns, *rows)
    preview = tables.compare(SERVICES, halls.east, headed, "en")
    assert [(one.what, one.key, one.number) for one in preview.changes] == [
        ("new", "01", 3), ("changed", "consult", 4), ("gone", "change", None)
    ]  # fmt: skip
    changing.apply_file(SERVICES, halls.east, headed, seen=preview.mark, by=by(halls.gu), once="f1")
    new = Service._base_manager.get(unit=halls.east, code="01")
    assert (new.line, new.prefix, new.position, new.offered, new.names) == ("sim", "S", 1, True, {"en": "SIM"})
    assert dict(Service._base_manager.filter(unit=halls.east).values_list("code", "offered")) == {
        "payment": True, "01": True, "consult": True, "change": False
    }  # fmt: skip
    assert noted() == [
        ("service.added", "01: Name (English): SIM; Line: sim; Prefix: S; Order: 1; Offered: yes"),
        ("service.changed", "consult: Order: 2 → 9"),
        ("service.changed", "change: Offered: yes → no"),
    ]
    assert Service._base_manager.filter(unit=halls.west, offered=False).count() == 0


def test_names_in_other_languages_stay_where_the_file_has_no_such_column(halls: Cast) -> None:
    preview = look(SERVICES, halls, HEAD, [*PAYMENT[:1], "bills", *PAYMENT[2:]], CHANGE, CONSULT)
    (change,) = preview.changes
    assert change.after is not None
    assert (change.after["name_zh-hans"], change.after["name_en"]) == ("缴费", "bills")


def test_every_wrong_cell_is_told_with_its_row_and_column_and_nothing_is_written(halls: Cast, by: By) -> None:
    headed = read(
        SERVICES.columns, HEAD, ["a b", "x", "l", "A1", "x", "maybe"], PAYMENT, PAYMENT,
        ["=1+1", "x", "l", "A"], ["n", "", "l", "A"],
    )  # fmt: skip
    preview = tables.compare(SERVICES, halls.east, headed, "en")
    assert wrongs(preview) == [
        (2, "code", "A", "setup-code-form"), (2, "prefix", "D", "setup-prefix-form"),
        (2, "position", "E", "setup-whole-form"), (2, "offered", "F", "setup-flag-form"),
        (4, "code", "A", "setup-code-twice"), (5, "code", "A", "setup-formula"),
        (6, "name_zh-hans", "", "setup-name-none"),
    ]  # fmt: skip
    with pytest.raises(Fault) as refused:
        changing.apply_file(SERVICES, halls.east, headed, seen=preview.mark, by=by(halls.gu))
    assert (refused.value.code, noted()) == ("setup-moved-on", [])


def test_counters_and_tariffs_name_only_what_is_there(priced: Cast) -> None:
    counters_ = look(COUNTERS, priced, ["Counter", "Lines"], ["1", "business, typo"], ["2", ""], ["3", "advice"])
    assert wrongs(counters_) == [(2, "lines", "B", "setup-line-unknown")]
    tariffs = look(
        TARIFFS, priced, ["Code", "Name", "Service", "Amount (yuan)"],
        ["01", "x", "nothing", "１，２５０．００"], ["02", "y", "", "12.505"], ["03", "y", "", ""],
    )  # fmt: skip
    assert wrongs(tariffs) == [
        (2, "service", "C", "setup-service-unknown"), (3, "amount", "D", "setup-money-form"),
        (4, "amount", "D", "setup-empty"),
    ]  # fmt: skip


def test_zeros_that_the_spreadsheet_dropped_are_asked_about(priced: Cast) -> None:
    head = ["Code", "Name", "Service", "Amount (yuan)"]
    preview = look(TARIFFS, priced, head, [1, "套餐", "change", 12.5], ["-10", "套餐", "", 0])
    assert [(doubt.code, doubt.slots) for doubt in preview.doubts] == [
        ("setup-zeros-lost", {"given": "1", "was": "01"})
    ]


def test_a_preview_that_others_overtook_is_not_done(halls: Cast, by: By) -> None:
    headed = read(SERVICES.columns, HEAD, [*PAYMENT[:3], "P", 0, "yes"], CHANGE, CONSULT)
    seen = tables.compare(SERVICES, halls.east, headed, "zh-Hans").mark
    Service._base_manager.filter(unit=halls.east, code="payment").update(prefix="Q")
    with pytest.raises(Fault) as refused:
        changing.apply_file(SERVICES, halls.east, headed, seen=seen, by=by(halls.gu))
    assert refused.value.code == "setup-moved-on"
    assert Service._base_manager.get(unit=halls.east, code="payment").prefix == "Q"


def test_sent_twice_it_is_done_once(halls: Cast, by: By) -> None:
    names = {"name_zh-hans": "", "name_zh-hant": "", "name_en": "SIM"}
    values = {"code": "sim", **names, "line": "sim", "prefix": "S", "position": 3, "offered": True}
    changing.save_row(SERVICES, halls.east, values, new=True, by=by(halls.gu), once="once")
    with pytest.raises(Fault) as again:
        changing.save_row(SERVICES, halls.east, {**values, "prefix": "T"}, new=False, by=by(halls.gu), once="once")
    assert again.value.code == "done-already"
    assert (Service._base_manager.get(unit=halls.east, code="sim").prefix, len(noted())) == ("S", 1)


def test_an_open_counter_stays_in_use_and_the_whole_file_is_not_done(halls: Cast, lins: CounterDay, by: By) -> None:
    headed = read(COUNTERS.columns, ["Counter", "Lines"], ["2", "business, advice"], ["9", "advice"], ["3", "advice"])
    seen = tables.compare(COUNTERS, halls.east, headed, "en").mark
    with pytest.raises(Fault) as refused:
        changing.apply_file(COUNTERS, halls.east, headed, seen=seen, by=by(halls.gu))
    assert (refused.value.code, noted()) == ("setup-counter-open", [])
    assert list(Counter._base_manager.filter(unit=halls.east, in_use=True).values_list("code", flat=True)) == [
        "1",
        "2",
        "3",
    ]
    counters.close_counter(lins, by=by(halls.lin))
    changing.apply_file(COUNTERS, halls.east, headed, seen=seen, by=by(halls.gu))
    assert list(Counter._base_manager.filter(unit=halls.east, in_use=True).values_list("code", flat=True)) == [
        "2",
        "3",
        "9",
    ]


def test_a_line_in_which_somebody_waits_keeps_a_counter(halls: Cast, take: Callable[..., Visit], by: By) -> None:
    take("consult")
    for code in ("2", "3"):
        values = {"code": code, "lines": ("business",), "in_use": True}
        if code == "2":
            changing.save_row(COUNTERS, halls.east, values, new=False, by=by(halls.gu))
            continue
        with pytest.raises(Fault) as refused:
            changing.save_row(COUNTERS, halls.east, values, new=False, by=by(halls.gu))
        assert (refused.value.code, refused.value.slots) == ("setup-line-waited-in", {"line": "advice", "waiting": 1})
    assert Counter._base_manager.get(unit=halls.east, code="3").lines == ["advice"]


@pytest.mark.parametrize("who", ["lin", "sun", "shi", "bai"])
def test_only_who_manages_the_hall_changes_it(halls: Cast, by: By, who: str) -> None:
    acting = by(getattr(halls, who))
    headed = read(COUNTERS.columns, ["Counter", "Lines"], ["1", "business"])
    for act in (
        lambda: changing.change_hall(halls.east, calendar="", capacity=1, by=acting),
        lambda: changing.save_row(
            COUNTERS, halls.east, {"code": "1", "lines": (), "in_use": False}, new=False, by=acting
        ),
        lambda: changing.apply_file(COUNTERS, halls.east, headed, seen="", by=acting),
    ):
        with pytest.raises(Fault) as refused:
            act()
        assert refused.value.code == "not-for-you"
    assert (noted(), Hall._base_manager.get(pk=halls.east.pk).capacity) == ([], None)


def test_a_unit_becomes_a_hall_and_its_hours_and_room_are_changed(halls: Cast, by: By) -> None:
    new = Unit.objects.create(code="hall-new", name="新厅", kind=Unit.Kind.OWN_HALL, parent=halls.area)
    changing.change_hall(new, calendar="", capacity=None, by=by(halls.han))
    changing.change_hall(new, calendar="hall", capacity=40, by=by(halls.han))
    assert noted() == [
        ("hall.set-up", "hall-new"), ("hall.changed", "hall-new; calendar: - → hall; capacity: - → 40")
    ]  # fmt: skip
    with pytest.raises(Fault) as refused:
        changing.change_hall(new, calendar="moon", capacity=40, by=by(halls.han))
    assert refused.value.code == "setup-calendar-unknown"
    with pytest.raises(Fault) as no_hall:
        changing.change_hall(halls.repair, calendar="", capacity=1, by=by(halls.shi))
    assert no_hall.value.code == "not-for-you"
