"""What was published about Malang, and the words to invent the rest with."""

import datetime as dt
from zoneinfo import ZoneInfo

from kentongan.registry.enums import Step

SEED = 350773
TODAY = dt.date(2025, 9, 25)
WIB = ZoneInfo("Asia/Jakarta")
# The offices began to keep the register here on this morning; what is older was copied from their lists.
OPENED_AT = dt.datetime(2025, 1, 6, 9, 0, tzinfo=WIB)
REGENCY, CITY = "35.07", "35.73"

# --- Published -------------------------------------------------------------------------------------

# Kabupaten Malang: the day a figure speaks of, and how many groups were new since the figure before.
REGENCY_FIRST = (dt.date(2017, 1, 1), 28)
# The last day of which 28 is published.
REGENCY_LAST_28 = dt.date(2019, 12, 31)
REGENCY_START_OF_2023 = (dt.date(2022, 12, 31), 159)
REGENCY_JUNE_2023 = (dt.date(2023, 6, 15), 28)
REGENCY_SEPTEMBER_2025 = (dt.date(2025, 9, 24), 35)
DISTRICTS_WITHOUT = ("35.07.08", "35.07.11", "35.07.28")  # Wajak, Kalipare, Kasembon
GUBUGKLAKAH = "35.07.07.2016"
# Of the 250 groups of September 2025, so many were active.
REGENCY_ACTIVE_2025 = 75

# Kota Malang, likewise.
CITY_FIRST = (dt.date(2014, 12, 31), 6)
CITY_DECEMBER_2021 = (dt.date(2021, 12, 14), 24)
CITY_MARCH_2022 = (dt.date(2022, 3, 2), 1)
KAYUTANGAN = "35.73.02.1007"
LOWOKWARU = "35.73.05.1011"
NAMED_GROUPS = {
    GUBUGKLAKAH: "KIM Gubugklakah",
    "35.73.04.1005": "KIM Nukus",
    "35.73.02.1011": "KIM Gerabah",
    "35.73.05.1003": "KIM Tlogomas",
    "35.73.01.1005": "KIM Mbois Ilakes",
    "35.73.02.1006": "KIM Cendrawasih",
    "35.73.02.1009": "KIM Obama",
    "35.73.03.1003": "KIM Parseh Jaya",
    KAYUTANGAN: "KIM Kayutangan",
    "35.73.04.1011": "KIM Bakalankrajan",
    LOWOKWARU: "KIM Lowokwaru",
}
# What the press writes: official names without their spaces, or with some more.
SPELLINGS = {
    "35.73.02.1002": ("Rampal Celaket", "Rampal Tjelaket"),
    "35.73.05.1012": ("Tasikmadu", "Tasik Madoe"),
    GUBUGKLAKAH: ("Gubug Klakah", "Gubuk Klakah"),
}
# Groups in klaster 1 to 4 on the day of CITY_DECEMBER_2021; the nine of klaster 1 are the city's named groups but Lowokwaru.
CITY_KLASTER = {1: 9, 2: 10, 3: 5, 4: 6}
TARGET_2023_SOURCE = "Target 2023 yang diumumkan pada awal tahun"

# --- Invented --------------------------------------------------------------------------------------

# Groups per kecamatan in September 2025; together 250.
REGENCY_GROUPS = {
    "35.07.01": 6, "35.07.02": 5, "35.07.03": 6, "35.07.04": 9, "35.07.05": 9, "35.07.06": 9,
    "35.07.07": 14, "35.07.09": 12, "35.07.10": 10, "35.07.12": 5, "35.07.13": 14, "35.07.14": 10,
    "35.07.15": 8, "35.07.16": 12, "35.07.17": 9, "35.07.18": 11, "35.07.19": 8, "35.07.20": 5,
    "35.07.21": 8, "35.07.22": 8, "35.07.23": 7, "35.07.24": 13, "35.07.25": 9, "35.07.26": 8,
    "35.07.27": 7, "35.07.29": 5, "35.07.30": 8, "35.07.31": 5, "35.07.32": 4, "35.07.33": 6,
}  # fmt: skip
# How many of them are active in each kecamatan; together 75.
REGENCY_AWAKE = {
    "35.07.02": 1, "35.07.04": 2, "35.07.05": 4, "35.07.06": 2, "35.07.07": 8, "35.07.09": 5, "35.07.10": 3,
    "35.07.12": 1, "35.07.13": 6, "35.07.14": 3, "35.07.15": 2, "35.07.16": 6, "35.07.17": 2, "35.07.18": 4,
    "35.07.19": 2, "35.07.20": 1, "35.07.21": 1, "35.07.22": 4, "35.07.23": 3, "35.07.24": 5, "35.07.25": 3,
    "35.07.26": 2, "35.07.27": 1, "35.07.30": 1, "35.07.31": 1, "35.07.32": 1, "35.07.33": 1,
}  # fmt: skip
SANANKERTO = "35.07.09.2013"
# Villages that the demo's stories need a group in.
REGENCY_WITH_GROUP = (GUBUGKLAKAH, SANANKERTO, "35.07.16.2005", "35.07.16.2009", "35.07.09.2007", "35.07.09.2010")
CITY_WITH_GROUP = ("35.73.01.1002", "35.73.01.1011", "35.73.02.1002", "35.73.05.1012")
CITY_OLDEST = (KAYUTANGAN, "35.73.04.1005", "35.73.02.1011", "35.73.05.1003", "35.73.01.1005", "35.73.02.1006")

