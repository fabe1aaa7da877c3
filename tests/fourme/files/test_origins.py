"""Where files came from, as far as an application says so."""

import pytest

from fourme.files import origins
from fourme.files.models import StoredFile
from fourme.files.origins import Origin


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(origins, "_FINDERS", {"log": by_name})


def by_name(stored: StoredFile) -> Origin | None:
    return Origin("/there/", "Look there.") if stored.name == "known.csv" else None


def test_the_application_of_the_purpose_is_asked() -> None:
    assert origins.origin(StoredFile(purpose="log", name="known.csv")) == by_name(
        StoredFile(name="known.csv")
    )
    assert origins.origin(StoredFile(purpose="log", name="other.csv")) is None
    assert origins.origin(StoredFile(purpose="export", name="known.csv")) is None


def test_one_application_answers_for_a_purpose() -> None:
    origins.register("log", by_name)

    with pytest.raises(ValueError, match="known already"):
        origins.register("log", lambda _: None)
