"""Suggestions for references: records of the account and of those it trusts."""

from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, F, QuerySet
from django.db.models.functions import Cast

from fourme.accounts.rights import Actor
from records import search, searching
from records.kinds import Key
from records.references import RecordTarget, Scope
from records.related import origins
from records.types import RecordType

_SHOWN, _READ = 12, 200


@dataclass(frozen=True)
class Suggestion:
    """What to write, and what people know the record by ("" when that is the same)."""

    key: str
    label: str


def suggestions(actor: Actor, record_type: RecordType, text: str) -> list[Suggestion]:
    """Return a few records whose words begin with those of the text, own ones first."""
    if not actor.may(record_type.door) or len(text) > search.MAX_LENGTH or "\0" in text:
        return []
    accounts = _accounts(actor, record_type)
    label = next(iter(record_type.search_columns), "id")
    found = (
        _asked(record_type, text.strip(), accounts)
        .order_by()
        .annotate(
            reference_key=record_type.key.expression(),
            reference_label=Cast(F(label), CharField()),
        )
        .values_list("account_id", "reference_key", "reference_label")[:_READ]
    )
    own = actor.account.id
    ranked = sorted(found, key=lambda row: (row[0] != own, row[1].lower()))
    return [
        Suggestion(str(Key(key, "" if account == own else account)), "" if shown == key else shown)
        for account, key, shown in ranked[:_SHOWN]
    ]


def _accounts(actor: Actor, record_type: RecordType) -> set[str]:
    """Return whose records are suggested: others' only where a reference may name them."""
    targets = (origin.column.target for origin in origins(record_type))
    if not any(isinstance(each, RecordTarget) and not each.own for each in targets):
        return {actor.account.id}
    scope = Scope.of(actor.account)
    return {*scope.own, *scope.trusted}


def _asked(record_type: RecordType, text: str, accounts: set[str]) -> "QuerySet[Any]":
    records = record_type.model._default_manager.filter(account_id__in=accounts)
    if not text:
        return records
    return searching.some(records, searching.split(record_type, text, sorted(accounts)))
