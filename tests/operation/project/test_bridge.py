"""Django behind the event loop: what was asked arrives whole, what is answered leaves whole."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.operation.project.served import free_ports


@pytest.fixture
def site(tmp_path: Path) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """Its port, and its process."""
    port = free_ports(1)
    command = [sys.executable, "-m", "tests.operation.project.small_site", str(port), str(tmp_path / "closed")]
    with subprocess.Popen(
        command, env=os.environ | {"SHOUWEN_HOME": str(tmp_path)}, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        yield port, process
        process.terminate()


def asked(port: int, method: str, path: str, body: object = None, **headers: str) -> tuple[int, bytes, list[str]]:
    """The status, the body and the cookies of an answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request(method, path, body, headers)  # type: ignore[arg-type]
        answer = connection.getresponse()
        return answer.status, answer.read(), answer.msg.get_all("Set-Cookie") or []
    finally:
        connection.close()


def test_a_request_arrives_as_it_was_sent_and_its_answer_leaves_as_it_was_made(
    site: tuple[int, subprocess.Popen[bytes]],
) -> None:
    port, _ = site
    body = bytes(range(256)) * 3000
    status, answer, cookies = asked(
        port, "PUT", "/%E9%97%A8/a%2Fb?q=%E4%B8%9C&x=1", body, **{"Content-Type": "x/y", "X-Some": "1", "X_Some": "2"}
    )
    said = json.loads(answer)
    assert (status, cookies) == (200, ["a=1", "b=2"])
    wanted = ("REQUEST_METHOD", "QUERY_STRING", "CONTENT_TYPE", "CONTENT_LENGTH", "HTTP_X_SOME", "REMOTE_ADDR")
    assert [said[name] for name in wanted] == ["PUT", "q=%E4%B8%9C&x=1", "x/y", str(len(body)), "1", "127.0.0.1"]
    assert said["PATH_INFO"].encode("latin-1").decode() == "/门/a/b"
    assert said["HTTP_HOST"] == f"127.0.0.1:{port}"
    assert said["body"].encode("latin-1") == body


def test_what_is_sent_in_chunks_arrives_and_too_much_is_refused_either_way(
    site: tuple[int, subprocess.Popen[bytes]],
) -> None:
    port, _ = site
    chunked = json.loads(asked(port, "POST", "/", iter([b"one ", b"two"]))[1])
    assert (chunked["body"], chunked["CONTENT_LENGTH"]) == ("one two", "7")
    assert json.loads(asked(port, "GET", "/")[1])["body"] == ""
    for much in (b"x" * 1_000_001, iter([b"x" * 100_000] * 11)):
        try:
            refused = asked(port, "POST", "/", much)[:2]
        except (BrokenPipeError, ConnectionResetError):
            continue  # it was refused before all of it was sent
        assert refused == (413, b"Too large.")


def test_an_answer_in_pieces_leaves_whole_and_is_closed(
    site: tuple[int, subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    port, _ = site
    assert asked(port, "GET", "/streamed")[:2] == (200, b"0\n1\n2\n")
    for _ in range(100):
        if (tmp_path / "closed").exists():
            return
        threading.Event().wait(0.05)
    raise AssertionError("the answer was not closed")


def test_what_fails_is_answered_and_the_next_request_is_too(site: tuple[int, subprocess.Popen[bytes]]) -> None:
    port, _ = site
    assert [asked(port, "GET", "/fails")[0], asked(port, "HEAD", "/")[:2]] == [500, (200, b"")]


def test_what_was_begun_is_ended_before_the_server_is(site: tuple[int, subprocess.Popen[bytes]]) -> None:
    port, process = site
    answers: list[bytes] = []
    asking = threading.Thread(target=lambda: answers.append(asked(port, "GET", "/slow")[1]))
    asking.start()
    threading.Event().wait(0.3)
    process.send_signal(signal.SIGTERM)
    asking.join()
    assert (answers, process.wait(20)) == ([b"took its time"], 0)
