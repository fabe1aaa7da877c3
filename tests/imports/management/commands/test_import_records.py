from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from fourme.accounts.rights import Actor
from fourme.accounts.roles import Role
from imports.models import ImportRun
from records.models import Site
from tests.fixtures.world import Enrol

AS = ("--account", "wdc", "--as", "Account.Administrator@wdc.example")


@pytest.fixture
def sites(transactional_db: None, redis: Any, administrator: Actor, tmp_path: Path) -> Path:
    path = tmp_path / "sites.csv"
    path.write_text("Name\nHouston\nAustin\n")
    return path


def test_it_imports(sites: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_records", "sites", str(sites), *AS)
    assert capsys.readouterr().out == "2 sites imported: 2 created.\n"
    assert Site.objects.count() == 2
    assert ImportRun.objects.get().origin == ImportRun.Origin.COMMAND


def test_test_only(sites: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_records", "sites", str(sites), *AS, "--test-only")
    assert "2 sites would be imported" in capsys.readouterr().out
    assert not Site.objects.exists()


@pytest.mark.parametrize(
    ("content", "code", "told"),
    [
        ("Name\nHouston\n,\nHouston\n", 1, "Row 4: Name"),
        ('Name\nHouston\n"open\n', 2, "The quote that opens on line 3 is not closed."),
    ],
)
def test_exit_codes(
    sites: Path, capsys: pytest.CaptureFixture[str], content: str, code: int, told: str
) -> None:
    sites.write_text(content)
    with pytest.raises(CommandError) as error:
        call_command("import_records", "sites", str(sites), *AS)
    output = capsys.readouterr()
    assert error.value.returncode == code
    assert told in output.out + output.err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("martians", "FILE", *AS), "There is no type martians. The types are: "),
        (("sites", "/nowhere.csv", *AS), "/nowhere.csv"),
        (("sites", "FILE", "--account", "xyz", "--as", "x@y.example"), "There is no account xyz."),
        (("sites", "FILE", "--account", "wdc", "--as", "x@y.example"), "There is no login"),
        (("sites", "FILE", "--account", "wdc", "--as", "auditor@wdc.example"), "lets you import"),
    ],
)
def test_what_cannot_begin_says_why(
    sites: Path, enrol: Enrol, administrator: Actor, arguments: tuple[str, ...], told: str
) -> None:
    enrol(administrator.account, Role.AUDITOR)
    named = [str(sites) if each == "FILE" else each for each in arguments]
    with pytest.raises(CommandError, match=told) as error:
        call_command("import_records", *named)
    assert error.value.returncode == 2
    assert not Site.objects.exists()
