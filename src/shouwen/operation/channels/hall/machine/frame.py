"""What all pages of the number machine have: its language, its frame, and the way on from one to the next."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation

from shouwen.operation.channels.hall.screens import Screen
from shouwen.operation.ledger.editions import settings_now

_P = ParamSpec("_P")


def in_chosen_language(
    view: Callable[Concatenate[HttpRequest, Screen, _P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, Screen, _P], HttpResponse]:
    """A view in the language that the customer touched."""

    def answer(request: HttpRequest, screen: Screen, /, *args: _P.args, **kwargs: _P.kwargs) -> HttpResponse:
        with translation.override(_language(request)):
            return view(request, screen, *args, **kwargs)

    return wraps(view)(answer)


def context(request: HttpRequest, screen: Screen) -> dict[str, Any]:
    """What each page of the machine has."""
    return {
        "screen": screen,
        "chosen": translation.get_language(),
        "start": reverse("hall_machine"),
        "begin": start(),
        "idle": settings_now(screen.unit.pk).seconds("hall.machine-idle"),
        "path": request.path,
    }


def address(name: str, *args: str, **more: str) -> str:
    """An address of the machine in the language of the page."""
    language = translation.get_language()
    asked = more | ({"language": language} if language and language != settings.LANGUAGE_CODE else {})
    return reverse(name, args=args) + (f"?{urlencode(asked)}" if asked else "")


def start(*, sorry: bool = False) -> str:
    """The address at which the machine begins."""
    return address("hall_machine", **({"sorry": "1"} if sorry else {}))


def on(request: HttpRequest, goal: str) -> HttpResponse:
    """On to another page: told to a script, else as a redirect."""
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"next": goal})
    answer = redirect(goal)
    answer.status_code = 303
    return answer


def _language(request: HttpRequest) -> str:
    asked = request.POST.get("language") or request.GET.get("language") or ""
    return asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
