"""What comes out of an answer, by form and by trouble; and that nothing else ever does."""

import datetime as dt
import gzip

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kentongan.harvest.enums import Trouble
from kentongan.harvest.parsing import parse
from kentongan.harvest.rules.shapes import Failed, Parsed, Seen
from tests.harvest.collection import ADDRESS, FILES, NOW, body_of, ordinary, rss


def parsed(body: bytes, *, content_type: str = "", address: str = ADDRESS) -> Parsed:
    return parse(body, content_type=content_type, address=address, now=NOW)


def entries(name: str, **asked: str) -> tuple[Seen, ...]:
    return parsed(body_of(name), **asked).entries


@pytest.mark.parametrize(
    ("name", "form", "titles"),
    [
        ("blogspot.atom", "atom", ["Warga RT 03 & RT 04 Kerja Bakti di Kali Bening", ""]),
        ("blogspot.rss", "rss", ["Warga RT 03 & RT 04 Kerja Bakti di Kali Bening"]),
        (
            "wordpress.rss",
            "rss",
            ["Panen Raya Padi Organik – Kelompok Tani “Makmur Jaya”", "Sugeng rawuh mahasiswa KKN"],
        ),
        ("wordpress_com.rss", "rss", ["Wisata petik stroberi dibuka"]),
        ("joomla.rss", "rss", ["Musyawarah Perencanaan Pembangunan"]),
        ("opensid.rss", "rss", ["Penyaluran Bantuan Langsung Tunai Tahap III", "Jadwal Ronda Bulan Oktober"]),
        ("rss091.xml", "rss", ["Pasar pagi pindah sementara", "Lomba kentongan antar RW"]),
        ("rss10.rdf", "rdf", ["Sosialisasi sampah terpilah", "Tanpa tautan"]),
        ("rss090.rdf", "rdf", ["Gotong royong minggu ini"]),
        ("atom03.xml", "atom", ["Kabar dari balai RW"]),
        ("xhtml.atom", "atom", ["Pelatihan anyaman & batik"]),
        ("youtube.atom", "atom", ["Jathilan Bersih Desa 2025"]),
        ("feed.json", "json", ["Harga cabai <naik> & turun", ""]),
        ("sitemap.xml", "sitemap", ["Panen raya padi", "Kerja bakti warga"]),
        ("news_sitemap.xml", "news_sitemap", ["Banjir di Dusun Kidul Surut & Warga Pulang"]),
        ("sitemap_index.xml", "sitemap_index", []),
        ("truncated.rss", "rss", ["Utuh", "Separuh"]),
        ("loose_signs.rss", "rss", ["Kopi & teh hangat di balai"]),
        ("wrong_charset.rss", "rss", ["Café “Kopi” buka"]),
        ("windows1252.rss", "rss", ["Bu Darmi – “kader” teladan"]),
        ("claims_latin1.rss", "rss", ["Café “Kopi”"]),
        ("bom.rss", "rss", ["Diawali BOM"]),
        ("utf16.rss", "rss", ["Huruf “lebar”"]),
        ("utf16_without_bom.rss", "rss", ["Huruf “lebar”"]),
        ("warning_first.rss", "rss", ["Tetap terbaca"]),
        ("duplicate_guids.rss", "rss", ["Pertama", "Kedua", "Ketiga"]),
        ("rss091_doctype.xml", "rss", ["Ronda malam digilir & dicatat"]),
        ("item_in_item.rss", "rss", ["Luar", "Dalam"]),
        ("html_instead.rss", "page", []),
        ("home_empty.html", "page", []),
    ],
)
def test_every_form_is_read(name: str, form: str, titles: list[str]) -> None:
    found = parsed(body_of(name))
    assert (found.form, [entry.title for entry in found.entries]) == (form, titles)


def test_an_entry_of_wordpress_is_read_whole() -> None:
    found = parsed(body_of("wordpress.rss"))
    first = found.entries[0]
    assert (found.title, found.language) == ("Desa Contohrejo", "id")
    assert first == Seen(
        link="https://contohrejo.desa.example/2025/09/18/panen-raya-padi/",
        title="Panen Raya Padi Organik – Kelompok Tani “Makmur Jaya”",
        guid="https://contohrejo.desa.example/?p=118",
        published=dt.datetime(2025, 9, 18, 2, 58, 11, tzinfo=dt.UTC),
        dated="given",
        author="Mas Tukiran",
        summary="Kelompok Tani Makmur Jaya memanen padi organik seluas empat hektare. […] The post Panen Raya first appeared on Desa Contohrejo.",
        text="Kelompok Tani Makmur Jaya memanen padi organik seluas empat hektare pada hari Kamis. Hasilnya dibeli oleh koperasi desa dengan harga "
        "yang baik.\nLuas: 4 hektare\nHasil: 26 ton",
        language="id",
        pictures=("https://contoh.example/wp-content/uploads/2025/09/panen.jpg",),
        links=("https://contohrejo.desa.example/2025/09/18/panen-raya-padi/", "https://contohrejo.desa.example/"),
    )


