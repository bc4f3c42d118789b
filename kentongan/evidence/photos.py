"""Proof as it comes from a phone: pictures are made small and lose where and with what they were taken."""

from typing import Any

from django.core.files.base import ContentFile, File
from django.utils.translation import gettext_lazy as _

from kentongan.core.pictures import redraw
from kentongan.core.uploads import JPEG, LARGEST, Unfit, UnfitUpload, Upload, is_pdf, read_upload

# Handwriting on a page of minutes is still read at this size, in about 200 KB.
LONGEST_SIDE = 1600
THUMBNAIL = 176

SENTENCES = {
    Unfit.EMPTY: _("Berkas ini kosong. Foto ulang, lalu pilih lagi."),
    Unfit.TOO_LARGE: _("Berkas lebih besar dari 10 MB. Perkecil dulu, atau foto ulang."),
    Unfit.TOO_MANY_PIXELS: _(
        "Foto ini terlalu besar untuk dibuka. Perkecil dulu, atau foto ulang dengan ukuran biasa."
    ),
    Unfit.BROKEN: _("Foto ini tidak utuh. Pilih lagi dari galeri, atau foto ulang."),
    Unfit.WRONG_TYPE: _("Isi berkas bukan foto (JPEG, PNG, WebP, AVIF, HEIC) atau PDF. Pilih foto lain."),
}


class UnfitProof(Exception):
    """The file is no proof we keep. The message says what to do."""


def read_proof(upload: File) -> Upload:
    """A picture made anew without anything but its pixels, or the PDF as it is; UnfitProof for all else."""
    try:
        if upload.size and upload.size > LARGEST:
            raise UnfitUpload(Unfit.TOO_LARGE)
        if upload.size and is_pdf(upload):
            return read_upload(upload)
        return Upload(ContentFile(redraw(upload, LONGEST_SIDE).content), JPEG)
    except UnfitUpload as problem:
        raise UnfitProof(str(SENTENCES[problem.why])) from problem


def thumbnail(stored: Any) -> bytes:
    """A small picture of a stored one; OSError where it cannot be opened, UnfitUpload where it cannot be read."""
    with stored.open("rb") as file:
        return redraw(file, THUMBNAIL).content
