"""Kinds of text whose lines follow a pattern: named expressions and actions, filters of views."""

import re
from abc import abstractmethod
from dataclasses import dataclass
from typing import ClassVar

from records.kinds.kind import Problem
from records.kinds.text import Text

_NAMED = re.compile(r"[A-Za-z_][A-Za-z0-9_ ]*: *\S.*")
_SHOWN = 60


class _Lines(Text):
    """Text of which each line is checked; empty lines are left out."""

    def parse(self, text: str) -> str | Problem:
        """Read the lines."""
        found = super().parse(text)
        if isinstance(found, Problem):
            return found
        lines = [line.strip() for line in found.split("\n") if line.strip()]
        for line in lines:
            if wrong := self._wrong(line):
                return Problem(f"has a line “{line[:_SHOWN]}” {wrong}.", self.explain())
        return "\n".join(lines)

    @abstractmethod
    def _wrong(self, line: str) -> str:
        """Say what is wrong with a line, "" when nothing is."""


@dataclass(frozen=True)
class NamedLines(_Lines):
    """Named expressions or actions of a rule, one per line: `is_urgent: request.urgent`."""

    name: ClassVar[str] = "text"
    example: ClassVar[str] = "urgent: req.urgent"

    def _wrong(self, line: str) -> str:
        return "" if _NAMED.fullmatch(line) else "without a name and a colon"

    def explain(self) -> str:
        """Give an example."""
        return "One per line: a name, a colon and what it stands for, such as urgent: req.urgent."


@dataclass(frozen=True)
class FilterLines(_Lines):
    """The filters of a view, one per line: `name|value;value|0`.

    The last part is 1 when the filter is negated. `$` opens a special value; a value of a record
    that begins with `$` gets a second one in front.
    """

    name: ClassVar[str] = "text"
    example: ClassVar[str] = "Status|assigned|0"

    def _wrong(self, line: str) -> str:
        parts = line.split("|")
        if len(parts) != 3 or not parts[0].strip() or not parts[1].strip():  # noqa: PLR2004 -- name, values, negated
            return "that is not a name, values and 0 or 1 with | between them"
        return "" if parts[2].strip() in {"0", "1"} else "that does not end with 0 or 1"

    def explain(self) -> str:
        """Say what the parts are."""
        return (
            "One filter per line: its name, |, the values with semicolons between them, |, and 0, "
            "or 1 when it is negated. A record value that begins with $ is written with $$."
        )


@dataclass(frozen=True)
class Phases(_Lines):
    """The names of phases in their order, one per line; each once."""

    name: ClassVar[str] = "text"
    example: ClassVar[str] = "Preparation\nRollout"

    def parse(self, text: str) -> str | Problem:
        """Read the names."""
        found = super().parse(text)
        if isinstance(found, Problem):
            return found
        names = found.split("\n")
        double = next((name for name in names if names.count(name) > 1), "")
        if double:
            return Problem(f"has the phase “{double[:_SHOWN]}” twice.", "Name each phase once.")
        return found

    def _wrong(self, line: str) -> str:  # noqa: ARG002 -- any name is right
        return ""

    def explain(self) -> str:
        """Say how they are written."""
        return "The names of the phases in their order, one per line."
