"""A file from a phone becomes a picture of ours, or a sentence that says what to do."""

import hashlib
from dataclasses import dataclass
from typing import IO, Any

from django.utils.translation import gettext_lazy as _

from kentongan.core.pictures import Unfit, UnfitUpload, redraw

LARGEST = 20 * 1024 * 1024
# Enough for the largest form readers get, on a screen of two dots a point.
LONGEST_SIDE = 1600
QUALITY = 82

SENTENCES = {
    Unfit.EMPTY: _("Foto ini kosong. Pilih lagi dari galeri, atau foto ulang."),
    Unfit.TOO_LARGE: _(
        "Foto ini lebih besar dari 20 MB. Kirim dulu ke WhatsApp sendiri lalu pilih hasilnya, atau foto ulang dengan ukuran biasa."
    ),
    Unfit.TOO_MANY_PIXELS: _(
        "Foto ini terlalu besar untuk dibuka. Kirim dulu ke WhatsApp sendiri lalu pilih hasilnya, atau foto ulang dengan ukuran biasa."
    ),
    Unfit.WRONG_TYPE: _("Berkas ini bukan foto. Pilih foto JPEG, PNG, WebP, AVIF, atau HEIC dari galeri."),
    Unfit.BROKEN: _("Foto ini tidak utuh. Pilih lagi dari galeri, atau foto ulang."),
}


class UnfitPhoto(Exception):
    """The file is no picture we keep. The message says what to do."""

    def __init__(self, why: Unfit) -> None:
        super().__init__(str(SENTENCES[why]))
        self.why = why


@dataclass(frozen=True, slots=True)
class ReadPhoto:
    """Our own JPEG of a picture's pixels, upright; ``digest`` is its SHA-256."""

    content: bytes
    width: int
    height: int
    digest: str


def read_photo(file: IO[bytes] | Any) -> ReadPhoto:
    """The picture at most 1600 pixels long, without a trace of place or device; UnfitPhoto for all else."""
    try:
        refuse_size(_size_of(file))
        drawn = redraw(file, LONGEST_SIDE, QUALITY)
    except UnfitUpload as problem:
        raise UnfitPhoto(problem.why) from problem
    return ReadPhoto(drawn.content, drawn.width, drawn.height, hashlib.sha256(drawn.content).hexdigest())


def refuse_size(size: int) -> None:
    """UnfitPhoto for a file of so many bytes, before one of them is read."""
    if size <= 0:
        raise UnfitPhoto(Unfit.EMPTY)
    if size > LARGEST:
        raise UnfitPhoto(Unfit.TOO_LARGE)


def _size_of(file: Any) -> int:
    size = getattr(file, "size", None)
    if size is None:
        size = file.seek(0, 2)
    return size
