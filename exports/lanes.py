"""The types of an export written side by side: threads with connections that share a snapshot.

The main thread waits for them in the order that was asked for, and puts their files together. It
tells how far the first of those is that are not finished, and hears from that whether to go on.
"""

import threading
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue

import psycopg
from django.db import connection

from exports.bundle import bundle, joined
from exports.copying import Connection
from exports.formats import Format, Watch
from exports.select import Part
from exports.writer import Writer

#: Seconds between two looks at how far they are.
_PAUSE = 0.2
#: What had to be changed in the cells of a type, with how many.
Changed = Counter[str]


class Stopped(Exception):  # noqa: N818 - not an error: the run ends for another reason
    """The type is no longer wanted."""


@dataclass
class Lanes:
    """As many lanes as there are connections, each at work on one type at a time."""

    connections: Sequence[Connection]
    chosen: Format
    lines: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._pool = ThreadPoolExecutor(len(self.connections), "lane")
        self._over = threading.Event()
        self._started: list[Future[Changed]] = []
        self._free: SimpleQueue[Connection] = SimpleQueue()
        for each in self.connections:
            self._free.put(each)

    def start(self, part: Part, names: Sequence[str], path: Path, *, zipped: bool) -> None:
        """Write the files of a type as soon as a lane is free."""
        self._started.append(self._pool.submit(self._write, part, names, path, zipped))

    def finished(self, watch: Watch, slug: str, place: int) -> Changed:
        """Return what was changed in the type that was started at this place, when it is written.

        Raises what went wrong with any type, or what `watch` raises.
        """
        watch(0, slug)
        while True:
            over = bool(wait([self._started[place]], _PAUSE).done)
            for each in self._started:
                if each.done():
                    each.result()
            watch(self.lines.get(slug, 0), slug)
            if over:
                return self._started[place].result()

    def stop(self) -> None:
        """End all that was started, and wait for that: soon, whatever the database is at."""
        self._over.set()
        begun = [
            each for each in self._started if not each.cancel()
        ]  # wait() never sees others end
        while wait(begun, 0).not_done:
            for each in self.connections:
                with suppress(psycopg.Error):
                    each.cancel_safe(timeout=_PAUSE)
            wait(begun, _PAUSE)
        self._pool.shutdown()

    def _write(self, part: Part, names: Sequence[str], path: Path, zipped: bool) -> Changed:
        within = self._free.get()
        try:
            with bundle(path, zipped=zipped) as bundled:
                return Writer(within, self.chosen, bundled, self._watch).write(part, names)
        finally:
            self._free.put(within)
            connection.close()  # that of this thread, should anything have opened it

    def _watch(self, line: int, slug: str) -> None:
        if self._over.is_set():
            raise Stopped
        self.lines[slug] = line


@contextmanager
def lanes(connections: Sequence[Connection], chosen: Format) -> Iterator[Lanes]:
    """Give lanes that have all stopped at the end, whatever it is."""
    made = Lanes(connections, chosen)
    try:
        yield made
    finally:
        made.stop()


def write(
    within: Lanes,
    parts: Sequence[Part],
    names: Mapping[str, Sequence[str]],
    path: Path,
    watch: Watch,
) -> dict[str, Changed]:
    """Write the files of all types to `path`: a single file as it is, several into a ZIP."""
    slugs = [part.record_type.slug for part in parts]
    if len(parts) == 1:
        (slug,) = slugs
        within.start(parts[0], names[slug], path, zipped=len(names[slug]) > 1)
        return {slug: within.finished(watch, slug, 0)}
    packed = [path.with_name(f"{place}.zip") for place in range(len(parts))]
    for part, slug, part_path in zip(parts, slugs, packed, strict=True):
        within.start(part, names[slug], part_path, zipped=True)
    changes = {}
    with joined(path) as archive:
        for place, slug in enumerate(slugs):
            changes[slug] = within.finished(watch, slug, place)
            archive.take(packed[place])
    return changes
