"""The row of an import file as JSON Schema, made from the type: an object of texts by header."""

import re
from functools import cache
from typing import Any

from django.conf import settings

from records import registry
from records.explanations import (
    ColumnExplanation,
    explain,
    finding,
    merging,
    needed_before,
    summary,
)
from records.types import Column, RecordType

DRAFT = "https://json-schema.org/draft/2020-12/schema"


@cache
def schema(record_type: RecordType) -> dict[str, Any]:
    """Return the schema of a row that adds a record; one that changes a record needs less."""
    needed = [each for each in record_type.columns if _is_needed(each)]
    others = {each.header: _others(each, record_type) for each in needed}
    alternatives = [
        {"anyOf": [{"required": [header]}, {"required": named}]}
        for header, named in others.items()
        if named
    ]
    return {
        "$schema": DRAFT,
        "$id": f"{settings.SITE_URL}/v1/schema/{record_type.slug}",
        "title": record_type.singular,
        "description": summary(record_type),
        "type": "object",
        "properties": {each.column.header: _property(each) for each in explain(record_type)},
        "required": [header for header, named in others.items() if not named],
        **({"allOf": alternatives} if alternatives else {}),
        "x-fourme-type": record_type.slug,
        "x-fourme-aliases": list(record_type.aliases),
        "x-fourme-importable": record_type.importable,
        "x-fourme-finding": finding(record_type) if record_type.importable else [],
        "x-fourme-merging": merging(record_type),
        "x-fourme-notes": list(record_type.notes),
        "x-fourme-import-first": [each.slug for each in needed_before(record_type)],
    }


@cache
def enumerations() -> dict[str, dict[str, list[str]]]:
    """Return the values of all columns that have a list of them, by type and header."""
    found = {
        each.slug: {
            column.header: list(column.kind.choices)
            for column in each.columns
            if column.kind.choices
        }
        for each in registry.types()
    }
    return {slug: columns for slug, columns in sorted(found.items()) if columns}


def _is_needed(column: Column) -> bool:
    return column.required and not (column.read_only or column.default)


def _others(column: Column, record_type: RecordType) -> list[str]:
    """Return the headers by which the record of a reference can be named as well."""
    return [each.header for each in record_type.columns if each.names == column.name]


def _property(explanation: ColumnExplanation) -> dict[str, Any]:
    column = explanation.column
    found: dict[str, Any] = {"type": "string", "description": explanation.words}
    if column.read_only:
        return found | {"readOnly": True, "x-fourme-kind": column.kind.name}
    limits = column.kind.schema()
    if column.required:
        found |= limits | {"minLength": 1}
    elif _admits_nothing(limits):
        found |= limits
    else:
        found["anyOf"] = [{"const": ""}, limits]
    if explanation.default:
        found["default"] = explanation.default
    return found | {"x-fourme-kind": column.kind.name} | _extensions(column)


def _admits_nothing(limits: dict[str, Any]) -> bool:
    """Tell whether the empty text is within the limits."""
    listed = {"enum", "format", "contentMediaType"} & limits.keys()
    return not listed and re.search(limits.get("pattern", ""), "") is not None


def _extensions(column: Column) -> dict[str, Any]:
    marks = {
        "generated": column.generated,
        "create-only": column.create_only,
        "financial": column.financial,
    }
    found: dict[str, Any] = {f"x-fourme-{name}": True for name, holds in marks.items() if holds}
    if column.aliases:
        found["x-fourme-aliases"] = list(column.aliases)
    if column.target is not None:
        found["x-fourme-reference"] = {
            "types": [each.slug for each in column.target.types()],
            "by": getattr(column.kind, "by", ""),
            "several": column.many,
        }
    return found
