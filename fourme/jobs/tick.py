"""One pass over everything that time brings: lost bells, dead workers, expired files, schedules."""

import logging

from fourme.jobs import connection, steps

logger = logging.getLogger(__name__)


def tick() -> int:
    """Do each step once and return how many failed; a failing one does not stop the others."""
    failed = 0
    for step in steps.registered():
        connection.renew()
        try:
            step()
        except Exception:
            failed += 1
            logger.exception("The step %s.%s failed", step.__module__, step.__qualname__)
    return failed
