"""From an uploaded file to a stored one, before the answer goes out."""

import tempfile
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile

from fourme.accounts.rights import Actor
from fourme.files.limits import too_large
from fourme.files.models import StoredFile
from imports.start import store_upload


class TooLarge(Exception):  # noqa: N818 - it is told to the person, nothing went wrong here
    """The file is larger than this installation allows."""


def keep(upload: UploadedFile[bytes], actor: Actor) -> StoredFile:
    """Store an uploaded file. Raises TooLarge."""
    if (upload.size or 0) > settings.IMPORT_MAX_BYTES:
        raise TooLarge(too_large())
    name = upload.name or "file"
    if isinstance(upload, TemporaryUploadedFile):
        return store_upload(Path(upload.temporary_file_path()), name, actor)
    with tempfile.NamedTemporaryFile(prefix="fourme-") as file:
        for chunk in upload.chunks():
            file.write(chunk)
        file.flush()
        return store_upload(Path(file.name), name, actor)
