"""shouwen demo: an organisation to look at, with weeks behind it and a day that goes on."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import click

from shouwen.command.serve import prepare_django, serve_all
from shouwen.wording import Language, Wording

_LOGINS = Wording(
    "登录名和密码（只显示这一次；忘了请加 --new-passwords）：",
    "登入名和密碼（只顯示這一次；忘了請加 --new-passwords）：",
    "Logins (shown this once; --new-passwords makes new ones):",
)
_KNOWN = Wording(
    "登录名和密码在第一次运行时显示过；忘了请加 --new-passwords。",
    "登入名和密碼在第一次執行時顯示過；忘了請加 --new-passwords。",
    "The logins were shown on the first run; --new-passwords makes new ones.",
)
_STANDARD = Wording(
    "标准在 /standard/，其中哪些可以评判在 /standard/coverage/。",
    "標準在 /standard/，其中哪些可以評判在 /standard/coverage/。",
    "The standards are at /standard/, and what of them can be judged at /standard/coverage/.",
)
_SERVED = Wording("网页地址：", "網頁地址：", "The pages are at")


@click.command()
@click.option("--home", type=click.Path(path_type=Path), default=Path("demo/home"), show_default=True,
              help="Folder of the database and keys.")  # fmt: skip
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65534), help="Port to listen on.")
@click.option("--seed", default=1, show_default=True, help="The same seed makes the same people and the same days.")
@click.option("--weeks", default=3, show_default=True, type=click.IntRange(0, 52), help="Weeks that have passed.")
@click.option("--speed", default=10.0, show_default=True, type=click.FloatRange(0, 1000),
              help="How fast today goes on; 0: it stands still.")  # fmt: skip
@click.option("--new-passwords", is_flag=True, help="Give everybody a new password, and show them.")
@click.option("--fill-only", is_flag=True, help="Fill in the weeks and end, without serving.")
@click.pass_obj
def demo(
    language: Language,
    home: Path,
    host: str,
    port: int,
    seed: int,
    weeks: int,
    speed: float,
    new_passwords: bool,
    fill_only: bool,
) -> None:
    """Serve an organisation to look at: two own halls, a partner hall, a repair centre, a call desk.

    The weeks behind it are filled in while the pages are served already, and today goes on by itself. Customers are
    made up; what you do stays in --home.
    """
    os.environ.setdefault("SHOUWEN_HOME", str(home))
    prepare_django()
    from django.core.management import call_command
    from django.db import connections

    from shouwen.operation.demonstration import going_on

    call_command("migrate", interactive=False, verbosity=0)
    passwords = going_on.prepare(weeks=weeks, new_passwords=new_passwords)
    if passwords:
        click.echo(_LOGINS.say(language))
        for line in going_on.logins(passwords, language):
            click.echo(f"  {line}")
    else:
        click.echo(_KNOWN.say(language))
    stop = threading.Event()
    if fill_only:
        return going_on.run(stop, seed=seed, weeks=weeks, speed=0)
    telling = threading.Thread(target=going_on.run, args=(stop,), kwargs={"seed": seed, "weeks": weeks, "speed": speed})
    telling.start()
    try:
        click.echo(_STANDARD.say(language))
        click.echo(_SERVED.say(language), nl=False)
        click.echo(" ", nl=False)
        serve_all(host=host, port=port)
    finally:
        stop.set()
        telling.join()
        connections.close_all()
