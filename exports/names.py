"""The names of exports and of their files."""

from collections.abc import Sequence
from datetime import date

from exports.formats.format import Format
from records import registry

_NAMED = 3


def title(types: Sequence[str]) -> str:
    """Return what is exported in a few words: "People, Sites and 3 more types"."""
    labels = [label(slug) for slug in types]
    if len(labels) <= _NAMED:
        return ", ".join(labels)
    rest = len(labels) - _NAMED + 1
    return f"{', '.join(labels[: _NAMED - 1])} and {rest} more types"


def label(slug: str) -> str:
    """Return the label of a type; the slug itself when the type is no more."""
    try:
        return registry.get(slug).label
    except KeyError:
        return slug


def file_name(day: date, what: str, number: int, extension: str) -> str:
    """Return the name of a file: `20261122-sites-123.csv` with the number of the run."""
    return f"{day:%Y%m%d}-{what}-{number}.{extension}"


def file_names(day: date, slug: str, number: int, chosen: Format, records: int) -> list[str]:
    """Return the names of the files that the records of a type fill.

    Several are numbered: `20261122-sites-123-2.xlsx`.
    """
    files = -(-records // chosen.per_file) if chosen.per_file else 1
    if files <= 1:
        return [file_name(day, slug, number, chosen.extension)]
    parts = range(1, files + 1)
    return [f"{day:%Y%m%d}-{slug}-{number}-{part}.{chosen.extension}" for part in parts]


def counted(number: int) -> str:
    """Return "1 record", "2,410 records"."""
    return f"{number:,} record{'' if number == 1 else 's'}"
