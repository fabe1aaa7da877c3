"""The models of all record types, in families."""

from records.models.contacts import OrganizationContactDetail, PersonContactDetail
from records.models.people import (
    Organization,
    Person,
    Site,
    SkillPool,
    Team,
    TrustedOrganization,
)
from records.models.record import Record
from records.models.roles import PersonRoles
from records.models.settings import UiExtension
from records.models.slm import Calendar, CalendarHour, Holiday
from records.models.time import (
    EffortClass,
    OrganizationTimeAllocation,
    OutOfOfficePeriod,
    TimeAllocation,
    TimesheetSetting,
)

__all__ = [
    "Calendar",
    "CalendarHour",
    "EffortClass",
    "Holiday",
    "Organization",
    "OrganizationContactDetail",
    "OrganizationTimeAllocation",
    "OutOfOfficePeriod",
    "Person",
    "PersonContactDetail",
    "PersonRoles",
    "Record",
    "Site",
    "SkillPool",
    "Team",
    "TimeAllocation",
    "TimesheetSetting",
    "TrustedOrganization",
    "UiExtension",
]
