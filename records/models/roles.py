"""The roles of people in accounts, which decide what their logins may do."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models

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

    The roles without a column are granted by operators and in the Settings console only.
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
    account_owner = models.BooleanField(default=False)
    financial_manager = models.BooleanField(default=False)
    knowledge_manager = models.BooleanField(default=False)
    account_designer = models.BooleanField(default=False)
    directory_auditor = models.BooleanField(default=False)
    directory_designer = models.BooleanField(default=False)
    directory_administrator = models.BooleanField(default=False)
    workflow_automator_auditor = models.BooleanField(default=False)
    workflow_automator_specialist = models.BooleanField(default=False)

    class Type:
        slug, label, singular, family = "people_roles", "People Roles", "Person Role", FAMILY
        parent = "people"
        key = RecordKey(("id",), by="ID", number=True)
        match = (By(("person", "account")),)
        merge = Overwrite()
        omit = ("id", "created_at", "updated_at")
        list_columns = ("person", "account", "account_administrator", "auditor", "specialist")
        notes = (
            "A row says all roles of the person in the account: a role that it leaves out is lost.",
        )

    class Meta(Record.Meta):
        verbose_name_plural = "people roles"
        constraints: ClassVar = [unique_name("person")]

    def role_set(self) -> frozenset[Role]:
        """Return the roles that are granted."""
        return frozenset(role for role in Role if getattr(self, role.value))

    @classmethod
    def concerning(cls, user: User) -> "models.QuerySet[PersonRoles]":
        """Return the roles of the user's person."""
        return cls._default_manager.select_related("person").filter(person__user=user)

    def protects(self, user: User, values: Mapping[str, Any]) -> tuple[str, Problem] | None:
        """Keep the Account Administrator role of the user who makes the change."""
        name = Role.ACCOUNT_ADMINISTRATOR.value
        stays = values.get(name, True) and values.get("person", self.person_id) == self.person_id
        if stays or not self.account_administrator or self.person.user_id != user.pk:
            return None
        return name, Problem(
            "Nobody can take this role from himself.", "Ask another account administrator."
        )
