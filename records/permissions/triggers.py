"""The database writes a permission event for each role that is given or taken.

Whatever changes roles is covered: forms, imports, operators, commands. The triggers look at all
rows of a statement together, so that an import of many people stays fast.
"""

from typing import Any

from django.apps import AppConfig, apps
from django.db import connections

from fourme.accounts.roles import Role
from records.authors import SETTING

_ADDED, _REMOVED = "added", "removed"
#: The roles in the rows of a statement, one row each.
_GRANTED = """
    SELECT t.account_id, t.person_id, r.role FROM {rows} t
    CROSS JOIN LATERAL (VALUES {roles}) AS r(role, granted) WHERE r.granted
"""
#: By operation the rows that its trigger sees, and what was added and removed as SQL.
_OPERATIONS = {
    "INSERT": ("NEW TABLE AS after_rows", {_ADDED: "{after}"}),
    "UPDATE": (
        "OLD TABLE AS before_rows NEW TABLE AS after_rows",
        {_REMOVED: "{before} EXCEPT {after}", _ADDED: "{after} EXCEPT {before}"},
    ),
    "DELETE": ("OLD TABLE AS before_rows", {_REMOVED: "{before}"}),
}
_FUNCTION = """
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO "{events}" (account_id, role_account, person_id, role, event_type, created_by_id,
        changed_xid)
    SELECT c.account_id, c.account_id, c.person_id, c.role, c.event_type, author.id, 0
    FROM ({changes}) AS c
    LEFT JOIN "{people}" author
        ON author.user_id = nullif(current_setting('{setting}', true), '')::bigint
    ORDER BY c.person_id, c.event_type DESC, c.role;
    RETURN NULL;
END $$
"""
_TRIGGER = """
CREATE OR REPLACE TRIGGER {name} AFTER {operation} ON "{table}" REFERENCING {rows}
FOR EACH STATEMENT EXECUTE FUNCTION {name}()
"""


def create(sender: AppConfig, using: str = "default", **_: Any) -> None:
    """Create the triggers; run after each migrate, harmless when repeated."""
    table, events, people = (
        apps.get_model(sender.label, name)._meta.db_table
        for name in ("PersonRoles", "PermissionEvent", "Person")
    )
    roles = ", ".join(f"('{role.value}', t.{role.value})" for role in Role)
    before, after = (
        _GRANTED.format(rows=rows, roles=roles) for rows in ("before_rows", "after_rows")
    )
    with connections[using].cursor() as cursor:
        if events not in connections[using].introspection.table_names(cursor):
            return  # migrated back to before them
        for operation, (rows, changes) in _OPERATIONS.items():
            name = f"permission_events_{operation.lower()}"
            parts = (
                f"SELECT '{kind}' AS event_type, {kind}.* FROM ({sql}) AS {kind}"  # noqa: S608 -- SQL of ours
                for kind, sql in changes.items()
            )
            union = " UNION ALL ".join(parts).format(before=before, after=after)
            cursor.execute(
                _FUNCTION.format(
                    name=name, events=events, people=people, changes=union, setting=SETTING
                )
            )
            cursor.execute(_TRIGGER.format(name=name, operation=operation, table=table, rows=rows))
