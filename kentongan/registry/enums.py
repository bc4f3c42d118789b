"""The register's closed lists of words."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Precision(TextChoices):
    DAY = "day", _("hari terbentuknya pasti")
    BY = "by", _("sudah ada pada hari itu, hari terbentuknya tidak tercatat")


class SignerKind(TextChoices):
    VILLAGE = "village", _("Kepala desa atau lurah")
    DISTRICT = "district", _("Camat")
    REGENCY = "regency", _("Bupati atau wali kota")
    OTHER = "other", _("Pejabat lain")


class Position(TextChoices):
    CHAIR = "chair", _("Ketua")
    SECRETARY = "secretary", _("Sekretaris")
    TREASURER = "treasurer", _("Bendahara")
    COLLECTING = "collecting", _("Seksi pengumpulan informasi")
    PROCESSING = "processing", _("Seksi pengolahan informasi")
    SPREADING = "spreading", _("Seksi penyebaran informasi")
    MEMBER = "member", _("Anggota")


class ChannelKind(TextChoices):
    WEBSITE = "website", _("Situs web")
    INSTAGRAM = "instagram", _("Instagram")
    YOUTUBE = "youtube", _("YouTube")
    FACEBOOK = "facebook", _("Facebook")
    TIKTOK = "tiktok", _("TikTok")
    WHATSAPP = "whatsapp", _("Saluran WhatsApp")


class PartnerKind(TextChoices):
    POKMAS = "pokmas", _("Kelompok masyarakat (pokmas)")
    LPMK = "lpmk", _("LPMK atau LPMD")
    OTHER = "other", _("Lembaga lain")


class Step(TextChoices):
    """The way of a village to its KIM, in order."""

    SOCIALISED = "socialised", _("Sosialisasi")
    DISCUSSED = "discussed", _("Musyawarah")
    OFFICERS = "officers", _("Susunan pengurus")
    FILED = "filed", _("Berkas diajukan")
    CHECKED = "checked", _("Berkas diperiksa")
    DECREED = "decreed", _("SK terbit")


class Measure(TextChoices):
    FORMED_NEW = "formed_new", _("KIM baru dalam setahun")
    FORMED_TOTAL = "formed_total", _("KIM terbentuk pada akhir tahun")
    ACTIVE = "active", _("KIM aktif pada akhir tahun")


class DecreeState(TextChoices):
    NONE = "none", _("belum tercatat")
    IN_FORCE = "in_force", _("berlaku")
    ENDING = "ending", _("habis dalam 90 hari")
    ENDED = "ended", _("sudah habis")
