"""Values that the cells of an example file may have, column by column, the best ones first."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fourme.accounts.rights import Actor
from records.kinds import Problem
from records.references import Offer, Scope, Target
from records.types import Backward, Column

#: So many records of a type are tried in a reference.
_OFFERED = 20


@dataclass(frozen=True)
class Candidate:
    """A text for a cell, and the value that the import will see: of references the IDs.

    `within` is what the column must have that says where the reference looks.
    """

    text: str
    value: Any
    within: Any = None


Choices = dict[str, list[Candidate]]


class Candidates:
    """Finds candidates; what the account has to offer for references is asked once.

    `unique` names the columns that need a value of their own although the database can fill them
    in, `removes` the one by which a row removes its record.
    """

    def __init__(self, actor: Actor, unique: frozenset[str], removes: str) -> None:
        self._scope = Scope.of(actor.account)
        self._unique = unique
        self._removes = removes
        self._offers: dict[tuple[Target, Any], list[Offer]] = {}

    def of(self, columns: Sequence[Column], given: Mapping[str, str], *, full: bool) -> Choices:
        """Return the candidates of each column; none for a reference that cannot be made.

        `given` are texts that must be. With `full` optional columns begin with a value, else with
        nothing.
        """
        places: Counter[str] = Counter()
        choices: Choices = {}
        for column in columns:
            if column.name in given:
                choices[column.name] = [_read(column, given[column.name])]
            else:
                found = self._made_up(column, places[column.kind.name], given)
                choices[column.name] = self._in_order(column, found, full=full)
            places[column.kind.name] += 1
        for column in columns:
            if column.within and column.within not in given and choices[column.name]:
                self._agree(column, columns, choices)
        return choices

    def offers(self, column: Column, within: Any = None) -> list[Offer]:
        """Return the first records that the reference can name."""
        target = column.target
        if target is None:
            return []
        if (target, within) not in self._offers:
            self._offers[target, within] = target.offer(self._scope, _OFFERED, within=within)
        return self._offers[target, within]

    def _made_up(self, column: Column, place: int, given: Mapping[str, str]) -> list[Candidate]:
        if column.names or isinstance(column.links, Backward):
            return []  # the record is named already; or records would be taken from others
        if column.generated and column.name not in self._unique:
            return []
        offers = self.offers(column, given.get(column.within) or None)
        named = [_naming(column, each) for each in _groups(offers, many=column.many)]
        named = [each for each in named if not _is_blank(column, each.value)]
        texts = () if named else column.kind.examples(column.header, place)
        texts = (column.example, *texts) if column.example else texts
        found = [*_default(column), *named, *(_read(column, text) for text in texts)]
        return [each for each in found if not _is_blank(column, each.value)]

    def _in_order(self, column: Column, found: list[Candidate], *, full: bool) -> list[Candidate]:
        nothing = column.kind.blank
        if nothing is False:  # which is a value like others
            begin, blank = int(column.default is True), Candidate(column.kind.format(False), False)
        elif column.required or column.name == self._removes:
            return found
        else:
            begin, blank = (
                int(full or not _is_blank(column, column.default)),
                Candidate("", nothing),
            )
        return [*found[:begin], blank, *found[begin:]]

    def _agree(self, column: Column, columns: Sequence[Column], choices: Choices) -> None:
        """Let the column that says where the reference looks say where it found something."""
        within = choices[column.name][0].within
        if within is None:
            return
        choices[column.name] = [
            each for each in choices[column.name] if not each.text or each.within == within
        ]
        where = next(each for each in columns if each.name == column.within)
        if where.target is None:
            choices[where.name] = [_read(where, str(within))]
        else:
            found = where.target.offer(self._scope, 1, ids=[within])
            choices[where.name] = [_naming(where, found)] if found else []


def _groups(offers: Sequence[Offer], *, many: bool) -> list[Sequence[Offer]]:
    """Return what a cell may name: each record, or the first two that go together."""
    if not many:
        return [[each] for each in offers]
    alike = [each for each in offers if each.within == offers[0].within]
    return [alike[:2], alike[:1]] if alike else []


def _naming(column: Column, offers: Sequence[Offer]) -> Candidate:
    kind = column.kind
    keys, ids = (
        kind.naming([each.key for each in offers]),
        kind.naming([each.id for each in offers]),
    )
    text = "" if _is_blank(column, keys) else kind.format(keys)
    return Candidate(text, ids, offers[0].within)


def _default(column: Column) -> list[Candidate]:
    if _is_blank(column, column.default) or callable(column.default):
        return []
    return [Candidate(column.kind.format(column.default), column.default)]


def _read(column: Column, text: str) -> Candidate:
    value = column.kind.read(text)
    if isinstance(value, Problem):
        raise ValueError(f"The example {text!r} of {column.header} {value}")  # noqa: TRY004 -- it is the declaration that is wrong
    return Candidate(text, value)


def _is_blank(column: Column, value: Any) -> bool:
    return value is None or value == column.kind.blank
