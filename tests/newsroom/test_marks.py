"""Texts with marks: what comes in is cleaned, what goes out is safe, and neither takes long."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kentongan.newsroom.rules.marks import (
    _NUMBERED,
    clean,
    clean_title,
    fingerprint,
    lead,
    reading_minutes,
    to_html,
    to_plain,
    words,
)

FAMILY = "👨‍👩‍👧"
JAVANESE = "ꦏꦧꦂ ꦢꦺꦱ"

CLEANED = {
    "zero width marks of a forward": ("Kabar\u200b dari\u2060 RW\ufeff 02\u200e", "Kabar dari RW 02"),
    "NUL and other controls": ("Kabar\x00 ba\x07ik\x1b", "Kabar baik"),
    "half of a surrogate pair": ("Kabar\ud83d baik", "Kabar baik"),
    "direction turned over": ("\u202eKabar\u202c", "Kabar"),
    "soft hyphen": ("ke\u00adlurahan", "kelurahan"),
    "spaces of a word processor": ("Rp\u00a045.000\u2009per\u202fbuah", "Rp 45.000 per buah"),
    "line ends of everybody": ("a\r\nb\rc\u2028d\x0be", "a\nb\nc\nd\ne"),
    "idle lines": ("\n\na\n\n\n\n\nb\n\n", "a\n\nb"),
    "points of a word processor": ("•\tbatik\n\uf0b7\tgerabah\n·  kopi", "- batik\n- gerabah\n- kopi"),
    "point of the second level": ("o\tbatik tulis", "- batik tulis"),
    "an o is a letter": ("o ya, besok", "o ya, besok"),
    "emoji of a family": (f"{FAMILY} datang", f"{FAMILY} datang"),
    "emoji with a colour": ("👩🏽‍🌾 panen", "👩🏽‍🌾 panen"),
    "rainbow flag": ("🏳️‍🌈", "🏳️‍🌈"),
    "joiner between letters": ("ka\u200dbar\u200c", "kabar"),
    "javanese": (JAVANESE, JAVANESE),
    "javanese with its joiner": ("ꦏ\u200dꦧ", "ꦏ\u200dꦧ"),
    "composed letters": ("Cafe\u0301", "Café"),
    "a pile of marks on one letter": ("a" + "\u0323" * 5000 + "b", "\u1ea1" + "\u0323" * 5 + "b"),
    "nothing": ("", ""),
    "only marks nobody sees": ("\u200b\u200d \n\ufeff", ""),
}


@pytest.mark.parametrize(("coming", "kept"), CLEANED.values(), ids=CLEANED.keys())
def test_what_comes_in_is_cleaned(coming: str, kept: str) -> None:
    assert clean(coming) == kept


HTML = {
    "paragraphs": ("Satu.\n\nDua.", "<p>Satu.</p><p>Dua.</p>"),
    "lines": ("Satu\ndua", "<p>Satu<br>dua</p>"),
    "bold": ("*tebal* saja", "<p><strong>tebal</strong> saja</p>"),
    "italic": ("_miring_", "<p><em>miring</em></p>"),
    "struck": ("~coret~", "<p><s>coret</s></p>"),
    "one in another": ("*_keduanya_*", "<p><strong><em>keduanya</em></strong></p>"),
    "crossed": ("*a _b* c_", "<p><strong>a _b</strong> c_</p>"),
    "no partner": ("harga *naik", "<p>harga *naik</p>"),
    "a sum": ("2 * 3 * 4 = 24", "<p>2 * 3 * 4 = 24</p>"),
    "within a word": ("nama_berkas_ini", "<p>nama_berkas_ini</p>"),
    "empty": ("**", "<p>**</p>"),
    "before a sign": ("*Awas*, licin.", "<p><strong>Awas</strong>, licin.</p>"),
    "list": ("- satu\n- dua", "<ul><li>satu</li><li>dua</li></ul>"),
    "stars": ("* satu\n* dua", "<ul><li>satu</li><li>dua</li></ul>"),
    "bold is no list": ("*satu*\n*dua*", "<p><strong>satu</strong><br><strong>dua</strong></p>"),
    "numbers": ("1. satu\n2. dua", "<ol><li>satu</li><li>dua</li></ol>"),
    "numbers that go on": ("3. tiga\n4. empat", '<ol start="3"><li>tiga</li><li>empat</li></ol>'),
    "a year is no point": ("2025 tahun baik", "<p>2025 tahun baik</p>"),
    "list after words": ("Bawa:\n- air", "<p>Bawa:</p><ul><li>air</li></ul>"),
    "heading": ("## Hasil\nBaik.", "<h2>Hasil</h2><p>Baik.</p>"),
    "a hashtag is none": ("#KIM", "<p>#KIM</p>"),
    "quote": ("> Kami senang.", "<blockquote><p>Kami senang.</p></blockquote>"),
    "quote and who said it": ("> Kami senang.\n> — Bu Sri", "<blockquote><p>Kami senang.</p><footer>Bu Sri</footer></blockquote>"),
    "who said it on the next line": ("> Senang.\n— Bu Sri", "<blockquote><p>Senang.</p><footer>Bu Sri</footer></blockquote>"),
    "address": (
        "Lihat https://kim.example/kopi.",
        '<p>Lihat <a href="https://kim.example/kopi" rel="nofollow noopener">kim.example/kopi</a>.</p>',
    ),
    "address in brackets": (
        "(https://kim.example/a_(b))",
        '<p>(<a href="https://kim.example/a_(b)" rel="nofollow noopener">kim.example/a_(b)</a>)</p>',
    ),
    "address with marks": (
        "https://kim.example/_a_b_c",
        '<p><a href="https://kim.example/_a_b_c" rel="nofollow noopener">kim.example/_a_b_c</a></p>',
    ),
    "address in bold": (
        "*https://kim.example/a*",
        '<p><strong><a href="https://kim.example/a" rel="nofollow noopener">kim.example/a</a></strong></p>',
    ),
    "other schemes stay words": ("javascript:alert(1)", "<p>javascript:alert(1)</p>"),
    "nothing": ("", ""),
}  # fmt: skip


@pytest.mark.parametrize(("text", "html"), HTML.values(), ids=HTML.keys())
def test_marks_become_a_page(text: str, html: str) -> None:
    assert to_html(text) == html


HOSTILE = (
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "*<iframe src=https://jahat.example>*",
    '> <svg onload="x">\n- <a href="javascript:x">klik</a>',
    'https://jahat.example/"onmouseover="alert(1)',
    "https://jahat.example/<script>",
    "https://jahat.example/'><script>alert(1)</script>",
    "## <style>*{display:none}</style>",
    "&lt;script&gt;",
    "1. <object data=x>",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_carries_no_elements_of_its_own(text: str) -> None:
    html = to_html(text)
    assert set(re.findall(r"<(\w+)", html)) <= {
        "p",
        "br",
        "strong",
        "em",
        "s",
        "a",
        "ul",
        "ol",
        "li",
        "blockquote",
        "h2",
    }
    for tag in re.findall(r"<[^>]*>", html):
        assert not re.search(r"\son\w+\s*=|javascript:", tag), tag


@given(st.text(alphabet="*_~> -—1.#\n<&\"'htps:/abc ", max_size=300))
def test_every_text_is_a_page_and_keeps_its_letters(text: str) -> None:
    html = to_html(text)
    assert html.count("<strong>") == html.count("</strong>")
    assert html.count("<p>") == html.count("</p>")
    kept = re.sub(r"[^a-c]", "", to_plain(clean(text)))
    assert kept == re.sub(r"[^a-c]", "", text)


@given(st.text(max_size=200))
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize(
    "text",
    ["*a " * 13_000, "*_~" * 13_000, "> " * 20_000, "https://" * 5_000, "_" * 40_000, "- \n" * 13_000, "(" * 40_000],
)
def test_no_text_takes_long(text: str) -> None:
    began = time.perf_counter()
    to_html(text)
    words(text)
    clean(text)
    fingerprint(text)
    assert time.perf_counter() - began < 3


# --- Titles ---------------------------------------------------------------------------------------------


def test_a_short_title_stays() -> None:
    assert clean_title("  Gapura\n baru ") == ("Gapura baru", "")


def test_a_title_of_5000_letters_is_kept_whole() -> None:
    title, rest = clean_title("kata " * 1000)
    assert len(title) <= 160
    assert title.endswith("…")
    assert rest.startswith("…")
    assert (title[:-1] + " " + rest[1:]).split() == ["kata"] * 1000


@pytest.mark.parametrize("piece", ["a", FAMILY, "ꦏꦺ", "👍🏽", "é"])
def test_a_title_without_spaces_is_cut_between_letters(piece: str) -> None:
    title, rest = clean_title(piece * 5000)
    assert len(title) <= 160
    assert title[:-1] + rest[1:] == piece * 5000
    assert (title[:-1]).replace(piece, "") == ""


# --- Measures -------------------------------------------------------------------------------------------


def test_plain_text_has_no_marks() -> None:
    assert to_plain("## Hasil\n*Dua* puluh\n- _satu_\n> Baik.\n> — Bu Sri") == "Hasil\nDua puluh\nsatu\nBaik.\nBu Sri"


def test_the_lead_is_the_first_paragraph() -> None:
    assert lead("## Judul\n*Pagi* ini.\n\nLalu.") == "Pagi ini."
    assert lead("kata " * 100, 20) == "kata kata kata…"
    assert lead("k" * 100, 20) == "k" * 19 + "…"
    assert lead("") == ""


def test_words_and_minutes() -> None:
    assert words("*Dua* puluh-dua warga, https://kim.example/a/b?c=d datang — 😀") == 5
    assert reading_minutes("kata " * 20) == 1
    assert reading_minutes("kata " * 540) == 3


def test_copies_have_one_fingerprint() -> None:
    told = "Warga RW 02 menata gapura."
    assert fingerprint(told) == fingerprint("*warga*  rw 02\n\nMENATA “gapura”!")
    assert fingerprint(told) != fingerprint(told + " Lagi.")
    assert fingerprint("…") == ""
    assert fingerprint(JAVANESE) != fingerprint("ꦏ")
    assert fingerprint("1. satu\n2) dua") == fingerprint("satu dua") == fingerprint("- satu\n- dua")


@given(st.text(alphabet="ab1Ř 2.)(*_~>#-—\n:/", max_size=60))
def test_a_fingerprint_is_that_of_the_plain_text(text: str) -> None:
    assert fingerprint(text) == fingerprint(f"\n{to_plain(text)}\n") or _NUMBERED.search(to_plain(text))
