"""The system log and the permission events as record types, so that they can be exported."""

from typing import ClassVar

from django.db import models

from fourme.accounts.rights import Door
from fourme.accounts.roles import Role
from records import columns
from records.keys import ID_KEY
from records.models.record import Record

FAMILY = "Logs"


class SystemLogEntry(Record):
    """What happened in the account: logins, imports, exports, jobs, trusts."""

    log_type = columns.Enum(
        "Log Type", ("authentication", "import", "export", "job", "account_trust"), read_only=True
    )
    event = columns.String(
        "Event",
        max_length=60,
        read_only=True,
        help="What kind of entry it is, such as authentication.login.",
    )
    level = columns.Enum(
        "Level",
        ("unknown", "fatal", "error", "warning", "information", "debug"),
        read_only=True,
        help="How it went: fatal when a run stopped before its end, unknown while it runs.",
    )
    person = columns.Ref("Person", to="Person", read_only=True, help="Who did it.")
    ip_address = columns.String(
        "IP Address", max_length=255, read_only=True, help="The address from which it was done."
    )
    message = columns.Text("Message", read_only=True)

    class Type:
        slug, label, singular, family = "system_logs", "System Logs", "System Log", FAMILY
        importable = False
        door = Door.LOGS
        view = """
            SELECT l.id, l.account_id, l.created_at, coalesce(l.finished_at, l.created_at)
                AS updated_at, l.changed_xid, l.log_type, l.event, l.level, p.id AS person_id,
                coalesce(host(l.ip_address), '') AS ip_address, l.message
            FROM logs_systemlog l
            LEFT JOIN records_person p ON p.user_id = l.user_id
            WHERE l.account_id IS NOT NULL
        """
        key = ID_KEY
        omit = ("updated_at",)
        list_columns = ("created_at", "log_type", "level", "person", "message")

    class Meta(Record.Meta):
        managed = False


class PermissionEvent(Record):
    """A role that a person was given or has lost, and who did it.

    The database writes the events (`records.permissions.triggers`): no way of changing roles is
    without them.
    """

    created_by = columns.Ref(
        "Created By",
        to="Person",
        read_only=True,
        help="Who made the change; empty when it was an operator without a person record.",
    )
    event_type = columns.Enum("Event Type", ("added", "removed"), required=True, read_only=True)
    person = columns.Ref(
        "Person", to="Person", required=True, read_only=True, help="Whose role it is."
    )
    role = columns.Enum("Role", tuple(Role.values), required=True, read_only=True)
    role_account = columns.String(
        "Account",
        max_length=30,
        read_only=True,
        generated="NEW.account_id",
        help="The id of the account of the role.",
    )

    class Type:
        slug, label, singular = "permission_events", "Permission Events", "Permission Event"
        family = FAMILY
        importable = False
        door, door_below = Door.LOGS, Door.LOGS_BELOW
        key = ID_KEY
        omit = ("updated_at",)
        list_columns = (
            "created_at", "created_by", "event_type", "role", "person", "role_account",
        )  # fmt: skip

    class Meta(Record.Meta):
        indexes: ClassVar = [
            models.Index(fields=["account", "-created_at", "-id"], name="permissionevent_log")
        ]
