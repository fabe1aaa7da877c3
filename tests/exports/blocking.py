"""Exports that stand still at a known place, since another connection holds a lock."""

from typing import Self

from django.db import connection, connections


class Blocked:
    """Holds a lock in a connection of its own, so that the worker stops at a known place."""

    def __init__(self, sql: str) -> None:
        self.sql = sql

    def __enter__(self) -> Self:
        self.other = connections.create_connection("default")
        self.other.set_autocommit(False)
        with self.other.cursor() as cursor:
            cursor.execute(self.sql)
        return self

    def __exit__(self, *_: object) -> None:
        self.release()

    def release(self) -> None:
        """Hold the lock no more; twice is as good as once."""
        self.other.rollback()
        self.other.close()


def waiting_for_a_lock() -> int:
    """Return how many connections wait for a lock."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return int(cursor.fetchone()[0])
