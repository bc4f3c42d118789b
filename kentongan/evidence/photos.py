"""Proof as it comes from a phone: pictures are made small and lose where and with what they were taken."""

import io
from typing import Any

from django.core.files.base import ContentFile, File
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from kentongan.core.uploads import JPEG, PDF, Unfit, UnfitUpload, Upload, read_upload

# Handwriting on a page of minutes is still read at this size, in about 200 KB.
LONGEST_SIDE = 1600
QUALITY = 80
THUMBNAIL = 176
# Only a JPEG can be read at a fraction of its size. Of the others 300 KB may open into a gigabyte; none comes from a camera.
MOST_PIXELS_WHOLE = 25_000_000

SENTENCES = {
    Unfit.EMPTY: _("Berkas ini kosong. Foto ulang, lalu pilih lagi."),
    Unfit.TOO_LARGE: _("Berkas lebih besar dari 10 MB. Perkecil dulu, atau foto ulang."),
    Unfit.WRONG_TYPE: _("Isi berkas bukan foto (JPEG, PNG, WebP) atau PDF. Pilih foto lain."),
}


class UnfitProof(Exception):
    """The file is no proof we keep. The message says what to do."""


def read_proof(upload: File) -> Upload:
    """A picture made anew without anything but its pixels, or the PDF as it is; UnfitProof for all else."""
    try:
        checked = read_upload(upload)
        if checked.content_type == PDF:
            return checked
        return Upload(ContentFile(_redrawn(checked.file, LONGEST_SIDE)), JPEG)
    except UnfitUpload as problem:
        raise UnfitProof(str(SENTENCES[problem.why])) from problem


def thumbnail(stored: Any) -> bytes:
    """A small picture of a stored one; OSError where it cannot be read."""
    with stored.open("rb") as file:
        return _redrawn(file, THUMBNAIL)


def _redrawn(file: Any, longest: int) -> bytes:
    """The pixels, upright and no larger than asked, as a JPEG of our own making: no place, device or preview is kept."""
    try:
        with Image.open(file) as picture:
            # A JPEG can be read at a fraction of its size, which saves a phone's 50 megapixels in memory.
            picture.draft("RGB", (longest, longest))
            if picture.width * picture.height > MOST_PIXELS_WHOLE:
                raise UnfitUpload(Unfit.TOO_LARGE)
            picture.thumbnail((longest, longest))
            upright = ImageOps.exif_transpose(picture)
            page = Image.new("RGB", upright.size, "white")
            page.paste(upright, mask=upright.getchannel("A") if "A" in upright.getbands() else None)
            buffer = io.BytesIO()
            page.save(buffer, "JPEG", quality=QUALITY, optimize=True)
    except UnfitUpload:
        raise
    except Exception as error:  # a broken picture, or broken notes in it, fail in many ways
        raise UnfitUpload(Unfit.WRONG_TYPE) from error
    return buffer.getvalue()
