"""The parameters of a call, however the client wrote them."""

import json
import re
from typing import Any

from django.http import HttpRequest, QueryDict

from fourme.api.errors import ApiError

_FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")
#: What some clients write behind a name to send a list: `type[]`, `type[0]`.
_PLACE = re.compile(r"\[[0-9]*\]$")


def parameters(request: HttpRequest) -> dict[str, str]:
    """Return the parameters of the body, and those of the address that it does not name.

    Raises ApiError as `in_body` does.
    """
    return _storable(_of_form(request.GET)) | in_body(request)


def in_body(request: HttpRequest) -> dict[str, str]:
    """Return the parameters of a multipart, urlencoded or JSON body as text.

    Numbers of a JSON body stay as they were written, true and false become words, a list (or
    a parameter of a form that occurs again) its parts with commas between, and null counts as left
    out. Files stay in `request.FILES`.
    Raises ApiError: 400 if the body cannot be read, 415 if it is of another media type.
    """
    media_type = request.content_type or ""
    if media_type in _FORMS:
        return _storable(_of_form(request.POST))
    if media_type == "application/json" or media_type.endswith("+json"):
        return _storable(_of_json(request.body))
    if request.body:
        raise ApiError(
            415,
            f"The body is {media_type or 'of unknown type'}; send application/json, "
            "multipart/form-data or application/x-www-form-urlencoded.",
        )
    return {}


def _of_form(form: QueryDict) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for name, values in form.lists():
        found.setdefault(_PLACE.sub("", name), []).extend(map(str, values))
    if any(name.lstrip().startswith("{") for name in found):
        raise ApiError(400, "The body looks like JSON; send it as Content-Type: application/json.")
    return {name: ",".join(values) for name, values in found.items()}


def _of_json(body: bytes) -> dict[str, str]:
    if not body.strip():
        return {}
    try:
        data = json.loads(
            body.decode("utf-8-sig"), parse_int=str, parse_float=str, parse_constant=_no_constant
        )
    except UnicodeDecodeError as problem:
        raise ApiError(400, "The JSON body is not UTF-8.") from problem
    except RecursionError as problem:
        raise ApiError(400, "The JSON body is nested too deeply.") from problem
    except json.JSONDecodeError as problem:
        where = f"line {problem.lineno}, column {problem.colno}"
        raise ApiError(400, f"The JSON body cannot be read: {problem.msg} ({where}).") from problem
    if not isinstance(data, dict):
        raise ApiError(400, 'The JSON body must be an object, as {"type":"people"}.')
    return {name: _text(name, value) for name, value in data.items() if value is not None}


def _no_constant(name: str) -> str:
    raise ApiError(400, f"The JSON body cannot be read: {name} is not JSON.")


def _text(name: str, value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return ",".join(value)
    raise ApiError(400, f"Parameter '{name}' must be a text, a number, true or false.")


def _storable(found: dict[str, str]) -> dict[str, str]:
    """Keep NUL and lone surrogates out: no database column takes them."""
    try:
        text = "".join(f"{name}{value}" for name, value in found.items()).encode()
    except UnicodeEncodeError as problem:
        raise ApiError(400, "A parameter holds half of a surrogate pair.") from problem
    if b"\0" in text:
        raise ApiError(400, "A parameter holds a NUL character.")
    return found
