import tracemalloc
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from fourme.accounts.models import Account
from fourme.files.models import StoredFile
from fourme.files.store import content_type, open_local, safe_name, store

Put = Callable[..., StoredFile]


def test_the_content_comes_back(put: Put) -> None:
    stored = put(b"ID,Name\n1,\xc3\xa9\n")

    with open_local(stored) as path:
        assert path.read_bytes() == b"ID,Name\n1,\xc3\xa9\n"
    assert (stored.size, stored.content_type, stored.name) == (13, "text/csv", "sites.csv")


def test_a_file_that_is_given_is_moved(put: Put, folder: Path, tmp_path: Path) -> None:
    kept = put(b"kept")
    assert (tmp_path / "local").exists()

    given = put(b"given", give=True)

    assert not (tmp_path / "local").exists()
    assert [(folder / each.path).read_bytes() for each in (kept, given)] == [b"kept", b"given"]
    modes = {(folder / each.path).stat().st_mode for each in (kept, given)}
    assert len(modes) == 1


def test_the_object_has_the_path_of_the_row(put: Put, folder: Path) -> None:
    stored = put()
    today = f"{timezone.now():%Y%m%d}"
    assert stored.path == f"{today}/{stored.token}/sites.csv"
    assert (folder / stored.path).is_file()


def test_a_file_lives_as_long_as_said(put: Put) -> None:
    stored = put(lifetime=timedelta(hours=1))
    assert stored.expires_at is not None
    assert timedelta(minutes=59) < stored.expires_at - timezone.now() <= timedelta(hours=1)
    assert put(lifetime=None).expires_at is None


def test_a_storage_that_fails_leaves_no_row(
    put: Put, folder: Path, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.write_text("a file where the folder should be")
    with pytest.raises(OSError, match="storage"):
        put()
    assert not StoredFile.objects.exists()


def test_a_missing_local_file_leaves_no_row(folder: Path, account: Account, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        store(tmp_path / "none", "a.csv", account=account, lifetime=None, purpose="export")
    assert not StoredFile.objects.exists()


def test_a_lost_object_is_said(put: Put) -> None:
    stored = put()
    default_storage.delete(stored.path)
    with pytest.raises(FileNotFoundError), open_local(stored):
        pass


def test_a_large_file_is_never_whole_in_memory(put: Put) -> None:
    content = b"0" * 50_000_000
    tracemalloc.start()
    put(content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10_000_000


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("people.csv", "people.csv"),
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\people.csv", "people.csv"),
        ('a"b;c,d\r\ne.csv', "a_b_c_d_e.csv"),
        ("Städte 2026 (neu).csv", "Städte 2026 (neu).csv"),
        ("人々.csv", "人々.csv"),
        ("", "file"),
        ("..", "file"),
        ("\0.csv", "_.csv"),
        ("x" * 500 + ".csv", "x" * 116 + ".csv"),
    ],
)
def test_names_are_made_safe(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.csv", "text/csv"),
        ("A.CSV", "text/csv"),
        ("a.zip", "application/zip"),
        ("a.unheard", "application/octet-stream"),
        ("a", "application/octet-stream"),
    ],
)
def test_the_content_type_follows_the_extension(name: str, expected: str) -> None:
    assert content_type(name) == expected
