import pytest
from django.test import Client

from fourme.accounts.context import initials
from fourme.accounts.rights import Actor


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Account Administrator", "AA"),
        ("Head of Service Operations", "HO"),
        ("Auditor", "A"),
        ("service.desk@wdc.example", "SD"),
        ("", ""),
    ],
)
def test_initials(label: str, expected: str) -> None:
    assert initials(label) == expected


@pytest.mark.parametrize(
    ("path", "console"),
    [("/settings/roles/", "settings"), ("/profile/", ""), ("/nowhere/", "records")],
)
def test_shell_knows_the_console(
    client: Client, administrator: Actor, path: str, console: str
) -> None:
    client.force_login(administrator.user)
    assert client.get(path).context["shell"]["console"] == console


def test_shell_marks_the_section_of_the_page(client: Client, administrator: Actor) -> None:
    client.force_login(administrator.user)
    shell = client.get("/settings/trusts/").context["shell"]
    assert [one["label"] for one in shell["sections"] if one["current"]] == ["Account Trusts"]


def test_every_page_names_the_current_account(client: Client, administrator: Actor) -> None:
    client.force_login(administrator.user)
    for path in ("/settings/", "/profile/", "/nowhere/"):
        page = client.get(path).content.decode()
        assert "<strong>wdc</strong> <span>Widget Data Center</span>" in page
