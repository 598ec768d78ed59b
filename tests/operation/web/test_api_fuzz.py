"""Whatever the document of the API lets be asked, and much that it does not, is answered as the document says."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)
from tests.operation.laws import what_could_leak as everything
from tests.operation.laws.what_could_leak import Known
from tests.operation.people_of_the_tests import Cast
from tests.operation.web import river_hall, river_things
from tests.operation.web.api_caller import BATCH, Caller, token_of
from tests.operation.web.east_hall import acting, at_work

from shouwen.operation.channels.requests import actions
from shouwen.operation.ledger.shifts import begin_shift
from shouwen.operation.project.wsgi import application
from shouwen.operation.web.api_access import allowance
from shouwen.operation.web.api_document import document

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
EXAMPLES = 3


@pytest.fixture
def known(cast: Cast, tmp_path: Path, settings: Any) -> Iterator[Known]:
    """The east hall at work, with a request that has all there can be in one."""
    settings.HOME = tmp_path
    settings.API_REQUESTS_A_MINUTE = 1_000_000
    allowance.forget()
    # A server closes a connection that is in a transaction; the test's own is (Django's test client does the same).
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        with at_work(cast) as hall:
            yield everything.all_that_is_known(hall)
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


@cache
def schema() -> Any:
    """The document as schemathesis reads it, on the application as a server has it."""
    return schemathesis.openapi.from_wsgi("/api/openapi.json", application)


def named_in(path: str, known: Known) -> dict[str, str]:
    """The names in an operation's path: of what is there, and what the operation is about."""
    first, second, *_ = [*everything.named_in(path, known), {}]
    return second if "promises" in path else first


def with_what_is_there(case: Any, path: str, known: Known) -> None:
    """Puts names of things that are there into a request, so that it comes further than to their absence."""
    if isinstance(case.path_parameters, dict):
        case.path_parameters.update({name: named_in(path, known)[name] for name in case.path_parameters})
    there = {
        "unit": "hall-east", "kind": "request", "word": "note.added", "topic": "enquiry", "result": "settled",
        "customer": known.customer, "to": known.hall.cast.zhao.reference, "staff": "1001", "visit": known.visit,
        "service": "payment",
    }  # fmt: skip
    if isinstance(case.body, dict):
        case.body.update({name: there[name] for name in case.body if name in there})
    for event in case.body if isinstance(case.body, list) else [case.body]:
        if isinstance(event, dict) and "specversion" in event:
            event.update({"type": "note.added", "subject": known.case, "specversion": "1.0"})


def ask(method: str, path: str, caller: Caller, known: Known, mode: GenerationMode) -> list[int]:
    """Asks for one operation in many ways; the statuses of the answers."""
    found: list[int] = []
    operation = schema()[f"/api/v1{path}"][method]
    # A parameter that nobody knows is let be, and a batch tells of each row: only a body is refused whole.
    whole = method == "POST" and path != "/events"
    checks = [*CHECKS, negative_data_rejection] if mode is GenerationMode.NEGATIVE and whole else CHECKS

    @settings(
        max_examples=EXAMPLES, derandomize=True, database=None, deadline=None, phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=mode), real=st.booleans())
    def asked(case: Any, real: bool) -> None:
        if real and mode is GenerationMode.POSITIVE:
            with_what_is_there(case, path, known)
        response = case.call(headers=caller.headers)
        found.append(response.status_code)
        case.validate_response(response, checks=checks)

    asked()
    return found


ALL = everything.operations()


@pytest.mark.parametrize(("method", "path"), ALL)
def test_every_operation_answers_as_its_document_says_to_whatever_is_right_or_wrong(
    known: Known, method: str, path: str
) -> None:
    lin = token_of(known.hall.cast.lin)
    found = ask(method, path, lin, known, GenerationMode.POSITIVE)
    assert [status for status in found if status in (401, 429)] == []
    operation = document()["paths"][f"/api/v1{path}"][method.lower()]
    if operation["parameters"] or "requestBody" in operation:
        found += ask(method, path, lin, known, GenerationMode.NEGATIVE)
    assert len(found) >= 1


OF_MANAGERS = (
    "/take-over", "/tier", "/clock-in", "/clock-out", "/absences", "{absence}/end", "/backup", "/shifts", "/take-away",
)  # fmt: skip


def settle(path: str, known: Known, named: dict[str, str]) -> Caller:
    """Brings things to where the operation is the next step, and names them; who takes it."""
    if path.startswith("/receipts"):
        return river_hall.at_the_till(path, known.hall.cast, named)
    if path.startswith(("/items", "/facilities", "/sales", "/appointments")):
        return river_things.ready(path, known.hall.cast, named)
    if path.startswith(("/halls", "/visits")):
        return river_hall.ready(path, known.hall.cast, named)
    cast, lin = known.hall.cast, acting(known.hall.cast.lin)
    if path.endswith(("/accept", "/refuse")):
        return token_of(cast.zhao)
    if path.endswith("/reopen"):
        actions.close(known.case, "settled", by=lin)
    if path.endswith("/offer"):
        actions.take_back(known.case, by=lin)
    if path.endswith("/clock-out"):
        begin_shift(cast.lin, cast.east, by=lin)
    return token_of(cast.gu if path.endswith(OF_MANAGERS) else cast.lin)


@pytest.mark.parametrize(("method", "path"), ALL)
def test_every_operation_does_what_it_is_for_and_answers_as_its_document_says(
    known: Known, method: str, path: str
) -> None:
    operation = schema()[f"/api/v1{path}"][method]
    named = named_in(path, known)
    more: dict[str, Any] = {"query": everything.ASKED[path][0]} if method == "GET" else {}
    if method == "POST":
        sent = everything.SENT[path](known, known.hall.cast.zhao.reference)[0]
        if isinstance(sent, list):
            more = {"body": [{**one, "subject": known.case} for one in sent[:1]], "media_type": BATCH}
        elif "file" in sent:
            more = {"body": {"file": b"x"}, "media_type": "multipart/form-data"}
        else:
            more = {"body": sent, "media_type": "application/json"}
    caller = settle(path, known, named)
    path_parameters = {name: value for name, value in named.items() if f"{{{name}}}" in path}
    if "visit" in more.get("body", ()):
        more["body"] = {**more["body"], "visit": named["subject"]}
    if path.split("/")[1] in ("items", "facilities", "sales", "appointments"):  # these are the river hall's
        for given in (more.get("query", {}), more.get("body", {})):
            given.update({name: named["code"] for name in ("hall", "unit") if name in given})
    case = operation.Case(path_parameters=path_parameters, **more)
    response = case.call(headers=caller.headers)
    case.validate_response(response, checks=CHECKS)
    assert response.status_code in (200, 201), response.text
