"""TODO."""

from fourme.accounts.rights import Door
from records import columns
from records.keys import ID_KEY
from records.models.record import Record


class SystemLogEntry(Record):
    """TODO System Log."""

    log_type = columns.Enum(
        "Log Type", ("authentication", "import", "export", "job", "account_trust"), read_only=True
    )
    level = columns.Enum(
        "Level", ("unknown", "fatal", "error", "warning", "information", "debug"), read_only=True
    )
    person = columns.Ref("Person", to="Person", read_only=True)
    ip_address = columns.String("IP Address", max_length=255, read_only=True)
    message = columns.Text("Message", read_only=True)

    class Type:
        slug, label, singular, family = "system_logs", "System Logs", "System Log", "Logs"
        importable = False
        door = Door.LOGS
        view = """
            SELECT l.id, l.account_id, l.created_at, coalesce(l.finished_at, l.created_at)
                AS updated_at, 0::bigint AS changed_xid, l.log_type, l.level, p.id AS person_id,
                coalesce(host(l.ip_address), '') AS ip_address, l.message
            FROM logs_systemlog l LEFT JOIN records_person p ON p.user_id = l.user_id
            WHERE l.account_id IS NOT NULL
        """
        key = ID_KEY
        omit = ("updated_at",)
        list_columns = ("log_type", "level", "ip_address", "updated_at")

    class Meta(Record.Meta):
        managed = False
