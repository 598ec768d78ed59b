"""The hub: who may follow, for how long, and what becomes of who does not keep up."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from tests.operation.project.served import Installation, Stream, free_ports

SESSION_OF = """
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from shouwen.operation.people.models import Staff
for staff in Staff.objects.filter(username__in={usernames!r}).order_by("username"):
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(staff.pk)
    session[BACKEND_SESSION_KEY] = "shouwen.operation.people.login.Backend"
    session[HASH_SESSION_KEY] = staff.get_session_auth_hash()
    session["active_at"] = {active_at}
    session.save()
    print(session.session_key)
"""

CHANGES = """
from importlib import import_module
from django.conf import settings
from shouwen.operation.people.models import Post, Staff
store = import_module(settings.SESSION_ENGINE).SessionStore
store({first!r}).delete()
Post.objects.filter(staff__username="1002").update(until=1)
Staff.objects.filter(username="1003").update(is_active=False)
Staff.objects.filter(username="1004").update(must_change_password=True)
Staff.objects.filter(username="1005").update(password="another")
away = store({sixth!r})
away["active_at"] -= settings.IDLE_LOGOUT
away.save()
"""

HEAVY = """
from shouwen.operation.ledger.models import Event
from shouwen.operation.people.models import Unit
from shouwen.operation.people.scope import everywhere
with everywhere():
    for number in range({count}):
        unit, about = Unit.objects.get(code="hall-east"), ["x:" + "y" * 200_000]
        Event.objects.create(word=f"heavy.{{number}}", at=1, noted_at=1, unit=unit, grade="device", about=about)
