"""Editions and calendars: looked over before they count, and what is open moves as they say."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from tests.operation.people_of_the_tests import Cast
from tests.operation.web.administration.city import NEXT, STANDARD, WEDNESDAY, City, acting, open_city
from tests.operation.web.east_hall import note

from shouwen.fault import Fault
from shouwen.operation.ledger import clock, editions, models, standards, words
from shouwen.operation.ledger.read import clause_of
from shouwen.operation.ledger.watch import catch_up
from shouwen.operation.people import scope
from shouwen.operation.people.models import Post, Staff

pytestmark = pytest.mark.django_db

LoggedIn = Callable[[Staff], Client]

WRITE = "/administration/editions/write"
CHANGE = "/administration/calendars/city/hall/change"
DAY = 86400
THURSDAY_EVENING = WEDNESDAY + DAY + 8 * 3600
FRIDAY_NOON = WEDNESDAY + 2 * DAY + 2 * 3600
MONDAY_EVENING = WEDNESDAY + 5 * DAY + 8 * 3600

HOURS = {
    "zone": "Asia/Shanghai", "holidays": "china", "make_up": "", "days": "2026-01-09 10:00-12:00",
    **dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "09:00-18:00"), "sat": "", "sun": "",
}  # fmt: skip


@pytest.fixture
def january(cast: Cast) -> City:
    """The city on Wednesday, 7 January 2026: what Chen asked is due on Friday, when the hall closes at noon."""
    editions.forget()
    with clock.standing(WEDNESDAY):
        return open_city(cast)


def send(browser: Client, text: str, do: str = "publish", since: str = "", once: str = "a") -> HttpResponse:
    return browser.post(WRITE, {"text": text, "do": do, "since": since, "once": once})


def due() -> int | None:
    return models.Obligation._base_manager.get(clause="answer.in-time").due


def changes() -> list[tuple[str, str, str]]:
    rows = models.Event._base_manager.filter(word=words.CHANGED).order_by("pk")
    return [(row.by, row.data["what"], row.data.get("text", "")) for row in rows][1:]


def test_broken_yaml_shows_its_line_and_keeps_the_text(city: City, logged_in: LoggedIn) -> None:
    broken = STANDARD.replace("chapters: {answers:", "chapters: {answers")
    page = send(logged_in(city.author), broken, do="check")
    assert page.status_code == 422
    assert [fault.place for fault in page.context["looked"].faults] == ["standard.yaml:8"]
    assert page.context["form"]["text"].value() == broken
    assert "standard.yaml:8" in page.content.decode()


def test_every_fault_is_told_at_once_with_its_line_and_nothing_is_published(city: City, logged_in: LoggedIn) -> None:
    wrong = STANDARD.replace("limit: 2 working days", "limit: 2 workdays").replace(
        "chapter: answers", "chapter: replies"
    )
    page = send(logged_in(city.author), wrong)
    lines = [fault.place.partition(" ")[0] for fault in page.context["looked"].faults]
    assert lines == ["standard.yaml:13", "standard.yaml:13"]
    assert models.Edition.objects.count() == 1
    assert changes() == []


@pytest.mark.parametrize(
    "name", ["/etc/passwd", "../../standard.yaml", "file:///etc/passwd", "[pack:own-hall, /etc/passwd]"]
)
def test_an_edition_builds_on_no_file_of_this_machine(city: City, logged_in: LoggedIn, name: str) -> None:
    page = send(logged_in(city.author), f"builds_on: {name}\n{STANDARD}")
    assert [fault.code for fault in page.context["looked"].faults] == ["edition-builds-on-file"]
    assert "root:" not in page.content.decode()
    assert models.Edition.objects.count() == 1


def test_a_text_that_its_aliases_blow_up_is_refused_quickly(city: City, logged_in: LoggedIn) -> None:
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x]\n" + "".join(
        f"a{step}: &a{step} [{', '.join([f'*a{step - 1}'] * 8)}]\n" for step in range(1, 12)
    )
    page = send(logged_in(city.author), bomb + STANDARD)
    assert [fault.code for fault in page.context["looked"].faults] == ["edition-too-large"]


def test_a_text_without_end_or_without_words_is_refused(city: City, logged_in: LoggedIn) -> None:
    author = logged_in(city.author)
    long, empty = send(author, "#" * 400_001), send(author, "  ")
    assert list(long.context["form"].errors) == ["text"]
    assert list(empty.context["form"].errors) == ["text"]
    binary = author.post(WRITE, {"file": SimpleUploadedFile("a.yaml", b"\xff\xfe\x00"), "do": "check"})
    assert binary.context["form"].errors == {"__all__": ["文件不是 UTF-8 文本；请另存为 UTF-8 编码的 YAML 文件。"]}


def test_an_uploaded_file_is_looked_over_and_shown_to_be_mended(city: City, logged_in: LoggedIn) -> None:
    file = SimpleUploadedFile("../../../etc/next.yaml", b"\xef\xbb\xbf" + NEXT.replace("\n", "\r\n").encode())
    page = logged_in(city.author).post(WRITE, {"file": file, "do": "check", "text": ""})
    assert (page.context["looked"].faults, page.context["form"]["text"].value()) == ((), NEXT)


def test_what_opens_later_is_judged_by_the_new_edition_and_what_is_open_by_the_old(
    january: City, logged_in: LoggedIn
) -> None:
    with clock.standing(WEDNESDAY):
        page = send(logged_in(january.author), NEXT, since="2026-01-07T12:00")
        assert page.headers["Location"] == "/administration/editions/"
        assert changes() == [(january.author.reference, "edition.published", "city 2027")]
    with clock.standing(WEDNESDAY + 2 * 3600 + 1):
        editions.forget()
        later = note(january.cast, january.customer, "第二件事")
        with scope.everywhere():
            rows = models.Obligation.objects.filter(clause="answer.in-time").order_by("pk")
            told = [(row.case_id, row.due, clause_of(row).says.en) for row in rows]
    assert told == [
        (january.case.pk, FRIDAY_NOON, "A concern is answered within two working days."),
        (later.pk, THURSDAY_EVENING, "A concern is answered within one working day."),
    ]


def test_an_edition_is_withdrawn_before_it_is_in_force_and_not_after(city: City, logged_in: LoggedIn) -> None:
    author = logged_in(city.author)
    send(author, NEXT, since="2199-01-01T00:00")
    first, second = models.Edition.objects.order_by("pk")
    for row in (first, second):
        author.post(reverse("administration_edition_withdraw", args=[row.pk]), {"once": str(row.pk)})
    shown = author.get(reverse("administration_editions")).context["shelves"]
    assert [(one.row.edition, one.state) for shelf in shown for one in shelf.standings] == [
        ("2027", "withdrawn"), ("2026", "in-force"),
    ]  # fmt: skip
    assert [what for _by, what, _text in changes()] == ["edition.published", "edition.withdrawn"]


def test_an_edition_sent_twice_is_published_once(city: City, logged_in: LoggedIn) -> None:
    author = logged_in(city.author)
    assert [send(author, NEXT).status_code for _time in range(2)] == [302, 302]
    assert models.Edition.objects.count() == 2
    assert changes() == [(city.author.reference, "edition.published", "city 2027")]


def test_a_calendar_sent_twice_is_kept_once(city: City, logged_in: LoggedIn) -> None:
    author = logged_in(city.author)
    answers = [author.post(CHANGE, HOURS | {"sat": "10:00-12:00", "do": "keep", "once": "a"}) for _time in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert models.Calendar.objects.count() == 1


def test_an_edition_from_the_past_is_refused_at_its_field(city: City, logged_in: LoggedIn) -> None:
    page = send(logged_in(city.author), NEXT, since="2020-01-01T00:00")
    assert list(page.context["form"].errors) == ["since"]
    assert models.Edition.objects.count() == 1


def test_the_author_of_one_hall_changes_no_standard_of_others(city: City, logged_in: LoggedIn) -> None:
    local = Staff.objects.create_user("3001", name="局部")
    Post.objects.create(staff=local, unit=city.cast.west, role="author")
    page = send(logged_in(local), NEXT)
    assert "您在那里没有权限" in str(page.context["form"].errors)
    with pytest.raises(Fault) as refused:
        standards.leave_calendar("city", "hall", '{zone: UTC, open: {mon: ["09:00-10:00"]}}', by=acting(city.cast.sun))
    assert refused.value.code == "standard-of-others"
    assert changes() == []


def test_the_book_is_read_in_three_languages_and_searched(city: City, logged_in: LoggedIn) -> None:
    author, address = logged_in(city.author), reverse("administration_edition", args=[models.Edition.objects.get().pk])
    said = []
    for language in ("zh-Hans", "zh-Hant", "en"):
        page = author.get(address, {"lang": language})
        said += [(label, one.says) for label, pages in page.context["chapters"] for one in pages]
    assert said == [
        ("答复", "两个工作日内答复。"), ("答覆", "兩個工作日內答覆。"),
        ("Answers", "A concern is answered within two working days."),
    ]  # fmt: skip
    assert author.get(address, {"q": "工作日 manual", "lang": "zh-Hans"}).context["found"] == 1
    assert author.get(address, {"q": "<script>"}).context["found"] == 0


def test_two_editions_are_compared(city: City, logged_in: LoggedIn) -> None:
    author = logged_in(city.author)
    send(author, NEXT)
    old, new = models.Edition.objects.order_by("pk")
    page = author.get(reverse("administration_editions_compare"), {"old": old.pk, "new": new.pk})
    told = {(name, change.key) for _section, name, changes in page.context["groups"] for change in changes}
    assert {("answer.in-time", "says"), ("answer.in-time", "check"), ("city", "edition")} <= told


def test_moving_a_holiday_moves_what_is_due(january: City, logged_in: LoggedIn) -> None:
    closed = HOURS | {"days": "2026-01-09 10:00-12:00\n2026-01-08 closed"}
    with clock.standing(WEDNESDAY):
        browser = logged_in(january.author)
        looked = browser.post(CHANGE, closed | {"do": "look", "once": "a"})
        moves = looked.context["preview"]["moves"]
        assert (moves.open, moves.looked, [(one.before, one.after) for one in moves.moves]) == (
            1, 1, [(FRIDAY_NOON, MONDAY_EVENING)],
        )  # fmt: skip
        assert due() == FRIDAY_NOON
        kept = browser.post(CHANGE, closed | {"do": "keep", "once": "a"})
        assert kept.headers["Location"] == "/administration/calendars/city/hall/"
        while catch_up():
            pass
        assert due() == MONDAY_EVENING
    assert changes() == [(january.author.reference, "calendar.changed", "city hall")]
    assert models.Calendar.objects.get().by == january.author


def test_the_month_shows_holidays_make_up_days_and_special_days(city: City, logged_in: LoggedIn) -> None:
    page = logged_in(city.author).get(reverse("administration_calendar", args=["city", "hall"]), {"month": "2026-01"})
    days = {day.day.day: (day.windows, day.why) for week in page.context["weeks"] for day in week if day.inside}
    assert [days[number] for number in (1, 4, 7, 9, 10)] == [
        ((), "holiday"), (("09:00–18:00",), "make-up"), (("09:00–18:00",), ""), (("10:00–12:00",), "special"), ((), ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("mon", "9 to 5", "9"),
        ("zone", "Mars/Olympus", "Mars/Olympus"),
        ("days", "2026-13-01 closed", "2026-13-01"),
        ("days", "tomorrow", "tomorrow"),
        ("tue", "<script>", "&lt;script&gt;"),
    ],
)
def test_what_no_calendar_can_be_is_refused_and_stays_to_be_mended(
    city: City, logged_in: LoggedIn, field: str, value: str, says: str
) -> None:
    page = logged_in(city.author).post(CHANGE, HOURS | {field: value, "do": "keep", "once": "a"})
    assert page.status_code == 422
    assert says in page.content.decode()
    assert page.context["form"][field].value() == value
    assert models.Calendar.objects.count() == 0


def test_the_form_opens_with_the_calendar_as_it_is(city: City, logged_in: LoggedIn) -> None:
    form = logged_in(city.author).get(CHANGE).context["form"]
    assert {name: form[name].value() for name in HOURS} == HOURS


def test_a_calendar_left_as_it_was_is_no_change(city: City, logged_in: LoggedIn) -> None:
    page = logged_in(city.author).post(CHANGE, HOURS | {"do": "keep", "once": "a"})
    assert "完全相同" in str(page.context["form"].errors)
    assert changes() == []


def test_a_hall_manager_sees_the_calendar_and_cannot_keep_a_change(city: City, logged_in: LoggedIn) -> None:
    gu = logged_in(city.cast.gu)
    assert gu.get(reverse("administration_calendar", args=["city", "hall"])).context["may"] is False
    page = gu.post(CHANGE, HOURS | {"mon": "", "do": "keep", "once": "a"})
    assert "您在那里没有权限" in str(page.context["form"].errors)
    assert models.Calendar.objects.count() == 0


def test_the_settings_are_the_last_chapter_of_the_book_and_compared_like_clauses(
    city: City, logged_in: LoggedIn
) -> None:
    author = logged_in(city.author)
    label = "{en: calls before a no-show, zh-Hans: 过号前叫几次, zh-Hant: 過號前叫幾次}"
    setting = f"settings: {{hall.recall: {{value: 3, label: {label}, ours: true}}}}\n"
    send(author, NEXT + setting)
    old, new = models.Edition.objects.order_by("pk")
    address = reverse("administration_edition", args=[new.pk])
    shown = author.get(address, {"lang": "en"}).context
    heading, pages = shown["chapters"][-1]
    assert (heading, [(one.name, one.says, one.lines[0]) for one in pages], shown["found"]) == (
        "Settings", [("hall.recall", "calls before a no-show", ("value", "3"))], 1,
    )  # fmt: skip
    assert author.get(address, {"lang": "zh-Hant", "q": "過號"}).context["chapters"][0][0] == "設定"
    assert author.get(address, {"lang": "en", "q": "no such words"}).context["chapters"] == []
    compared = author.get(reverse("administration_editions_compare"), {"old": old.pk, "new": new.pk}).content.decode()
    assert "hall.recall" in compared
