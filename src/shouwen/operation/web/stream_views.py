"""The stream where no hub stands in front: each asking is answered at once with what is new.

A browser that follows /stream/ from here asks again every two seconds (`retry`), by itself; one that cannot follow asks
/stream/poll. Both give what the hub would give.
"""

from __future__ import annotations

from typing import cast

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from shouwen.fault import Fault
from shouwen.operation.web import stream as log
from shouwen.operation.web.asking import Asked
from shouwen.wording import language_of

RETRY = 2_000  # milliseconds


@login_not_required
@require_GET
@never_cache
def stream(request: HttpRequest) -> HttpResponse:
    """What is new since `Last-Event-ID` or `?after=` as server-sent events, and when to ask again."""
    try:
        reading = _asked(request, request.headers.get("Last-Event-ID") or request.GET.get("after", ""))
    except Fault as fault:
        return _refused(request, fault)
    body = f"retry: {RETRY}\n".encode() + opening(reading)
    return HttpResponse(body, content_type="text/event-stream; charset=utf-8")


@login_not_required
@require_GET
@never_cache
def poll(request: HttpRequest) -> HttpResponse:
    """What is new since `?after=`, as JSON: news, the position to ask from next, whether to begin anew."""
    try:
        reading = _asked(request, request.GET.get("after", ""))
    except Fault as fault:
        return _refused(request, fault)
    return JsonResponse(
        {
            "news": [news.told for news in reading.news],
            "after": log.written(reading.position),
            "begin_anew": reading.begin_anew,
        }
    )


def opening(reading: log.Reading) -> bytes:
    """A reading as server-sent events. The last line says where the reader is now, even if none was for them."""
    anew = b"event: begin-anew\ndata: {}\n" if reading.begin_anew else b""
    news = b"".join(news.message for news in reading.news)
    return news + anew + f"id: {log.written(reading.position)}\n\n".encode()


def _asked(request: HttpRequest, after: str) -> log.Reading:
    acting = cast(Asked, request).acting
    if acting is None:
        raise Fault("stream-log-in")
    if not after:
        return log.Reading((), log.here())
    return log.asked(log.read(after), acting.seen)


def _refused(request: HttpRequest, fault: Fault) -> HttpResponse:
    language = language_of(getattr(request, "LANGUAGE_CODE", "en"))
    status = 401 if fault.code == "stream-log-in" else 400
    return JsonResponse({"fault": fault.code, "says": fault.say(language)}, status=status)
