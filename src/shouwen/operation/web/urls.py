"""The addresses of the pages that belong to no room: my work, cases, customers, notices, files."""

from __future__ import annotations

from django.urls import path, re_path

from shouwen.operation.web import attachments, case, customers, customers_acts, handing_over, notices, page, work

urlpatterns = [
    path("", work.home, name="home"),
    path("work/unit", work.unit, name="unit_work"),
    path("work/clock-in", work.clock_in, name="clock_in"),
    path("work/clock-out", work.clock_out, name="clock_out"),
    path("cases/receivers", handing_over.find, name="receivers"),
    path("cases/<str:subject>/", case.case, name="case"),
    path("cases/<str:subject>/correct/<int:event>", case.correct, name="case_correct"),
    path("cases/<str:subject>/<slug:name>", case.do, name="case_act"),
    path("customers/", customers.customers, name="customers"),
    path("customers/<slug:name>/", customers.customer, name="customer"),
    path("customers/<slug:name>/unmask", customers.unmask, name="customer_unmask"),
    path("customers/<slug:name>/change", customers.change, name="customer_change"),
    path("customers/<slug:name>/tier", customers_acts.tier, name="customer_tier"),
    path("customers/<slug:name>/consent", customers_acts.consent, name="customer_consent"),
    path("notices/", notices.notices, name="notices"),
    path("notices/bell", page.bell, name="bell"),
    path("notices/read", notices.read_all, name="notices_read"),
    re_path("^attachments/(?P<name>[0-9a-f]{64})$", attachments.download, name="attachment"),
    path("unit/", page.choose_unit, name="choose_unit"),
]
