"""TODO."""

from typing import ClassVar

from records import columns
from records.keys import ID_KEY
from records.kinds import Currency
from records.models.record import Record, unique_name
from records.types import By


class ServiceOfferingActivityRate(Record):
    """TODO Service Offering Activity Rate."""

    service_offering = columns.Ref("Service Offering", to="ServiceOffering", required=True)
    charge_type_top = columns.Enum("Charge Type Top", ("fixed_price", "time_material"))
    rate_top = columns.Decimal("Rate Top")
    rate_top_currency = columns.Choice("Rate Top Currency", Currency(), max_length=3)
    charge_type_high = columns.Enum("Charge Type High", ("fixed_price", "time_material"))
    rate_high = columns.Decimal("Rate High")
    rate_high_currency = columns.Choice("Rate High Currency", Currency(), max_length=3)
    charge_type_medium = columns.Enum("Charge Type Medium", ("fixed_price", "time_material"))
    rate_medium = columns.Decimal("Rate Medium")
    rate_medium_currency = columns.Choice("Rate Medium Currency", Currency(), max_length=3)
    charge_type_low = columns.Enum("Charge Type Low", ("fixed_price", "time_material"))
    rate_low = columns.Decimal("Rate Low")
    rate_low_currency = columns.Choice("Rate Low Currency", Currency(), max_length=3)
    charge_type_rfc = columns.Enum("Charge Type RFC", ("fixed_price", "time_material"))
    rate_rfc = columns.Decimal("Rate RFC")
    rate_rfc_currency = columns.Choice("Rate RFC Currency", Currency(), max_length=3)
    charge_type_rfi = columns.Enum("Charge Type RFI", ("fixed_price", "time_material"))
    rate_rfi = columns.Decimal("Rate RFI")
    rate_rfi_currency = columns.Choice("Rate RFI Currency", Currency(), max_length=3)

    class Type:
        slug, label, singular, family = (
            "service_offering_activity_rates",
            "Service Offerings - Activity Rates",
            "Service Offering Activity Rate",
            "Service Catalog",
        )
        parent = "service_offerings"
        key = ID_KEY
        match = (By(("service_offering",)),)
        omit = ("id", "created_at", "updated_at")
        list_columns = ("service_offering", "updated_at")

    class Meta(Record.Meta):
        constraints: ClassVar = [unique_name("service_offering")]


class ServiceOfferingEffortClassRate(Record):
    """TODO Service Offering Effort Class Rate."""

    service_offering = columns.Ref("Service Offering", to="ServiceOffering", required=True)
    effort_class = columns.Ref("Effort Class", to="EffortClass", required=True)
    rate = columns.Decimal("Rate")
    rate_currency = columns.Choice("Rate Currency", Currency(), max_length=3)

    class Type:
        slug, label, singular, family = (
            "service_offering_effort_class_rates",
            "Service Offerings - Effort Class Rates",
            "Service Offering Effort Class Rate",
            "Service Catalog",
        )
        parent = "service_offerings"
        key = ID_KEY
        match = (By(("service_offering", "effort_class")),)
        omit = ("id", "created_at", "updated_at")
        list_columns = ("service_offering", "effort_class", "updated_at")

    class Meta(Record.Meta):
        constraints: ClassVar = [unique_name("service_offering", "effort_class")]


class ServiceOfferingSsrRate(Record):
    """TODO Service Offering Standard Service Request Rate."""

    service_offering = columns.Ref("Service Offering", to="ServiceOffering", required=True)
    request_template = columns.Ref("Request Template", to="RequestTemplate", required=True)
    charge_type = columns.Enum("Charge Type", ("fixed_price", "time_material"))
    rate = columns.Decimal("Rate")
    rate_currency = columns.Choice("Rate Currency", Currency(), max_length=3)

    class Type:
        slug, label, singular, family = (
            "service_offering_ssr_rates",
            "Service Offerings - Standard Service Request Rates",
            "Service Offering Standard Service Request Rate",
            "Service Catalog",
        )
        parent = "service_offerings"
        key = ID_KEY
        match = (By(("service_offering", "request_template")),)
        omit = ("id", "created_at", "updated_at")
        list_columns = ("service_offering", "request_template", "updated_at")

    class Meta(Record.Meta):
        constraints: ClassVar = [unique_name("service_offering", "request_template")]