def test_an_entry_of_blogspot_is_read_whole() -> None:
    first, second = entries("blogspot.atom")
    assert first.link == "https://kimsumberwaras.blogspot.example/2025/09/kerja-bakti-kali-bening.html"
    assert first.published == dt.datetime(2025, 9, 20, 1, 10, 0, tzinfo=dt.UTC)
    assert first.author == "Bu Sarinten"
    assert first.text.startswith("Contohrejo – Sabtu pagi warga dua RT")
    assert first.pictures == (
        "https://blogger.googleusercontent.example/img/s72-c/kali.jpg",
        "https://blogger.googleusercontent.example/img/s320/kali.jpg",
    )
    assert "https://contohrejo.desa.example/" in first.links
    assert (second.title, second.author) == ("", "")
    assert second.text == "Jadwal posyandu balita Dusun Krajan: Selasa, 16 September 2025."


def test_the_other_feed_of_blogspot_says_the_same() -> None:
    atom, rss_entry = entries("blogspot.atom")[0], entries("blogspot.rss")[0]
    assert (atom.link, atom.title, atom.published, atom.author) == (
        rss_entry.link,
        rss_entry.title,
        rss_entry.published,
        rss_entry.author,
    )


def test_what_readers_cannot_see_is_kept_apart() -> None:
    (entry,) = entries("joomla.rss")
    assert entry.text == "Warga mengusulkan perbaikan jalan menuju pasar."
    assert entry.hidden == "situs gacor maxwin"
    assert entry.links == ("https://gacor.jahat.example/",)
    assert entry.pictures == ("https://contoh.example/images/musrenbang.jpg",)
    assert entry.author == "Pak Wiryo"


@pytest.mark.parametrize("word", ["title", "link", "description", "pubDate"])
@pytest.mark.parametrize("mark", ["{}", "<![CDATA[{}]]>"])
def test_a_word_that_nobody_closed_holds_no_other_entries(word: str, mark: str) -> None:
    facts = {"title": "Kabar {}", "link": "https://a.example/{}", "description": "Isi {}", "pubDate": "0{} Aug 2025"}
    items = "".join(
        f"<item>{''.join(f'<{name}>{mark.format(text.format(at))}</{name}>' for name, text in facts.items())}</item>"
        for at in range(1, 4)
    )
    whole, broken = parsed(rss(items)), parsed(rss(items.replace(f"</{word}>", "")))
    assert broken.entries == whole.entries
    assert len(whole.entries) == 3


def test_what_is_well_formed_is_not_mended() -> None:
    drawing = "<div xmlns='http://www.w3.org/1999/xhtml'><svg><title>Peta</title><link/></svg><p>Isi kabar.</p></div>"
    body = f"<feed xmlns='http://www.w3.org/2005/Atom'><entry><content type='xhtml'>{drawing}</content><link href='https://a.example/1'/></entry></feed>"
    found = parsed(body.encode())
    assert [(entry.link, entry.text) for entry in found.entries] == [("https://a.example/1", "Isi kabar.")]
    assert found.remarks == ()


def test_a_json_feed_may_have_line_ends_in_its_texts() -> None:
    (entry,) = parsed(b'{"version": "1", "items": [{"content_text": "Baris satu' + bytes([10, 9]) + b'dua"}]}').entries
    assert entry.text == "Baris satu\ndua"


def test_addresses_stand_on_the_base_that_is_named() -> None:
    (entry,) = entries("xhtml.atom")
    assert entry.link == "https://kimtunas.example/arsip/2025/anyaman.html"
    assert entry.links == ("https://kimtunas.example/arsip/2025/bambu.html",)
    assert entry.pictures == ("https://kimtunas.example/arsip/2025/foto/anyaman.jpg",)
    assert entry.text == "Ibu-ibu belajar menganyam bambu di balai."


def test_addresses_without_a_base_stand_on_the_feeds_own() -> None:
    (entry,) = entries("relative.rss", address="https://pendek.example/umpan/rss")
    assert entry.link == "https://pendek.example/berita/satu"
    assert entry.links == ("https://pendek.example/umpan/lain",)
    assert entry.pictures == ("https://cdn.example/a.jpg",)


