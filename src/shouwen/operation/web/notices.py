"""A person's notices: what the log says that they must know, the latest first. Read once they were opened."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from shouwen.operation.ledger import models, notice, words
from shouwen.operation.ledger.notice_texts import texts_of
from shouwen.operation.people.rights import Acting
from shouwen.operation.web import page
from shouwen.operation.web.case_address import address_of
from shouwen.operation.web.who import acting_in

MOST = 50
"""Notices of a page."""

_SIGNS = {
    words.BROKEN: ("circle-x", "red"),
    words.WARNED: ("clock-exclamation", "amber"),
    words.WITHDRAWN: ("circle-check", "green"),
    words.OFFER: ("arrows-exchange", "blue"),
    words.ACCEPT: ("user-check", "accent"),
    words.REFUSE: ("arrow-back-up", "amber"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A notice in words."""

    key: int
    text: str
    at: int
    icon: str
    tone: str
    address: str
    fresh: bool


@login_required
@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    """The page. What it shows is read from then on."""
    acting = acting_in(request)
    asked = request.GET.get("before", "")
    before = int(asked) if asked.isdecimal() and len(asked) < 19 else None
    told, older = told_to(acting, most=MOST, before=before)
    lines = [_line(row, text) for row, text in told]
    unread = [row.pk for row, _text in told if row.read_at is None]
    if unread:
        notice.mark_read(acting, unread)
    return render(
        request, "web/notices/page.html", {"lines": lines, "older": older, "more_unread": page.unread(request)}
    )


def told_to(acting: Acting, *, most: int, before: int | None) -> tuple[list[tuple[models.Notice, str]], int | None]:
    """A page of a person's notices with their texts, the latest first; and before which the older ones are, if any."""
    rows = notice.notices_of(acting, most=most + 1, before=before)
    told = rows[:most]
    shown = sorted(told, key=lambda row: (row.made_at, row.pk), reverse=True)  # one may have been told late
    lines = list(zip(shown, texts_of(shown, page.language()), strict=True))
    return lines, told[-1].pk if len(rows) > most else None


@login_required
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """All of a person's notices are read."""
    notice.mark_read(acting_in(request))
    return redirect("notices")


def _line(row: models.Notice, text: str) -> Line:
    icon, tone = _SIGNS.get(row.event.word, ("bell", "grey"))
    return Line(row.pk, text, row.made_at, icon, tone, address_of(row.case), row.read_at is None)
