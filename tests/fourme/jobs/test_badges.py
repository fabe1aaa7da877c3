import pytest

from fourme.jobs import badges


@pytest.fixture
def nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(badges, "_SOURCES", [])


def test_badges_of_all_sources_in_their_order(nobody: None) -> None:
    one, other = badges.Badge("/a/", "done", "A"), badges.Badge("/b/", "failed", "B")

    def first(actor: object) -> list[badges.Badge]:
        return [one]

    def second(actor: object) -> list[badges.Badge]:
        return [other]

    badges.register(first)
    badges.register(second)
    badges.register(first)  # a second time changes nothing

    assert badges.badges(None) == [one, other]  # type: ignore[arg-type] # the sources ignore it
