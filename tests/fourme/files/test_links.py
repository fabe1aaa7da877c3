from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from pytest_django import Settings

from fourme.files.links import find, link
from fourme.files.models import StoredFile

Put = Callable[..., StoredFile]


def signed(stored: StoredFile) -> str:
    return urlsplit(link(stored)).path.split("/")[2]


def test_a_link_is_absolute_and_safe_in_lists(put: Put, settings: Settings) -> None:
    settings.SITE_URL = "https://fourme.example/"
    address = link(put(name="Städte, a;b (1).csv"))
    assert address.startswith("https://fourme.example/files/")
    assert not set(address) & set(",; ()\"'<>")


def test_a_link_finds_its_file(put: Put) -> None:
    first, second = put(), put()
    assert find(signed(first)) == first
    assert find(signed(second)) == second


@pytest.mark.parametrize("forge", [lambda s: s[:-1] + "_", lambda s: "0" * 40 + s[40:], str.upper])
def test_a_forged_link_finds_nothing(put: Put, forge: Callable[[str], str]) -> None:
    stored = put()
    assert find(forge(signed(stored))) is None
    assert find(stored.token) is None


def test_a_link_made_with_another_key_finds_nothing(put: Put, settings: Settings) -> None:
    address = signed(put())
    settings.SECRET_KEY = "another"
    assert find(address) is None


def test_an_expired_file_is_found_and_says_so(put: Put) -> None:
    stored = put(lifetime=timedelta(seconds=-1))
    found = find(signed(stored))
    assert found == stored
    assert found.expired
