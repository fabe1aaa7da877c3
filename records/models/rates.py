"""What service offerings charge; Financial Managers import it."""

from typing import ClassVar

from fourme.accounts.roles import Role
from records import columns
from records.keys import ID_KEY
from records.kinds import Currency
from records.models.offerings import TEMPLATE_OF_THE_SERVICE
from records.models.record import Record, unique_name
from records.models.services import FAMILY
from records.rules import only_with
from records.types import By

CHARGE_TYPES = ("fixed_price", "time_material")
_IMPACTS = ("Top", "High", "Medium", "Low", "RFC", "RFI")


def _charge_type(what: str = "") -> columns.Enum:
    """Return the column that tells how something is charged."""
    return columns.Enum(
        f"Charge Type {what}".strip(),
        CHARGE_TYPES,
        help="A fixed price, or time and material by the rates of the effort classes.",
    )


def _price(what: str = "") -> columns.Decimal:
    """Return the column of the fixed price of something."""
    charge_type = f"Charge Type {what}".strip()
    return columns.Decimal(
        f"Rate {what}".strip(), help=f"The fixed price; goes with {charge_type} fixed_price only."
    )


def _currency(what: str = "") -> columns.Choice:
    """Return the column of the currency of a rate."""
    rate = f"Rate {what}".strip()
    return columns.Choice(f"{rate} Currency", Currency(), max_length=3)


class ServiceOfferingActivityRate(Record):
    """What a service offering charges for requests, by their impact."""

    service_offering = columns.Ref("Service Offering", to="ServiceOffering", required=True)
    charge_type_top = _charge_type("Top")
    rate_top = _price("Top")
    rate_top_currency = _currency("Top")
    charge_type_high = _charge_type("High")
    rate_high = _price("High")
    rate_high_currency = _currency("High")
    charge_type_medium = _charge_type("Medium")
    rate_medium = _price("Medium")
    rate_medium_currency = _currency("Medium")
    charge_type_low = _charge_type("Low")
    rate_low = _price("Low")
    rate_low_currency = _currency("Low")
    charge_type_rfc = _charge_type("RFC")
    rate_rfc = _price("RFC")
    rate_rfc_currency = _currency("RFC")
    charge_type_rfi = _charge_type("RFI")
    rate_rfi = _price("RFI")
    rate_rfi_currency = _currency("RFI")

    class Type:
        slug, label, singular, family = (
            "service_offering_activity_rates",
            "Service Offerings - Activity Rates",
            "Service Offering Activity Rate",
            FAMILY,
        )
        parent = "service_offerings"
        import_role = Role.FINANCIAL_MANAGER
        key = ID_KEY
        match = (By(("service_offering",)),)
        omit = ("id", "created_at", "updated_at")
        list_columns = (
            "service_offering",
            "charge_type_top",
            "charge_type_high",
            "charge_type_rfc",
            "updated_at",
        )
        rules = tuple(
            only_with(
                f"rate_{impact.lower()}",
                f"charge_type_{impact.lower()}",
                f"Charge Type {impact}",
                "fixed_price",
            )
            for impact in _IMPACTS
        )
        notes = ("One row for each service offering, which finds the rates stored for it.",)
        example = (
            {f"rate_{impact.lower()}": "25" for impact in _IMPACTS},
            {"charge_type_top": "time_material", "charge_type_rfi": "fixed_price", "rate_rfi": "5"},
        )

    class Meta(Record.Meta):
        constraints: ClassVar = [unique_name("service_offering")]


class ServiceOfferingEffortClassRate(Record):
    """What a service offering charges for an hour of an effort class."""

    service_offering = columns.Ref("Service Offering", to="ServiceOffering", required=True)
    effort_class = columns.Ref("Effort Class", to="EffortClass", required=True)
    rate = columns.Decimal("Rate", help="The price of an hour.")
    rate_currency = _currency()

    class Type:
        slug, label, singular, family = (
            "service_offering_effort_class_rates",
            "Service Offerings - Effort Class Rates",
            "Service Offering Effort Class Rate",
            FAMILY,
        )
        parent = "service_offerings"
        import_role = Role.FINANCIAL_MANAGER
        key = ID_KEY
        match = (By(("service_offering", "effort_class")),)
        omit = ("id", "created_at", "updated_at")
        list_columns = ("service_offering", "effort_class", "rate", "rate_currency", "updated_at")
        notes = ("A row finds its record by service offering and effort class together.",)

    class Meta(Record.Meta):
        constraints: ClassVar = [unique_name("service_offering", "effort_class")]


class ServiceOfferingSsrRate(Record):
    """What a service offering charges for one of its standard service requests."""

    service_offering = columns.Ref("Service Offering", to="ServiceOffering", required=True)
    request_template = columns.Ref(
        "Request Template",
        to="RequestTemplate",
        required=True,
        help="One of the service to which the offering belongs.",
    )
    charge_type = _charge_type()
    rate = _price()
    rate_currency = _currency()

    class Type:
        slug, label, singular, family = (
            "service_offering_ssr_rates",
            "Service Offerings - Standard Service Request Rates",
            "Service Offering Standard Service Request Rate",
            FAMILY,
        )
        parent = "service_offerings"
        import_role = Role.FINANCIAL_MANAGER
        key = ID_KEY
        match = (By(("service_offering", "request_template")),)
        omit = ("id", "created_at", "updated_at")
        list_columns = ("service_offering", "request_template", "charge_type", "rate", "updated_at")
        rules = (
            only_with("rate", "charge_type", "Charge Type", "fixed_price"),
            TEMPLATE_OF_THE_SERVICE,
        )
        notes = (
            "A row finds its record by service offering and request template together.",
            "The targets of a standard service request are imported by its own file.",
        )

    class Meta(Record.Meta):
        constraints: ClassVar = [unique_name("service_offering", "request_template")]
