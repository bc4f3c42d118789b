"""The closed lists of words of assessment."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Purpose(TextChoices):
    """What an office uses an instrument for; several of TIERS may run side by side, one of ACTIVITY."""

    ACTIVITY = "aktif", _("aktif atau tidak")
    TIERS = "tahap", _("tahap atau klaster")


class Measure(TextChoices):
    """How an indicator counts, as an instrument writes it."""

    IN_FORCE = "berlaku", _("berlaku pada hari itu")
    COUNT = "jumlah", _("jumlah dalam rentang")
    SHARE = "bagian", _("bagian dari semuanya")
    MONTHS = "bulan", _("bulan yang berisi kegiatan")
    POINTS = "poin", _("poin dengan batas atas")
    ALL_OF = "semua", _("semua syarat ini")
    ANY_OF = "salah-satu", _("salah satu syarat ini")
