"""An appointment's story: its words and which may follow which. Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Mapping

from shouwen.events.story import START, Follow
from shouwen.wording import Wording

APPOINTMENT = "appointment"
"""The kind of subject."""

BOOK = "appointment.booked"
CHANGE = "appointment.changed"
CANCEL = "appointment.cancelled"
KEEP = "appointment.kept"
MISS = "appointment.missed"

BOOKED, CANCELLED, KEPT, MISSED = "booked", "cancelled", "kept", "missed"

STATES: Mapping[str, Wording] = {
    BOOKED: Wording("已预约", "已預約", "booked"),
    CANCELLED: Wording("已取消", "已取消", "cancelled"),
    KEPT: Wording("已到厅", "已到廳", "came"),
    MISSED: Wording("未到", "未到", "did not come"),
}

STATE_AFTER: Mapping[str, str] = {BOOK: BOOKED, CHANGE: BOOKED, CANCEL: CANCELLED, KEEP: KEPT, MISS: MISSED}

_OPEN = frozenset({BOOK, CHANGE})

FOLLOW = Follow({BOOK: frozenset({START}), CHANGE: _OPEN, CANCEL: _OPEN, KEEP: _OPEN, MISS: _OPEN})

CLOSES = frozenset({CANCEL, KEEP, MISS})