GROUP_WORDS = (
    "Titir", "Gema", "Swara", "Lintang", "Pawarta", "Ranting", "Wijil", "Sari", "Mekar", "Rintis", "Kabar", "Cahya",
    "Gugah", "Obor", "Tirta", "Sekar", "Wahana", "Laras", "Gayung", "Pelita", "Cakra", "Warta", "Guyub", "Karya",
)  # fmt: skip
PROFILE = "Contoh profil: warga {village} yang menulis kabar setempat, memotret kegiatan, dan meneruskan pengumuman."

STEP_FACTS = {
    Step.SOCIALISED: ("24 warga hadir", "31 warga hadir", "18 warga hadir", "perangkat desa dan karang taruna hadir"),
    Step.DISCUSSED: ("berita acara ada", "berita acara dan daftar hadir ada"),
    Step.OFFICERS: ("7 orang bersedia", "5 orang bersedia", "9 orang bersedia"),
    Step.FILED: ("4 dari 4 berkas", "3 dari 4 berkas"),
}

BAMBANG = "35.07.08.2003"
BAMBANG_STEPS = (
    (Step.SOCIALISED, dt.date(2025, 7, 16), "31 warga hadir"),
    (Step.DISCUSSED, dt.date(2025, 8, 11), "berita acara ada"),
    (Step.OFFICERS, dt.date(2025, 8, 27), "7 orang bersedia"),
    (Step.FILED, dt.date(2025, 9, 22), "4 dari 4 berkas"),
)
# Village, day it set out, how many steps are done by now.
REGENCY_CASES = (
    ("35.07.08.2008", dt.date(2025, 8, 20), 1),
    ("35.07.08.2007", dt.date(2025, 8, 21), 1),
    ("35.07.08.2006", dt.date(2025, 9, 3), 1),
    ("35.07.11.2006", dt.date(2025, 5, 14), 2),
    ("35.07.11.2008", dt.date(2025, 8, 5), 1),
    ("35.07.28.2001", dt.date(2025, 6, 11), 3),
    ("35.07.28.2004", dt.date(2025, 9, 9), 1),
)
CASES_ELSEWHERE = 5
# Village, set out, given up, why.
GIVEN_UP = ("35.07.28.2002", dt.date(2024, 3, 6), dt.date(2024, 11, 20), "Menunggu kepala desa yang baru.")

