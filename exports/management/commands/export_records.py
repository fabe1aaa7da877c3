"""Export records to a file, through the same pipeline as dialog and API."""

import shutil
import sys
from argparse import ArgumentTypeError
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from tqdm import tqdm

from exports.errors import Refused
from exports.models import ExportRun
from exports.moments import parse_moment
from exports.names import counted, label
from exports.request import ExportRequest
from exports.run import export
from exports.start import start_export
from exports.words import read_types
from fourme.accounts import rights
from fourme.accounts.models import Account, User
from fourme.accounts.zones import zone_of
from fourme.files.store import open_local
from fourme.jobs.claim import claim
from fourme.jobs.models import State
from fourme.jobs.perform import CANCELED, attempt
from fourme.jobs.reap import give_up
from records.kinds.values import LOCALES

_USAGE = 2


class Command(BaseCommand):
    """`manage.py export_records people,sites --account wdc --as EMAIL --output people.zip`.

    Exit code 0 when the file is there (or nothing changed since --from), 1 when the export was
    refused or failed, 2 when the command was written wrong. The person gets the mail as always.
    """

    help = "Export records as CSV or Excel files: one file as itself, several as a ZIP."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take types, account, person and file."""
        parser.add_argument("types", metavar="TYPE[,TYPE…]", help="such as people,sites")
        parser.add_argument("--account", required=True, help="id of the account, such as wdc")
        parser.add_argument("--as", required=True, dest="email", help="e-mail address of the login")
        parser.add_argument("--output", required=True, type=_output, help="the file to write")
        parser.add_argument("--from", dest="since", help="only what changed since then: 20261231")
        parser.add_argument(
            "--locale", default="", choices=sorted(LOCALES), help="translations into one language"
        )
        parser.add_argument(
            "--format",
            dest="export_format",
            choices=ExportRun.Format.values,
            default=ExportRun.Format.CSV,
        )
        parser.add_argument(
            "--line-separator",
            choices=ExportRun.LineSeparator.values,
            default=ExportRun.LineSeparator.LF,
        )

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Export and write the file. Raises CommandError with what is wrong."""
        run = _start(_request(options))
        if run is None:
            self.stdout.write("Nothing changed since then; no file was written.")
            return
        _work(run)
        if run.state != State.DONE or run.file is None:
            raise CommandError(f"The export failed: {run.message or 'another worker has it now.'}")
        with open_local(run.file) as local:
            _put(local, options["output"])
        total = sum(run.records.values())
        self.stdout.write(f"{counted(total)} exported to {options['output']}.")


def _request(options: dict[str, Any]) -> ExportRequest:
    account = Account.objects.filter(id=options["account"]).first()
    if account is None:
        raise CommandError(f"There is no account {options['account']}.", returncode=_USAGE)
    user = User.objects.filter(email=options["email"].strip().lower()).first()
    if user is None:
        raise CommandError(f"There is no login {options['email']}.", returncode=_USAGE)
    try:
        since = parse_moment(options["since"], zone_of(user)) if options["since"] else None
        types = read_types(options["types"])
    except ValueError as error:
        raise CommandError(str(error), returncode=_USAGE) from None
    return ExportRequest(
        actor=rights.actor(user, account),
        types=types,
        since=since,
        locale=options["locale"],
        export_format=options["export_format"],
        line_separator=options["line_separator"],
        origin=ExportRun.Origin.COMMAND,
    )


def _start(request: ExportRequest) -> ExportRun | None:
    """Start the run and claim it at once, so that no worker takes it."""
    try:
        with transaction.atomic():
            run = start_export(request)
            return claim(ExportRun, run.token) if run else None
    except Refused as refused:
        raise CommandError(str(refused)) from None


def _work(run: ExportRun) -> None:
    with tqdm(unit=" records", disable=not sys.stderr.isatty(), dynamic_ncols=True) as bar:

        def watch(line: int, slug: str) -> None:
            if line == 0:
                bar.reset(total=run.records.get(slug))
                bar.set_description(label(slug))
            bar.update(line - bar.n)

        try:
            attempt(run, lambda claimed: export(claimed, watch))
        except KeyboardInterrupt:
            give_up(run, CANCELED)
            raise CommandError("The export was canceled.") from None


def _output(text: str) -> Path:
    path = Path(text)
    if path.is_dir() or not path.absolute().parent.is_dir():
        raise ArgumentTypeError(f"{text} is no place for a file.")
    return path


def _put(local: Path, output: Path) -> None:
    """Copy the file; a reader of the output never sees half of it."""
    partial = output.with_name(f".{output.name}.partial")
    try:
        shutil.copyfile(local, partial)
        partial.replace(output)
    except OSError as error:
        with suppress(OSError):
            partial.unlink()
        raise CommandError(f"{output} cannot be written: {error.strerror}.") from None
