"""The OpenAPI document as people read it."""

import re
from dataclasses import dataclass
from typing import Any

from fourme.api.openapi import document


@dataclass(frozen=True)
class Line:
    """A parameter or a property: its name, where it stands, what may be in it, what it means."""

    name: str
    place: str
    values: str
    about: str


@dataclass(frozen=True)
class Reading:
    """An operation."""

    method: str
    path: str
    summary: str
    about: str
    takes: list[Line]
    gives: list[Line]
    answers: list[tuple[str, str]]


def sections() -> dict[str, list[Reading]]:
    """Return the operations by their tags."""
    found: dict[str, list[Reading]] = {}
    for path, methods in document()["paths"].items():
        for method, operation in methods.items():
            reading = _reading(method.upper(), path, operation)
            found.setdefault(operation["tags"][0], []).append(reading)
    return found


def _reading(method: str, path: str, operation: dict[str, Any]) -> Reading:
    takes = [_line(each, each["in"], each["schema"]) for each in operation["parameters"]]
    form = next(iter(operation.get("requestBody", {}).get("content", {}).values()), None)
    if form:
        required = form["schema"]["required"]
        takes += [
            _line({"name": name, "required": name in required} | each, "body", each)
            for name, each in form["schema"]["properties"].items()
        ]
    good = operation["responses"].get("200", {}).get("content", {})
    schema = good.get("application/json", {}).get("schema", {})
    schema = schema.get("items", schema)
    gives = [
        _line({"name": name} | each, "", each)
        for name, each in schema.get("properties", {}).items()
    ]
    responses = operation["responses"].items()
    answers = [(status, _plain(each["description"])) for status, each in responses]
    about = _plain(operation.get("description", ""))
    return Reading(method, path, operation["summary"], about, takes, gives, answers)


def _line(each: dict[str, Any], place: str, schema: dict[str, Any]) -> Line:
    needed = f"{place}, required" if place and each.get("required") is True else place
    kinds = schema.get("type", "")
    kind = " or ".join(kinds) if isinstance(kinds, list) else kinds
    values = schema.get("enum") or schema.get("examples") or [kind]
    shown = ", ".join(str(value) for value in values if value != "")
    return Line(each["name"], needed, shown, _plain(each.get("description", "")))


def _plain(text: str) -> str:
    """Return a text of the document, which is Markdown, as people write it."""
    return re.sub(r"`([^`]*)`", r"“\1”", text)
