"""What the applications add to the shell: sections of Settings, and the badge of running jobs."""

from dataclasses import dataclass

from django.urls import reverse

from fourme.accounts.rights import Actor, Door


@dataclass(frozen=True)
class Section:
    """A page of the Settings console with the door that shows it; `about` is one sentence."""

    label: str
    url_name: str
    door: Door
    about: str = ""

    @property
    def url(self) -> str:
        """The address of its first page; the pages below it belong to the section."""
        return reverse(self.url_name)


_SECTIONS: dict[str, Section] = {}
_BADGES: list[str] = []


def register_section(label: str, url_name: str, door: Door, about: str = "") -> None:
    """Add a section to Settings; call it in `AppConfig.ready`. Raises ValueError on a repeat."""
    if label in _SECTIONS:
        raise ValueError(f"Settings already has a section {label}.")
    _SECTIONS[label] = Section(label, url_name, door, about)


def register_badge(url_name: str) -> None:
    """Name the view whose fragment the top bar fetches: running and just finished jobs."""
    if _BADGES and [url_name] != _BADGES:
        raise ValueError(f"The top bar already shows {_BADGES[0]}.")
    _BADGES[:] = [url_name]


def sections(actor: Actor) -> list[Section]:
    """Return the sections that the actor may see, by label."""
    return [section for _, section in sorted(_SECTIONS.items()) if actor.may(section.door)]


def badge_url() -> str:
    """Return the address of the badge, "" if no application has one."""
    return reverse(_BADGES[0]) if _BADGES else ""
