"""Handing out the files of cases: to who sees the case, as a download, and nothing a browser would run."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from shouwen.fault import Fault
from shouwen.operation.ledger.attaching import Kept, open_file


@login_required
@require_GET
def download(request: HttpRequest, name: str) -> HttpResponse:
    """The file with this digest, where its case is in sight and its customer was not erased."""
    try:
        kept, data = open_file(name)
    except Fault as fault:
        if fault.code == "customer-data-damaged":
            raise
        raise Http404 from None
    return handed_out(kept, data, kind=kept.kind)


def handed_out(kept: Kept, data: bytes, *, kind: str, to_look_at: bool = False) -> HttpResponse:
    """A file of this media type that nobody on the way keeps: as a download, or `to_look_at`, which only pictures may
    be."""
    response = HttpResponse(data, content_type=kind)
    how = content_disposition_header(not to_look_at, kept.title or kept.name)
    response["Content-Disposition"] = how or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
