"""Pages by key: each is found by the row before it, so page 10,000 costs what page 1 does."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model, Q, QuerySet

M = TypeVar("M", bound=Model)

SIZE = 50


@dataclass(frozen=True)
class Page(Generic[M]):
    """The rows, and the keys for the pages before and after (None at the ends)."""

    rows: list[M]
    before: int | None
    after: int | None


def newest_first(rows: QuerySet[M], *, before: int | None, after: int | None) -> Page[M]:
    """Return a page in the order of created_at and id, descending; see `_page`."""
    anchor_pk = before if before is not None else after
    created = (
        rows.model._default_manager.filter(pk=anchor_pk)
        .values_list("created_at", flat=True)
        .first()
        if anchor_pk is not None
        else None
    )
    if created is None:
        return _page(rows.order_by("-created_at", "-pk"), backwards=False, first=True)
    older = Q(created_at__lt=created) | Q(created_at=created, pk__lt=anchor_pk)
    newer = Q(created_at__gt=created) | Q(created_at=created, pk__gt=anchor_pk)
    if before is not None:
        return _page(rows.filter(newer).order_by("created_at", "pk"), backwards=True)
    return _page(rows.filter(older).order_by("-created_at", "-pk"), backwards=False)


def by_number(rows: QuerySet[M], *, before: int | None, after: int | None) -> Page[M]:
    """Return a page in the order of the primary key, ascending; see `_page`."""
    if before is not None:
        return _page(rows.filter(pk__lt=before).order_by("-pk"), backwards=True)
    if after is not None:
        return _page(rows.filter(pk__gt=after).order_by("pk"), backwards=False)
    return _page(rows.order_by("pk"), backwards=False, first=True)


def _page(rows: QuerySet[M], *, backwards: bool, first: bool = False) -> Page[M]:
    """Read one row more than a page shows: it tells whether there is another page."""
    found = list(rows[: SIZE + 1])
    more, found = len(found) > SIZE, found[:SIZE]
    if backwards:
        found.reverse()
    if not found:
        return Page([], None, None)
    has_before = more if backwards else not first
    has_after = more if not backwards else True
    return Page(found, found[0].pk if has_before else None, found[-1].pk if has_after else None)
