from pathlib import Path

import pytest
from django.db.models import Index

from records import migrations, registry
from records.types import RecordType
from tests.records.samples import TYPES


def uses(record_type: RecordType) -> list[str]:
    """Return what the indexes of a type are for, by their names."""
    names = [index.name for index in record_type.model._meta.indexes]
    return sorted(name.partition("_")[0] for name in names)


@pytest.mark.parametrize(
    ("slug", "derived"),
    [
        ("people", ["disabled", "ids", "list", "search", "updated"]),
        ("holidays", ["ids", "list", "search", "updated"]),
        ("people_roles", ["ids", "updated"]),
    ],
)
def test_indexes_follow_from_the_type(slug: str, derived: list[str]) -> None:
    assert uses(registry.get(slug)) == derived


def test_every_type_is_found_by_id_and_time() -> None:
    for record_type in TYPES:
        assert {"ids", "updated"} <= set(uses(record_type))
        for index in record_type.model._meta.indexes:
            assert len(index.name) <= Index.max_name_length


def test_migrations_import_nothing_of_ours() -> None:
    for path in Path(migrations.__path__[0]).glob("0*.py"):
        assert "records." not in path.read_text().replace("'records.", "").replace('"records.', "")
