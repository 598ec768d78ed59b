"""Files of cases: by their bytes, sealed at rest, handed to who sees the case, and refused kindly otherwise."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.operation.people_of_the_tests import Cast
from tests.operation.web.east_hall import MONDAY, Hall, acting, at_work, story, text_of

from shouwen.fault import Fault
from shouwen.operation.ledger import file_kinds, models
from shouwen.operation.ledger.attaching import attach, open_file
from shouwen.operation.people import privacy, scope
from shouwen.operation.people.models import Staff

LoggedIn = Callable[[Staff], Client]

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 20
WEBP = b"RIFF\x10\0\0\0WEBPVP8 "


def archive(*names: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name in names:
            file.writestr(zipfile.ZipInfo(name), "x")  # the same at any time of day
    return out.getvalue()


XLSX = archive("[Content_Types].xml", "xl/workbook.xml")
DOCX = archive("[Content_Types].xml", "word/document.xml")


@pytest.fixture
def hall(cast: Cast, tmp_path: Path, settings: object) -> Iterator[Hall]:
    settings.HOME = tmp_path  # type: ignore[attr-defined]
    with at_work(cast) as hall:
        yield hall


def send(browser: Client, hall: Hall, name: str, data: bytes, once: str = "f") -> object:
    file = SimpleUploadedFile(name, data, content_type="text/html")
    return browser.post(f"{hall.address}attach", {"file": file, "once": once})


def files() -> list[Path]:
    return [path for path in Path(settings.HOME).rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("账单.pdf", PDF, file_kinds.PDF),
        ("屏幕.png", PNG, file_kinds.PNG),
        ("照片.JPG", JPEG, file_kinds.JPEG),
        ("照片.webp", WEBP, file_kinds.WEBP),
        ("说明.txt", "三十元\n".encode(), file_kinds.TEXT),
        ("说明.csv", "金额,三十元\r\n".encode("gb18030"), file_kinds.TEXT),
        ("表.xlsx", XLSX, file_kinds.XLSX),
        ("信.docx", DOCX, file_kinds.DOCX),
    ],
)
def test_a_file_is_added_listed_and_handed_out_as_it_was(
    hall: Hall, logged_in: LoggedIn, name: str, data: bytes, kind: str
) -> None:
    browser = logged_in(hall.cast.lin)

    assert send(browser, hall, name, data).status_code == 302  # type: ignore[attr-defined]

    row = models.Attachment._base_manager.get()
    assert (row.kind, row.size, row.added_at) == (kind, len(data), MONDAY)
    assert models.Event._base_manager.get(word="attachment.added").data["text"] == f"file:{row.name}"
    assert name in text_of(logged_in(hall.cast.zhao).get(hall.address))
    answer = logged_in(hall.cast.zhao).get(f"/attachments/{row.name}")
    assert answer.content == data
    assert answer.headers["Content-Type"] == kind
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename")


def test_what_lies_on_the_disk_tells_nothing_and_is_called_by_its_digest(hall: Hall, logged_in: LoggedIn) -> None:
    send(logged_in(hall.cast.lin), hall, "陈桂兰的账单.txt", "陈桂兰欠费三十元".encode())

    row = models.Attachment._base_manager.get()
    (path,) = files()
    assert path == Path(settings.HOME) / "attachments" / row.name[:2] / row.name
    assert "陈桂兰".encode() not in path.read_bytes()
    assert "陈桂兰".encode() not in bytes(row.sealed_title)


def test_nobody_of_another_hall_is_handed_it(hall: Hall, logged_in: LoggedIn) -> None:
    send(logged_in(hall.cast.lin), hall, "账单.pdf", PDF)
    name = models.Attachment._base_manager.get().name

    for stranger in (hall.cast.qian, hall.cast.sun, hall.cast.an, hall.cast.bai):
        answer = logged_in(stranger).get(f"/attachments/{name}")
        assert (answer.status_code, PDF in answer.content, "账单" in text_of(answer)) == (404, False, False)
    assert Client().get(f"/attachments/{name}").status_code == 302


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("空.pdf", b"", "文件是空的"),
        ("程序.pdf", b"MZ\x90\0\x03\0\0\0", "这类文件不能添加"),
        ("程序.txt", b"\x7fELF\x02\x01\x01", "这类文件不能添加"),
        ("宏.xlsx", archive("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"), "这类文件不能添加"),
        ("包.docx", archive("a.txt"), "这类文件不能添加"),
        ("坏.docx", DOCX[:40], "这类文件不能添加"),
        ("图.png", b"GIF89a\0\0", "这类文件不能添加"),
    ],
)
def test_another_file_is_refused_kindly_and_nothing_is_kept(
    hall: Hall, logged_in: LoggedIn, name: str, data: bytes, said: str
) -> None:
    answer = send(logged_in(hall.cast.lin), hall, name, data)

    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert said in text_of(answer)  # type: ignore[arg-type]
    assert files() == []
    assert story(hall.case) == ["request.noted"]


@pytest.mark.parametrize(
    ("language", "said"),
    [("zh-hans", "文件超过 1 MB"), ("zh-hant", "檔案超過 1 MB"), ("en", "the file is larger than 1 MB")],
)
def test_a_file_too_large_is_refused_in_three_languages(
    hall: Hall, logged_in: LoggedIn, settings: object, language: str, said: str
) -> None:
    settings.ATTACHMENT_LIMIT = 1024 * 1024  # type: ignore[attr-defined]
    browser = logged_in(hall.cast.lin)
    browser.cookies["language"] = language

    answer = send(browser, hall, "大.pdf", PDF + b"x" * 1024 * 1024)

    assert (answer.status_code, said in text_of(answer)) == (422, True)  # type: ignore[attr-defined, arg-type]
    assert files() == []


@pytest.mark.parametrize("name", ["../../etc/x.pdf", "..\\..\\x.pdf", "/etc/x.pdf", "C:\\x.pdf", "a/../x.pdf"])
def test_a_name_that_breaks_out_of_the_folder_comes_to_nothing(hall: Hall, logged_in: LoggedIn, name: str) -> None:
    with pytest.raises(Fault) as refused:
        attach(hall.case, name, PDF, by=acting(hall.cast.lin))
    assert refused.value.code == "attachment-name"

    send(logged_in(hall.cast.lin), hall, name, PDF)

    (path,) = files()
    assert path.parent.parent == Path(settings.HOME) / "attachments"
    answer = logged_in(hall.cast.lin).get(f"/attachments/{path.name}")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="x.pdf"'


@pytest.mark.parametrize("name", ["..", ".", "", "  ", "x\u202efdp.exe", "x\0.pdf", "字" * 300])
def test_a_name_that_is_none_or_hides_something_is_refused(hall: Hall, name: str) -> None:
    with pytest.raises(Fault) as refused:
        attach(hall.case, name, PDF, by=acting(hall.cast.lin))
    assert refused.value.code in ("attachment-name", "text-hidden-characters", "text-too-long")
    assert files() == []


def test_a_file_that_says_it_is_something_else_gets_the_ending_of_what_it_is(hall: Hall, logged_in: LoggedIn) -> None:
    browser = logged_in(hall.cast.lin)
    send(browser, hall, "页面.html", b"<script>alert(1)</script>")

    answer = browser.get(f"/attachments/{models.Attachment._base_manager.get().name}")

    assert answer.headers["Content-Type"] == "text/plain"
    assert answer.headers["Content-Disposition"].endswith(".html.txt")


@pytest.mark.parametrize("name", ["x", "../secret.key", "A" * 64, "0" * 63, "0" * 64])
def test_no_other_file_is_reached_by_an_address(hall: Hall, logged_in: LoggedIn, name: str) -> None:
    assert logged_in(hall.cast.lin).get(f"/attachments/{name}").status_code == 404


def test_a_file_sent_twice_is_kept_once(hall: Hall, logged_in: LoggedIn) -> None:
    browser = logged_in(hall.cast.lin)

    for _time in range(2):
        send(browser, hall, "账单.pdf", PDF)

    assert len(files()) == 1
    assert models.Attachment._base_manager.count() == 1
    assert story(hall.case) == ["request.noted", "attachment.added"]


def test_the_files_of_an_erased_customer_open_no_more(hall: Hall, logged_in: LoggedIn) -> None:
    browser = logged_in(hall.cast.lin)
    send(browser, hall, "账单.pdf", PDF)
    name = models.Attachment._base_manager.get().name

    privacy.erase(hall.customer, MONDAY)

    assert browser.get(f"/attachments/{name}").status_code == 404
    assert "账单" not in text_of(browser.get(hall.address)).replace("宽带账单", "")


def test_a_file_that_was_changed_on_the_disk_is_not_handed_out(hall: Hall, logged_in: LoggedIn) -> None:
    send(logged_in(hall.cast.lin), hall, "账单.pdf", PDF)
    (path,) = files()
    path.write_bytes(path.read_bytes()[:-1] + b"x")

    with scope.of(acting(hall.cast.lin).seen), pytest.raises(Fault) as refused:
        open_file(path.name)
    assert refused.value.code == "customer-data-damaged"
