"""In whose name records are written, as the triggers of the database see it."""

from django.db import connection

from fourme.accounts.models import User

#: The setting of the transaction that names the user.
SETTING = "fourme.author"
#: The SQL of the person who writes the record, when it is a person of the record's account.
AUTHOR = f"""(
    SELECT p.id FROM records_person p WHERE p.account_id = NEW.account_id
    AND p.user_id = nullif(current_setting('{SETTING}', true), '')::bigint
)"""  # noqa: S608 -- a constant of ours


def write_as(user: User) -> None:
    """Name the user in whose name the current transaction writes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [SETTING, str(user.pk)])
