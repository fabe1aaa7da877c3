"""The values of the fixed lists: locales, countries (ISO 3166-1), currencies (ISO 4217)."""

import json
from pathlib import Path

from fourme.accounts import locales

_LISTS: dict[str, list[str]] = json.loads(
    Path(__file__).with_suffix(".json").read_text(encoding="utf-8")
)

LOCALES = locales.codes()
COUNTRIES = frozenset(_LISTS["countries"])
CURRENCIES = frozenset(_LISTS["currencies"])
