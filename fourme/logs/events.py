"""The names of everything that the system log records."""

from dataclasses import dataclass

_EVENTS: dict[str, "Event"] = {}


@dataclass(frozen=True)
class Event:
    """A kind of log entry: its lasting name, the log it belongs to, and what people read.

    `lasts` tells work that takes a while from what happens at once.
    """

    name: str
    log_type: str
    label: str
    lasts: bool = False


def register(name: str, log_type: str, label: str, *, lasts: bool = False) -> Event:
    """Add an event; a name can be registered once. Raises ValueError if it is taken."""
    if name in _EVENTS:
        raise ValueError(f"The event {name} is registered already.")
    event = Event(name, log_type, label, lasts)
    _EVENTS[name] = event
    return event


def get(name: str) -> Event:
    """Return a registered event. Raises LookupError, so that no entry has an unknown name."""
    try:
        return _EVENTS[name]
    except KeyError:
        raise LookupError(f"{name} is not a registered event: {', '.join(_EVENTS)}.") from None


def named(name: str) -> Event:
    """Return the event of a stored entry; of one that is registered no more only the name."""
    return _EVENTS.get(name) or Event(name, "", name)


def of(log_type: str) -> list[Event]:
    """Return the events of a log by label."""
    return sorted(
        (event for event in _EVENTS.values() if event.log_type == log_type),
        key=lambda event: event.label,
    )


IMPORT = register("import.run", "import", "Import", lasts=True).name
EXPORT = register("export.run", "export", "Export", lasts=True).name
LOGIN = register("authentication.login", "authentication", "Login").name
LOGOUT = register("authentication.logout", "authentication", "Logout").name
LOGIN_FAILED = register("authentication.failed", "authentication", "Failed login").name
