"""Downloads that do not go as they should; the server is played."""

from pathlib import Path

import pytest

from tests.fourme_client.played import Play, Played, finished
from tests.fourme_client.program import Program

FILE = bytes(range(256)) * 2000


def export(program: Program, *arguments: str) -> tuple[int, str]:
    """Return exit code and last line of an export into out.csv."""
    ended = program("export", "sites", "-o", "out.csv", *arguments)
    return ended.code, (ended.told or [""])[-1]


def test_a_broken_download_goes_on_where_it_broke(played: Played, alone: Program) -> None:
    rest = {"Content-Range": f"bytes 100000-{len(FILE) - 1}/{len(FILE)}"}
    finished(played, Play(body=FILE[:100_000], promised=len(FILE)), Play(206, FILE[100_000:], rest))

    assert export(alone)[0] == 0
    assert (alone.folder / "out.csv").read_bytes() == FILE
    ranges = [call.headers.get("range") for call in played.calls("GET /files/x")]
    assert ranges == [None, "bytes=100000-"]


@pytest.mark.parametrize("output", ["out.csv", "-"])
def test_a_server_that_knows_no_parts_begins_again(
    played: Played, alone: Program, output: str
) -> None:
    finished(
        played,
        Play(body=FILE[:100_000], promised=len(FILE)),
        Play(promised=0),
        Play(503),
        Play(body=FILE),
    )

    ended = alone("export", "sites", "-o", output)

    assert ended.code == 0
    assert (ended.output if output == "-" else (alone.folder / output).read_bytes()) == FILE


def test_a_part_that_leaves_a_gap_is_not_taken(played: Played, alone: Program) -> None:
    finished(
        played,
        Play(body=FILE[:1000], promised=len(FILE)),
        Play(206, FILE[2000:], {"Content-Range": f"bytes 2000-{len(FILE) - 1}/{len(FILE)}"}),
        Play(body=FILE),
    )

    assert export(alone)[0] == 0
    assert (alone.folder / "out.csv").read_bytes() == FILE


def test_half_a_file_is_never_kept(played: Played, alone: Program) -> None:
    finished(played, Play(body=FILE[:1000], promised=len(FILE)))
    (alone.folder / "out.csv").write_bytes(b"of yesterday")

    code, sentence = export(alone, "--patience", "1")

    assert (code, sentence.partition(": ")[2]) == (3, "the connection broke.")
    assert (alone.folder / "out.csv").read_bytes() == b"of yesterday"
    assert alone.files() == {"out.csv"}


def test_other_hosts_never_see_the_token(played: Played, alone: Program) -> None:
    with Played() as storage:
        storage.on("GET /bucket/x?sign=1", Play(body=FILE))
        finished(played, Play(302, headers={"Location": f"{storage.url}/bucket/x?sign=1"}))

        assert export(alone)[0] == 0

        finished(played, url=f"{storage.url}/bucket/x?sign=1")
        assert export(alone)[0] == 0
    assert (alone.folder / "out.csv").read_bytes() == FILE
    for call in [*storage.asked, *played.calls("GET /files/x")]:
        assert not {"authorization", "x-4me-account"} & set(call.headers)
        assert "a-secret" not in str(call)


@pytest.mark.parametrize("status", [403, 404, 410])
def test_a_link_that_leads_nowhere(played: Played, alone: Program, status: int) -> None:
    finished(played, Play(status, b"<html>gone</html>"))

    expected = f"The file cannot be downloaded: the answer is {status}."
    assert export(alone) == (1, expected)
    assert alone.files() == set()


def test_links_that_lead_in_circles(played: Played, alone: Program) -> None:
    finished(played, Play(302, headers={"Location": "/files/x"}))

    assert export(alone) == (1, "The file cannot be downloaded: the answer is 302.")


def test_links_that_are_not_encrypted(played: Played, alone: Program) -> None:
    finished(played, Play(302, headers={"Location": "http://fourme.invalid/x"}))

    code, sentence = export(alone)
    assert (code, sentence.split(":")[1]) == (2, "//fourme.invalid is not encrypted")
    code, sentence = export(alone, "--insecure-http")
    assert (code, sentence.split(":")[0]) == (3, "127.0.0.1")


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ('attachment; filename="20261122-sites-1.csv"', "20261122-sites-1.csv"),
        ("attachment; filename*=utf-8''caf%C3%A9.csv", "café.csv"),
        ('attachment; filename="../../etc/passwd"', "__.._etc_passwd"),
        ('attachment; filename=".bashrc"', "_bashrc"),
        ("attachment", "file"),
    ],
)
def test_a_name_of_the_server_stays_in_the_folder(
    played: Played, alone: Program, disposition: str, name: str
) -> None:
    finished(played, Play(body=FILE, headers={"Content-Disposition": disposition}))

    ended = alone("export", "sites")

    assert (ended.code, ended.text) == (0, f"{name}\n")
    assert alone.files() == {name}


def test_a_file_behind_a_link_is_replaced_and_not_the_link(
    played: Played, alone: Program, tmp_path: Path
) -> None:
    finished(played, Play(body=FILE))
    (tmp_path / "there").mkdir()
    (alone.folder / "out.csv").symlink_to(tmp_path / "there" / "real.csv")

    assert export(alone)[0] == 0
    assert (alone.folder / "out.csv").is_symlink()
    assert (tmp_path / "there" / "real.csv").read_bytes() == FILE


def test_a_full_disk(played: Played, alone: Program) -> None:
    finished(played, Play(body=FILE))

    # Files may have 100 blocks; more is an error as on a full disk.
    ended = alone.start(
        *("export", "sites", "-o", "out.csv"),
        before=("sh", "-c", 'ulimit -f 100; exec "$@"', "sh"),
    ).end()

    assert ended.code == 1
    assert ended.told[-1].startswith("Cannot write")
    assert alone.files() == set()


def test_nobody_reads_the_output(played: Played, alone: Program) -> None:
    finished(played, Play(body=FILE * 10))
    command = alone.start("export", "sites", "-o", "-")
    assert command.process.stdout is not None
    command.process.stdout.close()
    command.process.stdout = None

    ended = command.end()

    assert ended.code == 1
    assert ended.told[-1].startswith("Cannot write")
    assert "Exception" not in ended.errors


def test_large_files_need_no_memory(played: Played, alone: Program) -> None:
    """200 MB go there and come back in 200 MB of addresses, of which Python itself takes most."""
    with (alone.folder / "large.csv").open("wb") as file:
        file.truncate(200_000_000)
    finished(played, Play(body=bytes(200_000_000)))
    played.on("POST /v1/import", Play(body={"token": "t"}))
    limit = ("sh", "-c", 'ulimit -v 200000; exec "$@"', "sh")

    sent = alone.start("import", "sites", "large.csv", before=limit).end()
    came = alone.start("export", "sites", "-o", "out.csv", before=limit).end()

    assert (sent.code, came.code) == (0, 0), sent.errors + came.errors
    assert (alone.folder / "out.csv").stat().st_size == 200_000_000
