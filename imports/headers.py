"""Stage 3: from the header row to columns."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from imports.rows import Complaint, FileProblem, Row
from records.kinds import BY_ID, unguard
from records.types import ID, SOURCE, By, Column, Overwrite, RecordType

#: The columns that "Download rejected rows" adds; a corrected file may still have them.
ROW, ERROR = "Row", "Error"
_OURS = {ROW.casefold(), ERROR.casefold()}
_NEAR = 0.6


@dataclass(frozen=True)
class Unknown:
    """A column of the file that the type does not have, and the nearest that it has."""

    header: str
    nearest: str = ""


@dataclass(frozen=True)
class Layout:
    """What the columns of a file mean.

    `columns` take a value, from the cells at the positions `cells`; -1 stands for a column that is
    not in the file and gets its default in every row (merge rule Overwrite), or what its alternates
    say. `headers` are those of the file. Without `creates` only existing records change.
    """

    record_type: RecordType
    headers: tuple[str, ...]
    columns: tuple[Column, ...]
    cells: tuple[int, ...]
    unknown: tuple[Unknown, ...] = ()
    ignored: tuple[str, ...] = ()
    missing: tuple[Column, ...] = ()
    creates: bool = True

    def position(self, name: str) -> int | None:
        """Return the place of a column among `columns`, None when it is not there."""
        for place, column in enumerate(self.columns):
            if column.name == name:
                return place
        return None

    @property
    def warnings(self) -> list[Complaint]:
        """What to tell about columns that are left out."""
        unknown = [
            Complaint(
                each.header,
                "",
                f"{self.record_type.label} have no column “{each.header}”; it is ignored.",
                f"Did you mean “{each.nearest}”?" if each.nearest else "",
            )
            for each in self.unknown
        ]
        ignored = [
            Complaint(
                header, "", "Your role lets you change financial columns only; it is ignored."
            )
            for header in self.ignored
        ]
        return unknown + ignored


def lay_out(row: Row | None, record_type: RecordType, *, financial_only: bool = False) -> Layout:
    """Find the columns of the header row.

    Raises FileProblem for a file without header or rows to read, a header that stands twice, and
    a file of something else.
    """
    if row is None:
        raise FileProblem("The file is empty.")
    if row.broken:
        raise FileProblem(f"The header cannot be read: {row.broken}")
    headers = tuple(unguard(cell).strip().strip('"') for cell in row.cells)
    _refuse_double(headers)
    known = {
        header.casefold(): column
        for column in record_type.columns
        for header in (column.header, *column.aliases)
    }
    found = {
        i: known[header.casefold()]
        for i, header in enumerate(headers)
        if header.casefold() in known
    }
    if not found:
        raise FileProblem(
            f"No column of the file is a column of {record_type.label}; the first one is "
            f"“{headers[0][:60]}”. Are the columns separated by commas, semicolons or tabs?"
        )
    _refuse_same(headers, found)
    taken = {i: column for i, column in found.items() if not column.read_only}
    ignored: tuple[str, ...] = ()
    if financial_only:
        keep = {*_keys(record_type), *(c.name for c in record_type.columns if c.financial)}
        ignored = tuple(c.header for c in taken.values() if c.name not in keep)
        taken = {i: column for i, column in taken.items() if column.name in keep}
    names = {column.name for column in taken.values()}
    otherwise = _named_otherwise(record_type, names)
    names.update(column.name for column in otherwise)
    _refuse_useless(record_type, names)
    absent = [*otherwise, *_absent(record_type, names)]
    return Layout(
        record_type,
        headers,
        (*taken.values(), *absent),
        (*taken, *(-1 for _ in absent)),
        tuple(_unknown(headers, known)),
        ignored,
        tuple(c for c in record_type.columns if is_needed(c) and c.name not in names),
        not financial_only or all(c.financial for c in record_type.columns if is_needed(c)),
    )


def is_needed(column: Column) -> bool:
    """Tell whether a new record needs a value that only the file can give."""
    return column.required and not column.read_only and not column.default


def identifying(record_type: RecordType) -> list[tuple[str, ...]]:
    """Return the names of the columns of each match rule of the type."""
    sets = {ID: ("id",), SOURCE: ("source", "source_id")}
    return [rule.names if isinstance(rule, By) else sets[rule] for rule in record_type.match]


def _keys(record_type: RecordType) -> set[str]:
    return {name for names in identifying(record_type) for name in names}


def _named_otherwise(record_type: RecordType, names: set[str]) -> list[Column]:
    """Return the references that the file names only by ID, or only by Source and Source ID."""
    found = []
    for column in record_type.columns:
        ways = {c.by for c in record_type.columns if c.names == column.name and c.name in names}
        if column.name not in names and (BY_ID in ways or len(ways) > 1):
            found.append(column)
    return found


def _absent(record_type: RecordType, names: set[str]) -> list[Column]:
    if not isinstance(record_type.merge, Overwrite):
        return []
    return [
        column
        for column in record_type.columns
        if column.name not in names and not column.read_only and not column.required
    ]


def _refuse_double(headers: tuple[str, ...]) -> None:
    seen: dict[str, int] = {}
    for number, header in enumerate(headers, 1):
        first = seen.setdefault(header.casefold(), number)
        if header and first != number:
            raise FileProblem(
                f"The column “{header}” stands twice in the header, as column {first} and "
                f"{number}. Remove one of them."
            )


def _refuse_same(headers: tuple[str, ...], found: dict[int, Column]) -> None:
    """Refuse a file with a column under two of its names."""
    seen: dict[str, int] = {}
    for place, column in found.items():
        first = seen.setdefault(column.name, place)
        if first != place:
            raise FileProblem(
                f"The columns “{headers[first]}” and “{headers[place]}” are the same. Remove one "
                "of them."
            )


def _refuse_useless(record_type: RecordType, names: set[str]) -> None:
    """Refuse a file that neither finds records nor has what new ones need."""
    lacking = [c.header for c in record_type.columns if is_needed(c) and c.name not in names]
    if lacking and not any(names.issuperset(key) for key in identifying(record_type)):
        words = "column is" if len(lacking) == 1 else "columns are"
        raise FileProblem(
            f"The {words} missing that each new {record_type.label_of(1)} needs: "
            f"{', '.join(lacking)}."
        )


def _unknown(headers: Iterable[str], known: dict[str, Column]) -> Iterable[Unknown]:
    for header in headers:
        if header and header.casefold() not in known and header.casefold() not in _OURS:
            near = difflib.get_close_matches(header.casefold(), known, n=1, cutoff=_NEAR)
            yield Unknown(header, known[near[0]].header if near else "")
