"""What people who prepare a file of a type have to know, in words made from the type."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from records.types import (
    ID,
    SOURCE,
    Append,
    Backward,
    By,
    Children,
    Column,
    NotesOf,
    Overwrite,
    RecordType,
    ReplaceGroup,
    Upsert,
)

#: A longer list of values is folded.
_SHOWN = 12


@dataclass(frozen=True)
class ColumnExplanation:
    """A column in words."""

    column: Column
    #: "required", "automatic", "ignored", or nothing.
    use: str
    #: What may be written.
    value: str
    #: The text that new records get when the column is left out.
    default: str
    #: What else there is to know, in sentences.
    about: tuple[str, ...]

    @property
    def folded(self) -> tuple[str, ...]:
        """The values of a list that is too long to be part of the sentence."""
        choices = self.column.kind.choices
        return choices if len(choices) > _SHOWN else ()

    @property
    def words(self) -> str:
        """All that is said, as one text."""
        return " ".join([self.value, *self.about])


def summary(record_type: RecordType) -> str:
    """Return the sentence that says what a record of the type is."""
    return " ".join((record_type.model.__doc__ or "").split("\n\n")[0].split())


def explain(record_type: RecordType) -> list[ColumnExplanation]:
    """Return each column in words."""
    return [
        ColumnExplanation(
            column,
            _use(column),
            column.kind.explain(),
            _default(column),
            tuple(_about(column, record_type)),
        )
        for column in record_type.columns
    ]


def finding(record_type: RecordType) -> list[str]:
    """Return how the record of a row is found, in the order in which it is tried."""
    thing = record_type.label_of(1)
    if isinstance(record_type.merge, Append):
        return [f"Each row adds a {thing}; none is searched."]
    found = []
    for number, rule in enumerate(record_type.match):
        begin = "Else a row" if number else "A row"
        if rule == ID:
            found.append(
                f"{begin} with an ID changes the {thing} with that ID, and is rejected when there "
                "is none."
            )
        elif rule == SOURCE:
            found.append(
                f"{begin} with Source and Source ID changes the {thing} that has both; when there "
                "is none, it adds one that has them."
            )
        elif isinstance(rule, By):
            headers = [record_type.column(name).header for name in rule.names]
            found.append(f"{begin} changes the {thing} with the same {_listed(headers)}.")
    found.append(f"Else it adds a {thing}." if found else f"Each row adds a {thing}.")
    return found


def merging(record_type: RecordType) -> list[str]:
    """Return what a row does beyond changing the record that it finds."""
    merge = record_type.merge
    things = record_type.label_of(2)
    match merge:
        case Upsert(removes=""):
            sentences = []
        case Append():
            sentences = ["Importing a file twice adds its rows twice. Leave the ID empty."]
        case Upsert():
            cell = f"with {merge.when:d} in" if merge.when else "with nothing in"
            header = record_type.column(merge.removes).header
            sentences = [f"A row {cell} {header} removes the record that it finds."]
        case Overwrite():
            sentences = ["A row says all: a column that the file leaves out becomes blank."]
        case ReplaceGroup():
            by, flag = (record_type.column(name).header for name in (merge.by, merge.flag))
            sentences = [
                f"The rows of one {by} have to stand together.",
                (
                    f"When they have a value in {flag}, the stored {things} of that {by} with the "
                    f"same {flag} are removed unless the file repeats them; those without stay."
                ),
            ]
        case Children():
            headers = [each.header for each in record_type.columns if each.relation]
            sentences = [
                (
                    f"Rows that stand together and name the same {record_type.label_of(1)} make "
                    f"one: each has a {_listed(headers)} of it. They replace those stored."
                ),
            ]
    return sentences


def needed_before(record_type: RecordType) -> list[RecordType]:
    """Return the types that have to be imported before, in their order."""
    found: dict[str, RecordType] = {}
    _add_needed(record_type, found, {record_type.slug})
    return list(found.values())


def named_by(record_type: RecordType) -> list[RecordType]:
    """Return the types that other columns name, so that it is better to import them before."""
    needed = {each.slug for each in needed_before(record_type)} | {record_type.slug}
    found = {each.slug: each for each in _targets(record_type, required=False)}
    return [each for slug, each in found.items() if slug not in needed]


def _add_needed(record_type: RecordType, found: dict[str, RecordType], seen: set[str]) -> None:
    for each in _targets(record_type, required=True):
        if each.slug not in seen:
            seen.add(each.slug)
            _add_needed(each, found, seen)
            found[each.slug] = each


def _targets(record_type: RecordType, *, required: bool) -> Iterator[RecordType]:
    """Yield the types that the columns name; of a reference to one of several types, all."""
    for column in record_type.columns:
        if column.target is None or column.read_only or column.required != required:
            continue
        types = column.target.types()
        if required and len(types) > 1:
            continue  # any of them will do
        yield from types


def _use(column: Column) -> str:
    if column.read_only:
        return "ignored"
    if column.generated:
        return "automatic"
    return "required" if column.required and not column.default else ""


def _default(column: Column) -> str:
    kind, value = column.kind, column.default
    if column.read_only or callable(value) or value is None:
        return ""
    return kind.format(value) if value is False or value != kind.blank else ""


def _about(column: Column, record_type: RecordType) -> Iterator[str]:
    if column.help:
        yield column.help
    if column.read_only:
        yield "Exports write it; imports ignore it."
    elif column.generated:
        yield "Filled in automatically when empty."
    if column.create_only:
        yield "Counts when the record is made; later imports leave it alone."
    yield from _naming(column, record_type)
    match column.links:
        case Backward():
            yield "The records named here refer to this one afterwards, those left out no longer."
        case NotesOf():
            yield "Notes that are not there yet are added; none is changed or removed."
    if column.financial:
        yield "A Financial Manager may change it."
    if column.aliases:
        yield f"Files may also call it {_listed(column.aliases, 'or')}."
    old: Sequence[tuple[str, str]] = getattr(column.kind, "aliases", ())
    if old:
        yield f"Also read: {', '.join(f'{name} for {value}' for name, value in old)}."


def _naming(column: Column, record_type: RecordType) -> Iterator[str]:
    """Yield in which other ways, and where, a reference finds its record."""
    if column.within:
        yield f"Found by what {record_type.column(column.within).header} says."
    others = [each.header for each in record_type.columns if each.names == column.name]
    if others:
        yield f"May be left empty when {_listed(others)} {'name' if others[1:] else 'names'} it."
    if column.names:
        header = record_type.column(column.names).header
        if column.by == "id":
            yield f"Names the {header}, and counts before it."
        else:
            yield f"Names the {header} when that is empty."


def _listed(words: Sequence[str], last: str = "and") -> str:
    *first, end = words
    return f"{', '.join(first)} {last} {end}" if first else end
