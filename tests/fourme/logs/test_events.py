import pytest

from fourme.logs import events
from fourme.logs.models import SystemLog


def test_the_known_events_belong_to_known_logs() -> None:
    for name in (events.IMPORT, events.EXPORT, events.LOGIN, events.LOGOUT, events.LOGIN_FAILED):
        assert events.get(name).log_type in SystemLog.LogType.values


def test_an_event_is_registered_once() -> None:
    with pytest.raises(ValueError, match="registered already"):
        events.register(events.IMPORT, "import", "Import")


def test_an_unknown_event_is_refused() -> None:
    with pytest.raises(LookupError, match="is not a registered event"):
        events.get("import.runn")
