"""Sentences about channels, in the words of whoever has to do something."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kentongan.harvest.enums import EntryState, Found, Health, Reach, Trouble
from kentongan.harvest.rules.posts import Unfit

# What happened, with room for since when: "Situs menolak kami sejak Selasa, 18 November 2025."
_TROUBLES: dict[str, Promise] = {
    Trouble.ADDRESS: gettext_lazy("Alamat ini tidak boleh dikunjungi"),
    Trouble.NAME: gettext_lazy("Nama situs ini tidak ditemukan"),
    Trouble.CONNECT: gettext_lazy("Situs tidak menjawab"),
    Trouble.SECURITY: gettext_lazy("Sertifikat keamanan situs tidak sah"),
    Trouble.TIMEOUT: gettext_lazy("Situs terlalu lambat menjawab"),
    Trouble.TOO_LARGE: gettext_lazy("Jawaban situs terlalu besar untuk dibaca"),
    Trouble.REDIRECTS: gettext_lazy("Situs mengalihkan kami berputar-putar"),
    Trouble.FORBIDDEN: gettext_lazy("Situs menolak kami"),
    Trouble.ROBOTS: gettext_lazy("Situs meminta pembaca otomatis tidak masuk"),
    Trouble.GONE: gettext_lazy("Halaman di alamat ini tidak ada"),
    Trouble.BUSY: gettext_lazy("Situs sedang kewalahan"),
    Trouble.SERVER: gettext_lazy("Situs sedang rusak"),
    Trouble.UNREADABLE: gettext_lazy("Isi halaman ini tidak terbaca sebagai kabar"),
    Trouble.NO_ENTRIES: gettext_lazy("Tidak ada kabar di alamat ini"),
}
# What a person can do about it, as one small step.
_STEPS: dict[str, Promise] = {
    Trouble.ADDRESS: gettext_lazy("Periksa ejaan alamatnya. Alamat di dalam jaringan kantor tidak dikunjungi."),
    Trouble.NAME: gettext_lazy("Periksa ejaan alamatnya, atau tanyakan apakah domainnya masih diperpanjang."),
    Trouble.CONNECT: gettext_lazy("Buka situsnya di HP. Bila tidak terbuka, hubungi penyedia hosting-nya."),
    Trouble.SECURITY: gettext_lazy("Minta pengelola situs memperbarui sertifikat HTTPS-nya."),
    Trouble.TIMEOUT: gettext_lazy("Kami mencoba lagi nanti. Bila terus begini, situsnya perlu diringankan."),
    Trouble.TOO_LARGE: gettext_lazy("Pilih alamat lain di situs itu, misalnya umpan RSS-nya."),
    Trouble.REDIRECTS: gettext_lazy("Buka alamatnya di HP, lalu salin alamat yang akhirnya terbuka."),
    Trouble.FORBIDDEN: gettext_lazy("Minta pengelola situs mengizinkan pembaca bernama Kentongan, atau tempel tautan."),
    Trouble.ROBOTS: gettext_lazy(
        "Kami menaati robots.txt. Pengelola situs dapat mengizinkan Kentongan di sana. Sementara itu, tempel tautan kirimannya."
    ),
    Trouble.GONE: gettext_lazy("Alamatnya mungkin salah ketik, atau kanalnya pindah. Catat alamat yang benar."),
    Trouble.BUSY: gettext_lazy("Tidak perlu berbuat apa-apa. Kami menunggu, lalu mencoba lagi."),
    Trouble.SERVER: gettext_lazy("Kabari pengelola situs. Kami mencoba lagi dengan sendirinya."),
    Trouble.UNREADABLE: gettext_lazy("Pilih alamat lain di situs itu, atau tempel tautan kabarnya."),
    Trouble.NO_ENTRIES: gettext_lazy("Pilih alamat yang memuat kabar, atau tempel tautan kabarnya."),
}
# Where another address may be the cure.
MISADDRESSED = frozenset(
    {Trouble.ADDRESS, Trouble.NAME, Trouble.REDIRECTS, Trouble.GONE, Trouble.UNREADABLE, Trouble.NO_ENTRIES}
)
_FOUND: dict[str, Promise] = {
    Found.LINK_TAG: gettext_lazy("Halaman depan situs menyebut alamat ini sebagai umpannya."),
    Found.WELL_KNOWN: gettext_lazy("Situs semacam ini lazim menaruh umpannya di alamat ini, dan memang ada."),
    Found.ITSELF: gettext_lazy("Alamat kanal itu sendiri memuat daftar kabar."),
    Found.SITEMAP: gettext_lazy("Peta situs menyebut kabar beserta tanggalnya."),
    Found.DATED_ENTRIES: gettext_lazy("Halaman depan memuat kabar bertanggal. Umpan tidak ditemukan."),
    Found.SERVICE: gettext_lazy("Layanan ini menyediakan umpan terbuka untuk setiap kanal."),
    Found.FORBIDDEN: gettext_lazy("Layanan ini melarang pengambilan otomatis, jadi KIM menempel tautannya sendiri."),
    Found.PERSON: gettext_lazy("Alamat ini dipilih orang."),
}
_KINDS: dict[str, str] = {
    Health.NEW: "off",
    Health.HEALTHY: "ok",
    Health.SILENT: "warn",
    Health.DEAD: "bad",
    Health.QUARANTINED: "bad",
    Health.PAUSED: "off",
    Health.PASTED: "neutral",
}
# What became of an entry, as a reader of the group understands it.
_ENTRIES: dict[str, tuple[str, Promise]] = {
    EntryState.ACCEPTED: ("ok", gettext_lazy("Dihitung")),
    EntryState.COPY: ("neutral", gettext_lazy("Salinan")),
    EntryState.UNDATED: ("off", gettext_lazy("Tanpa tanggal")),
    EntryState.OUTSIDE: ("off", gettext_lazy("Di luar masa KIM")),
    EntryState.QUARANTINED: ("warn", gettext_lazy("Ditahan")),
    EntryState.REJECTED: ("bad", gettext_lazy("Ditolak")),
}
_ENTRY_REASONS: dict[str, Promise] = {
    EntryState.ACCEPTED: gettext_lazy("Dihitung sebagai bukti KIM."),
    EntryState.COPY: gettext_lazy(
        "Teks atau halaman yang sama lebih dulu tampil di tempat lain, jadi yang dihitung yang pertama."
    ),
    EntryState.UNDATED: gettext_lazy("Situs tidak menyebut tanggalnya, dan kabar ini sudah ada sebelum kami datang."),
    EntryState.OUTSIDE: gettext_lazy("Tanggalnya sebelum KIM terbentuk atau setelah KIM berakhir."),
    EntryState.QUARANTINED: gettext_lazy("Ditahan sampai orang memeriksanya: tidak dihitung dan tidak ditampilkan."),
    EntryState.REJECTED: gettext_lazy("Dipastikan bukan kabar KIM: tidak dihitung dan tidak ditampilkan."),
}
_REACHES: dict[str, Promise] = {
    Reach.UNCHECKED: gettext_lazy("tautannya sedang diperiksa"),
    Reach.REACHED: gettext_lazy("tautannya terbuka"),
    Reach.CLOSED: gettext_lazy("layanannya meminta masuk dulu"),
    Reach.MISSING: gettext_lazy("kirimannya tidak ditemukan"),
    Reach.FAILED: gettext_lazy("tautannya belum dapat diperiksa"),
}

# What people and the guard decided about a channel, by the verb of the event; about one entry of it with "entry.".
DECISIONS: dict[str, Promise] = {
    "quarantine": gettext_lazy("Kanal ditahan penjaga"),
    "follow": gettext_lazy("Kanal tetap ditahan: situs yang sama sudah pernah tercatat"),
    "hold": gettext_lazy("Kanal ditahan"),
    "release": gettext_lazy("Kanal dilepaskan"),
    "confirm": gettext_lazy("Kanal dipastikan dibajak"),
    "ask": gettext_lazy("KIM menyatakan ini miliknya"),
    "clean": gettext_lazy("KIM menyatakan situsnya sudah bersih"),
    "choose": gettext_lazy("Cara membaca dipilih"),
    "pause": gettext_lazy("Kunjungan dijeda"),
    "resume": gettext_lazy("Kunjungan dilanjutkan"),
    "entry.release": gettext_lazy("Satu kabar dilepaskan"),
    "entry.reject": gettext_lazy("Satu kabar ditolak"),
    "entry.take_back": gettext_lazy("Keputusan tentang satu kabar dibatalkan"),
    "entry.ask": gettext_lazy("KIM menyatakan satu kabar miliknya"),
}
# Why a person rejects an entry, in one tap.
REJECTIONS: dict[str, Promise] = {
    "gambling": gettext_lazy("Iklan judi"),
    "advert": gettext_lazy("Iklan lain"),
    "foreign": gettext_lazy("Bukan tulisan KIM"),
    "day": gettext_lazy("Tanggalnya tidak benar"),
}


def trouble_words(trouble: str, *, since: str = "", detail: str = "") -> str:
    """ "Situs menolak kami sejak Selasa, 18 November 2025 (HTTP 403)."; ``since`` is a day in words."""
    if trouble not in _TROUBLES:
        return ""
    values = {"what": _TROUBLES[trouble], "since": since, "detail": detail}
    if since and detail:
        return _("%(what)s sejak %(since)s (%(detail)s).") % values
    if since:
        return _("%(what)s sejak %(since)s.") % values
    return (_("%(what)s (%(detail)s).") if detail else _("%(what)s.")) % values


def trouble_step(trouble: str, *, is_dead: bool = False) -> str:
    """What a person can do about it. To wait is no advice any more about a channel that is dead."""
    if is_dead and trouble == Trouble.BUSY:
        trouble = Trouble.SERVER
    return str(_STEPS.get(trouble, ""))


def found_words(found: str) -> str:
    """Why a way was chosen."""
    return str(_FOUND.get(found, ""))


def health_tag(health: str) -> tuple[str, str]:
    """The kind of its tag and its word: ("bad", "Mati")."""
    word = str(Health(health).label)
    return _KINDS[health], word[:1].upper() + word[1:]


def entry_tag(state: str) -> tuple[str, str]:
    """The kind of an entry's tag and its word."""
    kind, word = _ENTRIES[state]
    return kind, str(word)


