"""What can be held against the repository in what the documents say: their links, their pictures, the dependencies."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
LARGEST = 150_000  # bytes of a picture


def _linked(document: Path) -> set[Path]:
    """The files that a document links to; addresses of the web and places within a page are none."""
    targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)", document.read_text(encoding="utf-8"))
    return {(document.parent / target).resolve() for target in targets if "://" not in target}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_what_a_document_links_to_is_there(document: Path) -> None:
    assert {target for target in _linked(document) if not target.exists()} == set()


def test_each_picture_of_the_pages_is_shown_somewhere_and_is_small() -> None:
    shown = set().union(*map(_linked, DOCUMENTS))
    sizes = {path: path.stat().st_size for path in (ROOT / "docs/pages").glob("*")}
    assert len(sizes) >= 20
    assert {path.name: size for path, size in sizes.items() if path not in shown or size > LARGEST} == {}


def test_each_direct_dependency_has_its_line() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = [
        *project["project"]["dependencies"],
        *(one for group in project["dependency-groups"].values() for one in group),
    ]
    names = {re.split(r"[^\w.-]", one)[0].lower() for one in asked}
    rows = re.findall(
        r"^\| ([\w./@-]+)", (ROOT / "docs/dependencies.md").read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    listed = {name.lower() for name in rows if not name.startswith("@")} - {"package", "echarts", "signature_pad"}
    assert listed == names
