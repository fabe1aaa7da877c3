"""Where a file came from: applications say where one that is over can be made again."""

from collections.abc import Callable
from dataclasses import dataclass

from fourme.files.models import StoredFile


@dataclass(frozen=True)
class Origin:
    """The address of the page of what made a file, and what can be done there, in a sentence."""

    address: str
    advice: str


Finder = Callable[[StoredFile], Origin | None]

_FINDERS: dict[str, Finder] = {}


def register(purpose: str, finder: Finder) -> None:
    """Say who knows the origin of files of a purpose; call it in `AppConfig.ready`."""
    if _FINDERS.setdefault(purpose, finder) != finder:
        raise ValueError(f"The origin of files for {purpose} is known already.")


def origin(stored: StoredFile) -> Origin | None:
    """Return where the file came from, None when nobody knows."""
    finder = _FINDERS.get(stored.purpose)
    return finder(stored) if finder else None
