"""What rules look at beyond the record itself: values of the records that its references name."""

from collections.abc import Sequence
from typing import Any

from records.references import RecordTarget
from records.types import RecordType


class Beyond:
    """Finds the values at the paths that the rules of a type name; each is read once."""

    def __init__(self, record_type: RecordType) -> None:
        self._record_type = record_type
        self._known: dict[str, dict[int, Any]] = {
            path: {} for rule in record_type.rules for path in rule.beyond
        }

    def add(self, records: Sequence[dict[str, Any]]) -> None:
        """Add the values to those of the records, with at most one query for each path."""
        for path, known in self._known.items():
            name, _, rest = path.partition("__")
            ids = [each.get(name) for each in records]
            asked = {pk for pk in ids if isinstance(pk, int)} - known.keys()
            if asked:
                target = self._record_type.column(name).target
                assert isinstance(target, RecordTarget)  # noqa: S101 -- rules name references
                others = target.model._default_manager.order_by().filter(pk__in=asked)
                known.update(others.values_list("pk", rest))
            for each, pk in zip(records, ids, strict=True):
                each[path] = known.get(pk) if isinstance(pk, int) else None