def test_dates_written_in_several_ways_are_one_moment() -> None:
    assert {entry.published for entry in entries("two_formats.rss")} == {dt.datetime(2023, 8, 5, 3, 0, tzinfo=dt.UTC)}


def test_dates_that_cannot_be_are_not_believed() -> None:
    found = entries("bad_dates.rss")
    assert [(entry.published, entry.dated) for entry in found[:4]] == [(None, "unknown")] * 4
    assert (found[4].published, found[4].dated) == (dt.datetime(2024, 2, 3, 5, 0, tzinfo=dt.UTC), "address")


def test_weekdays_and_months_in_indonesian() -> None:
    assert entries("opensid.rss")[0].published == dt.datetime(2025, 9, 5, 2, 30, tzinfo=dt.UTC)


def test_a_month_may_come_first_where_the_feed_shows_it() -> None:
    dates = ["08/25/2025 10:00", "08/05/2025 10:00"]
    found = parsed(rss("".join(f"<item><title>{date}</title><pubDate>{date}</pubDate></item>" for date in dates)))
    assert [entry.published.date().isoformat() for entry in found.entries if entry.published] == [
        "2025-08-25",
        "2025-08-05",
    ]


def test_a_video_has_its_picture_and_words() -> None:
    (entry,) = entries("youtube.atom")
    assert entry.link == "https://www.youtube.com/watch?v=contoh00001"
    assert entry.pictures == ("https://i1.ytimg.example/vi/contoh00001/hqdefault.jpg",)
    assert entry.text == "Rekaman penuh jathilan pada bersih desa.\nKamera: Mas Tukiran"
    assert entry.published == dt.datetime(2025, 8, 30, 12, 0, tzinfo=dt.UTC)


def test_a_json_feed_is_read() -> None:
    first, second = entries("feed.json", address="https://rukunjaya.example/feed.json")
    assert (first.link, first.text, first.author) == (
        "https://rukunjaya.example/7",
        "Harga cabai di pasar desa naik.",
        "Pak Jumadi",
    )
    assert first.pictures == ("https://rukunjaya.example/foto/cabai.jpg",)
    assert (second.guid, second.text) == ("8", "Baris satu < dua\nBaris dua")


def test_a_sitemap_says_which_day_where_it_can() -> None:
    found = entries("sitemap.xml")
    assert [(entry.dated, entry.published.date().isoformat()) for entry in found if entry.published] == [
        ("given", "2025-09-02"),
        ("address", "2025-08-05"),
    ]
    assert found[0].pictures == ("https://desacontoh.example/padi.jpg",)


@pytest.mark.parametrize(
    ("name", "link", "title"),
    [
        ("sitemap.xml", "2023/08/ronda.html", "Ronda"),
        ("post-sitemap2.xml", "panen-raya/", "Panen raya"),
        ("wp-sitemap-posts-post-1.xml", "panen-raya/", "Panen raya"),
        ("sitemap-pt-post-2023-08.xml", "panen-raya/", "Panen raya"),
        ("wp-sitemap-posts-page-1.xml", "tentang-kami/", ""),
        ("sitemap.xml", "tentang-kami/", ""),
        ("post-sitemap.xml", "blog/", ""),
    ],
)
def test_an_address_of_few_words_is_news_where_news_stands(name: str, link: str, title: str) -> None:
    body = f"<urlset><url><loc>https://a.example/{link}</loc><lastmod>2025-09-02</lastmod></url></urlset>"
    found = parsed(body.encode(), address=f"https://a.example/{name}")
    assert [entry.title for entry in found.entries] == ([title] if title else [])


def test_an_index_names_its_sitemaps_newest_first() -> None:
    assert parsed(body_of("sitemap_index.xml")).leads == (
        "https://desacontoh.example/post-sitemap.xml",
        "https://desacontoh.example/page-sitemap.xml",
    )


def test_a_packed_sitemap_is_unpacked() -> None:
    assert parsed(gzip.compress(body_of("sitemap.xml"))) == parsed(body_of("sitemap.xml"))


