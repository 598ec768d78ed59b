"""An identity is checked at the counter: by the reader, typed, by eye; for oneself or for another; what is kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.operation.channels.hall.conftest import Time
from tests.operation.channels.hall.console.console_desk import data_of, same_as_the_log, told
from tests.operation.channels.hall.identity.reader_of_the_tests import read_at
from tests.operation.people_of_the_tests import Cast

from shouwen.fault import Fault
from shouwen.operation.channels.hall import actions, counters, story
from shouwen.operation.channels.hall.identity import pairing
from shouwen.operation.channels.hall.identity.bridge import MADE_UP, Simulated
from shouwen.operation.channels.hall.identity.checking import AGENT, GUARDIAN, Shown, check_identity
from shouwen.operation.channels.hall.identity.pairing import PRINCIPAL
from shouwen.operation.channels.hall.models import CardReader, CounterDay, Visit
from shouwen.operation.ledger import models
from shouwen.operation.people import privacy
from shouwen.operation.people.models import Customer, PersonalText, Staff
from shouwen.operation.people.personal import read_personal
from shouwen.operation.people.rights import Acting

pytestmark = pytest.mark.django_db
By = Callable[[Staff], Acting]
ZHANG, LI, WANG, CHILD = MADE_UP


@pytest.fixture
def paired(halls: Cast, by: By) -> CardReader:
    """The reader at counter 1."""
    pairing.pair(halls.east, "1", 18733, by=by(halls.gu))
    return CardReader._base_manager.get()


def graded(visit: Visit) -> str:
    return models.Event._base_manager.get(told__case=visit.pk, word=story.IDENTITY).grade


def refusal(visit: Visit, own: Shown, by: Acting, **more: object) -> str:
    with pytest.raises(Fault) as refused:
        check_identity(visit, own, by=by, **more)
    assert story.IDENTITY not in told(visit)
    return refused.value.code


def test_what_the_reader_read_is_measured_and_its_number_is_nowhere(
    halls: Cast, begun: Callable[..., Visit], by: By, paired: CardReader
) -> None:
    visit, lin = begun(), by(halls.lin)
    check_identity(visit, Shown(sealed=read_at(visit, lin, Simulated())), by=lin)
    data = data_of(visit, story.IDENTITY)
    assert (data["document"], data["how"], data["party"], data["minor"]) == ("resident", "reader", "self", False)
    assert graded(visit) == "device"
    assert privacy.read_text(data["text"]) == f"…{ZHANG.number[-4:]}"
    everything = json.dumps(
        list(models.Event._base_manager.values_list("data", flat=True))
        + [str(row.__dict__) for row in (*Customer._base_manager.all(), *PersonalText.objects.all())],
        ensure_ascii=False,
    )
    assert (ZHANG.number in everything, ZHANG.name in everything, ZHANG.number[-4:] in everything) == (False,) * 3
    assert same_as_the_log()


def test_what_is_typed_or_only_looked_at_is_self_reported(halls: Cast, begun: Callable[..., Visit], by: By) -> None:
    visit, lin = begun(), by(halls.lin)
    assert refusal(visit, Shown("resident", ZHANG.number[:-1] + "?"), lin) == "document-form"
    assert refusal(visit, Shown("library-card"), lin) == "document-unknown"
    assert refusal(visit, Shown(), lin) == "document-missing"
    check_identity(visit, Shown("resident", ZHANG.number), by=lin)
    assert (data_of(visit, story.IDENTITY)["how"], graded(visit)) == ("typed", "self-reported")
    actions.say(visit, "identity.doubted", by=lin)
    check_identity(visit, Shown("passport"), by=lin)
    data = data_of(visit, story.IDENTITY)
    assert (data["how"], data.get("text"), data.get("minor")) == ("seen", None, None)


def test_who_acts_for_another_shows_both_documents_and_the_authority(
    halls: Cast, begun: Callable[..., Visit], by: By, paired: CardReader
) -> None:
    visit, lin = begun(), by(halls.lin)
    agent, principal = Shown("resident", LI.number), Shown("resident", ZHANG.number)
    assert refusal(visit, agent, lin, party=AGENT, authority="letter") == "document-missing"
    assert refusal(visit, agent, lin, party=AGENT, principal=principal) == "authority-unknown"
    assert refusal(visit, agent, lin, party=AGENT, principal=agent, authority="letter") == "document-of-the-same"
    assert refusal(visit, agent, lin, party="cousin", principal=principal, authority="letter") == "authority-unknown"
    read = Shown(sealed=read_at(visit, lin, Simulated([LI])))
    check_identity(visit, read, by=lin, party=AGENT, principal=principal, authority="letter")
    data = data_of(visit, story.IDENTITY)
    assert {name: data[name] for name in ("how", "party", "principal_document", "principal_how", "authority")} == {
        "how": "reader",
        "party": "agent",
        "principal_document": "resident",
        "principal_how": "typed",
        "authority": "letter",
    }
    assert graded(visit) == "self-reported"  # one of the two nobody measured
    assert privacy.read_text(data["text"]) == f"…{ZHANG.number[-4:]} / …{LI.number[-4:]}"


def test_who_is_too_young_has_a_guardian_there(halls: Cast, begun: Callable[..., Visit], by: By) -> None:
    visit, lin = begun(), by(halls.lin)
    child, mother = Shown("resident", CHILD.number), Shown("resident", LI.number)
    assert refusal(visit, child, lin) == "identity-minor"
    assert refusal(visit, mother, lin, party=AGENT, principal=child, authority="letter") == "identity-minor"
    check_identity(visit, mother, by=lin, party=GUARDIAN, principal=child, authority="kinship")
    assert data_of(visit, story.IDENTITY)["minor"] is True


def test_both_documents_are_read_each_for_its_own_part(
    halls: Cast, begun: Callable[..., Visit], by: By, paired: CardReader
) -> None:
    visit, lin = begun(), by(halls.lin)
    own, other = read_at(visit, lin, Simulated([LI])), read_at(visit, lin, Simulated([ZHANG]), PRINCIPAL)
    wrong = {"party": AGENT, "authority": "letter", "principal": Shown(sealed=own)}
    assert refusal(visit, Shown(sealed=other), lin, **wrong) == "reading-not-of-the-reader"
    check_identity(visit, Shown(sealed=own), by=lin, party=AGENT, authority="letter", principal=Shown(sealed=other))
    assert graded(visit) == "device"


def test_a_reading_counts_for_its_visit_its_clerk_its_pairing_and_two_minutes(
    halls: Cast, begun: Callable[..., Visit], take: Callable[..., Visit], zhaos: CounterDay, by: By,
    paired: CardReader, time: Time,
) -> None:  # fmt: skip
    visit, lin = begun(), by(halls.lin)
    sealed = read_at(visit, lin, Simulated())
    for changed in (
        replace(sealed, reading=sealed.reading.replace(ZHANG.number, LI.number)),
        replace(sealed, seal="0" * 64),
        replace(sealed, seal="封"),
        replace(sealed, challenge=sealed.challenge + "x"),
        replace(sealed, reading="{"),
        replace(sealed, reading="x" * 5_000),
    ):
        assert refusal(visit, Shown(sealed=changed), lin) == "reading-not-of-the-reader"

    other = take("payment")
    actions.call_next(zhaos, by=by(halls.zhao))
    pairing.pair(halls.east, "2", 18734, by=by(halls.gu))
    assert refusal(other, Shown(sealed=sealed), by(halls.zhao)) == "reading-not-of-the-reader"

    time.passes(pairing.LASTS + 1)
    assert refusal(visit, Shown(sealed=sealed), lin) == "reading-too-old"
    fresh = read_at(visit, lin, Simulated())
    pairing.pair(halls.east, "1", 18733, by=by(halls.gu))
    assert refusal(visit, Shown(sealed=fresh), lin) == "reading-not-of-the-reader"
    pairing.unpair(halls.east, "1", by=by(halls.gu))
    assert refusal(visit, Shown(sealed=fresh), lin) == "reader-unknown"


def test_a_document_that_is_out_of_date_is_none(
    halls: Cast, begun: Callable[..., Visit], by: By, paired: CardReader
) -> None:
    visit, lin = begun(), by(halls.lin)
    old = read_at(visit, lin, Simulated([replace(ZHANG, valid_until="2025-05-05")]))
    assert refusal(visit, Shown(sealed=old), lin) == "document-out-of-date"
    check_identity(
        visit, Shown(sealed=read_at(visit, lin, Simulated([replace(ZHANG, valid_until="2025-05-06")]))), by=lin
    )


def test_a_known_customer_keeps_it_under_their_own_key_and_takes_it_along_when_erased(
    halls: Cast, begun: Callable[..., Visit], by: By
) -> None:
    known = privacy.meet(halls.west, read_personal(name="张测试", documents=[("resident", ZHANG.number)]))
    visit = begun()
    check_identity(visit, Shown("resident", ZHANG.number), by=by(halls.lin))
    kept = data_of(visit, story.IDENTITY)["text"]
    assert PersonalText.objects.get(name=kept.removeprefix("text:")).customer_id == known.pk
    privacy.erase(known, 0)
    assert privacy.read_text(kept) is None


def test_only_who_serves_the_customer_checks_and_the_same_sending_checks_once(
    halls: Cast, begun: Callable[..., Visit], by: By
) -> None:
    visit = begun()
    for other in (halls.zhao, halls.qian, halls.gu):
        assert refusal(visit, Shown("passport"), by(other)) == "visit-not-at-your-counter"
    for _again in range(2):
        check_identity(visit, Shown("passport"), by=by(halls.lin), once="a")
    assert told(visit).count(story.IDENTITY) == 1


def test_readers_are_paired_by_who_manages_the_hall(halls: Cast, by: By) -> None:
    for other in (halls.lin, halls.sun, halls.an):
        with pytest.raises(Fault) as refused:
            pairing.pair(halls.east, "1", 18733, by=by(other))
        assert refused.value.code == "reader-not-yours"
    for counter, port, code in (("9", 18733, "counter-unknown"), ("1", 80, "reader-port")):
        with pytest.raises(Fault) as refused:
            pairing.pair(halls.east, counter, port, by=by(halls.gu))
        assert refused.value.code == code
    first = pairing.pair(halls.east, "1", 18733, by=by(halls.gu))
    assert first != pairing.pair(halls.east, "1", 18733, by=by(halls.gu))
    noted = models.Event._base_manager.filter(word="organisation.changed", data__what="hall.reader-paired")
    assert [(row.data["text"], row.by) for row in noted] == [("1", halls.gu.reference)] * 2


def test_a_counter_of_nobody_gets_no_challenge(halls: Cast, begun: Callable[..., Visit], by: By) -> None:
    visit = begun()
    with pytest.raises(Fault) as refused:
        pairing.challenge(visit, "customer", by=by(halls.lin))
    assert refused.value.code == "reader-unknown"
    assert counters.of_staff(halls.lin.pk) is not None
