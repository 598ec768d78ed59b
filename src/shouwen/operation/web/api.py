"""The API: what pages do, for other systems. /api/v1/…; its document is /api/openapi.json, to read at /api/.

    router = ninja.Router(tags=["requests"])

    @router.post("/{subject}/answer", auth=needs("act"), response=answers(Answered, 201, 409), summary="Answer")
    def answer(request: HttpRequest, subject: Path[Name], given: Answer) -> Answered: …

    api.mount("/requests", router)         in project/wiring.py, before anything is served

Conventions, for every operation:

- `auth=needs("read" | "act" | "personal" | "ingest" | "export")` (api_access.py): a token must come. `acting(request)`
  is who asks; the view already runs within the scope of what they see, so that scoped tables (`Case.objects`,
  `read.case_called`) give nothing else. A session's cookie counts for nothing here.
- A Fault that is raised, and whatever is wrong in the request, becomes a problem (api_problems.py) under the status of
  its code; codes that are not named in `api_problems.STATUS` are 422.
- What is taken: a `Taken` model (api_types.py) with `Name`, `Text`, `Data`, `Asked`; what is not named is refused.
  What is given: `CaseSeen`, `EventSeen`, `ObligationSeen` by `case_seen(row)` and its like; customers always masked.
  `api_acting.happened(done)` is the answer to any act: its event, the case, what is owed in it now.
- `answers(Model, 201, 404, …)`: the model under the first status, and problems under the others beside those that any
  operation may answer.
- A header Idempotency-Key is the `once` of the door: `once: Once = None`.
- A view writes no row: it calls an action.
"""

from __future__ import annotations

from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Header, NinjaAPI, Router
from ninja.errors import HttpError, ValidationError
from ninja.parser import Parser
from ninja.renderers import JSONRenderer

from shouwen.events.formats.own import parse
from shouwen.operation.web.api_access import acting, needs
from shouwen.operation.web.api_problems import Problem, of_exception
from shouwen.operation.web.api_types import Name

__all__ = ["Once", "acting", "answers", "api", "mount", "needs"]

ANY = frozenset({400, 401, 403, 422, 429, 503})
"""What any operation may answer."""

Once = Annotated[
    Name | None,
    Header(alias="Idempotency-Key", description="A name for this very asking: asked again, nothing happens twice."),
]


class _Reads(Parser):
    """JSON as the standard has it: UTF-8, no NaN; deep nesting is refused, not met with."""

    def parse_body(self, request: HttpRequest) -> Any:
        return parse(request.body.decode())


class _Writes(JSONRenderer):
    json_dumps_params = {"ensure_ascii": False, "separators": (",", ":"), "allow_nan": False}  # noqa: RUF012


api = NinjaAPI(
    title="Shouwen",
    version="1",
    description=(
        "What is promised, what happened and what is owed. Times are RFC 3339, given in UTC; problems are RFC 9457, "
        "in the language of Accept-Language (zh-Hans, zh-Hant, en)."
    ),
    urls_namespace="api",
    openapi_url=None,
    docs_url=None,
    parser=_Reads(),
    renderer=_Writes(),
)
api.add_exception_handler(Exception, of_exception)
for _kind in (Http404, HttpError, ValidationError):  # ninja's own
    api.add_exception_handler(_kind, of_exception)

_mounted: set[str] = set()


def mount(prefix: str, router: Router) -> None:
    """Hangs a room's operations under /api/v1/`prefix`; a second time for the same address changes nothing."""
    if prefix not in _mounted:
        _mounted.add(prefix)
        api.add_router(prefix, router)


def answers(model: Any, status: int = 200, *problems: int) -> dict[Any, Any]:
    """The responses of an operation: what it gives, and the problems it may meet beside those that any may."""
    return {status: model, **dict.fromkeys(sorted(ANY | set(problems)), Problem)}
