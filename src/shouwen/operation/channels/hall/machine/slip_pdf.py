"""A slip as a PDF, for printers that take one. Drawn by Typst with Noto's Chinese fonts, the same on every machine."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Final

import pylopdf_fonts_zh_cn
import pylopdf_fonts_zh_tw
import typst

from shouwen.operation.channels.hall.keys import drawn
from shouwen.operation.channels.hall.machine.slip import Slip

_DRAWING: Final = Path(__file__).with_name("slip.typ")


def pdf_of(slip: Slip, width: int) -> bytes:
    """The slip for paper of this width (58 or 80 mm), as long as it needs to be."""
    told = json.dumps(asdict(slip) | {"width": width}, ensure_ascii=False)
    inputs = {"slip": told, "picture": drawn(slip.address).decode()}
    return bytes(typst.compile(_DRAWING.read_bytes(), font_paths=fonts(), format="pdf", sys_inputs=inputs))


@cache
def fonts() -> typst.Fonts:
    """Noto's Chinese fonts, and no others."""
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[package.sans_path().parent for package in (pylopdf_fonts_zh_cn, pylopdf_fonts_zh_tw)],
    )
