"""Columns without a field of their own: what they show or change is stored elsewhere."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.db.models import Expression, F, OuterRef, TextField, Value
from django.db.models.functions import Cast

from records import kinds
from records.columns.lines import lines, notes
from records.columns.references import label, named
from records.kinds.kind import Kind
from records.types import Backward, Column, NotesOf, Origin, Through

if TYPE_CHECKING:
    from records.models.record import Record


class Virtual(ABC):
    """A column without a field. It has its place among the fields in the order of the class."""

    def __init__(self, header: str, *, help: str = "") -> None:  # noqa: A002 -- as in StoredColumn
        self.header = header
        self.help = help
        self.name = ""
        self.creation_counter = models.Field.creation_counter
        models.Field.creation_counter += 1

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @abstractmethod
    def describe(self, model: "type[Record]") -> Column:
        """Describe the column of the model."""


class Derived(Virtual):
    """A read-only column: computed by an expression in exports and lists.

    `origins` are the rows of other tables that it is computed from.
    """

    def __init__(
        self,
        header: str,
        kind: Kind[Any],
        expression: Callable[[], Expression],
        *,
        origins: tuple[Origin, ...] = (),
        **options: Any,
    ) -> None:
        super().__init__(header, **options)
        self.kind = kind
        self.expression = expression
        self.origins = origins

    def describe(self, model: "type[Record]") -> Column:  # noqa: ARG002 -- the same in each
        """Describe the column."""
        return Column(
            name=self.name,
            header=self.header,
            kind=self.kind,
            text=lambda: self.kind.sql(self.expression()),
            read_only=True,
            help=self.help,
            origins=self.origins,
        )


class Removal(Virtual):
    """A column by which a row of an import removes its record; an export always writes 0.

    The type names it in `merge = Upsert(removes=…)`.
    """

    def describe(self, model: "type[Record]") -> Column:  # noqa: ARG002 -- the same in each
        """Describe the column."""
        return Column(
            name=self.name,
            header=self.header,
            kind=kinds.Boolean(),
            text=lambda: Value("0", output_field=TextField()),
            default=False,
            help=self.help,
        )


class Alternate(Virtual):
    """A second way to name the record of the reference `of`: by its ID, or by its Source pair.

    It counts when it has a value, before the text of the reference itself when `by` is "id", and
    only when that is blank otherwise. `by` is "id", "source" or "source_id".
    """

    def __init__(self, header: str, *, of: str, by: str, **options: Any) -> None:
        super().__init__(header, **options)
        self.of = of
        self.by = by

    def describe(self, model: "type[Record]") -> Column:
        """Describe the column."""
        return Column(
            name=self.name,
            header=self.header,
            kind=kinds.Identifier() if self.by == "id" else kinds.String(self._length(model)),
            text=lambda: Cast(F(f"{self.of}__{self.by}"), TextField()),
            help=self.help,
            names=self.of,
            by=self.by,
        )

    def _length(self, model: "type[Record]") -> int | None:
        target: Any = model._meta.get_field(self.of).related_model
        length: int | None = target._meta.get_field(self.by).max_length
        return length


class ReverseRefs(Virtual):
    """The records of `to` in the same account whose reference `via` leads to the record.

    An import makes exactly those point to it; `via` is a nullable Ref or a Refs.
    """

    def __init__(self, header: str, *, to: str, via: str, **options: Any) -> None:
        super().__init__(header, **options)
        self.to = to
        self.via = via

    def describe(self, model: "type[Record]") -> Column:  # noqa: ARG002 -- the same in each
        """Describe the column."""
        from records.references import RecordTarget  # noqa: PLC0415 -- references need columns

        other: Any = apps.get_model("records", self.to)
        field: Any = other._meta.get_field(self.via)
        links: Through | Backward = Backward(other, self.via)
        if field.many_to_many:
            through = field.remote_field.through
            names = field.m2m_reverse_field_name(), (field.m2m_field_name(),)
            links = Through(through, *names, own=True)
        return Column(
            name=self.name,
            header=self.header,
            kind=kinds.References(**named(other)),
            text=lambda: self._text(links, other),
            default=(),
            help=self.help,
            target=RecordTarget(other, own=True),
            links=links,
        )

    def _text(self, links: Through | Backward, other: Any) -> Expression:
        key, own = other.Type.key, OuterRef("account_id")
        if isinstance(links, Backward):
            text = label("", key.expression(), own)
            return lines(other, links.field, text, account_id=own)
        part = links.parts[0]
        text = label(f"{part}__", key.expression(f"{part}__"), own)
        return lines(links.model, links.owner, text, **{f"{part}__account_id": own})


class Notes(Virtual):
    """The notes about the record: each a line with author and moment, then the text.

    Notes that an import finds in the cell are added; none is changed or removed.
    """

    def __init__(self, header: str, *, about: str, internal: bool = False, **options: Any) -> None:
        super().__init__(header, **options)
        self.about = about
        self.internal = internal

    def describe(self, model: "type[Record]") -> Column:  # noqa: ARG002 -- the same in each
        """Describe the column."""
        from records.references import RecordTarget  # noqa: PLC0415 -- references need columns

        note: Any = apps.get_model("records", "Note")
        links = NotesOf(note, self.about, self.internal)
        return Column(
            name=self.name,
            header=self.header,
            kind=kinds.Notes(),
            text=lambda: notes(links),
            default=(),
            help=self.help,
            target=RecordTarget(apps.get_model("records", "Person")),
            links=links,
        )
