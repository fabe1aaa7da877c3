"""What a list shows, looked for within bounds: few records are found at once, many walked along."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property, reduce
from operator import or_
from typing import NamedTuple

from django.db.models import Count as Counted
from django.db.models import Max, Min, Q, QuerySet

from records import paging, walking
from records.models.record import Record
from records.paging import Count, Order, Page
from records.searching import FOUND, LOOKED, Search
from records.ways import Way

#: So many records are found at once, to be sorted among themselves. Conditions that more records
#: fulfil let some fifty through among those that a page looks at, with a million records.
FEW = 5_000
#: A search shows no more than so many of the records that it finds.
SEARCHED = 1_000


class Few(NamedTuple):
    """Records found at once; `cut` when there may be more than these."""

    ids: list[int]
    cut: bool = False


@dataclass(frozen=True)
class Selection:
    """The records that a filter lets through, in parts that indexes can serve.

    `fits` is asked of each record, `ways` lead to records that may fit, `search` does both.
    """

    #: What the actor may see, of each account.
    parts: "tuple[QuerySet[Record], ...]"
    fits: Q
    ways: tuple[Way, ...] = ()
    search: Search | None = None

    @property
    def records(self) -> "QuerySet[Record]":
        """What the actor may see."""
        return reduce(or_, self.parts)

    @cached_property
    def few(self) -> Few | None:
        """The records, when an index finds that they are few; some of those that a search finds."""
        if self.search is not None and self.search.found is not None:
            return self._searched(self.search.found, words=self.search.words)
        for way in self.ways:
            ids = walking.ids(way.ids, FEW + 1, bitmaps=way.words)
            if len(ids) <= FEW:
                return Few(self._fitting(ids))
        return None

    def page(self, order: Order, *, after: str = "", before: str = "") -> Page:
        """Return a page in an order. Raises InvalidFilter for a cursor that is none."""
        if self.few is not None:
            found = self.records.model._default_manager.filter(walking.among(self.few.ids))
            return paging.page(found, order, after=after, before=before)
        return paging.walked(
            self.parts, order, self._all, after=after, before=before, walked=self.walked
        )

    @property
    def walked(self) -> int:
        """How many records a page looks at."""
        return LOOKED if self.search else walking.WALKED

    def count(self) -> Count:
        """Count the records within bounds, else tell about how many there are."""
        if self.few is not None:
            return Count(len(self.few.ids), exact=not self.few.cut, more=self.few.cut)
        if not self._all:
            return paging.count(self.records)
        most = self.walked // 2  # a page has been looked for already
        _, looked = walking.first(self.parts, Q(), most + 1)
        if looked > most:
            return self._sampled(most)
        fitting, _ = walking.first(self.parts, self._all, most)
        return Count(fitting)

    def _sampled(self, most: int) -> Count:
        """Return how many records fit if all are as a sample is, which is spread over their IDs.

        Where that tells of few, not less than those among the first `most`.
        """
        ends = self.records.aggregate(low=Min("pk"), high=Max("pk"))
        ids = walking.spread(ends["low"], ends["high"], self.walked // 10)
        sample = self.records.filter(walking.among(ids)).order_by()
        seen = sample.aggregate(all=Counted("pk"), fits=Counted("pk", filter=self._all))
        each = paging.expected(self.records) // max(seen["all"], 1)
        likely = seen["fits"] * each
        if likely >= most:
            return paging.about(likely)
        least, _ = walking.first(self.parts, self._all, most)
        if not likely and least < each:
            return replace(paging.about(each), fewer=True)
        return paging.about(max(likely, least))

    @property
    def _all(self) -> Q:
        return self.fits & self.search.rest if self.search else self.fits

    def _searched(self, found: Q, *, words: bool) -> Few:
        rows = self.records.model._default_manager.filter(found).values_list("pk", flat=True)
        ids = walking.ids(rows, FOUND + 1, bitmaps=words)
        fitting = self._fitting(ids[:FOUND])
        return Few(fitting[:SEARCHED], len(ids) > FOUND or len(fitting) > SEARCHED)

    def _fitting(self, ids: Collection[int]) -> list[int]:
        found = self.records.filter(self._all, walking.among(ids)).order_by()
        return list(found.values_list("pk", flat=True))
