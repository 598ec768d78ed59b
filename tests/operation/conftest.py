"""What all tests of the operation share: an installation of their own in a temporary folder, and a cast of people.

Django is set up here and not for the whole suite: who tests the core alone need not wait for it.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import django
import pytest

HOME = Path(tempfile.mkdtemp(prefix="shouwen-tests-"))
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
os.environ["SHOUWEN_HOME"] = str(HOME)
os.environ["DJANGO_SETTINGS_MODULE"] = "shouwen.operation.project.settings"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # the browser's driver runs an event loop in the tests' thread

from django.conf import settings  # noqa: E402

# A file, as in use: in memory there is no write-ahead log, and threads would lock each other's tables.
settings.DATABASES["default"].setdefault("TEST", {})
if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    settings.DATABASES["default"]["TEST"]["NAME"] = str(HOME / "tests.sqlite3")
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the real one is slow on purpose
settings.INSTALLED_APPS += ["tests.operation.laws.trial.apps.Trial"]  # a room whose rows are the tests' alone
django.setup()

from django.test import Client  # noqa: E402
from pytest_django import DjangoDbBlocker  # noqa: E402
from tests.operation.people_of_the_tests import Cast, make_cast  # noqa: E402

from shouwen.operation.people import scope  # noqa: E402
from shouwen.operation.people.models import Staff  # noqa: E402


@pytest.fixture(autouse=True, scope="session")
def _only_marked_tests_reach_the_database(django_db_blocker: DjangoDbBlocker) -> None:
    django_db_blocker.block()


@pytest.fixture
def everywhere() -> Iterator[None]:
    """The test sees all rows."""
    with scope.everywhere():
        yield


@pytest.fixture
def cast(db: None) -> Cast:
    """The people of the tests, fresh."""
    return make_cast()


@pytest.fixture
def logged_in() -> Callable[[Staff], Client]:
    """A browser in which this person is logged in."""

    def open_browser(staff: Staff) -> Client:
        browser = Client()
        browser.force_login(staff, backend="allauth.account.auth_backends.AuthenticationBackend")
        return browser

    return open_browser
