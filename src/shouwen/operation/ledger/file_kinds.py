"""What kind of file it is, by its bytes; what it is called says nothing."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Final

PDF: Final = "application/pdf"
PNG: Final = "image/png"
JPEG: Final = "image/jpeg"
WEBP: Final = "image/webp"
TEXT: Final = "text/plain"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

ENDINGS: Final = {
    PDF: (".pdf",),
    PNG: (".png",),
    JPEG: (".jpg", ".jpeg"),
    WEBP: (".webp",),
    TEXT: (".txt", ".csv", ".md", ".log"),
    XLSX: (".xlsx",),
    DOCX: (".docx",),
}
"""Media type → the endings that a file of it may have; the first is given to one that has none of them."""

_ENTRIES = 5000  # files in an archive that are looked at
_PLAIN = frozenset("\t\r\n\f")


def kind_of(data: bytes) -> str | None:
    """The media type, one of ENDINGS; None for any other file."""
    if data.startswith(b"%PDF-"):
        return PDF
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return WEBP
    if data.startswith(b"PK\x03\x04"):
        return _office(data)
    return TEXT if _is_text(data) else None


def name_for(title: str, kind: str) -> str:
    """The title with an ending of its kind, so that no program takes the file for something else."""
    endings = ENDINGS[kind]
    return title if title.lower().endswith(endings) else title + endings[0]


def _office(data: bytes) -> str | None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return None
    if len(names) > _ENTRIES or "[Content_Types].xml" not in names or any("vbaproject" in one.lower() for one in names):
        return None
    if "xl/workbook.xml" in names:
        return XLSX
    return DOCX if "word/document.xml" in names else None


def _is_text(data: bytes) -> bool:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return all(character >= " " or character in _PLAIN for character in text) and "\x7f" not in text
    return False
