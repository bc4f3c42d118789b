"""Whoever chose English reads English: the catalogue is whole, and no words stand outside it."""

import ast
import datetime as dt
import re
from collections.abc import Callable
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Message
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.base import Lexer, TokenType
from django.test import Client
from django.urls import reverse

from kentongan.registry import actions
from tests.conftest import TODAY, Cast
from tests.rosters import sheets
from tools import translations

ROOT = Path(__file__).resolve().parents[1]
# The gallery of components: its headings are the names of files, its rows are invented.
GALLERY = "_gallery_parts.html"
TEMPLATES = sorted(
    path
    for suffix in ("html", "txt")
    for path in ROOT.glob(f"kentongan/*/templates/**/*.{suffix}")
    if path.name != GALLERY
)


# --- The catalogue --------------------------------------------------------------------------------------


def test_the_catalogue_is_whole() -> None:
    """After a change of words: python tools/translations.py, then fill in what is new."""
    assert translations.problems() == []


@cache
def pairs() -> list[tuple[str, str]]:
    """Every Indonesian text with its English."""
    with translations.PO.open("rb") as file:
        known = translations.read_po(file, locale="en")
    return [pair for message in known if message.id for pair in zip(*both(message), strict=False)]


def both(message: Message) -> tuple[tuple[str, ...], tuple[str, ...]]:
    several = isinstance(message.id, tuple)
    return (tuple(message.id), tuple(message.string)) if several else ((message.id,), (message.string,))


def frame(text: str) -> tuple[object, ...]:
    """What both languages share: spaces around, markup, and how the sentence ends."""
    markup = sorted(re.findall(r"</?\w+[^>]*>|&\w+;", text))
    end = re.search(r"[.,:?…]?$", text.rstrip())
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :], markup, end and end[0]


def test_both_languages_have_the_same_frame() -> None:
    assert [(ours, english) for ours, english in pairs() if frame(ours) != frame(english)] == []


def test_nobody_is_shouted_at() -> None:
    assert [text for pair in pairs() for text in pair if "!" in text] == []


# Two words for one thing make a reader look for the difference.
ONE_WORD = {
    "sasaran": "target",
    "email": "surel",
    "e-mail": "surel",
    "file": "berkas",
    "password": "kata sandi",
    "pengguna": "orang",
    "user": "orang",
    "klik": "pilih",
    "upload": "unggah",
    "download": "unduh",
    "submit": "kirim",
    "handphone": "HP",
    "dahulu": "dulu",
    "sesudah": "setelah",
    "tiap": "setiap",
    "galat": "kesalahan",
}
# “Pengguna dihapus” stands in the history for a person whose data were erased: the stored word, quoted.
QUOTED = "“Pengguna dihapus”"


def test_one_word_for_one_thing() -> None:
    found = {
        (word, ours)
        for ours, _english in pairs()
        for word in re.findall(r"[\w-]+", re.sub(r"%\(\w+\)", "", ours).replace(QUOTED, "").lower())
        if word in ONE_WORD
    }
    assert found == set()


# --- No words outside of it -----------------------------------------------------------------------------

# Names and abbreviations that are the same in every language, and examples of what one types.
ALLOWED = {
    "Kentongan",
    "RSS",
    "Rp /",
    "KIM",
    "KIM.ID",
    "CSV",
    "Excel (XLSX)",
    "PDF",
    "TOML",
    "NIK",
    "WhatsApp",
    "Bahasa Indonesia",
    "English",
    "Bambang",
    "Kayutangan",
    "Rampalcelaket",
    "0812 3456 7890",
    "nama@contoh.id",
}
SPOKEN_ATTRIBUTES = {"placeholder", "aria-label", "title", "alt", "data-label", "label"}
SPOKEN_ARGUMENTS = re.compile(
    r"""\b(label|title|text|word|action|detail|empty|help|note|placeholder|about|soft|disabled_reason)="([^"]*)\""""
)
# Template tags whose text is translated, or never shown.
HANDLED = {"blocktranslate": "endblocktranslate", "blocktrans": "endblocktrans", "comment": "endcomment"}
GAP = " "


