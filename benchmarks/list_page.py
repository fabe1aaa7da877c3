"""Pages of lists at a million records: how long the server takes for the slowest of each kind."""

import time
from collections.abc import Iterable, Iterator
from http import HTTPStatus
from operator import itemgetter
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from django.db import connection
from django.test import Client

from benchmarks import desk, people
from benchmarks.databases import Data, people_in
from benchmarks.registry import Stopwatch, case, figure
from fourme.accounts.models import Account, User
from records import conditions, paging, registry
from records.kinds import Boolean, Kind, Problem
from records.models import Person, PersonRoles
from records.references import RecordTarget, Scope
from records.types import RecordType

#: So often a page is asked for at most; one that took less than so many milliseconds, twice.
_TIMES, _FINE = 6, 70.0
#: So many of the slowest are asked for again at the end: others may use the machine for minutes.
_AGAIN = 50
#: Of the filters every seventh is counted in the dialog of an export as well.
_SOME = 7
#: Values for the filters of texts, rare ones and those that nobody has; and for those of the rest.
_TEXTS = ("Person Number 4711", "person", "zzz", "E900001")
_OTHERS = ("17", "700000", "2000-01-01T00:00:00Z", "2100-01-01T00:00:00Z", "nobody@bench.example")
_SEARCHES = {
    "people": ("4711", "person", "number 7", "person 4711", "person.4711@bench.example", "p1", "p"),
    "requests": ("R4711", "laptop", "printer 12", "does not start", "laptop printer", "4711", "l"),
}
#: Two filters together: none fits both, some do, all do.
_PAIRS = {
    "people": (
        "job_title__icontains=Specialist+7&vip__exact=yes",
        "time_zone__exact=Amsterdam&vip__exact=yes",
        "organization__icontains=Organization+1&site__icontains=Site+2",
        "name__istartswith=person&employee_id__exact=E4711",
        "updated_at__gte=2020-01-01&updated_at__lte=2020-01-02",
        "updated_at__gte=2020-01-01&created_at__gte=2020-01-01",
    ),
    "requests": (
        "status__exact=reservation_pending&category__exact=incident",
        "status__exact=completed&completion_reason__exact=solved",
        "team__icontains=Team+1&member__empty=",
        "created_at__gte=2024-01-01&created_at__lte=2024-01-02",
        "ci__empty=&urgent__exact=yes",
    ),
}


def fill(rows: int) -> None:
    """Make so many people and requests in one account, and few of them in another."""
    people.make(rows)
    desk.make(rows)


@case("list_page", Data.LISTS, rounds=1)
def list_page(watch: Stopwatch) -> int:
    """Look at pages of all kinds; tell the slowest of each kind, and of all.

    Also that of the first round, before the slowest are asked for again.
    """
    with watch:
        found, first = slowest()
    for kind, (took, _) in found.items():
        watch.told[f"{kind} (ms)"] = took
    watch.told["slowest_ms"] = max(took for took, _ in found.values())
    watch.told["slowest_of_first_round_ms"] = first
    return people_in(Data.LISTS)


def slowest() -> tuple[dict[str, tuple[float, str]], float]:
    """Return for each kind of page how long the slowest takes, and its address.

    And how long the slowest of all took in the first round.
    """
    asked = []
    for account in (Account.objects.get(pk="bench"), Account.objects.get(pk="few")):
        client = _client(account)
        for kind, path in pages(account):
            name = kind if account.pk == "bench" else f"{kind} of few among many"
            asked.append((_took(client, path), name, client, path))
    asked.sort(key=itemgetter(0), reverse=True)
    found: dict[str, tuple[float, str]] = {}
    for place, (took, name, client, path) in enumerate(asked):
        again = _took(client, path) if place < _AGAIN else took
        found[name] = max(found.get(name, (0.0, "")), (min(took, again), path))
    return found, asked[0][0]


def pages(account: Account) -> Iterator[tuple[str, str]]:
    """Yield the kinds of pages with their addresses."""
    for slug in ("people", "requests"):
        record_type = registry.get(slug)
        url = f"/records/{slug}/"
        for number, (kind, query) in enumerate(_queries(record_type, account)):
            yield kind, f"{url}?{query}"
            if kind in ("two filters", "search") or number % _SOME == 0:
                yield f"count of {kind} in the export dialog", f"/exports/{slug}/new/?{query}"
        newest = record_type.model._default_manager.filter(account=account).order_by("pk").last()
        if newest is not None:
            yield "record", f"{url}{newest.pk}/"
            yield "related records", f"{url}{newest.pk}/related/"
    for text in ("", "person", "organization 7", "person.4711@bench.example", "zzz", "o"):
        for slug in ("people", "organizations", "requests"):
            yield "suggestions", f"/records/{slug}/suggest/?q={quote(text)}"
        yield "search in all types", f"/records/?q={quote(text)}"
    yield "dashboard", "/records/"


