"""The seal: whatever is changed in the log afterwards is found and named, and nothing else is."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, connections
from tests.operation.people_of_the_tests import Cast, make_cast

from shouwen.fault import Fault
from shouwen.operation.ledger import attaching, clock, models, saying, seal, words
from shouwen.operation.ledger.act import NewCase, act_many, begin, correct
from shouwen.operation.ledger.acts import Act
from shouwen.operation.ledger.erasing import erase_customer
from shouwen.operation.ledger.verify import Report, verify
from shouwen.operation.people import privacy, scope
from shouwen.operation.people.models import Customer, PersonalText
from shouwen.operation.people.personal import read_personal
from shouwen.operation.people.rights import SYSTEM, acting_of

pytestmark = pytest.mark.django_db(transaction=True)

EVENTS = models.Event._meta.db_table
SEALS = models.Seal._meta.db_table
PICTURE = bytes.fromhex("89504e470d0a1a0a0000000d49484452") + bytes(64)


@pytest.fixture
def people(monkeypatch: pytest.MonkeyPatch) -> Iterator[Cast]:
    """The cast, kept; and blocks of ten."""
    monkeypatch.setattr(seal, "BLOCK", 10)
    with scope.everywhere():
        yield make_cast()


def tell(people: Cast, count: int) -> list[int]:
    """Some events of a device's story; their numbers."""
    story = NewCase(kind="device", unit=people.east, name="door")
    acts = [
        Act(about=[story], word=words.CHANGED, by=SYSTEM, data={"what": "door.opened", "text": f"第{number}次"})
        for number in range(count)
    ]
    return [done.event.pk for done in act_many(acts)]  # type: ignore[union-attr]


def seal_all() -> int:
    """Seals everything, as it would be in a minute; how many blocks."""
    blocks = 0
    with clock.standing(clock.now() + seal.AGE):
        while seal.seal_once():
            blocks += 1
    return blocks


def run_sql(text: str, *given: object) -> None:
    """What somebody with the database's password does."""
    with connection.cursor() as cursor:
        cursor.execute(text, given)


def findings(**options: object) -> list[tuple[str, int | None]]:
    return [(one.what, one.event) for one in verify(**options).findings]  # type: ignore[arg-type]


def test_a_log_as_it_was_sealed_has_no_findings(people: Cast) -> None:
    tell(people, 25)
    assert seal_all() == 3
    tell(people, 4)
    report = verify()
    last = models.Seal.objects.order_by("pk").last()
    assert last is not None
    assert report == Report(blocks=3, events=25, unsealed=4, head=bytes(last.hash).hex(), last=last.pk)


def test_the_hash_is_what_the_book_says_it_is(people: Cast) -> None:
    (number,) = tell(people, 1)
    seal_all()
    block, row = models.Seal.objects.get(), models.Event.objects.get()
    text = json.dumps(
        {
            "about": ["device:door"], "at": row.at, "by": "", "correction": None, "corrects": None,
            "data": {"text": "第0次", "what": "door.opened"}, "grade": row.grade, "id": number,
            "noted_at": row.noted_at, "site": "hall-east", "word": "organisation.changed",
        },
        ensure_ascii=False, separators=(",", ":"),
    )  # fmt: skip
    digest = hashlib.sha256(text.encode()).digest()
    whole = b"shouwen block 1\n" + bytes(32) + block.sealed_at.to_bytes(8, "big") + number.to_bytes(8, "big") + digest
    assert (bytes(block.digests), bytes(block.hash)) == (digest, hashlib.sha256(whole).digest())


def test_a_young_event_waits_for_others_and_a_full_block_does_not(people: Cast) -> None:
    now = clock.now()
    with clock.standing(now):
        tell(people, 9)
    with clock.standing(now + seal.AGE - 1):
        assert seal.seal_once() == 0
        tell(people, 2)
        assert (seal.seal_once(), seal.seal_once()) == (10, 0)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("word", "promise.kept"), ("at", 1_700_000_000), ("noted_at", 1_900_000_000), ("by", "staff:1"),
        ("grade", "device"),
        ("data", '{"what": "door.opened", "text": "第9次"}'), ("about", '["device:gate"]'),
        ("correction", '{"void": true, "at": null, "data": null}'),
    ],
)  # fmt: skip
def test_a_changed_event_is_named(people: Cast, column: str, value: object) -> None:
    numbers = tell(people, 25)
    seal_all()
    run_sql(f'UPDATE {EVENTS} SET "{column}" = %s WHERE id = %s', value, numbers[12])
    assert findings() == [("event-changed", numbers[12])]


