"""Notices by e-mail, through a real server on this machine."""

from __future__ import annotations

import email
import email.policy
import socket
import threading
import time
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.db import connections
from tests.operation.ledger.desk_room import HOUR, MONDAY_10, STANDARD, ask, desk_room
from tests.operation.people_of_the_tests import Cast, make_cast

from shouwen.operation.ledger import carriers, clock, followers, models, seal, words
from shouwen.operation.ledger.act import act
from shouwen.operation.ledger.follow import follow
from shouwen.operation.ledger.mail import MAIL
from shouwen.operation.ledger.notice import NOTICES, mark_read, notices_of
from shouwen.operation.ledger.watch import look_once
from shouwen.operation.people import duty, privacy, scope
from shouwen.operation.people.models import Staff
from shouwen.operation.people.personal import read_personal
from shouwen.operation.people.rights import acting_of

pytestmark = pytest.mark.django_db(transaction=True)


class Inbox:
    """What the server has been given: to whom, and each message as a mail program reads it."""

    def __init__(self) -> None:
        self.mails: list[tuple[list[str], EmailMessage]] = []
        self.connections: set[object] = set()
        self.refuses = ""

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        """Refuses one address."""
        if address == self.refuses:
            return "550 no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Keeps the message."""
        self.connections.add(session.peer)
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        self.mails.append((list(envelope.rcpt_tos), message))
        return "250 kept"

    def said(self) -> list[tuple[str, str, str]]:
        """To, subject and text of every mail, by whom it was for."""
        return sorted((to[0], str(one["subject"]), content(one)) for to, one in self.mails)


def content(message: EmailMessage) -> str:
    """The text of a message."""
    return str(message.get_content()).replace("\r\n", "\n")


class Server:
    """A mail server that can be switched on and off."""

    def __init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.inbox = Inbox()
        self.running: Controller | None = None

    def on(self) -> None:
        """From now on it takes mail."""
        self.running = Controller(self.inbox, hostname="127.0.0.1", port=self.port)
        self.running.start()

    def off(self) -> None:
        """Nobody answers any more."""
        if self.running is not None:
            self.running.stop()
            self.running = None


@pytest.fixture
def server(settings: Any) -> Iterator[Server]:
    """The server, not running yet."""
    server = Server()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 5
    yield server
    server.off()


@pytest.fixture
def people(server: Server) -> Iterator[Cast]:
    """The cast at a desk, everybody with an address."""
    people = make_cast()
    for staff in Staff.objects.all():
        staff.email = f"{staff.username}@example.org"
        staff.save()
    with scope.everywhere(), desk_room(people):
        follow(NOTICES)
        yield people


def offer(people: Cast, count: int, at: int = MONDAY_10) -> list[models.Case]:
    """Lin offers some cases to Zhao."""
    lin = acting_of(people.lin, at)
    with clock.standing(at):
        cases = [ask(people, people.lin, at) for _ in range(count)]
        for case in cases:
            act(case, words.OFFER, by=lin, data={"to": people.zhao.reference})
        follow(NOTICES)
    return cases


def deliver(at: int) -> int:
    """The carriers look, at this time."""
    with clock.standing(at):
        return carriers.deliver_once()


def numbers(cases: list[models.Case]) -> list[str]:
    return [case.subject.removeprefix("desk:") for case in cases]


def test_a_notice_is_sent_in_the_person_s_language(server: Server, people: Cast) -> None:
    server.on()
    (number,) = numbers(offer(people, 1))
    deliver(MONDAY_10)
    text = f"咨询 {number} 请您接手\n\n请登录首问查看和处理。\n"
    assert server.inbox.said() == [("1002@example.org", "首问：1 条提醒", text)]
    Staff.objects.filter(pk=people.zhao.pk).update(language="en")
    (number,) = numbers(offer(people, 1))
    deliver(MONDAY_10 + 60)
    assert server.inbox.said()[0] == (
        "1002@example.org",
        "Shouwen: 1 notice",
        f"question {number} is offered to you\n\nLog in to Shouwen to see and answer them.\n",
    )
    assert [(one.carrier, one.attempts, one.trouble) for one in models.Notice.objects.all()] == [("mail", 1, "")] * 2


def test_nothing_is_sent_twice(server: Server, people: Cast) -> None:
    server.on()
    offer(people, 1)
    assert [deliver(MONDAY_10 + later) for later in (0, 0, 60, 3600)] == [1, 0, 0, 0]
    assert len(server.inbox.mails) == 1


