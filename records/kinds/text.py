"""Kinds of text: one line, many lines, addresses of the web and of mail."""

import re
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.db.models import Expression

from records.kinds.kind import Problem, TextKind

_LINE_BREAKS = re.compile(r"\r\n?")
_EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s.,;<>\"]+")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_FORBIDDEN_SCHEMES = {"javascript", "vbscript"}
TEXT_LENGTH = 65_536
_EXAMPLES = 50


def _length(max_length: int | None) -> dict[str, Any]:
    return {"maxLength": max_length} if max_length else {}


def _too_long(text: str, max_length: int | None) -> Problem | None:
    if max_length is None or len(text) <= max_length:
        return None
    return Problem(f"is {len(text):,} characters long.", f"At most {max_length:,} are allowed.")


@dataclass(frozen=True)
class String(TextKind):
    """One line of text; blanks around it are taken away."""

    max_length: int | None = None

    name: ClassVar[str] = "string"
    guarded: ClassVar[bool] = True
    free_text: ClassVar[bool] = True

    def parse(self, text: str) -> str | Problem:
        """Read one line."""
        text = text.strip()
        if "\n" in text or "\r" in text:
            return Problem("has a line break.", "This column holds a single line.")
        return _too_long(text, self.max_length) or text

    def explain(self) -> str:
        """Say how long it may be."""
        return "One line of text" + (
            f" of at most {self.max_length:,} characters." if self.max_length else "."
        )

    def schema(self) -> dict[str, Any]:
        """Return the length, and that there is no line break."""
        return _length(self.max_length) | {"pattern": r"^[^\r\n]*$"}

    def examples(self, header: str, place: int) -> tuple[str, ...]:  # noqa: ARG002 -- no place
        """Return the header as a text, with a number from the second on."""
        numbers = ("", *(f" {number}" for number in range(2, _EXAMPLES + 1)))
        text = f"Example {header.lower()}"
        return tuple(f"{text[: (self.max_length or 255) - len(n)]}{n}" for n in numbers)


@dataclass(frozen=True)
class Text(TextKind):
    """Text of several lines; line breaks are kept as LF. An export writes an empty one as `""`."""

    max_length: int | None = TEXT_LENGTH

    name: ClassVar[str] = "text"
    guarded: ClassVar[bool] = True
    free_text: ClassVar[bool] = True
    lookups: ClassVar[tuple[str, ...]] = ("icontains",)

    def parse(self, text: str) -> str | Problem:
        """Read the text as it is, with its line breaks made LF."""
        if "\r" in text:
            text = _LINE_BREAKS.sub("\n", text)
        return _too_long(text, self.max_length) or text

    def sql(self, column: Expression) -> Expression:
        """Return the column itself: COPY quotes the empty string."""
        return column

    def widget(self) -> forms.Widget:
        """Edit several lines."""
        return forms.Textarea(attrs={"rows": 5})

    def explain(self) -> str:
        """Say how long it may be."""
        return "Text of one or more lines" + (
            f", at most {self.max_length:,} characters." if self.max_length else "."
        )

    def schema(self) -> dict[str, Any]:
        """Return the length."""
        return _length(self.max_length)

    def examples(self, header: str, place: int) -> tuple[str, ...]:
        """Return the example, else the header as a text."""
        text = f"An example of the {header.lower()}."[: self.max_length]
        return super().examples(header, place) or (text,)


@dataclass(frozen=True)
class Email(TextKind):
    """An e-mail address, kept in lower case so that it is found in any."""

    max_length: int = 128

    name: ClassVar[str] = "email"
    guarded: ClassVar[bool] = True

    def parse(self, text: str) -> str | Problem:
        """Read an address."""
        text = text.strip().lower()
        if not text:
            return ""
        if not _EMAIL.fullmatch(text):
            return Problem("is not an e-mail address.", "Write it as name@example.com.")
        return _too_long(text, self.max_length) or text

    def widget(self) -> forms.Widget:
        """Edit with the keyboard of addresses."""
        return forms.EmailInput()

    def explain(self) -> str:
        """Say what an address is."""
        return f"An e-mail address of at most {self.max_length} characters."

    def schema(self) -> dict[str, Any]:
        """Return the format and the length."""
        return {"format": "email"} | _length(self.max_length)

    def examples(self, header: str, place: int) -> tuple[str, ...]:  # noqa: ARG002 -- all alike
        """Return addresses that nobody has."""
        return tuple(f"person{number}@widget.example" for number in range(1, _EXAMPLES + 1))


@dataclass(frozen=True)
class Uri(TextKind):
    """A web address, or a data URL; one without a scheme is kept as written."""

    max_length: int | None = None

    name: ClassVar[str] = "uri"
    guarded: ClassVar[bool] = True
    example: ClassVar[str] = "https://www.widget.example/"
    lookups: ClassVar[tuple[str, ...]] = ("icontains",)

    def parse(self, text: str) -> str | Problem:
        """Read an address without blanks inside."""
        text = text.strip()
        if re.search(r"\s", text):
            return Problem("is not a web address.", "It may not contain blanks.")
        scheme = _SCHEME.match(text)
        if scheme and scheme[1].lower() in _FORBIDDEN_SCHEMES:
            return Problem(f"begins with {scheme[1]}:, which is not allowed.", "Use https:.")
        return _too_long(text, self.max_length) or text

    def explain(self) -> str:
        """Say what it may be."""
        return "A web address such as https://www.widget.example/, or a data URL."

    def schema(self) -> dict[str, Any]:
        """Return the length, and that there are no blanks."""
        return _length(self.max_length) | {"pattern": r"^\S*$"}


@dataclass(frozen=True)
class Attachments(Uri):
    """Addresses of files, one per line."""

    name: ClassVar[str] = "attachment"

    def parse(self, text: str) -> str | Problem:
        """Read the addresses, leaving out empty lines."""
        lines = []
        for line in _LINE_BREAKS.sub("\n", text).split("\n"):
            address = super().parse(line)
            if isinstance(address, Problem):
                return address
            if address:
                lines.append(address)
        return "\n".join(lines)

    def sql(self, column: Expression) -> Expression:
        """Return the column itself: several values are quoted even when empty."""
        return column

    def widget(self) -> forms.Widget:
        """Edit one address per line."""
        return forms.Textarea(attrs={"rows": 3})

    def explain(self) -> str:
        """Say how several are written."""
        return "Addresses of files, one per line."

    def schema(self) -> dict[str, Any]:
        """Return nothing: the addresses may be of any length."""
        return {}