def test_an_event_moved_to_another_site_is_named(people: Cast) -> None:
    numbers = tell(people, 12)
    seal_all()
    run_sql(f"UPDATE {EVENTS} SET unit_id = %s WHERE id = %s", people.west.pk, numbers[3])
    assert findings() == [("event-changed", numbers[3])]


def test_a_removed_event_is_named(people: Cast) -> None:
    numbers = tell(people, 25)
    seal_all()
    for number in (numbers[0], numbers[13], numbers[24]):
        run_sql(f"DELETE FROM {models.Told._meta.db_table} WHERE event_id = %s", number)
        run_sql(f"DELETE FROM {EVENTS} WHERE id = %s", number)
    assert findings() == [("event-removed", numbers[place]) for place in (0, 13, 24)]


def test_two_events_that_changed_places_are_both_named(people: Cast) -> None:
    numbers = tell(people, 25)
    seal_all()
    first, second = numbers[4], numbers[17]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT data FROM {EVENTS} WHERE id IN (%s, %s) ORDER BY id", [first, second])
        (of_first,), (of_second,) = cursor.fetchall()
    run_sql(f"UPDATE {EVENTS} SET data = %s WHERE id = %s", of_second, first)
    run_sql(f"UPDATE {EVENTS} SET data = %s WHERE id = %s", of_first, second)
    assert findings() == [("event-changed", first), ("event-changed", second)]


def test_an_event_slipped_in_between_is_named(people: Cast) -> None:
    numbers = tell(people, 25)
    gap = numbers[-1] + 1
    names = ("word", "at", "noted_at", "unit_id", '"by"', "grade", "about", "data", '"transaction"')
    with connection.cursor() as cursor:  # a number that was used up and holds nothing, as a failed act leaves it
        if connection.vendor == "postgresql":
            cursor.execute(f"SELECT nextval(pg_get_serial_sequence('{EVENTS}', 'id'))")
        else:
            cursor.execute("UPDATE sqlite_sequence SET seq = seq + 1 WHERE name = %s", [EVENTS])
    last = tell(people, 5)[0]
    seal_all()
    assert (last, findings()) == (gap + 1, [])
    given = ", ".join(name for name in names)
    run_sql(f"INSERT INTO {EVENTS} (id, {given}) SELECT %s, {given} FROM {EVENTS} WHERE id = %s", gap, numbers[2])
    assert findings() == [("event-slipped-in", gap)]
    if connection.vendor != "postgresql":  # there the numbers alone are the order, whatever the row says
        run_sql(f'UPDATE {EVENTS} SET "transaction" = 9 WHERE id = %s', gap)
        assert findings() == [("event-slipped-in", gap)]


def test_a_changed_block_is_named_and_so_is_the_link_to_it(people: Cast) -> None:
    numbers = tell(people, 35)
    seal_all()
    first, second, third, _last = models.Seal.objects.order_by("pk")
    run_sql(f"UPDATE {SEALS} SET sealed_at = sealed_at + 1 WHERE id = %s", first.pk)
    assert [(one.what, one.block) for one in verify().findings] == [("block-changed", first.pk)]
    run_sql(f"UPDATE {SEALS} SET sealed_at = sealed_at - 1 WHERE id = %s", first.pk)
    run_sql(f"DELETE FROM {SEALS} WHERE id = %s", second.pk)
    found = [(one.what, one.block or one.event) for one in verify().findings]
    assert found == [("chain-broken", third.pk), *(("event-slipped-in", number) for number in numbers[10:20])]


def test_who_changes_an_event_and_seals_its_block_anew_breaks_the_chain(people: Cast) -> None:
    numbers = tell(people, 25)
    seal_all()
    kept = verify().head
    run_sql(f"UPDATE {EVENTS} SET at = at - 60 WHERE id = %s", numbers[5])
    first, second, third = models.Seal.objects.order_by("pk")
    _seal_anew(first, seal.FIRST)
    assert [(one.what, one.block) for one in verify().findings] == [("chain-broken", second.pk)]
    _seal_anew(second, bytes(first.hash))
    _seal_anew(third, bytes(second.hash))
    # All blocks made anew hold together: only what was kept elsewhere tells.
    assert (findings(), findings(against=kept)) == ([], [("kept-hash-unknown", None)])
    assert findings(against=verify().head) == []


