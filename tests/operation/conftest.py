"""What all tests of the operation share: an installation of their own in a temporary folder, and a cast of people.

Django is set up here and not for the whole suite: who tests the core alone need not wait for it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import django
import pytest

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.operation.settings"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # the browser's driver runs an event loop in the tests' thread
django.setup()

from django.test import Client  # noqa: E402
from pytest_django import DjangoDbBlocker  # noqa: E402
from tests.operation.browser import (  # noqa: E402, F401
    _our_own_static_files,
    _set_up,
    chromium,
    open_page,
    page,
    scrolls_sideways,
    seen_by_axe,
)
from tests.operation.people_of_the_tests import Cast, make_cast  # noqa: E402

from shouwen.operation.people import scope  # noqa: E402
from shouwen.operation.people.models import Staff  # noqa: E402

_looked_at: set[str] = set()


def pytest_itemcollected(item: pytest.Item) -> None:
    """Marks who needs a browser; and of a page that is looked at in several languages, widths or colours all but the
    first look."""
    if "chromium" not in getattr(item, "fixturenames", ()):
        return
    item.add_marker("browser")
    looks = getattr(item, "callspec", None)
    if looks is not None and {"language", "width", "dark"} & set(looks.params):
        name = item.nodeid.partition("[")[0]
        if name in _looked_at:
            item.add_marker("sweep")
        _looked_at.add(name)


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
        browser.force_login(staff, backend="shouwen.operation.people.login.Backend")
        return browser

    return open_browser
