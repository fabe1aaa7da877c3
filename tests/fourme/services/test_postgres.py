from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from fourme import environment, services
from fourme.services import postgres


@pytest.mark.parametrize("folder", ["plain", "with space", "100%", "a?b&c=d#e", "ünicode"])
def test_address_survives_any_folder_name(
    folder: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("FOURME_VAR", str(tmp_path / folder))
    monkeypatch.delenv("DATABASE_URL")
    database = environment.database(services.database_url())
    assert database["HOST"] == str(tmp_path / folder / "pg")
    assert database["NAME"] == "fourme"


def test_text_sorts_and_folds_the_same_on_every_machine(db: None) -> None:
    if postgres.NAME not in str(settings.DATABASES["default"]["HOST"]):
        pytest.skip("DATABASE_URL names a server, whose locale is its owner's matter")
    with connection.cursor() as cursor:
        cursor.execute("SELECT lower('ÄÖÜ'), 'B' < 'a'")
        assert cursor.fetchone() == ("äöü", True)
