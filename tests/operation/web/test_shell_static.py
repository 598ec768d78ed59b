"""Static files: hashed, kept for a year, compressed, and nothing else than what is there."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.templatetags.static import static
from django.test import Client

from shouwen.operation.web import statics

WEB = Path(statics.__file__).parent
LOOK = (WEB / "static/web/look.css").read_bytes()


def test_a_file_is_asked_for_by_the_digest_of_its_content_and_kept_for_a_year() -> None:
    address = static("web/look.css")
    answer = Client().get(address)
    assert re.fullmatch(r"/static/web/look\.[0-9a-f]{12}\.css", address)
    assert (answer.content, answer["Cache-Control"]) == (LOOK, "public, max-age=31536000, immutable")
    assert answer["Content-Type"] == "text/css; charset=utf-8"


def test_it_is_compressed_for_who_can_read_that() -> None:
    answer = Client().get(static("web/look.css"), headers={"accept-encoding": "gzip, deflate"})
    assert (gzip.decompress(answer.content), answer["Content-Encoding"], answer["Vary"]) == (
        LOOK,
        "gzip",
        "Accept-Encoding",
    )


def test_an_old_name_gets_the_present_file_but_is_not_kept() -> None:
    answer = Client().get("/static/web/look.0123456789ab.css")
    assert (answer.content, answer["Cache-Control"]) == (LOOK, "no-cache")


def test_who_has_it_already_gets_it_not_again() -> None:
    browser = Client()
    tag = browser.get("/static/web/look.css")["ETag"]
    answer = browser.get("/static/web/look.css", headers={"if-none-match": tag})
    assert (answer.status_code, answer.content) == (304, b"")


@pytest.mark.parametrize(
    "name",
    [
        "../page.py",
        "web/../../page.py",
        "%2e%2e/page.py",
        "/etc/passwd",
        "web/",
        "",
        "web/look.css/",
        "web/none.css",
        "web/l\x00ook.css",
    ],
)
def test_nothing_but_the_files_that_are_there_can_be_had(name: str) -> None:
    answer = Client().get(f"/static/{name}")
    assert (answer.status_code, answer.content) == (404, b"")


def test_a_file_can_be_read_and_not_written() -> None:
    answer = Client().post("/static/web/look.css")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")


def test_no_page_of_ours_holds_a_style_or_a_script_of_its_own() -> None:
    found = [
        path.name
        for path in (WEB / "templates").rglob("*.html")
        if re.search(r"\sstyle=|<style|\son\w+=|<script(?![^>]*\bsrc=)|javascript:", path.read_text(encoding="utf-8"))
    ]
    assert found == []
