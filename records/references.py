"""Finding the records that references name, for many references at once.

Three outcomes: found, missing, ambiguous; and a fourth for an account without an accepted trust,
which says the same whether that account exists or not.
"""

import difflib
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Protocol

from django.apps import apps

from fourme.accounts.models import Account
from records.keys import ID_KEY, RecordKey
from records.kinds import BY_ID, SOURCE_SEPARATOR, Key, Problem

if TYPE_CHECKING:
    from records.models.record import Record
    from records.types import RecordType


@dataclass(frozen=True, slots=True)
class Missing(Problem):
    """No record has the key; unlike other problems, a record made later may mend it."""


Found = dict[Key, int | str | Problem]
#: Account, text of the key and, for a target within something, that → the records with it.
Ids = dict[tuple[Any, ...], list[int]]
#: How many missing references of one search get a suggestion, by their first letters.
_SUGGESTIONS, _BEGINNING, _NEARBY = 5, 3, 200


@dataclass(frozen=True, slots=True)
class Offer:
    """A record that a key names without doubt, and what it shares with those that refer to it."""

    key: Key
    id: int | str

    @property
    def within(self) -> int | str | None:
        """The value of the column that says where the reference looks."""
        return self.key.within


class Target(Protocol):
    """Where a reference looks for the record that a key names."""

    def types(self) -> "tuple[RecordType, ...]":
        """Return the types of the records that may be named."""

    def offer(
        self, scope: "Scope", count: int, *, within: Any = None, ids: Collection[int] = ()
    ) -> list[Offer]:
        """Return the first records of the account that can be named, at most `count`.

        Of those within something, or with these IDs only, when they are given.
        """

    def find(self, keys: Collection[Key], scope: "Scope", *, suggest: bool = True) -> Found:
        """Return for each key the primary key of its record, or why there is none.

        With `suggest` the first few missing ones come with the nearest name.
        """


@dataclass(frozen=True)
class Scope:
    """The accounts whose records may be named from an account, read once per run."""

    account: Account
    trusted: frozenset[str] = field(default_factory=frozenset)

    @classmethod
    def of(cls, account: Account) -> "Scope":
        """Read the accepted trusts of the account."""
        return cls(account, frozenset(account.trusted_ids()))

    @property
    def own(self) -> tuple[str, ...]:
        """The account, and the directory account whose records it shares, in order of search."""
        directory = self.account.directory_id
        return (self.account.id, directory) if directory else (self.account.id,)

    def sees(self, account_id: str) -> bool:
        """Tell whether records of the account may be named."""
        return account_id in self.trusted or account_id in self.own


@dataclass(frozen=True)
class CurrentAccount:
    """The account at work is the only account that may be named (Role Account)."""

    def types(self) -> "tuple[RecordType, ...]":
        """Return none: accounts are no records."""
        return ()

    def offer(
        self,
        scope: Scope,
        count: int,  # noqa: ARG002 -- there is one
        *,
        within: Any = None,  # noqa: ARG002 -- as above
        ids: Collection[int] = (),  # noqa: ARG002 -- as above
    ) -> list[Offer]:
        """Return the account."""
        return [Offer(Key(scope.account.id), scope.account.id)]

    def find(self, keys: Collection[Key], scope: Scope, *, suggest: bool = True) -> Found:  # noqa: ARG002 -- the hint is fixed
        """Accept the id of the current account."""
        current = scope.account.id
        return {
            key: current
            if str(key) == current
            else Problem(
                f"Roles of another account cannot be changed from {current}.",
                f"Write {current}, or import the file in that account.",
            )
            for key in keys
        }


