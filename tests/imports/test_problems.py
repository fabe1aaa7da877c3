"""All problems of a row are told at once, whichever stage finds them."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from fourme.accounts.rights import Actor
from fourme.logs.models import LogMessage
from imports.models import ImportRun

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("redis")]


def test_a_row_tells_bad_cells_and_missing_references_together(
    administrator: Actor, tmp_path: Path
) -> None:
    path = tmp_path / "teams.csv"
    path.write_text(
        "Name,Time Zone,Manager,Members\n"
        'Desk,Mars,x@wdc.example,"y@wdc.example\n'
        f'{administrator.user.email}"\n',
        encoding="utf-8",
    )
    with pytest.raises(CommandError, match=r"Rows were rejected\."):
        call_command(
            "import_records",
            "teams",
            str(path),
            *["--account", "wdc", "--as", administrator.user.email],
            verbosity=0,
        )
    run = ImportRun.objects.latest("id")
    told = LogMessage.objects.filter(log_id=run.log_id).order_by("column")
    assert [(each.column, each.reason) for each in told] == [
        ("Manager", "There is no person with the primary e-mail address “x@wdc.example”."),
        ("Members", "There is no person with the primary e-mail address “y@wdc.example”."),
        ("Time Zone", "is not a time zone."),
    ]
    assert (run.failures, run.created) == (1, 0)