@pytest.mark.parametrize(
    ("name", "address", "expected"),
    [
        (
            "home_blogspot.html",
            "https://kimsumberwaras.blogspot.example/",
            [
                ("/2025/09/kerja-bakti-kali-bening.html", "Warga RT 03 & RT 04 Kerja Bakti di Kali Bening", "2025-09-20"),
                ("/2025/09/jadwal-posyandu.html", "Jadwal posyandu balita Dusun Krajan", "2025-09-12"),
            ],
        ),
        (
            "home_wordpress.html",
            "https://contohrejo.desa.example/",
            [("/panen-raya-padi/", "Panen Raya Padi Organik", "2025-09-18"), ("/kkn/", "Mahasiswa KKN Tiba di Desa", "2025-09-03")],
        ),
        (
            "home_opensid.html",
            "https://sukamajubaru.desa.example/",
            [
                ("/artikel/2025/9/5/penyaluran-blt-tahap-iii", "Penyaluran Bantuan Langsung Tunai Tahap III", "2025-09-05"),
                ("/artikel/2025/9/1/jadwal-ronda", "Jadwal Ronda Bulan Oktober", "2025-09-01"),
            ],
        ),
        (
            "home_joomla.html",
            "https://wanajati.example/",
            [
                ("/index.php/berita/12-musrenbang", "Musyawarah Perencanaan Pembangunan", "2025-09-10"),
                ("/index.php/berita/11-lomba", "Lomba Kebersihan Antar RW", "2025-08-02"),
            ],
        ),
        (
            "home_table.html",
            "https://kimguyub.example/",
            [("/kabar.php?id=31", "Bazar UMKM ramai pengunjung", "2025-08-12"), ("/kabar.php?id=30", "Pelatihan foto dengan ponsel", "2025-07-28")],
        ),
    ],
)  # fmt: skip
def test_a_home_page_shows_its_dated_entries(name: str, address: str, expected: list[tuple[str, str, str]]) -> None:
    zone = dt.timezone(dt.timedelta(hours=7))
    found = entries(name, address=address)
    assert [
        (entry.link.removeprefix(address.rstrip("/")), entry.title, entry.published.astimezone(zone).date().isoformat())
        for entry in found
        if entry.published
    ] == expected
    assert len(found) == len(expected)


@pytest.mark.parametrize(
    ("name", "leads"),
    [
        ("home_wordpress.html", ["https://contohrejo.desa.example/feed/"]),
        ("home_joomla.html", ["https://wanajati.example/index.php?format=feed&type=rss", "https://wanajati.example/index.php?format=feed&type=atom"]),
        ("home_table.html", []),
    ],
)  # fmt: skip
def test_a_page_names_its_feeds_and_not_those_of_comments(name: str, leads: list[str]) -> None:
    assert list(parsed(body_of(name)).leads) == leads


def test_a_page_shows_the_summary_and_picture_of_an_entry() -> None:
    first = entries("home_opensid.html", address="https://sukamajubaru.desa.example/")[0]
    assert first.summary == "Sebanyak 42 keluarga menerima bantuan di balai desa pada Jumat pagi."
    assert first.pictures == ("https://sukamajubaru.desa.example/desa/upload/artikel/kecil_blt.jpg",)


@pytest.mark.parametrize(
    ("body", "trouble"),
    [
        (b"", Trouble.UNREADABLE),
        (b" \r\n\t", Trouble.UNREADABLE),
        (b"\x00" * 1000, Trouble.UNREADABLE),
        (b"halo dunia", Trouble.UNREADABLE),
        (b"\x89PNG\r\n\x1a\n\x00\x00", Trouble.UNREADABLE),
        (b"%PDF-1.7 <x> <</Type/Page>>", Trouble.UNREADABLE),
        (b"\x00\x01\x02<a \x03\xff" * 20, Trouble.UNREADABLE),
        (b"<opml><body2/></opml>", Trouble.UNREADABLE),
        (b"{", Trouble.UNREADABLE),
        (b'{"items": 3}', Trouble.UNREADABLE),
        (b"[1, 2]", Trouble.UNREADABLE),
        (b"<urlset></urlset>", Trouble.NO_ENTRIES),
        (b"<urlset", Trouble.UNREADABLE),
        (b"<html>" + b" " * 11_000_000, Trouble.TOO_LARGE),
    ],
    ids=lambda value: value[:12].decode("latin-1") if isinstance(value, bytes) else "",
)
def test_what_is_no_source_is_a_plain_trouble(body: bytes, trouble: Trouble) -> None:
    with pytest.raises(Failed) as failed:
        parsed(body)
    assert failed.value.trouble == trouble


def test_a_feed_without_entries_is_a_feed() -> None:
    assert parsed(rss("")) == Parsed(form="rss", title="KIM Contoh")


def test_bombs_of_entities_stay_as_they_are_written() -> None:
    (entry,) = entries("billion_laughs.rss")
    assert entry.link == "https://tawa.example/1"
    assert len(entry.title) < 100


def test_entities_from_outside_are_not_fetched() -> None:
    (entry,) = entries("external_entity.rss")
    assert "root:" not in f"{entry.title}{entry.text}"


