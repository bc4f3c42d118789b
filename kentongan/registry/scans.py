"""Uploaded decrees are hostile until looked into: the content decides what a file is, never its name."""

import secrets
import warnings
from dataclasses import dataclass
from typing import IO, Any

from django.core.files.base import File
from django.utils.translation import gettext as _
from PIL import Image

LARGEST = 10 * 1024 * 1024
# A double page at 600 dots an inch; what needs more memory to open than to store is no scan.
MOST_PIXELS = 80_000_000
PDF = "application/pdf"
_PICTURES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
EXTENSIONS = {PDF: "pdf", "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}


class UnfitScan(Exception):
    """The file is no scan we keep. The message says what to do."""


@dataclass(frozen=True)
class Scan:
    """A checked file with its true type and a name of our own."""

    file: File
    content_type: str

    @property
    def name(self) -> str:
        return f"{secrets.token_urlsafe(24)}.{EXTENSIONS[self.content_type]}"


def read_scan(upload: File) -> Scan:
    """The upload with its type by content; UnfitScan when it is too large or none of the four types."""
    if not upload.size:
        raise UnfitScan(_("Berkas ini kosong. Pindai ulang, lalu pilih lagi."))
    if upload.size > LARGEST:
        raise UnfitScan(_("Berkas lebih besar dari 10 MB. Pindai hitam putih atau perkecil dulu."))
    upload.seek(0)
    is_pdf = upload.read(5) == b"%PDF-"
    upload.seek(0)
    content_type = PDF if is_pdf else _picture_type(upload)
    upload.seek(0)
    if content_type is None:
        raise UnfitScan(_("Isi berkas bukan PDF, JPEG, PNG, atau WebP. Pilih hasil pindaian SK."))
    return Scan(upload, content_type)


def _picture_type(file: IO[bytes] | Any) -> str | None:
    """The picture's type once its header and structure hold; None for anything else."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(file, formats=tuple(_PICTURES)) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    return None
                kind = picture.format or ""
                picture.verify()
    except Exception:
        return None
    return _PICTURES.get(kind)
