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


def handed_out(kept: Kept, data: bytes, *, kind: str) -> HttpResponse:
    """A file as a download of this media type, that nobody on the way keeps."""
    response = HttpResponse(data, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(True, kept.title or kept.name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
