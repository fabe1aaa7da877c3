"""The names of everything that the system log records."""

from dataclasses import dataclass

_EVENTS: dict[str, "Event"] = {}


@dataclass(frozen=True)
class Event:
    """A kind of log entry: its lasting name, the log it belongs to, and what people read."""

    name: str
    log_type: str
    label: str


def register(name: str, log_type: str, label: str) -> Event:
    """Add an event; a name can be registered once. Raises ValueError if it is taken."""
    if name in _EVENTS:
        raise ValueError(f"The event {name} is registered already.")
    event = Event(name, log_type, label)
    _EVENTS[name] = event
    return event


def get(name: str) -> Event:
    """Return a registered event. Raises LookupError, so that no entry has an unknown name."""
    try:
        return _EVENTS[name]
    except KeyError:
        raise LookupError(f"{name} is not a registered event: {', '.join(_EVENTS)}.") from None


IMPORT = register("import.run", "import", "Import").name
EXPORT = register("export.run", "export", "Export").name
LOGIN = register("authentication.login", "authentication", "Login").name
LOGOUT = register("authentication.logout", "authentication", "Logout").name
LOGIN_FAILED = register("authentication.failed", "authentication", "Failed login").name
