"""What an import has done, in words."""

from fourme.jobs.models import State
from imports.models import ImportRun
from records import registry

_SHOWN = ("created", "updated", "deleted", "unchanged")


def counted(number: int, one: str, many: str) -> str:
    """Return a number with its noun: `1 row`, `2,410 rows`."""
    return f"{number:,} {one if number == 1 else many}"


def summary(run: ImportRun) -> str:
    """Return the result in a sentence or two, with the reason when the run was ended early."""
    good = sum(getattr(run, name) for name in _SHOWN)
    noun = registry.get(run.type).label_of(good)
    parts = ", ".join(f"{getattr(run, name):,} {name}" for name in _SHOWN if getattr(run, name))
    verb = "would be imported" if run.test_only else "imported"
    text = f"{good:,} {noun} {verb}: {parts}." if good else f"No {noun} {verb}."
    if run.failures:
        text += f" {counted(run.failures, 'row was', 'rows were')} rejected."
    if run.errors:
        text += f" {counted(run.errors, 'row', 'rows')} failed because of an unexpected error."
    if run.test_only:
        text += " This was a test: nothing was saved."
    return f"{run.message.rstrip('.')}. {text}" if run.message else text


def subject(run: ImportRun) -> str:
    """Return the subject of the mail."""
    label = registry.get(run.type).label_of(2)
    results = (
        f"{run.created:,} created, {run.updated:,} updated, "
        f"{counted(run.failures + run.errors, 'failure', 'failures')}"
    )
    ended = "finished" if run.state == State.DONE else "ended early"
    return f"{'Test of import' if run.test_only else 'Import'} of {label} {ended}: {results}"
