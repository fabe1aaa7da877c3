"""People as django-import-export exports and imports them, with the same columns."""

from pathlib import Path
from typing import Any

import tablib
from import_export import fields, resources, widgets

from benchmarks import people
from records.models import Organization, Person, Site

COLUMNS = tuple(column.name for column in Person.record_type().columns if column.field)


def _field(name: str) -> fields.Field:
    column = Person.record_type().column(name)
    referred = {
        "organization": (Organization, "name"),
        "site": (Site, "name"),
        "manager": (Person, "primary_email"),
    }
    widget = widgets.ForeignKeyWidget(*referred[name]) if name in referred else None
    return fields.Field(attribute=name, column_name=column.header, widget=widget)


class _People(resources.ModelResource):  # type: ignore[misc] # as above
    """The columns of the file; people are known by their e-mail addresses."""

    class Meta:
        model = Person
        fields = COLUMNS
        import_id_fields = ("primary_email",)
        use_bulk = True
        skip_diff = True
        batch_size = 1000

    def before_save_instance(self, instance: Person, row: Any, **options: Any) -> None:  # noqa: ARG002 - its signature
        """Give the record its account."""
        instance.account_id = people.ACCOUNT


def resource(*left_out: str) -> resources.ModelResource:
    """Return the resource, without the columns that are left out."""
    made = _People()
    made.fields = {name: _field(name) for name in COLUMNS if name not in left_out}
    return made


def dataset(path: Path) -> tablib.Dataset:
    """Read a file as the package does."""
    return tablib.Dataset().load(path.read_text(), format="csv")
