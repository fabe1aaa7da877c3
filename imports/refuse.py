"""What the database refused, in words for people; never its own."""

from collections.abc import Sequence

from django.db import Error
from psycopg import errors

from imports.headers import Layout
from imports.rows import Entry
from records.kinds.references import with_article


def refuse(entries: Sequence[Entry], error: Error, layout: Layout) -> None:
    """Complain of the entries that could not be stored because of this error."""
    column, value, reason, hint = _words(entries[0], error, layout)
    for entry in entries:
        entry.complain(column, value, reason, hint)


def _words(entry: Entry, error: Error, layout: Layout) -> tuple[str, str, str, str]:
    cause = error.__cause__ or error
    name = getattr(getattr(cause, "diag", None), "constraint_name", None) or ""
    singular = layout.record_type.label_of(1)
    if name in layout.record_type.model.refusals:
        blamed, problem = layout.record_type.model.refusals[name]
        return layout.record_type.column(blamed).header, "", problem.reason, problem.hint
    if isinstance(cause, errors.UniqueViolation):
        for constraint in layout.record_type.model._meta.constraints:
            fields = [each for each in getattr(constraint, "fields", ()) if each != "account"]
            if constraint.name == name and fields:
                headers = [layout.record_type.column(each).header for each in fields]
                shown = " and ".join(headers)
                place = layout.position(fields[0])
                value = entry.values[place] if place is not None and entry.values else ""
                reason = f"There is already {with_article(singular)} with this {shown}."
                return headers[0], str(value), reason, "Use another value."
        return "", "", "A value that must be unique is taken already.", "Use another value."
    if isinstance(cause, errors.ForeignKeyViolation):
        return (
            "",
            "",
            "A record that the row refers to, or replaces, is not there any more or still in use.",
            "Import the row again.",
        )
    return "", "", f"The {singular} cannot be stored with these values.", "Check the row."
