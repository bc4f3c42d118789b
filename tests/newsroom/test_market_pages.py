"""Buatan tetangga, events, villages and the finder, as readers open them."""

import datetime as dt
import gzip
from collections.abc import Callable

import pytest
from django.test import Client

from kentongan.newsroom.actions.sites import open_site
from kentongan.newsroom.models import Article, Event, Product, Site
from kentongan.newsroom.rules.calendar import CalendarEvent, ics
from tests.conftest import Cast, make_group

# One round of packets on a new connection.
PUBLIC_LIMIT = 14_336
KINDS = ["makanan", "minuman", "kerajinan", "kain", "tani", "jasa", "lain"]
WIB = dt.timezone(dt.timedelta(hours=7))


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def portal(cast: Cast) -> Site:
    return Site.objects.filter(office=cast.kota).first() or open_site(office=cast.kota)


@pytest.fixture
def sell(cast: Cast, write: Callable[..., Article]) -> Callable[..., Article]:
    def listing(title: str, group=None, **facts) -> Article:
        article = write(
            group or cast.kayutangan, title, kind="produk", changed_at=facts.pop("changed_at", None) or now()
        )
        Product.objects.create(article=article, **{"kind": "makanan", "price": 18_000} | facts)
        return article

    return listing


@pytest.fixture
def invite(cast: Cast, write: Callable[..., Article]) -> Callable[..., Article]:
    def event(title: str, starts_at: dt.datetime, **facts) -> Article:
        article = write(cast.kayutangan, title, kind="acara")
        Event.objects.create(article=article, starts_at=starts_at, **facts)
        return article

    return event


def now() -> dt.datetime:
    return dt.datetime(2025, 9, 24, 8, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    "path",
    [
        "/kota-malang/produk/",
        "/kota-malang/produk/jenis/makanan/",
        "/kota-malang/produk/wilayah/35.73.02/",
        "/kota-malang/produk/jenis/makanan/wilayah/35.73.02/",
        "/kayutangan/produk/",
        "/kota-malang/acara/",
        "/kayutangan/acara/",
        "/kota-malang/potensi/",
        "/kayutangan/potensi/",
        "/kota-malang/desa/35.73.02.1007/",
        "/kota-malang/desa/35.73.02.1011/",
        "/kota-malang/kim/",
        "/kota-malang/kim/35.73.02/",
    ],
)
def test_every_page_opens_without_cookies(client: Client, portal, sell, path: str) -> None:
    sell("Keripik tempe")
    response = client.get(path)
    assert response.status_code == 200
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert response.kept_tags
    assert client.post(path).status_code == 405


@pytest.mark.parametrize(
    "path",
    [
        "/tidak-ada/produk/",
        "/kota-malang/produk/halaman/2/",
        "/kota-malang/produk/jenis/senjata/",
        "/kota-malang/produk/wilayah/35.07.08/",
        "/kota-malang/produk/wilayah/x/",
        "/kayutangan/produk/wilayah/35.73.02/",
        "/kayutangan/acara/halaman/2/",
        "/kayutangan/acara/tidak-ada/kalender.ics",
        "/kota-malang/potensi/halaman/2/",
        "/kota-malang/desa/35.73.02/",
        "/kota-malang/desa/35.07.08.2003/",
        "/kayutangan/desa/35.73.02.1007/",
        "/kayutangan/kim/",
        "/kota-malang/kim/35.73.02.1007/",
        "/kota-malang/kim/35.07.08/",
    ],
)
def test_what_is_not_there_is_not_there(client: Client, portal, sell, path: str) -> None:
    sell("Keripik tempe")
    assert client.get(path).status_code == 404


# Products -----------------------------------------------------------------------------------------------------------


def test_products_show_name_price_and_village(client: Client, portal, sell) -> None:
    sell("Keripik tempe", unit="bungkus")
    sell("Batik tulis", kind="kain", price=None)
    page = text(client.get("/kota-malang/produk/"))
    for words in ("Keripik tempe", "Rp18.000", "per bungkus", "Kauman", "Tanya harga", "2 barang dan jasa"):
        assert words in page
    narrow = text(client.get("/kota-malang/produk/jenis/kain/"))
    assert "Batik tulis" in narrow
    assert "Keripik tempe" not in narrow


def test_what_is_sold_out_says_so_and_comes_last(client: Client, portal, sell) -> None:
    sell("Habis dulu", stock="sold_out")
    sell("Masih ada")
    sell("Dipesan dulu", stock="order")
    page = text(client.get("/kayutangan/produk/"))
    assert "Sedang habis" in page
    assert "Dibuat setelah dipesan" in page
    assert page.index("Masih ada") < page.index("Habis dulu")


