"""A visit's story: its words and which may follow which; what they make of a customer. Pure: no database, no clock.

A visit is one customer's stay in a hall, with one number however many services it takes. The words are those of
pack:hall-vocabulary, which the shipped standards build on: nothing of them is written twice.
"""

from __future__ import annotations

from collections.abc import Mapping

from shouwen.events.story import START, Follow
from shouwen.events.vocabulary import Word
from shouwen.standard.layers import file_of, layers_of
from shouwen.standard.reading import read_layers
from shouwen.wording import Wording

VISIT = "visit"
COUNTER = "counter"
AGREEMENT = "agreement"
SITE_DAY = "siteday"
RECEIPT_OF = "receipt"
"""The kinds of subject: a customer's stay; a counter's day; what a customer signs; a day of the hall; a receipt."""

ENTERED = "visit.entered"
GREETED = "visit.greeted"
HESITATED = "visit.hesitated"
APPROACHED = "visit.approached"
NEED_TOLD = "visit.need-told"
GUIDED = "visit.guided"
SPECIAL_NOTED = "visit.special-noted"
ESCORT_BEGUN = "escort.begun"
ESCORT_ENDED = "escort.ended"
CONSULT_BEGUN = "consult.begun"
CONSULT_ENDED = "consult.ended"
MATTER_LOOKED_AT = "matter.looked-at"
SOLVED = "visit.solved"
SEATED = "visit.seated"
WATER_OFFERED = "water.offered"
NOVELTY = "novelty.introduced"
TAKEN = "ticket.taken"
PRINTED = "ticket.printed"
ESTIMATED = "wait.estimated"
CALLED = "ticket.called"
RECALLED = "ticket.recalled"
PARKED = "ticket.parked"
RESUMED = "ticket.resumed"
NO_SHOW = "ticket.no-show"
RETURNED = "ticket.returned"
TRANSFERRED = "ticket.transferred"
ABANDONED = "ticket.abandoned"
BEGUN = "service.begun"
ENDED = "service.ended"
GIVEN_UP = "service.given-up"
HANDED_OVER = "visit.handed-over"
LEFT = "visit.left"
RATING_INVITED = "rating.invited"
RATED = "rating.given"

EXPLAINED = "terms.explained"
CONFIRMED = "terms.confirmed"
NOT_AGREED = "terms.declined"
SHOWN = "agreement.shown"
SIGNED = "agreement.signed"
NOT_SIGNED = "agreement.declined"
IDENTITY = "identity.checked"
FEE_TOLD = "fee.told"
FEE_BACK = "fee.taken-back"
FEE_PAID = "fee.paid"
RECEIPT = "receipt.issued"
RECEIPT_PRINTED = "receipt.printed"
REVERSED = "receipt.reversed"
INVOICE_ASKED = "invoice.asked"
INVOICE_DELAYED = "invoice.delayed"
INVOICE_ISSUED = "invoice.issued"
INVOICE_FAILED = "invoice.failed"
RED_ASKED = "invoice.reversal-asked"
INVOICE_RED = "invoice.reversed"
LINE_BOUGHT = "line.bought"
LINE_ACTIVE = "line.active"

OPENED = "counter.opened"
PAUSED = "counter.paused"
WORKS_ON = "counter.works-on"
SHUT = "counter.closed"

HELP_ASKED = "hall.help-asked"

IN_HALL, WAITING, AT_COUNTER, SERVED, ASIDE, MISSED, DONE, GONE = (
    "in-hall",
    "waiting",
    "called",
    "served",
    "aside",
    "missed",
    "done",
    "gone",
)

STATES_AT_COUNTER = (AT_COUNTER, SERVED)
"""The states in which a customer is somebody's at a counter."""

BY_DOOR, BY_SCAN, BY_GUIDE = "door", "scan", "guide"
"""By whom a customer's coming was noticed: a counter at the door, their own phone, the guide."""
MEASURED = (BY_DOOR, BY_SCAN)

BY_COUNTER, BY_CLOSING = "counter", "closing"
"""By what it was noticed that a customer is gone whom nobody saw leave: the counter went on, the day was closed."""
NOTICED: Mapping[str, Wording] = {
    BY_DOOR: Wording("门口计数器", "門口計數器", "the counter at the door"),
    BY_SCAN: Wording("客户自己扫码", "客戶自己掃碼", "the customer's own scan"),
    BY_GUIDE: Wording("导购", "導購", "the guide"),
    BY_COUNTER: Wording("没人看见；台席接着办了别的", "沒人看見；檯席接著辦了別的", "nobody; the counter went on"),
    BY_CLOSING: Wording("没人看见；收班时记下", "沒人看見；收班時記下", "nobody; the day was closed"),
}
REASONS: Mapping[str, Wording] = {BY_CLOSING: Wording("营业结束", "營業結束", "the hall closed")}
"""What these are called on the page of a visit."""
UNSEEN = "self-reported"
"""The grade of such a leaving, the weakest there is: nobody saw it, so nothing that rests on it is measured."""

STATES: Mapping[str, Wording] = {
    IN_HALL: Wording("在厅内", "在廳內", "in the hall"),
    WAITING: Wording("等候中", "等候中", "waiting"),
    AT_COUNTER: Wording("已叫号", "已叫號", "called"),
    SERVED: Wording("办理中", "辦理中", "being served"),
    ASIDE: Wording("暂缓", "暫緩", "set aside"),
    MISSED: Wording("过号", "過號", "did not come"),
    DONE: Wording("已办完", "已辦完", "served"),
    GONE: Wording("已离开", "已離開", "gone"),
}

