"""The runs of an export as its page lists them, in a bounded number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Count, QuerySet, Window
from django.db.models.functions import RowNumber

from exports.aftermath import KEPT
from exports.models import Export, ExportRun
from exports.status import Status, named
from fourme.files.links import link
from fourme.files.models import Download, StoredFile

#: So many downloads of a file are named.
NAMED = 5


@dataclass(frozen=True)
class Downloads:
    """How often a file was downloaded, and the latest times with whom."""

    number: int = 0
    latest: list[tuple[Download, str]] = field(default_factory=list)

    @property
    def more(self) -> int:
        """How many are not named."""
        return self.number - len(self.latest)


class Row:
    """A run, with the try before it of the same planned time, and the downloads of its file."""

    #: So many runs of an export are kept.
    kept = KEPT

    def __init__(self, run: ExportRun, downloads: Downloads, first_try: ExportRun | None) -> None:
        self.run = run
        self.status = Status(run)
        self.downloads = downloads
        self.first_try = first_try

    @cached_property
    def url(self) -> str:
        """The address of the file, "" when there is none or it has expired."""
        stored = self.run.file
        return link(stored) if stored is not None and not stored.expired else ""


def latest(export: Export) -> list[Row]:
    """Return the latest runs of an export, the last one first; two tries of a time are one row.

    A second try begins when the first has failed, so nothing comes between them.
    """
    found = list(_shown(export.runs.order_by("-id"))[:KEPT])
    downloads = downloads_of(run.file for run in found if run.file is not None)
    rows: list[Row] = []
    for run in found:
        again = rows[-1].run if rows else None
        if again is not None and again.try_number > 1 and again.planned_for == run.planned_for:
            rows[-1].first_try = run
        else:
            rows.append(Row(run, downloads.get(run.file_id or 0, Downloads()), None))
    return rows


def tries(run: ExportRun) -> list[ExportRun]:
    """Return the other tries of a planned run, the first one first."""
    if run.export_id is None or run.planned_for is None:
        return []
    same = ExportRun.objects.filter(export=run.export_id, planned_for=run.planned_for)
    return list(same.exclude(pk=run.pk).order_by("try_number"))


def downloads_of(files: Iterable[StoredFile]) -> dict[int, Downloads]:
    """Return the downloads by the key of their file, by two queries."""
    keys = [stored.pk for stored in files]
    downloads = Download.objects.filter(file__in=keys)
    numbers = dict(downloads.order_by().values_list("file").annotate(Count("pk")))
    latest_of: dict[int, list[tuple[Download, str]]] = {}
    place = Window(RowNumber(), partition_by="file", order_by="-id")
    each = downloads.annotate(place=place).filter(place__lte=NAMED)
    for one in each.select_related("user__person", "file").order_by("-id"):
        who = named(one.user, one.file.account_id) if one.user else ""
        latest_of.setdefault(one.file_id, []).append((one, who))
    return {key: Downloads(number, latest_of[key]) for key, number in numbers.items()}


def _shown(runs: QuerySet[ExportRun]) -> QuerySet[ExportRun]:
    return runs.select_related("account", "file", "user__person", "started_by__person")
