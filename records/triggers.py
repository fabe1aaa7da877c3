"""Database triggers that no way of writing records can forget, and the index of what they mark."""

from typing import Any

from django.apps import AppConfig, apps
from django.db import connections

from records import following
from records.columns import StoredColumn
from records.models.record import Record

_FUNCTION = """
CREATE OR REPLACE FUNCTION mark_record_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.changed_xid := pg_current_xact_id()::text::bigint;
    NEW.updated_at := clock_timestamp();
    IF TG_OP = 'UPDATE' THEN
        NEW.created_at := OLD.created_at;
        NEW.account_id := OLD.account_id;
    END IF;
    RETURN NEW;
END $$
"""
_TRIGGER = """
CREATE OR REPLACE TRIGGER mark_record_change BEFORE INSERT OR UPDATE ON "{table}"
FOR EACH ROW EXECUTE FUNCTION mark_record_change()
"""
#: Finds what was changed since an earlier snapshot.
_INDEX = """
CREATE INDEX IF NOT EXISTS "changed_{table}" ON "{table}" (account_id, changed_xid)
"""
#: The login of a person follows the primary e-mail, whoever changes it.
_LOGIN_FUNCTION = """
CREATE OR REPLACE FUNCTION follow_primary_email() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE accounts_user SET email = lower(NEW.primary_email) WHERE id = NEW.user_id;
    RETURN NULL;
END $$
"""
_LOGIN_TRIGGER = """
CREATE OR REPLACE TRIGGER follow_primary_email AFTER UPDATE OF primary_email ON "{table}"
FOR EACH ROW WHEN (NEW.user_id IS NOT NULL AND NEW.primary_email <> OLD.primary_email)
EXECUTE FUNCTION follow_primary_email()
"""


#: Read-only columns are computed anew with each write; their expression may look at OLD too.
_COMPUTE = """
    NEW.{column} := {expression};
"""
#: Columns that the database fills in when they are blank, and keeps when they become blank.
_FILL = """
    IF {blank} THEN
        IF TG_OP = 'UPDATE' THEN NEW.{column} := OLD.{column}; END IF;
        IF {blank} THEN NEW.{column} := {expression}; END IF;
    END IF;
"""
#: Columns that the database fills in when a record is made without them.
_START = """
    IF TG_OP = 'INSERT' AND {blank} THEN NEW.{column} := {expression}; END IF;
"""
_FILL_FUNCTION = """
CREATE OR REPLACE FUNCTION fill_{table}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {fills}
    RETURN NEW;
END $$
"""
_FILL_TRIGGER = """
CREATE OR REPLACE TRIGGER fill_generated BEFORE INSERT OR UPDATE ON "{table}"
FOR EACH ROW EXECUTE FUNCTION fill_{table}()
"""


def create(sender: AppConfig, using: str = "default", **_: Any) -> None:
    """Create the triggers of all record tables, and the index of the mark that they set.

    Run after each migrate; harmless when repeated.
    """
    with connections[using].cursor() as cursor:
        tables = set(connections[using].introspection.table_names(cursor))
        cursor.execute(_FUNCTION)
        for model in apps.get_models():
            if issubclass(model, Record) and model._meta.db_table in tables:
                cursor.execute(_TRIGGER.format(table=model._meta.db_table))
                cursor.execute(_INDEX.format(table=model._meta.db_table))
                for statement in _fill(model):
                    cursor.execute(statement)
        for statement in following.statements(tables):
            cursor.execute(statement)
        person = apps.get_model(sender.label, "Person")._meta.db_table
        if person in tables:
            cursor.execute(_LOGIN_FUNCTION)
            cursor.execute(_LOGIN_TRIGGER.format(table=person))


def _fill(model: type[Record]) -> list[str]:
    """Return the statements that make the trigger of the filled columns, none without such."""
    fills = []
    for field in model._meta.concrete_fields:
        if not isinstance(field, StoredColumn):
            continue
        column = f'"{field.column}"'
        blank = f"coalesce(NEW.{column}::text, '') = ''"
        fill = _COMPUTE if field.read_only else _FILL
        for template, expression in ((fill, field.filled_by), (_START, field.initial)):
            if expression:
                fills.append(template.format(column=column, blank=blank, expression=expression))
    table = model._meta.db_table
    if not fills:
        return []
    function = _FILL_FUNCTION.format(table=table, fills="".join(fills))
    return [function, _FILL_TRIGGER.format(table=table)]
