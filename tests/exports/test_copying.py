from collections.abc import Iterator
from zoneinfo import ZoneInfo

import psycopg
import pytest
from psycopg.errors import DivisionByZero
from psycopg.pq import TransactionStatus

from exports import rows
from exports.copying import Connection, copied

pytestmark = pytest.mark.usefixtures("transactional_db")
ENDLESS = "SELECT repeat('x', 900), generate_series(1, 1000000000)"


@pytest.fixture
def within() -> Iterator[Connection]:
    with rows.snapshot(ZoneInfo("UTC")) as connection:
        yield connection


def copy(within: Connection, query: str, *params: object) -> list[bytes]:
    return [bytes(row) for row in copied(within, f"COPY ({query}) TO STDOUT", params)]


def idle(within: Connection) -> bool:
    return within.info.transaction_status == TransactionStatus.INTRANS


def test_the_rows_are_those_of_psycopg(within: Connection) -> None:
    query = "SELECT n, repeat('é' || E'\\n', mod(n, 700)) FROM generate_series(1, 5000) AS n"
    with within.cursor() as cursor, cursor.copy(f"COPY ({query}) TO STDOUT") as theirs:
        wanted = [bytes(row) for row in theirs]

    assert copy(within, query) == wanted
    assert idle(within)


def test_parameters_are_bound(within: Connection) -> None:
    assert copy(within, "SELECT %s, %s", "it's", 7) == [b"it's\t7\n"]


def test_no_rows(within: Connection) -> None:
    assert copy(within, "SELECT 1 WHERE false") == []
    assert idle(within)


def test_a_long_command_is_sent_whole(within: Connection) -> None:
    text = "x" * 20_000_000

    (row,) = copy(within, "SELECT length(%s)", text)

    assert row == b"20000000\n"


def test_a_wrong_command_says_why(within: Connection) -> None:
    with pytest.raises(psycopg.errors.UndefinedTable, match="nowhere"):
        copy(within, "SELECT * FROM nowhere")
    assert within.info.transaction_status == TransactionStatus.INERROR


def test_an_error_among_the_rows_is_raised(within: Connection) -> None:
    found: list[bytes] = []
    query = "SELECT repeat('x', 900), 1 / (1500 - n) FROM generate_series(1, 2000) AS n"

    with pytest.raises(DivisionByZero):
        found.extend(map(bytes, copied(within, f"COPY ({query}) TO STDOUT", ())))

    assert within.info.transaction_status == TransactionStatus.INERROR


def test_rows_that_nobody_reads_are_canceled(within: Connection) -> None:
    reading = copied(within, f"COPY ({ENDLESS}) TO STDOUT", ())
    assert bytes(next(reading)) == b"x" * 900 + b"\t1\n"

    reading.close()

    assert within.info.transaction_status == TransactionStatus.INERROR


def test_a_lost_connection_is_an_operational_error(within: Connection) -> None:
    reading = copied(within, f"COPY ({ENDLESS}) TO STDOUT", ())
    next(reading)
    with psycopg.connect(within.info.dsn, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [within.info.backend_pid])

    with pytest.raises(psycopg.OperationalError):
        list(reading)
