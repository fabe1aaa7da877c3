"""What every file format of an export is."""

from collections import Counter
from collections.abc import Callable, Generator, Iterator
from typing import IO, ClassVar, Protocol

from exports.copying import Connection, Row
from exports.select import Part
from records.types import RecordType

#: Gets the number of records written and the slug of their type.
Watch = Callable[[int, str], None]


class Format(Protocol):
    """A format: how its rows are made, how they are put into files, and how many fit into one."""

    extension: ClassVar[str]
    #: So many records a file holds; None for any number.
    per_file: ClassVar[int | None]
    #: The files are compressed already.
    compressed: ClassVar[bool]

    def rows(self, within: Connection, part: Part) -> Generator[Row]:
        """Yield the records of a part in the form that `write` takes."""

    def write(
        self, rows: Iterator[Row], record_type: RecordType, target: IO[bytes], watch: Watch
    ) -> Counter[str]:
        """Write a file of the rows; return what had to be changed in cells, with how many."""
