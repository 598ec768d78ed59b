"""shouwen verify, export and keys: what a person who looks after an installation types."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.db import connection
from tests.operation.people_of_the_tests import Cast, make_cast

from shouwen.command import main
from shouwen.operation.ledger import clock, models, seal, words
from shouwen.operation.ledger.act import NewCase, begin
from shouwen.operation.people import privacy, scope
from shouwen.operation.people.models import Customer
from shouwen.operation.people.personal import read_personal
from shouwen.operation.people.rights import SYSTEM

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people() -> Iterator[Cast]:
    """The cast, and three events of which two are sealed."""
    people = make_cast()
    with scope.everywhere():
        note(people)
        note(people)
        with clock.standing(clock.now() + seal.AGE):
            seal.seal_once()
        note(people)
        yield people


def note(people: Cast) -> None:
    begin(NewCase(kind="device", unit=people.east, name="door"), words.NOTE, by=SYSTEM)


def run(*given: str) -> Result:
    return CliRunner().invoke(main, ["--lang", "en", *given])


def spoil() -> int:
    """Changes the first event; its number."""
    first = models.Event.objects.order_by("pk").first()
    assert first is not None
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_event SET at = at - 60 WHERE id = %s", [first.pk])
    return first.pk


def test_verify_says_that_all_is_as_it_was_sealed_and_the_hash_to_keep(people: Cast) -> None:
    block = models.Seal.objects.get()
    told = run("verify", "--against", bytes(block.hash).hex())
    assert (told.exit_code, told.stdout) == (
        0,
        "2 events in 1 blocks are as they were sealed.\n1 events are not sealed yet.\n"
        f"The hash of the last block ({block.pk}); keep it somewhere else:\n{bytes(block.hash).hex()}\n",
    )


def test_verify_names_what_was_changed_and_leaves_with_1(people: Cast) -> None:
    number = spoil()
    block = models.Seal.objects.get()
    told = run("verify")
    assert (told.exit_code, told.stdout.splitlines()[:2]) == (
        1,
        [
            "2 events in 1 blocks were looked at; 1 things are not as they were sealed:",
            f"  event {number} was changed after it was sealed (block {block.pk})",
        ],
    )
    told = run("verify", "--json", "--from", str(block.pk))
    assert (told.exit_code, json.loads(told.stdout)) == (
        1,
        {
            "blocks": 1, "events": 2, "unsealed": 1, "head": bytes(block.hash).hex(), "last": block.pk, "count": 1,
            "findings": [{"what": "event-changed", "event": number, "block": block.pk}],
        },
    )  # fmt: skip


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("verify", "--against", "12"), "a hash has 64 hexadecimal digits"),
        (("verify", "--from", "999999999"), "there is no block 999999999"),
        (("export", "log.csv"), "the file must be called .parquet, not log.csv"),
        (("export", "log.parquet", "--since", "tomorrow"), "--since"),
        (("export", "log.parquet", "--unit", "nowhere"), "nowhere"),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_do(people: Cast, given: tuple[str, ...], said: str) -> None:
    told = run(*given)
    assert (told.exit_code, said in told.stderr, told.stdout) == (2, True, "")


def test_the_exported_log_can_be_looked_at_and_judged(people: Cast, tmp_path: Path) -> None:
    out = tmp_path / "log.parquet"
    assert run("export", str(out), "--unit", "hall-east").stdout == f"{out}: 3 events written.\n"
    looked = run("log", "look", str(out))
    assert (looked.exit_code, "3 events (0 of them corrections)" in looked.stdout) == (0, True)
    judged = run("audit", "--standard", "pack:first-asked", "--events", str(out), "--json")
    assert judged.exit_code == 0


@pytest.fixture
def customer(people: Cast) -> Customer:
    return privacy.meet(people.east, read_personal(name="欧阳雨桐", phones=["13800138000"]))


def test_the_master_key_in_the_installation_s_file_is_changed(
    customer: Customer, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SHOUWEN_KEY", raising=False)
    old = str(settings.CUSTOMER_KEY)
    settings.HOME, settings.CUSTOMER_KEY = tmp_path, old
    (tmp_path / "customer.key").write_text(old, encoding="ascii")
    told = run("keys", "rewrap")
    new = (tmp_path / "customer.key").read_text(encoding="ascii")
    assert told.stdout.startswith("1 keys, of customers and units, are now in the keeping of the new master key.\n")
    assert (told.exit_code, new == old, new in told.output, old in told.output) == (0, False, False, False)
    assert os.stat(tmp_path / "customer.key").st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["customer.key"]
    settings.CUSTOMER_KEY = new
    with scope.everywhere():
        assert privacy.show(Customer.objects.get()).name == "欧阳雨桐"
    assert len(privacy.find_by_phone("13800138000")) == 1


def test_a_master_key_from_the_environment_needs_a_new_one_in_a_file(
    customer: Customer, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = str(settings.CUSTOMER_KEY), "n" * 40
    monkeypatch.setenv("SHOUWEN_KEY", old)
    settings.HOME, settings.CUSTOMER_KEY = tmp_path, old
    told = run("keys", "rewrap")
    assert (told.exit_code, "--new FILE" in told.stderr) == (2, True)
    file = tmp_path / "new.key"
    file.write_text(new + "\n", encoding="ascii")
    told = run("keys", "rewrap", "--new", str(file))
    assert (told.exit_code, told.stdout.splitlines()[1]) == (
        0,
        f"Now set SHOUWEN_KEY to the key in {file}, and then serve again.",
    )
    settings.CUSTOMER_KEY = new
    with scope.everywhere():
        assert privacy.show(Customer.objects.get()).phones == ("13800138000",)


def test_an_installation_has_the_guard_and_one_that_is_not_there_is_said_to_be_so(tmp_path: Path) -> None:
    env = {name: value for name, value in os.environ.items() if not name.startswith("SHOUWEN_")}
    env |= {"SHOUWEN_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "shouwen.operation.project.settings", "LANG": "C"}

    def python(*given: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, "-m", *given], env=env, capture_output=True, text=True, check=False)

    told = python("shouwen.command", "verify")
    assert (told.returncode, told.stderr.splitlines()[-1]) == (
        2, "the database is not there yet, or is of an older version; run shouwen serve once first.",
    )  # fmt: skip
    assert python("django", "migrate", "--verbosity", "0").stderr == ""
    told = python("shouwen.command", "verify")
    assert (told.returncode, told.stdout) == (0, "0 events in 0 blocks are as they were sealed.\n")
    with sqlite3.connect(tmp_path / "shouwen.sqlite3") as database:
        names = database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name").fetchall()
    assert names == [(f"ledger_{table}_{what}",) for table in ("event", "seal") for what in ("kept", "unchanged")]
