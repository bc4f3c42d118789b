"""Closed lists of words of the harvest."""

from kentongan.core.choices import Words
from kentongan.core.choices import said as _


class Way(Words):
    """How a channel is read."""

    FEED = "feed", _("umpan RSS, Atom, atau JSON")
    NEWS_SITEMAP = "news_sitemap", _("peta situs berita")
    SITEMAP = "sitemap", _("peta situs")
    PAGE = "page", _("kabar bertanggal di halaman depan")
    PASTED = "pasted", _("tautan yang ditempel KIM")


# The ways that are visited.
FETCHED = (Way.FEED, Way.NEWS_SITEMAP, Way.SITEMAP, Way.PAGE)


class Found(Words):
    """Why a way was chosen: each has a sentence in ``rules.words``."""

    LINK_TAG = "link_tag", _("disebut di halaman depan")
    WELL_KNOWN = "well_known", _("di alamat yang lazim")
    ITSELF = "itself", _("alamat kanal itu sendiri")
    SITEMAP = "sitemap", _("peta situs menyebut kabar bertanggal")
    DATED_ENTRIES = "dated_entries", _("halaman depan memuat kabar bertanggal")
    SERVICE = "service", _("layanan ini menyediakan umpan terbuka")
    FORBIDDEN = "forbidden", _("layanan ini melarang pengambilan otomatis")
    PERSON = "person", _("dipilih orang")


class Trouble(Words):
    """Why a visit brought nothing, in kinds a person can act on; ``rules.words`` has the sentences."""

    ADDRESS = "address", _("alamat tidak boleh dikunjungi")
    NAME = "name", _("nama situs tidak ditemukan")
    CONNECT = "connect", _("situs tidak menjawab")
    SECURITY = "security", _("sertifikat situs tidak sah")
    TIMEOUT = "timeout", _("situs terlalu lambat")
    TOO_LARGE = "too_large", _("jawaban terlalu besar")
    REDIRECTS = "redirects", _("situs mengalihkan berputar-putar")
    FORBIDDEN = "forbidden", _("situs menolak kami")
    ROBOTS = "robots", _("robots.txt meminta kami tidak masuk")
    GONE = "gone", _("alamat sudah tidak ada")
    BUSY = "busy", _("situs sedang kewalahan")
    SERVER = "server", _("situs sedang rusak")
    UNREADABLE = "unreadable", _("isinya tidak terbaca")
    NO_ENTRIES = "no_entries", _("tidak ada kabar di alamat ini")


class Dated(Words):
    """Where an entry's date comes from."""

    GIVEN = "given", _("tertulis di sumbernya")
    ADDRESS = "address", _("dari alamatnya")
    SEEN = "seen", _("hari pertama terlihat")
    UNKNOWN = "unknown", _("tidak diketahui")


class EntryState(Words):
    """What became of an entry. Only the first is credited and shown."""

    ACCEPTED = "accepted", _("dihitung")
    COPY = "copy", _("salinan")
    UNDATED = "undated", _("tanpa tanggal")
    OUTSIDE = "outside", _("di luar masa KIM")
    QUARANTINED = "quarantined", _("dikarantina")
    REJECTED = "rejected", _("dipastikan bukan kabar KIM")


class Guard(Words):
    """What the hijack guard, or a person after it, said of a whole channel."""

    CLEAR = "clear", _("bersih")
    QUARANTINED = "quarantined", _("dikarantina")
    CONFIRMED = "confirmed", _("dipastikan dibajak")


class Health(Words):
    """How a channel is, in one word; derived by ``rules.health``, never typed."""

    NEW = "new", _("belum dikunjungi")
    HEALTHY = "healthy", _("sehat")
    SILENT = "silent", _("sepi")
    DEAD = "dead", _("mati")
    QUARANTINED = "quarantined", _("dikarantina")
    PAUSED = "paused", _("dijeda")
    PASTED = "pasted", _("tempel tautan")


class Reach(Words):
    """What a look at a pasted link found."""

    UNCHECKED = "unchecked", _("belum diperiksa")
    REACHED = "reached", _("terbuka")
    CLOSED = "closed", _("terkunci untuk umum")
    MISSING = "missing", _("tidak ditemukan")
    FAILED = "failed", _("belum dapat diperiksa")
