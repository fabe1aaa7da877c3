"""Nobody does by a file what nobody may do to himself."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from fourme.accounts.rights import Actor, Door, actor
from imports.models import ImportRun
from records.models import Person

pytestmark = pytest.mark.usefixtures("redis")


def load(slug: str, path: Path, text: str, person: Actor) -> ImportRun:
    """Import a text as the person and return the run."""
    path.write_text(text, encoding="utf-8")
    arguments = ["--account", person.account.id, "--as", person.user.email]
    with pytest.raises(CommandError, match=r"Rows were rejected\."):
        call_command("import_records", slug, str(path), *arguments, verbosity=0)
    return ImportRun.objects.latest("id")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("role", ["", ",Account Administrator"])
def test_an_administrator_stays_one(administrator: Actor, tmp_path: Path, role: str) -> None:
    row = f"{administrator.user.email},wdc{',0' if role else ''}"
    run = load(
        "people_roles", tmp_path / "a.csv", f"Person,Role Account{role}\n{row}\n", administrator
    )
    assert (run.failures, run.updated) == (1, 0)
    assert "Nobody can take this role from himself" in run.rejected.get().reasons
    assert actor(administrator.user, administrator.account).may(Door.IMPORT)


@pytest.mark.django_db(transaction=True)
def test_nobody_disables_himself(administrator: Actor, tmp_path: Path) -> None:
    text = f"Primary Email,Disabled\n{administrator.user.email},1\n"
    run = load("people", tmp_path / "a.csv", text, administrator)
    assert (run.failures, run.updated) == (1, 0)
    assert not Person.objects.get(user=administrator.user).disabled
