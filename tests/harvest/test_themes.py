"""Which of a page's links and dates belong together, in the themes that groups use."""

import pytest

from kentongan.harvest.parsing import parse
from kentongan.harvest.rules.dates import ASSUMED
from tests.harvest.collection import NOW

HOME = "https://contoh.example/"

AUTHOR_AND_SUBJECT = """<main>
<div class="card"><h3><a href="/senam">Senam sehat Minggu pagi</a></h3><div class="meta"><a href="/kegiatan">Kegiatan masyarakat</a>
<span><a href="/redaksi/tukiran">Tukiran Atmaja</a> - <time datetime="2025-09-14T06:00:00+07:00">14 September</time></span></div><p>Ratusan warga ikut senam bersama di alun-alun sejak pagi.</p></div>
<div class="card"><h3><a href="/donor">Donor darah di balai RW</a></h3><div class="meta"><a href="/kegiatan">Kegiatan masyarakat</a>
<span><a href="/redaksi/tukiran">Tukiran Atmaja</a> - <time datetime="2025-09-01T06:00:00+07:00">1 September</time></span></div></div></main>"""
WITHOUT_CARDS = """<main><h2><a href="/senam">Senam sehat Minggu pagi</a></h2><dl><dd>Kategori: <a href="/kegiatan">Kegiatan masyarakat</a></dd><dd>14 September 2025</dd></dl><p>Isi.</p>
<h2><a href="/donor">Donor darah di balai RW</a></h2><dl><dd>Kategori: <a href="/kegiatan">Kegiatan masyarakat</a></dd><dd>1 September 2025</dd></dl><p>Isi.</p></main>"""
DATE_FIRST = """<div class="media"><div>14 Sep 2025 &bull; <a href="/kim/anggrek">KIM Anggrek Mulyorejo</a></div><h5><a href="/senam">Senam sehat Minggu pagi</a></h5></div>
<div class="media"><div>1 Sep 2025 &bull; <a href="/kim/anggrek">KIM Anggrek Mulyorejo</a></div><h5><a href="/donor">Donor darah di balai RW</a></h5></div>"""
BY_HAND = """<table><tr><td><font size=4><b><a href="/senam">Senam sehat Minggu pagi</a></b></font><br><font size=1>Ditulis: 14-09-2025</font><br>Isi. <a href="/senam">[baca selengkapnya]</a><hr>
<font size=4><b><a href="/donor">Donor darah di balai RW</a></b></font><br><font size=1>Ditulis: 01-09-2025</font><br>Isi. <a href="/donor">[baca selengkapnya]</a></td></tr></table>"""
BESIDE_OTHERS = """<div class="td"><span>Kamis, 25 September 2025</span> <a href="/tentang-kami">Tentang kami semua</a></div>
<ul><li><h3><a href="/senam">Senam sehat Minggu pagi</a></h3><p>14 September 2025</p></li><li><h3><a href="/donor">Donor darah di balai RW</a></h3><p>1 September 2025</p></li></ul>
<ol class="wp-block-latest-comments"><li>Pak Jum di <a href="/lama#comment-7">Lomba tujuh belasan</a><time datetime="2025-09-20T08:00:00+07:00">20 September</time></li></ol>
<div class="baru"><p><a href="/senam#c9">Slamet Raharjo</a></p><p>21 September 2025</p></div>
<p>Kepala Desa, masa jabatan 5 Mei 2019 - 5 Mei 2027 <a href="/aparatur">Semua aparatur desa</a></p>
<footer><p>© 2020 KIM. <a href="/kebijakan">Kebijakan privasi</a> diperbarui 3 Maret 2021</p></footer>"""
CARDS_THAT_ARE_LINKS = """<a href="/senam"><div><span>Berita</span><h3>Senam sehat Minggu pagi</h3><p>14 September 2025</p><p>Ratusan warga ikut senam bersama.</p></div></a>
<a href="/donor"><div><span>Berita</span><h3>Donor darah di balai RW</h3><p>1 September 2025</p></div></a>"""
IN_BOXES = """<div><div><span>14</span> <span>Sep</span> <span>2025</span></div><h4><a href="/senam">Senam sehat Minggu pagi</a></h4></div>
<div><div><b>01</b><br>Sep 2025</div><h4><a href="/donor">Donor darah di balai RW</a></h4></div><div><a href="/jajak">Hasil jajak pendapat</a> <p>Sejak 1 Januari 2020</p></div>"""
SECTIONS = """<div><h4><a href="/berita">Berita dari warga</a></h4><ul><li><a href="/senam">Senam sehat Minggu pagi</a> <small>14 September 2025</small></li>
<li><a href="/donor">Donor darah di balai RW</a> <small>1 September 2025</small></li></ul></div>"""


