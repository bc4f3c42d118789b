"""Levels and kinds of areas, in the words of the official code list (Kemendagri)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Level(TextChoices):
    NATION = "nation", _("negara")
    PROVINCE = "province", _("provinsi")
    REGENCY = "regency", _("kabupaten atau kota")
    DISTRICT = "district", _("kecamatan")
    VILLAGE = "village", _("desa atau kelurahan")


class Kind(TextChoices):
    NEGARA = "negara", _("Negara")
    PROVINSI = "provinsi", _("Provinsi")
    KABUPATEN = "kabupaten", _("Kabupaten")
    KOTA = "kota", _("Kota")
    KECAMATAN = "kecamatan", _("Kecamatan")
    DESA = "desa", _("Desa")
    KELURAHAN = "kelurahan", _("Kelurahan")
