"""`manage.py load_demo`: demo accounts, logins and records; harmless when repeated."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from fourme.accounts.rights import Actor
from fourme.jobs.models import State
from imports import demo
from imports.demo import accounts, files
from imports.inline import work
from imports.models import ImportRun
from imports.start import start_import, store_upload
from imports.words import summary
from records import registry


class Command(BaseCommand):
    """Makes the demo accounts and imports their files, through the same pipeline as everything.

    What was changed by hand in a demo record since is set back to what the file says; a file that
    was imported already is left alone.
    """

    help = "Load demo accounts, logins (password fourme-demo) and records."

    def handle(self, *_: Any, **options: Any) -> None:
        """Load everything that is missing."""
        if not settings.DEVELOPMENT:
            raise CommandError("The demo has public passwords: it is not loaded with DEBUG off.")
        for account_id, administrator in accounts.create().items():
            folder = Path(demo.__path__[0]) / account_id
            for path in sorted(folder.glob("*.csv")):
                self._load(path, administrator, options["verbosity"])

    def _load(self, path: Path, administrator: Actor, verbosity: int) -> None:
        key = f"demo/{path.name}"
        runs = ImportRun.objects.filter(account=administrator.account, key=key)
        if runs.filter(state=State.DONE, failures=0, errors=0).exists():
            return
        runs.update(key="")
        with TemporaryDirectory() as folder:
            try:
                filled = files.fill(path, administrator.account, Path(folder))
            except files.Unknown as unknown:
                raise CommandError(str(unknown)) from None
            source = store_upload(filled, path.name, administrator)
        run = start_import(
            actor=administrator,
            record_type=registry.get(path.stem.partition("-")[2]),
            source=source,
            origin=ImportRun.Origin.COMMAND,
            key=key,
            notify=False,
            inline=True,
        )
        work(run)
        if verbosity:
            self.stdout.write(f"{administrator.account.id} {path.name}: {summary(run)}")
        if run.state != State.DONE or run.failures or run.errors:
            reasons = "; ".join(f"row {r.row}: {r.reasons}" for r in run.rejected.all())
            raise CommandError(f"{path.name}: {summary(run)} {reasons}")
