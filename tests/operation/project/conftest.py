"""Installations that really run: one is prepared, each test runs a copy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.operation.project import served


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """One that is never run."""
    with served.prepared(tmp_path_factory.mktemp("prepared") / "home") as environment:
        yield environment


@pytest.fixture
def installed(tmp_path: Path, prepared: dict[str, str]) -> Iterator[served.Installation]:
    """One with the cast of the tests in it, not yet running."""
    with served.installation(tmp_path, prepared) as made:
        yield made
