"""Whatever the document of the API lets be asked, and much that it does not, is answered as the document says."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
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
from tests.operation.people_of_the_tests import Cast
from tests.operation.web.api_caller import Caller, errand_of, errands, token_of
from tests.operation.web.test_api_access import declared

from shouwen.operation.ledger.models import Event
from shouwen.operation.people.scope import everywhere
from shouwen.operation.project.wsgi import application
from shouwen.operation.web.api_document import document

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
EXAMPLES = 5


@pytest.fixture(autouse=True)
def _errands(cast: Cast) -> Iterator[None]:
    # A server closes a connection that is in a transaction; the test's own is (Django's test client does the same).
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        with errands(cast.organisation):
            yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


@cache
def schema() -> Any:
    """The document as schemathesis reads it, on the application as a server has it."""
    return schemathesis.openapi.from_wsgi("/api/openapi.json", application)


def with_what_is_there(case: Any, there: dict[str, str]) -> None:
    """Puts names of things that are there into a request, so that it comes further than to their absence."""
    for name in ("subject", "code", "name"):
        if isinstance(case.path_parameters, dict) and name in case.path_parameters:
            case.path_parameters[name] = there[name]
    if isinstance(case.body, dict):
        case.body.update({name: there[name] for name in ("unit", "kind", "word") if name in case.body})
    for event in case.body if isinstance(case.body, list) else [case.body]:
        if isinstance(event, dict) and "specversion" in event:
            event.update({"type": there["word"], "subject": there["subject"], "specversion": "1.0"})


def ask(method: str, path: str, caller: Caller, there: dict[str, str], mode: GenerationMode) -> list[int]:
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
            with_what_is_there(case, there)
        response = case.call(headers=caller.headers)
        found.append(response.status_code)
        case.validate_response(response, checks=checks)

    asked()
    return found


def things(cast: Cast) -> dict[str, str]:
    """Names of what is there."""
    case = errand_of(cast.lin, cast.east, text="…")
    return {
        "subject": case.subject, "code": "hall-east", "unit": "hall-east", "name": "errands", "kind": "errand",
        "word": "errand.weighed",
    }  # fmt: skip


@pytest.mark.parametrize(("method", "path"), declared())
def test_every_operation_answers_as_its_document_says_to_whatever_is_right_or_wrong(
    cast: Cast, method: str, path: str, settings: Any
) -> None:
    settings.API_REQUESTS_A_MINUTE = 1_000_000
    there = things(cast)
    lin = token_of(cast.lin)
    found = ask(method, path, lin, there, GenerationMode.POSITIVE)
    operation = document()["paths"][f"/api/v1{path}"][method.lower()]
    if operation["parameters"] or "requestBody" in operation:
        found += ask(method, path, lin, there, GenerationMode.NEGATIVE)
    assert len(found) >= 1
    assert [status for status in found if status in (401, 403, 429) and path == "/me"] == []


@pytest.mark.parametrize(("method", "path"), declared())
def test_a_token_without_a_scope_gets_nothing_and_does_nothing_whatever_it_asks(
    cast: Cast, method: str, path: str, settings: Any
) -> None:
    settings.API_REQUESTS_A_MINUTE = 1_000_000
    there = things(cast)
    nothing = token_of(cast.lin, "export")
    with everywhere():
        before = Event.objects.count()
    found = ask(method, path, nothing, there, GenerationMode.POSITIVE)
    assert set(found) == {403}
    with everywhere():
        assert Event.objects.count() == before
