"""Notices: what the log says reaches the people it concerns, and no others."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.operation.ledger.desk_room import ANSWERED, HOUR, MONDAY_10, STANDARD, ask, desk_room
from tests.operation.people_of_the_tests import Cast, make_cast

from shouwen.operation.ledger import clock, models, promises, saying, words
from shouwen.operation.ledger.act import act
from shouwen.operation.ledger.follow import follow
from shouwen.operation.ledger.notice import NOTICES, STALE, mark_read, notices_of, notify, unread
from shouwen.operation.ledger.notice_hours import send_from
from shouwen.operation.ledger.notice_texts import mail_of, text_of, texts_of
from shouwen.operation.ledger.watch import look_once
from shouwen.operation.people import duty, privacy, scope
from shouwen.operation.people.models import Staff
from shouwen.operation.people.personal import read_personal
from shouwen.operation.people.rights import Acting, acting_of

pytestmark = pytest.mark.django_db(transaction=True)

NOON_FRIDAY = MONDAY_10 - 3 * 24 * HOUR + 2 * HOUR


@pytest.fixture
def people(settings: object) -> Iterator[Cast]:
    """The cast at a desk, everybody with an address, and a server that nobody asks yet."""
    people = make_cast()
    Staff.objects.update(email="somebody@example.org")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # type: ignore[attr-defined]
    with scope.everywhere(), desk_room(people):
        follow(NOTICES)
        yield people


def on_monday(staff: Staff) -> Acting:
    return acting_of(staff, MONDAY_10)


def told(word: str) -> list[tuple[str, bool]]:
    """Who has a notice of the last event with this word, and whether mail is to go out for it."""
    event = models.Event.objects.filter(word=word).order_by("pk").last()
    rows = models.Notice.objects.filter(event=event).select_related("staff")
    return sorted((row.staff.name, row.send_after is not None) for row in rows)


def watch_at(at: int) -> None:
    """The watch looks, and the notices follow."""
    with clock.standing(at):
        while look_once():
            pass
        follow(NOTICES)


def test_the_owner_is_warned_and_a_break_is_told_to_the_manager_too(people: Cast) -> None:
    with clock.standing(MONDAY_10):
        ask(people, people.lin, MONDAY_10)
    watch_at(MONDAY_10 + HOUR)
    assert told(words.WARNED) == [("林晓", True)]
    watch_at(MONDAY_10 + 3 * HOUR)
    assert told(words.BROKEN) == [("林晓", True), ("顾平", True)]


def test_a_notice_says_case_clause_and_local_due_time_in_each_language(people: Cast) -> None:
    with clock.standing(MONDAY_10):
        case = ask(people, people.lin, MONDAY_10)
    number = case.subject.removeprefix("desk:")
    watch_at(MONDAY_10 + HOUR)
    notice = models.Notice.objects.get()
    assert [text_of(notice, language) for language in ("zh-Hans", "zh-Hant", "en")] == [
        f"咨询 {number} 期限将到（2026-11-30 12:00）：两小时内答复",
        f"諮詢 {number} 期限將到（2026-11-30 12:00）：兩小時內答覆",
        f"question {number} is due soon, 2026-11-30 12:00: Answered within two hours",
    ]


def test_a_promise_is_told_by_the_case_in_which_it_was_made(people: Cast) -> None:
    with clock.standing(MONDAY_10):
        case = ask(people, people.lin, MONDAY_10)
        promises.promise(case, MONDAY_10 + 600, by=on_monday(people.lin))
    watch_at(MONDAY_10 + 700)
    assert told(words.BROKEN) == [("林晓", True), ("顾平", True)]
    number = case.subject.removeprefix("desk:")
    said = texts_of(notices_of(on_monday(people.gu)), "en")
    assert said == [f"question {number} broke the standard (due 2026-11-30 10:10): Promises are kept"]


def test_while_the_owner_is_away_the_backup_is_warned(people: Cast) -> None:
    duty.plan_absence(people.lin, MONDAY_10, MONDAY_10 + 9 * HOUR, backup=people.zhao)
    with clock.standing(MONDAY_10):
        ask(people, people.lin, MONDAY_10, by=people.gu)
    watch_at(MONDAY_10 + HOUR)
    assert told(words.WARNED) == [("赵敏", True)]
    watch_at(MONDAY_10 + 3 * HOUR)
    assert told(words.BROKEN) == [("林晓", False), ("赵敏", True), ("顾平", True)]


def test_who_was_told_of_a_break_is_told_that_there_was_none(people: Cast) -> None:
    with clock.standing(MONDAY_10):
        case = ask(people, people.lin, MONDAY_10)
    watch_at(MONDAY_10 + 3 * HOUR)
    with clock.standing(MONDAY_10 + 4 * HOUR):
        act(case, ANSWERED, by=on_monday(people.lin), at=MONDAY_10 + HOUR)  # noted late
        follow(NOTICES)
    assert told(words.WITHDRAWN) == [("林晓", True), ("顾平", True)]
    said = text_of(notices_of(on_monday(people.gu))[0], "zh-Hans")
    assert said == f"咨询 {case.subject.removeprefix('desk:')} 更正：没有违反：两小时内答复"


def test_a_hand_over_is_told_to_whom_it_is_offered_and_its_answer_to_who_offered_it(people: Cast) -> None:
    lin, zhao, gu = (on_monday(person) for person in (people.lin, people.zhao, people.gu))
    with clock.standing(MONDAY_10):
        case = ask(people, people.lin, MONDAY_10)
        act(case, words.OFFER, by=lin, data={"to": zhao.reference})
        follow(NOTICES)
        assert told(words.OFFER) == [("赵敏", True)]
        act(case, words.REFUSE, by=zhao)
        follow(NOTICES)
        assert told(words.REFUSE) == [("林晓", True)]
        act(case, words.OFFER, by=gu, data={"to": zhao.reference})  # the manager, for Lin
        act(case, words.ACCEPT, by=zhao)
        follow(NOTICES)
        assert told(words.ACCEPT) == [("林晓", True), ("顾平", True)]
        act(case, words.TAKE, by=gu)
        follow(NOTICES)
        assert told(words.TAKE) == [("赵敏", True)]


def test_an_offer_to_a_desk_is_told_to_all_on_duty_there_or_else_to_its_manager(people: Cast) -> None:
    lin = on_monday(people.lin)
    to_the_west = {"to": f"unit:{people.west.pk}"}
    with clock.standing(MONDAY_10):
        case = ask(people, people.lin, MONDAY_10)
        act(case, words.OFFER, by=lin, data=to_the_west)
        follow(NOTICES)
        assert told(words.OFFER) == [("孙立", True)]
        act(case, words.TAKE_BACK, by=lin)
        follow(NOTICES)
        assert told(words.TAKE_BACK) == [("孙立", True)]
        duty.clock_in(people.qian, people.west, MONDAY_10)
        duty.clock_in(people.sun, people.west, MONDAY_10)
        act(case, words.OFFER, by=lin, data=to_the_west)
        follow(NOTICES)
        assert told(words.OFFER) == [("孙立", True), ("钱多", True)]
    said = text_of(notices_of(on_monday(people.qian))[0], "zh-Hans")
    assert said == f"咨询 {case.subject.removeprefix('desk:')} 请 西站营业厅 接手"


def test_who_is_away_finds_the_offer_when_back_and_the_backup_has_mail(people: Cast) -> None:
    duty.plan_absence(people.zhao, MONDAY_10, MONDAY_10 + 9 * HOUR, backup=people.gu)
    with clock.standing(MONDAY_10):
        case = ask(people, people.lin, MONDAY_10)
        act(case, words.OFFER, by=on_monday(people.lin), data={"to": people.zhao.reference})
        follow(NOTICES)
    assert told(words.OFFER) == [("赵敏", False), ("顾平", True)]


def test_who_becomes_owner_by_somebody_else_s_hand_is_told(people: Cast) -> None:
    with clock.standing(MONDAY_10):
        ask(people, people.lin, MONDAY_10)
        ask(people, people.lin, MONDAY_10, by=people.zhao)
        follow(NOTICES)
    assert told("desk.asked") == [("林晓", True)]
    assert models.Notice.objects.count() == 1


def test_who_has_left_is_told_nothing(people: Cast) -> None:
    with clock.standing(MONDAY_10):
        ask(people, people.lin, MONDAY_10)
    Staff.objects.filter(pk=people.lin.pk).update(is_active=False, backup=people.zhao)
    watch_at(MONDAY_10 + 3 * HOUR)
    assert told(words.BROKEN) == [("赵敏", True), ("顾平", True)]


def test_nobody_is_told_twice_of_one_event(people: Cast) -> None:
    with clock.standing(MONDAY_10):
        ask(people, people.lin, MONDAY_10)
    watch_at(MONDAY_10 + 3 * HOUR)
    events = list(models.Event.objects.all())
    with clock.standing(MONDAY_10 + 3 * HOUR):
        notify(events)
        notify(events)
    assert told(words.BROKEN) == [("林晓", True), ("顾平", True)]


def test_what_is_long_past_is_told_to_nobody(people: Cast) -> None:
    with clock.standing(MONDAY_10):
        ask(people, people.lin, MONDAY_10)
    watch_at(MONDAY_10 + 3 * HOUR + STALE)
    assert (told(words.BROKEN), models.Event.objects.filter(word=words.BROKEN).count()) == ([], 1)


def test_without_an_address_there_is_the_page_alone(people: Cast) -> None:
    Staff.objects.filter(pk=people.lin.pk).update(email="")
    Staff.objects.filter(pk=people.gu.pk).update(email="gu@example.org\nBcc: all@example.org")
    with clock.standing(MONDAY_10):
        ask(people, people.lin, MONDAY_10)
    watch_at(MONDAY_10 + 3 * HOUR)
    assert told(words.BROKEN) == [("林晓", False), ("顾平", False)]


@pytest.mark.parametrize(
    ("hours_later", "opens_after"), [(0, 0), (7.5, 7.5), (8, 23), (20, 23), (4 * 24 + 9, 7 * 24 - 1)]
)
def test_mail_waits_for_the_hours_of_the_standard(people: Cast, hours_later: float, opens_after: float) -> None:
    at = MONDAY_10 + int(hours_later * HOUR)  # from 18:00 on it waits until 9:00; on Friday until Monday
    assert (send_from(people.east.pk, at) - MONDAY_10) / HOUR == opens_after


def test_where_the_standard_gives_no_hours_mail_goes_at_any() -> None:
    people = make_cast()
    with desk_room(people, STANDARD.replace("notices: {hours: talk}\n", "")):
        assert send_from(people.east.pk, MONDAY_10 + 12 * HOUR) == MONDAY_10 + 12 * HOUR


def test_the_weekday_s_hours_count_while_a_year_s_holidays_are_not_known() -> None:
    people = make_cast()
    far = MONDAY_10 + 20 * 365 * 24 * HOUR  # a Sunday of 2046, 10:00
    with desk_room(people, STANDARD.replace('["09:00-18:00"]}', '["09:00-18:00"]}, holidays: china')):
        assert (send_from(people.east.pk, far) - far) / HOUR == 23


def test_a_notice_is_on_the_page_at_once_whatever_the_hour(people: Cast) -> None:
    with clock.standing(NOON_FRIDAY):
        ask(people, people.lin, NOON_FRIDAY)
    watch_at(NOON_FRIDAY + 30 * HOUR)  # Saturday evening
    (notice,) = notices_of(on_monday(people.gu))
    assert (notice.send_after, notice.sent_at) == (MONDAY_10 - HOUR, None)
    assert unread(on_monday(people.gu)) == 1


def test_people_read_their_own_notices_and_mark_no_others(people: Cast) -> None:
    with clock.standing(MONDAY_10):
        ask(people, people.lin, MONDAY_10)
    watch_at(MONDAY_10 + 3 * HOUR)
    lin, gu, qian = (on_monday(person) for person in (people.lin, people.gu, people.qian))
    numbers = list(models.Notice.objects.values_list("pk", flat=True))
    assert (notices_of(qian), unread(qian), mark_read(qian, numbers)) == ([], 0, 0)
    assert (unread(lin), mark_read(lin, numbers), unread(lin), unread(gu)) == (1, 1, 0, 1)
    assert (mark_read(gu), unread(gu)) == (1, 0)


def test_nothing_of_the_customer_stands_in_a_notice(people: Cast) -> None:
    met = privacy.meet(people.east, read_personal(name="欧阳雨桐", phones=["13800138000"]))
    lin = on_monday(people.lin)
    with clock.standing(MONDAY_10):
        case = ask(people, people.lin, MONDAY_10, customer=met)
        saying.say(case, words.OFFER, "欧阳女士住三号楼", by=lin, field="reason", data={"to": people.zhao.reference})
        follow(NOTICES)
    watch_at(MONDAY_10 + 3 * HOUR)
    notices = list(models.Notice.objects.select_related("event", "case", "case__arose_from"))
    said = "".join(part for language in ("zh-Hans", "zh-Hant", "en") for part in mail_of(notices, language))  # type: ignore[arg-type]
    assert (len(notices), [part for part in ("欧阳", "雨桐", "138", "三号楼", met.name) if part in said]) == (3, [])
