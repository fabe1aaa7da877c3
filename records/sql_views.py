"""The database views behind record types that show what other tables hold.

They are dropped before tables change and made again afterwards: PostgreSQL keeps a table that a
view needs from being changed.
"""

from typing import Any

from django.apps import AppConfig
from django.db import connections

from records import registry


def drop(sender: AppConfig, using: str = "default", **_: Any) -> None:  # noqa: ARG001 -- a signal
    """Drop the views; run before each migrate."""
    with connections[using].cursor() as cursor:
        for record_type in registry.types():
            if record_type.view:
                cursor.execute(f'DROP VIEW IF EXISTS "{record_type.model._meta.db_table}"')


def create(sender: AppConfig, using: str = "default", **_: Any) -> None:  # noqa: ARG001 -- a signal
    """Make the views; run after each migrate."""
    with connections[using].cursor() as cursor:
        tables = set(connections[using].introspection.table_names(cursor))
        if registry.types()[0].model._meta.db_table not in tables:
            return  # migrated back to nothing
        for record_type in registry.types():
            if record_type.view:
                name = record_type.model._meta.db_table
                view = record_type.view
                rows = view() if callable(view) else view
                query = f"SELECT v.*, NULL::bigint AS import_number FROM ({rows}) v"  # noqa: S608 -- SQL of ours
                cursor.execute(f'CREATE OR REPLACE VIEW "{name}" AS {query}')