# Village, kind from the register's first list, noted on, detail, resolved on, how.
OBSTACLES = (
    (BAMBANG, "Meminta honor", dt.date(2025, 8, 27),
     "Calon pengurus menanyakan honor. KIM itu relawan; desa lain memakai uang transpor dari APBDes.", None, ""),
    (BAMBANG, "Sinyal lemah", dt.date(2025, 7, 16),
     "Lemah di dua dusun. Kabar bisa ditulis tanpa sinyal, terkirim di balai desa.", None, ""),
    (BAMBANG, "Informasi belum sampai", dt.date(2025, 6, 10), "Surat lewat kecamatan tidak sampai.",
     dt.date(2025, 8, 11), "Undangan langsung ke sekretaris desa."),
    ("35.07.08.2008", "Belum ada calon pengurus", dt.date(2025, 8, 20), "Baru dua orang bersedia.", None, ""),
    ("35.07.11.2006", "Belum ada anggaran desa", dt.date(2025, 6, 25), "Menunggu perubahan APBDes.", None, ""),
    ("35.07.11.2001", "Informasi belum sampai", dt.date(2025, 4, 8), "", None, ""),
    ("35.07.28.2001", "Tugasnya dipegang lembaga lain", dt.date(2025, 7, 2),
     "Kabar desa selama ini dipegang karang taruna.", dt.date(2025, 8, 13), "Karang taruna ikut menjadi pengurus."),
    ("35.07.28.2002", "Pergantian kepala desa", dt.date(2024, 11, 20), "", None, ""),
)  # fmt: skip
GROUP_OBSTACLES = (
    (SANANKERTO, "Partisipasi warga menurun", dt.date(2025, 7, 30), "Rapat terakhir dihadiri tiga orang.", None, ""),
    ("35.07.16.2005", "Sinyal lemah", dt.date(2025, 5, 21), "", dt.date(2025, 8, 6), "Memakai jaringan balai desa."),
    (LOWOKWARU, "Tugasnya dipegang lembaga lain", dt.date(2025, 3, 12), "Berjalan di bawah pokmas dan LPMK.", None, ""),
)  # fmt: skip
NOTES = (
    (
        BAMBANG,
        "demo-wajak",
        dt.datetime(2025, 9, 22, 10, 15, tzinfo=WIB),
        "Berkas diterima lengkap di kecamatan, sudah diteruskan.",
    ),
    (
        BAMBANG,
        "demo-kabupaten",
        dt.datetime(2025, 9, 23, 8, 40, tzinfo=WIB),
        "Dijadwalkan diperiksa Kamis, 25 September 2025.",
    ),
    (
        KAYUTANGAN,
        "demo-forum",
        dt.datetime(2025, 9, 11, 16, 5, tzinfo=WIB),
        "Latihan menulis berita dari rapat RW, 9 orang hadir.",
    ),
    (
        LOWOKWARU,
        "demo-forum",
        dt.datetime(2025, 3, 12, 19, 30, tzinfo=WIB),
        "Pengurus tetap bertemu setiap bulan bersama LPMK.",
    ),
)
PARTNERS = (("pokmas", "Pokmas Contoh Lowokwaru"), ("lpmk", "LPMK Kelurahan Lowokwaru"))

# --- Rule books ------------------------------------------------------------------------------------------

# Office, shipped instrument, from which day on it holds.
INSTRUMENTS = (
    (CITY, "klaster-kota-malang", dt.date(2021, 1, 1)),
    (CITY, "aktif", dt.date(2021, 1, 1)),
    (REGENCY, "tahap-kim", dt.date(2023, 1, 1)),
    (REGENCY, "aktif", dt.date(2023, 1, 1)),
)
# The city's next version leaves out the two rules that are our own, so that the checker has something to find.
DRAFTED, DRAFTED_WITHOUT = "klaster-kota-malang", ("3b", "2c")

# Office, instrument, the day the list speaks of, when it was opened; the city's is signed.
DETERMINATIONS = (
    (CITY, "klaster-kota-malang", dt.date(2025, 8, 31), dt.datetime(2025, 9, 1, 9, 10, tzinfo=WIB)),
    (REGENCY, "tahap-kim", dt.date(2025, 8, 31), dt.datetime(2025, 9, 2, 10, 5, tzinfo=WIB)),
)
OVERRIDDEN = ("Klaster 2", "Rapatnya digabung dengan LPMK, notulennya belum diunggah.")
SIGNED_AT = dt.datetime(2025, 9, 3, 14, 20, tzinfo=WIB)
# The mornings on which people were told what is new.
TOLD_AT = (dt.datetime(2025, 9, 8, 5, 0, tzinfo=WIB), dt.datetime(2025, 9, 25, 5, 0, tzinfo=WIB))

# --- What groups did ------------------------------------------------------------------------------------

