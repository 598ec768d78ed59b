"""A slip as the bytes of ESC/POS, the language of receipt printers. The printer itself draws Chinese and the QR code.

Chinese is in GB 18030. Commands are named as Epson's reference has them; printers sold in China know the same ones, and
print Chinese once FS & has switched to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from unicodedata import east_asian_width

from shouwen.operation.channels.hall.machine.slip import Slip

COLUMNS: Final = {58: 32, 80: 48}
"""Narrow characters of a line, by the paper's width in millimetres; a Chinese one takes two."""

CHARACTERS: Final = "gb18030"

_ESC, _FS, _GS = b"\x1b", b"\x1c", b"\x1d"
_BEGIN = _ESC + b"@" + _FS + b"&"
_CENTRE, _BOLD, _PLAIN = _ESC + b"a\x01", _ESC + b"E\x01", _ESC + b"E\x00"
_FEED, _CUT = _ESC + b"d\x01", _GS + b"V\x42\x03"
_QR_DOTS: Final = {58: 5, 80: 7}  # dots of a module
_WIDEST: Final = 6
_CLOSING: Final = frozenset("，。、；：！？）》」』”’")  # never begin a line


def written(slip: Slip, width: int) -> bytes:
    """The slip for paper of this width (58 or 80 mm), the cut at its end included."""
    columns = COLUMNS[width]
    parts = [_BEGIN, _CENTRE, *_lines(slip.hall, columns), _FEED, *_lines(slip.title, columns)]
    parts += [_BOLD, *_large(slip.number, columns, _WIDEST), _PLAIN, *_large(slip.service, columns, 2), _FEED]
    for line in slip.lines:
        parts += _lines(line, columns)
    parts += [_FEED, _qr(slip.address, _QR_DOTS[width]), *_lines(slip.invitation, columns), _FEED]
    parts += [*_lines(slip.foot, columns), _FEED, _CUT]
    return b"".join(parts)


def wrapped(text: str, columns: int) -> Iterator[str]:
    """The text in lines of at most so many narrow characters, broken at spaces or between Chinese characters."""
    line, taken = "", 0
    for word in _words(text):
        wide = sum(map(width_of, word))
        if taken + wide > columns and line:
            yield line.rstrip()
            line, taken = "", 0
        for character in word.lstrip() if not line else word:
            if taken + width_of(character) > columns:
                yield line
                line, taken = "", 0
            line, taken = line + character, taken + width_of(character)
    if line.strip():
        yield line.rstrip()


def _words(text: str) -> Iterator[str]:
    """What a line may be broken between: words with the space before them, Chinese characters with what closes them."""
    word = ""
    for character in " ".join(text.split()):
        begins = character == " " or (width_of(character) == 2 and character not in _CLOSING)
        if begins or (word and width_of(word[-1]) == 2 and character not in _CLOSING):
            yield word
            word = ""
        word += character
    yield word


def width_of(character: str) -> int:
    """How many narrow characters it takes the room of."""
    return 2 if east_asian_width(character) in "WFA" else 1


def _lines(text: str, columns: int) -> Iterator[bytes]:
    for line in wrapped(text, columns):
        yield line.encode(CHARACTERS, errors="replace") + b"\n"


def _large(text: str, columns: int, times: int) -> Iterator[bytes]:
    """A text so many times as large, or as large as goes on one line, down to plain."""
    times = max(1, min(times, columns // max(1, sum(map(width_of, text)))))
    yield _GS + b"!" + bytes([(times - 1) * 0x11])
    yield from _lines(text, columns // times)
    yield _GS + b"!\x00"


def _qr(address: str, dots: int) -> bytes:
    """GS ( k: model 2, size of a module, error correction M, the data, print."""

    def command(function: int, data: bytes) -> bytes:
        length = len(data) + 2
        return _GS + b"(k" + length.to_bytes(2, "little") + bytes([49, function]) + data

    stored = command(80, b"0" + address.encode("ascii"))
    return command(65, b"2\x00") + command(67, bytes([dots])) + command(69, b"1") + stored + command(81, b"0") + b"\n"
