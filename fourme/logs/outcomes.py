"""How the entries of a log can end: their words and colours."""

from collections.abc import Iterator
from dataclasses import dataclass

from fourme.logs.models import Level


@dataclass(frozen=True)
class Outcome:
    """A way to end: the stored value, its word, its tone (a class of the stylesheet)."""

    name: str
    label: str
    tone: str


@dataclass(frozen=True)
class Outcomes:
    """The outcomes of a log, from the bottom of a bar to its top.

    `field` holds the outcome of an entry, and is the parameter that filters by it.
    """

    field: str
    known: tuple[Outcome, ...]

    def __iter__(self) -> Iterator[Outcome]:
        return iter(self.known)

    def __getitem__(self, name: str) -> Outcome:
        return next(outcome for outcome in self.known if outcome.name == name)

    def choices(self) -> list[tuple[str, str]]:
        """Return them for a form, the worst first."""
        return [(outcome.name, outcome.label) for outcome in reversed(self.known)]


#: A running entry has no level yet.
RUNNING = Outcome(Level.UNKNOWN, "Running", "processing")
LEVELS = Outcomes(
    "level",
    (
        *(
            Outcome(level, str(level.label), level)
            for level in (
                Level.DEBUG,
                Level.INFORMATION,
                Level.WARNING,
                Level.ERROR,
                Level.FATAL,
            )
        ),
        RUNNING,
    ),
)
