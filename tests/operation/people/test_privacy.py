"""Personal data: sealed, masked, found by the whole number, forgotten. With what could leak there."""

from __future__ import annotations

import pytest
from django.conf import LazySettings
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.operation.conftest import Cast

from shouwen.fault import Fault
from shouwen.operation.people import privacy, scope, sealing
from shouwen.operation.people.address import Address
from shouwen.operation.people.models import Customer, CustomerKey, CustomerMark, PersonalText
from shouwen.operation.people.personal import Document, PersonalData, from_bytes, masked, read_personal, to_bytes

NAME, PHONE, ID_NUMBER, STREET = "买买提·吐尔逊", "13912345678", "11010519491231002X", "中关村大街 27 号"
OTHER_KEY = "k" * 40

pytestmark = pytest.mark.django_db


def _personal(name: str = NAME, phone: str = PHONE) -> PersonalData:
    return read_personal(
        name=name,
        phones=[phone, "010-82345678转9"],
        documents=[("resident", ID_NUMBER)],
        address={"province": "北京市", "district": "海淀区", "line": STREET},
        care=["elderly"],
        consent=[("sms", 1_700_000_000)],
    )


def test_what_was_kept_is_shown_whole_and_masked(cast: Cast) -> None:
    customer = Customer._base_manager.get(pk=privacy.meet(cast.east, _personal()).pk)
    assert privacy.show(customer) == _personal()
    assert privacy.show_masked(customer) == PersonalData(
        name="买买提·*",
        phones=("139****5678", "010-****678-****"),
        documents=(Document("resident", "1*************002X"),),
        address=Address("北京市", "", "海淀区", "****"),
        care=frozenset({"elderly"}),
        consent=_personal().consent,
        masked=True,
    )


def test_many_are_met_as_one_is(cast: Cast) -> None:
    met = privacy.meet_many((cast.east, _personal(phone=f"1391234567{digit}")) for digit in range(3))
    assert [privacy.show(customer).phones[0] for customer in met] == ["13912345670", "13912345671", "13912345672"]
    assert [found.customer for found in privacy.find_by_phone("13912345671")] == [met[1].pk]
    assert len({customer.name for customer in met}) == 3


def test_masked_data_cannot_be_kept_by_mistake(cast: Cast) -> None:
    customer = privacy.meet(cast.east, _personal())
    with pytest.raises(ValueError, match="masked"):
        privacy.keep(customer, privacy.show_masked(customer))
    assert privacy.show(customer) == _personal()


def test_personal_data_say_nothing_in_a_log() -> None:
    assert repr(_personal()) == "PersonalData(…)"


def test_no_table_holds_anything_that_can_be_read(cast: Cast) -> None:
    customer = privacy.meet(cast.east, _personal())
    privacy.keep_text(customer, f"{NAME} rang from {PHONE}")
    stored = [b"".join(_bytes(value) for value in row) for table in _tables() for row in _rows(table)]
    for secret in (NAME, "吐尔逊", PHONE, ID_NUMBER, STREET, "82345678"):
        assert [row for row in stored if secret.encode() in row] == []


def test_a_customer_is_found_by_the_whole_number_however_it_is_written(cast: Cast) -> None:
    customer = privacy.meet(cast.east, _personal())
    privacy.meet(cast.west, _personal("李四", "13912345679"))
    for written in ("139 1234 5678", "+86-139-1234-5678"):
        assert [found.customer for found in privacy.find_by_phone(written)] == [customer.pk]
    assert [found.customer for found in privacy.find_by_document("resident", ID_NUMBER.lower())] == [
        customer.pk,
        customer.pk + 1,
    ]
    assert privacy.find_by_phone("13912345670") == []
    with pytest.raises(Fault):
        privacy.find_by_phone("1391234")


def test_finding_goes_beyond_the_scope_but_shows_only_what_is_masked(cast: Cast) -> None:
    customer = privacy.meet(cast.east, _personal())
    with scope.of(scope.Seen(frozenset({cast.west.pk}), cast.qian.pk)):
        assert list(Customer.objects.all()) == []
        (found,) = privacy.find_by_phone(PHONE)
    assert found == privacy.Found(customer.pk, customer.subject, cast.east.pk, masked(_personal()))


def test_a_changed_number_is_no_longer_found(cast: Cast) -> None:
    customer = privacy.meet(cast.east, _personal())
    privacy.keep(customer, _personal(phone="13700000001"))
    assert privacy.find_by_phone(PHONE) == []
    assert [found.customer for found in privacy.find_by_phone("13700000001")] == [customer.pk]


