"""The API's own document (OpenAPI 3.1), and a page of it that needs nothing but itself."""

from __future__ import annotations

import copy
import json
from functools import cache
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from shouwen.operation.web.api import api
from shouwen.operation.web.api_problems import MEDIA_TYPE

_METHODS = ("get", "post", "put", "patch", "delete")


@cache
def document() -> dict[str, Any]:
    """The document: as the operations declare themselves, with problems under their own media type."""
    made: dict[str, Any] = copy.deepcopy(dict(api.get_openapi_schema()))
    for operations in made["paths"].values():
        for operation in operations.values():
            for status, response in operation["responses"].items():
                if int(status) >= 400 and "content" in response:
                    response["content"] = {MEDIA_TYPE: next(iter(response["content"].values()))}
            operation["responses"] = {str(status): found for status, found in operation["responses"].items()}
            operation["responses"].setdefault("default", {"description": "A problem.", "content": _PROBLEM})
    plain: dict[str, Any] = json.loads(json.dumps(made))
    return plain


_PROBLEM = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}


@login_not_required
@require_GET
def document_view(request: HttpRequest) -> HttpResponse:
    """The document, for anyone: it tells what may be asked, and nothing of what there is."""
    return HttpResponse(json.dumps(document(), ensure_ascii=False), content_type="application/json")


@login_not_required
@require_GET
def reference(request: HttpRequest) -> HttpResponse:
    """The document as a page."""
    made = document()
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, operations in made["paths"].items():
        for method in _METHODS:
            if method in operations:
                operation = operations[method]
                tag = (operation.get("tags") or ["-"])[0]
                groups.setdefault(tag, []).append(_shown(path, method, operation))
    schemas = [
        {"name": name, "description": schema.get("description", ""), "fields": _fields(schema)}
        for name, schema in sorted(made["components"]["schemas"].items())
    ]
    context = {"info": made["info"], "groups": sorted(groups.items()), "schemas": schemas}
    return render(request, "web/api_reference.html", context)


def _shown(path: str, method: str, operation: dict[str, Any]) -> dict[str, Any]:
    body = operation.get("requestBody", {}).get("content", {})
    return {
        "id": operation["operationId"],
        "path": path,
        "method": method.upper(),
        "summary": operation["summary"],
        "description": operation.get("description", ""),
        "parameters": [
            {
                "name": one["name"],
                "where": one["in"],
                "required": one["required"],
                "type": _type(one["schema"]),
                "description": one.get("description", ""),
            }
            for one in operation["parameters"]
        ],
        "body": [{"kind": kind, "type": _type(content.get("schema", {}))} for kind, content in body.items()],
        "responses": [
            {
                "status": status,
                "description": one["description"],
                "type": ", ".join(_type(content["schema"]) for content in one.get("content", {}).values()),
            }
            for status, one in operation["responses"].items()
            if status != "default"
        ],
    }


def _fields(schema: dict[str, Any]) -> list[dict[str, Any]]:
    needed = set(schema.get("required", ()))
    return [
        {
            "name": name,
            "type": _type(field),
            "required": name in needed,
            "description": field.get("description", ""),
        }
        for name, field in schema.get("properties", {}).items()
    ]


def _type(schema: dict[str, Any]) -> str:
    """A schema in a few words: Case, list of Event, text | null."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    for several in ("anyOf", "oneOf", "allOf"):
        if several in schema:
            return " | ".join(dict.fromkeys(_type(one) for one in schema[several]))
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if schema.get("type") == "array":
        return f"[{_type(schema.get('items', {}))}]"
    return str(schema.get("format") or schema.get("const") or schema.get("type") or "any")
