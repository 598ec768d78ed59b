"""The addresses of the standard, under standard/."""

from __future__ import annotations

from django.urls import path

from shouwen.operation.web.standards import coverage, views

urlpatterns = [
    path("", views.standards, name="standards"),
    path("search/", views.library, name="standards_search"),
    path("trace/", views.trace, name="standards_trace"),
    path("coverage/", coverage.library, name="standards_coverage"),
    path("<slug:kind>/<str:name>/", views.book, name="standard"),
    path("<slug:kind>/<str:name>/chapters/<str:chapter>/", views.chapter, name="standard_chapter"),
    path("<slug:kind>/<str:name>/clauses/<str:clause>/", views.clause, name="standard_clause"),
    path("<slug:kind>/<str:name>/settings/", views.settings, name="standard_settings"),
    path("<slug:kind>/<str:name>/coverage/", coverage.book, name="standard_coverage"),
]
