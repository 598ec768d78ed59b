"""The tree of units in memory: right at once for who changes it, soon for all others."""

from __future__ import annotations

import threading

import pytest
from django.conf import LazySettings
from django.db import connection, transaction
from django.db.models import QuerySet
from tests.operation.conftest import Cast

from shouwen.fault import Fault
from shouwen.operation.people import units
from shouwen.operation.people.models import Unit

NOW = 1_800_000_000
DAY = 86_400


@pytest.mark.django_db
def test_a_unit_knows_what_is_below_and_above_it(cast: Cast) -> None:
    assert units.subtree(cast.area.pk) == {
        unit.pk for unit in (cast.area, cast.east, cast.west, cast.partner, cast.desk)
    }
    assert units.path_up(cast.east.pk) == (cast.east.pk, cast.area.pk, cast.organisation.pk)
    assert units.subtree(999_999) == frozenset()
    assert units.path_up(999_999) == ()
    assert units.unit_of_code("hall-east") == cast.east.pk
    with pytest.raises(Fault) as unknown:
        units.unit_of_code("nowhere")
    assert unknown.value.code == "unit-unknown"


@pytest.mark.django_db
def test_standard_and_zone_come_from_the_nearest_unit_above(cast: Cast, settings: LazySettings) -> None:
    assert (units.standard_of(cast.east.pk, NOW), units.zone_of(cast.east.pk)) == ("", settings.TIME_ZONE)
    Unit.objects.filter(pk=cast.organisation.pk).update(standard="service", zone="Asia/Urumqi")
    cast.area.standard = "north"
    cast.area.save()
    assert (units.standard_of(cast.east.pk, NOW), units.zone_of(cast.east.pk)) == ("north", "Asia/Urumqi")
    assert units.standard_of(cast.repair.pk, NOW) == "service"


@pytest.mark.django_db
def test_by_which_standard_a_unit_works_changes_at_a_time_and_the_past_stays(cast: Cast) -> None:
    Unit.objects.filter(pk=cast.organisation.pk).update(standard="service")
    units.choose_standard(cast.area, "north", since=NOW + DAY, now=NOW)
    assert units.standards_of(cast.east.pk) == ((0, "service"), (NOW + DAY, "north"))
    assert units.standards_of(cast.repair.pk) == ((0, "service"),)
    units.choose_standard(cast.east, "own", since=NOW + 2 * DAY, now=NOW + DAY)
    assert units.standards_of(cast.east.pk) == ((0, "service"), (NOW + DAY, "north"), (NOW + 2 * DAY, "own"))
    units.choose_standard(cast.organisation, "new", since=NOW + 3 * DAY, now=NOW + DAY)
    assert units.standards_of(cast.west.pk) == ((0, "service"), (NOW + DAY, "north"))
    assert units.standards_of(cast.repair.pk) == ((0, "service"), (NOW + 3 * DAY, "new"))
    at = [units.standard_of(cast.east.pk, NOW + later) for later in (-DAY, DAY - 1, DAY, 2 * DAY, 9 * DAY)]
    assert at == ["service", "service", "north", "own", "own"]


@pytest.mark.django_db
def test_a_standard_that_is_to_come_is_chosen_again_or_given_up(cast: Cast) -> None:
    Unit.objects.filter(pk=cast.organisation.pk).update(standard="service")
    units.choose_standard(cast.east, "own", since=NOW + DAY, now=NOW)
    units.choose_standard(cast.east, "other", since=NOW + 2 * DAY, now=NOW + 60)
    assert units.standards_of(cast.east.pk) == ((0, "service"), (NOW + 2 * DAY, "other"))
    units.choose_standard(cast.east, "own", since=NOW + DAY, now=NOW + 120)
    assert units.standards_of(cast.east.pk) == ((0, "service"), (NOW + DAY, "own"))
    units.choose_standard(cast.east, "", since=NOW + 180, now=NOW + 180)
    assert units.standards_of(cast.east.pk) == ((0, "service"),)