def test_an_old_listing_says_when_it_was_checked(client: Client, portal, sell) -> None:
    sell("Baru saja", changed_at=dt.datetime(2025, 8, 1, tzinfo=dt.UTC))
    assert "Terakhir dicek" not in text(client.get("/kayutangan/produk/"))
    sell("Lama sekali", changed_at=dt.datetime(2025, 6, 3, tzinfo=dt.UTC))
    assert "Terakhir dicek 3 Juni 2025" in text(client.get("/kayutangan/produk/"))


def test_areas_narrow_a_portal(cast: Cast, client: Client, portal, sell) -> None:
    other = make_group(cast.area("35.73.01.1002"), "KIM Arjosari", dt.date(2020, 1, 1))
    sell("Keripik tempe")
    sell("Kopi bubuk", group=other)
    page = text(client.get("/kota-malang/produk/"))
    assert "/kota-malang/produk/wilayah/35.73.01/" in page
    blimbing = text(client.get("/kota-malang/produk/wilayah/35.73.01/"))
    assert "Kopi bubuk" in blimbing
    assert "Keripik tempe" not in blimbing
    assert "/kota-malang/produk/jenis/makanan/wilayah/35.73.01/" in blimbing


def test_long_lists_turn_pages(client: Client, portal, sell) -> None:
    for n in range(25):
        sell(f"Barang {n}")
    assert 'rel="next" href="/kota-malang/produk/halaman/2/"' in text(client.get("/kota-malang/produk/"))
    second = text(client.get("/kota-malang/produk/halaman/2/"))
    assert second.count('<li class="kartu">') == 1
    assert 'rel="prev" href="/kota-malang/produk/"' in second
    assert 'rel="canonical" href="http://testserver/kota-malang/produk/halaman/2/"' in second


def test_products_of_a_withdrawn_article_are_gone(client: Client, portal, sell) -> None:
    article = sell("Keripik tempe")
    Article.objects.filter(pk=article.pk).update(state="withdrawn")
    assert "Keripik tempe" not in text(client.get("/kota-malang/produk/"))


def test_the_list_asks_few_questions(client: Client, portal, sell, django_assert_max_num_queries) -> None:
    for n in range(12):
        sell(f"Barang {n}")
    client.get("/kayutangan/acara/")
    with django_assert_max_num_queries(9):
        client.get("/kota-malang/produk/")


# Events -------------------------------------------------------------------------------------------------------------


def test_coming_events_come_first_and_past_ones_below(client: Client, portal, invite) -> None:
    invite("Sudah lewat lama", dt.datetime(2025, 9, 1, 9, tzinfo=WIB))
    invite("Kemarin", dt.datetime(2025, 9, 24, 9, tzinfo=WIB))
    invite("Hari ini", dt.datetime(2025, 9, 25, 0, 5, tzinfo=WIB))
    invite("Bulan depan", dt.datetime(2025, 10, 9, 9, tzinfo=WIB))
    invite("Sedang berjalan", dt.datetime(2025, 9, 20, 9, tzinfo=WIB), ends_at=dt.datetime(2025, 9, 30, 9, tzinfo=WIB))
    page = text(client.get("/kota-malang/acara/"))
    order = ["Sedang berjalan", "Hari ini", "Bulan depan", "Acara yang sudah lewat</h2>", "Kemarin", "Sudah lewat lama"]
    places = [page.index(words) for words in order]
    assert places == sorted(places)
    assert "3 acara akan datang" in page


def test_an_event_goes_into_the_calendar(client: Client, portal, invite) -> None:
    event = invite("Pasar, kuliner; pagi", dt.datetime(2025, 10, 9, 9, tzinfo=WIB), venue="Balai RW 03")
    response = client.get(f"/kayutangan/acara/{event.slug}/kalender.ics")
    assert response["Content-Type"].startswith("text/calendar")
    file = text(response)
    assert "DTSTART:20251009T020000Z" in file
    assert "SUMMARY:Pasar\\, kuliner\\; pagi" in file
    assert "LOCATION:Balai RW 03\\, Kelurahan Kauman" in file
    assert f"UID:{event.code}@testserver" in file


def test_calendar_lines_are_folded_by_octets() -> None:
    moment = dt.datetime(2025, 10, 9, 2, tzinfo=dt.UTC)
    file = ics(CalendarEvent("x", "ꦏꦺꦴꦥꦶ " * 20 + "\x07", moment, None, moment, text="satu\ndua"))
    lines = file.decode().split("\r\n")
    assert lines[-1] == ""
    assert max(len(line.encode()) for line in lines) <= 75
    whole = "".join(line[1:] if line.startswith(" ") else f"\n{line}" for line in lines)
    assert "SUMMARY:" + "ꦏꦺꦴꦥꦶ " * 20 in whole
    assert "DESCRIPTION:satu\\ndua" in whole
    assert "DTEND:20251009T040000Z" in whole
    assert "\x07" not in whole


# Villages and the finder --------------------------------------------------------------------------------------------


