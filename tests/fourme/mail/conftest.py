"""The fixtures import models: pytest reads this file before Django is ready."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pytest_django import Settings

if TYPE_CHECKING:
    from fourme.mail.models import OutboxMessage

TEXT = """{% extends "mail/frame.txt" %}{% block body %}Hello {{ name }}.{% endblock %}"""
HTML = """{% extends "mail/frame.html" %}{% block body %}<p>Hello {{ name }}.</p>{% endblock %}"""


@pytest.fixture
def templates(settings: Settings, tmp_path: Path) -> None:
    """Add the templates hello.txt and hello.html."""
    (tmp_path / "hello.txt").write_text(TEXT)
    (tmp_path / "hello.html").write_text(HTML)
    engine = settings.TEMPLATES[0]
    settings.TEMPLATES = [engine | {"DIRS": [*engine["DIRS"], tmp_path]}]


@pytest.fixture
def post(db: None, templates: None) -> "Callable[..., OutboxMessage]":
    """Return a function that puts a mail into the outbox."""
    from fourme.mail import outbox  # noqa: PLC0415 - see above

    def call(**changed: Any) -> "OutboxMessage":
        return outbox.post(
            **{
                "key": "export/1",
                "to": "administrator@wdc.example",
                "subject": "Export finished: Sites",
                "template": "hello",
                "context": {"name": "Ed <Turner> & Söhne"},
                "headers": {"X-4me-Export": "68ef", "X-4me-ExportID": "12345"},
            }
            | changed
        )

    return call
