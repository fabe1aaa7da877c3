"""What the history of a record tells about the imports that changed it."""

from collections.abc import Collection, Mapping

from fourme.accounts.rights import Actor, Door
from imports.models import ImportRun
from records.history import Origin

#: What lets people see the pages of imports.
READERS = (Door.IMPORT, Door.IMPORT_FINANCIAL, Door.LOGS)


def origins(actor: Actor, numbers: Collection[int]) -> Mapping[int, Origin]:
    """Return the imports of the actor's account that have these numbers."""
    runs = ImportRun.objects.select_related("user__person").filter(
        account=actor.account, pk__in=numbers
    )
    seen = any(actor.may(door) for door in READERS)
    return {
        run.pk: Origin(run.user, run.created_at, run.get_absolute_url() if seen else "")
        for run in runs
    }
