"""A form of a hall's page that is refused keeps all that was typed, files too; the fault is said at its field.

Such a form is sent by htmx (`hx-post`, `hx-swap="none"`) and its page loads hall/refused.js. Without scripts the fault
stands on the next page instead, or on the same page with what was typed, where its view can show that (`again`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django_htmx.http import HttpResponseClientRedirect

from shouwen.fault import Fault
from shouwen.operation.web import page
from shouwen.operation.web.failures import fault_response

FIELDS = "HX-Fault-Fields"
"""Header: the form's fields of which one is to be mended, the likeliest first."""


def refused(
    request: HttpRequest,
    fault: Fault,
    back: str,
    fields: Mapping[str, str],
    again: Callable[[], HttpResponse] | None = None,
) -> HttpResponse:
    """The fault beside what was typed; without htmx on the page that `again` makes, else on the page `back`.

    `fields`: code of a fault → names of fields, parted by spaces. Where the fault names a number, the field that holds
    it comes first.
    """
    if not getattr(request, "htmx", False):
        page.say_fault(request, fault)
        if again is None:
            return redirect(back)
        shown = again()
        shown.status_code = 422
        return shown
    response = fault_response(request, fault)
    wrong, names = str(fault.slots.get("number", "")), fields.get(fault.code, "").split()
    response[FIELDS] = " ".join(sorted(names, key=lambda name: request.POST.get(name, "").strip() != wrong))
    return response


def done(request: HttpRequest, goal: str) -> HttpResponse:
    """On to another page, or the same one afresh."""
    return HttpResponseClientRedirect(goal) if getattr(request, "htmx", False) else redirect(goal)
