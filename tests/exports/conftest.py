"""Fixtures of exports. They import models: pytest reads this file before Django is ready."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from exports.models import ExportRun
    from fourme.accounts.rights import Actor


@pytest.fixture
def ask(transactional_db: None, redis: Any, administrator: "Actor") -> "Callable[..., ExportRun]":
    """Queue an export of the administrator: `ask("people", line_separator="crlf")`."""
    from tests.exports import exporting  # noqa: PLC0415 - see above

    def start(*types: str, actor: "Actor" = administrator, **options: Any) -> "ExportRun":
        return exporting.ask(actor, *types, **options)

    return start


@pytest.fixture
def exported(ask: "Callable[..., ExportRun]") -> "Callable[..., ExportRun]":
    """Make an export from start to end in this process and return its run."""
    from tests.exports import exporting  # noqa: PLC0415 - see above

    def make(*types: str, **options: Any) -> "ExportRun":
        return exporting.work(ask(*types, **options))

    return make
