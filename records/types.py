"""What a record type is: columns, rules of matching and merging, keys by which others name it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Expression

from fourme.accounts.rights import Door
from fourme.accounts.roles import Role
from records.kinds import Kind, Problem

if TYPE_CHECKING:
    from records.keys import RecordKey
    from records.models.record import Record
    from records.references import Target


@dataclass(frozen=True)
class Origin:
    """Rows of another table that a column shows something of, besides what its record is named.

    When one comes or goes, or changes in `fields`, the records with the IDs that `records` selects
    are changed as well (`records.following`); in that query `{row}` stands for the row.
    """

    model: str | type[models.Model]
    fields: tuple[str, ...]
    records: str


@dataclass(frozen=True)
class Column:
    """A column of a record type, as lists, forms, exports and imports see it."""

    name: str
    header: str
    kind: Kind[Any]
    #: The expression of the text that an export writes, without the formula guard.
    text: Callable[[], Expression]
    required: bool = False
    #: Accepted on import, so that an export can be imported, and ignored.
    read_only: bool = False
    #: The value of a new record when the column is absent from the file.
    default: Any = None
    #: One or two sentences for people who prepare a file.
    help: str = ""
    #: A Financial Manager may change it.
    financial: bool = False
    #: Other headers by which imports know the column.
    aliases: tuple[str, ...] = ()
    #: A text for example files, where one that is made up would not do.
    example: str = ""
    #: The database fills it in when it is blank (`records.triggers`); a blank cell of an import
    #: leaves the stored value alone.
    generated: bool = False
    #: Set when a record is made, left alone afterwards.
    create_only: bool = False
    #: The model field that holds the value; None when the column is derived.
    field: "models.Field[Any, Any] | None" = None
    #: For a column of the child rows (hours of a calendar): the relation that leads to them.
    relation: str = ""
    #: Where a reference looks; None for other kinds.
    target: "Target | None" = None
    #: The column whose value says where the reference looks: the board of a board's column.
    within: str = ""
    #: Where the values of a column with several are stored; None for a single value.
    links: "Links | None" = None
    #: A second way to name the record of the reference `names`, by its field `by`.
    names: str = ""
    by: str = ""
    #: For a derived column: whose changes are changes of the record, too.
    origins: tuple[Origin, ...] = ()

    @property
    def many(self) -> bool:
        """Whether the column holds several references or notes."""
        return self.links is not None

    @property
    def path(self) -> str:
        """The lookup path of the stored value from the record."""
        return f"{self.relation}__{self.name}" if self.relation else self.name


@dataclass(frozen=True)
class Through:
    """Values in rows of a table of their own: the owner, then the parts of the value.

    With `own` only links to records of the same account count: they belong to those.
    """

    model: type[models.Model]
    owner: str
    parts: tuple[str, ...]
    own: bool = False

    def origin(self) -> Origin:
        """Say that links are part of their owner."""
        fields = (self.owner, *self.parts)
        return Origin(self.model, fields, f"SELECT {{row}}.{_column(self.model, self.owner)}")


@dataclass(frozen=True)
class Backward:
    """References that other records hold: `field` of the records of `model` points here."""

    model: type[models.Model]
    field: str

    def origin(self) -> Origin:
        """Say that the records that point here are part of the record."""
        column = _column(self.model, self.field)
        return Origin(self.model, (self.field,), f"SELECT {{row}}.{column}")


@dataclass(frozen=True)
class NotesOf:
    """Notes about the record, public or internal ones; they are only ever added."""

    model: type[models.Model]
    about: str
    internal: bool

    def origin(self) -> Origin:
        """Say that notes are part of the record that they are about."""
        return Origin(
            self.model,
            ("about", "record_id", "internal", "person", "created_at", "text"),
            f"SELECT {{row}}.record_id WHERE {{row}}.about = '{self.about}' "
            f"AND {{row}}.internal = {self.internal}",
        )


Links = Through | Backward | NotesOf


def _column(model: type[models.Model], field: str) -> str:
    return str(model._meta.get_field(field).column)  # type: ignore[union-attr] # it is stored


@dataclass(frozen=True)
class ById:
    """Find the record by its ID; an ID that does not exist makes the row fail."""


@dataclass(frozen=True)
class BySource:
    """Find the record by Source and Source ID; no record means a new one, no further search."""


@dataclass(frozen=True)
class By:
    """Find the record by the values of these columns, when all have one."""

    names: tuple[str, ...]


ID = ById()
SOURCE = BySource()
MatchRule = ById | BySource | By


@dataclass(frozen=True)
class Upsert:
    """Update the record that is found, else create one; absent columns keep their values.

    A row whose column `removes` has the value `when` removes the record that it finds.
    """

    removes: str = ""
    when: Any = True


@dataclass(frozen=True)
class Append:
    """Only create: nothing is searched, nothing is changed (notes)."""


@dataclass(frozen=True)
class Overwrite:
    """As Upsert, but absent columns become blank: the row says all (roles)."""


@dataclass(frozen=True)
class ReplaceGroup:
    """Rows that stand together and share the owner in column `by` form a group.

    When a row of the group has a value in `flag`, the stored records of the owner with the same
    value there that the group does not repeat are removed; those without stay (contact details
    with Integration, relations of a source).
    """

    by: str
    flag: str


@dataclass(frozen=True)
class Children:
    """Rows that stand together and match the same record make one record with child rows.

    The first row gives the values of the record; the child rows (relation `relation`) are replaced
    as a set when they differ (hours of a calendar).
    """

    relation: str

    def origin(self, model: type[models.Model]) -> Origin:
        """Say that child rows are part of the record of the model."""
        relation: Any = model._meta.get_field(self.relation)
        child = relation.related_model
        fields = [each for each in child._meta.concrete_fields if not each.primary_key]
        owner = _column(child, relation.field.name)
        return Origin(child, tuple(each.name for each in fields), f"SELECT {{row}}.{owner}")


Merge = Upsert | Append | Overwrite | ReplaceGroup | Children

#: A rule over the values of one record, by column name, stored or about to be: None, or the name
#: of the column to blame and what is wrong with it.
Rule = Callable[[Mapping[str, Any]], tuple[str, Problem] | None]


@dataclass(frozen=True)
class CheckedRule:
    """A rule with the columns it looks at, so that the import reads only those.

    `beyond` are values of records that references name, as lookup paths from the record
    (`service_offering__service`); the references themselves are among `names`.
    """

    names: tuple[str, ...]
    check: Rule
    beyond: tuple[str, ...] = ()


def in_sentence(label: str) -> str:
    """Return a label in lower case, but for abbreviations: "UI extension", "activity IDs"."""
    words = label.split()
    return " ".join(word if word[:2].isupper() and word[1:] else word.lower() for word in words)


@dataclass(frozen=True, eq=False)
class RecordType:
    """A record type: everything that lists, forms, exports and imports derive from.

    There is one object for each type, and it is equal to itself only.
    """

    slug: str
    label: str
    singular: str
    family: str
    model: "type[Record]"
    columns: tuple[Column, ...]
    key: "RecordKey"
    #: Columns that files have not: they are changed by hand, elsewhere than in the record's form.
    apart: tuple[Column, ...] = ()
    match: tuple[MatchRule, ...] = (ID, SOURCE)
    merge: Merge = Upsert()
    parent: str | None = None
    importable: bool = True
    #: Imports come in by the API only.
    api_only: bool = False
    #: The role that an import needs beside the right to import.
    import_role: Role | None = None
    #: What lets people see the records.
    door: Door = Door.VIEW
    #: What lets people of a directory account see the records of its support domains with it.
    door_below: Door | None = None
    #: The column by which an export for one language takes its records, "" for none.
    by_locale: str = ""
    #: The columns that can be translated.
    translatable: tuple[str, ...] = ()
    #: The query that gives the records, for a type that is a view over other tables; or what makes
    #: it when all models are known.
    view: str | Callable[[], str] = ""
    #: Where the marks of all that a record shows stand, of a view perhaps several; without any an
    #: export of changes takes all records.
    marks: tuple[str, ...] = ("changed_xid",)
    aliases: tuple[str, ...] = ()
    list_columns: tuple[str, ...] = ()
    search_columns: tuple[str, ...] = ()
    rules: tuple[CheckedRule, ...] = ()
    #: Paragraphs for people who prepare a file of this type.
    notes: tuple[str, ...] = ()
    #: Cells of the rows of the example file, by column name, where a rule of the type needs them;
    #: the others are made up.
    example: tuple[Mapping[str, str], ...] = ()

    def column(self, name: str) -> Column:
        """Return the column of the name; KeyError when there is none."""
        for column in (*self.columns, *self.apart):
            if column.name == name:
                return column
        raise KeyError(name)

    @property
    def financial(self) -> bool:
        """Whether a Financial Manager may import it."""
        return any(column.financial for column in self.columns)

    def label_of(self, count: int) -> str:
        """Return the singular or plural label as it stands in a sentence."""
        return in_sentence(self.singular if count == 1 else self.label)

    def __str__(self) -> str:
        return self.label
