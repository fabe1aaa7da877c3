import pytest

from fourme.jobs import badges


@pytest.fixture
def nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(badges, "_SOURCES", [])


def test_the_open_ones_of_all_sources_come_first(nobody: None) -> None:
    done = badges.Badge("/a/", "done", "Import of sites", "done")
    queued = badges.Badge("/b/", "queued", "Export of sites", "queued")
    failed = badges.Badge("/c/", "failed", "Import of teams", "failed")

    def first(actor: object) -> list[badges.Badge]:
        return [done]

    def second(actor: object) -> list[badges.Badge]:
        return [queued, failed]

    badges.register(first)
    badges.register(second)
    badges.register(first)  # a second time changes nothing

    assert badges.badges(None) == [queued, done]  # type: ignore[arg-type] # the sources ignore it