def test_more_entries_than_anybody_reads_are_cut() -> None:
    found = parsed(ordinary(520))
    assert len(found.entries) == 500
    assert found.remarks == ("520 entries, the first 500 kept",)


def test_every_file_ends_as_entries_or_as_a_trouble() -> None:
    for path in sorted(FILES.iterdir()):
        body = path.read_bytes()
        # Cut anywhere, too.
        for size in (len(body), len(body) // 2, 100, 7):
            check(body[:size])


def check(body: bytes, content_type: str = "") -> None:
    try:
        found = parsed(body, content_type=content_type)
    except Failed:
        return
    assert isinstance(found, Parsed)
    for entry in found.entries:
        assert entry.link == "" or entry.link.startswith(("http://", "https://"))
        assert entry.link or entry.title or entry.text
        assert (entry.published is None) == (entry.dated == "unknown")
        assert entry.published is None or entry.published.tzinfo is dt.UTC
        for text in (entry.title, entry.summary, entry.text, entry.author, entry.guid, entry.hidden):
            text.encode()
            assert "\x00" not in text
        assert len(entry.title) <= 300
        assert len(entry.summary) <= 600
        assert len(entry.text) <= 40_000


_PIECES = st.sampled_from(
    [
        "<rss version='2.0'><channel>", "</channel></rss>", "<item>", "</item>", "<title>", "</title>", "<link>", "</link>", "<feed xmlns='http://www.w3.org/2005/Atom'>",
        "<entry>", "</entry>", "<description>", "<![CDATA[", "]]>", "<pubDate>", "&nbsp;", "&#0;", "&x;", "<a href='x'>", "<p style='display:none'>", "https://a.example/1",
        "Sabtu, 5 Agustus 2023", "2023-13-99", "<urlset>", "<url>", "<loc>", "</url>", "<html>", "<time datetime='2023-08-05'>", "{\"items\":[", "}", "\x00", "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
        "<!DOCTYPE a [", "<!ENTITY b 'c'>", "xml:base='http://['", "<content type='xhtml'>", "<media:group>", "<guid>", "http://[", "//", "é",
    ]
)  # fmt: skip


@settings(max_examples=150)
@given(
    st.one_of(st.binary(max_size=300), st.lists(_PIECES, max_size=30).map(lambda pieces: "".join(pieces).encode())),
    st.sampled_from(["", "text/html; charset=x", "application/json"]),
)
def test_any_bytes_end_as_entries_or_as_a_trouble(body: bytes, content_type: str) -> None:
    check(body, content_type)


def test_a_clock_on_the_page_dates_no_entry() -> None:
    page = """<html><body><div id="semua"><div class="jam"><span>Kamis, 25 September 2025</span></div>
    <div><h3><a href="/kabar/1">Kerja bakti warga dusun</a></h3><p>5 Agustus 2025</p></div>
    <div><h3><a href="/kabar/2">Jadwal posyandu balita</a></h3></div></div></body></html>"""
    found = parsed(page.encode())
    assert [(entry.title, str(entry.published)[:10]) for entry in found.entries] == [
        ("Kerja bakti warga dusun", "2025-08-04")
    ]


@pytest.mark.parametrize(
    ("head", "home"),
    [
        ('<atom:link href="https://a.example/feed" rel="self"/><link>https://a.example/kim/?a=1&amp;b=2</link>', "https://a.example/kim/?a=1&b=2"),
        ("<link><![CDATA[ https://a.example/ ]]></link>", "https://a.example/"),
        ("<link>/kim/</link>", "https://a.example/kim/"),
        ("<link/><description>Kabar</description>", ""),
        ("<link>javascript:x</link>", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_a_feed_names_its_page(head: str, home: str) -> None:
    item = "<item><title>Kerja bakti</title><link>https://b.example/1</link></item>"
    body = f"<rss version='2.0' xmlns:atom='http://www.w3.org/2005/Atom'><channel><title>KIM</title>{head}{item}</channel></rss>"
    assert parse(body.encode(), address="https://a.example/feed", now=NOW).home == home


def test_other_feeds_name_theirs() -> None:
    atom = "<feed xmlns='http://www.w3.org/2005/Atom'><link rel='self' href='https://a.example/f'/><link href='https://a.example/'/><entry><title>Halo</title></entry></feed>"
    assert parse(atom.encode(), now=NOW).home == "https://a.example/"
    assert parse(b'{"version": "1", "home_page_url": "https://a.example/", "items": []}', now=NOW).home == (
        "https://a.example/"
    )
