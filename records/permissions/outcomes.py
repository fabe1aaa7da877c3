"""What can happen to a role, in words and colours."""

from fourme.logs.outcomes import Outcome, Outcomes

CHANGES = Outcomes(
    "event_type",
    (Outcome("added", "Added", "created"), Outcome("removed", "Removed", "deleted")),
)
