"""Markup into what readers see."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kentongan.harvest.parsing import languages
from kentongan.harvest.parsing.texts import plain_title, read, tidy

BASE = "https://contoh.example/"


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("Tanpa tanda", "Tanpa tanda"),
        ("<p>Satu</p><p>Dua<br>Tiga</p>", "Satu\nDua\nTiga"),
        ("<b>te</b>bal", "tebal"),
        ("Kopi&nbsp;&amp; teh &hellip;", "Kopi & teh …"),
        ("Kopi &#X26; teh", "Kopi & teh"),
        ("5 < 6 dan 7 > 2", "5 < 6 dan 7 > 2"),
        ("<p>5 &lt; 6</p>", "5 < 6"),
        ("<script>alert(1)</script>Isi<style>p{}</style>", "Isi"),
        ("<scr<script>ipt>alert(1)</script>Isi", "ipt>alert(1)Isi"),
        ("<svg><style><img src=x onerror=alert(1)></style></svg>Isi", "Isi"),
        ("<p>Isi<!-- rahasia --></p>", "Isi"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a\nb"),
        ("<p title='a > b'>Isi</p>", "Isi"),
        ("<p>Baris\nyang\nsama</p>", "Baris yang sama"),
        ("<a href='/a'>Kabar</a><a href='/b'>Desa</a>", "Kabar Desa"),
        ("Isi<noscript><b>Nyalakan</b> skrip</noscript>", "Isi Nyalakan skrip"),
        ("s\u200bl\u200bo\u200bt", "slot"),
        ("👩\u200d🌾 tani", "👩\u200d🌾 tani"),
        ("\u202egnipuruB", "gnipuruB"),
        ("a\x00b\x07c\ud800d", "abcd"),
    ],
)
def test_markup_becomes_plain(markup: str, text: str) -> None:
    assert read(markup, BASE).text == text


@pytest.mark.parametrize(
    "style",
    ["display:none", "display : none !important", "DISPLAY:NONE", "visibility:hidden", "font-size:0", "font-size: 0px", "opacity:0", "position:absolute;left:-9999px", "text-indent: -5000px", "height:0;overflow:hidden", "width:1px;overflow:hidden", "disp&#108;ay:none"],
)  # fmt: skip
def test_what_is_out_of_sight_is_told_apart(style: str) -> None:
    found = read(f'<p>Kabar</p><div style="{style}"><p>slot <b>gacor</b></p><br></div><p>desa</p>', BASE)
    assert (found.text, found.hidden) == ("Kabar\ndesa", "slot gacor")


@pytest.mark.parametrize(
    "markup",
    [
        '<div style="display:none"><a href="/a">slot gacor</a><a href="/b">togel</a></div>',
        "Kabar <i hidden>slot gacor</i>desa<i hidden>togel</i>",
    ],
)
def test_words_out_of_sight_stand_apart(markup: str) -> None:
    assert read(markup, BASE).hidden == "slot gacor togel"


@pytest.mark.parametrize(
    "style",
    [
        "display:block",
        "opacity:0.9",
        "font-size:0.9em",
        "height:100px",
        "max-width:100%",
        "left:-10px",
        "color:red",
        "width:1024px",
    ],
)
def test_what_is_in_sight_is_read(style: str) -> None:
    assert read(f'<p style="{style}">Kabar</p>', BASE).text == "Kabar"


def test_the_attribute_hides_too() -> None:
    assert read("<p hidden>slot</p><p>Kabar</p>", BASE).hidden == "slot"


def test_links_and_pictures_are_absolute_and_named_once() -> None:
    found = read(
        '<a href="/a">a</a><a href="/a">a</a><a href="javascript:x">b</a><a>c</a><img src="b.jpg"><img src="b.jpg"><img src="data:image/gif;base64,R0" data-src="/malas.jpg">'
        '<img src="https://hitung.example/1.gif" width="1" height="1">',
        BASE,
    )
    assert found.links == ("https://contoh.example/a",)
    assert found.pictures == ("https://contoh.example/b.jpg", "https://contoh.example/malas.jpg")


def test_a_picture_that_waits_for_a_script_is_read_from_what_browsers_without_scripts_get() -> None:
    found = read('<p>Isi</p><img data-lazy="/b.jpg"><NoScript class="x"><img src="/b.jpg"></NoScript>', BASE)
    assert (found.text, found.pictures) == ("Isi", ("https://contoh.example/b.jpg",))


@pytest.mark.parametrize(
    ("title", "plain"),
    [
        ("Kopi &amp; teh", "Kopi & teh"),
        ("Kopi &amp;amp; teh", "Kopi & teh"),
        ("Sugeng&nbsp;rawuh tamu", "Sugeng rawuh tamu"),
        ("<b>Panen</b> raya", "Panen raya"),
        ("&lt;b&gt;Panen&lt;/b&gt; raya", "Panen raya"),
        ("Harga <5.000 dan >3.000", "Harga <5.000 dan >3.000"),
        ("Lomba <desa> terbaik", "Lomba <desa> terbaik"),
        ('Panen <object data="x"></object>raya<meta http-equiv="refresh">', "Panen raya"),
        ("AT&T; dan &bukan;", "AT&T; dan &bukan;"),
        ("Dua\nbaris", "Dua baris"),
        ("x" * 400, "x" * 300),
    ],
)
def test_a_title_is_one_plain_line(title: str, plain: str) -> None:
    assert plain_title(title) == plain


@given(st.text(max_size=200) | st.text(alphabet="<>/&;abpiscrt \"'=!-", max_size=120))
def test_any_markup_becomes_text_without_marks_nobody_sees(markup: str) -> None:
    text = read(markup, BASE).text
    assert tidy(text) == text
    text.encode()


@pytest.mark.parametrize(
    ("text", "said", "language"),
    [
        ("Warga dan pengurus bersih sungai yang ada di desa", "", "id"),
        ("Warga lan pengurus resik-resik kali ing desa karo wong enom", "", "jv"),
        ("The village has a new road and it is open to the public", "id", "en"),
        ("ยินดีต้อนรับสู่เว็บไซต์ของเรา", "id", "th"),
        ("заходите на наш новый сайт сегодня", "", "ru"),
        ("在线赌场 最好的游戏", "", "zh"),
        ("Foto", "id-ID", "id"),
        ("Foto", "in", "id"),
        ("Foto", "", ""),
        ("", "<script>", ""),
        ("Bapak dan ibu yang hadir", "", "id"),
        ("Wilujeng sumping ka urang lembur anu aya di dieu", "", "su"),
    ],
)
def test_a_language_is_guessed_or_believed(text: str, said: str, language: str) -> None:
    assert languages.of(text, said) == language
