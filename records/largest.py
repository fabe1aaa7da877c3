"""The panel of the types with the most records in the account."""

from fourme.accounts.overview import Line, Panel
from fourme.accounts.rights import Actor
from records import glimpses, paging, registry
from records.selectors import visible_to

_SHOWN = 8


def panel(actor: Actor) -> Panel:
    """Return the largest types; what is beyond the bound of exact counts is estimated."""
    types = [each for each in registry.types() if actor.may(each.door) and not each.view]
    sets = [visible_to(actor, each) for each in types]
    counted = zip(types, sets, glimpses.glimpses(sets, paging.COUNTED), strict=True)
    counts = [
        (each, paging.count(records) if seen.more else paging.Count(seen.count))
        for each, records, seen in counted
        if seen.count
    ]
    counts.sort(key=lambda pair: (-pair[1].number, pair[0].label))
    lines = [
        Line(each.label, str(count), f"/records/{each.slug}/") for each, count in counts[:_SHOWN]
    ]
    return Panel("Most records", tuple(lines), "There are no records yet.")
