"""The types of an export as pieces that several writers share, in a folder that all of them see.

A writer locks a piece in the transaction of the snapshot by which it reads the records. So who has
lost the lock cannot read to the end either, and the piece of a writer that died is free at once.
"""

import json
import secrets
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from exports.bundle import bundle
from exports.copying import Connection
from exports.formats import Format, Watch
from exports.select import Part
from exports.writer import Writer

#: What had to be changed in the cells of a type, with how many.
Changed = Counter[str]
#: How the names of files end that are being written.
_PART = ".part"


@dataclass(frozen=True)
class Pieces:
    """The types in the order asked for, the names of their files by type, and where they are."""

    parts: Sequence[Part]
    names: Mapping[str, Sequence[str]]
    chosen: Format
    folder: Path

    def take(self, within: Connection, places: Iterable[int]) -> int | None:
        """Lock and return the first place that nobody writes or has written; None without one.

        It stays locked until the transaction ends.
        """
        for place in places:
            if (
                not self.is_written(place)
                and self._lock(within, place)
                and not self.is_written(place)  # before it was unlocked
            ):
                return place
        return None

    def write(self, within: Connection, place: int, watch: Watch) -> None:
        """Write the files of the type at a place that was taken."""
        part = self.parts[place]
        names = self.names[part.record_type.slug]
        path = self.folder / f"{place}-{secrets.token_hex(4)}{_PART}"
        with bundle(path, zipped=len(self.parts) > 1 or len(names) > 1) as bundled:
            changed = Writer(within, self.chosen, bundled, watch).write(part, names)
        path.replace(self.path(place))
        self._put(self._changed(place), json.dumps(changed))

    def tell(self, place: int, line: int) -> None:
        """Let others know how many records are written."""
        self._put(self._line(place), str(line))

    def told(self, place: int) -> int:
        """Return how many records are written, as far as it was told."""
        return int(_read(self._line(place)) or 0)

    def signs(self, place: int) -> object:
        """Return what changes while the type is written."""
        parts = self.folder.glob(f"{place}-*{_PART}")
        return self.told(place), [(each.name, _size(each)) for each in sorted(parts)]

    def is_written(self, place: int) -> bool:
        """Return whether the files are written."""
        return self._changed(place).exists()

    def are_written(self) -> bool:
        """Return whether the files of all types are written."""
        return all(map(self.is_written, range(len(self.parts))))

    def changed(self, place: int) -> Changed | None:
        """Return what was changed in cells, None before the files are written."""
        told = _read(self._changed(place))
        return None if told is None else Counter(json.loads(told))

    def path(self, place: int) -> Path:
        """Return where the files are: a single file as it is when it is all, else in a ZIP."""
        return self.folder / f"{place}.done"

    def lock(self, place: int) -> str:
        """Return the name of the lock; that of the folder tells the attempt."""
        return f"{self.folder.name}/{place}"

    def _changed(self, place: int) -> Path:
        return self.folder / f"{place}.json"

    def _line(self, place: int) -> Path:
        return self.folder / f"{place}.line"

    def _lock(self, within: Connection, place: int) -> bool:
        lock = "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))"
        row = within.execute(lock, [self.lock(place)]).fetchone()
        return bool(row and row[0])

    def _put(self, path: Path, text: str) -> None:
        """Write a file that others never see by halves."""
        half = path.with_suffix(f".{secrets.token_hex(4)}")
        half.write_text(text)
        half.replace(path)


def _read(path: Path) -> str | None:
    try:
        return path.read_text()
    except FileNotFoundError:
        return None


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
