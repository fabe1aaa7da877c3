"""Natural keys: the text by which records of a type are named in references."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from django.db.models import Case, Expression, F, Q, TextField, Value, When
from django.db.models.functions import Cast

from records.kinds.kind import Glue

_MAX_BIGINT_DIGITS = 18


@dataclass(frozen=True)
class RecordKey:
    """A key made of one field, or of several with a separator between those that are not blank."""

    fields: tuple[str, ...] = ("name",)
    #: What people call the key: "name", "primary e-mail address".
    by: str = "name"
    separator: str = " - "
    #: The key is kept in lower case (e-mail addresses).
    lower: bool = False
    #: The key is a number (ID).
    number: bool = False
    #: Single fields by which a reference may name a record when none has the key itself.
    alternatives: tuple[str, ...] = ()

    def expression(self, prefix: str = "") -> Expression:
        """Return the key's text; `prefix` is the lookup path that leads to the record."""
        *first, last = (prefix + field for field in self.fields)
        text: Expression = Cast(F(last), TextField())
        for path in reversed(first):
            text = Case(
                When(**{path: ""}, then=text),
                default=Glue(F(path), Value(self.separator), text),
                output_field=TextField(),
            )
        return text

    def condition(self, texts: Collection[str]) -> Q:
        """Return the condition that a record has one of the keys, such that an index serves it."""
        if len(self.fields) > 1:
            return Q(reference_key__in=texts)
        if self.number:
            numbers = [
                int(text)
                for text in texts
                if text.isascii() and text.isdecimal() and len(text) <= _MAX_BIGINT_DIGITS
            ]
            return Q(**{f"{self.fields[0]}__in": numbers})
        return Q(**{f"{self.fields[0]}__in": texts})

    def phrase(self, text: str) -> str:
        """Return the words that follow a thing to say which: named “Widget”."""
        return f"named “{text}”" if self.by == "name" else f"with the {self.by} “{text}”"

    def fold(self, text: str) -> str:
        """Return the text as keys are stored."""
        return text.lower() if self.lower else text

    def variants(self) -> tuple["RecordKey", ...]:
        """Return the key and the alternatives, in the order in which they are tried."""
        return (
            self,
            *(replace(self, fields=(name,), alternatives=()) for name in self.alternatives),
        )
