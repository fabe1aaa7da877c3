"""The values of the fixed lists: locales, countries (ISO 3166-1), currencies (ISO 4217)."""

import json
from pathlib import Path

_LISTS: dict[str, list[str]] = json.loads(
    Path(__file__).with_suffix(".json").read_text(encoding="utf-8")
)

LOCALES = frozenset(_LISTS["locales"])
COUNTRIES = frozenset(_LISTS["countries"])
CURRENCIES = frozenset(_LISTS["currencies"])
