"""A system check: whether the PostgreSQL that the environment names is new enough."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

#: From here on a unique constraint can count NULLs as equal, which items of backlogs need.
OLDEST = 15


@register(Tags.database)
def check_version(databases: Sequence[str] | None = None, **_kwargs: Any) -> list[CheckMessage]:
    """Return an error for each named database whose server is older than PostgreSQL 15.

    Runs with `migrate` and `check --database NAME`, as all checks that need a connection do.
    """
    return [error for alias in databases or () if (error := _too_old(alias)) is not None]


def _too_old(alias: str) -> Error | None:
    database: Any = connections[alias]  # PostgreSQL's, which knows its version
    version = database.pg_version // 10_000
    if version >= OLDEST:
        return None
    return Error(
        f"The PostgreSQL server is too old: it is version {version}.",
        hint=f"Name a server of version {OLDEST} or newer with DATABASE_URL, "
        "or leave it unset for the embedded one.",
        id="services.E001",
    )
