"""The memory of an import does not grow with the number of rows."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from fourme import services
from fourme.accounts.rights import Actor
from records.models import Site
from tests.fixtures.nursery import own_database_url

pytestmark = pytest.mark.slow
FEW, MANY, CEILING = 5_000, 200_000, 24


def peak(path: Path) -> float:
    """Import with the command in a process of its own and return its peak memory in MiB."""
    command = ["manage.py", "import_records", "sites", str(path), "--account=wdc"]
    process = subprocess.Popen(
        [sys.executable, *command, "--as=account.administrator@wdc.example"],
        cwd=services.CHECKOUT,
        env=os.environ | {"DATABASE_URL": own_database_url()},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return usage.ru_maxrss / 1024


def write(path: Path, name: str, rows: int) -> Path:
    lines = (f'{name} {number},Houston,"first line\nsecond line"\n' for number in range(rows))
    with path.open("w") as file:
        file.write("Name,City,Remarks\n")
        file.writelines(lines)
    return path


def test_peak_memory(
    transactional_db: None, redis: Any, administrator: Actor, tmp_path: Path
) -> None:
    few = peak(write(tmp_path / "few.csv", "Few", FEW))
    many = peak(write(tmp_path / "many.csv", "Many", MANY))

    assert Site.objects.count() == FEW + MANY
    assert many - few < CEILING
