"""All record types, by slug and alias; filled from the models when Django is ready, then frozen."""

from collections.abc import Iterable
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from django.apps import apps
from django.db.models import TextField, Value

from records.columns import StoredColumn, Virtual
from records.models.record import Record
from records.types import ID, SOURCE, Append, Children, Column, RecordType, Upsert

#: The families in the order of the console.
FAMILIES = (
    "People & Organizations",
    "Requests",
    "Problems",
    "Workflows",
    "Projects",
    "Agile",
    "Risks",
    "Service Catalog",
    "SLM",
    "CMDB",
    "Knowledge",
    "Surveys",
    "Shop",
    "Time & Finance",
    "Automation",
    "Configuration",
    "Settings",
    "Logs",
)

_by_slug: MappingProxyType[str, RecordType] = MappingProxyType({})
_by_name: MappingProxyType[str, RecordType] = MappingProxyType({})
_by_model: MappingProxyType[type[Record], RecordType] = MappingProxyType({})


def types() -> tuple[RecordType, ...]:
    """Return all record types, by family and label."""
    return tuple(_by_slug.values())


def families() -> dict[str, list[RecordType]]:
    """Return the families that have types, in order, each with its types."""
    grouped: dict[str, list[RecordType]] = {}
    for record_type in types():
        grouped.setdefault(record_type.family, []).append(record_type)
    return grouped


def get(name: str) -> RecordType:
    """Return the type with this slug or alias; KeyError when there is none."""
    return _by_name[name]


def of(model: type[Record]) -> RecordType:
    """Return the type of a model; KeyError when it has none."""
    return _by_model[model]


def options(parent: RecordType) -> tuple[RecordType, ...]:
    """Return what the Import… and Export… dialogs of a type offer: itself and its sub-options.

    Views of what others hold stand at the end.
    """
    own = [each for each in types() if each.parent == parent.slug]
    return (parent, *sorted(own, key=lambda each: not each.importable))


def fill() -> None:
    """Read the types from the models. Called once, when all models are loaded."""
    global _by_slug, _by_name, _by_model  # noqa: PLW0603 -- filled once, then read only
    found = [
        _describe(model)
        for model in apps.get_models()
        if issubclass(model, Record) and "Type" in model.__dict__
    ]
    found.sort(key=lambda each: (FAMILIES.index(each.family), each.label))
    names = {name: each for each in found for name in (each.slug, *each.aliases)}
    if len(names) != sum(1 + len(each.aliases) for each in found):
        raise ValueError("Two record types have the same name.")
    _by_slug = MappingProxyType({each.slug: each for each in found})
    _by_name = MappingProxyType(names)
    _by_model = MappingProxyType({each.model: each for each in found})


def _describe(model: type[Record]) -> RecordType:
    declared = {
        name: value
        for name, value in vars(model.__dict__["Type"]).items()
        if not name.startswith("_")
    }
    omit = declared.pop("omit", ())
    apart = declared.pop("apart", ())
    historical = declared.pop("historical", ())
    merge = declared.get("merge", Upsert())
    every = tuple(
        replace(column, create_only=True, read_only=False) if column.name in historical else column
        for column in _columns(model, merge)
        if column.name not in omit
    )
    columns = tuple(column for column in every if column.name not in apart)
    declared["apart"] = tuple(column for column in every if column.name in apart)
    if "match" not in declared:
        names = {column.name for column in columns}
        declared["match"] = tuple(
            rule for rule, name in ((ID, "id"), (SOURCE, "source")) if name in names
        )
    return RecordType(model=model, columns=columns, **declared)


def _columns(model: type[Record], merge: object) -> Iterable[Column]:
    """Yield ID, the record's own columns in the order of declaration, child rows, timestamps."""
    fields = (*model._meta.concrete_fields, *model._meta.many_to_many)
    own: list[Any] = [field for field in fields if isinstance(field, StoredColumn)]
    own += [
        each for part in model.__mro__ for each in vars(part).values() if isinstance(each, Virtual)
    ]
    own.sort(key=lambda each: (_place(each), each.creation_counter))
    for each in own:
        if isinstance(merge, Append) and each.name == "id":  # its own export has to be imported
            yield replace(each.describe(), text=lambda: Value(None, output_field=TextField()))
        elif _place(each) < _LAST:
            yield each.describe(model) if isinstance(each, Virtual) else each.describe()
    if isinstance(merge, Children):
        child: Any = model._meta.get_field(merge.relation).related_model
        yield from (
            each.describe(merge.relation)
            for each in child._meta.concrete_fields
            if isinstance(each, StoredColumn)
        )
    for each in own:
        if _place(each) == _LAST:
            yield each.describe()


_LAST = 3
_PLACES = {"id": 0, "source": 1, "source_id": 1, "created_at": _LAST, "updated_at": _LAST}


def _place(column: StoredColumn | Virtual) -> int:
    return _PLACES.get(column.name, 2)
