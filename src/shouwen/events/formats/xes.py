"""Logs of the XES standard (IEEE 1849), read as a stream."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from lxml import etree

from shouwen.events.formats.heard import RawRow
from shouwen.fault import Fault

MOST_BETWEEN = 8 * 2**20
"""Bytes that may pass without an event or a trace. What is read is let go at each, so this bounds the memory."""

_BUILT = ("{*}event", "{*}trace")


def read_xes(file: BinaryIO, *, place: str) -> Iterator[tuple[int, RawRow]]:
    """The events, numbered from 1, each with the attributes of its trace as "case:NAME"; all values as text.

    Attributes within attributes are passed over, and so are the log's own. Raises Fault for what is no XML, no XES,
    or has a document type of its own (which XES never has, and which could make a small file endless).
    """
    number = 0
    metered = _Metered(file, place)
    trace: etree._Element | None = None
    case: dict[str, str | None] = {}
    parsing = etree.iterparse(
        metered, ("end",), tag=_BUILT, collect_ids=False, remove_comments=True, remove_pis=True,
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False,
    )  # fmt: skip
    try:
        for _, element in parsing:
            if number == 0 and element.getroottree().docinfo.internalDTD is not None:
                raise Fault("log-xes-doctype", place=place)
            if _name(element) == "trace":
                if element is trace and _name(element[-1]) != "event":
                    raise Fault("log-xes-order", place=f"{place}: row {number}", name=element[-1].get("key"))
            else:
                number += 1
                parent = element.getparent()
                if parent is not trace:
                    trace, case = parent, {}
                    if parent is not None and _name(parent) == "trace":
                        case = {f"case:{key}": value for key, value in _attributes(parent)}
                yield number, {**case, **dict(_attributes(element))}
            _let_go(element)
            metered.passed = 0
    except etree.XMLSyntaxError as error:
        why = error.msg.partition(", line")[0]
        raise Fault("log-xes-broken", place=f"{place}: row {number + 1}", line=error.lineno, why=why) from None
    if parsing.root is None or _name(parsing.root) != "log":
        raise Fault("log-not-xes", place=place)


class _Metered:
    """A file that refuses to be read on and on without an event."""

    def __init__(self, file: BinaryIO, place: str) -> None:
        self.passed = 0
        self._file = file
        self._place = place

    def read(self, size: int = -1, /) -> bytes:
        if self.passed > MOST_BETWEEN:
            raise Fault("log-not-xes", place=self._place)
        data = self._file.read(size)
        self.passed += len(data)
        return data


def _attributes(element: etree._Element) -> Iterator[tuple[str, str | None]]:
    for child in element:
        key = child.get("key")
        if key is not None:
            yield key, child.get("value")


def _let_go(element: etree._Element) -> None:
    """Empty the element, and drop all that stood before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]
