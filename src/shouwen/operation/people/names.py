"""A person's name in one field: any script, any length of life, nothing hidden in it."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from shouwen.fault import Fault
from shouwen.wording import Wording

LONGEST: Final = 100  # code points
NAME: Final = Wording("姓名", "姓名", "name")

_DOTS = re.compile("[\u00b7\u0387\u16eb\u2022\u2024\u2027\u2219\u22c5\u2e31\u30fb\uff0e\uff65\u25cf]")
_COMPATIBLE = re.compile("([\uf900-\ufaff\U0002f800-\U0002fa1f]+)")  # NFC would make other characters of them
_JOINERS = "\u200c\u200d"  # part of how some scripts write names

_CHINESE = re.compile("[\u3400-\u9fff\uf900-\ufaff\ue000-\uf8ff〇\U00020000-\U0003ffff]")
_VARIANT = "[\ufe00-\ufe0f\U000e0100-\U000e01ef]"

_SURNAMES = (
    "欧阳歐陽太史端木上官司马司馬东方東方独孤獨孤南宫南宮万俟萬俟闻人聞人夏侯诸葛諸葛尉迟尉遲"
    "公羊赫连赫連澹台澹臺皇甫宗政濮阳濮陽公冶太叔申屠公孙公孫慕容仲孙仲孫钟离鍾離长孙長孫宇文"
    "司徒鲜于鮮于司空闾丘閭丘子车子車亓官司寇巫马巫馬公西颛孙顓孫壤驷壤駟公良漆雕乐正樂正宰父"
    "谷梁榖梁拓跋夹谷夾谷轩辕軒轅令狐段干百里呼延东郭東郭南门南門羊舌微生梁丘左丘东门東門西门"
    "西門"
)
_TWO_CHARACTER_SURNAMES = {_SURNAMES[place : place + 2] for place in range(0, len(_SURNAMES), 2)}


def read_name(text: str) -> str:
    """The name as it is kept: dots between its parts are '·', blanks single, no other character changed.

    Rare characters stay as they are, those beyond the basic plane and for private use too.
    Raises Fault: "name-empty", "text-too-long", "text-hidden-characters".
    """
    name = clean(text, field=NAME, longest=LONGEST)
    if not name:
        raise Fault("name-empty")
    dotted = re.sub(r" ?· ?", "·", _DOTS.sub("·", name)).strip("·")
    dotted = re.sub(f"(?<={_CHINESE.pattern})[.](?={_CHINESE.pattern})", "·", dotted)
    if not dotted:
        raise Fault("name-empty")
    return dotted


def clean(text: str, *, field: Wording, longest: int) -> str:
    """One line of text without hidden characters, blanks single and none around it; "" where nothing is left.

    Raises Fault: "text-too-long" (`longest`: code points), "text-hidden-characters".
    """
    if len(text) > 4 * longest:
        raise Fault("text-too-long", field=field, length=len(text), most=longest)
    for place, character in enumerate(text, start=1):
        if _hides(character):
            raise Fault("text-hidden-characters", field=field, place_in_text=place)
    parts = _COMPATIBLE.split(text)
    plain = "".join(part if _COMPATIBLE.fullmatch(part) else unicodedata.normalize("NFC", part) for part in parts)
    plain = re.sub(r"\s+", " ", plain).strip()
    if len(plain) > longest:
        raise Fault("text-too-long", field=field, length=len(plain), most=longest)
    return plain


def mask_name(name: str) -> str:
    """The surname, or the first part of a name with '·', and stars: never more than four characters of it."""
    if not name:
        return ""  # a customer who has not said it
    first, dot, _rest = name.partition("·")
    if dot:
        return f"{first[:4]}·*" if len(first) <= 4 else f"{first[:3]}*·*"
    letters = re.findall(f".{_VARIANT}?", name, re.DOTALL)
    if not _CHINESE.match(name):
        return f"{letters[0]}*" if len(letters) > 1 else "*"
    surname = 2 if name[:2] in _TWO_CHARACTER_SURNAMES and len(letters) > 2 else 1
    if len(letters) <= surname:
        return "*"
    return "".join(letters[:surname]) + "*" * min(len(letters) - surname, 3)


def _hides(character: str) -> bool:
    """Whether the character cannot be seen or turns the text around. An unassigned one beyond the basic plane is rare
    writing that this Python does not know yet."""
    kind = unicodedata.category(character)
    if kind == "Cn":
        return not 0x20000 <= ord(character) <= 0x3FFFD
    return kind in ("Cc", "Cs", "Zl", "Zp") or (kind == "Cf" and character not in _JOINERS)
