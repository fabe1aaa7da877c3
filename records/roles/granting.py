"""Which roles a person has in the account, and giving others: with the checks of every change."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet

from fourme.accounts import rights, trusts
from fourme.accounts.rights import Actor, Door
from fourme.accounts.roles import Role
from records import registry
from records.kinds import Key
from records.models import Person, PersonRoles
from records.references import Scope
from records.services import Conflict, save_record


def reachable(actor: Actor) -> QuerySet[Person]:
    """Return the people who can have roles in the account: its own, and those it may refer to.

    Also those who have had roles here before, whatever became of a trust.
    """
    scope = Scope.of(actor.account)
    accounts = {*scope.own, *scope.trusted}
    return Person.objects.filter(
        Q(account__in=accounts) | Q(roles__account=actor.account)
    ).distinct()


@dataclass(frozen=True)
class Holding:
    """A person with the roles in the actor's account."""

    actor: Actor
    person: Person

    @cached_property
    def stored(self) -> PersonRoles | None:
        """The record of the roles, None as long as the person has had none."""
        return PersonRoles.objects.filter(account=self.actor.account, person=self.person).first()

    @property
    def roles(self) -> frozenset[Role]:
        """The roles that count."""
        granted = self.stored.role_set() if self.stored else frozenset()
        return granted & frozenset(self.offered)

    @property
    def offered(self) -> list[Role]:
        """The roles that can be granted in the account."""
        return rights.counting(self.actor.account)

    @property
    def seen(self) -> str:
        """The moment of the last change, which the form sends back; "" before the first."""
        return self.stored.updated_at.isoformat() if self.stored else ""

    @property
    def own(self) -> bool:
        """Whether it is the actor's own person."""
        return self.person.user_id == self.actor.user.pk

    @property
    def foreign(self) -> bool:
        """Whether the person is of another account."""
        return self.person.account_id != self.actor.account.pk


@dataclass(frozen=True)
class Change:
    """Other roles for a person: what is added, what is taken, and what the actor loses by it."""

    holding: Holding
    wanted: frozenset[Role]

    @property
    def added(self) -> list[Role]:
        """The roles that the person gets."""
        return [role for role in Role if role in self.wanted - self.holding.roles]

    @property
    def taken(self) -> list[Role]:
        """The roles that the person loses."""
        return [role for role in Role if role in self.holding.roles - self.wanted]

    @property
    def lost(self) -> list[Door]:
        """What the actor may not do any more afterwards; empty when it is about somebody else."""
        if not self.holding.own:
            return []
        after = rights.doors(self.wanted)
        return [door for door in rights.doors(self.holding.roles) if door not in after]

    def save(self, seen: dt.datetime | None) -> None:
        """Store the roles; `seen` is when the record was read that the actor saw, None for none.

        Raises PermissionDenied, Refused, and Conflict when somebody else was quicker.
        """
        holding, actor = self.holding, self.holding.actor
        if not actor.may(Door.ROLES):
            raise PermissionDenied(
                f"None of your roles in {actor.account} lets you {Door.ROLES.label}."
            )
        if (seen is None) != (holding.stored is None):
            raise Conflict
        values: dict[str, object] = {role.value: role in self.wanted for role in holding.offered}
        if holding.stored is None:
            home = holding.person.account_id
            key = Key(holding.person.primary_email, home if holding.foreign else "")
            values |= {"account": Key(actor.account.pk), "person": key}
        record_type = registry.of(PersonRoles)
        with transaction.atomic():
            trusts.hold(actor.account.pk, holding.person.account_id)
            save_record(actor, record_type, values, record=holding.stored, seen=seen)
