"""People as django-import-export exports and imports them, with the same columns."""

from pathlib import Path
from typing import Any

import tablib
from import_export import fields, resources, widgets

from benchmarks import people
from records.models import Organization, Person, Site

COLUMNS = tuple(column.name for column in Person.record_type().columns if column.field)


class _Cached(widgets.ForeignKeyWidget):  # type: ignore[misc] # it has no types
    """Looks a reference up once: without it, it would be asked for with each row."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._found: dict[str, Any] = {}

    def clean(self, value: Any, row: Any = None, **options: Any) -> Any:
        if value not in self._found:
            self._found[value] = super().clean(value, row, **options) if value else None
        return self._found[value]


def _field(name: str) -> fields.Field:
    column = Person.record_type().column(name)
    referred = {
        "organization": (Organization, "name"),
        "site": (Site, "name"),
        "manager": (Person, "primary_email"),
    }
    widget = _Cached(*referred[name]) if name in referred else None
    return fields.Field(attribute=name, column_name=column.header, widget=widget)


class _People(resources.ModelResource):  # type: ignore[misc] # as above
    """The columns of the file; new people only, so nobody is looked up."""

    class Meta:
        model = Person
        fields = COLUMNS
        import_id_fields = ("primary_email",)
        use_bulk = True
        skip_diff = True
        batch_size = 1000
        force_init_instance = True

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
