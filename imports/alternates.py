"""References that a row names by ID, or by Source and Source ID, instead of by their key."""

from collections.abc import Callable
from functools import partial

from imports.headers import Layout
from imports.rows import Entry
from records.kinds import BY_ID, BY_SOURCE, SOURCE_SEPARATOR, Key, Problem
from records.types import Column

Choose = Callable[[Entry], None]


def choosers(layout: Layout) -> list[Choose]:
    """Return the functions that make one key of what a parsed row says about each reference.

    An ID becomes a key in its own place: `resolve` compares it with what the text names. Source
    and Source ID count where the text is blank.
    """
    return [
        partial(_choose, layout=layout, place=place, places=places)
        for place, column in enumerate(layout.columns)
        if (places := alternates(layout, column))
    ]


def alternates(layout: Layout, column: Column) -> dict[str, int]:
    """Return the places of the other ways to name the record of a reference, by what they name."""
    return {each.by: i for i, each in enumerate(layout.columns) if each.names == column.name}


def _choose(entry: Entry, *, layout: Layout, place: int, places: dict[str, int]) -> None:
    values, column = entry.values, layout.columns[place]
    text = values[place]
    given = {by: values[i] for by, i in places.items() if values[i] not in (None, "")}
    if any(isinstance(value, Problem) for value in (text, *given.values())):
        return
    number = given.pop(BY_ID, None)
    if number is not None:
        account = text.account if isinstance(text, Key) else ""
        values[places[BY_ID]] = Key(str(number), account, BY_ID)
    elif text is None and len(given) > 1:
        pair = SOURCE_SEPARATOR.join((given["source"], given["source_id"]))
        values[place] = Key(pair, by=BY_SOURCE)
    elif text is None and given:
        _half(entry, layout, column, *given)
    elif text is None and column.required:
        others = " and ".join(layout.columns[i].header for i in places.values())
        entry.complain(column.header, "", "is empty.", f"Fill it in, or {others}.")


def _half(entry: Entry, layout: Layout, column: Column, by: str) -> None:
    """Complain of a Source without a Source ID, or the other way round."""
    headers = {c.by: c.header for c in layout.record_type.columns if c.names == column.name}
    (other,) = {"source", "source_id"} - {by}
    value = entry.values[alternates(layout, column)[by]]
    entry.complain(
        headers[by],
        value,
        f"counts only with {headers[other]}.",
        f"Fill in both, or {column.header}.",
    )