def test_many_notices_of_a_minute_are_one_mail(server: Server, people: Cast) -> None:
    server.on()
    cases = offer(people, 60)
    deliver(MONDAY_10)
    ((_, subject, text),) = server.inbox.said()
    assert subject == "首问：60 条提醒"
    lines = [f"咨询 {number} 请您接手" for number in numbers(cases)[:50]]
    assert text == "\n".join([*lines, "另有 10 条。", "", "请登录首问查看和处理。", ""])
    (number,) = numbers(offer(people, 1, MONDAY_10 + 5))
    deliver(MONDAY_10 + 59)
    assert len(server.inbox.mails) == 1
    deliver(MONDAY_10 + 60)
    assert [subject for _, subject, _ in server.inbox.said()] == ["首问：1 条提醒", "首问：60 条提醒"]
    assert number in server.inbox.said()[0][2]


def test_one_connection_serves_all_who_are_written_to(server: Server, people: Cast) -> None:
    server.on()
    with clock.standing(MONDAY_10):
        for person in (people.lin, people.zhao, people.gu):
            ask(people, person, MONDAY_10, by=people.gu if person != people.gu else people.lin)
        follow(NOTICES)
    assert deliver(MONDAY_10) == 3
    assert [to for to, _, _ in server.inbox.said()] == [f"100{number}@example.org" for number in (1, 2, 3)]
    assert len(server.inbox.connections) == 1


def test_what_could_not_be_sent_is_sent_when_the_server_is_back(server: Server, people: Cast) -> None:
    offer(people, 1)
    assert deliver(MONDAY_10) == 1
    notice = models.Notice.objects.get()
    assert (notice.attempts, notice.trouble, notice.send_after) == (1, "ConnectionRefusedError", MONDAY_10 + 60)
    deliver(MONDAY_10 + 60)
    server.on()
    offer(people, 1, MONDAY_10 + 100)  # waits with the other: the server was just found to be down
    assert (deliver(MONDAY_10 + 359), len(server.inbox.mails)) == (0, 0)
    deliver(MONDAY_10 + 360)
    assert [subject for _, subject, _ in server.inbox.said()] == ["首问：2 条提醒"]
    assert sorted(models.Notice.objects.values_list("attempts", "trouble")) == [(1, ""), (3, "")]


def test_after_some_attempts_a_notice_is_given_up_and_shown(server: Server, people: Cast) -> None:
    offer(people, 1)
    for turn in range(40):
        deliver(MONDAY_10 + turn * 6 * HOUR)
    assert [(one.staff_id, one.attempts, one.trouble) for one in carriers.given_up()] == [
        (people.zhao.pk, carriers.TRIES, "ConnectionRefusedError")
    ]
    server.on()
    offer(people, 1, MONDAY_10 + 7 * 24 * HOUR)
    deliver(MONDAY_10 + 7 * 24 * HOUR)
    assert [subject for _, subject, _ in server.inbox.said()] == ["首问：1 条提醒"]


def test_an_address_that_is_refused_holds_up_nobody_else(server: Server, people: Cast) -> None:
    server.on()
    server.inbox.refuses = "1001@example.org"
    with clock.standing(MONDAY_10):
        ask(people, people.lin, MONDAY_10, by=people.gu)
        ask(people, people.zhao, MONDAY_10, by=people.gu)
        follow(NOTICES)
    deliver(MONDAY_10)
    assert [to for to, _, _ in server.inbox.said()] == ["1002@example.org"]
    assert models.Notice.objects.get(staff=people.lin).trouble == "SMTPRecipientsRefused"


def test_no_mail_goes_out_in_quiet_hours_not_even_a_second_attempt(server: Server, people: Cast) -> None:
    server.on()
    evening = MONDAY_10 + 9 * HOUR
    offer(people, 1, evening)
    assert [deliver(at) for at in (evening, MONDAY_10 + 23 * HOUR - 1, MONDAY_10 + 23 * HOUR)] == [0, 0, 1]
    server.off()
    before_six = MONDAY_10 + 24 * HOUR + 8 * HOUR - 30
    offer(people, 1, before_six)
    deliver(before_six)
    notice = models.Notice.objects.order_by("pk").last()
    assert notice is not None
    assert (notice.attempts, notice.send_after) == (1, MONDAY_10 + 47 * HOUR)  # not at six, but at nine
    # A process that was down over the whole day takes it up at night: it waits again.
    server.on()
    assert deliver(MONDAY_10 + 60 * HOUR) == 0
    assert deliver(MONDAY_10 + 71 * HOUR) == 1
    assert len(server.inbox.mails) == 2


