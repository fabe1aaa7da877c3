"""What every page shows around its content."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from fourme.accounts import navigation
from fourme.accounts.models import User
from fourme.accounts.rights import Actor


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return `shell`: the current account, the accounts to switch to, the person, the sections."""
    actor: Actor | None = getattr(request, "actor", None)
    user = getattr(request, "user", None)
    label = person_label(user) if isinstance(user, User) else ""
    return {
        "shell": {
            "account": actor.account if actor else None,
            "accounts": [one.account for one in getattr(request, "actors", [])],
            "label": label,
            "initials": initials(label),
            "console": _console(request.path),
            "sections": _sections(actor, request.path) if actor else [],
            "badge_url": navigation.badge_url() if actor else "",
        }
    }


def person_label(user: User) -> str:
    """Return the name of the person, or the e-mail address of a login without one."""
    return str(getattr(getattr(user, "person", None), "name", "") or user.email)


def initials(label: str) -> str:
    """Return one or two capitals: the first letters of the first and the last word."""
    words = label.partition("@")[0].replace(".", " ").split()
    return "".join(word[0] for word in [*words[:1], *words[1:][-1:]]).upper()


def _console(path: str) -> str:
    """Return the console that the page belongs to; the profile belongs to none."""
    if path.startswith(reverse("settings")):
        return "settings"
    return "" if path.startswith(reverse("profile")) else "records"


def _sections(actor: Actor, path: str) -> list[dict[str, Any]]:
    sections = navigation.sections(actor)
    within = [section.url for section in sections if path.startswith(section.url)]
    current = max(within, key=len, default="")  # the overview is above all others
    return [
        {
            "label": section.label,
            "url": section.url,
            "about": section.about,
            "current": section.url == current,
        }
        for section in sections
    ]
