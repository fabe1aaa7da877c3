"""The kind of short lists of numbers, such as the weekdays on which something repeats."""

import re
from dataclasses import dataclass
from typing import Any, ClassVar

from records.kinds.kind import Problem, TextKind

_NUMBER = re.compile(r"-?[0-9]{1,4}")


@dataclass(frozen=True)
class NumberList(TextKind):
    """Whole numbers from `first` to `last`, and those of `also`, with commas between them."""

    first: int = 0
    last: int = 9
    also: tuple[int, ...] = ()

    name: ClassVar[str] = "string"
    guarded: ClassVar[bool] = True
    lookups: ClassVar[tuple[str, ...]] = ("exact",)

    def parse(self, text: str) -> str | Problem:
        """Read the numbers in the order in which they stand; each counts once."""
        found: dict[int, None] = {}
        for part in filter(None, map(str.strip, text.split(","))):
            number = int(part) if _NUMBER.fullmatch(part) else None
            if number is None or not (self.first <= number <= self.last or number in self.also):
                return Problem(f"has “{part[:20]}”, which is not allowed here.", self.explain())
            found[number] = None
        return ",".join(map(str, found))

    def explain(self) -> str:
        """Say which numbers are allowed."""
        more = "".join(f", or {number}" for number in self.also)
        return f"Numbers from {self.first} to {self.last}{more}, with commas between them."

    def schema(self) -> dict[str, Any]:
        """Return the pattern."""
        return {"pattern": r"^\s*-?[0-9]+(\s*,\s*-?[0-9]+)*\s*$"}

    def examples(self, header: str, place: int) -> tuple[str, ...]:  # noqa: ARG002 -- all alike
        """Return the first number."""
        return (str(self.first),)
