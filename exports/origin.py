"""Where the file of an export came from."""

from exports.models import ExportRun
from fourme.files.models import StoredFile
from fourme.files.origins import Origin


def origin(stored: StoredFile) -> Origin | None:
    """Return the page of the run that made a file; its advice names nothing to strangers."""
    run = ExportRun.objects.filter(file=stored).order_by("-pk").first()
    if run is None:
        return None
    return Origin(run.get_absolute_url(), "On the page of its export you can run it again.")
