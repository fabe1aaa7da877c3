"""Natural keys: the text by which records of a type are named in references."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from django.db.models import Case, Expression, F, Q, TextField, Value, When
from django.db.models.functions import Cast

from records.kinds import BY_ID, BY_SOURCE, SOURCE_SEPARATOR
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
    #: Records of this condition (lookup path, value) are named by `special` (software by name).
    when: tuple[str, str] | None = None
    special: str = ""

    def expression(self, prefix: str = "") -> Expression:
        """Return the key's text; `prefix` is the lookup path that leads to the record."""
        *first, last = (prefix + field for field in self.fields)
        text: Expression = Cast(F(last), TextField())
        if self.when is not None:
            path, value = self.when
            special = When(
                **{prefix + path: value}, then=Cast(F(prefix + self.special), TextField())
            )
            text = Case(special, default=text, output_field=TextField())
        for path in reversed(first):
            text = Case(
                When(**{path: ""}, then=text),
                default=Glue(F(path), Value(self.separator), text),
                output_field=TextField(),
            )
        return text

    def condition(self, texts: Collection[str]) -> Q:
        """Return the condition that a record has one of the keys, such that an index serves it."""
        if self.separator == SOURCE_SEPARATOR:
            pairs = [text.split(SOURCE_SEPARATOR) for text in texts if SOURCE_SEPARATOR in text]
            sources, ids = {pair[0] for pair in pairs}, {pair[-1] for pair in pairs}
            return Q(source__in=sources, source_id__in=ids, reference_key__in=texts)
        if len(self.fields) > 1:
            return Q(reference_key__in=texts)
        if self.number:
            numbers = [
                int(text)
                for text in texts
                if text.isascii() and text.isdecimal() and len(text) <= _MAX_BIGINT_DIGITS
            ]
            return Q(**{f"{self.fields[0]}__in": numbers})
        named = Q(**{f"{self.fields[0]}__in": texts})
        if self.when is not None:
            named |= Q(**{self.when[0]: self.when[1], f"{self.special}__in": texts})
        return named

    def phrase(self, text: str) -> str:
        """Return the words that follow a thing to say which: named “Widget”."""
        return f"named “{text}”" if self.by == "name" else f"with the {self.by} “{text}”"

    def fold(self, text: str) -> str:
        """Return the text as keys are stored."""
        return text.lower() if self.lower else text

    def named(self, by: str) -> "RecordKey":
        """Return the key by which a reference names the record: its own, the ID, the Source."""
        return _OTHERS.get(by, self)

    def variants(self) -> tuple["RecordKey", ...]:
        """Return the key and the alternatives, in the order in which they are tried."""
        return (
            self,
            *(
                replace(self, fields=(name,), alternatives=(), number=name == "id", when=None)
                for name in self.alternatives
            ),
        )


#: The keys that records of any type have.
ID_KEY = RecordKey(("id",), by="ID", number=True)
SOURCE_KEY = RecordKey(
    ("source", "source_id"), by="Source and Source ID", separator=SOURCE_SEPARATOR
)
_OTHERS = {BY_ID: ID_KEY, BY_SOURCE: SOURCE_KEY}
