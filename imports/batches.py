"""Rows that belong together make units, units make batches of bounded size."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import chain, groupby, islice
from typing import Generic, TypeVar

from django.conf import settings

from imports.headers import Layout
from imports.rows import Entry, Row, Unit
from records.kinds import Key
from records.references import RecordTarget
from records.types import Children, ReplaceGroup

#: The first batch is small, so that a file that is all wrong is told soon.
FIRST_BATCH = 1000
BATCH_BYTES = 12 * 1024 * 1024
GROUP_LIMIT = 10_000

T = TypeVar("T", Row, Unit)
U = TypeVar("U")


def units(entries: Iterable[Entry], layout: Layout) -> Iterator[Unit]:
    """Yield the rows, with those together that the type applies together.

    The rows of a group that is too large are rejected, one by one.
    """
    for _, group in groupby(entries, _mark(layout)):
        unit = list(islice(group, GROUP_LIMIT + 1))
        if len(unit) <= GROUP_LIMIT:
            yield unit
            continue
        for entry in chain(unit, group):
            entry.complain(
                "",
                "",
                f"More than {GROUP_LIMIT:,} rows belong together, which is too many.",
                "Divide them among several owners.",
            )
            yield [entry]


def batches(every: Iterable[T]) -> Iterator[list[T]]:
    """Yield lists of rows or units: IMPORT_BATCH_ROWS rows and 12 MB at most, or a larger unit."""
    size = settings.IMPORT_BATCH_ROWS
    limit = min(FIRST_BATCH, size)
    batch: list[T] = []
    rows = weight = 0
    for each in every:
        number, more = _extent(each)
        if batch and (rows + number > limit or weight + more > BATCH_BYTES):
            yield batch
            batch, rows, weight, limit = [], 0, 0, size
        batch.append(each)
        rows += number
        weight += more
    if batch:
        yield batch


def _extent(each: Row | Unit) -> tuple[int, int]:
    """Return how many rows it has, and about how many bytes they take."""
    if isinstance(each, Row):
        return 1, each.size
    return len(each), sum(entry.row.size for entry in each)


class Ahead(Generic[U]):
    """Iterates over batches, of which the next one is read and parsed in a thread meanwhile.

    It is begun when the database is at work on this one, so that two threads do not share a
    processor while the database waits for them. The one before is given up then, for the same
    reason: that takes as long as a search of the database.
    """

    def __init__(self, every: Iterable[U], thread: ThreadPoolExecutor) -> None:
        self._every = iter(every)
        self._thread = thread
        self._coming: Future[U | None] | None = None
        self._last: U | None = None
        self._before: U | None = None

    def begin(self) -> None:
        """Begin the next batch unless that was done."""
        self._before = None
        if self._coming is None:
            self._coming = self._thread.submit(next, self._every, None)

    def __iter__(self) -> Iterator[U]:
        """Yield the batches."""
        while True:
            self.begin()
            assert self._coming is not None  # noqa: S101 - just begun
            self._before, self._last = self._last, self._coming.result()
            self._coming = None
            if self._last is None:
                return
            yield self._last


@contextmanager
def ahead(every: Iterable[U]) -> Iterator[Ahead[U]]:
    """Give the batches, with a thread that reads them."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        yield Ahead(every, thread)


def grouped(layout: Layout) -> bool:
    """Tell whether rows of the type belong together."""
    return isinstance(layout.record_type.merge, Children | ReplaceGroup)


def owners(layout: Layout) -> Callable[[Entry], str]:
    """Return the function of whose group a row belongs to, "" for rows of no group."""
    merge = layout.record_type.merge
    place = layout.position(merge.by) if isinstance(merge, ReplaceGroup) else None
    if place is None:
        return lambda _: ""
    target = layout.columns[place].target
    fold = target.model.record_type().key.fold if isinstance(target, RecordTarget) else str

    def owner(entry: Entry) -> str:
        value = entry.values[place] if entry.values else None
        return fold(str(value)) if isinstance(value, Key) else ""

    return owner


def _mark(layout: Layout) -> Callable[[Entry], object]:
    """Return the function of what rows that belong together have in common."""
    if isinstance(layout.record_type.merge, Children):
        return lambda entry: entry.keys[0] if entry.keys else object()
    owner = owners(layout)
    return lambda entry: owner(entry) or object()
