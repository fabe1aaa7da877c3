"""A record on its way to be saved: checked as a whole, then written with what belongs to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import UniqueConstraint

from fourme.accounts.rights import Actor
from records import changes, links
from records.beyond import Beyond
from records.kinds import Problem
from records.kinds.references import with_article
from records.links import LinkChange, Writing
from records.models.record import Record
from records.references import Scope
from records.resolving import Resolver
from records.types import Children, Column, RecordType

Values = Mapping[str, Any]
Rows = Sequence[Values]


@dataclass
class Refused(Exception):  # noqa: N818 -- it reads as what it is
    """Nothing was saved. What is wrong by column name, and for child rows by number and name."""

    errors: dict[str, list[str]] = field(default_factory=dict)
    rows: list[tuple[int, str, str]] = field(default_factory=list)

    def add(self, name: str, message: str) -> None:
        """Add what is wrong with a column ("" when it is none in particular)."""
        self.errors.setdefault(name, []).append(message)

    def all(self) -> list[str]:
        """Return all messages."""
        return [message for messages in self.errors.values() for message in messages] + [
            message for _, _, message in self.rows
        ]


@dataclass
class Saving:
    """A change on its way: checked as a whole, then written."""

    actor: Actor
    record_type: RecordType
    stored: Record | None
    values: dict[str, Any]
    rows: Rows | None
    refused: Refused = field(default_factory=Refused)

    def check(self) -> None:
        """Resolve the references; raise Refused with all that is wrong."""
        self.resolve()
        self._require()
        if not self.refused.errors:
            self._rules()
            self._own_rights()
        if self.refused.errors or self.refused.rows:
            raise self.refused

    def save(self) -> Record:
        """Write the record with its child rows; a change that changes nothing writes nothing."""
        record = self.stored or self.record_type.model(account=self.actor.account)
        before = changes.snapshot(record) if self.stored else None
        rows = self._stored_rows(record) if self.stored else []
        plain = {_attribute(c): self.values[c.name] for c in self._named() if not c.many}
        differs = any(getattr(record, name) != value for name, value in plain.items())
        if self.rows is not None:
            differs |= rows != self._wanted_rows()
        for name, value in plain.items():
            setattr(record, name, value)
        if not self.stored:
            self._write(record)
        linked = self._link(record)
        if self.rows is not None:
            self._replace_rows(record, self.rows)
        if self.stored and (differs or linked):
            self._write(record)
        changes.tell(self.actor, record, before, linked, self._beside(rows))
        return record

    def _beside(self, rows: list[tuple[Any, ...]]) -> changes.Values:
        """Return the child rows when they differ, and the several values of a new record."""
        beside: changes.Values = {}
        merge, wanted = self.record_type.merge, self._wanted_rows()
        if isinstance(merge, Children) and self.rows is not None and rows != wanted:
            beside[merge.relation] = [rows, wanted]
        for column in self._named() if not self.stored else ():
            if column.many and self.values[column.name]:
                beside[column.name] = [[], changes.shown(column, self.values[column.name])]
        return beside

    def _write(self, record: Record) -> None:
        try:
            with transaction.atomic():
                record.save()
        except IntegrityError as error:
            raise self._refusal(error) from error
        record.refresh_from_db()  # the database has filled in what it generates

    def _link(self, record: Record) -> list[LinkChange]:
        """Write the columns with several values; return what was changed of a stored record."""
        person = getattr(self.actor.user, "person", None)
        writing = Writing(
            self.record_type,
            self.actor.account,
            person.pk if person else None,
            {record.pk} if self.stored else (),
        )
        return [
            change
            for column in self._named()
            if column.many
            for change in links.write(column, {record.pk: self.values[column.name]}, writing)
        ]

    def _named(self) -> list[Column]:
        """Return the columns of the values; none that is generated and left alone."""
        columns = [self.record_type.column(name) for name in self.values]
        return [
            column
            for column in columns
            if not (self.stored and column.generated and self.values[column.name] in (None, ""))
        ]

    def resolve(self) -> None:
        """Put the records that the references name in their place."""
        names, row = list(self.values), list(self.values.values())
        columns = [self.record_type.column(name) for name in names]
        resolver = Resolver(self.record_type, columns, Scope.of(self.actor.account))

        def refuse(_: int, place: int, __: object, problem: Problem) -> None:
            says_what = problem.reason[:1].islower()  # of the column
            message = self._message(names[place], problem) if says_what else str(problem)
            self.refused.add(names[place], message)

        resolver.resolve([row], refuse)
        for place, within in resolver.outside:
            scope = getattr(self.stored, _attribute(within)) if self.stored else within.default
            resolver.resolve_within([row], place, [scope], refuse)
        self.values = dict(zip(names, row, strict=True))

    def _require(self) -> None:
        for column in self.record_type.columns:
            named = column.name in self.values
            if not column.required or column.relation or not (named or self.stored is None):
                continue
            value = self.values.get(column.name, column.default)
            if value in (None, "", [], ()) and column.name != "account":
                self.refused.add(column.name, f"{column.header} is required.")

    def _rules(self) -> None:
        merged = self._merged()
        Beyond(self.record_type).add([merged])
        children = {column.name for column in self.record_type.columns if column.relation}
        for rule in self.record_type.rules:
            if children.isdisjoint(rule.names):
                if found := rule.check(merged):
                    self.refused.add(found[0], self._message(*found))
                continue
            for number, row in enumerate(self.rows or ()):
                if found := rule.check(merged | dict(row)):
                    self.refused.rows.append((number, found[0], self._message(*found)))

    def _merged(self) -> dict[str, Any]:
        merged: dict[str, Any] = {"id": self.stored.pk if self.stored else None}
        named = {column.name for column in self._named()}
        for column in self.record_type.columns:
            if column.name in named:
                merged[column.name] = self.values[column.name]
            elif column.many or (column.field is not None and not column.relation):
                merged[column.name] = self._stored(column) if self.stored else column.default
        return merged

    def _stored(self, column: Column) -> Any:
        """Return what the record has in a column; several values only where a rule needs them."""
        assert self.stored is not None  # noqa: S101 -- the caller has looked
        if not column.many:
            return getattr(self.stored, _attribute(column))
        if not any(column.name in rule.names for rule in self.record_type.rules):
            return ()
        found = links.stored(column, [self.stored.pk], self.actor.account)
        return found.get(self.stored.pk, ())

    def _message(self, name: str, problem: Problem) -> str:
        return f"{self.record_type.column(name).header} {problem}"

    def _own_rights(self) -> None:
        found = self.stored and self.stored.protects(self.actor.user, self.values)
        if found:
            self.refused.add(found[0], str(found[1]))

    def _refusal(self, error: IntegrityError) -> Exception:
        """Return what the database has refused in words, the error itself when there are none."""
        diagnosis = getattr(error.__cause__, "diag", None)
        name = str(getattr(diagnosis, "constraint_name", ""))
        if name in self.record_type.model.refusals:
            column, problem = self.record_type.model.refusals[name]
            return Refused({column: [str(problem)]})
        for constraint in self.record_type.model._meta.constraints:
            if isinstance(constraint, UniqueConstraint) and constraint.name == name:
                columns = [self.record_type.column(each) for each in constraint.fields[1:]]
                headers = " and ".join(column.header for column in columns)
                thing = self.record_type.label_of(1)
                message = f"There is already {with_article(thing)} with this {headers}."
                return Refused({columns[-1].name: [message]})
        return error

    def _replace_rows(self, record: Record, rows: Rows) -> None:
        if isinstance(self.record_type.merge, Children):
            related = getattr(record, self.record_type.merge.relation)
            if self._stored_rows(record) != self._wanted_rows():
                related.all().delete()
                for row in rows:
                    related.create(**row)

    def _stored_rows(self, record: Record) -> list[tuple[Any, ...]]:
        merge = self.record_type.merge
        if not isinstance(merge, Children):
            return []
        return list(getattr(record, merge.relation).values_list(*self._row_names()))

    def _wanted_rows(self) -> list[tuple[Any, ...]]:
        return [tuple(row[name] for name in self._row_names()) for row in self.rows or ()]

    def _row_names(self) -> list[str]:
        return [column.name for column in self.record_type.columns if column.relation]


def _attribute(column: Column) -> str:
    return str(getattr(column.field, "attname", column.name))
