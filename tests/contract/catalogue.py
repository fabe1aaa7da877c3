"""The catalogue: what is known of the columns of all record types, as the contract for names."""

import json
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent / "catalogue"
#: Types beyond the catalogue, with the reason.
BEYOND = {
    "permission_events": "The product exports them; nothing is known of their columns.",
}


def slugs() -> list[str]:
    """Return the record types of the catalogue."""
    return sorted(path.stem for path in _FOLDER.glob("*.json"))


@cache
def entry(slug: str) -> dict[str, Any]:
    """Return the entry of a record type."""
    found: dict[str, Any] = json.loads((_FOLDER / f"{slug}.json").read_text(encoding="utf-8"))
    return found


def columns(slug: str) -> dict[str, dict[str, Any]]:
    """Return the columns of a type by header."""
    return {column["header"]: column for column in entry(slug)["columns"]}
