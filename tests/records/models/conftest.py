"""Fixtures of record types. They import models: pytest reads this file before Django is ready."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from fourme.accounts.roles import Role

if TYPE_CHECKING:
    from fourme.accounts.models import Account
    from tests.fixtures.world import Enrol


@pytest.fixture
def importing(
    transactional_db: None, redis: Any, wdc: "Account", enrol: "Enrol", tmp_path: Path
) -> Any:
    """Import a text as somebody who may import all types: `importing("sites", "Name\\nA\\n")`."""
    from tests.imports.importing import run_import  # noqa: PLC0415 -- see above

    actor = enrol(wdc, Role.ACCOUNT_ADMINISTRATOR, Role.FINANCIAL_MANAGER)
    return partial(run_import, actor, tmp_path)


@pytest.fixture
def exported(importing: Any, tmp_path: Path) -> Callable[..., str]:
    """Export a type of wdc: `exported("sites")` returns the text of the file."""
    from django.core.management import call_command  # noqa: PLC0415 -- see above

    def export(slug: str, *options: str) -> str:
        path = tmp_path / "exported.csv"
        path.unlink(missing_ok=True)
        who = ["--account", "wdc", "--as", "account.administrator@wdc.example"]
        call_command("export_records", slug, *who, "--output", str(path), *options, verbosity=0)
        return path.read_bytes().decode()

    return export
