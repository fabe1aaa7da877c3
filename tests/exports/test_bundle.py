import threading
import zipfile
from pathlib import Path

import pytest

from exports.bundle import bundle, joined
from exports.formats.behind import behind


def pack(path: Path, **files: bytes) -> Path:
    """Write a ZIP."""
    with bundle(path, zipped=True) as bundled:
        for name, data in files.items():
            with bundled.open(name, compressed=name.startswith("xlsx")) as target:
                target.write(data)
    return path


def test_zips_are_put_together(tmp_path: Path) -> None:
    long = bytes(range(256)) * 10_000
    first = pack(tmp_path / "1.zip", sites=long, xlsx1=b"packed")
    second = pack(tmp_path / "2.zip")
    third = pack(tmp_path / "3.zip", people=b"", xlsx2=long)
    with joined(tmp_path / "all.zip") as archive:
        for each in (first, second, third):
            archive.take(each)

    with zipfile.ZipFile(tmp_path / "all.zip") as made:
        assert made.testzip() is None
        found = {name: made.read(name) for name in made.namelist()}
        kinds = [entry.compress_type for entry in made.infolist()]
    assert found == {"sites": long, "xlsx1": b"packed", "people": b"", "xlsx2": long}
    assert list(found) == ["sites", "xlsx1", "people", "xlsx2"]
    assert kinds == [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED] * 2
    assert [path.name for path in tmp_path.iterdir()] == ["all.zip"]


def test_nothing_put_together_is_an_empty_zip(tmp_path: Path) -> None:
    with joined(tmp_path / "all.zip"):
        pass

    with zipfile.ZipFile(tmp_path / "all.zip") as made:
        assert made.namelist() == []


def test_what_is_written_behind_comes_in_its_order(tmp_path: Path) -> None:
    path = tmp_path / "file"
    with path.open("wb") as file, behind(file) as target:
        for number in range(500):
            target.write(b"%d\n" % number)

    assert path.read_bytes() == b"".join(b"%d\n" % number for number in range(500))


def write_behind(path: Path, number: int) -> None:
    with path.open("wb", buffering=0) as file, behind(file) as target:
        for _ in range(number):
            target.write(b"text")


@pytest.mark.parametrize("number", [1, 2])
def test_what_cannot_be_written_is_told(number: int) -> None:
    with pytest.raises(OSError, match="No space"):
        write_behind(Path("/dev/full"), number)
    assert not [each for each in threading.enumerate() if each.name.startswith("behind")]
