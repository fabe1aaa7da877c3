"""Finding the records that references name, for many references at once.

Three outcomes: found, missing, ambiguous; and a fourth for an account without an accepted trust,
which says the same whether that account exists or not.
"""

import difflib
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from fourme.accounts.models import Account
from records.kinds import Key, Problem

if TYPE_CHECKING:
    from records.models.record import Record


@dataclass(frozen=True, slots=True)
class Missing(Problem):
    """No record has the key; unlike other problems, a record made later may mend it."""


Found = dict[Key, int | str | Problem]
#: How many missing references of one search get a suggestion, by their first letters.
_SUGGESTIONS, _BEGINNING, _NEARBY = 5, 3, 200


class Target(Protocol):
    """Where a reference looks for the record that a key names."""

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
    """The records of one type, named by the key of the type."""

    model: "type[Record]"

    def find(self, keys: Collection[Key], scope: Scope, *, suggest: bool = True) -> Found:
        """Look up the keys with one query (one more for each alternative key of the type)."""
        if not keys:
            return {}
        key = self.model.record_type().key
        texts = {key.fold(text) for each in keys for text in (each.text, str(each))}
        accounts = {each.account for each in keys if scope.sees(each.account)} | set(scope.own)
        ids: dict[tuple[str, str], list[int]] = {}
        for variant in key.variants():
            found: dict[tuple[str, str], list[int]] = {}
            rows = (
                self.model._default_manager.order_by()
                .annotate(reference_key=variant.expression())
                .filter(variant.condition(texts), account_id__in=accounts)
                .values_list("account_id", "reference_key", "id")
            )
            for account_id, text, pk in rows:
                found.setdefault((account_id, text), []).append(pk)
            ids = found | ids
        result: Found = {each: self._one(each, scope, ids) for each in keys}
        if suggest:
            self._suggest(result, scope)
        return result

    def _one(self, key: Key, scope: Scope, ids: dict[tuple[str, str], list[int]]) -> int | Problem:
        declared = self.model.record_type()
        fold = declared.key.fold
        if key.account and scope.sees(key.account):
            matches = ids.get((key.account, fold(key.text)), [])
        else:
            own = (ids.get((account, fold(str(key))), []) for account in scope.own)
            matches = next((each for each in own if each), [])
        if len(matches) == 1:
            return matches[0]
        if matches:
            return Problem(
                f"There are {len(matches)} {declared.label_of(2)} named “{key}”.",
                "Rename one of them, so that it is clear which one is meant.",
            )
        if key.account and not scope.sees(key.account):
            return Problem(
                f"{scope.account.id} has no accepted trust with an account “{key.account}”.",
                "Ask an account administrator for the trust, or leave the reference out.",
            )
        return Missing(f"There is no {declared.singular.lower()} {declared.key.phrase(str(key))}.")

    def _suggest(self, result: Found, scope: Scope) -> None:
        """Add the nearest name to the first few references that are missing."""
        missing = [
            key
            for key, each in result.items()
            if isinstance(each, Problem) and not each.hint and len(key.text) >= _BEGINNING
        ]
        for key in missing[:_SUGGESTIONS]:
            account = key.account or scope.account.id
            names = (
                self.model._default_manager.filter(account_id=account)
                .order_by()
                .annotate(reference_key=self.model.record_type().key.expression())
                .filter(reference_key__istartswith=key.text[:_BEGINNING])
                .values_list("reference_key", flat=True)[:_NEARBY]
            )
            near = difflib.get_close_matches(key.text, list(names), n=1, cutoff=0.75)
            if near:
                hint = f"Did you mean “{Key(near[0], key.account)}”?"
                result[key] = replace(result[key], hint=hint)  # type: ignore[type-var] # a Problem
