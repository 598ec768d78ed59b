"""The wall display's page, and what it asks for again and again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from shouwen.fault import Fault
from shouwen.operation.channels.hall import screens, story
from shouwen.operation.channels.hall.display import display
from shouwen.operation.channels.hall.models import Hall
from shouwen.operation.channels.hall.screens import DISPLAY, Screen
from shouwen.operation.people.units import zone_of
from shouwen.operation.web import stream
from shouwen.operation.web.stream_person import Follower

WAY: Final = "hall-screen"
"""The way by which a screen follows the stream: /stream/?as=hall-screen."""

WORDS: Final = (
    frozenset(story.STATE_AFTER) | frozenset(story.COUNTER_STATE_AFTER) | story.ASKS | story.BY_CUSTOMER
    | {story.FEE_PAID, story.FEE_BACK, story.RECEIPT}
)  # fmt: skip
"""Of what a screen is told that it happened in its hall; never to whom."""


@require_GET
@screens.needs(DISPLAY)
def page(request: HttpRequest, screen: Screen) -> HttpResponse:
    """The wall, as it is now; the script keeps it so."""
    context = {
        "hall_name": screen.unit.name,
        "zone": zone_of(screen.unit.pk),
        "position": stream.written(stream.here()),  # first where the log is, then what stands in it: nothing is missed
        "board": _board(screen),
        "silent": screen.silent,
    }
    return render(request, "hall/display.html", context)


@require_GET
@screens.needs(DISPLAY)
def board(request: HttpRequest, screen: Screen) -> HttpResponse:
    """What the wall shows, as a fragment."""
    return render(request, "hall/display_board.html", {"board": _board(screen), "silent": screen.silent})


def follower(cookies: Mapping[str, str]) -> Follower | None:
    """Who follows the stream as a screen: it is told of its hall, and the words it needs alone."""
    request = HttpRequest()
    request.COOKIES = dict(cookies)
    try:
        screen = screens.screen_of(request)
    except Fault:
        return None
    return Follower(screen.acting.seen, WORDS)


def _board(screen: Screen) -> display.Board:
    hall = Hall._base_manager.filter(pk=screen.unit.pk).first()
    if hall is None:
        raise Fault("hall-unknown")
    return display.board_of(hall)
