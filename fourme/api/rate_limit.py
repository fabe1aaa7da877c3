"""How many calls a user may make in an hour; an address, when nobody is logged in.

The calls are counted in Redis (limits, fixed window). While Redis is away nothing is limited: a
doorbell that is out of order must not lock the door.
"""

import logging
import time
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerSecond
from limits.storage import RedisStorage
from limits.strategies import FixedWindowRateLimiter
from redis import ConnectionPool
from redis.exceptions import RedisError

from fourme.accounts.addresses import client_ip
from fourme.accounts.models import User
from fourme.api.errors import ApiError

logger = logging.getLogger(__name__)

_PATIENCE = 1.0  # seconds that a call waits for Redis
_ASKING = RateLimitItemPerSecond(1, namespace="asking")


@dataclass(frozen=True)
class Usage:
    """The calls allowed in this hour, those left, and when it ends (seconds since 1970)."""

    limit: int
    remaining: int
    reset: int

    def headers(self) -> dict[str, str]:
        """Return the documented headers."""
        return {
            "X-RateLimit-Limit": str(self.limit),
            "X-RateLimit-Remaining": str(self.remaining),
            "X-RateLimit-Reset": str(self.reset),
        }


def charge(request: HttpRequest, *, free: bool = False) -> None:
    """Count a call that is not free. Raises ApiError 429 when there were too many in this hour."""
    if not settings.API_RATE_LIMIT:
        return
    allowed = free or _hit(_hourly(), request)
    usage = _look(request)
    request.rate_limit = usage  # type: ignore[attr-defined] # for `usage`
    if not allowed and usage is not None:
        raise _too_many(usage.reset)


def usage(request: HttpRequest) -> Usage | None:
    """Return how much was used when the call came; None when nothing is limited."""
    found: Usage | None = getattr(request, "rate_limit", None)
    return found


def _look(request: HttpRequest) -> Usage | None:
    limit = settings.API_RATE_LIMIT
    try:
        reset, remaining = _counter().get_window_stats(_hourly(), _caller(request))
    except (RedisError, OSError) as error:
        logger.warning("Redis is away, calls are not counted: %s", error)
        return None
    return Usage(limit, remaining, int(reset) if remaining < limit else int(time.time()) + 3600)


def asked(request: HttpRequest) -> None:
    """Count a look at the usage, which is free. Raises ApiError 429 for two in a second."""
    if not _hit(_ASKING, request):
        raise _too_many(int(time.time()) + 1)


def tell(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Add the headers to an answer, when calls are counted."""
    found = usage(request)
    for name, value in found.headers().items() if found else ():
        response[name] = value
    return response


def _hit(item: RateLimitItem, request: HttpRequest) -> bool:
    try:
        return _counter().hit(item, _caller(request))
    except (RedisError, OSError) as error:
        logger.warning("Redis is away, calls are not counted: %s", error)
        return True


def _caller(request: HttpRequest) -> str:
    user = getattr(request, "user", None)
    return f"user/{user.pk}" if isinstance(user, User) else f"address/{client_ip(request)}"


def _hourly() -> RateLimitItem:
    return RateLimitItemPerHour(settings.API_RATE_LIMIT, namespace="calls")


@cache
def _counter() -> FixedWindowRateLimiter:
    pool = ConnectionPool.from_url(
        settings.REDIS_URL, socket_timeout=_PATIENCE, socket_connect_timeout=_PATIENCE
    )
    return FixedWindowRateLimiter(RedisStorage("redis://", connection_pool=pool))


def _too_many(reset: int) -> ApiError:
    wait = max(reset - int(time.time()), 1)
    return ApiError(429, headers={"Retry-After": str(wait)})
