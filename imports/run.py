"""From a claimed run to its end, whatever the file is like."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from fourme.accounts.context import person_label
from fourme.accounts.rights import actor
from fourme.accounts.zones import zone_of
from fourme.files.store import open_local
from fourme.jobs.errors import Canceled
from fourme.jobs.models import State
from fourme.jobs.progress import Progress
from imports import tables
from imports.counting import counting
from imports.finish import finish
from imports.headers import lay_out
from imports.known import Known
from imports.match import keyer
from imports.models import CANCELED, DeferredRow, ImportRun
from imports.parse import parser
from imports.phases import go_on
from imports.preview import Previews
from imports.read import Source, examine, read, survey
from imports.report import Report, Spooled, Stored
from imports.rows import Entry, FileProblem, Row
from imports.same import Same
from imports.settle import Settings
from imports.work import Work
from records import authors, registry
from records.references import Scope
from records.rights import import_refusal

_OBJECTS = 200_000


def perform_import(run: ImportRun) -> None:
    """Do a claimed run from its checkpoint on, and finish it whatever the file is like."""
    with Spooled() as spool:
        report = spool if run.test_only else Stored(run)
        state, message = State.FAILED, ""
        try:
            with open_local(run.source) as path, Progress(run) as progress, _few_collections():
                work = _prepare(run, examine(path), progress, report)
                with counting(run, work.source):
                    _test(work) if run.test_only else go_on(work)
            state, message = (State.FAILED if run.unreadable else State.DONE), run.unreadable
        except FileNotFoundError:
            message = "The file is no longer stored. Upload it again."
        except FileProblem as problem:
            message = str(problem)
        except Canceled:
            message = _canceled(run)
        finish(run, state, message, told=spool.replay if run.test_only else None)


@contextmanager
def _few_collections() -> Iterator[None]:
    """Look for cycles seldom: rows have none, and looking for them costs a quarter of the time."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(_OBJECTS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def _test(work: Work) -> None:
    """Do everything in one transaction and take it back; counters and messages stay."""
    work.previews = Previews(work.layout)
    with transaction.atomic():
        tables.tune()
        authors.write_as(work.run.user)
        try:
            go_on(work)
        finally:
            transaction.set_rollback(True)


def _prepare(run: ImportRun, source: Source, progress: Progress, report: Report) -> Work:
    if run.cancel_requested_at:
        raise Canceled
    record_type = registry.get(run.type)
    if import_refusal(actor(run.user, run.account), record_type):
        raise FileProblem(f"The roles of {person_label(run.user)} do not permit this any more.")
    header = next(read(source), None)
    layout = lay_out(header, record_type, financial_only=run.financial_only)
    if not run.headers:
        first = survey(source, limit=1)
        run.write(headers=list(layout.headers))
        if not first.rows:
            raise FileProblem(first.problem or "The file has a header but no rows.")
    parse, key = parser(layout), keyer(layout)

    def entry(row: Row) -> Entry:
        parsed = parse(row)
        key(parsed)
        return parsed

    protected = {each.pk: each for each in record_type.model.concerning(run.user)}
    settings = Settings(
        layout, Scope.of(run.account), run.user, run.pk, Known(record_type.model), protected
    )
    same = Same(layout, run.account, zone_of(run.user))
    compared = same if same.possible and not run.test_only else None
    work = Work(run, source, layout, settings, progress, report, entry, same=compared)
    work.waits = DeferredRow.objects.filter(run=run).exists()
    return work


def _canceled(run: ImportRun) -> str:
    run.refresh_from_db(fields=["canceled_by"])
    who = f" by {person_label(run.canceled_by)}" if run.canceled_by else ""
    if run.test_only:
        return f"{CANCELED}{who} after row {run.checkpoint}; nothing was saved."
    return f"{CANCELED}{who} after row {run.checkpoint}; what was imported stays."
