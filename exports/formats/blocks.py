"""Rows taken together: what is done once for many costs little for each."""

from collections.abc import Iterator
from itertools import islice

from exports.copying import Row

#: So many bytes are about the size of a block, and so many rows are taken before it is looked at.
_BLOCK, _FEW = 256 * 1024, 100


def blocks(rows: Iterator[Row]) -> Iterator[list[Row]]:
    """Yield the rows in lists of about the same number of bytes."""
    block: list[Row] = []
    size = 0
    while few := list(islice(rows, _FEW)):
        block += few
        size += sum(map(len, few))
        if size >= _BLOCK:
            yield block
            block, size = [], 0
    if block:
        yield block
