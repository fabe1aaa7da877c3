import pytest

from fourme.accounts.models import AccessToken, User
from fourme.accounts.rights import Actor
from fourme.api import bearers
from fourme.api.bearers import Bearer
from tests.fixtures.world import PASSWORD


@pytest.fixture
def kinds(monkeypatch: pytest.MonkeyPatch) -> list[bearers.Finder]:
    """The kinds of tokens as they are without other applications."""
    found: list[bearers.Finder] = [bearers.personal]
    monkeypatch.setattr(bearers, "_FINDERS", found)
    return found


def test_a_personal_token_acts_for_its_person_at_home(administrator: Actor) -> None:
    _, secret = AccessToken.generate(administrator.user, "test")
    assert bearers.find(secret) == Bearer(administrator.user, "wdc")
    assert bearers.find("wrong") is None


def test_an_operator_has_no_account(db: None) -> None:
    operator = User.objects.create_superuser("operator@fourme.example", PASSWORD)
    _, secret = AccessToken.generate(operator, "test")
    assert bearers.find(secret) == Bearer(operator, "")


@pytest.mark.usefixtures("deputy")
def test_another_kind_is_alike(administrator: Actor, kinds: list[bearers.Finder]) -> None:
    def other(secret: str) -> Bearer | None:
        return Bearer(administrator.user, "wna") if secret == "other" else None

    bearers.register(other)
    bearers.register(other)
    assert kinds == [bearers.personal, other]
    assert bearers.find("other") == Bearer(administrator.user, "wna")
    assert bearers.find("another") is None
    administrator.user.is_active = False
    assert bearers.find("other") is None
