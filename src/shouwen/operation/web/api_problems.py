"""What goes wrong, as other systems read it: application/problem+json (RFC 9457), in the language they ask for.

`code` is the Fault's; `place` names what is meant, as narrowly as it is known; `errors` lists what a request has wrong
in several places. The status follows from the code alone: `STATUS`, and 422 for every other.
"""

from __future__ import annotations

import json
import logging
import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent, TooManyFilesSent
from django.db import DataError, IntegrityError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext, gettext_noop
from ninja.errors import HttpError, ValidationError
from pydantic import BaseModel, Field

from shouwen.fault import Fault
from shouwen.operation.web.page import language

log = logging.getLogger("shouwen.api")

MEDIA_TYPE = "application/problem+json"

STATUS: dict[str, int] = {
    **dict.fromkeys(("api-json", "api-form", "api-host"), 400),
    **dict.fromkeys(("token-missing", "token-unknown", "token-ended", "token-revoked"), 401),
    **dict.fromkeys(
        ("token-scope", "not-yours", "not-for-you", "word-not-yours", "customers-not-yours", "api-for-people"), 403
    ),
    **dict.fromkeys(
        (
            "case-unknown", "unit-unknown", "standard-unknown", "text-unknown", "attachment-unknown",
            "api-nothing-here",
        ),
        404,
    ),
    "api-method": 405,
    **dict.fromkeys(
        (
            "may-not-follow", "refused-by-clause", "case-changed", "owner-missing", "customer-erased",
            "api-once-differs", "story-too-long", "attachment-nobody", "done-already", "correction-conflicts",
        ),
        409,
    ),
    **dict.fromkeys(("api-too-large", "attachment-too-large"), 413),
    **dict.fromkeys(("api-media-type", "attachment-kind"), 415),
    "api-too-often": 429,
    "api-failed": 500,
    **dict.fromkeys(("api-busy", "customer-key-wrong", "customer-key-short", "customer-data-damaged"), 503),
}  # fmt: skip
"""The status of a fault's code."""

OTHERWISE = 422

TITLES: Mapping[int, str] = {
    400: gettext_noop("The request could not be read"),
    401: gettext_noop("No valid token"),
    403: gettext_noop("Not allowed"),
    404: gettext_noop("Not found"),
    405: gettext_noop("Method not allowed"),
    409: gettext_noop("Not possible as things stand"),
    413: gettext_noop("Too large"),
    415: gettext_noop("Type of content not taken"),
    422: gettext_noop("The request is not right"),
    429: gettext_noop("Too many requests"),
    500: gettext_noop("Our failure"),
    503: gettext_noop("Not possible right now"),
}

_NUMBER_OF_OURS = re.compile(r"event \d{16,}(: )?")  # of an event that was never written
_TRY_AGAIN = 2  # seconds


class Wrong(BaseModel):
    """One thing that is wrong in a request."""

    place: str = Field(description="Where: body, query, path or header, and the names on the way.")
    detail: str


class Problem(BaseModel):
    """A problem as RFC 9457 has it."""

    type: str = Field(description="urn:shouwen:fault: and the code.")
    title: str
    status: int
    detail: str = Field(description="What is wrong and how to mend it, in the language asked for.")
    code: str
    place: str = Field("", description="What it is about, as narrowly as it is known.")
    errors: list[Wrong] = []


def register(status: int, *codes: str) -> None:
    """A room's faults with these codes are answered under this status."""
    STATUS.update(dict.fromkeys(codes, status))


def status_of(fault: Fault) -> int:
    """The status under which a fault is answered."""
    return STATUS.get(fault.code, OTHERWISE)


def problem_of(fault: Fault, *, errors: Sequence[Wrong] = ()) -> Problem:
    """The fault as a problem, said in the language of the request."""
    status = status_of(fault)
    slots: dict[str, Any] = dict(fault.slots)
    bare = Fault(fault.code, **slots)
    return Problem(
        type=f"urn:shouwen:fault:{fault.code}",
        title=gettext(TITLES[status]),
        status=status,
        detail=bare.say(language()),
        code=fault.code,
        place=_NUMBER_OF_OURS.sub("", fault.place)[:300],
        errors=list(errors),
    )


