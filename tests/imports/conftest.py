"""Fixtures of imports. They import models: pytest reads this file before Django is ready."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pytest_django import Settings

if TYPE_CHECKING:
    from fourme.accounts.rights import Actor


@pytest.fixture(autouse=True)
def _files(settings: Settings, tmp_path: Path) -> None:
    """Keep stored files in the folder of the test."""
    local = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": tmp_path / "storage"},
    }
    settings.STORAGES = settings.STORAGES | {"default": local}


@pytest.fixture
def importing(transactional_db: None, redis: Any, administrator: "Actor", tmp_path: Path) -> Any:
    """Import a text as a file: `importing("sites", "Name\\nHouston\\n")`."""
    from tests.imports.importing import run_import  # noqa: PLC0415 -- see above

    return partial(run_import, administrator, tmp_path)
