"""To whom a template assigns its tasks by what they are to the request or the service."""

from django.db import models

from records import columns
from records.models.planning import PLANNED


class AssignedByPosition(models.Model):
    """A template of tasks for the service owner, the requester or the requester's managers."""

    assign_to_service_owner = columns.Boolean("Assign to Service Owner")
    planned_effort_service_owner = columns.Duration("Planned Effort Service Owner", kind=PLANNED)
    assign_to_requester = columns.Boolean("Assign to Requester")
    planned_effort_requester = columns.Duration("Planned Effort Requester", kind=PLANNED)
    assign_to_requester_manager = columns.Boolean("Assign to Requester Manager")
    planned_effort_requester_manager = columns.Duration(
        "Planned Effort Requester Manager", kind=PLANNED
    )
    assign_to_requester_business_unit_manager = columns.Boolean(
        "Assign to Requester Business Unit Manager"
    )
    planned_effort_requester_business_unit_manager = columns.Duration(
        "Planned Effort Requester Business Unit Manager", kind=PLANNED
    )

    class Meta:
        abstract = True
