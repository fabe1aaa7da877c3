"""The rows of a COPY as they come from PostgreSQL, without a wait for each.

psycopg's own iterator goes through its event loop for every row, which costs more than the row.
Here all rows that have arrived are taken at once; when there are none, the connection is awaited,
and a moment longer: PostgreSQL sends some thirty rows at a time, and each time to wake who waits
for them takes up to a quarter of its time (docs/performance.md).
"""

import select
import time
from collections.abc import Generator
from contextlib import suppress
from typing import Any

import psycopg
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGconn, PGresult

Connection = psycopg.Connection[Any]
#: Seconds that rows gather: far fewer come in them than a socket holds, so nobody waits for us.
_GATHER = 0.001
#: One record of a file with its line end.
Row = bytes | bytearray | memoryview


def copied(within: Connection, command: str, params: tuple[Any, ...]) -> Generator[Row]:
    """Yield the rows of a COPY command, whose parameters the client binds.

    One that is closed before its end is canceled. Raises what psycopg raises.
    """
    with psycopg.ClientCursor(within) as cursor:
        bound = cursor.mogrify(command, params)
    server = within.pgconn
    server.send_query(bound.encode())
    received = server.get_copy_data
    try:
        _send(server)
        _expect(server, ExecStatus.COPY_OUT)
        while True:
            size, row = received(1)
            if size > 0:
                yield bytes(row)
            elif size == 0:
                _gather(server)
            else:
                break
        _expect(server, ExecStatus.COMMAND_OK)
    except BaseException:
        with suppress(psycopg.Error):  # what came before is the reason
            within.cancel_safe()
            _drain(server)
        raise
    _drain(server)


def _send(server: PGconn) -> None:
    """Send what is left of a long command; the server is heard meanwhile."""
    while server.flush():
        readable, _, _ = select.select([server.socket], [server.socket], [])
        if readable:
            server.consume_input()


def _expect(server: PGconn, status: ExecStatus) -> None:
    """Take the next result; raise the error that it is instead."""
    result = _result(server)
    if result is None:
        raise psycopg.OperationalError("the connection was lost")
    if result.status != status:
        raise psycopg.errors.error_from_result(result)


def _result(server: PGconn) -> PGresult | None:
    while server.is_busy():
        _await(server)
    return server.get_result()


def _drain(server: PGconn) -> None:
    """Leave the connection ready for the next command."""
    while (result := _result(server)) is not None:
        while result.status == ExecStatus.COPY_OUT and (size := server.get_copy_data(1)[0]) >= 0:
            if size == 0:
                _await(server)


def _gather(server: PGconn) -> None:
    """Wait for rows, until there are many of them."""
    arrived, _, _ = select.select([server.socket], [], [], 0)
    if not arrived:
        time.sleep(_GATHER)  # the socket holds more than comes meanwhile
    _await(server)


def _await(server: PGconn) -> None:
    select.select([server.socket], [], [])
    server.consume_input()
