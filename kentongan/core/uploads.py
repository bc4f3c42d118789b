"""Uploaded files are hostile until looked into: the content decides what a file is, never its name.

Rooms say in their own words what to do about an unfit one; files leave only through ``hand_out``.
"""

import secrets
import warnings
from dataclasses import dataclass
from typing import IO, Any

from django.core.files.base import File
from django.http import FileResponse, Http404
from PIL import Image

from kentongan.core.pictures import MOST_PIXELS, Unfit, UnfitUpload

__all__ = [
    *("EXTENSIONS", "JPEG", "LARGEST", "PDF", "Unfit", "UnfitUpload", "Upload"),
    *("guard", "hand_out", "is_pdf", "read_upload"),
]

LARGEST = 10 * 1024 * 1024
PDF, JPEG = "application/pdf", "image/jpeg"
# A phone that keeps a second picture inside (for brighter screens, for portraits) writes an MPO, which is a JPEG to all who show it.
PICTURES = {"JPEG": JPEG, "MPO": JPEG, "PNG": "image/png", "WEBP": "image/webp"}
# An MPO is opened as the JPEG it begins as; by its own name the library knows it only once it has met one.
_OPENED_AS = ("JPEG", "PNG", "WEBP")
EXTENSIONS = {PDF: "pdf", JPEG: "jpg", "image/png": "png", "image/webp": "webp"}


@dataclass(frozen=True)
class Upload:
    """A checked file with its true type and a name of our own."""

    file: File
    content_type: str

    @property
    def name(self) -> str:
        return f"{secrets.token_urlsafe(24)}.{EXTENSIONS[self.content_type]}"


def read_upload(upload: File) -> Upload:
    """The upload with its type by content; UnfitUpload when it is too large or neither a PDF nor a picture."""
    if not upload.size:
        raise UnfitUpload(Unfit.EMPTY)
    if upload.size > LARGEST:
        raise UnfitUpload(Unfit.TOO_LARGE)
    content_type = PDF if is_pdf(upload) else _picture_type(upload)
    upload.seek(0)
    if content_type is None:
        raise UnfitUpload(Unfit.WRONG_TYPE)
    return Upload(upload, content_type)


def is_pdf(file: IO[bytes] | Any) -> bool:
    """Whether it begins as one; the file stands at its beginning again."""
    file.seek(0)
    begins_so = file.read(5) == b"%PDF-"
    file.seek(0)
    return begins_so


def _picture_type(file: IO[bytes] | Any) -> str | None:
    """The picture's type once its header and structure hold; None for anything else."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(file, formats=_OPENED_AS) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    return None
                kind = picture.format or ""
                picture.verify()
    except Exception:
        return None
    return PICTURES.get(kind)


def hand_out(stored: Any, content_type: str, name: str) -> FileResponse:
    """A stored file: a picture is shown, a PDF is downloaded; neither may run anything here. 404 where it is gone."""
    if not stored or content_type not in EXTENSIONS:
        raise Http404
    try:
        file = stored.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(
        file,
        as_attachment=content_type == PDF,
        filename=f"{name}.{EXTENSIONS[content_type]}",
        content_type=content_type,
    )
    guard(response)
    return response


def guard(response: Any) -> None:
    """Headers of a file that came from outside."""
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox; frame-ancestors 'none'"
    response.headers["Cache-Control"] = "private, no-store"
