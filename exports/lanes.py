"""The types of an export written side by side: threads with connections that share a snapshot.

The main thread waits for them in the order that was asked for, and puts their files together. It
tells how far the first of those is that are not finished, and hears from that whether to go on.
"""

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
from django.db import connection

from exports.bundle import joined
from exports.copying import Connection
from exports.errors import Stopped
from exports.formats import Watch
from exports.pieces import Changed, Pieces
from exports.silence import Silence

#: Seconds between two looks at how far they are.
_PAUSE = 0.2
#: Seconds in which a lane ends that is in no query.
_MOMENT = 0.02


class Lanes:
    """As many lanes as there are connections, each at work on one piece at a time.

    Helpers may take pieces as well. A lane waits for them: theirs is free again when they die, or
    stand still for long.
    """

    def __init__(self, connections: Sequence[Connection], pieces: Pieces) -> None:
        self.pieces = pieces
        self._connections = connections
        self._places = range(len(pieces.parts))
        #: How far the lanes are, by the places that they have taken.
        self._lines: dict[int, int] = {}
        self._over, self._news = threading.Event(), threading.Event()
        self._pool = ThreadPoolExecutor(len(connections), "lane")
        self._work: list[Future[None]] = []

    def start(self) -> None:
        """Begin to write."""
        self._work = [self._pool.submit(self._write, each) for each in self._connections]

    def finished(self, watch: Watch, place: int) -> Changed:
        """Return what was changed in the type at this place, when it is written.

        Raises what went wrong with any type, or what `watch` raises.
        """
        slug = self.pieces.parts[place].record_type.slug
        silence = Silence(self.pieces, place, _PAUSE)
        watch(0, slug)
        while True:
            self._news.clear()
            for each in self._work:
                if each.done():
                    each.result()
            changed = self.pieces.changed(place)
            watch(max(self._lines.get(place, 0), self.pieces.told(place)), slug)
            if changed is not None:
                return changed
            if place not in self._lines:
                silence.look()
            self._news.wait(_PAUSE)

    def stop(self) -> None:
        """End all that was started, and wait for that: soon, whatever the database is at."""
        self._over.set()
        pause = _MOMENT
        while wait(self._work, pause).not_done:
            for each in self._connections:
                with suppress(psycopg.Error):
                    each.cancel_safe(timeout=_PAUSE)
            pause = _PAUSE
        self._pool.shutdown()

    def _write(self, within: Connection) -> None:
        try:
            while not (self._over.is_set() or self.pieces.are_written()):
                place = self.pieces.take(within, self._places)
                if place is None:
                    self._over.wait(_PAUSE)
                else:
                    self._lines[place] = 0
                    self.pieces.write(within, place, self._watch(place))
                    self._news.set()
        finally:
            self._news.set()
            connection.close()  # that of this thread, should anything have opened it

    def _watch(self, place: int) -> Watch:
        def watch(line: int, _slug: str) -> None:
            if self._over.is_set():
                raise Stopped
            self._lines[place] = line

        return watch


@contextmanager
def lanes(connections: Sequence[Connection], pieces: Pieces) -> Iterator[Lanes]:
    """Give lanes at work, which have all stopped at the end, whatever it is."""
    made = Lanes(connections, pieces)
    try:
        made.start()
        yield made
    finally:
        made.stop()


def gather(within: Lanes, path: Path, watch: Watch) -> dict[str, Changed]:
    """Put the files of all types into `path`: a single file as it is, several into a ZIP.

    Returns what was changed in their cells, by type.
    """
    pieces = within.pieces
    slugs = [part.record_type.slug for part in pieces.parts]
    if len(slugs) == 1:
        changed = within.finished(watch, 0)
        pieces.path(0).rename(path)
        return {slugs[0]: changed}
    changes = {}
    with joined(path) as archive:
        for place, slug in enumerate(slugs):
            changes[slug] = within.finished(watch, place)
            archive.take(pieces.path(place))
    return changes
