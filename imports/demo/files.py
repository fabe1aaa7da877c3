"""The demo's files, in which a reference by ID stands as `{{requests:demo:r-1}}`.

IDs are not known beforehand; such a place is filled with the ID of the record of that type, in the
account of the file, with that Source and Source ID.
"""

import re
from pathlib import Path
from typing import Any

from fourme.accounts.models import Account
from records import registry

_PLACE = re.compile(r"\{\{(?P<type>[a-z_]+):(?P<source>[^:{}]+):(?P<source_id>[^{}]+)\}\}")


class Unknown(LookupError):  # noqa: N818 -- it reads as what it is
    """A file names a record that is not there."""


def fill(path: Path, account: Account, folder: Path) -> Path:
    """Return the file with the IDs in it: the file itself when it names none, else a copy.

    Raises Unknown for a record that does not exist.
    """
    text = path.read_text(encoding="utf-8")
    found: dict[tuple[str, str], dict[str, int]] = {}
    for match in _PLACE.finditer(text):
        found.setdefault((match["type"], match["source"]), {})
    if not found:
        return path
    for slug, source in found:
        records: Any = registry.get(slug).model._default_manager
        pairs = records.filter(account=account, source=source).values_list("source_id", "pk")
        found[slug, source] = dict(pairs)

    def number(match: re.Match[str]) -> str:
        try:
            return str(found[match["type"], match["source"]][match["source_id"]])
        except KeyError:
            raise Unknown(f"{path.name} names {match[0]}, which does not exist.") from None

    filled = folder / path.name
    filled.write_text(_PLACE.sub(number, text), encoding="utf-8")
    return filled
