"""The screen of a list: the table, or why there is none, and what surrounds it."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from urllib.parse import parse_qsl, urlencode

from django import forms

from fourme.accounts.rights import Actor, Door
from records import cells, conditions, filters, paging, tables
from records.conditions import InvalidFilter
from records.fields import suggest_url
from records.filters import Filter, View
from records.kinds import Boolean, Timestamp
from records.references import RecordTarget
from records.rights import import_refusal
from records.selectors import visible_to
from records.types import Column, RecordType

#: Parameters that adding a condition leaves out: the place in the list, the form itself.
_REPLACED = ("after", "before", "looked", "add", "column", "lookup", "value")

_LAST = ("id", "source", "source_id", "created_at", "updated_at")
_DIGITS = 12


@dataclass(frozen=True)
class Chip:
    """A part of the filter with the query string of the list without it."""

    text: str
    without: str


@dataclass
class Listing:
    """A list as its address asks for it; `table` is None when the address is not valid."""

    actor: Actor
    record_type: RecordType
    query: str
    table: tables.Table | None = None
    shown: Filter | None = None
    problem: str = ""
    #: The name of the parameter that is not valid.
    invalid: str = ""
    editor: "Editor | None" = None
    pairs: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.pairs = parse_qsl(self.query, keep_blank_values=True)
        place = dict(self.pairs)
        try:
            self.shown = filters.from_query(self.record_type, self.query).worded(self.actor)
            self.table = tables.table(
                self.shown,
                self.actor,
                sort=place.get("sort", ""),
                after=place.get("after", ""),
                before=place.get("before", ""),
                looked=_number(place.get("looked", "")),
            )
        except InvalidFilter as error:
            self.problem, self.invalid = str(error), error.name
            name, _, lookup = error.name.rpartition(conditions.SEPARATOR)
            self._edit(name, lookup, place.get(error.name, ""))
        else:
            self._edit(place.get("add", ""))

    @property
    def url(self) -> str:
        """The address of the list without any filter."""
        return f"/records/{self.record_type.slug}/"

    @property
    def state(self) -> list[tuple[str, str]]:
        """The parameters that a change of the search keeps."""
        kept = [pair for pair in self.pairs if pair[0] not in ("q", *_REPLACED)]
        return [pair for pair in kept if pair[1]]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """The parameters that another condition keeps."""
        return [pair for pair in self.pairs if pair[0] not in (*_REPLACED, self.invalid)]

    @property
    def without_editor(self) -> str:
        """The query string of the list without the form for a condition."""
        return "?" + urlencode(self.kept)

    @property
    def everywhere(self) -> str:
        """The query string of the same filter over all records, "" when it is so already."""
        if self.shown is None or self.shown.view == View.ALL:
            return ""
        return self._query(replace(self.shown, view=View.ALL))

    @property
    def count_text(self) -> str:
        """How many records there are; nothing before one was found in a list that goes on."""
        if self.table is None or (self.table.further and not self.table.rows):
            return ""
        return str(self.table.count)

    @property
    def everything(self) -> paging.Count:
        """How many records the account has, or about how many."""
        return paging.count(visible_to(self.actor, self.record_type))

    @property
    def canonical(self) -> str:
        """The query string for the address bar."""
        kept = [(name, value) for name, value in self.pairs if value]
        return f"?{urlencode(kept)}" if kept else ""

    @property
    def may_edit(self) -> bool:
        """Whether Add is offered."""
        return self.record_type.importable and self.actor.may(Door.EDIT)

    @property
    def may_import(self) -> bool:
        """Whether Import… is offered."""
        return not import_refusal(self.actor, self.record_type, console=True)

    @property
    def may_export(self) -> bool:
        """Whether Export… is offered."""
        return self.actor.may(Door.EXPORT)

    @property
    def import_url(self) -> str:
        """The address of the dialog that imports records of the type."""
        return f"/imports/{self.record_type.slug}/new/"

    @property
    def export_url(self) -> str:
        """The address of the dialog that exports the records of this list.

        A filter that is not valid goes with it: the export refuses it, instead of taking all.
        """
        query = urlencode(self.state) if self.shown is None else self.shown.query()
        return f"/exports/{self.record_type.slug}/new/" + (f"?{query}" if query else "")

    @property
    def views(self) -> list[tuple[View, str]]:
        """The views with their query strings; none for a type without disabling."""
        if not filters.can_be_disabled(self.record_type) or self.shown is None:
            return []
        return [(view, self._query(replace(self.shown, view=view))) for view in View]

    @property
    def chips(self) -> Iterator[Chip]:
        """The search and the conditions, each with the way to be rid of it."""
        if self.shown is None:
            return
        if self.shown.search:
            rest = replace(self.shown, search="")
            yield Chip(f"Search: {self.shown.search}", self._query(rest))
        for condition in self.shown.conditions:
            yield Chip(condition.describe(), self._query(self.shown.without(condition)))

    @property
    def offered(self) -> list[tuple[str, str]]:
        """The columns that can be filtered, with the query string that asks for the value."""
        return [
            (cells.label(column), "?" + urlencode([*self.kept, ("add", column.name)]))
            for column in sorted(conditions.filterable(self.record_type), key=self._rank)
            if column.name != "disabled"
        ]

    @property
    def quick(self) -> list["Editor"]:
        """The references that the list shows and that are not filtered yet."""
        filtered = {each.column.name for each in self.shown.conditions} if self.shown else set()
        return [
            Editor(column)
            for column in conditions.filterable(self.record_type)
            if column.name in self.record_type.list_columns
            and isinstance(column.target, RecordTarget)
            and not column.many
            and column.name not in filtered
        ]

    @property
    def filtered(self) -> bool:
        """Whether the list shows less than the usual view."""
        return self.shown is not None and bool(self.shown.search or self.shown.conditions)

    @cached_property
    def any_record(self) -> bool:
        """Whether the account has records of the type at all."""
        return visible_to(self.actor, self.record_type).exists()

    def _rank(self, column: Column) -> int:
        """Tell the place of a column among those offered: what the list shows comes first."""
        names = self.record_type.list_columns
        place = names.index(column.name) if column.name in names else len(names)
        return place + len(names) * (column.name in _LAST)

    def _query(self, shown: Filter) -> str:
        sort = dict(self.pairs).get("sort", "")
        place = urlencode([("sort", sort)] if sort else [])
        return "?" + "&".join(part for part in (shown.query(), place) if part)

    def _edit(self, name: str, lookup: str = "", value: str = "") -> None:
        for column in conditions.filterable(self.record_type):
            if column.name == name:
                self.editor = Editor(column, lookup, value)


@dataclass(frozen=True)
class Editor:
    """The small form that asks for a condition on one column."""

    column: Column
    lookup: str = ""
    value: str = ""

    @property
    def label(self) -> str:
        """The name of the column for people."""
        return cells.label(self.column)

    @property
    def lookups(self) -> list[tuple[str, str]]:
        """The lookups with their words."""
        return list(conditions.lookups_of(self.column).items())

    @property
    def quick_control(self) -> str:
        """The control for a reference inside a menu, as HTML."""
        named = self.column.target
        by = named.model.record_type().key.by if isinstance(named, RecordTarget) else ""
        attributes = {"placeholder": f"Find by {by}", "aria-label": f"{self.label} is"}
        attributes |= {"data-suggest": suggest_url(self.column), "autocomplete": "off"}
        return forms.TextInput().render("value", "", attributes | {"required": True})

    @property
    def control(self) -> str:
        """The control for the value, as HTML."""
        kind = self.column.kind
        widget = kind.widget()
        if isinstance(kind, Boolean):
            widget = forms.Select(choices=[("yes", "Yes"), ("no", "No")])
        elif isinstance(kind, Timestamp):
            widget = forms.DateInput(attrs={"type": "date"})
        elif not isinstance(widget, forms.Select | forms.DateInput):
            widget = forms.TextInput()
        attributes = {"aria-label": f"Value of {self.label}", "autofocus": "autofocus"}
        if url := suggest_url(self.column):
            attributes |= {"data-suggest": url, "autocomplete": "off"}
        return widget.render("value", self.value, attributes)


def with_condition(query: str) -> str:
    """Return the query string with what the editor sends as a parameter of the list."""
    pairs = parse_qsl(query, keep_blank_values=True)
    given = dict(pairs)
    kept = [pair for pair in pairs if pair[0] not in _REPLACED]
    name = f"{given.get('column', '')}{conditions.SEPARATOR}{given.get('lookup', '')}"
    return urlencode([*kept, (name, given.get("value", ""))])


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _DIGITS else 0