"""


@pytest.fixture
def hub(installed: Installation) -> Iterator[Installation]:
    """An installation of which only the hub runs."""
    installed.port = free_ports()
    installed.embedded = True  # the hub's port is the only one
    command = [sys.executable, "-m", "tests.operation.project.quick_hub", str(installed.port)]
    with installed.log.open("ab") as log:
        process = subprocess.Popen(command, env=installed.environment, stdout=subprocess.PIPE, stderr=log)
    installed.running.append(process)
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n", installed.log.read_text(encoding="utf-8")
        yield installed
        process.terminate()


def sessions(hub: Installation, *usernames: str) -> list[dict[str, str]]:
    """Cookies of people who are logged in, in the order of their numbers."""
    printed = hub.run(SESSION_OF.format(usernames=usernames, active_at=int(time.time())))
    return [{"sessionid": key} for key in printed.split()]


def ended(stream: Stream) -> bool:
    """Whether the stream ends; waits until it does."""
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        if stream.read_message() is None:
            return True
    return False


def test_a_stream_on_which_nothing_is_said_is_told_where_it_is(hub: Installation) -> None:
    lin, qian = sessions(hub, "1001", "1004")
    east, west = hub.follow(lin), hub.follow(qian)
    before = west.last
    hub.tell("east")
    assert east.words(1) == ["east"]
    while west.last == before:
        assert west.read_message() == ""
    assert west.last == east.last  # not its own, yet it needs not look for it again


def test_a_stream_ends_when_rights_do_and_no_other(hub: Installation) -> None:
    """One is logged out, one loses a post, one leaves, one is given a new password, one changes it, one goes away."""
    numbers = ("1001", "1002", "1003", "1004", "1005", "1006", "1007")
    cookies = sessions(hub, *numbers)
    streams = {number: hub.follow(cookie) for number, cookie in zip(numbers, cookies, strict=True)}
    hub.run(CHANGES.format(first=cookies[0]["sessionid"], sixth=cookies[5]["sessionid"]))
    stays = streams.pop("1007")
    assert {number: ended(stream) for number, stream in streams.items()} == dict.fromkeys(streams, True)
    hub.tell("still there", unit="repair")
    assert stays.words(1) == ["still there"]
    assert [hub.ask("/stream/", cookies=cookie).status for cookie in cookies] == [401, 200, 401, 401, 401, 401, 200]


def test_a_stream_that_has_told_much_ends_and_who_comes_again_is_told_the_rest(hub: Installation) -> None:
    (lin,) = sessions(hub, "1001")
    stream = hub.follow(lin)
    count = 40  # of 200 kB each, a fifth of what a stream tells
    hub.run(HEAVY.format(count=count))
    words = [f"heavy.{number}" for number in range(count)]
    heard, streams = _rest_of(stream), 1
    while len(heard) < count:
        stream = hub.follow(lin, last=stream.last)
        heard, streams = heard + _rest_of(stream), streams + 1
    assert (heard, streams > 1) == (words, True)


def _rest_of(stream: Stream) -> list[str]:
    """The words of all that the stream still tells until it ends or has nothing to say."""
    heard, stream.opening = re.findall(r'"word":"([^"]+)"', "".join(stream.opening)), []
    while message := stream.read_message():
        heard += re.findall(r'"word":"([^"]+)"', message)
    return heard


def test_fifteen_hundred_follow_at_once_and_all_are_told(hub: Installation) -> None:
    lin, zhao = sessions(hub, "1001", "1002")
    streams = [hub.follow(lin if number % 2 else zhao) for number in range(1_500)]
    hub.tell("all")
    assert [stream.words(1) for stream in streams] == [["all"]] * 1_500


def test_only_asking_is_answered(hub: Installation) -> None:
    (lin,) = sessions(hub, "1001")
    answer = hub.send("POST", "/stream/", "", {"Cookie": f"sessionid={lin['sessionid']}"}, port=hub.port)
    assert (answer.status, answer.getheader("Allow")) == (405, "GET")


SCREENS = """
from django.test import Client
from shouwen.operation.ledger import clock
from shouwen.operation.people import tokens
from shouwen.operation.people.models import Staff, Unit
from shouwen.operation.people.rights import acting_of
now = clock.now()
an = acting_of(Staff.objects.get(username="1010"), now)
for code in ("hall-east", "hall-west"):
    unit = Unit.objects.get(code=code)
    _, secret = tokens.make(
        label="-", scopes=("read",), ends_at=now + 9999, by=an, at=now, unit=unit, device="display"
    )
    browser = Client(SERVER_NAME="localhost")
    browser.post("/hall/screen/", {"secret": secret})
    print(browser.cookies["screen"].value)
"""


def test_a_screen_is_told_what_it_needs_of_its_hall_until_its_token_is_revoked(hub: Installation) -> None:
    east, west = [{"screen": one} for one in hub.run(SCREENS).split()]

    def follow(cookie: dict[str, str], last: str = "") -> Stream:
        more = {"Last-Event-ID": last} if last else {}
        answer = hub.ask("/stream/?as=hall-screen", cookies=cookie, port=hub.port, **more)
        assert answer.status == 200
        return Stream(answer)

    wall, elsewhere = follow(east), follow(west)
    hub.tell("note.added")
    hub.tell("ticket.called")
    message = ""
    while not message:  # only where it is now
        message = wall.read_message() or ""
    assert message == '{"word":"ticket.called"}'
    before = wall.last
    hub.tell("ticket.recalled")
    assert follow(east, before).words(1) == ["ticket.recalled"]
    hub.tell("ticket.taken", unit="hall-west")
    assert elsewhere.words(1) == ["ticket.taken"]
    ways = ("/stream/", "/stream/?as=nobody", "/stream/?as=hall-screen")
    assert [hub.ask(way, cookies=east).status for way in ways] == [401, 401, 200]
    assert hub.ask(ways[2], cookies={"screen": "forged"}).status == 401
    hub.run("from shouwen.operation.people.models import Token; Token.objects.update(revoked_at=1)")
    assert ended(wall)
    assert hub.ask(ways[2], cookies=east).status == 401