class Spoken(HTMLParser):
    """Collects the words of a page: its text, and the attributes that are shown or read aloud."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in {"script", "style"}
        self.words += [value for name, value in attrs if name in SPOKEN_ATTRIBUTES and value]

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in {"script", "style"}

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.words.append(data)


def spoken(html: str) -> list[str]:
    parser = Spoken()
    parser.feed(html)
    parser.close()
    return [" ".join(text.split()) for text in parser.words]


def bare_words(source: str) -> list[str]:
    """Visible words of a template that no translate tag holds."""
    rest, waiting_for, arguments = [], "", []
    for token in Lexer(source).tokenize():
        name = token.contents.split(maxsplit=1)[0] if token.token_type == TokenType.BLOCK else ""
        if waiting_for:
            waiting_for = "" if name == waiting_for else waiting_for
        elif name in HANDLED:
            waiting_for = HANDLED[name]
        elif token.token_type == TokenType.TEXT:
            rest.append(token.contents)
        else:
            # A value stands between words; a tag may stand within an attribute.
            rest.append(GAP if token.token_type == TokenType.VAR else "")
            arguments += [value for _name, value in SPOKEN_ARGUMENTS.findall(token.contents)] if name else []
    return [
        text
        for text in [*spoken("".join(rest)), *arguments]
        if re.search(r"[^\W\d_]", text) and text.strip(" ·") not in ALLOWED
    ]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "kentongan")))
def test_every_word_of_a_template_is_translated(path: Path) -> None:
    assert bare_words(path.read_text()) == []


@pytest.mark.parametrize(
    ("source", "bare"),
    [
        ("<p>Simpan</p>", ["Simpan"]),
        ('<p>{% translate "Simpan" %}</p>', []),
        ("<p>{% blocktranslate %}Simpan {{ n }}{% endblocktranslate %} baris</p>", ["baris"]),
        ('<input placeholder="Nama" name="nama">', ["Nama"]),
        ('{% include "components/button.html" with label="Simpan" kind="utama" only %}', ["Simpan"]),
        ('{% include "components/button.html" with label=_("Simpan") only %}', []),
        ("{% comment %}Isi{% endcomment %}<style>p{color:red}</style>· Kentongan {{ n }}", []),
    ],
)
def test_the_search_for_bare_words_finds_them(source: str, bare: list[str]) -> None:
    assert bare_words(source) == bare


# Sentences in code that are data or samples, not words of a screen.
UNSPOKEN = {
    "kentongan/core/gallery.py": "invented rows",
    "kentongan/registry/actions/obstacles.py": "the list an office begins with, and owns from then on",
}
MARKED = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}


def bare_sentences(source: str) -> list[str]:
    """Indonesian sentences of a module that no gettext call holds."""
    tree = ast.parse(source)
    held: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in MARKED:
                held |= {id(part) for argument in node.args for part in ast.walk(argument)}
        elif isinstance(node, ast.Expr):
            # A docstring may quote the screen.
            held.add(id(node.value))
    texts = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in held
    ]
    return [text for text in texts if re.match(r"[A-Z]\w* \w", text) and has_indonesian(text)]


def test_every_sentence_of_the_code_is_translated() -> None:
    bare = {}
    for path in sorted((ROOT / "kentongan").rglob("*.py")):
        name = str(path.relative_to(ROOT))
        # The demo's texts are its data.
        if name in UNSPOKEN or {"migrations", "demo"} & set(path.parts):
            continue
        if found := bare_sentences(path.read_text()):
            bare[name] = found
    assert bare == {}


@pytest.mark.parametrize(
    ("source", "bare"),
    [
        ('raise Refused("KIM ini sudah berakhir.")', ["KIM ini sudah berakhir."]),
        ('raise Refused(_("KIM ini sudah berakhir."))', []),
        ('title = f"KIM ini {name}"', ["KIM ini "]),
        ('title = ngettext("Satu hari lagi", "Sekian hari lagi", n)', []),
        ('"""Says “Belum ada KIM” to the reader."""', []),
    ],
)
def test_the_search_for_bare_sentences_finds_them(source: str, bare: list[str]) -> None:
    assert bare_sentences(source) == bare


# --- The pages in English -------------------------------------------------------------------------------

# Words every Indonesian sentence is made of; none is English, or part of a name in the tests' data.
INDONESIAN = """
    belum dan dengan yang untuk dari tidak sudah ini itu akan atau pada oleh anda semua setiap bila bisa dapat sampai
    sejak tanpa baru lihat catat ubah simpan hapus hari orang wilayah berkas kendala langkah baris nomor nama tanggal
    masuk keluar pilih buka cari unduh unggah punya hanya satu lagi habis berlaku terbentuk berakhir tercatat diproses
    keadaan kembali tambah batal batalkan menurut kata sandi peran tugas undang undangan kantor riwayat kosongkan
    januari februari maret mei juni juli agustus oktober desember senin selasa rabu kamis jumat sabtu minggu
