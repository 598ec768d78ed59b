"""The cast at work by the standard of the first asked."""

from __future__ import annotations

import pytest
from tests.operation.people_of_the_tests import Cast

from shouwen.operation.ledger import editions
from shouwen.operation.ledger.publishing import publish_pack
from shouwen.operation.people.models import Unit
from shouwen.operation.people.rights import SYSTEM


def work_by_the_pack(organisation: Unit) -> None:
    """From now on, and as if always, the organisation works by pack:first-asked."""
    editions.forget()
    organisation.standard = "first-asked"
    organisation.save()
    publish_pack("pack:first-asked", at=organisation, by=SYSTEM)


@pytest.fixture
def standard(cast: Cast) -> Cast:
    """The cast, whose organisation works by the pack."""
    work_by_the_pack(cast.organisation)
    return cast
