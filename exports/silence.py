"""Writers that hold a piece and stand still: halted, or cut off while PostgreSQL keeps them.

Whose connection is lost is no problem, since the lock goes with it. So that is what they get.
"""

import logging

from django.conf import settings
from django.db import connection

from exports.pieces import Pieces

logger = logging.getLogger(__name__)

#: Ends who holds a lock, unless the database is at work for it.
_END = """
SELECT count(pg_terminate_backend(pid))
FROM pg_locks JOIN pg_stat_activity USING (pid)
WHERE locktype = 'advisory' AND objsubid = 1 AND granted AND datname = current_database()
  AND classid::bigint << 32 | objid::bigint = hashtextextended(%s, 0)
  AND wait_event_type = 'Client'
"""


class Silence:
    """How long a piece was seen to stand still.

    Looks are counted, not seconds: who was halted itself has seen nothing meanwhile.
    """

    def __init__(self, pieces: Pieces, place: int, pause: float) -> None:
        self._pieces, self._place, self._pause = pieces, place, pause
        self._seen: object = None
        self._seconds = 0.0

    def look(self) -> None:
        """Look once more, after `pause` seconds.

        When the piece stands still for JOB_STALE_SECONDS and the database waits for its writer, the
        writer's connection is ended; the piece is free then.
        """
        seen = self._pieces.signs(self._place)
        self._seconds = self._seconds + self._pause if seen == self._seen else 0.0
        self._seen = seen
        if self._seconds < settings.JOB_STALE_SECONDS:
            return
        self._seconds = 0.0
        with connection.cursor() as cursor:
            cursor.execute(_END, [self._pieces.lock(self._place)])
            (ended,) = cursor.fetchone()
        if ended:
            slug = self._pieces.parts[self._place].record_type.slug
            logger.warning("a helper with %s in %s stood still", slug, self._pieces.folder.name)
