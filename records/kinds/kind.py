"""What every kind of value is: one description of its text, for both directions."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, tzinfo
from typing import Any, ClassVar, Generic, TypeVar

from django import forms
from django.db.models import CharField, Expression, Func, TextField, Value
from django.db.models.functions import NullIf

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a cell is refused: what is wrong, and what would be right."""

    reason: str
    hint: str = ""

    def __str__(self) -> str:
        return f"{self.reason} {self.hint}".strip()


@dataclass(frozen=True)
class Kind(ABC, Generic[V]):
    """A kind of value: how its text is read, written and edited.

    Laws, held by tests for every kind: `parse(format(v)) == v` for each value that `parse` can
    give, and `sql` makes the same text inside PostgreSQL that `format` makes in Python.
    The text of a kind carries no formula guard; see `records.kinds.guard`.
    """

    name: ClassVar[str]
    #: A text of this kind can begin with a sign that spreadsheets take for a formula.
    guarded: ClassVar[bool] = False
    #: A text of this kind can contain " @", which in a reference begins an account id.
    free_text: ClassVar[bool] = False
    #: Numbers are aligned to the right in lists and are numbers in spreadsheets.
    numeric: ClassVar[bool] = False
    #: Conditions that a list offers: Django lookups, from the most useful on.
    lookups: ClassVar[tuple[str, ...]] = ("exact",)
    #: A text of this kind, for example files; "" for none.
    example: ClassVar[str] = ""

    @property
    def blank(self) -> Any:
        """The stored value of a blank cell."""
        return None

    @property
    def computable(self) -> bool:
        """Whether its text is a number that a spreadsheet can compute with."""
        return self.numeric

    @abstractmethod
    def parse(self, text: str) -> V | Problem | None:
        """Read a cell that is not blank; None when it holds nothing but blanks."""

    @abstractmethod
    def format(self, value: V, zone: tzinfo = UTC) -> str:
        """Write a value as text; `zone` matters to moments only."""

    @abstractmethod
    def sql(self, column: Expression) -> Expression:
        """Return the expression that writes the value of `column` as text, NULL when blank.

        The session's TimeZone stands for the `zone` of `format`.
        """

    def adapt(self, value: V) -> Any:
        """Return what psycopg takes for a value of this kind."""
        return value

    def map_keys(self, value: V, change: Callable[[Any], Any]) -> Any:  # noqa: ARG002 -- most have none
        """Return the value with what `change` makes of each key of a record in it."""
        return value

    def judge(self, value: Any) -> Problem | None:  # noqa: ARG002 -- most have nothing to say
        """Say what is wrong with a value whose keys are replaced by the IDs of the records."""
        return None

    def widget(self) -> forms.Widget:
        """Return the control that edits the text of a value."""
        return forms.TextInput()

    @abstractmethod
    def explain(self) -> str:
        """Say in a sentence what may be written."""

    @property
    def choices(self) -> tuple[str, ...]:
        """The values of a fixed list, () when there is none."""
        return ()

    def schema(self) -> dict[str, Any]:
        """Return the keywords of JSON Schema that hold for a text that is not blank."""
        return {"enum": list(self.choices)} if self.choices else {}

    def examples(self, header: str, place: int) -> tuple[str, ...]:  # noqa: ARG002 -- some kinds
        """Return texts for example files, the best one first.

        `place` counts the columns of this kind before the one with the header: later columns of
        moments get later ones.
        """
        return self.choices or ((self.example,) if self.example else ())

    def naming(self, records: Sequence[Any]) -> Any:  # noqa: ARG002 -- references only
        """Return the value that names the records, given as keys or IDs; blank for other kinds."""
        return self.blank

    def read(self, text: str) -> V | Problem | Any:
        """Read a cell, blank or not."""
        return self.parse(text) if text else self.blank


class TextKind(Kind[str]):
    """A kind stored as text; blank is the empty string, which exports write as nothing."""

    lookups: ClassVar[tuple[str, ...]] = ("icontains", "istartswith", "exact")

    @property
    def blank(self) -> str:
        """The empty string."""
        return ""

    def format(self, value: str, zone: tzinfo = UTC) -> str:  # noqa: ARG002 -- text has no zone
        """Write the text itself."""
        return value

    def sql(self, column: Expression) -> Expression:
        """Return the column, NULL when empty."""
        return NullIf(column, Value(""), output_field=TextField())


class ToChar(Func):
    """PostgreSQL's to_char()."""

    function = "TO_CHAR"
    output_field: ClassVar[CharField[str, str]] = CharField()


class Glue(Func):
    """Text put together with `||`: NULL when a part is NULL, unlike Django's Concat."""

    template = "(%(expressions)s)"
    arg_joiner = " || "
    output_field: ClassVar[TextField[str, str]] = TextField()
