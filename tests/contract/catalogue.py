"""The catalogue: what is known of the columns of all record types, as the contract for names."""

import json
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent / "catalogue"

#: Columns that wait for the type that they refer to.
WAITING = {
    "effort_classes": {"Service Offerings"},
    "teams": {"Agile Board"},
    "time_allocations": {"Services"},
}


@cache
def entry(slug: str) -> dict[str, Any]:
    """Return the entry of a record type."""
    found: dict[str, Any] = json.loads((_FOLDER / f"{slug}.json").read_text(encoding="utf-8"))
    return found


def columns(slug: str) -> dict[str, dict[str, Any]]:
    """Return the columns of a type by header, without those that wait."""
    waiting = WAITING.get(slug, set())
    return {
        column["header"]: column
        for column in entry(slug)["columns"]
        if column["header"] not in waiting
    }
