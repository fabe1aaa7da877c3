"""Rows taken together: what is done once for many costs little for each."""

from collections.abc import Iterable, Iterator

from exports.copying import Row

#: So many bytes are taken at once.
_BLOCK = 256 * 1024


def blocks(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Yield the rows in lists of about the same number of bytes."""
    block: list[Row] = []
    size = 0
    for row in rows:
        block.append(row)
        size += len(row)
        if size >= _BLOCK:
            yield block
            block, size = [], 0
    if block:
        yield block
