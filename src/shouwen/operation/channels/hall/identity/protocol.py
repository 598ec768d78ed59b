"""How a page talks to the card reader beside it: the words of the protocol and its seals. Pure; see docs/hall.md.

The reader hangs on the clerk's own machine, behind a small program (bridge.py) that listens on 127.0.0.1 alone. The
program and the installation share a pairing secret, which the page never holds:

1. The page asks the installation for a challenge: a signed text that names the visit, with a proof that the
   installation made it.
2. The page sends both to the program, which answers no page of another origin and no challenge without its proof.
3. The program reads the card and seals the reading, together with the challenge.
4. The page hands reading and seal on, and the installation takes a reading for one only where the seal is right. So
   nobody at the page, by script or by hand, can make up what a reader has read.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import unicodedata
from dataclasses import asdict, dataclass
from typing import Any, Final

PORT: Final = 18733
"""Where the program listens by default."""

STATUS: Final = "/v1/status"
READ: Final = "/v1/read"

LONGEST: Final = 4096
"""Characters of a challenge, or of a reading."""

_ASK, _READING = "shouwen-reader-1 ask", "shouwen-reader-1 reading"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader tells of a document.

    document     a kind of the standard's hall.documents
    valid_until  the last day, YYYY-MM-DD; empty: for ever, or the document does not tell
    """

    document: str
    number: str
    name: str = ""
    valid_until: str = ""

    def __repr__(self) -> str:
        """Says nothing: a row in a log must not hold it."""
        return "Reading(…)"


def proof_of(secret: str, challenge: str) -> str:
    """That the installation made this challenge."""
    return _sealed(secret, _ASK, challenge)


def seal_of(secret: str, challenge: str, reading: str) -> str:
    """That the reader paired with this secret gave this reading for this challenge."""
    return _sealed(secret, _READING, challenge, reading)


def same(given: str, right: str) -> bool:
    """Whether two proofs are one, in the same time whatever was given."""
    return hmac.compare_digest(given.encode(), right.encode())


def to_text(reading: Reading) -> str:
    """As it is sealed and sent."""
    return json.dumps(asdict(reading), ensure_ascii=False, separators=(",", ":"))


def from_text(text: str) -> Reading:
    """What `to_text` wrote. Raises ValueError."""
    given: Any = json.loads(text)
    if not isinstance(given, dict) or not all(isinstance(value, str) for value in given.values()):
        raise ValueError("no reading")
    fields = {name: unicodedata.normalize("NFKC", given.get(name, ""))[:100] for name in Reading.__slots__}
    if not fields["document"] or not fields["number"]:
        raise ValueError("no reading")
    return Reading(**fields)


def _sealed(secret: str, *parts: str) -> str:
    told = "\n".join(hashlib.sha256(part.encode()).hexdigest() for part in parts)
    return hmac.new(secret.encode(), told.encode(), hashlib.sha256).hexdigest()
