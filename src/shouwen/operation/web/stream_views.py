"""The stream where no hub stands in front: each asking is answered at once with what is new.

A browser that follows /stream/ from here asks again every two seconds (`retry`), by itself; one that cannot follow asks
/stream/poll. Both give what the hub would give.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from shouwen.fault import Fault
from shouwen.operation.web import stream as log
from shouwen.operation.web.asking import Asked
from shouwen.operation.web.stream_person import Follower, follower_of
from shouwen.wording import language_of

RETRY = 2_000  # milliseconds


@login_not_required
@require_GET
@never_cache
def stream(request: HttpRequest) -> HttpResponse:
    """What is new since `Last-Event-ID` or `?after=` as server-sent events, and when to ask again."""
    try:
        follower = _follower(request)
        reading = _asked(follower, request.headers.get("Last-Event-ID") or request.GET.get("after", ""))
    except Fault as fault:
        return _refused(request, fault)
    body = f"retry: {RETRY}\n".encode() + opening(reading, follower)
    return HttpResponse(body, content_type="text/event-stream; charset=utf-8")


@login_not_required
@require_GET
@never_cache
def poll(request: HttpRequest) -> HttpResponse:
    """What is new since `?after=`, as JSON: news, the position to ask from next, whether to begin anew."""
    try:
        reading = _asked(_follower(request), request.GET.get("after", ""))
    except Fault as fault:
        return _refused(request, fault)
    return JsonResponse(
        {
            "news": [news.told for news in reading.news],
            "after": log.written(reading.position),
            "begin_anew": reading.begin_anew,
        }
    )


def told(news: Iterable[log.News], follower: Follower) -> bytes:
    """News as this follower is told them."""
    return b"".join(one.message if follower.words is None else one.word_alone for one in news)


def opening(reading: log.Reading, follower: Follower) -> bytes:
    """A reading as server-sent events. The last line says where the reader is now, even if none was for them."""
    anew = b"event: begin-anew\ndata: {}\n" if reading.begin_anew else b""
    return told(reading.news, follower) + anew + f"id: {log.written(reading.position)}\n\n".encode()


def _follower(request: HttpRequest) -> Follower:
    acting, way = cast(Asked, request).acting, request.GET.get("as", "")
    follower = follower_of(request.COOKIES, way) if way else None if acting is None else Follower(acting.seen)
    if follower is None:
        raise Fault("stream-log-in")
    return follower


def _asked(follower: Follower, after: str) -> log.Reading:
    if not after:
        return log.Reading((), log.here())
    return log.asked(log.read(after), follower.seen, follower.words)


def _refused(request: HttpRequest, fault: Fault) -> HttpResponse:
    language = language_of(getattr(request, "LANGUAGE_CODE", "en"))
    status = 401 if fault.code == "stream-log-in" else 400
    return JsonResponse({"fault": fault.code, "says": fault.say(language)}, status=status)
