"""The counter console: one page for a clerk, in two parts that follow the log: the counter, and the line beside it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from shouwen.fault import Fault
from shouwen.operation.channels.hall import counters, guidance, story
from shouwen.operation.channels.hall.console import acts, console, line_beside, own_forms
from shouwen.operation.channels.hall.console.acts import Asking
from shouwen.operation.channels.hall.console.forms import OwnForm
from shouwen.operation.channels.hall.identity import pairing
from shouwen.operation.channels.hall.models import CounterDay, Hall
from shouwen.operation.ledger import clock
from shouwen.operation.ledger.act import done_before
from shouwen.operation.ledger.editions import settings_now, working_at
from shouwen.operation.people.models import Unit
from shouwen.operation.people.rights import Acting
from shouwen.operation.web import page
from shouwen.operation.web.once import new_once
from shouwen.operation.web.who import acting_in

NOTHING_NEW = 204
View = Callable[..., HttpResponse]


def _of_clerks(view: Callable[[HttpRequest, Acting, Unit], HttpResponse] | View) -> View:
    """For who may open a counter at the unit they work at, or has one open. Raises PermissionDenied for others."""

    @login_required
    @never_cache
    @wraps(view)
    def asked(request: HttpRequest, **named: str) -> HttpResponse:
        acting = acting_in(request)
        counter = _counter_of(acting)
        unit = counter.unit if counter is not None else page.unit_of(request)
        if unit is None:
            raise PermissionDenied
        may = working_at(unit.pk).may_at(clock.now()).get(story.OPENED, ())
        if not set(may) & acting.roles_at(unit.pk):
            raise PermissionDenied
        if any("\0" in one for _name, several in request.POST.lists() for one in several):
            raise BadRequest  # a character no database takes
        return view(request, acting, unit, **named)

    return asked


@require_GET
@_of_clerks
def whole(request: HttpRequest, acting: Acting, unit: Unit) -> HttpResponse:
    """The page. It alone may ask the card readers' programs on the clerk's own machine (identity/protocol.py)."""
    answer = render(request, "hall/console.html", _context(acting, unit))
    answer._csp_update = {"connect-src": pairing.addresses(unit.pk)}  # type: ignore[attr-defined]
    return answer


@require_GET
@_of_clerks
def part(request: HttpRequest, acting: Acting, unit: Unit) -> HttpResponse:
    """The counter's part, or the line's (`of=line`), as it is now; nothing where the page has it already (`has`)."""
    if request.GET.get("of") == "line":
        counter = _counter_of(acting)
        if counter is None:
            return HttpResponse(status=NOTHING_NEW)
        context = _line_context(counter)
        template = "hall/console_line.html"
    else:
        context = _context(acting, unit, line=False)
        template = "hall/console_main.html"
    if request.GET.get("has") == context["version"]:
        return HttpResponse(status=NOTHING_NEW)
    return render(request, template, context)


@require_POST
@_of_clerks
def open_one(request: HttpRequest, acting: Acting, unit: Unit) -> HttpResponse:
    """A counter is opened."""
    code, lines = request.POST.get("counter", ""), request.POST.getlist("line")
    once = request.POST.get("once", "")[:64]
    fault = None
    try:
        counters.open_counter(unit, code, by=acting, lines=[one for one in lines if "," not in one], once=once)
    except Fault as refused:
        fault = refused
    return _answer(request, acting, unit, fault)


@require_POST
@_of_clerks
def do(request: HttpRequest, acting: Acting, unit: Unit, verb: str) -> HttpResponse:
    """One of the verbs (acts.VERBS)."""
    known = acts.VERBS.get(verb)
    if known is None:
        raise Http404
    return _answer(request, acting, unit, _tried(request, acting, known))


@require_POST
@_of_clerks
def step(request: HttpRequest, acting: Acting, unit: Unit, word: str) -> HttpResponse:
    """A step of the service: its form, until it is right and the standard lets it happen."""

    def take(asking: Asking) -> None:
        visit = asking.here()
        moment = console.moment_of(visit, visit.unit_id, acting)
        planned = next((one for one in guidance.steps(moment) if one.word == word), None)
        if planned is None:
            raise Fault("console-moved-on")
        form = own_forms.form_of(visit, moment, planned, asking.given.dict())
        if not form.is_valid():
            raise _Wrong
        if isinstance(form, OwnForm):
            form.take(visit, by=acting, once=asking.once)
        else:
            acts.step(asking, word, form.data_given())

    try:
        fault = _tried(request, acting, take)
    except _Wrong:
        return _answer(request, acting, unit, None, word=word, status=422)
    return _answer(request, acting, unit, fault, word=word if fault else "")


class _Wrong(Exception):
    """A step's form has something to mend."""


