"""The document of the API."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pydantic import BaseModel

from shouwen.operation.project import urls


def shapes(above: type[BaseModel] = BaseModel) -> Iterator[type[BaseModel]]:
    """All that is sent to the API or answered by it."""
    for one in above.__subclasses__():
        if one.__module__.startswith("shouwen.operation."):
            yield one
        yield from shapes(one)


def test_no_two_shapes_have_one_name_for_the_document_would_show_one_in_the_place_of_both() -> None:
    assert urls.urlpatterns
    names = Counter(one.__name__ for one in set(shapes()))
    assert len(names) > 50
    assert [name for name, count in names.items() if count > 1] == []
