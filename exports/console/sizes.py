"""How many records an export would take now, asked of all types at once."""

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db import connection

from fourme.accounts.rights import Actor
from records.selectors import visible_to
from records.types import RecordType


def counts(actor: Actor, types: list[RecordType]) -> dict[str, int]:
    """Return by type how many records the actor may see, counted just beyond the limit.

    One statement for all types, which reads no more of each than the limit of full exports.
    """
    parts, values = [], []
    for each in types:
        records = visible_to(actor, each).order_by().values_list("pk")
        try:
            sql, params = records[: settings.FULL_EXPORT_LIMIT + 1].query.sql_with_params()
        except EmptyResultSet:
            continue
        parts.append(f"SELECT %s, count(*) FROM ({sql}) AS counted")  # noqa: S608 - Django's SQL
        values += [each.slug, *params]
    if not parts:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        return {str(slug): int(count) for slug, count in cursor.fetchall()}