def _tried(request: HttpRequest, acting: Acting, take: Callable[[Asking], object]) -> Fault | None:
    """What was refused; None where it was done, now or when the very same was sent before."""
    counter = _counter_of(acting)
    if counter is None:
        return Fault("console-no-counter")
    asking = Asking(counter, acts.visit_here(counter), request.POST, acting)
    if done_before(acting, asking.once) is not None:
        return None
    try:
        take(asking)
    except Fault as fault:
        return fault
    return None


def _answer(
    request: HttpRequest, acting: Acting, unit: Unit, fault: Fault | None, *, word: str = "", status: int = 200
) -> HttpResponse:
    """Both parts as they are now, and in them what was refused, where it was asked for."""
    if not getattr(request, "htmx", False):
        if fault is not None:
            page.say_fault(request, fault)
        return redirect("hall_console")
    given = {**request.POST.dict(), "word": word} if word else None
    context = _context(acting, unit, given=given) | {"fault": fault and fault.say(page.language())}
    context["fault_word"] = word if fault else ""
    return render(request, "hall/console_parts.html", context, status=422 if fault else status)


def _counter_of(acting: Acting) -> CounterDay | None:
    return counters.of_staff(acting.staff) if acting.staff is not None else None


def _context(acting: Acting, unit: Unit, *, given: dict[str, Any] | None = None, line: bool = True) -> dict[str, Any]:
    counter = _counter_of(acting)
    context: dict[str, Any] = {"hall": unit, "counter": counter, "once": new_once()}
    if counter is None:
        places = line_beside.places(unit.pk)
        return context | {
            "state": "opening" if Hall._base_manager.filter(pk=unit.pk).exists() else "no-hall",
            "places": places,
            "version": "-".join(f"{one.code}{one.taken_by.pk if one.taken_by else ''}" for one in places),
        }
    shown = console.shown(counter, acting, page.language(), given)
    settings = settings_now(counter.unit_id)
    context |= {"shown": shown, "state": shown.state, "version": shown.version}
    context["pause_reasons"] = settings.choices("hall.pause-reasons")
    if shown.state == "paused":
        context["pause_until"] = (counter.since or clock.now()) + settings.seconds("hall.pause-limit")
        context["pause_reason"] = context["pause_reasons"].get(counter.reason)
    if shown.visit is None:
        context["out_of_order_reasons"] = settings.choices("hall.out-of-order-reasons")
    elif "hall.aside-reasons" in settings:
        context["aside_reasons"] = settings.choices("hall.aside-reasons")
    if line or shown.visit is None:
        context |= _line_context(counter) | {"version": shown.version}
    if shown.visit is None:
        context["version"] = f"{shown.version}-{context['line_version']}"
    return context


def _line_context(counter: CounterDay) -> dict[str, Any]:
    """The line beside the counter. idle: somebody may be called to it."""
    line = line_beside.line_of(counter)
    idle = counter.state == "open" and counters.visit_at(counter) is None
    goes_on = idle and acts.GOES_ON in settings_now(counter.unit_id).choices("hall.out-of-order-reasons")
    version = f"{line.version}-{idle}"
    return {
        "line": line,
        "line_version": version,
        "version": version,
        "idle": idle,
        "goes_on": goes_on,
        "once": new_once(),
    }
