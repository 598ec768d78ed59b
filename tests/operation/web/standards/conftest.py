"""Two halls that work by different standards, and an author."""

from __future__ import annotations

import pytest
from tests.operation.people_of_the_tests import Cast
from tests.operation.web.standards.small import Readers, open_books

from shouwen.operation.ledger import editions, standards
from shouwen.operation.web.standards import books


@pytest.fixture
def readers(cast: Cast) -> Readers:
    """The halls; what a test before had read is forgotten, as the numbers of editions are given anew."""
    editions.forget()
    standards._standard_in.cache_clear()
    books._made.cache_clear()
    return open_books(cast)
