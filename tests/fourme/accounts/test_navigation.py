import pytest

from fourme.accounts import navigation
from fourme.accounts.models import Account
from fourme.accounts.rights import Actor, Door
from fourme.accounts.roles import Role
from tests.fixtures.world import Enrol


def test_sections_are_alphabetical(administrator: Actor) -> None:
    labels = [section.label for section in navigation.sections(administrator)]
    assert labels == sorted(labels)
    assert {"Account Overview", "Account Settings", "Account Trusts", "Roles"} <= set(labels)


def test_sections_leave_out_what_the_role_does_not_open(
    enrol: Enrol, wdc: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(navigation, "_SECTIONS", {})
    navigation.register_section("Secrets", "settings", Door.TRUSTS)
    navigation.register_section("Open", "settings", Door.SETTINGS)
    found = navigation.sections(enrol(wdc, Role.SPECIALIST))
    assert [section.label for section in found] == ["Open"]


def test_a_section_is_registered_once() -> None:
    with pytest.raises(ValueError, match="already has a section Roles"):
        navigation.register_section("Roles", "settings", Door.SETTINGS)


def test_the_top_bar_has_one_badge(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "_BADGES", [])
    assert navigation.badge_url() == ""
    navigation.register_badge("profile")
    navigation.register_badge("profile")
    assert navigation.badge_url() == "/profile/"
    with pytest.raises(ValueError, match="already shows profile"):
        navigation.register_badge("settings")
