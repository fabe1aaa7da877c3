"""Which records the dialog offers: all of the type, or those of the list behind it."""

from fourme.accounts.rights import Actor
from records import filters

ALL, LISTED = "all", "listed"


def scopes(actor: Actor, shown: filters.Filter) -> list[tuple[str, str]]:
    """Return the choices as (name, label), the one to begin with first.

    A label tells how many records there are. Raises InvalidFilter as `Filter.queryset`.
    """
    everything = filters.Filter(shown.record_type)
    offered = [(ALL, f"All records ({_counted(actor, everything)})")]
    if shown != everything:
        listed = _counted(actor, shown)
        offered.append((LISTED, f"This list: {shown.worded(actor).describe()} ({listed})"))
    return offered[::-1] if shown.query() else offered


def _counted(actor: Actor, shown: filters.Filter) -> str:
    count = shown.count(actor)
    return f"{count} {shown.record_type.label_of(count.number)}"
