"""No query of a scoped table without a scope, and none across units. Data that could leak lie at the east hall."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.apps import apps
from django.db.models import Model
from tests.operation.conftest import Cast

from shouwen.operation.ledger.models import Case
from shouwen.operation.people import scope
from shouwen.operation.people.models import Customer, Staff
from shouwen.operation.people.personal import read_personal
from shouwen.operation.people.privacy import meet
from shouwen.operation.people.rights import acting_of
from shouwen.operation.people.scope import OutsideScope, Scoped

NOW = 1_800_000_000
SCOPED: list[type[Model]] = [model for model in apps.get_models() if isinstance(model._default_manager, Scoped)]

pytestmark = pytest.mark.django_db


def _case(customer: Customer, **fields: object) -> Case:
    number = Case._base_manager.count()
    row = Case(subject=f"request:{number}", kind="request", customer=customer, opened_at=NOW, noted_at=NOW, **fields)
    row.save()
    return row


def _seen_by(staff: Staff) -> list[int]:
    with scope.of(acting_of(staff, NOW).seen):
        return list(Customer.objects.order_by("pk").values_list("pk", flat=True))


def test_customers_cases_and_events_are_scoped() -> None:
    assert {"Customer", "Case", "Event", "Obligation", "Attachment"} <= {model.__name__ for model in SCOPED}


@pytest.mark.parametrize("model", SCOPED, ids=lambda model: model.__name__)
@pytest.mark.parametrize(
    "ask",
    [
        lambda rows: list(rows.all()),
        lambda rows: rows.filter(pk=1).exists(),
        lambda rows: rows.count(),
        lambda rows: rows.get(pk=1),
        lambda rows: rows.update(pk=1),
        lambda rows: rows.create(),
        lambda rows: rows.in_bulk(),
    ],
    ids=["all", "exists", "count", "get", "update", "create", "in_bulk"],
)
def test_a_query_outside_a_scope_raises(model: type[Model], ask: Callable[[object], object]) -> None:
    with pytest.raises(OutsideScope):
        ask(model._default_manager)


@pytest.mark.parametrize("model", SCOPED, ids=lambda model: model.__name__)
def test_every_scoped_table_can_be_asked_within_a_scope_with_a_person_and_without(
    model: type[Model], cast: Cast
) -> None:
    for seen in (acting_of(cast.lin, NOW).seen, scope.Seen(frozenset({cast.east.pk}))):
        with scope.of(seen):
            assert list(model._default_manager.all()) == []


def test_a_scope_ends_where_it_ends_even_when_something_goes_wrong(cast: Cast) -> None:
    with pytest.raises(ZeroDivisionError), scope.of(acting_of(cast.lin, NOW).seen):
        Customer.objects.count() / 0
    with pytest.raises(OutsideScope):
        Customer.objects.count()


def test_an_inner_scope_takes_the_place_of_the_outer_and_gives_it_back(cast: Cast) -> None:
    customer = meet(cast.east, read_personal(name="张三"))
    with scope.of(acting_of(cast.qian, NOW).seen):
        assert Customer.objects.count() == 0
        with scope.everywhere():
            assert list(Customer.objects.all()) == [customer]
        assert Customer.objects.count() == 0


def test_a_customer_is_seen_where_they_were_first_met_and_above(cast: Cast) -> None:
    customer = meet(cast.east, read_personal(name="张三"))
    for staff in (cast.lin, cast.zhao, cast.gu, cast.han):
        assert _seen_by(staff) == [customer.pk]
    for staff in (cast.qian, cast.sun, cast.wu, cast.he, cast.bai, cast.shi, cast.an, cast.cha):
        assert _seen_by(staff) == []


def test_a_customer_is_seen_where_they_have_a_case(cast: Cast) -> None:
    customer = meet(cast.east, read_personal(name="张三"))
    _case(customer, unit=cast.repair, owner=cast.wu)
    _case(customer, unit=cast.repair, owner=cast.wu)
    assert _seen_by(cast.wu) == [customer.pk]  # once, however many cases
    assert _seen_by(cast.qian) == []


def test_a_customer_is_seen_by_who_owns_their_case_or_is_offered_it_wherever(cast: Cast) -> None:
    customer = meet(cast.east, read_personal(name="张三"))
    _case(customer, unit=cast.east, owner=cast.lin, offered_to=cast.qian)
    assert _seen_by(cast.qian) == [customer.pk]
    assert _seen_by(cast.sun) == []
    _case(customer, unit=cast.east, owner=cast.sun)
    assert _seen_by(cast.sun) == [customer.pk]


def test_who_has_no_person_behind_them_sees_no_cases_that_nobody_owns(cast: Cast) -> None:
    customer = meet(cast.east, read_personal(name="张三"))
    _case(customer, unit=cast.east)
    with scope.of(scope.Seen(frozenset({cast.west.pk}))):
        assert list(Customer.objects.all()) == []
        assert list(Case.objects.all()) == []
