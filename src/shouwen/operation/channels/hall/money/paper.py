"""A receipt on paper of 58 or 80 mm: what stands on it, drawn as PDF or written for a receipt printer.

How lines break and what the printers understand: machine/slip_bytes.py; the fonts of the PDF: machine/slip_pdf.py.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import typst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from shouwen.operation.channels.hall.machine.slip_bytes import CHARACTERS, COLUMNS, width_of, wrapped
from shouwen.operation.channels.hall.machine.slip_pdf import fonts
from shouwen.operation.channels.hall.models import Receipt
from shouwen.operation.channels.hall.money import fees
from shouwen.operation.ledger.editions import settings_now
from shouwen.operation.web.page import language
from shouwen.operation.web.tags import when

_DRAWING: Final = Path(__file__).with_name("receipt.typ")
_ESC, _FS, _GS = b"\x1b", b"\x1c", b"\x1d"
_BEGIN, _LEFT, _CENTRE = _ESC + b"@" + _FS + b"&", _ESC + b"a\x00", _ESC + b"a\x01"
_BOLD, _PLAIN = _ESC + b"E\x01", _ESC + b"E\x00"
_FEED, _CUT = _ESC + b"d\x01", _GS + b"V\x42\x03"


@dataclass(frozen=True, slots=True)
class Paper:
    """What stands on a receipt, from above, in the language it is asked for.

    rows   what was charged and what it comes to; facts: a name and what it is; mark: "" or what is printed across
    """

    hall: str
    title: str
    mark: str
    number: str
    rows: tuple[tuple[str, str], ...]
    total: tuple[str, str]
    facts: tuple[tuple[str, str], ...]
    foot: str
    language: str


def paper_of(receipt: Receipt, *, copy: bool) -> Paper:
    """The receipt as it goes to paper now. `copy`: it did before, and says so."""
    sign = -1 if receipt.of else 1
    rows = [
        (f"{line.label.say(language())}{f' × {line.quantity}' if line.quantity > 1 else ''}", money(sign * line.total))
        for line in fees.lines_in(receipt.lines)
    ]
    ways = settings_now(receipt.unit_id).choices(fees.WAYS)
    way = ways[receipt.paid_by].say(language()) if receipt.paid_by in ways else receipt.paid_by
    facts = [(_("Paid by"), way)]
    if receipt.given is not None and receipt.change is not None:
        facts += [(_("Given"), money(receipt.given)), (pgettext("money", "Change"), money(receipt.change))]
    if receipt.of:
        facts.append((_("Takes back receipt"), receipt.of))
    facts.append((_("Time"), when(receipt.issued_at)))
    marks = [_("COPY") if copy else "", _("RED ENTRY") if receipt.of else ""]
    return Paper(
        hall=receipt.unit.name,
        title=_("Receipt"),
        mark=" · ".join(filter(None, marks)),
        number=receipt.number,
        rows=tuple(rows),
        total=(_("Total"), money(receipt.amount)),
        facts=tuple(facts),
        foot=_("This is a receipt, not a tax invoice. Ask at the counter if you want a tax invoice."),
        language=language(),
    )


def money(cents: int) -> str:
    """An amount as it is printed: "¥38.50"."""
    return f"{'-' if cents < 0 else ''}¥{abs(cents) // 100:,}.{abs(cents) % 100:02d}"


def pdf_of(paper: Paper, width: int) -> bytes:
    """For paper of this width (58 or 80 mm), as long as it needs to be."""
    told = json.dumps(asdict(paper) | {"width": width}, ensure_ascii=False)
    return bytes(typst.compile(_DRAWING.read_bytes(), font_paths=fonts(), format="pdf", sys_inputs={"receipt": told}))


def written(paper: Paper, width: int) -> bytes:
    """As the bytes of ESC/POS, the cut at the end included."""
    columns = COLUMNS[width]
    parts = [_BEGIN, _CENTRE, *_lines(paper.hall, columns), _BOLD, *_lines(paper.title, columns), _PLAIN]
    if paper.mark:
        parts += [_BOLD, *_lines(paper.mark, columns), _PLAIN]
    parts += [*_lines(paper.number, columns), _LEFT, _rule(columns)]
    for label, amount in paper.rows:
        parts += _pair(label, amount, columns)
    parts += [_rule(columns), _BOLD, *_pair(*paper.total, columns), _PLAIN]
    for label, value in paper.facts:
        parts += _pair(label, value, columns)
    parts += [_FEED, _CENTRE, *_lines(paper.foot, columns), _FEED, _CUT]
    return b"".join(parts)


def _lines(text: str, columns: int) -> Iterator[bytes]:
    for line in wrapped(text.replace("¥", "￥"), columns):  # GB 18030 printers have the full-width sign alone
        yield line.encode(CHARACTERS, errors="replace") + b"\n"


def _pair(label: str, value: str, columns: int) -> Iterator[bytes]:
    """A name at the left and what it is at the right, on one line where both go there."""
    value = value.replace("¥", "￥")
    room = columns - _wide(value) - 1
    *before, last = list(wrapped(label, columns)) or [""]
    for line in before:
        yield from _lines(line, columns)
    if _wide(last) > room:
        yield from _lines(last, columns)
        last = ""
    yield (last + " " * (columns - _wide(last) - _wide(value)) + value).encode(CHARACTERS, errors="replace") + b"\n"


def _rule(columns: int) -> bytes:
    return b"-" * columns + b"\n"


def _wide(text: str) -> int:
    return sum(map(width_of, text))
