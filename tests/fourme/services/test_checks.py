import pytest

from fourme.services import checks
from fourme.services.checks import check_version


def test_a_server_that_is_new_enough_passes(db: None) -> None:
    assert check_version(databases=["default"]) == []


def test_only_named_databases_are_asked() -> None:
    assert check_version(databases=None) == []


def test_an_old_server_is_named_with_a_way_out(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    # No old server is at hand: ask for a version that does not exist yet.
    monkeypatch.setattr(checks, "OLDEST", 999)
    [error] = check_version(databases=["default"])
    assert error.id == "services.E001"
    assert "too old" in error.msg
    assert error.hint is not None
    assert "999 or newer with DATABASE_URL" in error.hint
