"""Who has which roles in the account: a page of the list, searched and filtered."""

from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.http import urlencode

from fourme.accounts import rights
from fourme.accounts.rights import Actor
from fourme.accounts.roles import Role
from records import paging, search
from records.conditions import InvalidFilter
from records.models import Person, PersonRoles
from records.paging import Count, Order, Page
from records.references import Scope
from records.roles.forms import FilterForm

_ORDER = Order("person__name", folded=True)
_FEW = 1000


@dataclass(frozen=True)
class Holder:
    """A line of the list."""

    person: Person
    roles: list[Role]
    foreign: bool

    @property
    def state(self) -> str:
        """Why the person cannot use the roles, "" when it can."""
        if self.person.disabled:
            return "disabled"
        if self.person.user is None:
            return "no login"
        return "" if self.person.user.is_active else "login disabled"


class Listing:
    """The people with a role in the account, by name."""

    def __init__(self, actor: Actor, query: QueryDict) -> None:
        self._account = actor.account
        self._query = query
        self._offered = rights.counting(actor.account)
        self.form = FilterForm(self._offered, query)
        self.problem = "" if self.form.is_valid() else self.form.problem()

    @cached_property
    def _found(self) -> QuerySet[PersonRoles]:
        if self.problem:
            return PersonRoles.objects.none()
        role, text = self.form.cleaned_data["role"], self.form.cleaned_data["q"]
        names = [role] if role else [each.value for each in self._offered]
        granted = reduce(or_, (Q(**{name: True}) for name in names))
        found = PersonRoles.objects.filter(granted, account=self._account)
        return found.filter(person__in=self._people(text)) if text else found

    def _people(self, text: str) -> QuerySet[Any] | list[int]:
        scope = Scope.of(self._account)
        accounts = sorted({*scope.own, *scope.trusted})
        asked = search.condition(Person.record_type().search_columns, text, accounts)
        found = Person.objects.filter(asked, account__in=accounts).order_by().values("pk")
        few = list(found.values_list("pk", flat=True)[: _FEW + 1])
        # Within a subquery the planner cannot know how few they are, and may not use the index.
        return found if len(few) > _FEW else few

    @cached_property
    def page(self) -> Page:
        """The numbers of the lines and the neighbours of the page."""
        try:
            after, before = self._query.get("after", ""), self._query.get("before", "")
            return paging.page(self._found, _ORDER, after=after, before=before)
        except InvalidFilter as problem:
            self.problem = str(problem)
            return Page([], "", "")

    @cached_property
    def holders(self) -> list[Holder]:
        """The lines of the page."""
        rows = PersonRoles.objects.select_related("person__user").in_bulk(self.page.ids)
        return [self._holder(rows[pk]) for pk in self.page.ids]

    def _holder(self, row: PersonRoles) -> Holder:
        granted = row.role_set()
        roles = [role for role in self._offered if role in granted]
        return Holder(row.person, roles, row.person.account_id != self._account.pk)

    @cached_property
    def count(self) -> Count:
        """How many match."""
        return paging.count(self._found)

    @property
    def filtered(self) -> bool:
        """Whether anything is asked for."""
        return any(self._query.get(name) for name in ("q", "role"))

    @property
    def previous(self) -> str:
        """The address of the page before, "" on the first."""
        return self._address(before=self.page.before) if self.page.before else ""

    @property
    def next(self) -> str:
        """The address of the page after, "" on the last."""
        return self._address(after=self.page.after) if self.page.after else ""

    def _address(self, **cursor: str) -> str:
        kept = {name: self._query.get(name, "") for name in ("q", "role")}
        return f"?{urlencode({name: text for name, text in (kept | cursor).items() if text})}"