def test_the_reference_of_a_text_is_the_digest_of_what_is_stored(cast: Cast) -> None:
    import hashlib

    reference = privacy.keep_text(privacy.meet(cast.east, _personal()), "灯不亮")
    row = PersonalText.objects.get()
    assert reference == f"text:{hashlib.sha256(bytes(row.sealed)).hexdigest()}"
    assert privacy.read_text(reference) == "灯不亮"


def test_the_same_text_twice_is_two_references(cast: Cast) -> None:
    customer = privacy.meet(cast.east, _personal())
    assert len({privacy.keep_text(customer, "same"), privacy.keep_text(customer, "same")}) == 2


def test_a_text_that_was_changed_in_the_table_is_noticed(cast: Cast) -> None:
    reference = privacy.keep_text(privacy.meet(cast.east, _personal()), "as it was")
    row = PersonalText.objects.get()
    PersonalText.objects.update(sealed=bytes(row.sealed)[:-1] + bytes([bytes(row.sealed)[-1] ^ 1]))
    with pytest.raises(Fault) as damaged:
        privacy.read_text(reference)
    assert damaged.value.code == "customer-data-damaged"


def test_an_unknown_text_is_said_to_be_unknown() -> None:
    with pytest.raises(Fault) as unknown:
        privacy.read_text("text:" + "0" * 64)
    assert unknown.value.code == "text-unknown"


def test_data_swapped_between_customers_do_not_open(cast: Cast) -> None:
    one, other = privacy.meet(cast.east, _personal()), privacy.meet(cast.east, _personal("李四", "13700000002"))
    Customer._base_manager.filter(pk=other.pk).update(personal=one.personal)
    keys = {row.pk: bytes(row.wrapped) for row in CustomerKey.objects.all()}
    with pytest.raises(Fault) as swapped:
        privacy.show(Customer._base_manager.get(pk=other.pk))
    assert swapped.value.code == "customer-data-damaged"
    CustomerKey.objects.filter(pk=other.pk).update(wrapped=keys[one.pk])  # with its key as well
    with pytest.raises(Fault) as with_key:
        privacy.show(Customer._base_manager.get(pk=other.pk))
    assert with_key.value.code == "customer-data-damaged"


def test_an_attachment_does_not_open_as_anothers_nor_as_a_text(cast: Cast) -> None:
    one, other = privacy.meet(cast.east, _personal()), privacy.meet(cast.east, _personal("李四", "13700000002"))
    sealed = privacy.seal_bytes(one, b"\x89PNG")
    assert privacy.open_bytes(one, sealed) == b"\x89PNG"
    with pytest.raises(Fault):
        privacy.open_bytes(other, sealed)
    key = sealing.unwrap(bytes(one.key.wrapped), owner=one.name, master=privacy._master())
    with pytest.raises(Fault):
        sealing.unseal(sealed, key=key, owner=one.name, kind="text")


def test_nothing_opens_once_a_customer_is_erased(cast: Cast) -> None:
    customer = privacy.meet(cast.east, _personal())
    reference = privacy.keep_text(customer, "her text")
    file = privacy.seal_bytes(customer, b"her file")
    copy = Customer._base_manager.select_related("key").get(pk=customer.pk)
    privacy.erase(customer, 1_800_000_000)
    fresh = Customer._base_manager.get(pk=customer.pk)
    assert (bytes(fresh.personal), fresh.erased_at) == (b"", 1_800_000_000)
    assert (CustomerKey.objects.count(), CustomerMark.objects.count()) == (0, 0)
    assert privacy.show_masked(fresh) == privacy.ERASED
    assert privacy.read_text(reference) is None
    assert privacy.find_by_phone(PHONE) == []
    for open_it in (
        lambda: privacy.show(fresh),
        lambda: privacy.open_bytes(fresh, file),
        lambda: privacy.keep_text(fresh, "more"),
        lambda: privacy.keep(fresh, _personal()),
        lambda: privacy.keep(copy, _personal()),
        lambda: privacy.keep(customer, _personal()),
    ):
        with pytest.raises(Fault) as refused:
            open_it()
        assert refused.value.code == "customer-erased"


def test_erasing_twice_keeps_the_first_time_and_others_stay(cast: Cast) -> None:
    customer, other = privacy.meet(cast.east, _personal()), privacy.meet(cast.east, _personal("李四"))
    privacy.erase(customer, 1_800_000_000)
    privacy.erase(customer, 1_900_000_000)
    assert customer.erased_at == 1_800_000_000
    assert privacy.show(other).name == "李四"
    assert [found.customer for found in privacy.find_by_phone(PHONE)] == [other.pk]


