"""The languages, with a region where it matters, by the codes that files have."""

import json
from pathlib import Path

_NAMES: dict[str, str] = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))


def codes() -> frozenset[str]:
    """Return the codes, such as en-US and nl."""
    return frozenset(_NAMES)


def choices() -> list[tuple[str, str]]:
    """Return codes with names, by name: "nl" with "Dutch (nl)"."""
    named = [(code, f"{name} ({code})") for code, name in _NAMES.items()]
    return sorted(named, key=lambda each: each[1])


def named(code: str) -> str:
    """Return the name of a code with the code; an unknown code stays as it is."""
    return f"{_NAMES[code]} ({code})" if code in _NAMES else code
