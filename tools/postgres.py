"""A PostgreSQL cluster of its own for one command, from the distribution's programs, and gone with it.

    python tools/postgres.py [--fast] [--connections N] command …

The command finds the database's address in SHOUWEN_DATABASE. Needs PostgreSQL 15 or newer. Called within itself it
makes one cluster more, and SHOUWEN_DATABASES names all of them: no transaction holds up who reads another one's log.
`--fast` lets the machine lose data when it crashes: for tests alone.
"""

from __future__ import annotations

import argparse
import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

NEEDED = 15
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


def main() -> int:
    """Runs the command on a cluster; its exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fast", action="store_true", help="loses data when the machine crashes: for tests")
    parser.add_argument("--connections", type=int, default=100)
    parser.add_argument("command", nargs=argparse.REMAINDER)
    asked = parser.parse_args()
    if not asked.command:
        parser.error("name a command")
    programs = find_programs()
    if programs is None:
        print(
            f"No PostgreSQL {NEEDED} or newer here. On Debian and Ubuntu: apt-get install postgresql", file=sys.stderr
        )
        return 1
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, _leave)
    folder = Path(tempfile.mkdtemp(prefix="shouwen-postgres-"))
    try:
        return _run(asked.command, programs, folder, connections=asked.connections, fast=asked.fast)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def find_programs() -> Path | None:
    """The folder with `initdb` and `postgres`, the newest version there is; None where there is none new enough."""
    folders = list(Path("/usr/lib/postgresql").glob("*/bin"))
    folders += [Path(found).resolve().parent for name in ("postgres", "pg_ctl") if (found := shutil.which(name))]
    found = {version: folder for folder in folders if (version := _version(folder)) >= NEEDED}
    return found[max(found)] if found else None


def _version(folder: Path) -> int:
    if not all(os.access(folder / name, os.X_OK) for name in ("initdb", "postgres")):
        return 0
    said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False).stdout
    number = re.search(r"(\d+)", said)
    return int(number[1]) if number else 0


def _run(command: list[str], programs: Path, folder: Path, *, connections: int, fast: bool) -> int:
    keeper = _somebody() if os.geteuid() == 0 else None  # PostgreSQL refuses to be run by root
    if keeper:
        os.chown(folder, keeper.pw_uid, keeper.pw_gid)
    data, words = folder / "data", folder / "password"
    password = secrets.token_hex(16)
    words.write_text(password, encoding="ascii")
    words.chmod(0o600)
    if keeper:
        os.chown(words, keeper.pw_uid, keeper.pw_gid)
    port = _free_port()
    as_keeper = {"user": keeper.pw_uid, "group": keeper.pw_gid, "extra_groups": []} if keeper else {}
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    subprocess.run(
        [
            *(programs / "initdb", "--pgdata", data, "--username", "shouwen", "--pwfile", words),
            *("--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C.UTF-8"),
            *(["--no-sync"] if fast else []),
        ],
        **as_keeper,
        env=clean,
        cwd=folder,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    settings = [
        *(f"port={port}", "listen_addresses=127.0.0.1", f"unix_socket_directories={folder}"),
        *(f"max_connections={connections}", "log_min_messages=fatal", "shared_buffers=128MB"),
        *(FAST if fast else ()),
    ]
    # In a session of its own: Ctrl-C in the terminal reaches the command first, and the cluster when we say so.
    server = subprocess.Popen(
        [programs / "postgres", "-D", data, *(part for setting in settings for part in ("-c", setting))],
        **as_keeper,
        env=clean,
        cwd=folder,
        start_new_session=True,
    )
    running: subprocess.Popen[bytes] | None = None
    try:
        address = f"postgresql://shouwen:{password}@127.0.0.1:{port}/shouwen"
        _wait_and_create(programs, server, clean | {"PGPASSWORD": password}, port)
        all_of_them = f"{os.environ.get('SHOUWEN_DATABASES', '')} {address}".strip()
        found = {"SHOUWEN_DATABASE": address, "SHOUWEN_DATABASES": all_of_them}
        running = subprocess.Popen(command, env=os.environ | found)
        return running.wait()
    finally:
        if running and running.poll() is None:
            running.terminate()
            _wait(running, seconds=30)
        server.send_signal(signal.SIGINT)  # “fast”: ends sessions, writes what is open
        _wait(server, seconds=30)


def _wait_and_create(programs: Path, server: subprocess.Popen[bytes], words: dict[str, str], port: int) -> None:
    for _ in range(300):
        if server.poll() is not None:
            raise SystemExit("PostgreSQL did not start.")
        made = subprocess.run(
            [programs / "createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "shouwen", "shouwen"],
            env=words,
            check=False,
            capture_output=True,
        )
        if made.returncode == 0:
            return
        time.sleep(0.1)
    raise SystemExit(f"PostgreSQL did not answer: {made.stderr.decode(errors='replace').strip()}")


def _somebody() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise SystemExit("PostgreSQL will not run as root, and there is neither a user “postgres” nor “nobody” here.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(process: subprocess.Popen[bytes], *, seconds: float) -> None:
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _leave(number: int, _frame: object) -> None:
    raise SystemExit(128 + number)


if __name__ == "__main__":
    sys.exit(main())
