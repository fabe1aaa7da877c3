"""Each account keeps an administrator: what people read when the database refuses.

The rule is a trigger that the records bring (they own the roles); it names this constraint.
"""

from django.db import IntegrityError

LAST_ADMINISTRATOR = "account_keeps_an_administrator"
REASON = "The account would be left without an Account Administrator who can log in."
HINT = "Give somebody else that role first."


def left_alone(error: IntegrityError) -> str:
    """Return the id of the account that would lose its last administrator, "" if it is not that."""
    diagnosis = getattr(error.__cause__, "diag", None)
    if getattr(diagnosis, "constraint_name", None) != LAST_ADMINISTRATOR:
        return ""
    return str(getattr(diagnosis, "message_detail", ""))
