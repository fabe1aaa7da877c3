"""Form fields of columns: they read what an import reads, with the same messages."""

from typing import Any

from django import forms

from records import cells
from records.kinds import Kind, Problem, String, Text
from records.references import RecordTarget
from records.types import Column

_QUOTED = 60


class KindField(forms.Field):
    """A field that reads its text by the kind of its column."""

    def __init__(self, column: Column) -> None:
        self.column = column
        super().__init__(
            label=cells.label(column),
            required=column.required,
            widget=widget(column),
            help_text=help_text(column),
            error_messages={"required": f"{column.header} is required."},
        )

    def clean(self, value: Any) -> Any:
        """Return the value of the kind. Raises ValidationError with what an import would say."""
        if isinstance(value, bool):
            return value
        text = str(value or "")
        if self.required and not text.strip():
            raise forms.ValidationError(self.error_messages["required"], code="required")
        if "\0" in text:
            raise forms.ValidationError(f"{self.column.header} has a character that is not text.")
        read = self.column.kind.read(text)
        if isinstance(read, Problem):
            raise forms.ValidationError(f"“{_short(text)}” {read}")
        return self.column.kind.blank if read is None else read

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare as texts: browsers send line breaks of their own."""
        if isinstance(data, bool):
            return bool(initial) != data
        return _lines(initial) != _lines(data)


def widget(column: Column) -> forms.Widget:
    """Return the control of the kind; references get suggestions from the server."""
    control = column.kind.widget()
    if isinstance(control, forms.Select) and column.required:
        control.choices = [choice for choice in control.choices if choice[0]]
    if isinstance(column.target, RecordTarget):
        by = column.target.model.record_type().key.by
        control.attrs |= {"autocomplete": "off", "spellcheck": "false"}
        control.attrs |= {"data-suggest": suggest_url(column), "data-suggest-by": by}
        if not column.many:
            control.attrs["placeholder"] = f"Find by {by}"
    return control


def suggest_url(column: Column) -> str:
    """Return the address that suggests records for a reference, "" for other columns."""
    if not isinstance(column.target, RecordTarget):
        return ""
    return f"/records/{column.target.model.record_type().slug}/suggest/"


def help_text(column: Column) -> str:
    """Return the help of the column, with how it is written where that is not plain."""
    if isinstance(column.target, RecordTarget):  # suggestions show how it is written
        return f"{column.help} One a line.".strip() if column.many else column.help
    return " ".join(text for text in (column.help, _explained(column.kind)) if text)


def _explained(kind: Kind[Any]) -> str:
    plain = isinstance(kind, String | Text) or not isinstance(
        kind.widget(), forms.TextInput | forms.Textarea
    )
    return "" if plain or isinstance(kind.widget(), forms.EmailInput) else kind.explain()


def _lines(text: Any) -> str:
    return str(text or "").replace("\r\n", "\n")


def _short(text: str) -> str:
    return text if len(text) <= _QUOTED else f"{text[:_QUOTED]}…"
