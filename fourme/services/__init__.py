"""The servers that fourme needs: those that the environment names, else embedded ones in `var/`.

`database_url`, `redis_url` and `var_dir` only say where things are; `ensure` starts what lacks.
"""

import os

from fourme.services import postgres, redis
from fourme.services.lease import Lease
from fourme.services.places import CHECKOUT, var_dir
from fourme.services.server import ServicesError

__all__ = ["CHECKOUT", "ServicesError", "database_url", "ensure", "redis_url", "release", "var_dir"]

_leases: list[Lease] = []
#: Variables that we set; they go with the leases.
_exported: set[str] = set()


def database_url() -> str:
    """Return DATABASE_URL, else the address of the embedded PostgreSQL (started or not)."""
    return os.environ.get("DATABASE_URL") or postgres.url()


def redis_url() -> str:
    """Return REDIS_URL, else the address of the embedded Redis (started or not)."""
    return os.environ.get("REDIS_URL") or redis.url()


def ensure(*, durable: bool = True) -> None:
    """Start the embedded servers that the environment does not name, and wait until they serve.

    Their addresses go into the environment, so that child processes use the same servers. They
    run until the last program that called this has ended, even by SIGKILL. Calling it again mends
    what broke meanwhile. Without `durable` they are quicker and lose data when the machine crashes.

    Raises:
        ServicesError: a server cannot be started; the message is for people.
    """
    options = [] if durable else ["--fleeting"]
    wanted = []
    if not os.environ.get("DATABASE_URL"):
        wanted.append(Lease(postgres.Postgres(durable=durable), *options))
    if not os.environ.get("REDIS_URL"):
        wanted.append(Lease(redis.Redis(durable=durable), *options))
    _leases.extend(wanted)
    try:
        for lease in _leases:
            lease.hold()
        for lease in _leases:
            lease.wait()
    except OSError as error:
        raise ServicesError(f"The embedded servers cannot be started: {error}") from error
    _exported.update({"DATABASE_URL", "REDIS_URL"} - os.environ.keys())
    os.environ |= {"DATABASE_URL": database_url(), "REDIS_URL": redis_url()}


def release() -> None:
    """Let the servers go and wait until they have stopped, unless other programs use them."""
    while _exported:
        os.environ.pop(_exported.pop(), None)
    while _leases:
        _leases.pop().release()
