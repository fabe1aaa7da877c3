"""What flows through the pipeline: rows of the file, and entries on their way to a record."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from records.kinds import Key

#: How much of a cell is repeated in a message.
SHOWN = 200
#: What a cell takes beside its characters, in bytes; fewer when it is blank.
_CELL = 40


class FileProblem(Exception):  # noqa: N818 - what is wrong with a file is no error of ours
    """What ends the import; its text is for the person. Rows before it stay imported."""


class Row(NamedTuple):
    """A row of the file. Rows count like a spreadsheet, lines like an editor; both from 1 on.

    `broken` says why the row could not be split into cells; `cells` then holds its text.
    """

    number: int
    first_line: int
    last_line: int
    cells: list[str]
    broken: str = ""

    @property
    def size(self) -> int:
        """About how many bytes it takes: a short text takes more than its characters."""
        return sum(map(len, self.cells)) + _CELL * len(self.cells)

    @property
    def place(self) -> str:
        """The words for where it stands: `row 522 (lines 830-834)`."""
        if self.first_line == self.last_line == self.number:
            return f"row {self.number}"
        if self.first_line == self.last_line:
            return f"row {self.number} (line {self.first_line})"
        return f"row {self.number} (lines {self.first_line}–{self.last_line})"  # noqa: RUF001 - a range


class Complaint(NamedTuple):
    """What is wrong with a cell or a row, and what would be right."""

    column: str
    value: str
    reason: str
    hint: str = ""


@dataclass(slots=True)
class Entry:
    """A row with its values, in the order of `Layout.columns`.

    `waits` holds the references to records of the same type that were not found (yet): position
    of the column → keys. `id` is that of the record found, or reserved for a new one. `keys` are
    by what the row finds its record and can be found itself, the first one being the key it uses.
    """

    row: Row
    values: list[Any]
    complaints: list[Complaint] = field(default_factory=list)
    waits: dict[int, tuple[Key, ...]] = field(default_factory=dict)
    keys: tuple[str, ...] = ()
    id: int = 0
    new: bool = True

    def complain(self, column: str, value: object, reason: str, hint: str = "") -> None:
        """Add what is wrong; the row will be rejected."""
        self.complaints.append(Complaint(column, str(value)[:SHOWN], reason, hint))


#: Entries that are applied or rejected together: one, or a group of rows that stand together.
Unit = list[Entry]


class Before:
    """What parsed entries were before they were applied, for when that has to be done again."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self._all = [
            (entry, entry.values.copy(), len(entry.complaints)) for unit in units for entry in unit
        ]

    def restore(self) -> None:
        """Let them be so again."""
        for entry, values, complaints in self._all:
            entry.values, entry.waits, entry.id, entry.new = values, {}, 0, True
            del entry.complaints[complaints:]
