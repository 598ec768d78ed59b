"""The program beside a card reader, over real HTTP: whom it answers, and that nobody else makes up what it reads."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.operation.channels.hall.identity.reader_of_the_tests import ORIGIN, ask, listening

from shouwen.operation.channels.hall.identity import bridge, protocol
from shouwen.operation.channels.hall.identity.bridge import MADE_UP, Program, Simulated
from shouwen.operation.channels.hall.identity.protocol import STATUS, from_text, proof_of, seal_of

SECRET = "of this pairing"
GOOD = {"challenge": "c", "proof": proof_of(SECRET, "c")}


def test_a_page_of_the_installation_gets_a_sealed_reading() -> None:
    with listening(Simulated(), SECRET) as port:
        status, told, headers = ask(port, GOOD)
        assert (status, from_text(told["reading"])) == (200, MADE_UP[0])
        assert told["seal"] == seal_of(SECRET, "c", told["reading"])
        assert headers["Access-Control-Allow-Origin"] == ORIGIN
        assert headers["Cache-Control"] == "no-store"
        assert from_text(ask(port, GOOD)[1]["reading"]) == MADE_UP[1]


def test_it_answers_a_browsers_question_before() -> None:
    with listening(Simulated(), SECRET) as port:
        status, _told, headers = ask(port, method="OPTIONS")
        assert (status, headers["Access-Control-Allow-Headers"]) == (204, "content-type")
        assert headers["Access-Control-Allow-Private-Network"] == "true"
        assert ask(port, path=STATUS, method="GET")[:2] == (200, {"reader": "simulated"})
        assert ask(port, path="/v1/other", method="GET")[0] == 404


@pytest.mark.parametrize("method", ["OPTIONS", "GET", "POST"])
def test_pages_of_others_get_nothing(method: str) -> None:
    told = GOOD if method == "POST" else None
    with listening(Simulated(), SECRET) as port:
        for wrong in ({"Origin": "https://evil.example"}, {"Origin": "null"}, {"Origin": ORIGIN + ".evil.example"},
                      {"Host": "evil.example"}, {"Host": f"localhost:{port}"}):  # fmt: skip
            status, answer, headers = ask(port, told, path=STATUS if method == "GET" else protocol.READ, method=method,
                                          **wrong)  # fmt: skip
            assert (status, answer) == (403, {"error": "origin"})
            assert "Access-Control-Allow-Origin" not in headers


def test_a_page_that_only_knows_the_address_reads_no_card() -> None:
    with listening(Simulated(), SECRET) as port:
        assert ask(port, {**GOOD, "proof": proof_of("another", "c")})[:2] == (403, {"error": "not-paired"})
        assert ask(port, {"challenge": "d", "proof": GOOD["proof"]})[:2] == (403, {"error": "not-paired"})
        assert ask(port, {"challenge": 1, "proof": []})[0] == 400
        assert ask(port, [])[0] == 400
        assert ask(port, {"challenge": "c" * 20_000, "proof": ""})[0] == 400
        assert ask(port, GOOD, Content_Type="text/plain")[0] == 415
        assert from_text(ask(port, GOOD)[1]["reading"]) == MADE_UP[0]  # nobody was read meanwhile


def test_a_vendors_program_tells_what_the_card_says_or_that_there_is_none(tmp_path: Path) -> None:
    says = tmp_path / "vendor.py"
    says.write_text('print(\'{"document": "resident", "number": "11010519491231002X", "name": "甲"}\')')
    fails = tmp_path / "fails.py"
    fails.write_text("raise SystemExit(3)")
    with listening(Program([sys.executable, str(says)]), SECRET) as port:
        assert from_text(ask(port, GOOD)[1]["reading"]).name == "甲"
    with listening(Program([sys.executable, str(fails)]), SECRET) as port:
        assert ask(port, GOOD)[:2] == (404, {"error": "no-card"})
    with listening(Program(["/nowhere/at/all"]), SECRET) as port:
        assert ask(port, GOOD)[:2] == (404, {"error": "no-card"})


def test_nothing_of_a_reading_is_shown_by_mistake() -> None:
    assert str(MADE_UP[0]) == repr(MADE_UP[0]) == "Reading(…)"


def test_the_command_starts_it(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text(SECRET + "\n")
    with listening(Simulated(), SECRET) as free:
        pass
    command = [sys.executable, "-m", "shouwen.command", "--lang", "en", "reader", "--simulate", "--origin", ORIGIN,
               "--secret-file", str(secret), "--port", str(free)]  # fmt: skip
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        assert process.stdout is not None
        assert "simulated" in process.stdout.readline()
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            status, told, _headers = ask(free, GOOD)
            if status == 200:
                break
        assert from_text(told["reading"]) == MADE_UP[0]
    finally:
        process.terminate()
        rest, _ = process.communicate(timeout=10)
    assert MADE_UP[0].number not in rest


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (["--origin", "hall.example", "--simulate"], "no origin"),
        (["--origin", ORIGIN + "/page", "--simulate"], "no origin"),
        (["--origin", ORIGIN, "--simulate"], "--secret-file"),
        (["--origin", ORIGIN, "--secret-file", "SECRET"], "--program"),
    ],
)
def test_the_command_says_what_it_lacks(tmp_path: Path, more: list[str], says: str) -> None:
    secret = tmp_path / "secret"
    secret.write_text(SECRET)
    more = [str(secret) if one == "SECRET" else one for one in more]
    command = [sys.executable, "-m", "shouwen.command", "--lang", "en", "reader", *more]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, says in done.stderr) == (2, True)


def test_the_port_it_needs_may_be_taken(tmp_path: Path) -> None:
    with listening(Simulated(), SECRET) as port, pytest.raises(OSError, match=r"."):
        bridge.serve(Simulated(), secret=SECRET, origins=[ORIGIN], port=port)