def test_a_village_shows_what_it_has(client: Client, portal, cast: Cast, write, sell, invite) -> None:
    write(cast.kayutangan, "Kampung heritage", kind="potensi")
    write(cast.kayutangan, "Rumah lama dibuka")
    sell("Keripik tempe")
    invite("Bulan depan", dt.datetime(2025, 10, 9, 9, tzinfo=WIB))
    page = text(client.get("/kota-malang/desa/35.73.02.1007/"))
    for words in ("Kelurahan Kauman", "Kecamatan Klojen", "KIM Kayutangan", "Kampung heritage", "Keripik tempe",
                  "Bulan depan", "Rumah lama dibuka"):  # fmt: skip
        assert words in page


def test_a_village_without_a_group_says_how_one_begins(client: Client, portal, cast: Cast) -> None:
    cast.kota.phone = "+62341751550"
    cast.kota.save()
    page = text(client.get("/kota-malang/desa/35.73.02.1011/"))
    assert "Kelurahan Rampal Celaket belum ada KIM." in page
    assert "Diskominfo Kota Malang" in page
    assert "0341 7515 50" in page


@pytest.mark.parametrize(
    ("words", "expected", "absent"),
    [
        ("Kauman", ["Kelurahan Kauman", "KIM Kayutangan", "Kecamatan Klojen, Kota Malang"], []),
        ("kel. kauman", ["Kelurahan Kauman"], []),
        ("Kaumman", ["Mungkin yang Anda maksud", "Kelurahan Kauman"], []),
        ("rampalcelaket", ["Kelurahan Rampal Celaket", "Belum ada KIM"], ["Mungkin yang"]),
        ("kayutangan", ["Kelurahan Kauman", "KIM Kayutangan"], []),
        ("KIM Kayutangan", ["Kelurahan Kauman"], []),
        ("arjosari", ["Kecamatan Blimbing, Kota Malang", "Kecamatan Kalipare, Kabupaten Malang"], []),
        ("klojen", ["Kecamatan Klojen", "Lihat desa"], []),
        ("zzqqxx", ["Tidak ada desa atau KIM yang mirip"], []),
        ("<script>", ["&lt;script&gt;"], ["<script>"]),
        ("..,,", ["Tidak ada desa atau KIM yang mirip"], []),
    ],
)
def test_the_finder_forgives(client: Client, portal, words: str, expected: list[str], absent: list[str]) -> None:
    response = client.get("/kota-malang/kim/", {"q": words})
    assert response.status_code == 200
    page = text(response)
    assert [one for one in expected if one not in page] == []
    assert [one for one in absent if one in page] == []
    assert 'content="noindex"' in page


def test_without_typing_from_kecamatan_to_village(client: Client, portal) -> None:
    page = text(client.get("/kota-malang/kim/"))
    assert "1 dari 3 desa dan kelurahan ada KIM-nya" in page
    assert 'href="/kota-malang/kim/35.73.02/"' in page
    klojen = text(client.get("/kota-malang/kim/35.73.02/"))
    assert 'href="/kota-malang/desa/35.73.02.1007/"' in klojen
    assert "KIM Kayutangan" in klojen
    assert "belum ada KIM" in klojen


def test_the_finder_asks_few_questions(client: Client, portal, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(14):
        client.get("/kota-malang/kim/", {"q": "arjosari"})


# Weight -------------------------------------------------------------------------------------------------------------


def test_full_pages_fit_into_one_round(client: Client, portal, cast: Cast, write, sell, invite) -> None:
    for n in range(24):
        sell(f"Keripik tempe rasa daun jeruk purut nomor {n}", unit="bungkus", kind=KINDS[n % len(KINDS)])
        write(cast.kayutangan, f"Kampung heritage yang dirawat warganya sendiri {n}", kind="potensi")
        write(cast.kayutangan, f"Rumah lama dibuka lagi oleh warga RW 0{n}")
        invite(f"Pasar kuliner pagi di gapura timur nomor {n}", dt.datetime(2025, 9, 13 + n % 17, 9, tzinfo=WIB))
    heavy = {}
    for path in (
        "/kota-malang/produk/",
        "/kota-malang/produk/jenis/makanan/wilayah/35.73.02/",
        "/kota-malang/acara/",
        "/kota-malang/potensi/",
        "/kota-malang/desa/35.73.02.1007/",
        "/kota-malang/desa/35.73.02.1011/",
        "/kota-malang/kim/",
        "/kota-malang/kim/?q=arjosari",
        "/kota-malang/kim/35.73.02/",
        f"/lapor/{Article.objects.filter(kind='produk').first().code}/",
    ):
        response = client.get(path)
        assert response.status_code == 200, path
        if (weight := len(gzip.compress(response.content, 6))) > PUBLIC_LIMIT:
            heavy[path] = weight
    assert heavy == {}
