"""What was tried in vain and waits for somebody to look: tried again, or let be. For the system administrator."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from shouwen.operation.ledger import parked as book
from shouwen.operation.web.administration.allowed import for_roles
from shouwen.operation.web.administration.forms import one_click
from shouwen.operation.web.once import new_once
from shouwen.operation.web.who import acting_in

BY = {
    "notices": gettext_lazy("Notices"),
    "reactions": gettext_lazy("A channel's reaction"),
    "customers": gettext_lazy("Customers' data"),
    "mail": gettext_lazy("Mail"),
}
"""What the followers and carriers are called. One that is not here is shown as it is."""


@require_GET
@for_roles(book.ADMIN)
def parked(request: HttpRequest) -> HttpResponse:
    """All of it, each with its two buttons."""
    rows = [(one, BY.get(one.by, one.by), new_once()) for one in book.parked(acting_in(request))]
    context = {"rows": rows, "being_tried": book.being_tried(), "longest": book.LONGEST_REASON}
    return render(request, "web/administration/parked.html", context)


@require_POST
@for_roles(book.ADMIN)
def again(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """Tried once more."""
    acting = acting_in(request)
    said = _("It is tried once more. If it fails again, it comes back here.")
    return one_click(
        request, lambda once: book.try_again(kind, number, by=acting, once=once), to="administration_parked", said=said
    )


@require_POST
@for_roles(book.ADMIN)
def let_be(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """Let be, for a reason."""
    acting, reason = acting_in(request), request.POST.get("reason", "")
    return one_click(
        request, lambda once: book.let_be(kind, number, reason, by=acting, once=once), to="administration_parked"
    )
