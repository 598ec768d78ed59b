"""What can be done with a request, and who may do it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.operation.people_of_the_tests import Cast

from shouwen.fault import Fault
from shouwen.operation.channels.requests import actions
from shouwen.operation.channels.requests.models import Request
from shouwen.operation.ledger import clock, models
from shouwen.operation.ledger.rebuild import differences
from shouwen.operation.ledger.watch import look_once
from shouwen.operation.people import privacy, scope
from shouwen.operation.people.models import Customer, PersonalText, Staff
from shouwen.operation.people.rights import SYSTEM, Acting, acting_of
from shouwen.wording import LANGUAGES

pytestmark = pytest.mark.django_db

NOON = 1_746_504_000  # Tuesday 6 May 2025, 12:00 in Shanghai
PHONE = "13800138000"


def by(staff: Staff) -> Acting:
    return acting_of(staff, clock.now())


@pytest.fixture(autouse=True)
def _noon() -> object:
    with clock.standing(NOON):
        yield


@pytest.fixture
def noted(standard: Cast) -> models.Case:
    """Lin was asked at the east hall."""
    return actions.note(standard.east, "enquiry", "宽带什么时候能装？", by=by(standard.lin), phone=PHONE)


def row_of(case: models.Case) -> Request:
    return Request._base_manager.select_related("case").get(pk=case.pk)


def all_cases() -> list[models.Case]:
    return list(models.Case._base_manager.exclude(kind="unit"))


def same_as_the_log() -> bool:
    with scope.everywhere():
        return differences(all_cases()) == []


# ── noting ──


def test_whoever_is_asked_first_owns_it_and_no_text_stands_in_the_event(standard: Cast, noted: models.Case) -> None:
    event = models.Event._base_manager.get(told__case=noted)
    assert (noted.kind, noted.unit_id, noted.owner_id) == ("request", standard.east.pk, standard.lin.pk)
    assert event.data["owner"] == standard.lin.reference
    assert event.data["customer"] == noted.customer.subject if noted.customer else False
    assert set(event.data) == {"topic", "text", "owner", "customer"}
    assert privacy.read_text(event.data["text"]) == "宽带什么时候能装？"
    row = row_of(noted)
    assert (row.topic, row.state, row.text, row.promised_until) == ("enquiry", "open", event.data["text"], None)
    assert same_as_the_log()


def test_who_does_not_say_a_number_stays_unnamed_each_time_another(standard: Cast) -> None:
    cases = [actions.note(standard.east, "praise", "台席很耐心", by=by(standard.lin)) for _ in range(2)]
    customers = [Customer._base_manager.get(pk=case.customer_id) for case in cases]
    assert customers[0].pk != customers[1].pk
    assert [privacy.show(one).phones for one in customers] == [(), ()]


def test_a_known_number_is_the_same_customer_even_at_another_site(standard: Cast, noted: models.Case) -> None:
    again = actions.note(standard.west, "other", "又来一次", by=by(standard.qian), phone="138-0013 8000")
    assert again.customer_id == noted.customer_id
    assert again.owner_id == standard.qian.pk


def test_of_several_with_one_number_the_chosen_one_is_it_and_none_of_them_a_new_one(
    standard: Cast, noted: models.Case
) -> None:
    other = actions.note(
        standard.east, "other", "家里人的号", by=by(standard.lin), phone=PHONE, customer=actions.SOMEBODY_ELSE
    )
    assert other.customer_id != noted.customer_id
    found = [one.subject for one in privacy.find_by_phone(PHONE)]
    assert len(found) == 2
    chosen = actions.note(standard.east, "other", "第三件", by=by(standard.lin), phone=PHONE, customer=found[1])
    assert chosen.customer_id == other.customer_id


def test_a_customer_who_has_not_this_number_cannot_be_chosen(standard: Cast, noted: models.Case) -> None:
    with pytest.raises(Fault) as refused:
        actions.note(
            standard.east, "other", "x", by=by(standard.lin), phone="13900139000", customer=f"customer:{'0' * 32}"
        )
    assert refused.value.code == "request-customer-other"


def test_a_customer_in_sight_needs_no_number_and_one_out_of_sight_is_not_found(
    standard: Cast, noted: models.Case
) -> None:
    subject = Customer._base_manager.get(pk=noted.customer_id).subject
    case = actions.note(standard.east, "other", "还有一件", by=by(standard.zhao), customer=subject)
    assert case.customer_id == noted.customer_id
    with pytest.raises(Fault) as refused:
        actions.note(standard.west, "other", "x", by=by(standard.qian), customer=subject)
    assert refused.value.code == "request-customer-other"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"topic": "gossip"}, "request-topic-unknown"),
        ({"text": "  "}, "text-missing"),
        ({"text": "长" * 1_000_000}, "text-too-long"),
        ({"phone": "12"}, "phone-unreadable"),
    ],
)
def test_what_is_wrong_is_said_in_three_languages_and_nothing_is_written(
    standard: Cast, given: dict[str, str], code: str
) -> None:
    asked = {"topic": "enquiry", "text": "问一下", **given}
    with pytest.raises(Fault) as refused:
        actions.note(standard.east, asked.pop("topic"), asked.pop("text"), by=by(standard.lin), **asked)
    assert refused.value.code == code
    assert len({refused.value.say(language) for language in LANGUAGES}) == 3
    assert all_cases() == []
    assert (Customer._base_manager.count(), PersonalText.objects.count()) == (0, 0)


def test_nobody_notes_at_a_unit_that_is_not_theirs(standard: Cast) -> None:
    for staff in (standard.qian, standard.bai, standard.shi):
        with pytest.raises(Fault) as refused:
            actions.note(standard.east, "enquiry", "问一下", by=by(staff))
        assert refused.value.code == "case-unknown"
    assert Customer._base_manager.count() == 0


def test_where_no_person_notes_it_the_manager_on_duty_owns_it(standard: Cast) -> None:
    case = actions.note(standard.east, "enquiry", "自助机上留的言", by=SYSTEM)
    assert case.owner_id == standard.gu.pk


# ── the way to its end ──


def test_from_the_first_asking_to_the_end_the_row_says_how_it_stands(standard: Cast, noted: models.Case) -> None:
    lin, zhao = by(standard.lin), by(standard.zhao)
    actions.promise(noted, NOON + 3600, "给您回电话", by=lin, looked_into=True)
    assert row_of(noted).promised_until == NOON + 3600
    promised = models.Case._base_manager.get(kind="promise")
    actions.keep_promise(promised, by=lin)
    assert (row_of(noted).promises, row_of(noted).promised_until) == ({}, None)
    actions.offer(noted, zhao.reference, "宽带是她办的", by=lin)
    assert row_of(noted).case.owner_id == standard.lin.pk
    actions.accept(noted, by=zhao)
    assert row_of(noted).case.owner_id == standard.zhao.pk
    actions.tell_progress(noted, "师傅已经排了", by=zhao)
    assert row_of(noted).heard_at == NOON
    event = actions.answer(noted, "周六上午装好", by=zhao)
    row = row_of(noted)
    assert (row.state, row.answer, row.answered_at) == ("answered", event.data["text"], NOON)
    actions.close(noted, "settled", by=zhao)
    row = row_of(noted)
    assert (row.state, row.result, row.case.closed_at) == ("closed", "settled", NOON)
    actions.reopen(noted, "装了还是慢", by=lin)
    row = row_of(noted)
    assert (row.state, row.result, row.answered_at, row.case.closed_at) == ("open", "", None, None)
    assert row.case.owner_id == standard.zhao.pk
    actions.withdraw(noted, "客户说不用了，搬家了", by=zhao)
    assert (row_of(noted).state, row_of(noted).case.closed_at) == ("withdrawn", NOON)
    assert same_as_the_log()


def test_of_several_promises_the_earliest_is_told_and_one_that_is_let_be_is_gone(
    standard: Cast, noted: models.Case
) -> None:
    lin = by(standard.lin)
    for hours in (5, 2, 9):
        actions.promise(noted, NOON + hours * 3600, "回电话", by=lin, looked_into=True)
    assert row_of(noted).promised_until == NOON + 2 * 3600
    soonest = next(name for name, until in row_of(noted).promises.items() if until == NOON + 2 * 3600)
    actions.release_promise(soonest, "客户说不急", by=lin)
    assert row_of(noted).promised_until == NOON + 5 * 3600
    with pytest.raises(Fault) as refused:
        actions.promise(noted, NOON + 3600, "再拖一拖", by=lin, looked_into=True)
    assert "promises.not-put-off" in refused.value.say("zh-Hans")
    assert same_as_the_log()


@pytest.mark.parametrize(
    ("until", "code"), [(NOON, "promise-past"), (NOON - 60, "promise-past"), (NOON + 400 * 86400, "promise-too-far")]
)
def test_a_promise_lies_ahead_and_not_too_far(standard: Cast, noted: models.Case, until: int, code: str) -> None:
    with pytest.raises(Fault) as refused:
        actions.promise(noted, until, "回电话", by=by(standard.lin), looked_into=True)
    assert refused.value.code == code


# ── what the standard refuses ──

Do = Callable[[models.Case, Acting], object]


@pytest.mark.parametrize(
    ("do", "clause", "hans"),
    [
        (lambda case, by: actions.close(case, "settled", by=by), "closing.after-answer", "没答复客户的，不能办结"),
        (lambda case, by: actions.offer(case, "unit:1", "", by=by), "hand-over.reason", "没有理由，就是推"),
        (lambda case, by: actions.promise(case, NOON + 60, "回电话", by=by, looked_into=False),
         "promises.looked-into-first", "没看清楚是怎么回事"),
        (lambda case, by: actions.promise(case, NOON + 60, "", by=by, looked_into=True), "promises.said", "答应了什么"),
    ],
)  # fmt: skip
def test_what_the_standard_does_not_allow_is_refused_with_its_clause_in_three_languages(
    standard: Cast, noted: models.Case, do: Do, clause: str, hans: str
) -> None:
    with pytest.raises(Fault) as refused:
        do(noted, by(standard.lin))
    assert refused.value.code in ("refused-by-clause", "handover-to-nobody")
    if refused.value.code == "refused-by-clause":
        said = {language: refused.value.say(language) for language in LANGUAGES}
        assert all(f"{clause}" in text for text in said.values())
        assert hans in said["zh-Hans"]
    assert models.Event._base_manager.filter(told__case=noted).count() == 1
    assert same_as_the_log()


def test_a_hand_over_without_a_reason_is_refused_with_the_clause(standard: Cast, noted: models.Case) -> None:
    with pytest.raises(Fault) as refused:
        actions.offer(noted, standard.zhao.reference, "  ", by=by(standard.lin))
    assert refused.value.slots["clause"] == "hand-over.reason"


def test_who_refuses_a_hand_over_gives_a_reason(standard: Cast, noted: models.Case) -> None:
    actions.offer(noted, standard.zhao.reference, "她在行", by=by(standard.lin))
    with pytest.raises(Fault) as refused:
        actions.refuse(noted, "", by=by(standard.zhao))
    assert refused.value.slots["clause"] == "hand-over.refused-with-reason"
    actions.refuse(noted, "明天休假", by=by(standard.zhao))
    assert row_of(noted).case.owner_id == standard.lin.pk
    assert row_of(noted).case.offered_to_id is None


def test_without_a_standard_nothing_of_it_is_asked(cast: Cast) -> None:
    case = actions.note(cast.east, "other", "x", by=by(cast.lin))
    actions.promise(case, NOON + 60, "", by=by(cast.lin), looked_into=False)
    actions.close(case, "settled", by=by(cast.lin))
    assert row_of(case).state == "closed"


def test_what_is_owed_is_the_owners_and_passes_with_the_request(standard: Cast, noted: models.Case) -> None:
    def owed() -> dict[str, int | None]:
        rows = models.Obligation._base_manager.filter(state="open").order_by("clause")
        return dict(rows.values_list("clause", "owner"))

    lin, zhao = standard.lin.pk, standard.zhao.pk
    assert owed() == dict.fromkeys(
        [
            "answering.enquiry",
            "answering.progress",
            "asked.time-given",
            "hand-over.not-in-circles",
            "promises.not-put-off",
        ],
        lin,
    )
    actions.offer(noted, standard.zhao.reference, "她在行", by=by(standard.lin))
    actions.accept(noted, by=by(standard.zhao))
    assert set(owed().values()) == {zhao}
    actions.promise(noted, NOON + 60, "回电话", by=by(standard.zhao), looked_into=True)
    assert owed()["promises.kept"] == zhao
    with clock.standing(NOON + 61):
        assert look_once() == 1
        broken = models.Obligation._base_manager.get(state="broken")
        assert (broken.clause, broken.due) == ("promises.kept", NOON + 60)
        assert same_as_the_log()


# ── who may ──


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("lin", {"progress", "answer", "promise", "offer", "close"}),
        ("gu", {"progress", "answer", "promise", "offer", "close"}),
        ("han", {"progress", "answer", "promise", "offer", "close"}),
        ("zhao", set()),
    ],
)
def test_the_owner_and_the_managers_go_on_with_it_and_colleagues_do_not(
    standard: Cast, noted: models.Case, who: str, may: set[str]
) -> None:
    acting = by(getattr(standard, who))
    actions.answer(noted, "先答一句", by=by(standard.lin))
    steps: dict[str, Callable[[], object]] = {
        "progress": lambda: actions.tell_progress(noted, "在办", by=acting),
        "answer": lambda: actions.answer(noted, "再答一句", by=acting),
        "promise": lambda: actions.promise(noted, NOON + 60, "回电话", by=acting, looked_into=True),
        "offer": lambda: actions.offer(noted, standard.wu.reference, "在行", by=acting),
        "close": lambda: actions.close(noted, "settled", by=acting),
    }
    refused = {name: fault for name, step in steps.items() if (fault := fault_of(step)) is not None}
    assert {fault.code for fault in refused.values()} <= {"not-yours"}
    assert set(steps) - set(refused) == may


def fault_of(step: Callable[[], object]) -> Fault | None:
    """What the step is refused with; None where it is done."""
    try:
        step()
    except Fault as fault:
        return fault
    return None


def test_who_may_not_is_told_who_may_in_their_language(standard: Cast, noted: models.Case) -> None:
    with pytest.raises(Fault) as refused:
        actions.answer(noted, "我来答", by=by(standard.zhao))
    assert refused.value.say("zh-Hans").endswith(
        "“答复客户”不能由您在这里办理；可以由这些岗位办理：负责人、经理、片区经理。"
    )
    assert refused.value.say("zh-Hant").endswith(
        "「答覆客戶」不能由您在這裡辦理；可以由這些崗位辦理：負責人、經理、片區經理。"
    )
    assert refused.value.say("en").endswith("it is for: the owner, manager, area manager.")


def test_anyone_at_the_unit_opens_a_request_again_for_the_customer_before_them(
    standard: Cast, noted: models.Case
) -> None:
    actions.answer(noted, "好了", by=by(standard.lin))
    actions.close(noted, "settled", by=by(standard.lin))
    actions.reopen(noted, "客户说没好", by=by(standard.zhao))
    assert (row_of(noted).state, row_of(noted).case.owner_id) == ("open", standard.lin.pk)


def test_a_person_of_another_site_is_told_that_there_is_no_such_request(standard: Cast, noted: models.Case) -> None:
    said = set()
    for subject in (noted.subject, "request:AAAAAAAAAA"):
        for step in (actions.accept, lambda case, by: actions.answer(case, "x", by=by)):
            with pytest.raises(Fault) as refused:
                step(subject, by=by(standard.qian))
            said.add(refused.value.say("zh-Hans").replace(subject, "…"))
    assert said == {"没有找到“…”；请核对编号，或确认它属于您的单位。"}
    assert models.Event._base_manager.filter(told__case=noted).count() == 1


def test_to_whom_it_is_offered_may_see_and_accept_it_at_another_site(standard: Cast, noted: models.Case) -> None:
    actions.offer(noted, standard.qian.reference, "客户搬到西站了", by=by(standard.lin))
    actions.accept(noted.subject, by=by(standard.qian))
    actions.promise(noted, NOON + 60, "回电话", by=by(standard.qian), looked_into=True)
    actions.answer(noted, "办好了", by=by(standard.qian))
    assert row_of(noted).case.owner_id == standard.qian.pk
    assert same_as_the_log()


# ── forgotten ──


def test_of_a_forgotten_customer_nothing_more_can_be_written_and_nothing_read(
    standard: Cast, noted: models.Case
) -> None:
    privacy.erase(Customer._base_manager.get(pk=noted.customer_id), NOON)
    with pytest.raises(Fault) as refused:
        actions.answer(noted, "好了", by=by(standard.lin))
    assert refused.value.code == "customer-erased"
    with pytest.raises(Fault) as hidden:
        actions.answer(noted, "好了", by=by(standard.qian))
    assert hidden.value.code == "case-unknown"
    assert privacy.read_text(row_of(noted).text) is None
    assert same_as_the_log()
