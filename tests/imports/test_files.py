"""The corpus of nasty files, each through the whole pipeline."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from fourme.jobs.models import State
from imports.models import ImportRun
from records.models import Site
from tests.imports.importing import counters

FILES = Path(__file__).parents[1] / "files"
Importing = Callable[..., ImportRun]


class Expected(NamedTuple):
    """The names of the sites that are stored, the rejected rows, why it ended early."""

    names: list[str] = []
    rejected: list[tuple[int, int, int]] = []
    message: str = ""


THIRTEEN = [f"Site {number}" for number in range(1, 14)]
CASES = {
    "plain.csv": Expected(["Houston", "Austin"]),
    "bom.csv": Expected(["Zürich"]),
    "quoted-id.csv": Expected(["Houston"]),
    "tabs.tsv": Expected(["Houston, TX"]),
    "semicolons.csv": Expected(["Houston"]),
    "separators-in-quoted-header.csv": Expected(["Houston"]),
    "crlf.csv": Expected(["Houston", "Austin"]),
    "cr.csv": Expected(["Houston", "Austin"]),
    "no-final-newline.csv": Expected(["Houston"]),
    "utf16le-bom.csv": Expected(["Zürich"]),
    "utf16le.tsv": Expected(["Houston", "København"]),
    "lines-in-cells.csv": Expected(["Houston", "Austin"], [(4, 6, 7), (8, 11, 13)]),
    "blank-rows.csv": Expected(["Houston"], [(7, 7, 7)]),
    "surplus-empty-cells.csv": Expected(["Houston"], [(3, 3, 3)]),
    "short-rows.csv": Expected(["Houston", "Austin"]),
    "text-after-quote.csv": Expected(["Austin", "Dallas"], [(2, 2, 2)]),
    "unknown-columns.csv": Expected(["Houston"]),
    "corrected.csv": Expected(["Houston"]),
    "formulas.csv": Expected(["=1+1", "=2"]),
    "unclosed-quote.csv": Expected(
        ["Houston", "Austin"], [], "The quote that opens on line 5 is not closed."
    ),
    "nul.csv": Expected(["Houston"], [], "NUL byte on line 3. A text file has none."),
    "invalid-utf8.csv": Expected(THIRTEEN, [], "Invalid byte sequence in UTF-8 on line 15"),
    "latin1.csv": Expected(["Houston"], [], "Invalid byte sequence in UTF-8 on line 3"),
    "truncated-utf16.csv": Expected(["Houston"], [], "Invalid byte sequence in UTF-16LE on line 3"),
    "empty.csv": Expected(message="The file is empty."),
    "blank.csv": Expected(message="The file is empty."),
    "header-only.csv": Expected(message="The file has a header but no rows."),
    "utf16be.csv": Expected(
        message="The file is encoded in UTF-16BE, which is not supported. "
        "Save the file as CSV in UTF-8."
    ),
    "double-column.csv": Expected(
        message="The column “name” stands twice in the header, as column 1 and 3. "
        "Remove one of them."
    ),
    "other-type.csv": Expected(
        message="No column of the file is a column of Sites; the first one is “Subject”. "
        "Are the columns separated by commas, semicolons or tabs?"
    ),
    "pipes.csv": Expected(
        message="No column of the file is a column of Sites; the first one is “Name|City”. "
        "Are the columns separated by commas, semicolons or tabs?"
    ),
    "no-name.csv": Expected(message="The column is missing that each new site needs: Name."),
    "workbook.xlsx": Expected(
        message="This is a ZIP or Excel file. Save the sheet as CSV in UTF-8 and choose that file."
    ),
    "old-workbook.xls": Expected(
        message="This is an Excel file of the old format. "
        "Save the sheet as CSV in UTF-8 and choose that file."
    ),
}


def test_the_corpus_is_complete() -> None:
    assert {path.name for path in FILES.iterdir()} == set(CASES)


def test_each_file_has_its_outcome(importing: Importing) -> None:
    for name, expected in CASES.items():
        run = importing("sites", (FILES / name).read_bytes())
        stored = list(Site.objects.order_by("id").values_list("name", flat=True))
        rejected = list(run.rejected.order_by("row").values_list("row", "first_line", "last_line"))
        assert Expected(stored, rejected, run.message) == expected, name
        assert run.state == (State.FAILED if expected.message else State.DONE), name
        Site.objects.all().delete()


def test_the_guard_is_taken_away_once(importing: Importing) -> None:
    importing("sites", (FILES / "formulas.csv").read_bytes())
    rows = Site.objects.order_by("id").values_list("name", "city", "remarks")
    assert list(rows) == [("=1+1", "+31 20", "-x"), ("=2", "@home", "=3")]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            b'Name,Remarks\nHouston,\nAustin,"' + b"x\n" * 700_000,
            "The cell that begins on line 3 is larger than 1,024 KB. Is a quote not closed?",
        ),
        (
            b"Name,Remarks\nHouston,\nAustin," + b"x" * 50_000_000,
            "The row that ends on line 3 is larger than 8 MB. Is a quote not closed?",
        ),
    ],
)
def test_a_huge_cell_ends_the_import(importing: Importing, content: bytes, message: str) -> None:
    run = importing("sites", content)
    assert (run.state, run.message, counters(run)) == (State.FAILED, message, {"created": 1})


def test_too_many_failures_end_the_import(importing: Importing) -> None:
    run = importing("sites", "Name,Country\n" + "x,XX\n" * 3000)
    assert (run.state, run.message) == (State.FAILED, "Too many import failures")
    assert counters(run) == {"failures": 1000}