@dataclass(frozen=True)
class RecordTarget:
    """The records of one type, named by the key of the type.

    With `within` only those count that share the key's value of that column. With `own` records
    of another account cannot be named, because the reference would change them. `key` takes the
    place of the key of the type.
    """

    model: "type[Record]"
    within: str = ""
    own: bool = False
    key: RecordKey | None = None

    @property
    def record_key(self) -> RecordKey:
        """By what the records are named."""
        return self.key or self.model.record_type().key

    def types(self) -> "tuple[RecordType, ...]":
        """Return the type."""
        return (self.model.record_type(),)

    def offer(
        self, scope: Scope, count: int, *, within: Any = None, ids: Collection[int] = ()
    ) -> list[Offer]:
        """Return the first records whose key names no other one."""
        rows = (
            self.model._default_manager.filter(account=scope.account)
            .order_by("pk")
            .annotate(reference_key=self.record_key.expression())
        )
        if ids:
            rows = rows.filter(pk__in=ids)
        if self.within and within is not None:
            rows = rows.filter(**{self.within: within})
        columns = ["pk", "reference_key", *([self.within] if self.within else [])]
        keys = {
            pk: Key(text, scope.account.id if " @" in text else "", within=next(iter(shared), None))
            for pk, text, *shared in rows.values_list(*columns)[:count]
            if text
        }
        found = self.find(keys.values(), scope, suggest=False)
        return [Offer(key, pk) for pk, key in keys.items() if found[key] == pk]

    def find(self, keys: Collection[Key], scope: Scope, *, suggest: bool = True) -> Found:
        """Look up the keys, with one query for each way to name a record."""
        result: Found = {}
        for by in {key.by for key in keys}:
            mine = [key for key in keys if key.by == by]
            result |= self._find(mine, self.record_key.named(by), scope)
        if suggest:
            self._suggest(result, scope)
        return result

    def _find(self, keys: Collection[Key], record_key: RecordKey, scope: Scope) -> Found:
        texts = {record_key.fold(text) for key in keys for text in (key.text, _shown(key))}
        accounts = {key.account for key in keys if scope.sees(key.account)}
        accounts.update(self._searched(scope))
        ids: Ids = {}
        for variant in record_key.variants():
            ids = self._ids(keys, variant, texts, accounts) | ids
        return {key: self._one(key, record_key, scope, ids) for key in keys}

    def _searched(self, scope: Scope) -> tuple[str, ...]:
        """Return the accounts in which a key without one is looked for."""
        return (scope.account.id,) if self.own else scope.own

    def _ids(
        self, keys: Collection[Key], variant: RecordKey, texts: set[str], accounts: set[str]
    ) -> Ids:
        rows = (
            self.model._default_manager.order_by()
            .annotate(reference_key=variant.expression())
            .filter(variant.condition(texts), account_id__in=accounts)
        )
        columns = ["account_id", "reference_key", "id"]
        if self.within:
            rows = rows.filter(**{f"{self.within}__in": {key.within for key in keys}})
            columns.append(self.within)
        found: Ids = {}
        for account_id, text, pk, *within in rows.values_list(*columns):
            found.setdefault((account_id, text, *within), []).append(pk)
        return found

    def _one(self, key: Key, record_key: RecordKey, scope: Scope, ids: Ids) -> int | Problem:
        declared = self.model.record_type()
        within = (key.within,) if self.within else ()
        foreign = key.account and scope.sees(key.account)
        if foreign:
            matches = ids.get((key.account, record_key.fold(key.text), *within), [])
        else:
            text = record_key.fold(_shown(key))
            own = (ids.get((account, text, *within), []) for account in self._searched(scope))
            matches = next((each for each in own if each), [])
        if len(matches) == 1:
            if self.own and foreign and key.account != scope.account.id:
                return Problem(
                    f"is in another account, {key.account}, and cannot be changed from here.",
                    f"Set the reference of that {declared.label_of(1)} in its own account.",
                )
            return matches[0]
        if matches:
            return Problem(
                f"There are {len(matches)} {declared.label_of(2)} named “{readable(key)}”.",
                "Rename one of them, so that it is clear which one is meant.",
            )
        if key.account and not foreign:
            return Problem(
                f"{scope.account.id} has no accepted trust with an account “{key.account}”.",
                "Ask an account administrator for the trust, or leave the reference out.",
            )
        phrase = record_key.phrase(readable(key))
        return Missing(f"There is no {declared.label_of(1)} {phrase}.")

    def _suggest(self, result: Found, scope: Scope) -> None:
        """Add the nearest name to the first few references that are missing."""
        from records import searching  # noqa: PLC0415 -- it needs the models, which need this

        missing = [
            key
            for key, each in result.items()
            if isinstance(each, Problem)
            and not (each.hint or key.by or self.within)
            and len(key.text) >= _BEGINNING
        ]
        for key in missing[:_SUGGESTIONS]:
            account = key.account or scope.account.id
            beginning = key.text[:_BEGINNING]
            records = self.model._default_manager.filter(account_id=account).order_by()
            begun = searching.split(self.model.record_type(), beginning, [account])
            names = (
                searching.some(records, begun)
                .order_by()
                .annotate(reference_key=self.record_key.expression())
                .filter(reference_key__istartswith=beginning)
                .values_list("reference_key", flat=True)[:_NEARBY]
            )
            near = difflib.get_close_matches(key.text, list(names), n=1, cutoff=0.75)
            if near:
                hint = f"Did you mean “{Key(near[0], key.account)}”?"
                result[key] = replace(result[key], hint=hint)  # type: ignore[type-var] # a Problem


@dataclass(frozen=True)
class TypedTarget:
    """A record by its ID, of the type that another column tells: its value → name of the model.

    Records of another account cannot be named, as with `RecordTarget.own`.
    """

    models: tuple[tuple[str, str], ...]

    def types(self) -> "tuple[RecordType, ...]":
        """Return the types."""
        return tuple(target.types()[0] for _, target in self._targets())

    def offer(
        self, scope: Scope, count: int, *, within: Any = None, ids: Collection[int] = ()
    ) -> list[Offer]:
        """Return the first records of each type, or of that within which they are looked for."""
        return [
            Offer(Key(str(each.id), within=value), each.id)
            for value, target in self._targets()
            if within in (None, value)
            for each in target.offer(scope, count, ids=ids)
        ]

    def _targets(self) -> "list[tuple[str, RecordTarget]]":
        named = ((value, apps.get_model("records", name)) for value, name in self.models)
        return [(value, RecordTarget(model, key=ID_KEY)) for value, model in named]

    def find(self, keys: Collection[Key], scope: Scope, *, suggest: bool = True) -> Found:
        """Look up the keys of each type."""
        result: Found = {}
        for value, name in self.models:
            mine = {key: replace(key, by=BY_ID, within=None) for key in keys if key.within == value}
            model: Any = apps.get_model("records", name)
            found = RecordTarget(model, own=True).find(mine.values(), scope, suggest=suggest)
            result |= {key: found[asked] for key, asked in mine.items()}
        unknown = (key for key in keys if key not in result)
        result |= {
            key: Problem(f"There are no records of the type “{key.within}” here.")
            for key in unknown
        }
        return result


def readable(key: Key) -> str:
    """Return the text of a key for people."""
    return str(key).replace(SOURCE_SEPARATOR, " / ")


def _shown(key: Key) -> str:
    return key.text if key.by else str(key)