def _queries(record_type: RecordType, account: Account) -> Iterator[tuple[str, str]]:
    slug = record_type.slug
    for name in paging.orders(record_type):
        for sort in (name, f"-{name}"):
            yield "page", f"sort={sort}"
            yield "page", f"sort={sort}&view=all" if slug == "people" else f"sort={sort}"
            for cursor in _cursors(record_type, account, sort):
                yield "page", f"sort={sort}&{cursor}"
    for text in _SEARCHES[slug]:
        yield "search", urlencode({"q": text})
        yield "search", urlencode({"q": text, "sort": "-updated_at"})
    for query in _PAIRS[slug]:
        yield "two filters", query
        yield "two filters", f"{query}&sort=-id"
        yield "search and filter", f"{query}&q=4711"
        yield "search and filter", f"{query}&q={'person' if slug == 'people' else 'printer'}"
    if slug == "people":
        yield "filter", "view=disabled"
        yield "filter", "view=disabled&sort=-updated_at"
    sorts = sorted(paging.orders(record_type))
    for number, condition in enumerate(filters_of(record_type, account)):
        yield "filter", f"{condition}&sort={'-' * (number % 2)}{sorts[number % len(sorts)]}"


def filters_of(record_type: RecordType, account: Account) -> Iterator[str]:
    """Yield every filter that is offered, with values that many, few and no records have."""
    records = record_type.model._default_manager.filter(account=account).order_by("-pk")
    scope, newest = Scope.of(account), records.first()
    for column in conditions.filterable(record_type):
        named = column.target.offer(scope, 1) if column.target is not None else []
        if isinstance(column.target, RecordTarget):
            yield from (urlencode({column.name: record.id}) for record in named)
        for lookup in conditions.lookups_of(column):
            name = f"{column.name}{conditions.SEPARATOR}{lookup}"
            if lookup in (conditions.EMPTY, conditions.FILLED):
                values: Iterable[str] = ("",)
            elif column.target is not None and lookup == "exact":
                values = (str(record.key) for record in named)
            else:
                values = _values(column.kind, lookup, getattr(newest, column.name, None))
            yield from (urlencode({name: value}) for value in values)


def _values(kind: Kind[Any], lookup: str, stored: Any) -> Iterable[str]:
    """Return texts that the filter takes, that of the stored value among them."""
    if isinstance(kind, Boolean):
        return ("yes", "no")
    if kind.free_text or lookup not in ("exact", "gte", "lte"):
        return _TEXTS
    others = [text for text in _OTHERS if not isinstance(kind.parse(text), Problem)]
    own = kind.format(stored) if stored is not None else ""
    return dict.fromkeys(text for text in (own, *kind.choices[:12], *others) if text)


def _cursors(record_type: RecordType, account: Account, sort: str) -> Iterator[str]:
    """Yield a place in the middle and the last one of an order, in both directions."""
    order = paging.order_of(record_type, sort)
    records = record_type.model._default_manager.filter(account=account)
    ids = records.order_by("pk")
    first, last = ids.first(), ids.last()
    if first is None or last is None:
        return
    middle = records.filter(pk__gte=(first.pk + last.pk) // 2).order_by("pk").first()
    for record in (first, middle, last):
        found = records.filter(pk=record.pk if record else 0).annotate(order_key=order.key)
        for row in found.values_list("pk", "order_key"):
            place = paging.written(row)
            yield urlencode({"after": place})
            yield urlencode({"before": place})


def _client(account: Account) -> Client:
    email = f"measures@{account.pk}.example"
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(email, "a long password")
        person = Person.objects.create(
            account=account, user=user, primary_email=email, name="Account Administrator"
        )
        PersonRoles.objects.create(account=account, person=person, account_administrator=True)
    client = Client()
    client.force_login(user)
    client.get("/records/")
    return client


def _took(client: Client, path: str) -> float:
    """Return the milliseconds that the server works for a page: the process and its database.

    The shortest of some times, in which it computes: others use the machine as well.
    """
    times: list[float] = []
    client.get(path)
    while len(times) < _TIMES and not (len(times) > 1 and min(times) < _FINE):
        begun = _worked()
        response = client.get(path)
        times.append((_worked() - begun) / 1_000_000)
        if response.status_code != HTTPStatus.OK:
            raise RuntimeError(f"{path} answers {response.status_code}.")
    return round(min(times), 1)


def _worked() -> int:
    """Return how many nanoseconds this process and its PostgreSQL had a processor so far.

    Where the system does not tell that of PostgreSQL, the time that went by.
    """
    connection.ensure_connection()
    told = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    if not told.exists():
        return time.perf_counter_ns()
    return time.process_time_ns() + int(told.read_text().split()[0])


figure("list_page", "list_page", of="slowest_ms", unit=100, most=1)
