"""Every way in which somebody may ask for a hall's desks, screens and set-up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from shouwen.operation.channels.hall.console.acts import VERBS as CONSOLE
from shouwen.operation.channels.hall.guide.acts import VERBS as GUIDE

_TABLES = ("services", "counters", "tariffs")

ADDRESSES: Mapping[str, Callable[[Any], list[tuple[object, ...]]]] = {
    **dict.fromkeys(
        (
            "hall_board", "hall_board_part", "hall_board_day", "hall_board_ask", "hall_console", "hall_console_part",
            "hall_console_open", "hall_display", "hall_display_board", "hall_guide", "hall_guide_part",
            "hall_guide_new", "hall_guide_seen", "hall_screen", "hall_machine", "hall_machine_take", "hall_pad",
            "hall_pad_now", "hall_pad_answer", "hall_pad_clerk", "hall_closing", "hall_closing_close",
        ),
        lambda _known: [()],
    ),
    "hall_board_cases": lambda _known: [("hall.called",)],
    **dict.fromkeys(("hall_setup", "hall_setup_roster"), lambda _known: [()]),
    **dict.fromkeys(("hall_setup_table", "hall_setup_add"), lambda _known: [(name,) for name in _TABLES]),
    "hall_setup_change": lambda _known: [("counters", "1"), ("services", "payment")],
    **dict.fromkeys(
        ("hall_setup_download", "hall_setup_upload", "hall_setup_apply"),
        lambda _known: [(name,) for name in (*_TABLES, "roster")],
    ),
    "hall_console_do": lambda _known: [(verb,) for verb in CONSOLE],
    "hall_console_step": lambda _known: [("identity.checked",)],
    "hall_guide_do": lambda _known: [(verb,) for verb in GUIDE],
    "hall_slip": lambda known: [(known.visit,)],
    **dict.fromkeys(
        (
            "hall_machine_number", "hall_machine_slip", "hall_rating", "hall_visit", "hall_visit_news",
            "hall_visit_estimate", "hall_visit_leave", "hall_visit_back",
        ),
        lambda known: [(known.visit.partition(":")[2],), (known.visit.partition(":")[2] + "x" * 20,)],
    ),
}  # fmt: skip
"""Name of an address → with what it is asked for."""

QUERIES: Mapping[str, list[dict[str, str]]] = {
    "hall_closing": [{"hall": "hall-east"}],
    **{f"hall_setup{page}": [{"hall": "hall-east"}] for page in ("", "_roster", "_table", "_change", "_download")},
}
"""What is asked for besides, in the address."""
