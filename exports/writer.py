"""Writes the files of the types of an export, one after the other."""

from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from itertools import islice

from exports.bundle import Bundle
from exports.copying import Connection
from exports.formats import Format, Watch
from exports.select import Part


@dataclass(frozen=True)
class Writer:
    """What all files of an export share; `watch` gets the records of the current type."""

    within: Connection
    chosen: Format
    bundled: Bundle
    watch: Watch

    def write(self, part: Part, names: Sequence[str]) -> Counter[str]:
        """Write the files of a type, each as full as the format allows.

        Returns what had to be changed in cells, with how many.
        """
        self.watch(0, part.record_type.slug)
        changes: Counter[str] = Counter()
        # An error keeps its frames, and what they hold: the query would go on.
        with closing(self.chosen.rows(self.within, part)) as records:
            for number, name in enumerate(names):
                watch = partial(self._watch, number * (self.chosen.per_file or 0))
                with self.bundled.open(name, compressed=self.chosen.compressed) as target:
                    rows = islice(records, self.chosen.per_file)
                    changes += self.chosen.write(rows, part.record_type, target, watch)
            next(records, None)  # the last file may be full, with the end of the rows still to read
        return changes

    def _watch(self, before: int, line: int, slug: str) -> None:
        self.watch(before + line, slug)
