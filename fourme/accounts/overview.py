"""What the applications show of an account at a glance: panels of Account Overview."""

from collections.abc import Callable
from dataclasses import dataclass

from fourme.accounts.rights import Actor


@dataclass(frozen=True)
class Line:
    """Something and what there is to say of it; with an address it leads there."""

    label: str
    text: str
    url: str = ""
    #: The class of a badge for the text, "" for plain text.
    tone: str = ""


@dataclass(frozen=True)
class Panel:
    """A titled list of lines; without any it says `empty`, or does not show."""

    title: str
    lines: tuple[Line, ...] = ()
    empty: str = ""


#: Returns the panel as the actor may see it, None when it may not.
Source = Callable[[Actor], Panel | None]
_SOURCES: list[Source] = []


def register(source: Source) -> None:
    """Add a panel; call it in `AppConfig.ready`."""
    if source not in _SOURCES:
        _SOURCES.append(source)


def panels(actor: Actor) -> list[Panel]:
    """Return the panels that the actor may see and that have something to say."""
    found = (source(actor) for source in _SOURCES)
    return [panel for panel in found if panel and (panel.lines or panel.empty)]
