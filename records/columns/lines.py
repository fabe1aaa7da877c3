"""Cells of several lines, made by PostgreSQL: the labels of links, and notes one after another."""

from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.db import models
from django.db.models import (
    Expression,
    F,
    Func,
    OuterRef,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Coalesce, Collate

from records import kinds
from records.kinds.kind import Glue
from records.types import NotesOf


def lines(
    model: type[models.Model], owner: str, text: Expression, **conditions: Expression | F
) -> Expression:
    """Return the texts of the rows of `model` that belong to the record, one per line.

    They are sorted by their bytes; the empty string when there are none.
    """
    found = (
        model._default_manager.filter(**{owner: OuterRef("pk")}, **conditions)
        .order_by()
        .values(owner)
        .annotate(lines=StringAgg(text, "\n", order_by=Collate(text, "C")))
        .values("lines")
    )
    return Coalesce(Subquery(found), Value(""), output_field=TextField())


def notes(links: NotesOf) -> Expression:
    """Return the notes about the record, from the oldest on; the empty string when none."""
    from records.columns.references import label  # noqa: PLC0415 -- that module needs this one

    email: Any = F("person__primary_email")
    moment: Any = F("created_at")
    author = label("person__", email, OuterRef("account_id"))
    head = Glue(author, Value(" "), kinds.Timestamp().sql(moment), Value("\n"))
    body = Func(
        F("text"),
        Value(kinds.NOTE_HEAD_SQL),
        Value(r" \1"),
        Value("gn"),
        function="regexp_replace",
        output_field=TextField(),
    )
    found = (
        links.model._default_manager.filter(
            about=links.about, record_id=OuterRef("pk"), internal=links.internal
        )
        .order_by()
        .values("record_id")
        .annotate(lines=StringAgg(Glue(head, body), "\n\n", order_by=("created_at", "id")))
        .values("lines")
    )
    return Coalesce(Subquery(found), Value(""), output_field=TextField())