def entry_reason(state: str) -> str:
    """Why an entry counts or does not."""
    return str(_ENTRY_REASONS[state])


def reach_words(reach: str) -> str:
    """What a look at a pasted link found."""
    return str(_REACHES[reach])


# Why a pasted text was not taken, and the next step; ``channel`` is the service or the group's own account.
_UNFITS: dict[str, Promise] = {
    Unfit.NO_LINK: gettext_lazy("Ini bukan tautan. Di aplikasinya, ketuk Bagikan, lalu Salin tautan."),
    Unfit.NO_POST: gettext_lazy(
        "Tautan ini tidak menuju ke satu kiriman. Buka kirimannya, ketuk Bagikan, lalu Salin tautan."
    ),
    Unfit.ACCOUNT: gettext_lazy(
        "Ini tautan ke akun atau grup, bukan ke satu kiriman. Buka kirimannya, ketuk Bagikan, lalu Salin tautan."
    ),
    Unfit.SEARCH: gettext_lazy(
        "Ini tautan ke pencarian atau tagar, bukan ke satu kiriman. Buka kirimannya, ketuk Bagikan, lalu Salin tautan."
    ),
    Unfit.FRONT_PAGE: gettext_lazy(
        "Ini halaman depan situs, bukan satu kabar. Buka kabarnya, lalu salin alamatnya dari peramban."
    ),
    Unfit.STORY: gettext_lazy("Cerita hilang setelah 24 jam, jadi tidak dapat menjadi bukti. Tempel kiriman biasa."),
    Unfit.UNKNOWN: gettext_lazy(
        "Alamat ini bukan milik kanal KIM. Yang dapat ditempel: kiriman di Instagram, Facebook, TikTok, Threads, X, dan Saluran WhatsApp KIM."
    ),
    Unfit.BY_ITSELF: gettext_lazy("Tidak perlu ditempel: kabar di %(channel)s sudah dibaca sendiri oleh Kentongan."),
    Unfit.NO_CHANNEL: gettext_lazy(
        "KIM ini belum mencatat kanal %(channel)s. Catat kanalnya di halaman KIM, lalu tempel lagi."
    ),
    Unfit.OTHER_OWNER: gettext_lazy("Kiriman ini milik %(owner)s, sedangkan kanal KIM ini %(channel)s."),
}


def unfit_words(unfit: str, *, channel: str = "", owner: str = "") -> str:
    """Why a pasted text was not taken, and what to do."""
    return str(_UNFITS[unfit]) % {"channel": channel, "owner": owner}
