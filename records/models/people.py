"""People, and where they work: organizations, sites, teams, skill pools."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Case, Expression, F, When

from fourme.accounts import keeping
from fourme.accounts.models import User
from records import columns
from records.keys import RecordKey
from records.kinds import Country, Locale, Problem, Reference, TimeZone
from records.models.record import Disableable, Record, Sourced, unique_name
from records.rules import not_itself
from records.types import ID, SOURCE, By, Origin

FAMILY = "People & Organizations"


#: Those below an organization, and those below them, show whether it is a business unit.
_UNITS = Origin(
    "Organization",
    ("business_unit", "parent"),
    "SELECT o.id FROM records_organization o WHERE o.parent_id = {row}.id OR o.parent_id IN "
    "(SELECT id FROM records_organization WHERE parent_id = {row}.id)",
)


def _business_unit() -> Expression:
    """Return the name of the organization when it is a business unit, else of its parent's."""
    return Case(
        When(business_unit=True, then=F("name")),
        When(parent__business_unit=True, then=F("parent__name")),
        When(parent__parent__business_unit=True, then=F("parent__parent__name")),
        default=None,
        output_field=models.TextField(),
    )


class Organization(Sourced, Disableable, Record):
    """A company, a department, a customer."""

    name = columns.String("Name", required=True, max_length=128, help="Unique in the account.")
    business_unit = columns.Boolean("Business Unit")
    business_unit_organization = columns.Derived(
        "Business Unit Organization",
        Reference("organization"),
        _business_unit,
        origins=(_UNITS,),
        help="The business unit that the organization is, or belongs to.",
    )
    region = columns.String("Region", max_length=128, help="Such as a part of the world.")
    parent = columns.Ref(
        "Parent Organization", to="Organization", help="The organization that this is a part of."
    )
    manager = columns.Ref("Manager", to="Person")
    substitute = columns.Ref("Substitute", to="Person", help="Stands in for the manager.")
    remarks = columns.Text("Remarks")
    ui_extension = columns.Ref("UI Extension", to="UiExtension", read_only=True)
    custom_fields = columns.CustomFields()
    financial_id = columns.String(
        "Financial ID", max_length=128, help="By which the financial system knows it."
    )

    class Type:
        slug, label, singular, family = "organizations", "Organizations", "Organization", FAMILY
        key = RecordKey()
        omit = ("created_at", "updated_at")
        list_columns = ("name", "parent", "manager", "region", "updated_at")
        search_columns = ("name", "financial_id", "source_id")
        rules = (not_itself("parent"),)
        notes = ("A parent may stand further down in the same file.",)

    class Meta(Sourced.Meta):
        constraints: ClassVar = [*Sourced.Meta.constraints, unique_name()]


class Site(Sourced, Disableable, Record):
    """A place where people work or equipment stands."""

    name = columns.String("Name", required=True, max_length=255, help="Unique in the account.")
    address = columns.String("Address", max_length=1024)
    city = columns.String("City", max_length=128)
    state = columns.String("State", max_length=128)
    zip = columns.String("Zip", max_length=20)
    country = columns.Choice("Country", Country(), max_length=2)
    time_zone = columns.Choice("Time Zone", TimeZone())
    remarks = columns.Text("Remarks")
    ui_extension = columns.Ref("UI Extension", to="UiExtension")
    custom_fields = columns.CustomFields()

    class Type:
        slug, label, singular, family = "sites", "Sites", "Site", FAMILY
        key = RecordKey()
        omit = ("created_at", "updated_at")
        list_columns = ("name", "city", "country", "time_zone", "updated_at")
        search_columns = ("name", "city", "address")

    class Meta(Sourced.Meta):
        constraints: ClassVar = [*Sourced.Meta.constraints, unique_name()]


