"""Scanned decrees: uploads, with the register's words for those that are none."""

from django.core.files.base import File
from django.utils.translation import gettext_lazy as _

from kentongan.core.uploads import Unfit, UnfitUpload, Upload, read_upload

SENTENCES = {
    Unfit.EMPTY: _("Berkas ini kosong. Pindai ulang, lalu pilih lagi."),
    Unfit.TOO_LARGE: _("Berkas lebih besar dari 10 MB. Pindai hitam putih atau perkecil dulu."),
    Unfit.WRONG_TYPE: _("Isi berkas bukan PDF, JPEG, PNG, atau WebP. Pilih hasil pindaian SK."),
}


class UnfitScan(Exception):
    """The file is no scan we keep. The message says what to do."""


def read_scan(upload: File) -> Upload:
    """The upload with its type by content; UnfitScan when it is none of the four types, or too large."""
    try:
        return read_upload(upload)
    except UnfitUpload as problem:
        raise UnfitScan(str(SENTENCES[problem.why])) from problem
