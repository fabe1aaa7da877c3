import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from fourme import processes, services
from fourme.services.keeper import SERVERS
from tests.fixtures.patience import until

PROGRAM = """
import sys
from fourme import services
try:
    services.ensure(durable=False)
except services.ServicesError as error:
    sys.exit(f"refused: {error}")
print(services.database_url(), services.redis_url(), flush=True)
sys.stdin.read()
services.release()
"""

Start = Callable[[], "Program"]


class Program:
    """A program of its own that uses the embedded servers until its input ends."""

    def __init__(self, var: Path) -> None:
        unset = {"DATABASE_URL", "REDIS_URL"}
        environment = {name: value for name, value in os.environ.items() if name not in unset}
        self.process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM],
            cwd=services.CHECKOUT,
            env=environment | {"FOURME_VAR": str(var)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout
        self.words = self.process.stdout.readline().split()

    def database(self) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(self.words[0], autocommit=True)

    def answers(self) -> bool:
        try:
            self.database().close()
        except psycopg.OperationalError:
            return False
        return True

    def end(self) -> str:
        """End the program in order; return what it complained of."""
        return self.process.communicate()[1]


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("var")


@pytest.fixture
def start(var: Path) -> Iterator[Start]:
    started: list[Program] = []

    def start() -> Program:
        started.append(Program(var))
        return started[-1]

    yield start
    for program in started:
        if program.process.poll() is None:
            program.end()
    until(lambda: not servers(var), "the servers stop with the last program")


def servers(var: Path) -> list[psutil.Process]:
    """Return all processes of the embedded servers in this folder."""
    return [
        process
        for name, server in SERVERS.items()
        for process in processes.inside(var / name, server.programs)
    ]


def postmaster(var: Path) -> int:
    return int((var / "pg" / "postmaster.pid").read_text().split()[0])


def keeper(pid: int) -> psutil.Process:
    parent = psutil.Process(pid).parent()
    assert parent is not None
    return parent


def test_servers_run_until_the_last_program_ends(start: Start, var: Path) -> None:
    first, second = start(), start()
    assert first.words == second.words
    first.end()
    assert second.answers()
    second.end()
    assert servers(var) == []


def test_servers_stop_when_the_last_program_is_killed(start: Start, var: Path) -> None:
    program = start()
    program.process.kill()
    program.process.communicate()
    until(lambda: not servers(var), "the servers stop")


def test_servers_stop_when_the_last_program_gets_sigterm(start: Start, var: Path) -> None:
    program = start()
    program.process.terminate()
    program.process.communicate()
    until(lambda: not servers(var), "the servers stop")


def test_killed_postgres_comes_back_with_its_data(start: Start, var: Path) -> None:
    program = start()
    with program.database() as connection:
        connection.execute("DROP TABLE IF EXISTS kept")
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    killed = postmaster(var)
    os.kill(killed, signal.SIGKILL)
    until(program.answers, "PostgreSQL serves again")
    with program.database() as connection:
        assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)
    assert postmaster(var) != killed


def test_killed_keeper_takes_the_server_along_and_the_next_program_mends_it(
    start: Start, var: Path
) -> None:
    first = start()
    killed = postmaster(var)
    keeper(killed).kill()
    until(lambda: not psutil.pid_exists(killed), "the server of the killed keeper stops")
    second = start()
    assert second.answers()
    assert first.answers()


def test_lock_file_that_names_another_live_process_is_no_obstacle(start: Start, var: Path) -> None:
    start().end()
    (var / "pg" / "postmaster.pid").write_text(f"{os.getpid()}\n{var / 'pg'}\n1\n5432\n\n\n\n")
    assert start().answers()


def test_folder_of_another_version_is_refused_with_a_way_out(start: Start, var: Path) -> None:
    start().end()
    made_by = var / "pg" / "PG_VERSION"
    version = made_by.read_text()
    made_by.write_text("9\n")
    complaint = start().end()
    made_by.write_text(version)
    assert "was made by PostgreSQL 9" in complaint
    assert "Traceback" not in complaint
    assert start().answers()


def test_server_that_cannot_run_is_given_up_with_its_last_words(start: Start, var: Path) -> None:
    start().end()
    settings = var / "pg" / "postgresql.auto.conf"
    text = settings.read_text()
    settings.write_text("max_connections = many\n")
    complaint = start().end()
    settings.write_text(text)
    assert "max_connections" in complaint
    assert "Traceback" not in complaint
    assert start().answers()


def test_sockets_of_a_deep_folder_are_in_a_short_one(tmp_path: Path) -> None:
    deep = tmp_path / ("deep" * 20) / "var"
    deep.parent.mkdir()
    program = Program(deep)
    try:
        assert program.answers()
        assert "/tmp/fourme-" in program.words[0]  # noqa: S108  # what is expected
    finally:
        program.end()
    until(lambda: not servers(deep), "the servers stop")
    shutil.rmtree(Path(program.words[0].partition("host=")[2]))
