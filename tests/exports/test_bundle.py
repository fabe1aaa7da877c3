import shutil
import subprocess
import threading
import zipfile
import zlib
from pathlib import Path

import pytest
from isal import isal_zlib

from exports import bundle as bundles
from exports.bundle import bundle, joined
from exports.formats.behind import behind


def pack(path: Path, **files: bytes) -> Path:
    """Write a ZIP."""
    with bundle(path, zipped=True) as bundled:
        for name, data in files.items():
            with bundled.open(name, compressed=name.startswith("xlsx")) as target:
                target.write(data)
    return path


@pytest.fixture(params=["small", "big"])
def size(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files and places of a usual size, or such as only ZIP64 has numbers for."""
    if request.param == "big":
        monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 1000)


@pytest.mark.usefixtures("size")
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
    if unzip := shutil.which("unzip"):  # a reader that is not of Python
        told = subprocess.run([unzip, "-t", tmp_path / "all.zip"], capture_output=True, check=True)
        assert told.stdout.count(b" OK\n") == len(found)


def test_files_are_deflated_by_isal(tmp_path: Path) -> None:
    text = b"".join(b"%d;%d\n" % (n, n * n) for n in range(50_000))
    with zipfile.ZipFile(pack(tmp_path / "1.zip", sites=text)) as made:
        (entry,) = made.infolist()
        assert made.read(entry) == text

    sizes = []
    for compressobj in (isal_zlib.compressobj, zlib.compressobj):
        deflate = compressobj(bundles._LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
        sizes.append(len(deflate.compress(text) + deflate.flush()))
    ours, other = sizes
    assert entry.compress_size == ours != other


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
