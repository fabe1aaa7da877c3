"""Statistics of a table that an import fills: without them its look-ups read the whole table."""

from django.db.models import UniqueConstraint
from psycopg import sql

from imports import tables
from imports.headers import identifying
from records.types import RecordType

_GROWTH = 2


class Statistics:
    """Renews them when the import begins, and each time the table has doubled since.

    Autovacuum would do it too, a minute later, and while it does the import does not wait for it.
    Only the columns of keys are looked at: those of indexes over expressions would take longer
    than a batch.
    """

    def __init__(self, record_type: RecordType) -> None:
        self._model = record_type.model
        names = {"account", "id", *(n for key in identifying(record_type) for n in key)}
        for constraint in self._model._meta.constraints:
            if isinstance(constraint, UniqueConstraint):
                names.update(constraint.fields)
        self._columns = [
            tables.identifier(each)
            for each in self._model._meta.concrete_fields
            if each.name in names
        ]
        self._due_at = 0

    def renew(self, created: int) -> None:
        """Renew them if it is time, in the transaction of a batch; `created` counts new records."""
        if created < self._due_at:
            return
        with tables.cursor() as raw:
            raw.execute("SET LOCAL default_statistics_target = 10")  # 3,000 rows are looked at
            raw.execute(
                sql.SQL("ANALYZE (SKIP_LOCKED) {} ({})").format(
                    tables.table(self._model), sql.SQL(", ").join(self._columns)
                )
            )
            raw.execute(
                "SELECT greatest(reltuples, 1000)::bigint FROM pg_class WHERE oid = %s::regclass",
                [self._model._meta.db_table],
            )
            rows = raw.fetchone()
        self._due_at = created + (rows[0] if rows else 0) * (_GROWTH - 1)
