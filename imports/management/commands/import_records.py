"""`manage.py import_records TYPE FILE --account ID --as EMAIL [--test-only]`."""

import threading
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from tqdm import tqdm

from fourme.accounts.models import Account, User
from fourme.accounts.rights import Actor, actor
from fourme.jobs.models import State
from imports.inline import work
from imports.models import ImportRun
from imports.start import start_import, store_upload
from imports.words import summary
from records import registry
from records.types import RecordType

REJECTED, ENDED_EARLY = 1, 2


class Command(BaseCommand):
    """Imports a CSV or TSV file through the same pipeline as the console and the API.

    The exit code is 0 when every row was imported, 1 when rows were rejected, 2 when the import
    ended early or could not begin.
    """

    help = "Import a CSV or TSV file into the records of a type."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("type", help="the record type, such as people")
        parser.add_argument("file", type=Path, help="the file")
        parser.add_argument("--account", required=True, help="the account, such as wdc")
        parser.add_argument("--as", required=True, dest="email", help="e-mail address of the login")
        parser.add_argument("--test-only", action="store_true", help="check all, save nothing")

    def handle(self, *_: Any, **options: Any) -> None:
        """Import the file, show the progress and the result."""
        try:
            record_type, someone = _who_and_what(options)
            source = store_upload(options["file"], options["file"].name, someone)
            run = start_import(
                actor=someone,
                record_type=record_type,
                source=source,
                origin=ImportRun.Origin.COMMAND,
                test_only=options["test_only"],
                inline=True,
            )
        except (PermissionDenied, OSError) as error:
            raise CommandError(str(error), returncode=ENDED_EARLY) from error
        with Bar(run):
            work(run)
        self._tell(run)

    def _tell(self, run: ImportRun) -> None:
        self.stdout.write(summary(run))
        for rejected in run.rejected.all()[:20]:
            self.stderr.write(f"Row {rejected.row}: {rejected.reasons}")
        if run.state != State.DONE:
            raise CommandError("The import ended early.", returncode=ENDED_EARLY)
        if run.failures or run.errors:
            raise CommandError("Rows were rejected.", returncode=REJECTED)


class Bar:
    """A progress bar on the terminal, fed from the row of the run by a thread."""

    def __init__(self, run: ImportRun) -> None:
        self._run = run
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._show, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _show(self) -> None:
        try:
            with tqdm(unit=" rows", disable=None, leave=False) as bar:
                while not self._over.wait(0.5):
                    now = ImportRun.objects.only("line", "total").get(pk=self._run.pk)
                    bar.total, bar.n = now.total, now.line
                    bar.refresh()
        finally:
            connection.close()


def _who_and_what(options: dict[str, Any]) -> tuple[RecordType, Actor]:
    """Return the type and the actor. Raises CommandError that says what there is."""
    try:
        record_type = registry.get(options["type"])
    except KeyError:
        known = ", ".join(each.slug for each in registry.types() if each.importable)
        raise CommandError(
            f"There is no type {options['type']}. The types are: {known}.", returncode=ENDED_EARLY
        ) from None
    account = Account.objects.filter(pk=options["account"]).first()
    user = User.objects.filter(email=options["email"].lower()).first()
    if account is None:
        raise CommandError(f"There is no account {options['account']}.", returncode=ENDED_EARLY)
    if user is None:
        raise CommandError(f"There is no login {options['email']}.", returncode=ENDED_EARLY)
    return record_type, actor(user, account)
