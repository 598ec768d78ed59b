"""Photos of what is wrong: shown to the hall's own people and nobody else, sealed at rest, refused with all that was
typed kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from tests.operation.channels.hall.conftest import Time
from tests.operation.channels.hall.things_of_the_tests import unlike_the_log
from tests.operation.people_of_the_tests import Cast
from tests.operation.web.api_caller import token_of

from shouwen.fault import Fault
from shouwen.operation.channels.hall.models import Facility
from shouwen.operation.channels.hall.upkeep import actions, due, photos, story
from shouwen.operation.channels.hall.upkeep.photos import Photo
from shouwen.operation.ledger import models
from shouwen.operation.ledger.attaching import open_file
from shouwen.operation.people import privacy, unit_keys
from shouwen.operation.people.models import Staff, UnitKey
from shouwen.operation.people.rights import Acting
from shouwen.operation.web.api_access import allowance

LoggedIn = Callable[[Staff], Client]
By = Callable[[Staff], Acting]

JPEG = b"\xff\xd8\xff\xe0" + b"the jammed slot" * 4
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
HERE = "/hall/upkeep/hall-east-nm-1/"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: object) -> Path:
    """Where files lie."""
    settings.HOME = tmp_path
    return tmp_path


def sent(data: bytes, name: str = "image.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="image/jpeg")


def files(home: Path) -> list[Path]:
    return [path for path in home.rglob("*") if path.is_file()]


def names() -> list[str]:
    return list(models.Attachment._base_manager.order_by("pk").values_list("name", flat=True))


def report(browser: Client, *sent_files: SimpleUploadedFile, once: str = "r", **headers: str) -> object:
    given = {"what": "jammed", "why": "夹纸", "once": once, "photos": list(sent_files)}
    return browser.post(f"{HERE}not-in-order", given, headers=headers)


def test_a_fault_is_reported_with_photos_that_its_page_shows(
    halls: Cast, kept_up: dict[str, Facility], dao: Staff, logged_in: LoggedIn, time: Time
) -> None:
    browser = logged_in(dao)
    for _ in range(2):  # a double click
        assert report(browser, sent(JPEG), sent(PNG, "屏幕.png")).status_code == 302
    assert len(names()) == 2
    shown = browser.get(HERE).content.decode()
    assert [shown.count(f'src="{HERE}photos/{name}"') for name in names()] == [1, 1]
    assert "夹纸" in shown
    answer = browser.get(f"{HERE}photos/{models.Attachment._base_manager.get(kind='image/jpeg').name}")
    assert (answer.content, answer.headers["Content-Type"]) == (JPEG, "image/jpeg")
    assert answer.headers["Content-Disposition"] == 'inline; filename="image.jpg"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"].startswith("private, no-store")
    assert {one.row.code: one.photos for one in due.things_of(halls.east.pk)}["nm-1"] == 2
    assert unlike_the_log(time.now) == []


def test_what_lies_on_the_disk_opens_by_the_halls_own_key_alone(
    halls: Cast, kept_up: dict[str, Facility], dao: Staff, by: By, home: Path
) -> None:
    actions.report_fault(kept_up["nm-1"], "jammed", by=by(dao))
    photos.add(Facility._base_manager.get(code="nm-1"), [Photo("x.jpg", JPEG)], by=by(dao))
    (path,) = files(home)
    row = models.Attachment._base_manager.get()
    assert (row.unit_id, row.customer_id, path.name) == (halls.east.pk, None, row.name)
    assert b"jammed slot" not in path.read_bytes()
    assert unit_keys.unseal(halls.east, path.read_bytes()) == JPEG
    unit_keys.seal(halls.west, b"another's")
    with pytest.raises(Fault):
        unit_keys.unseal(halls.west, path.read_bytes())
    UnitKey.objects.all().delete()
    with pytest.raises(Fault) as gone:
        unit_keys.unseal(halls.east, path.read_bytes())
    assert gone.value.code == "customer-data-damaged"


def test_a_new_master_key_opens_the_photos_and_the_old_one_does_not(
    halls: Cast, kept_up: dict[str, Facility], dao: Staff, by: By, settings: object
) -> None:
    actions.report_fault(kept_up["nm-1"], "jammed", by=by(dao))
    photos.add(Facility._base_manager.get(code="nm-1"), [Photo("x.jpg", JPEG)], by=by(dao))
    old, new = settings.CUSTOMER_KEY, "another master key of the tests, long enough"
    before = privacy.rewrap(old, new)
    assert (before, privacy.rewrap(old, new)) == (1, 0)
    with pytest.raises(Fault):
        open_file(names()[0])
    settings.CUSTOMER_KEY = new
    assert open_file(names()[0])[1] == JPEG


@pytest.mark.parametrize("name", ["qian", "sun", "wu", "he", "shi", "bai", "an"])
def test_nobody_of_another_hall_is_shown_a_photo(
    halls: Cast, kept_up: dict[str, Facility], dao: Staff, logged_in: LoggedIn, name: str
) -> None:
    report(logged_in(dao), sent(JPEG))
    stranger = logged_in(getattr(halls, name))
    for address in (HERE, f"{HERE}photos/{names()[0]}", f"/attachments/{names()[0]}"):
        answer = stranger.get(address)
        assert (answer.status_code in (403, 404), JPEG in answer.content) == (True, False)
    assert stranger.post(f"{HERE}photos", {"photos": [sent(JPEG)]}).status_code in (403, 404)
    assert len(names()) == 1
    allowance.forget()
    assert token_of(getattr(halls, name)).get(f"/attachments/{names()[0]}").status == 404


def test_a_photo_is_found_with_its_own_thing_alone(
    kept_up: dict[str, Facility], dao: Staff, by: By, logged_in: LoggedIn
) -> None:
    report(logged_in(dao), sent(JPEG))
    actions.report_fault(kept_up["rest"], "broken", by=by(dao))
    browser = logged_in(dao)
    assert browser.get(f"/hall/upkeep/hall-east-rest/photos/{names()[0]}").status_code == 404
    assert browser.get(f"{HERE}photos/{'0' * 64}").status_code == 404
    assert browser.get("/hall/upkeep/hall-east-none/").status_code == 404


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"%PDF-1.7\n", "a.jpg", "这不是照片"),
        (b"MZ\x90\0\x03", "a.jpg", "这不是照片"),
        (b"GIF89a\0\0", "a.gif", "这不是照片"),
        (b"", "a.jpg", "文件是空的"),
        (JPEG + b"x" * 1024 * 1024, "a.jpg", "文件超过 1 MB"),
    ],
)
def test_what_is_no_photo_is_refused_before_anything_is_reported(
    kept_up: dict[str, Facility], dao: Staff, logged_in: LoggedIn, settings: object, home: Path,
    data: bytes, name: str, code: str,
) -> None:  # fmt: skip
    settings.ATTACHMENT_LIMIT = 1024 * 1024
    answer = report(logged_in(dao), sent(JPEG), sent(data, name), **{"HX-Request": "true"})
    assert answer.status_code == 422
    assert code in answer.content.decode()
    assert answer.headers["HX-Fault-Fields"] == "photos"
    row = Facility._base_manager.get(code="nm-1")
    assert (row.state, row.checked_at, files(home), names()) == (story.IN_ORDER, None, [], [])


def test_seven_photos_at_once_are_too_many_and_six_are_not(
    kept_up: dict[str, Facility], dao: Staff, by: By, logged_in: LoggedIn
) -> None:
    browser = logged_in(dao)
    assert report(browser, *[sent(JPEG + bytes([n])) for n in range(7)], **{"HX-Request": "true"}).status_code == 422
    assert Facility._base_manager.get(code="nm-1").state == story.IN_ORDER
    report(browser, *[sent(JPEG + bytes([n])) for n in range(6)])
    assert len(names()) == 6


@pytest.mark.parametrize("name", ["../../etc/x.jpg", "..\\x.jpg", "C:\\x.jpg", "..", ""])
def test_a_name_that_breaks_out_of_the_folder_is_refused(
    kept_up: dict[str, Facility], dao: Staff, by: By, home: Path, name: str
) -> None:
    row = actions.report_fault(kept_up["nm-1"], "jammed", by=by(dao))
    with pytest.raises(Fault) as refused:
        photos.add(row, [Photo("good.jpg", JPEG), Photo(name, JPEG)], by=by(dao))
    assert (refused.value.code, files(home)) == ("attachment-name", [])


def test_once_it_works_again_its_photos_are_earlier_ones(
    kept_up: dict[str, Facility], dao: Staff, by: By, logged_in: LoggedIn, time: Time
) -> None:
    browser = logged_in(dao)
    report(browser, sent(JPEG))
    row = Facility._base_manager.get(code="nm-1")
    assert [len(part) for part in photos.photos_of(row)] == [1, 0]
    time.passes(600)
    row = actions.works_again(row, by=by(dao))
    assert [len(part) for part in photos.photos_of(row)] == [0, 1]
    with pytest.raises(Fault) as works:
        photos.add(row, [Photo("x.jpg", JPEG)], by=by(dao))
    assert works.value.code == "facility-works"
    time.passes(600)
    report(browser, once="again")
    assert browser.post(f"{HERE}photos", {"photos": [sent(PNG, "b.png")], "once": "more"}).status_code == 302
    row = Facility._base_manager.get(code="nm-1")
    assert [[one.kind for one in part] for part in photos.photos_of(row)] == [["image/png"], ["image/jpeg"]]


def test_a_file_is_a_customers_or_a_units_and_never_nobodys(halls: Cast, kept_up: dict[str, Facility]) -> None:
    row = models.Attachment(name="0" * 64, case_id=kept_up["rest"].pk, sealed_title=b"", kind="x", size=1, added_at=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)
