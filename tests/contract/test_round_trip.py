"""What an export writes, an import reads: nothing changes, and the next export has the same bytes.

All importable types but notes, of which an import only ever adds some. The records are those of the
demo, and nasty ones beside them.
"""

from pathlib import Path

import pytest
from django.core.management import call_command

from fourme.accounts.models import Account
from imports.models import ImportRun
from records import registry
from records.models import Organization, Person, Site, Team
from tests.contract.files import RETURNING

ADMINISTRATOR = "admin@wdc.example"


@pytest.fixture
def demo(transactional_db: None) -> Account:
    """The demo accounts with their records, and some records that are hard to write."""
    call_command("load_demo", verbosity=0)
    account = Account.objects.get(pk="wdc")
    for number, name in enumerate(
        ["=1+1", "+31 20", "-5", "@cmd", 'The "A" team', "a, b; c", "Ünïcödé ☃"]
    ):
        Organization.objects.create(account=account, name=name, remarks="\t=tab\n\nline 3\n")
        person = Person.objects.create(
            account=account,
            primary_email=f"nasty{number}@wdc.example",
            name=name,
            information=f"{name}\n{name}",
            custom_fields=[{"id": "größe", "value": [1.5, None, "\\n\t"]}],
        )
        team = Team.objects.create(account=account, name=name, coordinator=person)
        team.members.set(Person.objects.filter(account=account)[: number + 1])
    Site.objects.create(account=account, name="Widget @wna", address="\\.")
    return account


def export(slug: str, path: Path, *options: str) -> bytes:
    """Export a type of wdc and return the file."""
    arguments = ["--account", "wdc", "--as", ADMINISTRATOR, "--output", str(path)]
    call_command("export_records", slug, *arguments, *options, verbosity=0)
    return path.read_bytes()


#: The separator concerns the file, not its columns: a few types with all that cells can hold do.
SEPARATED = ("people", "calendars", "requests", "workflow_templates", "translations")


@pytest.mark.slow
def test_export_import_export_changes_nothing(
    demo: Account, tmp_path: Path, subtests: pytest.Subtests
) -> None:
    for record_type, separator in [
        *((record_type, "lf") for record_type in RETURNING),
        *((registry.get(slug), "crlf") for slug in SEPARATED),
    ]:
        with subtests.test(record_type.slug, separator=separator):
            path = tmp_path / f"{record_type.slug}.csv"
            first = export(record_type.slug, path, "--line-separator", separator)
            stored = record_type.model._default_manager.filter(account=demo).count()
            assert stored >= 3
            call_command(
                "import_records",
                record_type.slug,
                str(path),
                *["--account", "wdc", "--as", ADMINISTRATOR],
                verbosity=0,
            )
            run = ImportRun.objects.latest("id")
            assert run.state == "done"
            assert (run.created, run.updated, run.deleted) == (0, 0, 0)
            assert (run.failures, run.errors) == (0, 0)
            assert run.unchanged == stored
            path.unlink()
            assert export(record_type.slug, path, "--line-separator", separator) == first
    with subtests.test("notes"):  # last, as an import adds them
        _exported_notes_can_be_imported_elsewhere(demo, tmp_path / "notes.csv")


def _exported_notes_can_be_imported_elsewhere(demo: Account, path: Path) -> None:
    notes = registry.get("notes").model._default_manager.filter(account=demo)
    before = notes.count()
    assert export("notes", path).startswith(b'"ID",')
    call_command(
        "import_records", "notes", str(path), "--account", "wdc", "--as", ADMINISTRATOR, verbosity=0
    )
    assert notes.count() == 2 * before