def test_who_has_read_it_on_the_page_or_has_left_gets_no_mail(server: Server, people: Cast) -> None:
    server.on()
    evening = MONDAY_10 + 9 * HOUR
    offer(people, 1, evening)
    mark_read(acting_of(people.zhao, evening))
    offer(people, 1, evening)
    Staff.objects.filter(pk=people.zhao.pk).update(is_active=False)
    assert (deliver(MONDAY_10 + 23 * HOUR), server.inbox.mails) == (0, [])


def test_who_goes_away_before_the_mail_does_has_it_sent_to_the_backup(server: Server, people: Cast) -> None:
    server.on()
    evening = MONDAY_10 + 9 * HOUR
    (number,) = numbers(offer(people, 1, evening))
    duty.plan_absence(people.zhao, evening + HOUR, evening + 48 * HOUR, backup=people.gu)
    deliver(MONDAY_10 + 23 * HOUR)
    deliver(MONDAY_10 + 23 * HOUR)
    assert [to for to, _, _ in server.inbox.said()] == ["1003@example.org"]
    assert number in server.inbox.said()[0][2]
    assert len(notices_of(acting_of(people.zhao, evening))) == 1


def test_a_subject_over_two_lines_makes_no_second_header(server: Server, people: Cast) -> None:
    server.on()
    people.lin.refresh_from_db()
    with MAIL.open() as send:
        send(people.lin, "提醒\r\nBcc: everybody@example.org", "一\r\n.\r\n二")
    ((to, message),) = server.inbox.mails
    assert (to, message["bcc"], message["subject"]) == (
        ["1001@example.org"], None, "提醒 Bcc: everybody@example.org",
    )  # fmt: skip
    assert (content(message), message["auto-submitted"]) == ("一\n.\n二\n", "auto-generated")
    people.zhao.email = "zhao@example.org\nBcc: everybody@example.org"
    assert not MAIL.reaches(people.zhao)


def test_nothing_of_the_customer_is_in_a_mail(server: Server, people: Cast) -> None:
    server.on()
    met = privacy.meet(people.east, read_personal(name="欧阳雨桐", phones=["13800138000"]))
    with clock.standing(MONDAY_10):
        ask(people, people.lin, MONDAY_10, customer=met)
    with clock.standing(MONDAY_10 + 3 * HOUR):
        look_once()
        follow(NOTICES)
    deliver(MONDAY_10 + 3 * HOUR)
    raw = "".join(f"{message}{content(message)}" for _, message in server.inbox.mails)
    assert (len(server.inbox.mails), [part for part in ("欧阳", "雨桐", "13800138", met.name) if part in raw]) == (
        2,
        [],
    )


def test_the_loops_bring_a_mail_by_themselves_and_end_when_told_to(server: Server) -> None:
    server.on()
    people = make_cast()
    people.zhao.email = "zhao@example.org"
    people.zhao.save()
    stop = threading.Event()

    def work(run: Callable[[threading.Event], None]) -> None:
        try:
            run(stop)
        finally:
            connections.close_all()

    with scope.everywhere(), desk_room(people, STANDARD.replace("notices: {hours: talk}\n", "")):
        follow(NOTICES)
        threads = [threading.Thread(target=work, args=(run,)) for run in (followers.run, carriers.run, seal.run)]
        for thread in threads:
            thread.start()
        try:
            now = clock.now()
            lin = acting_of(people.lin, now)
            act(ask(people, people.lin, now), words.OFFER, by=lin, data={"to": people.zhao.reference})
            until = time.monotonic() + 30
            while not server.inbox.mails and time.monotonic() < until:
                time.sleep(0.05)
        finally:
            stop.set()
            for thread in threads:
                thread.join(20)
    assert [to for to, _, _ in server.inbox.said()] == ["zhao@example.org"]
    assert [thread.is_alive() for thread in threads] == [False] * 3


def test_two_processes_that_send_at_once_send_everything_once(server: Server, people: Cast) -> None:
    server.on()
    everybody = list(Staff.objects.exclude(pk=people.gu.pk))
    with clock.standing(MONDAY_10):
        for person in everybody:
            ask(people, person, MONDAY_10, by=people.gu)
        follow(NOTICES)
    gate = threading.Barrier(2)

    def work() -> None:
        try:
            gate.wait(10)
            deliver(MONDAY_10)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [to for to, _, _ in server.inbox.said()] == sorted(person.email for person in everybody)
