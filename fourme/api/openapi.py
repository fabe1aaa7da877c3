"""The OpenAPI 3.1 document of the API, made from the operations of its endpoints."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

from fourme.api.operations import Answer, Operation, Parameter, Schema

_PREFIX = "v1"
_ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")
_ABOUT = """\
The API of fourme: files of records in and out. A call sends the header
`Authorization: Bearer TOKEN` with a personal access token or one of an OAuth application, and
`X-4me-Account` (or `X-Xurrent-Account`) when it is about another account than that of the person.
Parameters of a body are sent as multipart/form-data, application/x-www-form-urlencoded or JSON.
"""
_MESSAGE = "#/components/schemas/Error"
#: What any operation may answer.
_ALWAYS = {
    401: Answer("No token, or one that is not valid."),
    403: Answer("None of the roles of the person in the account permits this."),
    406: Answer("The client accepts no JSON."),
    429: Answer("Too many calls in this hour.", headers=("Retry-After",)),
}
_OF_BODIES = {
    400: Answer("The body or a parameter cannot be read."),
    413: Answer("The body is too large."),
    415: Answer("The body is of another media type, or packed in an unknown way."),
    422: Answer("A parameter has a value that cannot be used."),
}
_HEADERS = {
    "Link": "Addresses of the first, previous and next page.",
    "Retry-After": "Seconds to wait.",
}


@cache
def document() -> dict[str, Any]:
    """Return the document."""
    paths: dict[str, dict[str, Any]] = {}
    for path, method, operation, public in _operations():
        paths.setdefault(path, {})[method] = _operation(operation, public=public)
    return {
        "openapi": "3.1.0",
        "info": {"title": "fourme", "version": "1", "description": _ABOUT},
        "servers": [{"url": settings.SITE_URL.rstrip("/")}],
        "security": [{"token": []}, {"application": []}],
        "paths": dict(sorted(paths.items())),
        "components": {
            "securitySchemes": _schemes(),
            "schemas": {"Error": _ERROR},
        },
    }


def _schemes() -> dict[str, Any]:
    site = settings.SITE_URL.rstrip("/")
    grant = {"tokenUrl": f"{site}/oauth/token", "scopes": {}}
    return {
        "token": {
            "type": "http",
            "scheme": "bearer",
            "description": "A personal access token, made in My profile.",
        },
        "application": {
            "type": "oauth2",
            "description": "A token of an hour, got with the client ID and the client secret of an "
            "application, which administrators add in Settings.",
            "flows": {"clientCredentials": grant},
        },
    }


_ERROR: Schema = {
    "type": "object",
    "required": ["message"],
    "properties": {
        "message": {"type": "string"},
        "errors": {
            "type": "array",
            "description": "Pairs of a parameter and what is wrong with it.",
            "items": {
                "type": "array",
                "items": {"type": "string"},
                "minItems": 2,
                "maxItems": 2,
            },
        },
        "documentation_url": {"type": "string", "format": "uri"},
    },
}


def _operations() -> Iterator[tuple[str, str, Operation, bool]]:
    """Yield the path, the method and the operation of each endpoint, and whether it is public.

    One that can be had at two addresses is told once.
    """
    told: set[str] = set()
    for route, view in _views(get_resolver().url_patterns):
        views = getattr(view, "views", {"": view})
        for each in views.values():
            operation = getattr(each, "operation", None)
            if operation is not None and operation.name not in told:
                told.add(operation.name)
                path = "/" + _ARGUMENT.sub(r"{\1}", route)
                yield path, each.methods[0].lower(), operation, each.public


def _views(patterns: list[Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for each in patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _views(each.url_patterns, route)
        elif isinstance(each, URLPattern) and route.startswith(_PREFIX):
            yield route, each.callback


def _operation(operation: Operation, *, public: bool) -> dict[str, Any]:
    answers = dict(_ALWAYS) if not public else {status: _ALWAYS[status] for status in (406, 429)}
    if operation.form:
        answers |= _OF_BODIES
    answers |= operation.answers
    told = {
        "operationId": operation.name,
        "summary": operation.summary,
        "description": operation.about,
        "tags": [operation.tag],
        "parameters": [
            *(_parameter(each, "path") for each in operation.path),
            *(_parameter(each, "query") for each in operation.query),
            *(_parameter(each, "header") for each in operation.headers),
        ],
        "requestBody": _body(operation),
        "responses": {str(status): _answer(answers[status]) for status in sorted(answers)},
        "security": [] if public else None,
    }
    return {name: value for name, value in told.items() if value not in (None, "")}


def _parameter(parameter: Parameter, place: str) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "in": place,
        "required": parameter.required,
        "description": parameter.about,
        "schema": parameter.schema,
    }


def _body(operation: Operation) -> dict[str, Any] | None:
    if not operation.form:
        return None
    form: Schema = {
        "type": "object",
        "properties": {
            each.name: each.schema | {"description": each.about} for each in operation.form
        },
        "required": [each.name for each in operation.form if each.required],
    }
    kinds = ["multipart/form-data"]
    if not operation.has_file:
        kinds += ["application/x-www-form-urlencoded", "application/json"]
    return {"required": True, "content": {kind: {"schema": form} for kind in kinds}}


def _answer(answer: Answer) -> dict[str, Any]:
    told: dict[str, Any] = {"description": answer.about}
    schema = answer.schema if answer.schema is not None else {"$ref": _MESSAGE}
    if answer.has_body:
        told["content"] = {"application/json": {"schema": schema}}
    if answer.headers:
        told["headers"] = {
            name: {"description": _HEADERS[name], "schema": {"type": "string"}}
            for name in answer.headers
        }
    return told