def _seal_anew(block: models.Seal, previous: bytes) -> None:
    rows = models.Event.objects.filter(pk__in=block.events).order_by("pk").values_list(*seal.COLUMNS)
    block.previous, block.digests = previous, b"".join(seal.digest(row) for row in rows)
    block.hash = seal.block_hash(previous, block.sealed_at, block.events, bytes(block.digests))
    block.save()


def test_what_is_no_hash_and_what_is_no_block_is_refused(people: Cast) -> None:
    for given, code in (({"against": "ab"}, "seal-hash-form"), ({"start": 7}, "seal-block-unknown")):
        with pytest.raises(Fault) as refused:
            verify(**given)  # type: ignore[arg-type]
        assert refused.value.code == code


def test_verifying_may_begin_at_any_block(people: Cast) -> None:
    numbers = tell(people, 35)
    seal_all()
    second = models.Seal.objects.order_by("pk")[1]
    run_sql(f"UPDATE {EVENTS} SET at = 5 WHERE id IN (%s, %s)", numbers[3], numbers[30])
    report = verify(start=second.pk)
    assert (report.blocks, report.events) == (3, 25)
    assert [(one.what, one.event) for one in report.findings] == [("event-changed", numbers[30])]


def test_a_correction_is_sealed_as_what_it_is(people: Cast) -> None:
    numbers = tell(people, 3)
    correct(models.Event.objects.get(pk=numbers[1]), by=SYSTEM, reason="mistyped", data={"what": "door.shut"})
    seal_all()
    assert findings() == []
    run_sql(f"UPDATE {EVENTS} SET correction = NULL WHERE corrects_id IS NOT NULL")
    assert [what for what, _ in findings()] == ["event-changed"]


@pytest.fixture
def customer(people: Cast) -> Customer:
    """A customer of the east hall, with a note and a picture in a case of theirs."""
    gu = acting_of(people.gu, clock.now())
    met = privacy.meet(people.east, read_personal(name="欧阳雨桐", phones=["13800138000"]))
    case = begin(NewCase(kind="request", unit=people.east, owner=people.gu, customer=met), words.NOTE, by=gu)
    saying.say(case, words.NOTE, "住在三号楼", by=gu)
    attaching.attach(case, "收据.png", PICTURE, by=gu)
    return met


def test_a_customer_who_was_erased_is_no_finding(people: Cast, customer: Customer) -> None:
    seal_all()
    assert findings() == []
    erase_customer(customer, by=acting_of(people.gu, clock.now()), reason="asked")
    report = verify()
    assert (report.findings, report.unsealed) == ([], 1)
    seal_all()
    assert findings() == []
    run_sql(f"UPDATE {EVENTS} SET word = 'note.added' WHERE word = 'customer.erased'")
    assert [what for what, _ in findings()] == ["event-changed"]


def test_a_text_that_was_changed_or_is_gone_is_told_with_its_event(people: Cast, customer: Customer) -> None:
    seal_all()
    said = models.Event.objects.get(word=words.NOTE, data__has_key="text")
    PersonalText.objects.update(sealed=b"\x01" + bytes(60))
    assert findings() == [("text-changed", said.pk)]
    PersonalText.objects.all().delete()
    assert findings() == [("text-missing", said.pk)]


def test_a_file_that_was_changed_or_is_gone_is_told_with_its_event(people: Cast, customer: Customer) -> None:
    added = models.Event.objects.get(word=words.ATTACH)
    name = str(added.data["text"]).removeprefix(attaching.FILE)
    place = Path(settings.HOME) / "attachments" / name[:2] / name
    whole = place.read_bytes()
    place.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    assert findings() == [("file-changed", added.pk)]  # though it is not sealed yet
    place.unlink()
    assert findings() == [("file-missing", added.pk)]
    erase_customer(customer, by=SYSTEM, reason="period-over")
    assert findings() == []


def test_two_who_seal_at_once_make_one_chain(people: Cast) -> None:
    tell(people, 60)
    gate = threading.Barrier(3)

    def work(do: Callable[[], int]) -> None:
        try:
            gate.wait(10)
            for _ in range(30):
                do()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(seal.seal_once,)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seal_all()
    report = verify()
    assert (report.findings, report.blocks, report.events) == ([], 6, 60)