def dated(page: str) -> list[tuple[str, str, str]]:
    found = parse(f"<html><body><div id='a'>{page}</div></body></html>".encode(), address=HOME, now=NOW)
    return [
        (entry.link.removeprefix(HOME), entry.title, entry.published.astimezone(ASSUMED).date().isoformat())
        for entry in found.entries
        if entry.published
    ]


@pytest.mark.parametrize(
    "page",
    [AUTHOR_AND_SUBJECT, WITHOUT_CARDS, DATE_FIRST, BY_HAND, BESIDE_OTHERS, SECTIONS, CARDS_THAT_ARE_LINKS, IN_BOXES],
    ids=range(8),
)
def test_each_title_has_its_date(page: str) -> None:
    assert dated(page) == [
        ("senam", "Senam sehat Minggu pagi", "2025-09-14"),
        ("donor", "Donor darah di balai RW", "2025-09-01"),
    ]


def test_a_short_word_may_be_a_title() -> None:
    page = """<article><h3><a href="/2025/09/ronda.html">Ronda</a></h3><a rel="bookmark" href="/2025/09/ronda.html">08.10</a>
    <time datetime="2025-09-11T08:10:00+07:00">11 September</time></article>"""
    assert dated(page) == [("2025/09/ronda.html", "Ronda", "2025-09-11")]


def test_a_day_may_be_told_from_today() -> None:
    page = """<li><h3><a href="/senam">Senam sehat Minggu pagi</a></h3><small>Admin &bull; 11 hari yang lalu</small></li>
    <li><h3><a href="/donor">Donor darah di balai RW</a></h3><small>3 minggu lalu</small><p>Sejak tiga hari lalu warga mendaftar.</p></li>"""
    assert [(link, day) for link, _title, day in dated(page)] == [("senam", "2025-09-14"), ("donor", "2025-09-04")]


def test_the_day_of_a_change_is_not_the_day() -> None:
    page = """<article><h2><a href="/senam">Senam sehat Minggu pagi</a></h2><time class="updated" datetime="2025-09-20T06:00:00+07:00"></time>
    <time class="published" datetime="2025-09-14T06:00:00+07:00"></time></article>"""
    assert dated(page) == [("senam", "Senam sehat Minggu pagi", "2025-09-14")]


def test_the_day_in_an_address_outweighs_another_one_beside_it() -> None:
    page = "<aside><a href='/artikel/2025/9/1/agenda'>Agenda posyandu balita</a><ul><li>Slamet: <span>21 September 2025</span></li></ul></aside>"
    assert dated(page) == [("artikel/2025/9/1/agenda", "Agenda posyandu balita", "2025-09-01")]


def test_what_a_list_repeats_is_read_where_it_is_told() -> None:
    page = """<div><h2><a href="/senam">Senam sehat Minggu pagi</a></h2><div><span>oleh</span><div><i>14 September 2025</i></div></div>
    <p>Ratusan warga ikut senam bersama di alun-alun sejak pagi.</p></div><ul><li><a href="/senam">Senam sehat Minggu pagi</a><b>14 September 2025</b></li></ul>"""
    (entry,) = parse(f"<html><body><div>{page}</div></body></html>".encode(), address=HOME, now=NOW).entries
    assert entry.summary == "Ratusan warga ikut senam bersama di alun-alun sejak pagi."


def test_title_and_date_may_stand_in_a_head() -> None:
    card = """<div><div class="foto"><img src="/{0}.jpg"></div><div><header><h2><a href="/{0}">Kabar warga {0}</a></h2><p>14 September 2025</p></header>
    <p>Ratusan warga ikut {0} bersama di alun-alun sejak pagi.</p></div></div>"""
    page = f"<html><body><ul><li><a href='/baru'>Kabar yang baru</a> 13 September 2025</li><img src='/iklan.jpg'></ul>{card.format('senam')}{card.format('donor')}</body></html>"
    found = parse(page.encode(), address=HOME, now=NOW).entries
    assert [(entry.pictures, entry.summary) for entry in found] == [
        ((), ""),
        ((f"{HOME}senam.jpg",), "Ratusan warga ikut senam bersama di alun-alun sejak pagi."),
        ((f"{HOME}donor.jpg",), "Ratusan warga ikut donor bersama di alun-alun sejak pagi."),
    ]


def test_a_summary_is_none_of_what_stands_around_the_date() -> None:
    page = """<div><div>14 Sep 2025 oleh KIM Anggrek Kelurahan Mulyorejo, dibaca 45 kali</div><h5><a href="/senam">Senam sehat</a></h5>
    <p>Ratusan warga ikut senam bersama di alun-alun sejak pagi.</p></div>"""
    (entry,) = parse(f"<html><body>{page}</body></html>".encode(), address=HOME, now=NOW).entries
    assert entry.summary == "Ratusan warga ikut senam bersama di alun-alun sejak pagi."
    assert [entry.summary for entry in parse(BY_HAND.encode(), address=HOME, now=NOW).entries] == ["", ""]
