import csv
import io
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imports.read import examine, read, survey
from imports.rows import FileProblem, Row

CELL = st.text(st.sampled_from('ab;,"\n\r\tñ€= '), max_size=8)


def lines_of(text: str) -> int:
    """Count line breaks as editors do: LF, CR and CRLF are one each."""
    return text.replace("\r\n", "\n").replace("\r", "\n").count("\n")


@given(
    st.lists(st.lists(CELL, min_size=2, max_size=2), min_size=1, max_size=6),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from([",", "\t", ";"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_was_written_is_read_with_its_lines(
    rows: list[list[str]], ending: str, separator: str, encoding: str
) -> None:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=separator, lineterminator=ending, quoting=csv.QUOTE_ALL)
    expected, line = [], 1
    for number, cells in enumerate([["Name", "City"], *rows], 1):
        before = lines_of(file.getvalue())
        writer.writerow(cells)
        after = lines_of(file.getvalue())
        line = before + 1
        if any(cell.strip() for cell in cells):
            expected.append(Row(number, line, after, cells))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "file.csv"
        path.write_bytes(file.getvalue().encode(encoding))
        source = examine(path)
        assert source.separator == separator
        assert list(read(source)) == expected
        assert survey(source).rows == len(expected) - 1


def test_a_survey_can_stop_early(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text("Name\n" + "x\n" * 20)
    counted = survey(examine(path), limit=7)
    assert (counted.rows, counted.complete) == (7, False)


def test_a_survey_tells_what_stops_the_reading(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(b"Name\nx\ny\n\xff\n")
    counted = survey(examine(path))
    assert (counted.rows, counted.problem) == (2, "Invalid byte sequence in UTF-8 on line 4")


def test_the_line_of_an_open_quote_is_found_among_closed_ones(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text('A,B,C\n1,2,3\n"x\ny","""quoted""","z\nopen\nopen\n')
    with pytest.raises(FileProblem, match="on line 4 is not closed"):
        list(read(examine(path)))


@pytest.mark.parametrize(
    ("row", "place"),
    [
        (Row(2, 2, 2, []), "row 2"),
        (Row(2, 3, 3, []), "row 2 (line 3)"),
        (Row(522, 830, 834, []), "row 522 (lines 830\u2013834)"),
    ],
)
def test_places(row: Row, place: str) -> None:
    assert row.place == place
