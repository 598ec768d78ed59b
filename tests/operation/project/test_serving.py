"""`shouwen serve` as it really runs: processes of its own, killed and begun again, spoken to over HTTP."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from tests.operation.project.served import PASSWORD, Installation, free_ports

from shouwen.fault import Fault
from shouwen.operation.project.serving import check_address


def test_news_reaches_who_may_see_it_and_none_is_lost_when_the_server_is_killed(installed: Installation) -> None:
    server = installed.serve()
    lin, qian = installed.log_in("1001"), installed.log_in("1004")
    at_the_east, at_the_west = installed.follow(lin), installed.follow(qian)
    installed.tell("east.{}", count=3)
    installed.tell("west.{}", unit="hall-west", count=2)
    assert at_the_east.words(3) == ["east.0", "east.1", "east.2"]
    assert at_the_west.words(2) == ["west.0", "west.1"]
    installed.kill(server)
    while at_the_east.read_message() is not None:
        pass
    installed.tell("meanwhile.{}", count=2)
    _wait_until_free(installed)
    installed.serve()
    again = installed.follow(lin, last=at_the_east.last)  # the session outlives the server as well
    installed.tell("later")
    assert again.words(3) == ["meanwhile.0", "meanwhile.1", "later"]
    west_again = installed.follow(qian, last=at_the_west.last)
    installed.tell("west.later", unit="hall-west")
    assert west_again.words(1) == ["west.later"]


def test_nobody_follows_without_logging_in_or_from_nowhere(installed: Installation) -> None:
    installed.serve()
    cookies = installed.log_in("1001")
    stream = {"port": installed.stream_port}
    answers = [
        installed.ask("/stream/", **stream),
        installed.ask("/stream/", cookies={"sessionid": "made-up"}, **stream),
        installed.ask("/stream/", cookies=cookies, **stream, **{"Last-Event-ID": "rubbish"}),
        installed.ask("/stream/?after=1", cookies=cookies, **stream),
    ]
    assert [(answer.status, answer.read().decode().split(";")[0]) for answer in answers] == [
        (401, "Log in first."),
        (401, "Log in first."),
        (400, "“rubbish” is no position in the stream of events"),
        (400, "“1” is no position in the stream of events"),
    ]


def test_a_position_from_before_the_log_was_restored_begins_anew(installed: Installation) -> None:
    installed.serve()
    stream = installed.follow(installed.log_in("1001"), last="999999999999-7")
    assert stream.opening == ["begin-anew"]
    installed.tell("first after it")
    assert (stream.opening.clear(), stream.words(1)) == (None, ["first after it"])


def test_it_ends_when_told_to_though_streams_are_open(installed: Installation) -> None:
    server = installed.serve()
    stream = installed.follow(installed.log_in("1001"))
    began = time.monotonic()
    server.send_signal(signal.SIGTERM)
    assert stream.read_message() is None
    assert (server.wait(20), time.monotonic() - began < 10) == (0, True)
    assert "Traceback" not in installed.log.read_text(encoding="utf-8")


def test_whoever_was_answered_before_it_ended_is_in_the_database(installed: Installation) -> None:
    server = installed.serve()
    logged_in: list[dict[str, str]] = []

    def keep_logging_in() -> None:
        while server.poll() is None:
            try:
                logged_in.append(installed.log_in("1001"))
            except (OSError, AssertionError):
                return
            except Exception:  # cut off while reading
                return

    threads = [threading.Thread(target=keep_logging_in) for _ in range(4)]
    for thread in threads:
        thread.start()
    while len(logged_in) < 6:
        time.sleep(0.01)
    server.send_signal(signal.SIGTERM)
    for thread in threads:
        thread.join()
    assert server.wait(30) == 0
    keys = [cookies["sessionid"] for cookies in logged_in]
    count = f"print(Session.objects.filter(session_key__in={keys!r}).count())"
    kept = installed.run(f"from django.contrib.sessions.models import Session\n{count}")
    assert int(kept) == len(keys)


def test_a_port_that_is_in_use_is_one_clear_fault(installed: Installation) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", installed.port))
        other.listen()
        command = [sys.executable, "-m", "shouwen.command", "--lang", "en", "serve", "--port", str(installed.port)]
        refused = subprocess.run(command, env=installed.environment, capture_output=True, text=True, check=False)
    assert (refused.returncode, refused.stdout, refused.stderr) == (
        2,
        "",
        f"port {installed.port} on 127.0.0.1 is in use; stop what uses it, or choose another: --port.\n",
    )


def test_an_address_that_is_not_ours_is_refused() -> None:
    with pytest.raises(Fault) as refused:
        check_address("192.0.2.1", free_ports(1))
    assert refused.value.code == "address-not-ours"


def test_the_embedded_database_is_served_by_one_process(installed: Installation) -> None:
    if not installed.embedded:
        return
    command = [sys.executable, "-m", "shouwen.command", "--lang", "en", "serve", "--processes", "2"]
    refused = subprocess.run(command, env=installed.environment, capture_output=True, text=True, check=False)
    assert refused.returncode == 2
    assert refused.stderr.startswith("the embedded database is served by one process")


def test_a_process_that_dies_is_begun_again_and_none_outlives_the_first(installed: Installation) -> None:
    server = installed.serve("--processes", "1")
    if installed.embedded:
        assert _children(server.pid) == []  # one process is all there is
        return
    assert len(_family(server.pid)) == 4  # pages and the one that answers, stream, background
    (stream,) = [pid for pid in _children(server.pid) if "stream" in _command(pid)]
    os.kill(stream, signal.SIGKILL)
    _until(lambda: [pid for pid in _children(server.pid) if "stream" in _command(pid) and pid != stream])
    installed.wait_for(installed.stream_port, server)
    following = installed.follow(installed.log_in("1001"))
    installed.tell("after it")
    assert following.words(1) == ["after it"]
    family = _family(server.pid)
    installed.kill(server)
    _until(lambda: not [pid for pid in family if Path(f"/proc/{pid}").exists()])


def test_nothing_that_was_typed_at_the_door_stands_in_the_log(installed: Installation) -> None:
    installed.serve()
    with pytest.raises(AssertionError):
        installed.log_in("13800138000")  # somebody typed a phone number for the work number
    installed.log_in("1001")
    log = installed.log.read_text(encoding="utf-8")
    assert ("13800138000" in log, PASSWORD in log) == (False, False)


def _wait_until_free(installed: Installation) -> None:
    for port in {installed.port, installed.stream_port}:
        _until(lambda port=port: _is_free(port))


def _is_free(port: int) -> bool:
    try:
        check_address("127.0.0.1", port)
    except Fault:
        return False
    return True


def _until(true: object, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not true():  # type: ignore[operator]
        assert time.monotonic() < deadline, "it did not come about in time"
        time.sleep(0.05)


def _children(parent: int) -> list[int]:
    tasks = Path(f"/proc/{parent}/task").glob("*/children")
    return [int(pid) for task in tasks for pid in task.read_text().split()]


def _family(parent: int) -> list[int]:
    return [
        each
        for child in _children(parent)
        for each in (child, *_family(child))
        if "resource_tracker" not in _command(each)
    ]


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""
