"""Pages that show every part of the shell, for the tests: there is nothing like them in the product."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required, login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from shouwen.fault import Fault
from shouwen.operation.ledger import clock
from shouwen.operation.web import page
from shouwen.operation.web.asking import switch_language
from shouwen.wording import Wording

handler400 = "shouwen.operation.web.failures.bad_request"
handler403 = "shouwen.operation.web.failures.permission_denied"
handler404 = "shouwen.operation.web.failures.page_not_found"
handler500 = "shouwen.operation.web.failures.server_error"

SHOWN = Path(__file__).parent / "shown"
WORK = (SHOWN / "work.html").read_text(encoding="utf-8")
FORM = (SHOWN / "form.html").read_text(encoding="utf-8")
CUSTOMER = (SHOWN / "customer.html").read_text(encoding="utf-8")


class Concern(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="称呼", max_length=40, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    kind = forms.ChoiceField(label="种类", choices=[("a", "咨询"), ("b", "投诉"), ("c", "建议")])
    text = forms.CharField(label="内容", widget=forms.Textarea, help_text="客户怎么说，就怎么写。", required=False)
    how = forms.ChoiceField(
        label="怎样联系", choices=[("p", "电话"), ("m", "短信")], widget=forms.RadioSelect, required=False
    )
    agreed = forms.BooleanField(label="客户同意留下联系方式", required=False)


def _show(request: HttpRequest, template: str, status: int = 200, **context: Any) -> HttpResponse:
    return HttpResponse(engines["django"].from_string(template).render(context, request), status=status)


@login_required
def work(request: HttpRequest) -> HttpResponse:
    """A page with all parts."""
    now = clock.now()
    option = {
        "xAxis": {"type": "category", "data": ["一", "二", "三"]},
        "yAxis": {"type": "value"},
        "series": [{"type": "bar", "data": [4, 7, 5]}],
        "tooltip": {},
    }
    return _show(
        request,
        WORK,
        now=now,
        past=now - 7500,
        soon=now + 724,
        warn=now - 10,
        over=now - 190,
        far=now + 3 * 86400 + 4 * 3600,
        wording=Wording("您好", "您好", "Good day"),
        empty="没有等您接收的移交",
        empty_text="有新的移交时，这里会出现，并响一声提醒。",
        option=option,
        form=Concern(),
    )


@login_required
def form(request: HttpRequest) -> HttpResponse:
    """A form whose action refuses the name 错."""
    concern = Concern(request.POST or None)
    if concern.is_valid():
        with page.faults_into(concern, lambda fault: "name"):
            if concern.cleaned_data["name"] == "错":
                raise Fault("case-unknown", case="错")
            page.said_and_done(request)
            return HttpResponse(status=302, headers={"Location": "/form/"})
    return _show(request, FORM, page.form_status(concern), form=concern)


@login_not_required
def customer(request: HttpRequest) -> HttpResponse:
    """A page for customers."""
    return _show(request, CUSTOMER, form=Concern(request.POST or None))


@login_not_required
def fails(request: HttpRequest) -> HttpResponse:
    """Lets a fault out."""
    raise Fault("case-unknown", case="request:7")


@login_not_required
def breaks(request: HttpRequest) -> HttpResponse:
    """Breaks."""
    raise RuntimeError("as told")


@login_not_required
def forbidden(request: HttpRequest) -> HttpResponse:
    """Is for nobody."""
    raise PermissionDenied


@login_required
def private(request: HttpRequest) -> HttpResponse:
    """A fragment for who is logged in."""
    return HttpResponse("private")


@login_not_required
def fragment(request: HttpRequest) -> HttpResponse:
    """A fragment."""
    return HttpResponse("fresh")


@login_not_required
def quiet_stream(request: HttpRequest) -> HttpResponse:
    """A stream that ends at once."""
    return HttpResponse("", content_type="text/event-stream")


urlpatterns = [
    path("", work, name="home"),
    path("work/", work, name="work"),
    path("form/", form, name="form"),
    path("customer/", customer, name="customer"),
    path("fails/", fails, name="fails"),
    path("breaks/", breaks),
    path("forbidden/", forbidden),
    path("private/", private),
    path("fragment/", fragment),
    path("notices/", work, name="notices"),
    path("notices/bell", page.bell, name="bell"),
    path("unit/", page.choose_unit, name="choose_unit"),
    path("language/", switch_language, name="set_language"),
    path("account/", include("allauth.urls")),
    path("stream/", quiet_stream),
    path("stream/poll", quiet_stream),
]
