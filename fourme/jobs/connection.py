"""The database connection of a process that lives long."""

from django.db import close_old_connections, connection


def renew() -> None:
    """Drop a connection that is broken or old, so that the next statement opens a new one.

    Inside a transaction it stays: what the transaction has done would be lost unseen.
    """
    if not connection.in_atomic_block:
        close_old_connections()