def answer(request: HttpRequest, fault: Fault, *, errors: Sequence[Wrong] = ()) -> HttpResponse:
    """The fault as a response."""
    problem = problem_of(fault, errors=errors)
    content = json.dumps(problem.model_dump(), ensure_ascii=False).encode(errors="replace")
    response = HttpResponse(content, status=problem.status, content_type=MEDIA_TYPE)
    if problem.status == 401:
        response["WWW-Authenticate"] = "Bearer" if fault.code == "token-missing" else 'Bearer error="invalid_token"'
    elif fault.code == "token-scope":
        response["WWW-Authenticate"] = f'Bearer error="insufficient_scope", scope="{fault.slots["scope"]}"'
    elif fault.code == "api-too-often":
        response["Retry-After"] = str(math.ceil(float(str(fault.slots["seconds"]))))
    elif problem.status == 503:
        response["Retry-After"] = str(_TRY_AGAIN)
    elif fault.code == "api-method":
        response["Allow"] = str(fault.slots["allowed"])
    return response


def of_exception(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    """Whatever was raised while a request was answered, as a problem. What nobody expected is logged, and 500."""
    match error:
        case Fault():
            return answer(request, error)
        case ValidationError():
            return answer(request, Fault("api-input", count=len(error.errors)), errors=_wrong(error.errors))
        case Http404():
            return answer(request, Fault("api-nothing-here"))
        case RequestDataTooBig():
            from django.conf import settings

            return answer(request, Fault("api-too-large", most=settings.DATA_UPLOAD_MAX_MEMORY_SIZE))
        case HttpError() if error.status_code == 400:
            return answer(request, Fault("api-json", why=why_no_json(error.__cause__)))
        case MultiPartParserError() | TooManyFieldsSent() | TooManyFilesSent():
            return answer(request, Fault("api-form"))
        case UnreadablePostError() | SuspiciousOperation():
            return answer(request, Fault("api-json", why="-"))
        case OperationalError():  # a deadlock, a lock that was not to be had: it may go well the next time
            log.warning("%s", type(error).__name__)
            return answer(request, Fault("api-busy"))
        case DataError() | IntegrityError():
            log.exception("the database refused what had been let through")
            return answer(request, Fault("api-failed"))
    log.exception("a request of the API was not answered")
    return answer(request, Fault("api-failed"))


def why_no_json(error: BaseException | None) -> str:
    """What is wrong with a text that should have been JSON, in a few words; never the text."""
    match error:
        case RecursionError():
            return "nested too deep"
        case UnicodeDecodeError():
            return f"no UTF-8 at byte {error.start}"
        case json.JSONDecodeError():
            return f"{error.msg}, at character {error.pos + 1}"
        case ValueError():
            return str(error)[:80].encode("ascii", "backslashreplace").decode()
    return "-"


def _wrong(errors: Sequence[Mapping[str, Any]]) -> list[Wrong]:
    return [Wrong(place=_place(error["loc"]), detail=_detail(error)) for error in errors[:20]]


def _place(loc: Sequence[object]) -> str:
    """body.data.text: without the name of the function's parameter that holds the body."""
    parts = [str(part) for part in loc]
    if len(parts) > 1 and parts[0] == "body":
        del parts[1]
    return ".".join(part[:60] for part in parts[:8]).encode("utf-8", "replace").decode()


def _detail(error: Mapping[str, Any]) -> str:
    code = {"missing": "api-field-missing", "extra_forbidden": "api-field-extra"}.get(error["type"])
    if code is not None:
        return Fault(code).say(language())
    told = error.get("ctx") or {}
    if error["type"] == "string_too_long":
        return Fault("api-field-long", most=told["max_length"]).say(language())
    if error["type"] == "literal_error":
        return Fault("api-field-choice", choices=told["expected"]).say(language())
    fault = told.get("fault")
    if error["type"] == "string_unicode" or fault == "api-characters":
        return Fault("api-characters").say(language())
    if fault == "api-time":
        return Fault("api-time", text=str(told["text"])).say(language())
    return Fault("api-field-form", kind=str(error["type"])).say(language())
