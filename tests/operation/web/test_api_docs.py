"""docs/api.md: its examples are run as they stand, and answer what it says."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.operation.people_of_the_tests import make_cast
from tests.operation.web.api_caller import device_at, token_of

from shouwen.operation.web.api_access import allowance

PAGE = Path(__file__).resolve().parents[3] / "docs" / "api.md"
EXAMPLE = re.compile(r"```sh\n(.*?)```\n\n```json\n(.*?)```", re.DOTALL)
ANY = "…"


def examples() -> list[tuple[str, Any]]:
    """What is run, and what it answers."""
    return [(command, json.loads(answer)) for command, answer in EXAMPLE.findall(PAGE.read_text(encoding="utf-8"))]


def differences(said: Any, found: Any, place: str = "") -> Iterator[str]:
    """Where an answer is not as the page says; what the page leaves out may be anything."""
    if said == ANY:
        return
    if isinstance(said, dict) and isinstance(found, dict):
        for name, value in said.items():
            if name not in found:
                yield f"{place}.{name} is missing"
            else:
                yield from differences(value, found[name], f"{place}.{name}")
    elif isinstance(said, list) and isinstance(found, list) and len(said) == len(found):
        for number, (one, other) in enumerate(zip(said, found, strict=True)):
            yield from differences(one, other, f"{place}[{number}]")
    elif said != found:
        yield f"{place}: {found!r} instead of {said!r}"


@pytest.mark.django_db(transaction=True)
def test_the_examples_of_the_page_answer_as_it_says(live_server: Any) -> None:
    cast = make_cast()
    allowance.forget()
    token, device = token_of(cast.lin), device_at(cast.east, by=cast.an)
    env = {**os.environ, "SHOUWEN": live_server.url, "TOKEN": token.secret, "DEVICE": device.secret}
    assert len(examples()) == PAGE.read_text(encoding="utf-8").count("```sh") >= 8
    wrong: list[str] = []
    for command, said in examples():
        run = subprocess.run(["bash", "-euc", command], env=env, capture_output=True, text=True, timeout=60, check=True)
        wrong += differences(said, json.loads(run.stdout))
    assert wrong == []