CITY_LATER_YEARS = (
    (dt.date(2022, 7, 1), dt.date(2023, 6, 30)),
    (dt.date(2023, 7, 1), dt.date(2024, 6, 30)),
    (dt.date(2024, 7, 1), TODAY),
)
CITY_INVITATIONS = tuple(
    dt.date(year, month, day)
    for year in range(2021, 2026)
    for month, day in ((2, 10), (5, 19), (8, 11), (11, 17))
    if dt.date(year, month, day) < TODAY
)
# The batches of 2025 that are over, and the one that opened yesterday.
TRAINING_DAYS = (dt.date(2025, 7, 9), dt.date(2025, 8, 20))
KAYUTANGAN_DAYS = {
    "rapat": (
        dt.date(2023, 8, 4), dt.date(2023, 10, 7), dt.date(2024, 5, 20), dt.date(2024, 6, 3),
        dt.date(2025, 4, 12), dt.date(2025, 6, 14), dt.date(2025, 8, 9), dt.date(2025, 9, 13),
    ),
    "undangan-dihadiri": (
        *(day for day in CITY_INVITATIONS if day < dt.date(2025, 1, 1)),
        dt.date(2025, 4, 24), dt.date(2025, 6, 19), dt.date(2025, 9, 11),
    ),
    "undangan-terlewat": (dt.date(2025, 8, 7),),
    # Waits to be confirmed.
    "layanan-warga": (dt.date(2025, 9, 24),),
}  # fmt: skip
ACTIVITIES = ("umkm", "umkm", "bansos", "layanan-warga", "oss", "pelatihan-warga", "bencana", "kegiatan-lain", "bpum")
TITLES = {
    "rapat": ("Rapat pengurus bulanan", "Rapat persiapan liputan {village}", "Rapat pengurus dan karang taruna"),
    "program-kerja": ("Program kerja setahun",),
    "umkm": ("Memotret produk UMKM {village}", "Mencatat UMKM baru di {village}", "Foto keripik dan kopi untuk dijual"),
    "bpum": ("Membantu warga mengisi BPUM",),
    "oss": ("Membantu tiga warung membuat NIB", "Antar warga mengurus izin usaha"),
    "bansos": ("Membagikan jadwal bansos", "Mencocokkan nama penerima bansos"),
    "bencana": ("Mengabarkan tanah longsor kecil", "Kabar banjir setempat dan jalan memutar"),
    "layanan-warga": ("Membantu warga mengurus KTP", "Posko tanya jawab di balai"),
    "pelatihan-warga": ("Belajar memotret dengan HP", "Belajar mengenali kabar palsu"),
    "kegiatan-lain": ("Kerja bakti dan dokumentasinya", "Meliput lomba antar-RT"),
    "berita": (
        "Panen di {village} lebih awal", "Jembatan {village} selesai diperbaiki", "Posyandu {village} pindah hari",
        "Warga {village} menanam seribu pohon", "Pasar pagi {village} kembali ramai",
    ),
    "unggahan": (
        "Foto kegiatan warga", "Pengumuman jadwal layanan", "Video singkat pasar pagi", "Ajakan kerja bakti",
    ),
    "undangan-dijawab": ("Undangan Diskominfo, berhalangan",),
    "undangan-dihadiri": ("Undangan Diskominfo",),
    "undangan-terlewat": ("Undangan Diskominfo",),
    "siaran-dibaca": ("Siaran Diskominfo",),
    "bimtek": ("Bimtek menulis dan memotret",),
}  # fmt: skip

# User name, shown name, role, area; the last serves the group of its village.
PEOPLE = (
    ("demo-kabupaten", "Contoh Kabupaten", "office_admin", REGENCY),
    ("demo-kota", "Contoh Kota", "office_admin", CITY),
    ("demo-forum", "Contoh Forum", "forum", CITY),
    ("demo-wajak", "Contoh Wajak", "district_officer", "35.07.08"),
    ("demo-kayutangan", "Contoh Kayutangan", "group_leader", KAYUTANGAN),
    ("demo-staf-kabupaten", "Staf Contoh 1", "office_staff", REGENCY),
    ("demo-pembaca-kabupaten", "Pembaca Contoh 1", "viewer", REGENCY),
    ("demo-anggota-kayutangan", "Anggota Contoh 1", "group_member", KAYUTANGAN),
)
OFFICES = ((REGENCY, "Diskominfo Kabupaten Malang"), (CITY, "Diskominfo Kota Malang"))

# --- What groups wrote -------------------------------------------------------------------------------------

# Who reads before readers do: the leader in the city, the Forum in the regency; nobody where a group has long been trusted.
DESKS = {CITY: 1, REGENCY: 2}
TRUSTED = ("KIM Gerabah", "KIM Nukus", "KIM Gubugklakah")
GIVEN_NAMES = (
    "Suharti", "Wagino", "Lasmini", "Poniman", "Tarmuji", "Sumiati", "Karjono", "Rukmini", "Sugeng", "Mistiah", "Wartono",
    "Ismiati", "Slamet", "Jumaiyah", "Parmin", "Kusnadi", "Sriatun", "Mulyadi", "Warsiti", "Bejo", "Turiyah", "Nurhadi",
)  # fmt: skip
