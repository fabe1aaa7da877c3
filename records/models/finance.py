"""TODO."""

from django.db.models import Expression, F

from records import columns
from records.keys import ID_KEY
from records.kinds import Decimal, Duration
from records.models.record import Record, Sourced
from records.types import Upsert


def _amount() -> Expression:
    """Return the unit price times the quantity."""
    return F("unit_price") * F("quantity")  # type: ignore[return-value] # a combined expression


class Invoice(Sourced, Record):
    """TODO Invoice."""

    description = columns.String("Description", max_length=220, required=True)
    project = columns.Ref("Project", to="Project")
    service = columns.Ref("Service", to="Service")
    supplier = columns.Ref("Supplier", to="Organization")
    po_nr = columns.String("PO Number", max_length=128)
    invoice_nr = columns.String("Invoice Number", max_length=128, required=True)
    invoice_date = columns.Date("Invoice Date", required=True)
    remarks = columns.Text("Remarks")
    unit_price = columns.Decimal("Unit Price")
    quantity = columns.Decimal("Quantity", required=True, default=1)
    amount = columns.Derived("Amount", Decimal(), _amount)
    capital_expenditure = columns.Boolean("Capital Expenditure")

    class Type:
        slug, label, singular, family = "invoices", "Invoices", "Invoice", "Time & Finance"
        key = ID_KEY
        list_columns = ("source", "source_id", "description", "updated_at")

    class Meta(Sourced.Meta):
        pass


class TimeEntry(Sourced, Record):
    """TODO Time Entry."""

    person = columns.Ref("Person", to="Person", required=True)
    date = columns.Date("Date", required=True)
    started_at = columns.Timestamp("Started At")
    time_spent = columns.Duration(
        "Time Spent", required=True, kind=Duration(hours=True, signed=True)
    )
    time_allocation = columns.Ref("Time Allocation", to="TimeAllocation")
    service = columns.Ref("Service", to="Service")
    customer = columns.Ref("Customer", to="Organization")
    request = columns.Ref("Request", to="Request")
    problem = columns.Ref("Problem", to="Problem")
    task = columns.Ref("Task", to="Task")
    project_task = columns.Ref("Project Task", to="ProjectTask")
    correction = columns.Boolean("Correction")
    description = columns.String("Description", max_length=80)
    effort_class_number = columns.Alternate("Effort Class ID", of="effort_class", by="id")
    effort_class = columns.Ref("Effort Class", to="EffortClass")
    deleted = columns.Removal("Deleted")

    class Type:
        slug, label, singular, family = (
            "time_entries",
            "Time Entries",
            "Time Entry",
            "Time & Finance",
        )
        key = ID_KEY
        merge = Upsert(removes="deleted")
        omit = ("created_at", "updated_at")
        list_columns = ("person", "updated_at")

    class Meta(Sourced.Meta):
        pass
