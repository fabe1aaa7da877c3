"""Who may import the records of a type, and the words for those who may not."""

from fourme.accounts.rights import Actor, Door
from records.types import RecordType


def import_refusal(actor: Actor, record_type: RecordType, *, console: bool = False) -> str:
    """Say why the actor may not import records of the type, "" when it may.

    A Financial Manager may import types with financial columns, and only those columns. `console`
    asks for the dialog, which does not take every type.
    """
    label = record_type.label
    if not record_type.importable:
        return f"{label} is a view of what other types hold: it can be exported, not imported."
    financial = record_type.financial and actor.may(Door.IMPORT_FINANCIAL)
    if not (actor.may(Door.IMPORT) or financial):
        return f"None of your roles in {actor.account} lets you import {record_type.label_of(2)}."
    role = record_type.import_role
    if role is not None and role not in actor.roles:
        things = record_type.label_of(2)
        return f"To import {things} you need the role {role.label} in {actor.account} as well."
    if console and record_type.api_only:
        return f"{label} are imported by the Import API or the command line only, not here."
    return ""
