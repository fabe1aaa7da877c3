"""The kind of a cell that holds notes, one after another, each with author and moment."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, tzinfo
from typing import Any, ClassVar, NamedTuple

from django import forms
from django.db.models import Expression

from records.kinds.kind import Kind, Problem
from records.kinds.moments import Timestamp
from records.kinds.references import Key
from records.kinds.text import TEXT_LENGTH

_AT = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:Z|[+-][0-9]{2}:[0-9]{2})"
_HEAD = rf"[^@ ]+@[^@ ]+(?: @[a-z0-9-]+)? {_AT}"
#: A line of a text that reads like the head of a note, for PostgreSQL; exports indent it.
NOTE_HEAD_SQL = rf"^( *{_HEAD})$"
_LINE = re.compile(rf"^(?P<author>[^@ ]+@[^@ ]+(?: @[a-z0-9-]+)?) (?P<at>{_AT})$")
_INDENTED = re.compile(rf"^ +{_HEAD}$")
_LINE_BREAKS = re.compile(r"\r\n?")


class NoteText(NamedTuple):
    """A note: who wrote it when; None for one that the importing person adds now."""

    author: Key | None
    at: dt.datetime | None
    text: str


@dataclass(frozen=True)
class Notes(Kind[tuple[NoteText, ...]]):
    """Notes, each after a line with the e-mail address of its author and the moment.

    Text before the first such line is a note too, without author and moment. A line of a text
    that reads like the head of a note is indented by a blank.
    """

    name: ClassVar[str] = "text"
    example: ClassVar[str] = "An example of a note."
    guarded: ClassVar[bool] = True
    lookups: ClassVar[tuple[str, ...]] = ()

    @property
    def blank(self) -> tuple[NoteText, ...]:
        """No notes."""
        return ()

    def parse(self, text: str) -> tuple[NoteText, ...] | Problem:
        """Read the notes."""
        found: list[tuple[Key | None, dt.datetime | None, list[str]]] = [(None, None, [])]
        for line in _LINE_BREAKS.sub("\n", text).split("\n"):
            head = _LINE.match(line)
            if head is None:
                found[-1][2].append(line[1:] if _INDENTED.match(line) else line)
                continue
            at = Timestamp().parse(head["at"])
            if isinstance(at, Problem):
                return at
            found.append((Key.of(head["author"]), at, []))
        result = [NoteText(who, at, "\n".join(lines).strip("\n")) for who, at, lines in found]
        if any(len(note.text) > TEXT_LENGTH for note in result):
            return Problem("has a note that is too long.", f"At most {TEXT_LENGTH:,} characters.")
        return tuple(dict.fromkeys(note for note in result if note.text.strip() or note.author))

    def format(self, value: tuple[NoteText, ...], zone: tzinfo = UTC) -> str:
        """Write the notes one after another."""
        return "\n\n".join(_written(note, zone) for note in value)

    def sql(self, column: Expression) -> Expression:
        """Return the text itself: the column makes it (`records.columns.Notes`)."""
        return column

    def map_keys(
        self, value: tuple[NoteText, ...], change: Callable[[Any], Any]
    ) -> tuple[NoteText, ...]:
        """Change the authors."""
        changed = (note._replace(author=note.author and change(note.author)) for note in value)
        return tuple(dict.fromkeys(changed))

    def widget(self) -> forms.Widget:
        """Write a note."""
        return forms.Textarea(attrs={"rows": 4})

    def explain(self) -> str:
        """Say how a note begins."""
        return (
            "Notes one after another, each below a line with the e-mail address of its author, a "
            "blank and the moment (2026-01-31T09:00:00Z). Text without such a line becomes a note "
            "of the person who imports the file."
        )


def _written(note: NoteText, zone: tzinfo) -> str:
    text = "\n".join(
        f" {line}" if _LINE.match(line) or _INDENTED.match(line) else line
        for line in note.text.split("\n")
    )
    if note.author is None or note.at is None:
        return text
    return f"{note.author} {Timestamp().format(note.at, zone)}\n{text}"