"""


def has_indonesian(text: str) -> bool:
    return not set(INDONESIAN.split()).isdisjoint(re.findall(r"[a-z]+", text.lower()))


def indonesian(html: str) -> list[str]:
    found = [text for text in spoken(html) if text not in ALLOWED and has_indonesian(text)]
    # Addresses are Indonesian in every language.
    return [text for text in found if not text.startswith("http")]


@pytest.fixture
def english(client: Client) -> Client:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


@pytest.mark.parametrize("name", ["account_login", "about"])
def test_pages_without_sign_in_speak_english(english: Client, db: None, name: str) -> None:
    response = english.get(reverse(name))
    assert response.status_code == 200
    assert indonesian(response.content.decode()) == []


PAGES = """
/kendali/ /kendali/?tabel=peta /kendali/?tabel=tumbuh /kendali/?per=2023-06-15 /kendali/?per=2023 /kendali/tindakan/
/wilayah/35.07/ /wilayah/35.07/?hanya=tanpa /wilayah/35.07.08/
/kim/ /kim/?sk=ending /kim/?keadaan=berakhir /kim/?q=zzz /kim/?terbentuk_dari=2016-01-01 /kim/baru/
/kim/{group}/ /kim/{group}/ubah/ /kim/{group}/riwayat/ /kim/{group}/akhiri/
/kim/{group}/sk/baru/ /kim/{group}/sk/1/ /kim/{group}/pengurus/baru/ /kim/{group}/kanal/baru/ /kim/{group}/mitra/baru/
/kim/{group}/kendala/baru/ /kim/{group}/catatan/baru/
/sk/ /sk/?keadaan=ended /desa/ /desa/?keadaan=tanpa-kim /desa/?q=zzz
/desa/{village}/ /desa/{village}/riwayat/ /desa/{village}/langkah/baru/ /desa/{village}/bentuk/ /desa/{village}/hentikan/
/desa/{free}/ /desa/{free}/mulai/ /desa/{free}/kendala/baru/ /desa/{free}/catatan/baru/
/kendala/ /target/ /target/baru/ /cari/ /cari/?q=kayu /cari/?q=gubuk /cari/?q=zzzz
/impor/ /orang/ /orang/undang/ /orang/{person}/ /kantor/
/akun/ /akun/data-diri/ /akun/data-saya/ /akun/perangkat/ /akun/kata-sandi/ /akun/konfirmasi/ /keluar/
/tentang/ /tidak-ada/
"""


@pytest.fixture
def registered(cast: Cast) -> Cast:
    """A village on its way, an obstacle and two targets that disagree, so that pages have something to say."""
    by, bambang, group = cast.admin, cast.area("35.07.08.2003"), cast.gubugklakah
    case = actions.start_case(area=bambang, on=dt.date(2025, 7, 1), by=by)
    actions.note_step(case=case, step="socialised", on=dt.date(2025, 7, 16), fact="31", by=by)
    # An office's list of obstacles is its own data, in its own words.
    cast.malang.obstacle_kinds.create(name="Sinyal lemah")
    weak = actions.note_obstacle(area=bambang, office=cast.malang, kind_name="Sinyal lemah", on=TODAY, by=by)
    actions.resolve_obstacle(obstacle=weak, on=TODAY, resolution="WiFi", by=by)
    actions.note_obstacle(area=bambang, office=cast.malang, kind_name="Sinyal lemah", on=TODAY, by=by)
    for value, source in ((53, "A"), (23, "B")):
        actions.set_target(
            office=cast.malang, year=2025, measure="formed_new", value=value, source=source, stated_on=TODAY, by=by
        )
    actions.add_officer(group=group, position="chair", name="Wahyu", phone="+6281234567417", decree=None, by=by)
    return cast


def test_pages_speak_english(english: Client, registered: Cast) -> None:
    english.force_login(registered.admin)
    group, person = registered.gubugklakah.code, registered.staff.username
    leaks = {}
    for page in PAGES.split():
        address = page.format(group=group, village="35.07.08.2003", free="35.07.08.2008", person=person)
        response = english.get(address)
        assert response.status_code == (404 if address == "/tidak-ada/" else 200), address
        if found := indonesian(response.content.decode()):
            leaks[address] = found
    assert leaks == {}


@pytest.mark.parametrize("who", ["stranger", "viewer", "district_officer", "forum", "leader", "member"])
def test_whoever_it_is_reads_english(english: Client, cast: Cast, who: str) -> None:
    """Also where a page is refused, with a reason."""
    person = getattr(cast, who)
    type(person).objects.filter(pk=person.pk).update(name="Lestari")
    english.force_login(person)
    group = cast.kayutangan.code
    leaks = {}
    for address in ("/kendali/", "/kim/", f"/kim/{group}/", f"/kim/{group}/sk/baru/", "/impor/", "/orang/", "/akun/"):
        if found := indonesian(english.get(address, follow=True).content.decode()):
            leaks[address] = found
    assert leaks == {}


def test_an_import_speaks_english(
    english: Client, cast: Cast, run_jobs: Callable[[], int], django_capture_on_commit_callbacks: Any
) -> None:
    english.force_login(cast.admin)
    content = sheets.simple(
        ("KIM Kenanga", "Bambang", "Wajak", "", "19/06/2024", "141/7/2024", "19/06/2024", "18/06/2027"),
        ("KIM Rusak", "Codo", "Wajak", "", "31/02/2023", "", "", ""),
        ("KIM Salah", "Bambanc", "Wajak", "", "2023", "", "", ""),
        ("KIM Titir", "Arjosari", "", "", "", "7", "01/05/2026", "02/05/2023"),
        ("KIM Lain", "Gubugklakah", "", "", "", "", "", ""),
    )
    with django_capture_on_commit_callbacks(execute=True):
        english.post("/impor/", {"file": SimpleUploadedFile("KIM.xlsx", content), "purpose": "register"})
    with django_capture_on_commit_callbacks(execute=True):
        run_jobs()
    roster = english.get("/impor/").context["page"][0]
    leaks = {}
    for page in ("", "kolom/", "baris/3/", "baris/5/", "tidak-ada/", "hapus/"):
        response = english.get(f"/impor/{roster.code}/{page}")
        assert response.status_code == 200, page
        found = [text for text in indonesian(response.content.decode()) if text not in sheets.HEADINGS]
        if found:
            leaks[page] = found
    assert leaks == {}


@pytest.mark.parametrize("address", ["/kim/unduh.csv", "/kim/kim-id.csv", "/kim/pengurus.csv", "/desa/unduh.csv"])
def test_files_keep_the_language_of_the_register(english: Client, cast: Cast, address: str) -> None:
    """They are read by other offices, and by the import."""
    english.force_login(cast.admin)
    headings = english.get(address).getvalue().decode("utf-8-sig").splitlines()[0]
    assert "Desa" in headings
    assert "Village" not in headings


def test_an_invitation_is_written_in_the_language_of_volunteers(english: Client, cast: Cast) -> None:
    english.force_login(cast.admin)
    answer = english.post("/orang/undang/", {"name": "Lestari", "role": "viewer", "area": "35.07"})
    page = english.get(answer.headers["Location"]).content.decode()
    assert indonesian(page) == []
    assert "mengundang%20Anda" in page
    link = re.search(r"http://testserver(/undangan/[\w-]+/)", page)
    assert link
    english.logout()
    english.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert indonesian(english.get(link[1]).content.decode()) == []


def test_the_same_pages_speak_indonesian(client: Client, cast: Cast) -> None:
    """So that the test above can fail."""
    client.force_login(cast.admin)
    assert indonesian(client.get("/kendali/").content.decode())
