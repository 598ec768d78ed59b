"""What is wrong comes to one clear fault, by page and by API alike: where it is, what to do, in the person's language.

And nothing of it is kept: no row and no file that was not there before.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.operation.people_of_the_tests import Cast
from tests.operation.web.api_caller import Answer, token_of
from tests.operation.web.east_hall import MONDAY, Hall, at_work, text_of

from shouwen.operation.ledger import clock, words
from shouwen.operation.people.models import Staff
from shouwen.operation.web.api_access import allowance

LoggedIn = Callable[[Staff], Client]

LANGUAGES = ("zh-hans", "zh-hant", "en")
MEGABYTE = "王" * 350_000
SCRIPT = "<script>alert('1')</script><img src=x onerror=alert(2)>"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"


@pytest.fixture
def hall(cast: Cast, tmp_path: Path, settings: Any) -> Iterator[Hall]:
    settings.HOME = tmp_path
    allowance.forget()
    with at_work(cast) as hall:
        yield hall


def all_that_is_kept() -> dict[str, int]:
    """How many rows each table of ours has, and how many files there are."""
    kept = {
        model._meta.label: model._base_manager.count()
        for model in apps.get_models()
        if model.__module__.startswith("shouwen.") and model._meta.model_name not in ("session", "remembered")
    }
    return kept | {"files": sum(path.is_file() for path in Path(settings.HOME).rglob("*"))}


def in_language(browser: Client, language: str) -> Client:
    browser.cookies["language"] = language
    return browser


# Of the wrong branch ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("zh-hans", ("没有这个页面", "您管不到的单位", "核对网址")),
        ("zh-hant", ("沒有這個頁面", "您管不到的單位", "核對網址")),
        ("en", ("There is no such page", "a unit that is not yours", "Check the address")),
    ],
)
def test_a_page_of_another_branch_is_not_there_and_says_what_to_do(
    hall: Hall, logged_in: LoggedIn, language: str, says: tuple[str, ...]
) -> None:
    before = all_that_is_kept()
    browser = in_language(logged_in(hall.cast.qian), language)
    for answer in (browser.get(hall.address), browser.post(f"{hall.address}note", {"text": "x", "once": "a"})):
        assert answer.status_code == 404
        assert [one for one in says if one not in text_of(answer)] == []
    assert all_that_is_kept() == before


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("zh-hans", "没有编码为“hall-east”的单位；请核对编码"),
        ("zh-hant", "沒有編碼為「hall-east」的單位；請核對編碼"),
        ("en", "no unit with the code hall-east"),
    ],
)  # fmt: skip
def test_by_the_api_another_branch_is_not_there_and_is_named(hall: Hall, language: str, says: str) -> None:
    caller = token_of(hall.cast.qian, language=language)
    before = all_that_is_kept()
    begun = {"kind": "request", "unit": "hall-east", "word": "request.noted", "data": {"topic": "enquiry", "text": "x"}}
    noted = {"unit": "hall-east", "topic": "enquiry", "text": "x"}
    for path, body in (("/cases", begun), ("/requests", noted)):
        answer = caller.post(path, body)
        assert (answer.status, answer.json["code"]) == (404, "unit-unknown")
        assert says in answer.json["detail"]
    assert all_that_is_kept() == before


# Expired ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "cure"),
    [("zh-hans", "请另建一个"), ("zh-hant", "請另建一個"), ("en", "make another")],
)
def test_an_expired_token_does_nothing_and_says_so(hall: Hall, language: str, cure: str) -> None:
    caller = token_of(hall.cast.lin, language=language, lasts=60)
    before = all_that_is_kept()
    with clock.standing(MONDAY + 61):
        answers = [
            caller.post(f"/cases/{hall.case.subject}/events", {"word": "note.added", "data": {"text": "x"}}),
            caller.send(f"/cases/{hall.case.subject}/attachments", "x.pdf", PDF),
            caller.get("/export"),
        ]
    assert [(one.status, one.json["code"]) for one in answers] == [(401, "token-ended")] * 3
    assert all(cure in one.json["detail"] for one in answers), answers[0].json["detail"]
    assert all_that_is_kept() == before


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh-hans", "您已退出登录：30 分钟"),
        ("zh-hant", "您已登出：30 分鐘"),
        ("en", "You were logged out: nothing was done for 30 minutes"),
    ],
)
def test_a_session_that_expired_does_nothing_and_says_so(
    hall: Hall, logged_in: LoggedIn, language: str, said: str
) -> None:
    browser = in_language(logged_in(hall.cast.lin), language)
    browser.get("/")
    before = all_that_is_kept()
    with clock.standing(MONDAY + settings.IDLE_LOGOUT):
        answer = browser.post(f"{hall.address}note", {"text": "x", "once": "a"}, follow=True)
    assert answer.redirect_chain[0][0].startswith("/account/login/")
    assert said in text_of(answer)
    assert all_that_is_kept() == before


# A megabyte ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("field", ["name", "line", "phones"])
def test_a_customers_name_of_a_megabyte_is_refused_at_its_field(hall: Hall, logged_in: LoggedIn, field: str) -> None:
    before = all_that_is_kept()
    address = f"/customers/{hall.customer.name}/change"
    answer = logged_in(hall.cast.lin).post(address, {field: MEGABYTE, "consent": "asked", "once": "a"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert all_that_is_kept() == before


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("field", ["kind", "unit", "word", "customer"])
def test_by_the_api_a_name_of_a_megabyte_is_refused_at_its_place(hall: Hall, language: str, field: str) -> None:
    caller = token_of(hall.cast.lin, language=language)
    before = all_that_is_kept()
    begun = {"kind": "request", "unit": "hall-east", "word": "request.noted", "data": {}, field: MEGABYTE}
    answer = caller.post("/cases", begun)
    assert (answer.status, [one["place"] for one in answer.json["errors"]]) == (422, [f"body.{field}"])
    assert "256" in answer.json["errors"][0]["detail"]
    assert MEGABYTE[:50] not in json.dumps(answer.json, ensure_ascii=False)
    assert all_that_is_kept() == before


# Scripts ------------------------------------------------------------------------------------------------------------


def test_a_script_in_a_name_a_text_or_a_files_name_is_only_ever_text(hall: Hall, logged_in: LoggedIn) -> None:
    browser, caller = logged_in(hall.cast.lin), token_of(hall.cast.lin)
    browser.post(f"/customers/{hall.customer.name}/change", {"name": SCRIPT, "consent": "asked", "once": "a"})
    caller.post(f"/cases/{hall.case.subject}/events", {"word": "note.added", "data": {"text": SCRIPT}})
    caller.send(f"/cases/{hall.case.subject}/attachments", "<script>alert(3)<.txt", b"x")
    shown = browser.post(f"/customers/{hall.customer.name}/unmask", {"why": "visit", "once": "b"})
    for page in (browser.get(hall.address), browser.get(f"/customers/{hall.customer.name}/"), browser.get("/"), shown):
        text = text_of(page)
        assert ("<script>alert" in text, "<img src=x" in text) == (False, False)
        assert "script-src 'self'" in page.headers["Content-Security-Policy"]
    assert "&lt;script&gt;alert" in text_of(browser.get(hall.address))
    told = caller.get(f"/cases/{hall.case.subject}/thread")
    assert SCRIPT in [one["texts"].get("text") for one in told.json["events"]]  # as it was said: JSON, and never HTML
    assert told.headers["Content-Type"] == "application/json; charset=utf-8"
    assert told.headers["X-Content-Type-Options"] == "nosniff"


# Files --------------------------------------------------------------------------------------------------------------

FILES: list[tuple[str, bytes, int, str, dict[str, str]]] = [
    (
        "大.pdf", PDF + b"x" * 1024 * 1024, 413, "attachment-too-large",
        {"zh-hans": "请压缩或拆分", "zh-hant": "請壓縮或拆分", "en": "make it smaller"},
    ),
    (
        "程序.pdf", b"MZ\x90\0\x03\0\0\0", 415, "attachment-kind",
        {"zh-hans": "可以添加 PDF", "zh-hant": "可以添加 PDF", "en": "PDF, pictures"},
    ),
    ("空.pdf", b"", 422, "attachment-empty", {"zh-hans": "请另选", "zh-hant": "請另選", "en": "choose another"}),
]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "data", "status", "code", "says"), FILES, ids=[one[3] for one in FILES])
def test_a_file_that_cannot_be_added_is_refused_by_page_and_api_alike(
    hall: Hall, logged_in: LoggedIn, settings: Any, language: str, name: str, data: bytes, status: int, code: str,
    says: dict[str, str],
) -> None:  # fmt: skip
    settings.ATTACHMENT_LIMIT = 1024 * 1024
    caller = token_of(hall.cast.lin, language=language)
    browser = in_language(logged_in(hall.cast.lin), language)
    before = all_that_is_kept()

    told = caller.send(f"/cases/{hall.case.subject}/attachments", name, data)
    shown = browser.post(f"{hall.address}attach", {"file": SimpleUploadedFile(name, data), "once": "a"})

    assert (told.status, told.json["code"], told.json["place"]) == (status, code, "file")
    assert says[language] in told.json["detail"]
    assert (shown.status_code, says[language] in text_of(shown)) == (422, True)
    assert all_that_is_kept() == before


@pytest.mark.parametrize("name", ["../../etc/x.pdf", "..\\..\\x.pdf", "/etc/x.pdf", "C:\\x.pdf", "a/../x.pdf"])
def test_a_name_that_breaks_out_of_the_folder_comes_to_nothing_by_the_api(hall: Hall, name: str) -> None:
    caller = token_of(hall.cast.lin)
    sent = caller.send(f"/cases/{hall.case.subject}/attachments", name, PDF)
    [path] = [path for path in Path(settings.HOME).rglob("*") if path.is_file()]
    assert path.relative_to(settings.HOME).parts[0] == "attachments"
    assert (sent.status, sent.json["title"], sent.json["name"]) == (201, "x.pdf", path.name)
    fetched = caller.get(f"/attachments/{path.name}")
    assert (fetched.body, fetched.headers["Content-Disposition"]) == (PDF, 'attachment; filename="x.pdf"')
    assert fetched.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name", ["..%2F..%2Fsecret.key", "%2Fetc%2Fpasswd", "0" * 64, "x" * 300, "file:" + "0" * 64])
def test_no_other_file_is_reached_by_the_api(hall: Hall, name: str) -> None:
    answer = token_of(hall.cast.lin).get(f"/attachments/{name}")
    assert answer.json["code"] in ("attachment-unknown", "api-nothing-here", "api-input")


def test_a_file_is_added_by_the_api_once_listed_and_fetched(hall: Hall) -> None:
    caller, address = token_of(hall.cast.lin), f"/cases/{hall.case.subject}/attachments"
    sent = [caller.send(address, "账单.pdf", PDF, Idempotency_Key="a").json for _ in range(2)]
    assert sent[0] == sent[1]
    assert caller.get(address).json == {"attachments": [sent[0]]}
    assert (sent[0]["title"], sent[0]["kind"], sent[0]["size"]) == ("账单.pdf", "application/pdf", len(PDF))
    assert caller.get(f"/attachments/{sent[0]['name']}").body == PDF
    assert sum(path.is_file() for path in Path(settings.HOME).rglob("*")) == 1
    note = {"word": "note.added", "data": {"text": "x"}}
    caller.post(f"/cases/{hall.case.subject}/events", note, Idempotency_Key="b")
    assert caller.send(address, "账单.pdf", PDF, Idempotency_Key="b").json["code"] == "api-once-differs"
    assert sum(path.is_file() for path in Path(settings.HOME).rglob("*")) == 1


@pytest.mark.parametrize(
    ("body", "kind", "status", "code"),
    [
        (b"x", "multipart/form-data", 400, "api-form"),
        (b"--a\r\nContent-Disposition: form-data; name", "multipart/form-data; boundary=a", 422, "api-input"),
        (b"{}", "application/json", 422, "api-input"),
        (b"".join(b'--a\r\nContent-Disposition: form-data; name="f"; filename="x"\r\n\r\nx\r\n' for _ in range(200))
         + b"--a--\r\n", "multipart/form-data; boundary=a", 400, "api-form"),
    ],
)  # fmt: skip
def test_a_form_that_cannot_be_read_is_a_problem(hall: Hall, body: bytes, kind: str, status: int, code: str) -> None:
    answer = token_of(hall.cast.lin).post(f"/cases/{hall.case.subject}/attachments", body, kind=kind)
    assert (answer.status, answer.json["code"]) == (status, code)


# What only the book says --------------------------------------------------------------------------------------------

NOT_SAID = sorted(words.SAID_BY_THE_BOOK | {words.SHOWN, words.FORGOTTEN, words.KNOWN, words.ATTACH, words.SHIFT_BEGUN})


@pytest.mark.parametrize("word", NOT_SAID)
def test_what_only_the_book_says_nobody_says_by_page_or_api_however_they_ask(
    hall: Hall, logged_in: LoggedIn, word: str
) -> None:
    gu, browser = token_of(hall.cast.gu), logged_in(hall.cast.gu)
    event = {"specversion": "1.0", "id": "1", "source": "x", "type": word, "subject": hall.case.subject, "data": {}}
    before = all_that_is_kept()
    answers: list[Answer] = [
        gu.post(f"/cases/{hall.case.subject}/events", {"word": word}),
        gu.post(f"/cases/{hall.case.subject}/events", {"word": word, "at": "2025-04-20T00:00:00Z"}),
        gu.post("/cases", {"kind": "request", "unit": "hall-east", "word": word}),
        gu.post("/events", event, kind="application/cloudevents+json"),
    ]
    assert {one.json["code"] for one in answers} <= {"not-yours", "api-word-of-the-book"}
    for name in (word, word.replace(".", "-"), word.partition(".")[2]):
        for address in (f"{hall.address}{name}", f"/requests/{hall.case.subject}/{name}"):
            assert browser.post(address, {"text": "x", "reason": "x", "once": "a"}).status_code == 404
    assert all_that_is_kept() == before


@pytest.mark.parametrize("fact", ["owner", "customer", "arose_from", "out_of_turn", "reason"])
def test_what_the_book_stamps_on_an_event_nobody_gives(hall: Hall, fact: str) -> None:
    gu = token_of(hall.cast.gu)
    given = {fact: True if fact == "out_of_turn" else "staff:1"}
    event = {
        "specversion": "1.0", "id": "1", "source": "x", "type": "note.added", "subject": hall.case.subject,
        "data": given,
    }  # fmt: skip
    begun = {"kind": "request", "unit": "hall-east", "word": "request.noted", "data": {"topic": "enquiry", **given}}
    before = all_that_is_kept()
    for answer in (
        gu.post(f"/cases/{hall.case.subject}/events", {"word": "note.added", "data": given}),
        gu.post("/cases", begun),
        gu.post("/events", event, kind="application/cloudevents+json"),
    ):
        assert (answer.status, answer.json["code"], answer.json["place"]) == (422, "api-fact", f"data.{fact}")
    assert all_that_is_kept() == before
