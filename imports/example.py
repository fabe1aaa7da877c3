"""An example file of a type: its columns and one row of values that could be real."""

import csv
import io

from records import kinds
from records.types import Column, RecordType

_EXAMPLES = {
    "email": "service.desk@example.com",
    "boolean": "0",
    "date": "2026-01-31",
    "datetime": "2026-01-31T09:00",
    "timestamp": "2026-01-31T09:00:00+01:00",
    "time_of_day": "09:00",
    "decimal": "12.50",
    "integer": "1",
    "duration": "1:30",
    "time_zone": "Amsterdam",
    "locale": "en-GB",
    "country": "NL",
    "currency": "eur",
    "uri": "https://www.example.com/",
}


def example_csv(record_type: RecordType) -> str:
    """Return the file."""
    columns = [c for c in record_type.columns if not c.read_only and c.name != "id"]
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows(
        [[column.header for column in columns], [_value(column) for column in columns]]
    )
    return file.getvalue()


def _value(column: Column) -> str:
    kind = column.kind
    if isinstance(kind, kinds.Enumeration):
        return kind.values[0]
    if column.target is not None:
        return f"Name of a {getattr(kind, 'thing', 'record')}" if column.required else ""
    if column.required and isinstance(kind, kinds.String):
        return f"Example {column.header.lower()}"
    return _EXAMPLES.get(kind.name, "")
