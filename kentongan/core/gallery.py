"""What the gallery shows: every component with invented facts, in every state."""

import datetime as dt
from pathlib import Path
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

from kentongan.core.navigation import Identity, ShownItem

DAY = dt.date(2025, 9, 25)
MOMENT = dt.datetime(2025, 9, 24, 7, 30, tzinfo=dt.UTC)
TEMPLATES = Path(__file__).parent / "templates"
ROLES = [
    *["bg", "surface", "sunken", "ink", "ink-2", "ink-3", "line", "line-strong", "accent", "accent-soft", "deep"],
    *["brown", "brown-soft", "cta", "ok", "ok-soft", "warn", "warn-soft", "bad", "bad-soft"],
    *["seq-0", "seq-1", "seq-2", "seq-3", "seq-4"],
]


class GalleryForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label=_("Nama KIM"), help_text=_("Tanpa kata KIM di depan."))
    formed_on = forms.DateField(label=_("Dibentuk pada"), widget=forms.DateInput(attrs={"type": "date"}))
    village = forms.ChoiceField(
        label=_("Desa atau kelurahan"), choices=[("", _("Pilih desa")), ("35.07.08.2003", "Bambang, Wajak")]
    )
    scan = forms.FileField(label=_("Berkas SK"), required=False, help_text=_("PDF atau foto, paling besar 5 MB."))
    about = forms.CharField(label=_("Tentang"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    signer = forms.ChoiceField(
        label=_("Ditandatangani oleh"),
        choices=[("village", _("Kepala desa")), ("district", _("Camat"))],
        widget=forms.RadioSelect,
    )
    agreed = forms.BooleanField(label=_("Pengurus setuju nomornya dicatat"))


def gallery_context() -> dict[str, Any]:
    """Everything the gallery's template shows."""
    wrong = GalleryForm(
        data={"name": "", "formed_on": "31/02/2023", "village": "", "signer": "", "about": "Berdiri lagi."}
    )
    wrong.is_valid()
    return {
        "identity": Identity("Diskominfo Kabupaten Malang", "Ratna Puspita", _("staf kantor")),
        "nav_bar": _entries(
            (_("Ruang Kendali"), ""), ("KIM", ""), (_("Wilayah"), ""), (_("Impor"), ""), (_("Orang"), "")
        ),
        "nav_phone": _entries((_("Kendali"), "home"), ("KIM", "people"), (_("Wilayah"), "map"), (_("Akun"), "person")),
        "nav_menu": _entries((_("Akun saya"), "person"), (_("Kantor"), "building"), current=-1),
        "search_href": "#",
        "as_of": DAY,
        "day": DAY,
        "earlier": dt.date(2023, 6, 15),
        "moment": MOMENT,
        "components": sorted(path.stem for path in (TEMPLATES / "components").glob("*.html")),
        "icons": sorted(path.stem for path in (TEMPLATES / "icons").glob("*.svg")),
        "roles": ROLES,
        "form": GalleryForm(initial={"signer": "village"}),
        "wrong": wrong,
        "answers": _answers(),
        "work": _work(),
        "units": ["this", "way", "way", "way", *["none"] * 9],
        "terms": _terms(),
        "steps": _steps(),
        "chips": _chips(),
        "page_obj": Paginator(range(1264), 50).page(12),
        "crumbs": [
            {"label": "Kabupaten Malang", "href": "#"},
            {"label": "Kecamatan Wajak", "href": "#"},
            {"label": "Desa Bambang"},
        ],
        "facts": _facts(),
        "events": _events(),
        "rows": _rows(),
    }


def _entries(*words: tuple[Any, str], current: int = 0) -> list[ShownItem]:
    return [ShownItem(label, label, "#", icon, number == current) for number, (label, icon) in enumerate(words)]


def _answers() -> list[dict[str, Any]]:
    return [
        {
            "figure": 3,
            "label": _("Kecamatan tanpa KIM"),
            "detail": "Wajak, Kalipare, Kasembon. Semuanya 28 desa.",
            "href": "#",
        },
        {
            "figure": 18,
            "label": _("SK habis dalam 90 hari"),
            "detail": _("1 habis Sabtu ini, 5 dalam 30 hari."),
            "href": "#",
        },
        {"figure": 1250, "of": _("dari 1.400"), "label": _("Target KIM terbentuk"), "detail": _("Kurang 150.")},
        {"figure": _("belum ada"), "text": True, "label": _("Target 2026")},
    ]


def _work() -> list[dict[str, Any]]:
    return [
        {
            "title": "SK KIM Sanankerto tinggal 2 hari",
            "tag_kind": "bad",
            "tag": _("Hari ini"),
            "detail": "Turen, habis Sabtu, 27 September 2025",
            "href": "#",
            "action": _("Kirim pengingat"),
            "method": "post",
            "fields": {"kim": "35.07.11.2001-1"},
        },
        {
            "title": "Usulan KIM pertama di Kecamatan Wajak",
            "title_href": "#",
            "tag_kind": "warn",
            "tag": _("Hari ini"),
            "detail": "Desa Bambang, berkas lengkap",
            "href": "#",
            "action": _("Periksa berkas"),
        },
        {
            "title": "Kunjungan ke Kalipare tanpa pendamping",
            "tag_kind": "neutral",
            "tag": _("6 hari lagi"),
            "detail": "Rabu, 1 Oktober 2025",
            "href": "#",
            "action": _("Tunjuk orang"),
        },
        {
            "title": "Surat lewat kecamatan tidak sampai",
            "tag_kind": "ok",
            "tag": _("Teratasi"),
            "detail": "Sejak Senin, 11 Agustus 2025",
        },
    ]


def _terms() -> list[dict[str, Any]]:
    return [
        {
            "title": "SK Lurah Kauman",
            "number": "188.45/07/2023",
            "href": "#",
            "start": dt.date(2023, 1, 10),
            "end": dt.date(2026, 1, 9),
        },
        {
            "title": "SK Lurah Kasin",
            "number": "188.45/12/2023",
            "start": dt.date(2023, 2, 1),
            "end": dt.date(2025, 11, 30),
        },
        {
            "title": "SK Kades Sanankerto",
            "number": "141/23/2022",
            "start": dt.date(2022, 9, 13),
            "end": dt.date(2025, 9, 13),
        },
        {"title": "SK Lurah Bareng", "number": "", "start": dt.date(2024, 5, 1), "end": None},
        {
            "title": "SK Camat Wajak",
            "number": "141/40/2025",
            "start": dt.date(2025, 10, 1),
            "end": dt.date(2028, 9, 30),
        },
    ]


def _steps() -> list[dict[str, Any]]:
    return [
        {
            "number": 1,
            "name": _("Sosialisasi"),
            "state": "done",
            "date": dt.date(2025, 7, 16),
            "fact": _("31 warga hadir"),
        },
        {
            "number": 2,
            "name": _("Musyawarah desa"),
            "state": "done",
            "date": dt.date(2025, 8, 11),
            "fact": _("Berita acara ada"),
        },
        {
            "number": 3,
            "name": _("Susunan pengurus"),
            "state": "done",
            "date": dt.date(2025, 8, 27),
            "fact": _("7 orang bersedia"),
        },
        {
            "number": 4,
            "name": _("Berkas diajukan"),
            "state": "done",
            "date": dt.date(2025, 9, 22),
            "fact": _("4 dari 4 berkas"),
        },
        {"number": 5, "name": _("Berkas diperiksa"), "state": "now", "date": DAY, "fact": _("Diskominfo, hari ini")},
        {
            "number": 6,
            "name": _("SK Kepala Desa"),
            "state": "next",
            "date": _("Setelah berkas cocok"),
            "fact": _("Biasanya 14 hari"),
        },
    ]


def _chips() -> list[dict[str, Any]]:
    return [
        {"label": _("Semua"), "count": 1264, "href": "#", "current": True},
        {"label": _("Bermasalah"), "count": 6, "href": "#", "kind": "bad"},
        {"label": _("Baru"), "count": 24, "href": "#", "kind": "ok"},
        {"label": _("Berubah"), "count": 188, "href": "#", "kind": "neutral"},
        {"label": _("Hampir habis"), "count": 1000, "href": "#", "kind": "warn"},
        {"label": _("Sama"), "count": 46, "href": "#", "kind": "off"},
    ]


def _facts() -> list[dict[str, Any]]:
    return [
        {"term": _("Ketua"), "value": "Wahyu Prasetya", "end": "0812 •••• 417"},
        {"term": _("Situs"), "value": "kim.example.id", "href": "#", "detail": _("Diperiksa 24 September 2025")},
        {"term": _("Nomor KIM nasional"), "value": ""},
    ]


def _events() -> list[dict[str, Any]]:
    return [
        {
            "what": _("Profil diubah"),
            "by": "Ratna Puspita",
            "at": MOMENT,
            "changes": [
                {"label": _("Nama"), "before": "KIM Kayu Tangan", "after": "KIM Kayutangan"},
                {"label": _("Situs"), "before": "kim.example.id", "after": ""},
            ],
            "reason": _("ejaan sesuai SK"),
        },
        {"what": _("KIM dicatat"), "by": "", "at": MOMENT - dt.timedelta(days=400)},
    ]


def _rows() -> list[dict[str, Any]]:
    return [
        {
            "name": "KIM Kayutangan",
            "village": "Kauman",
            "district": "Klojen",
            "formed_on": dt.date(2015, 3, 2),
            "members": 18,
            "kind": "ok",
            "state": _("SK berlaku"),
        },
        {
            "name": "KIM Gubugklakah",
            "village": "Gubugklakah",
            "district": "Poncokusumo",
            "formed_on": dt.date(2018, 8, 11),
            "members": 1250,
            "kind": "warn",
            "state": _("106 hari lagi"),
        },
        {
            "name": "KIM Lintang Celaket",
            "village": "Rampal Celaket",
            "district": "Klojen",
            "formed_on": None,
            "members": 7,
            "kind": "bad",
            "state": _("SK habis"),
            "doubt": True,
        },
    ]
