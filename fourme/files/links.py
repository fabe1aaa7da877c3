"""Addresses of files that need no login: signed, and dead when the file expires."""

from urllib.parse import quote

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from fourme.files.models import StoredFile

_SALT = "fourme.files"


def link(stored: StoredFile) -> str:
    """Return the absolute address to download the file, without `,` and `;`.

    The signature covers the token; the expiry is that of the row, so it can be shortened later.
    """
    path = reverse("file", args=[_signer().sign(stored.token), "-"]).removesuffix("-")
    return settings.SITE_URL.rstrip("/") + path + quote(stored.name, safe="")


def find(signed: str) -> StoredFile | None:
    """Return the file of a signed token, expired or not; None if the signature is not ours."""
    try:
        token = _signer().unsign(signed)
    except BadSignature:
        return None
    return StoredFile.objects.select_related("account").filter(token=token).first()


def _signer() -> Signer:
    return Signer(salt=_SALT, sep=".")
