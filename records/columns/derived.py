"""Columns without a field."""

from collections.abc import Callable
from typing import Any

from django.db.models import Expression

from records.kinds.kind import Kind
from records.types import Column


class Derived:
    """A read-only column without a field: computed by an expression in exports and lists."""

    def __init__(
        self,
        header: str,
        kind: Kind[Any],
        expression: Callable[[], Expression],
        *,
        help: str = "",  # noqa: A002 -- as in StoredColumn
    ) -> None:
        self.header = header
        self.kind = kind
        self.expression = expression
        self.help = help
        self.name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def describe(self) -> Column:
        """Describe the column."""
        return Column(
            name=self.name,
            header=self.header,
            kind=self.kind,
            text=lambda: self.kind.sql(self.expression()),
            read_only=True,
            help=self.help,
        )
