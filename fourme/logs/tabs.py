"""The views of the System Logs: one for each type of entry, and those that others add."""

from dataclasses import dataclass

from django.urls import reverse

from fourme.logs.models import SystemLog

DEFAULT = SystemLog.LogType.AUTHENTICATION


@dataclass(frozen=True)
class Tab:
    """A log among the System Logs; `empty` says what will be entered there and how it begins."""

    name: str
    label: str
    empty: str
    url_name: str = "logs"

    @property
    def url(self) -> str:
        """The address of the log without filters."""
        view = f"?view={self.name}" if self.url_name == Tab.url_name else ""
        return reverse(self.url_name) + view


_START = "in the Records console: choose a type, then Actions,"
_TABS = {
    type_: Tab(type_, f"{type_.label} Log", empty)
    for type_, empty in {
        SystemLog.LogType.AUTHENTICATION: "Logins, logouts and failed logins of the people of this "
        "account are entered here.",
        SystemLog.LogType.IMPORT: f"Each import is entered here. Start one {_START} Import….",
        SystemLog.LogType.EXPORT: f"Each export is entered here. Start one {_START} Export…, or in "
        "Settings under Exports.",
        SystemLog.LogType.JOB: "Changes of the exports in Settings and of the settings of this "
        "account are entered here, and other work in the background.",
        SystemLog.LogType.ACCOUNT_TRUST: "Invitations to trust, and what became of them, are "
        "entered here. Invite another account in Settings under Account Trusts.",
    }.items()
}
_ADDED: dict[SystemLog.LogType, Tab] = {}


def register_tab(tab: Tab, *, before: SystemLog.LogType) -> None:
    """Add the log of another application; call it in `AppConfig.ready`."""
    _ADDED[before] = tab


def tabs() -> list[Tab]:
    """Return all logs in their order."""
    return [
        tab
        for type_ in SystemLog.LogType
        for tab in (_ADDED.get(type_), _TABS[type_])
        if tab is not None
    ]


def of(log_type: str) -> Tab:
    """Return the log of a type of entry."""
    return _TABS[SystemLog.LogType(log_type)]
