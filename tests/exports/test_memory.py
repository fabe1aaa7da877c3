"""The memory of an export does not grow with the number of records."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from redis import Redis

from fourme import services
from fourme.accounts.models import Account
from fourme.accounts.rights import Actor
from records.models import Site
from tests.exports.exporting import make_sites
from tests.fixtures.nursery import own_database_url

pytestmark = pytest.mark.slow
FEW, MANY, CEILING = 1_000, 200_000, 24


def peak(types: str, path: Path) -> float:
    """Export with the command in a process of its own and return its peak memory in MiB."""
    command = ["manage.py", "export_records", types, "--account=wdc", f"--output={path}"]
    process = subprocess.Popen(
        [sys.executable, *command, "--as=account.administrator@wdc.example"],
        cwd=services.CHECKOUT,
        env=os.environ | {"DATABASE_URL": own_database_url(), "FULL_EXPORT_LIMIT": "1000000"},
        stdout=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return usage.ru_maxrss / 1024


def test_peak_memory(
    transactional_db: None, redis: Redis, administrator: Actor, wdc: Account, tmp_path: Path
) -> None:
    make_sites(wdc, FEW)
    few = [peak("sites", tmp_path / "few.csv"), peak("sites,teams", tmp_path / "few.zip")]
    Site.objects.all().delete()
    make_sites(wdc, MANY)
    many = [peak("sites", tmp_path / "many.csv"), peak("sites,teams", tmp_path / "many.zip")]

    assert (tmp_path / "many.csv").read_bytes().count(b"\nsecond line") == MANY
    assert many[0] - few[0] < CEILING
    assert many[1] - few[1] < CEILING
