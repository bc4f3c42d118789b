"""Closed lists of words of the newsroom."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ArticleKind(TextChoices):
    """What a group publishes. The values stand in addresses: /kayutangan/produk/pot-gerabah/."""

    NEWS = "kabar", _("Kabar")
    PRODUCT = "produk", _("Produk")
    POTENTIAL = "potensi", _("Potensi desa")
    EVENT = "acara", _("Acara")
    VIDEO = "video", _("Video")
    ANNOUNCEMENT = "pengumuman", _("Pengumuman")


class State(TextChoices):
    """Where an article stands on its way to readers."""

    DRAFT = "draft", _("Draf")
    WAITING = "waiting", _("Menunggu dibaca")
    RETURNED = "returned", _("Dikembalikan")
    SCHEDULED = "scheduled", _("Terjadwal")
    PUBLISHED = "published", _("Tayang")
    WITHDRAWN = "withdrawn", _("Ditarik")


class Review(IntegerChoices):
    """Who reads a group's articles before they are shown; each may be stood in for by those above."""

    NOBODY = 0, _("langsung tayang")
    LEADER = 1, _("ketua KIM")
    FORUM = 2, _("Forum KIM")
    OFFICE = 3, _("kantor")


class NoteKind(TextChoices):
    """What a note beside an article did."""

    COMMENT = "comment", _("Catatan")
    RETURNED = "returned", _("Dikembalikan")
    APPROVED = "approved", _("Disetujui")
    WITHDRAWN = "withdrawn", _("Ditarik")


class Stock(TextChoices):
    READY = "ready", _("Siap")
    ORDER = "order", _("Dibuat setelah dipesan")
    SOLD_OUT = "sold_out", _("Sedang habis")


class ProductKind(TextChoices):
    """What neighbours make; the values stand in addresses."""

    FOOD = "makanan", _("Makanan")
    DRINK = "minuman", _("Minuman")
    CRAFT = "kerajinan", _("Kerajinan")
    CLOTH = "kain", _("Kain dan pakaian")
    FARM = "tani", _("Hasil tani dan ternak")
    SERVICE = "jasa", _("Jasa")
    OTHER = "lain", pgettext_lazy("produk", "Lainnya")


class ReportState(TextChoices):
    """What became of a reader's report."""

    OPEN = "open", _("Menunggu")
    CORRECTED = "corrected", _("Dibetulkan")
    DISMISSED = "dismissed", _("Tidak perlu diubah")


class ReportReason(TextChoices):
    """What a reader says is wrong; listings have ready answers."""

    ERROR = "error", _("Ada yang keliru")
    PRICE = "price", _("Harga salah")
    GONE = "gone", _("Sudah tidak dijual")
    SCAM = "scam", _("Penipuan")
    PICTURE = "picture", _("Gambar tidak pantas")
    OTHER = "other", pgettext_lazy("laporan", "Lainnya")
