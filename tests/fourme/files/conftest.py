"""The fixtures import models: pytest reads this file before Django is ready."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pytest_django import Settings

if TYPE_CHECKING:
    from fourme.accounts.models import Account
    from fourme.files.models import StoredFile


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    """Return the empty folder of the storage."""
    folder = tmp_path / "storage"
    backend = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": folder},
    }
    settings.STORAGES = settings.STORAGES | {"default": backend}
    return folder


@pytest.fixture
def account(db: None) -> "Account":
    from fourme.accounts.models import Account  # noqa: PLC0415 - see above

    return Account.objects.create(id="wdc", name="Widget Data Center")


@pytest.fixture
def put(folder: Path, account: "Account", tmp_path: Path) -> "Callable[..., StoredFile]":
    """Return a function that stores a file with the given content."""
    from fourme.files.store import store  # noqa: PLC0415 - see above

    def call(content: bytes = b"ID,Name\n1,a\n", **changed: Any) -> "StoredFile":
        local = tmp_path / "local"
        local.write_bytes(content)
        options: dict[str, Any] = {
            "name": "sites.csv",
            "account": account,
            "lifetime": timedelta(days=2),
            "purpose": "export",
        }
        options |= changed
        return store(local, options.pop("name"), **options)

    return call
