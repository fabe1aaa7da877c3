"""About how many rows a file has, before they are read."""

import codecs
from pathlib import Path

import pytest

from imports import counting
from imports.counting import estimate
from imports.read import examine, survey
from tests.imports.importing import Import

FILES = {
    "one row": b"Name\nA\n",
    "no line end": b"Name\nA\nB",
    "header only": b"Name\n",
    "windows": b"Name,Note\r\nA,\r\nB,\r\n",
    "old mac": b"Name,Note\rA,\rB,\r",
    "lines in quotes": b'Name,Note\nA,"one\ntwo ""quoted""\nthree"\nB,"x"\n',
    "a quoted header": b'"Na\nme",Note\nA,b\n',
    "a byte order mark": codecs.BOM_UTF8 + "Näme\nÄ\n".encode(),
    "two bytes a character": codecs.BOM_UTF16_LE
    + 'Name\tNote\r\nA\t"b\nc"\r\n'.encode("utf-16-le"),
}


@pytest.mark.parametrize("size", [1, 7, counting._BLOCK])
@pytest.mark.parametrize("what", FILES)
def test_as_many_as_are_read(
    what: str, size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "_BLOCK", size)
    path = tmp_path / "file.csv"
    path.write_bytes(FILES[what])
    source = examine(path)

    assert estimate(source) == survey(source).rows


@pytest.mark.parametrize("test_only", [False, True])
def test_the_end_says_how_many_there_were(importing: Import, *, test_only: bool) -> None:
    text = 'Name,City\nFirst 5" pipe,Houston\n\n,\nSecond,"Aus""tin"\n'

    run = importing("sites", text, test_only=test_only)
    run.refresh_from_db()

    assert (run.total, run.created) == (2, 2)
    assert run.log is not None
    assert dict(run.log.data)["Rows"] == 2
