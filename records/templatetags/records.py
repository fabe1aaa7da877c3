"""Tags of the Records console: the side column, and moments as people say them."""

import datetime as dt
from functools import lru_cache

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from fourme.accounts.rights import Door
from fourme.accounts.zones import zone_of
from records.navigation import families
from records.types import RecordType, in_sentence

register = template.Library()
register.filter(in_sentence)
_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
_STEPS = ((_MINUTE, "minute"), (_HOUR, "hour"), (_DAY, "day"))
_RELATIVE_DAYS = 7
#: So many side columns are kept, of about 20 KB: one for each type and combination of doors.
_SIDES = 256


@register.simple_tag(takes_context=True)
def record_types(context: Context, current: RecordType | None = None) -> SafeString:
    """Show the families with their types, the one of the current type open."""
    return _side(context["request"].actor.doors, current or None)


@lru_cache(_SIDES)
def _side(doors: frozenset[Door], current: RecordType | None) -> SafeString:
    """Return the side column as HTML: all pages for the same doors and type have the same one."""
    shown = families(doors)
    here = (each for each in shown if any(entry.record_type == current for entry in each.entries))
    told = {"families": shown, "current": current, "open": next(here, None)}
    return render_to_string("records/_sidebar.html", told)


@register.simple_tag(takes_context=True)
def moment(context: Context, value: dt.datetime | None) -> SafeString | str:
    """Show how long ago a moment was, with the exact time in the person's zone on hover."""
    if value is None:
        return ""
    local = value.astimezone(zone_of(context["request"].user))
    exact = f"{local:%Y-%m-%d %H:%M:%S} {local.tzname()}"
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', value.isoformat(), exact, ago(local)
    )


@register.simple_tag(takes_context=True)
def exact_moment(context: Context, value: dt.datetime | None) -> SafeString | str:
    """Show a moment exactly, in the person's zone, with how long ago it was unless that is long."""
    if value is None:
        return ""
    local = value.astimezone(zone_of(context["request"].user))
    text = f"{local:%Y-%m-%d %H:%M} {local.tzname()}"
    if abs(timezone.now() - value) >= dt.timedelta(days=_RELATIVE_DAYS):
        return format_html('<time datetime="{}">{}</time>', value.isoformat(), text)
    return format_html(
        '<time datetime="{}">{}</time> <span class="muted">({})</span>',
        value.isoformat(),
        text,
        ago(local),
    )


@register.filter
def about(record_type: RecordType) -> str:
    """Say in a sentence what a record of the type is."""
    return (record_type.model.__doc__ or "").strip().partition("\n")[0]


@register.filter
def ago(value: dt.datetime, now: dt.datetime | None = None) -> str:
    """Say how far a moment is from now; days that are far away get their date."""
    now = now or timezone.now()
    seconds = (now - value).total_seconds()
    ahead = seconds < 0
    distance = abs(seconds)
    if distance < _MINUTE:
        return "just now" if not ahead else "in a moment"
    if distance >= _RELATIVE_DAYS * _DAY:
        return f"{value:%Y-%m-%d}"
    size, unit = next(step for step in reversed(_STEPS) if distance >= step[0])
    number = int(distance // size)
    text = f"{number} {unit}{'' if number == 1 else 's'}"
    return f"in {text}" if ahead else f"{text} ago"
