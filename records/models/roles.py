"""The roles of people in accounts, which decide what their logins may do."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models

from fourme.accounts import keeping
from fourme.accounts.models import User
from fourme.accounts.roles import Role
from records import columns
from records.keys import RecordKey
from records.kinds import Problem
from records.models.people import FAMILY
from records.models.record import Record, unique_name
from records.types import By, Overwrite


class PersonRoles(Record):
    """The roles of one person in one account.

    Files do not have all of them: the others are granted in the Settings console, and an import
    leaves them as they are.
    """

    account = columns.RoleAccount("Role Account", help="The id of the account of the roles.")
    person = columns.Ref("Person", to="Person", required=True, related_name="roles")
    specialist = columns.Boolean("Specialist")
    service_desk_analyst = columns.Boolean("Service Desk Analyst")
    service_desk_manager = columns.Boolean("Service Desk Manager")
    problem_manager = columns.Boolean("Problem Manager")
    workflow_manager = columns.Boolean("Workflow Manager")
    release_manager = columns.Boolean("Release Manager")
    project_manager = columns.Boolean("Project Manager")
    service_level_manager = columns.Boolean("Service Level Manager")
    configuration_manager = columns.Boolean("Configuration Manager")
    auditor = columns.Boolean("Auditor")
    account_administrator = columns.Boolean("Account Administrator")
    key_contact = columns.Boolean("Key Contact")
    account_owner = columns.Boolean("Account Owner")
    financial_manager = columns.Boolean("Financial Manager")
    knowledge_manager = columns.Boolean("Knowledge Manager")
    account_designer = columns.Boolean("Account Designer")
    directory_auditor = columns.Boolean("Directory Auditor")
    directory_designer = columns.Boolean("Directory Designer")
    directory_administrator = columns.Boolean("Directory Administrator")
    workflow_automator_auditor = columns.Boolean("Workflow Automator Auditor")
    workflow_automator_specialist = columns.Boolean("Workflow Automator Specialist")

    class Type:
        slug, label, singular, family = "people_roles", "People Roles", "Person Role", FAMILY
        parent = "people"
        key = RecordKey(("id",), by="ID", number=True)
        match = (By(("person", "account")),)
        merge = Overwrite()
        omit = ("id", "created_at", "updated_at")
        apart = (
            "account_owner",
            "financial_manager",
            "knowledge_manager",
            "account_designer",
            "directory_auditor",
            "directory_designer",
            "directory_administrator",
            "workflow_automator_auditor",
            "workflow_automator_specialist",
        )
        list_columns = ("person", "account", "account_administrator", "auditor", "specialist")
        notes = (
            "A row says all roles of the person in the account: a role that it leaves out is lost.",
        )

    class Meta(Record.Meta):
        verbose_name_plural = "people roles"
        constraints: ClassVar = [unique_name("person")]

    refusals: ClassVar = {
        keeping.LAST_ADMINISTRATOR: (
            Role.ACCOUNT_ADMINISTRATOR.value,
            Problem(keeping.REASON, keeping.HINT),
        )
    }

    def role_set(self) -> frozenset[Role]:
        """Return the roles that are granted."""
        return frozenset(role for role in Role if getattr(self, role.value))

    @classmethod
    def concerning(cls, user: User) -> "models.QuerySet[PersonRoles]":
        """Return the roles of the user's person."""
        return cls._default_manager.select_related("person").filter(person__user=user)

    def protects(self, user: User, values: Mapping[str, Any]) -> tuple[str, Problem] | None:
        """Keep the roles by which the user who makes the change administers the account."""
        stays = values.get("person", self.person_id) == self.person_id
        for name in (Role.ACCOUNT_ADMINISTRATOR.value, Role.ACCOUNT_OWNER.value):
            lost = getattr(self, name) and not (stays and values.get(name, True))
            if lost and self.person.user_id == user.pk:
                return name, Problem(
                    "Nobody can take this role from himself.", "Ask another account administrator."
                )
        return None
