"""Money and time: the invoices of suppliers, and the time that people have spent."""

from django.db.models import Expression, F

from records import columns
from records.keys import ID_KEY
from records.kinds import Decimal, Duration
from records.models.record import Record, Sourced
from records.models.time import FAMILY
from records.rules import at_most_one, negative_only_with
from records.types import Upsert


def _amount() -> Expression:
    """Return the unit price times the quantity."""
    return F("unit_price") * F("quantity")


class Invoice(Sourced, Record):
    """What a supplier asks for something bought, or for work."""

    description = columns.String("Description", max_length=220, required=True, financial=True)
    project = columns.Ref("Project", to="Project", financial=True)
    service = columns.Ref("Service", to="Service", financial=True)
    supplier = columns.Ref("Supplier", to="Organization", financial=True)
    po_nr = columns.String(
        "PO Number", max_length=128, financial=True, help="The number of the purchase order."
    )
    invoice_nr = columns.String(
        "Invoice Number",
        max_length=128,
        required=True,
        financial=True,
        help="The number that the supplier gave the invoice.",
    )
    invoice_date = columns.Date("Invoice Date", required=True, financial=True)
    remarks = columns.Text("Remarks", financial=True)
    unit_price = columns.Decimal(
        "Unit Price",
        financial=True,
        help="In the currency of the account; less than zero on a credit note.",
    )
    quantity = columns.Decimal(
        "Quantity", required=True, default=1, financial=True, help="How many, or how many hours."
    )
    amount = columns.Derived(
        "Amount", Decimal(), _amount, help="The unit price times the quantity."
    )
    capital_expenditure = columns.Boolean(
        "Capital Expenditure", financial=True, help="It is an investment, not a running cost."
    )

    class Type:
        slug, label, singular, family = "invoices", "Invoices", "Invoice", FAMILY
        key = ID_KEY
        list_columns = ("description", "invoice_nr", "invoice_date", "supplier", "amount")
        search_columns = ("description", "invoice_nr", "po_nr")


class TimeEntry(Sourced, Record):
    """Time that a person has spent on a day, on an assignment or on a time allocation."""

    person = columns.Ref("Person", to="Person", required=True)
    date = columns.Date("Date", required=True)
    started_at = columns.Timestamp("Started At", help="When the work began.")
    time_spent = columns.Duration(
        "Time Spent",
        required=True,
        kind=Duration(hours=True, signed=True),
        help="Less than zero in corrections only.",
    )
    time_allocation = columns.Ref("Time Allocation", to="TimeAllocation")
    service = columns.Ref("Service", to="Service")
    customer = columns.Ref(
        "Customer", to="Organization", help="The organization for which the time was spent."
    )
    request = columns.Ref("Request", to="Request")
    problem = columns.Ref("Problem", to="Problem")
    task = columns.Ref("Task", to="Task")
    project_task = columns.Ref("Project Task", to="ProjectTask")
    correction = columns.Boolean(
        "Correction", help="Corrects an entry of a day that can no longer be changed."
    )
    description = columns.String(
        "Description", max_length=80, help="Wanted where the time allocation says so."
    )
    effort_class_number = columns.Alternate(
        "Effort Class ID", of="effort_class", by="id", help="Comes before the name."
    )
    effort_class = columns.Ref("Effort Class", to="EffortClass")
    deleted = columns.Removal(
        "Deleted", help="A row with 1 removes the entry that it finds. Exports write 0."
    )

    class Type:
        slug, label, singular, family = "time_entries", "Time Entries", "Time Entry", FAMILY
        key = ID_KEY
        merge = Upsert(removes="deleted")
        omit = ("created_at", "updated_at")
        list_columns = ("person", "date", "time_spent", "time_allocation", "request", "task")
        search_columns = ("description",)
        rules = (
            at_most_one(
                ("request", "Request"),
                ("problem", "Problem"),
                ("task", "Task"),
                ("project_task", "Project Task"),
                ("time_allocation", "Time Allocation"),
            ),
            negative_only_with("time_spent", "correction", "Correction"),
        )
        notes = ("An entry is about one assignment or one time allocation at most.",)
