"""A system check: whether the PostgreSQL that the environment names is new enough."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from django.db.utils import NotSupportedError

OLDEST = 14


@register(Tags.database)
def check_version(databases: Sequence[str] | None = None, **_kwargs: Any) -> list[CheckMessage]:
    """Return an error for each named database whose server is older than PostgreSQL 14.

    Runs with `migrate` and `check --database NAME`, as all checks that need a connection do.
    """
    return [error for alias in databases or () if (error := _too_old(alias)) is not None]


def _too_old(alias: str) -> Error | None:
    try:
        connections[alias].check_database_version_supported()
    except NotSupportedError as error:
        return Error(
            f"The PostgreSQL server is too old: {error}",
            hint=f"Name a server of version {OLDEST} or newer with DATABASE_URL, "
            "or leave it unset for the embedded one.",
            id="services.E001",
        )
    return None