class Person(Sourced, Disableable, Record):
    """A person, with or without a login."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="person"
    )
    primary_email = columns.Email(
        "Primary Email",
        required=True,
        help="Unique in the account; other records name the person by it.",
    )
    name = columns.String("Name", required=True, max_length=128)
    picture_uri = columns.Uri("Picture URI")
    organization = columns.Ref("Organization", to="Organization")
    job_title = columns.String("Job Title", max_length=80)
    support_id = columns.String(
        "Support ID", max_length=50, help="What the person tells the service desk to be recognized."
    )
    authentication_id = columns.String(
        "Authentication ID",
        max_length=128,
        help="The name by which single sign-on knows the person.",
    )
    employee_id = columns.String(
        "Employee ID", max_length=128, help="By which the staff administration knows the person."
    )
    cost_per_hour = columns.Decimal(
        "Cost Per Hour", financial=True, help="In the currency of the account."
    )
    manager = columns.Ref("Manager", to="Person")
    site = columns.Ref("Site", to="Site")
    location = columns.String("Location", max_length=80, help="A room, a floor, a desk.")
    information = columns.Text("Information")
    time_zone = columns.Choice("Time Zone", TimeZone())
    time_format_24h = columns.Boolean("Time Format 24h")
    locale = columns.Choice("Locale", Locale(), max_length=8)
    auto_translation = columns.Boolean("Auto Translation")
    do_not_translate_languages = columns.String(
        "Do Not Translate Languages",
        max_length=255,
        example="nl,de",
        help="Two-letter codes of languages, with commas between them.",
    )
    work_hours = columns.Ref("Work Hours", to="Calendar")
    vip = columns.Boolean("VIP")
    ui_extension = columns.Ref("UI Extension", to="UiExtension", read_only=True)
    custom_data = columns.Text(
        "Custom Data", help="An older column; new files use Custom Fields instead."
    )
    custom_fields = columns.CustomFields()

    class Type:
        slug, label, singular, family = "people", "People", "Person", FAMILY
        key = RecordKey(("primary_email",), by="primary e-mail address", lower=True)
        match = (ID, SOURCE, By(("primary_email",)))
        list_columns = ("name", "primary_email", "organization", "site", "updated_at")
        search_columns = ("name", "primary_email", "employee_id", "source_id")
        rules = (not_itself("manager"),)
        notes = (
            "A row with neither an ID nor Source and Source ID finds its person by Primary Email.",
            "When that row has empty Source and Source ID columns, both are cleared.",
            "A manager may stand further down in the same file.",
        )

    class Meta(Sourced.Meta):
        constraints: ClassVar = [*Sourced.Meta.constraints, unique_name("primary_email")]

    refusals: ClassVar = {
        keeping.LAST_ADMINISTRATOR: ("disabled", Problem(keeping.REASON, keeping.HINT))
    }

    def __str__(self) -> str:
        return f"{self.name} <{self.primary_email}>"

    @classmethod
    def concerning(cls, user: User) -> "models.QuerySet[Person]":
        """Return the person of the user."""
        return cls._default_manager.filter(user=user)

    def protects(self, user: User, values: Mapping[str, Any]) -> tuple[str, Problem] | None:
        """Keep the user who makes the change enabled, so that nobody locks himself out."""
        if not values.get("disabled") or self.user_id != user.pk:
            return None
        return "disabled", Problem(
            "Nobody can disable himself.", "Ask another account administrator."
        )


class Team(Sourced, Disableable, Record):
    """People who work on assignments together."""

    name = columns.String("Name", required=True, max_length=128, help="Unique in the account.")
    coordinator = columns.Ref("Coordinator", to="Person", help="One of the members.")
    manager = columns.Ref("Manager", to="Person")
    configuration_manager = columns.Ref("Configuration Manager", to="Person")
    remarks = columns.Text("Remarks")
    work_hours = columns.Ref("Work Hours", to="Calendar")
    time_zone = columns.Choice("Time Zone", TimeZone(), help="The zone of the work hours.")
    members = columns.Refs("Members", to="Person")
    agile_board = columns.Ref("Agile Board", to="AgileBoard")
    inbound_email_local_part = columns.String(
        "Inbound Email Local Part",
        max_length=64,
        help="The part before the @ of the address at which the team receives mail.",
    )

    class Type:
        slug, label, singular, family = "teams", "Teams", "Team", FAMILY
        key = RecordKey()
        omit = ("created_at", "updated_at")
        list_columns = ("name", "coordinator", "manager", "work_hours", "updated_at")
        search_columns = ("name", "remarks")
        notes = ("Import people before teams.",)

    class Meta(Sourced.Meta):
        constraints: ClassVar = [*Sourced.Meta.constraints, unique_name()]


class SkillPool(Sourced, Disableable, Record):
    """People with the same skill."""

    name = columns.String("Name", required=True, max_length=128, help="Unique in the account.")
    picture_uri = columns.Uri("Picture URI")
    cost_per_hour = columns.Decimal("Cost Per Hour", help="In the currency of the account.")
    manager = columns.Ref("Manager", to="Person")
    remarks = columns.Text("Remarks")
    members = columns.Refs("Members", to="Person")

    class Type:
        slug, label, singular, family = "skill_pools", "Skill Pools", "Skill Pool", FAMILY
        key = RecordKey()
        omit = ("created_at", "updated_at")
        list_columns = ("name", "manager", "cost_per_hour", "updated_at")
        search_columns = ("name", "remarks")

    class Meta(Sourced.Meta):
        constraints: ClassVar = [*Sourced.Meta.constraints, unique_name()]


class TrustedOrganization(Record):
    """What an account notes about an organization of an account that it trusts."""

    organization = columns.Ref(
        "Name",
        to="Organization",
        required=True,
        help="The organization of the trusted account; it is not changed from here.",
    )
    remarks = columns.Text("Remarks")
    ui_extension = columns.Ref("UI Extension", to="UiExtension")
    custom_fields = columns.CustomFields()
    financial_id = columns.String(
        "Financial ID", max_length=128, help="By which the financial system knows it."
    )

    class Type:
        slug, label, singular, family = (
            "trusted_organizations",
            "Trusted Organizations",
            "Trusted Organization",
            FAMILY,
        )
        parent = "organizations"
        key = RecordKey(("id",), by="ID", number=True)
        match = (ID, By(("organization",)))
        omit = ("created_at", "updated_at")
        list_columns = ("organization", "financial_id", "remarks", "updated_at")
        search_columns = ("financial_id", "remarks")

    class Meta(Record.Meta):
        constraints: ClassVar = [unique_name("organization")]
