import os
import subprocess
import sys
from pathlib import Path

from fourme import services

PROGRAM = """
import os
from fourme import services
services.ensure(durable=False)
exported = os.environ["DATABASE_URL"]
services.ensure()
services.release()
print(exported, os.environ.get("DATABASE_URL"), os.environ.get("REDIS_URL"))
"""


def run(environment: dict[str, str]) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=services.CHECKOUT,
        env={"PATH": os.environ["PATH"]} | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split()


def test_given_servers_are_used_and_none_is_started(tmp_path: Path) -> None:
    given = {"DATABASE_URL": "postgresql://x.example/y", "REDIS_URL": "redis://x.example/3"}
    words = run(given | {"FOURME_VAR": str(tmp_path / "var")})
    assert words == [given["DATABASE_URL"], given["DATABASE_URL"], given["REDIS_URL"]]
    assert not (tmp_path / "var").exists()


def test_one_given_server_leaves_the_other_to_us(tmp_path: Path) -> None:
    words = run({"DATABASE_URL": "postgresql://x.example/y", "FOURME_VAR": str(tmp_path / "var")})
    assert words[1:] == ["postgresql://x.example/y", "None"]
    assert (tmp_path / "var" / "redis").is_dir()
    assert not (tmp_path / "var" / "pg").exists()


def test_addresses_are_told_to_children_as_long_as_the_servers_run(tmp_path: Path) -> None:
    exported, database, redis = run({"FOURME_VAR": str(tmp_path / "var")})
    assert exported.startswith("postgresql://postgres@/fourme?host=")
    assert (database, redis) == ("None", "None")
