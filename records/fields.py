"""Form fields of columns: they read what an import reads, with the same messages."""

from typing import Any

from django import forms

from records import cells
from records.kinds import Kind, NoteText, Problem, String, Text
from records.references import RecordTarget
from records.types import Column, NotesOf, Through

_QUOTED = 60


class KindField(forms.Field):
    """A field that reads its text by the kind of its column."""

    def __init__(self, column: Column) -> None:
        self.column = column
        super().__init__(
            label=label(column),
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
        read = self.read(text)
        if isinstance(read, Problem):
            raise forms.ValidationError(f"“{_short(text)}” {read}")
        return self.column.kind.blank if read is None else read

    def read(self, text: str) -> Any:
        """Return the value of a text, or what is wrong with it."""
        return self.column.kind.read(text)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare as texts: browsers send line breaks of their own."""
        if isinstance(data, bool):
            return bool(initial) != data
        return _lines(initial) != _lines(data)


class NoteField(KindField):
    """A field in which the person writes one note, whatever its lines look like."""

    def read(self, text: str) -> Any:
        """Return the note."""
        read = Text().read(text.strip())
        return read if isinstance(read, Problem) else (NoteText(None, None, read),) if read else ()


def field_of(column: Column) -> KindField:
    """Return the field that edits a column."""
    return NoteField(column) if isinstance(column.links, NotesOf) else KindField(column)


def label(column: Column) -> str:
    """Return what stands before the field; a field of notes adds one."""
    shown = cells.label(column)
    return f"Add to {shown.lower()}" if isinstance(column.links, NotesOf) else shown


def widget(column: Column) -> forms.Widget:
    """Return the control of the kind; references get suggestions from the server."""
    control = column.kind.widget()
    if isinstance(control, forms.Select) and column.required:
        control.choices = [choice for choice in control.choices if choice[0]]
    target = _suggested(column)
    if target is not None:
        by = target.record_key.by
        control.attrs |= {"autocomplete": "off", "spellcheck": "false"}
        control.attrs |= {"data-suggest": suggest_url(column), "data-suggest-by": by}
        if not column.many:
            control.attrs["placeholder"] = f"Find by {by}"
    if column.generated:
        control.attrs["placeholder"] = "Filled in automatically"
    return control


def suggest_url(column: Column) -> str:
    """Return the address that suggests records for a reference, "" for other columns."""
    target = _suggested(column)
    return f"/records/{target.model.record_type().slug}/suggest/" if target else ""


def _suggested(column: Column) -> RecordTarget | None:
    """Return whose names make up the value of a column; None when there is more to it."""
    links = column.links
    plain = links is None or (isinstance(links, Through) and len(links.parts) == 1)
    return column.target if plain and isinstance(column.target, RecordTarget) else None


def help_text(column: Column) -> str:
    """Return the help of the column, with how it is written where that is not plain."""
    if isinstance(column.links, NotesOf):
        return f"{column.help} What you write is added to those that are there.".strip()
    if _suggested(column):  # suggestions show how it is written
        return f"{column.help} One per line.".strip() if column.many else column.help
    return " ".join(text for text in (column.help, _explained(column.kind)) if text)


def _explained(kind: Kind[Any]) -> str:
    plain = isinstance(kind, String | Text) or not isinstance(
        kind.widget(), forms.TextInput | forms.Textarea
    )
    known = plain or isinstance(kind.widget(), forms.EmailInput | forms.DateInput)
    return "" if known else kind.explain()


def _lines(text: Any) -> str:
    return str(text or "").replace("\r\n", "\n")


def _short(text: str) -> str:
    return text if len(text) <= _QUOTED else f"{text[:_QUOTED]}…"