def test_another_master_key_is_named_and_the_cure_with_it(cast: Cast, settings: LazySettings) -> None:
    customer = privacy.meet(cast.east, _personal())
    needed = sealing.master_of(settings.CUSTOMER_KEY).number.hex()
    settings.CUSTOMER_KEY = OTHER_KEY
    with pytest.raises(Fault) as wrong:
        privacy.show(Customer._base_manager.get(pk=customer.pk))
    assert wrong.value.code == "customer-key-wrong"
    assert wrong.value.slots == {"needed": needed, "given": sealing.master_of(OTHER_KEY).number.hex()}
    assert "SHOUWEN_KEY" in wrong.value.say("zh-Hans")
    settings.CUSTOMER_KEY = "short"
    with pytest.raises(Fault) as short:
        privacy.find_by_phone(PHONE)
    assert short.value.code == "customer-key-short"


def test_a_new_master_key_opens_everything_and_the_old_one_nothing(cast: Cast, settings: LazySettings) -> None:
    customers = [privacy.meet(cast.east, _personal(phone=f"1391234567{digit}")) for digit in range(5)]
    text = privacy.keep_text(customers[0], "before")
    privacy.erase(customers[4], 1_800_000_000)
    old = settings.CUSTOMER_KEY
    assert privacy.rewrap(old, OTHER_KEY, batch=2) == 4
    assert privacy.rewrap(old, OTHER_KEY, batch=2) == 0  # started again: nothing is left to do
    with pytest.raises(Fault):
        privacy.show(Customer._base_manager.get(pk=customers[0].pk))
    settings.CUSTOMER_KEY = OTHER_KEY
    assert privacy.show(Customer._base_manager.get(pk=customers[1].pk)) == _personal(phone="13912345671")
    assert privacy.read_text(text) == "before"
    assert [found.customer for found in privacy.find_by_phone("13912345672")] == [customers[2].pk]


PERSONAL = st.builds(
    PersonalData,
    name=st.text(min_size=1, max_size=100),
    phones=st.lists(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), max_size=3).map(tuple),
    documents=st.lists(st.builds(Document, st.just("passport"), st.text(max_size=12)), max_size=2).map(tuple),
    address=st.none() | st.builds(Address, st.text(), st.text(), st.text(), st.text()),
    care=st.frozensets(st.sampled_from(["elderly", "pregnant"])),
)


@given(PERSONAL)
def test_any_data_come_out_of_their_seal_as_they_went_in(personal: PersonalData) -> None:
    key = sealing.new_key()
    sealed = sealing.seal(to_bytes(personal), key=key, owner="a", kind="personal")
    assert from_bytes(sealing.unseal(sealed, key=key, owner="a", kind="personal")) == personal


@given(st.binary(min_size=8, max_size=300), st.integers(0, 10_000), st.integers(1, 255))
def test_one_changed_byte_keeps_a_seal_shut(plain: bytes, place: int, change: int) -> None:
    key = sealing.new_key()
    sealed = bytearray(sealing.seal(plain, key=key, owner="a", kind="text"))
    assert plain not in bytes(sealed)
    place = 1 + place % (len(sealed) - 1)
    sealed[place] ^= change
    with pytest.raises(Fault):
        sealing.unseal(bytes(sealed), key=key, owner="a", kind="text")


@given(text=st.text(max_size=500))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_text_is_read_as_it_was_kept(cast: Cast, text: str) -> None:
    customer = privacy.meet(cast.east, _personal())
    assert privacy.read_text(privacy.keep_text(customer, text)) == text


def _tables() -> list[str]:
    return [name for name in connection.introspection.table_names() if name.startswith("people_")]


def _rows(table: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
        return cursor.fetchall()


def _bytes(value: object) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


def test_last_digits_are_compared_under_seal(cast: Cast) -> None:
    chen = privacy.meet(cast.east, read_personal(name="陈桂兰", phones=["13800138000", "010-62345678-1234"]))
    tried = ("8000", "5678", "５６７８", "1234", "0138", "", "80000")
    assert [one for one in tried if privacy.knows_digits(chen, one)] == ["8000", "5678", "５６７８"]
    assert privacy.has_digits(chen)
    privacy.erase(chen, 1_800_000_000)
    assert not privacy.has_digits(chen)
    assert not privacy.knows_digits(chen, "8000")
    nobody = privacy.meet(cast.east, read_personal(name="王"))
    assert not privacy.has_digits(nobody)
