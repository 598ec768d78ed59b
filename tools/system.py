"""What the tests need of the system beside Python: a browser, PostgreSQL, a font with Chinese characters.

    python tools/system.py      installs what is missing, where it may; otherwise names the one command to give

It may where it is root or sudo asks for no password, on Debian and Ubuntu. Beside a Chromium of Debian's it puts that
Chromium's languages, so that date fields can be in Chinese: where they cannot be had, all goes on without them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from postgres import find_programs


def missing() -> list[str]:
    """The packages that have to be installed, by the names they have on this distribution."""
    return [name for name, there in _needs().items() if not there()]


def main() -> int:
    """Installs what is missing; 1 where it may not, or where that fails."""
    failed = _install(missing())
    if not failed:
        _install_languages()
    return failed


def _install(packages: list[str]) -> int:
    if not packages:
        return 0
    install = ["apt-get", "install", "--yes", "--no-install-recommends", *packages]
    if not shutil.which("apt-get"):
        print(f"The tests need what Debian calls: {' '.join(packages)}. Install them and try again.", file=sys.stderr)
        return 1
    if os.geteuid() != 0 and not _sudo_asks_nothing():
        print(f"Give this command and try again:\n  sudo {' '.join(install)}", file=sys.stderr)
        return 1
    print(f"Installing {' '.join(packages)} …", flush=True)
    for command in (["apt-get", "update", "--quiet"], install):
        done = _as_root(command)
        if done.returncode:
            print(done.stdout[-2000:], done.stderr[-2000:], sep="\n", file=sys.stderr)
            return 1
    still = missing()
    if still:
        print(f"Installed, but not found: {' '.join(still)}", file=sys.stderr)
    return 1 if still else 0


def _install_languages() -> None:
    """The languages of the Chromium that is there, in its own version: it is not upgraded for their sake."""
    if not shutil.which("dpkg-query") or not shutil.which("apt-get"):
        return
    if _version("chromium-l10n") or not (version := _version("chromium")):
        return
    if os.geteuid() == 0 or _sudo_asks_nothing():
        _as_root(["apt-get", "install", "--yes", "--no-install-recommends", f"chromium-l10n={version}"])


def _version(package: str) -> str:
    """In which version it is installed; "" where it is not."""
    asked = ["dpkg-query", "--show", "--showformat=${db:Status-Status} ${Version}", package]
    said = subprocess.run(asked, capture_output=True, text=True, check=False).stdout
    state, _space, version = said.strip().partition(" ")
    return version if state == "installed" else ""


def _as_root(command: list[str]) -> subprocess.CompletedProcess[str]:
    before = [] if os.geteuid() == 0 else ["sudo", "--non-interactive"]
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run([*before, *command], env=quiet, capture_output=True, text=True, check=False)


def _needs() -> dict[str, Callable[[], bool]]:
    return {
        "chromium-browser" if _is_ubuntu() else "chromium": _has_browser,
        "postgresql": lambda: find_programs() is not None,
        "fonts-noto-cjk": _has_chinese,
    }


def _is_ubuntu() -> bool:
    said = Path("/etc/os-release")
    return said.exists() and "ID=ubuntu" in said.read_text(encoding="utf-8").splitlines()


def _has_browser() -> bool:
    return any(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))


def _has_chinese() -> bool:
    if not shutil.which("fc-list"):
        return any(Path("/usr/share/fonts").rglob("*CJK*"))
    return bool(subprocess.run(["fc-list", ":lang=zh"], capture_output=True, check=False).stdout.strip())


def _sudo_asks_nothing() -> bool:
    if not shutil.which("sudo"):
        return False
    return subprocess.run(["sudo", "--non-interactive", "true"], capture_output=True, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
