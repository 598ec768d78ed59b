"""A device sale's story: its words, which may follow which, and the turns that it takes. Pure: no database, no clock.

A sale is one customer's interest in a device, beside a visit or without one. The words are those of
pack:hall-vocabulary; what the standard asks of them are the clauses of pack:device-sales.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from shouwen.events.story import START, Follow
from shouwen.wording import Wording

SALE = "sale"
"""The kind of subject."""

NOTICED = "sale.noticed"
GREETED = "sale.greeted"
NEED_ASKED = "sale.need-asked"
ASKED_ABOUT = "model.asked-about"
SHOWN = "model.shown"
PICKED = "model.picked"
TRIED = "model.tried"
RECOMMENDED = "model.recommended"
CUSTOM = "custom-model.offered"
MISMATCHED = "brand.mismatched"
REFERRED = "question.referred"
WANTED = "device.wanted"
FETCHED = "device.fetched"
INSTALLED = "device.installed"
DEMONSTRATED = "device.demonstrated"
DECLINED = "device.declined"
WARRANTY = "warranty.explained"
SOLD = "device.sold"
CARD = "warranty-card.filled"
PROMISED = "contacts.promised"
LEFT = "sale.left"
CONTACTED = "buyer.contacted"
RELEASED = "buyer.released"

LOOKING, BUYING, BOUGHT, GONE = "looking", "buying", "bought", "gone"

STATES: Mapping[str, Wording] = {
    LOOKING: Wording("在看机", "在看機", "looking"),
    BUYING: Wording("有意购买", "有意購買", "means to buy"),
    BOUGHT: Wording("已成交", "已成交", "bought"),
    GONE: Wording("已离开", "已離開", "gone"),
}

STATE_AFTER: Mapping[str, str] = {NOTICED: LOOKING, WANTED: BUYING, DECLINED: LOOKING, SOLD: BOUGHT, LEFT: GONE}

_HERE = frozenset({NOTICED, WANTED, DECLINED, SOLD})

FOLLOW = Follow(
    {
        NOTICED: frozenset({START}) | _HERE - {WANTED},
        WANTED: _HERE - {WANTED},
        DECLINED: frozenset({WANTED}),
        SOLD: frozenset({WANTED}),
        LEFT: _HERE,
    }
)
"""What the table does not name (a demonstration, a referral, a contact afterwards) may come at any time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A step of a sale.

    while_   the states in which it is taken
    anew     words after which it is to be done again
    again    whether it may be done as often as is wanted
    aside    states in which it may be taken, but is not what comes next
    """

    word: str
    while_: frozenset[str]
    anew: frozenset[str] = frozenset()
    again: bool = False
    aside: frozenset[str] = frozenset()


_LOOKS, _BUYS, _HAS = frozenset({LOOKING}), frozenset({BUYING}), frozenset({BOUGHT})

TURNS: tuple[Turn, ...] = (
    Turn(word=GREETED, while_=_LOOKS, anew=frozenset({NOTICED})),
    Turn(word=NEED_ASKED, while_=_LOOKS),
    Turn(word=ASKED_ABOUT, while_=_LOOKS, again=True),
    Turn(word=SHOWN, while_=_LOOKS, anew=frozenset({ASKED_ABOUT})),
    Turn(word=PICKED, while_=_LOOKS, again=True),
    Turn(word=TRIED, while_=_LOOKS, anew=frozenset({PICKED})),
    Turn(word=CUSTOM, while_=_LOOKS, again=True),
    Turn(word=RECOMMENDED, while_=_LOOKS, anew=frozenset({PICKED, MISMATCHED})),
    Turn(word=WANTED, while_=_LOOKS | _HAS, anew=frozenset({DECLINED, SOLD}), aside=_HAS),
    Turn(word=FETCHED, while_=_BUYS, anew=frozenset({WANTED})),
    Turn(word=INSTALLED, while_=_BUYS, anew=frozenset({WANTED})),
    Turn(word=DEMONSTRATED, while_=_BUYS, anew=frozenset({WANTED})),
    Turn(word=WARRANTY, while_=_BUYS, anew=frozenset({SOLD})),
    Turn(word=SOLD, while_=_BUYS, anew=frozenset({WANTED})),
    Turn(word=CARD, while_=_HAS, anew=frozenset({SOLD})),
    Turn(word=PROMISED, while_=_HAS),
    Turn(word=LEFT, while_=_LOOKS | _BUYS | _HAS),
)
"""In the order in which a sale runs."""

BESIDE: tuple[Turn, ...] = (
    Turn(word=REFERRED, while_=_LOOKS | _BUYS | _HAS, again=True),
    Turn(word=DECLINED, while_=_BUYS, anew=frozenset({WANTED})),
)
"""What may come in between."""
