"""Fixtures of imports. They import models: pytest reads this file before Django is ready."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from fourme.accounts.rights import Actor


@pytest.fixture
def importing(transactional_db: None, redis: Any, administrator: "Actor", tmp_path: Path) -> Any:
    """Import a text as a file: `importing("sites", "Name\\nHouston\\n")`."""
    from tests.imports.importing import run_import  # noqa: PLC0415 -- see above

    return partial(run_import, administrator, tmp_path)