@pytest.mark.django_db
def test_a_unit_that_moves_keeps_the_standard_of_its_past_and_what_is_to_come(cast: Cast) -> None:
    Unit.objects.filter(pk=cast.area.pk).update(standard="north")
    Unit.objects.filter(pk=cast.organisation.pk).update(standard="service")
    units.move(cast.desk, under=cast.organisation, since=NOW, now=NOW)
    assert units.standards_of(cast.desk.pk) == ((0, "north"), (NOW, "service"))
    units.choose_standard(cast.desk, "own", since=NOW + 2 * DAY, now=NOW + 60)
    units.move(cast.desk, under=cast.area, since=NOW + DAY, now=NOW + 120)
    spans = ((0, "north"), (NOW, "service"), (NOW + DAY, "north"), (NOW + 2 * DAY, "own"))
    assert units.standards_of(cast.desk.pk) == spans
    units.choose_standard(cast.area, "city", since=NOW + 3 * DAY, now=NOW + 180)
    assert units.standards_of(cast.desk.pk) == spans


@pytest.mark.django_db
def test_a_unit_moves_with_all_below_it_but_never_below_itself(cast: Cast) -> None:
    units.move(cast.desk, under=cast.organisation, since=NOW, now=NOW)
    assert units.path_up(cast.desk.pk) == (cast.desk.pk, cast.organisation.pk)
    with pytest.raises(Fault) as ring:
        units.move(cast.organisation, under=cast.east, since=NOW, now=NOW)
    assert ring.value.code == "unit-below-itself"
    assert units.path_up(cast.east.pk)[-1] == cast.organisation.pk


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["create", "bulk_create", "update", "bulk_update", "delete", "delete_rows"])
def test_every_way_of_writing_is_seen_at_once(cast: Cast, way: str) -> None:
    extra = Unit.objects.create(code="extra", name="临时", kind=Unit.Kind.OFFICE, parent=cast.east)
    assert extra.pk in units.subtree(cast.east.pk)
    match way:
        case "create":
            made = Unit.objects.create(code="new", name="新", kind=Unit.Kind.OFFICE, parent=cast.east)
            assert made.pk in units.subtree(cast.east.pk)
            return
        case "bulk_create":
            (made,) = Unit.objects.bulk_create([Unit(code="new", name="新", kind="office", parent=cast.east)])
            assert made.pk in units.subtree(cast.east.pk)
            return
        case "update":
            Unit.objects.filter(pk=extra.pk).update(parent=cast.west)
        case "bulk_update":
            extra.parent = cast.west
            Unit.objects.bulk_update([extra], ["parent"])
        case "delete":
            extra.delete()
        case "delete_rows":
            Unit.objects.filter(code="extra").delete()
    assert extra.pk not in units.subtree(cast.east.pk)


@pytest.mark.django_db(transaction=True)
def test_what_is_not_committed_is_seen_by_its_own_thread_alone_and_gone_when_rolled_back() -> None:
    top = Unit.objects.create(code="top", name="总", kind=Unit.Kind.ORGANISATION)
    units.tree()
    with transaction.atomic():
        inner = Unit.objects.create(code="inner", name="内", kind=Unit.Kind.OFFICE, parent=top)
        assert inner.pk in units.subtree(top.pk)
        assert _in_another_thread(top.pk) == {top.pk}
        transaction.set_rollback(True)
    assert units.subtree(top.pk) == {top.pk}
    with transaction.atomic():
        kept = Unit.objects.create(code="kept", name="存", kind=Unit.Kind.OFFICE, parent=top)
    assert _in_another_thread(top.pk) == {top.pk, kept.pk}


@pytest.mark.django_db(transaction=True)
def test_what_another_process_writes_is_seen_when_the_time_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    top = Unit.objects.create(code="top", name="总", kind=Unit.Kind.ORGANISATION)
    other = Unit.objects.create(code="other", name="旁", kind=Unit.Kind.OFFICE)
    assert units.subtree(top.pk) == {top.pk}
    QuerySet(Unit).filter(pk=other.pk).update(parent=top)  # past everything that tells the tree
    monkeypatch.setattr(units, "FRESH", 0)
    assert units.subtree(top.pk) == {top.pk, other.pk}


def _in_another_thread(unit: int) -> frozenset[int]:
    found: list[frozenset[int]] = []

    def look() -> None:
        try:
            found.append(units.subtree(unit))
        finally:
            connection.close()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    return found[0]
