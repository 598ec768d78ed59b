"""The guard in the database: the log takes new rows, and changes and loses none."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import IntegrityError, connection, transaction
from tests.operation.people_of_the_tests import Cast, make_cast

from shouwen.operation.ledger import clock, guard, models, seal, words
from shouwen.operation.ledger.act import NewCase, begin
from shouwen.operation.ledger.verify import verify
from shouwen.operation.people import scope
from shouwen.operation.people.rights import SYSTEM

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people() -> Iterator[Cast]:
    """The cast, with a guarded log that holds a sealed event."""
    people = make_cast()
    guard.put_up(connection)
    guard.put_up(connection)  # twice is once
    try:
        with scope.everywhere():
            note(people)
            with clock.standing(clock.now() + seal.AGE):
                seal.seal_once()
            yield people
    finally:
        guard.take_down(connection)


def note(people: Cast) -> None:
    begin(NewCase(kind="device", unit=people.east, name="door"), words.NOTE, by=SYSTEM)


@pytest.mark.parametrize(
    "mischief",
    [
        "UPDATE ledger_event SET at = at - 60",
        """UPDATE ledger_event SET "by" = 'staff:1'""",
        "UPDATE ledger_event SET unit_id = unit_id + 1",
        "DELETE FROM ledger_event",
        "UPDATE ledger_seal SET sealed_at = sealed_at - 1",
        "DELETE FROM ledger_seal",
    ],
)
def test_a_row_is_neither_changed_nor_deleted(people: Cast, mischief: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(mischief)
    assert (verify().findings, models.Seal.objects.count()) == ([], 1)


def test_new_rows_come_in_and_a_restored_log_may_be_moved_in_the_stream(people: Cast) -> None:
    note(people)
    models.Event._base_manager.update(transaction=0)
    models.Seal.objects.update(transaction=0)
    report = verify()
    assert (report.events, report.unsealed, report.findings) == (1, 1, [])


def test_every_column_that_is_sealed_is_guarded() -> None:
    for table, model in (("ledger_event", models.Event), ("ledger_seal", models.Seal)):
        there = {field.column for field in model._meta.concrete_fields}
        assert there - set(guard.GUARDED[table]) == {"transaction"}
        assert model._meta.db_table == table
