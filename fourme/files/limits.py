"""How large an uploaded file may be, in words."""

from django.conf import settings
from django.template.defaultfilters import filesizeformat


def too_large() -> str:
    """Return the sentence for a file that is larger than this installation takes."""
    limit = filesizeformat(settings.IMPORT_MAX_BYTES).replace("\xa0", " ").replace(".0 ", " ")
    return f"The file is larger than {limit}."