STATE_AFTER: Mapping[str, str] = {
    ENTERED: IN_HALL,
    SOLVED: DONE,
    TAKEN: WAITING,
    CALLED: AT_COUNTER,
    RECALLED: AT_COUNTER,
    PARKED: ASIDE,
    RESUMED: WAITING,
    NO_SHOW: MISSED,
    RETURNED: WAITING,
    TRANSFERRED: WAITING,
    ABANDONED: GONE,
    BEGUN: SERVED,
    ENDED: DONE,
    GIVEN_UP: DONE,
    HANDED_OVER: DONE,
    LEFT: GONE,
}

COUNTER_STATES: Mapping[str, Wording] = {
    "open": Wording("开放", "開放", "open"),
    "paused": Wording("暂停", "暫停", "paused"),
    "closed": Wording("关闭", "關閉", "closed"),
}

COUNTER_STATE_AFTER: Mapping[str, str] = {OPENED: "open", PAUSED: "paused", WORKS_ON: "open", SHUT: "closed"}

_WAITS = frozenset({TAKEN, RESUMED, RETURNED, TRANSFERRED})
_AT_COUNTER = frozenset({CALLED, RECALLED})
_BETWEEN = frozenset({ENDED, GIVEN_UP, HANDED_OVER})
_UNTICKETED = frozenset({START, ENTERED, SOLVED})

FOLLOW = Follow(
    {
        ENTERED: frozenset({START}),
        SOLVED: _UNTICKETED - {SOLVED},
        TAKEN: _UNTICKETED,
        CALLED: _WAITS | {PARKED},
        RECALLED: _AT_COUNTER,
        PARKED: _AT_COUNTER | {BEGUN},
        RESUMED: frozenset({PARKED}),
        NO_SHOW: _AT_COUNTER,
        RETURNED: frozenset({NO_SHOW}),
        TRANSFERRED: _WAITS | _AT_COUNTER | _BETWEEN | {PARKED, BEGUN},
        ABANDONED: _WAITS | _AT_COUNTER | {PARKED, NO_SHOW},
        BEGUN: _AT_COUNTER | _BETWEEN,
        ENDED: frozenset({BEGUN}),
        GIVEN_UP: frozenset({BEGUN}),
        HANDED_OVER: _BETWEEN - {HANDED_OVER},
        LEFT: _UNTICKETED | _BETWEEN | {ABANDONED, NO_SHOW},
    }
)
"""What the table does not name (a greeting, a glass of water, a rating) may come at any time."""

COUNTER_FOLLOW = Follow(
    {
        OPENED: frozenset({START, SHUT}),
        PAUSED: frozenset({OPENED, WORKS_ON}),
        WORKS_ON: frozenset({PAUSED}),
        SHUT: frozenset({OPENED, PAUSED, WORKS_ON}),
    }
)

AGREEMENT_FOLLOW = Follow(
    {SHOWN: frozenset({START}), SIGNED: frozenset({SHOWN}), NOT_SIGNED: frozenset({SHOWN})},
)

RECEIPT_FOLLOW = Follow(
    {
        RECEIPT: frozenset({START}),
        INVOICE_ASKED: frozenset({RECEIPT, INVOICE_FAILED}),
        INVOICE_DELAYED: frozenset({INVOICE_ASKED, INVOICE_DELAYED, RED_ASKED}),
        INVOICE_ISSUED: frozenset({INVOICE_ASKED, INVOICE_DELAYED}),
        INVOICE_FAILED: frozenset({INVOICE_ASKED, INVOICE_DELAYED, RED_ASKED}),
        RED_ASKED: frozenset({INVOICE_ISSUED, INVOICE_FAILED, INVOICE_RED}),
        INVOICE_RED: frozenset({RED_ASKED, INVOICE_DELAYED}),
    }
)
"""A receipt is issued once and has at most one invoice; a red entry begins with receipt.reversed and has none."""

ESTIMATES = frozenset({TAKEN, ESTIMATED, CALLED, TRANSFERRED, RETURNED, RESUMED, PARKED, ABANDONED})
"""With one of these the wait that was expected before is over; the first two tell the one expected from now on."""

ASKS = frozenset({EXPLAINED, SHOWN, FEE_TOLD, RATING_INVITED})
"""With these a clerk puts something before the customer."""

BY_CUSTOMER = frozenset({CONFIRMED, NOT_AGREED, SIGNED, NOT_SIGNED, RATED})
"""What customers say themselves, at a pad or on their phone (answering.py)."""

TAKES = frozenset({NEED_TOLD, CONSULT_BEGUN, CALLED})
"""Who says one of these takes the customer over: they were asked, or called the customer to them."""


def words() -> tuple[Word, ...]:
    """The words of the hall, as the shipped vocabulary has them, with those of what it keeps and keeps up."""
    return tuple(read_layers(layers_of(file_of("pack:hall-upkeep"))).standard.vocabulary.words.values())


def label_of(prefix: str, number: int) -> str:
    """A number as it is called and printed: "A012"."""
    return f"{prefix}{number:03d}"
