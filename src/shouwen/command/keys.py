"""shouwen keys …: the master key, which wraps customers' keys."""

from __future__ import annotations

import os
from pathlib import Path

import click

from shouwen.command.audit import stopping
from shouwen.command.installation import the_book
from shouwen.fault import Fault
from shouwen.wording import Language, Wording

DONE = Wording(
    "{count} 把密钥（客户的和单位的）已改由新的主密钥保管。",
    "{count} 把金鑰（客戶的和單位的）已改由新的主金鑰保管。",
    "{count} keys, of customers and units, are now in the keeping of the new master key.",
)
NOW_THE_FILE = Wording(
    "新的主密钥已在 {path}；请另行备份，并销毁旧的备份。",
    "新的主金鑰已在 {path}；請另行備份，並銷毀舊的備份。",
    "The new master key is in {path}; keep a copy elsewhere, and destroy those of the old one.",
)
NOW_THE_SETTING = Wording(
    "现在请把 SHOUWEN_KEY 改为 {path} 里的密钥，再启动服务。",
    "現在請把 SHOUWEN_KEY 改為 {path} 裡的金鑰，再啟動服務。",
    "Now set SHOUWEN_KEY to the key in {path}, and then serve again.",
)


@click.group()
def keys() -> None:
    """The master key, which wraps the keys of customers' data."""


@keys.command()
@click.option(
    "--new", "given", metavar="FILE", type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A file that holds the new key; by default one is made.",
)  # fmt: skip
@click.pass_obj
def rewrap(language: Language, given: Path | None) -> None:
    """Change the master key. Stop serving first; broken off, the same command takes it up again.

    Where the key lies in a file of the installation, the new one takes its place. Where it comes from SHOUWEN_KEY, give
    the new one with --new and change SHOUWEN_KEY afterwards. The data themselves are not touched.
    """
    with the_book(), stopping():
        from django.conf import settings

        from shouwen.operation.people.privacy import rewrap as give_over
        from shouwen.operation.project.keeping import kept_secret

        own = Path(settings.HOME) / "customer.key"
        from_file = not os.environ.get("SHOUWEN_KEY")
        if given is None and not from_file:
            raise Fault("key-new-needed")
        coming = own.with_name("customer.key.new")
        old = str(settings.CUSTOMER_KEY)
        if from_file and given is not None:
            _lay(given, coming)
        new = kept_secret(coming) if from_file or given is None else given.read_text(encoding="utf-8").strip()
        count = give_over(old, new)
        if from_file:
            os.replace(coming, own)
    click.echo(DONE.say(language, count=count))
    said = NOW_THE_FILE.say(language, path=own) if from_file else NOW_THE_SETTING.say(language, path=given)
    click.echo(said)


def _lay(given: Path, place: Path) -> None:
    """Copies a key to a place where only its owner may read it."""
    place.unlink(missing_ok=True)
    with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(given.read_text(encoding="ascii").strip())
