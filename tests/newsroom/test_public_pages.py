"""Every kind of page readers see: light, whole, the same for everyone, and right for machines."""

import datetime as dt
import gzip
import json
import re
from html.parser import HTMLParser
from itertools import pairwise

import brotli
import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from kentongan.core.finished.serving import at_start
from kentongan.newsroom.actions.sites import change_site, site_of
from kentongan.newsroom.models import Correction, Event, Product
from kentongan.newsroom.templatetags.newsroom import public_sheet

LIMIT = 14_336
LONG = "\n\n".join(
    f"Alinea ke-{number}: " + "warga bercerita tentang gang rumah lama yang dibuka lagi. " * 6 for number in range(14)
)
KINDS = ("kabar", "produk", "acara", "video", "potensi", "pengumuman")


@pytest.fixture
def shown(cast, write):
    """Of each kind three, with long texts; the last is the newest."""
    group = cast.kayutangan
    change_site(site=site_of(group), tagline="Kabar dari gang", about=LONG[:1500])
    articles = {}
    for number in range(3):
        for kind in KINDS:
            article = write(group, f"Judul {kind} nomor {number}", kind=kind, body=f"Pembuka {number}.\n\n{LONG}")
            articles[kind] = article
    for number in range(14):
        write(
            group,
            f"Kabar lama yang judulnya panjang sekali nomor {number}",
            published_at=dt.datetime(2025, 8, number + 1, tzinfo=dt.UTC),
        )
    Product.objects.create(
        article=articles["produk"],
        price=45_000,
        unit="buah",
        seller="Bu Sri",
        whatsapp="+6281234567890",
        consent_on="2025-09-01",
    )
    Event.objects.create(
        article=articles["acara"],
        starts_at=dt.datetime(2099, 9, 27, 0, 0, tzinfo=dt.UTC),
        venue="Gapura RW 09",
        fee="Gratis",
    )
    articles["video"].video_url = "https://www.youtube.com/watch?v=abc"
    articles["video"].save()
    Correction.objects.create(article=articles["kabar"], on="2025-09-25", text="Pukul 07.00, bukan 08.00.")
    return articles


def path_of(article):
    return f"/kayutangan/{article.kind}/{article.slug}/"


def pages(shown):
    return [
        "/",
        "/kota-malang/",
        "/kayutangan/",
        "/kayutangan/tentang/",
        "/kota-malang/tentang/",
        "/kota-malang/kabar/",
        "/kota-malang/kabar/halaman/2/",
        "/kayutangan/kabar/",
        "/kayutangan/video/",
        "/kota-malang/wilayah/35.73.02/",
        *(path_of(article) for article in shown.values()),
    ]


class Outline(HTMLParser):
    """What a page is made of, for those who cannot see it."""

    def __init__(self, html):
        super().__init__()
        self.tags = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def all(self, *names):
        return [(tag, attrs) for tag, attrs in self.tags if tag in names]


@pytest.mark.django_db
def test_every_kind_of_page(shown, client):
    for path in pages(shown):
        response = client.get(path)
        assert response.status_code == 200, path
        html = response.content.decode()
        assert len(gzip.compress(response.content, 6)) <= LIMIT, path
        assert len(brotli.compress(response.content, quality=5)) <= LIMIT, path
        assert not response.cookies, path
        assert "Cookie" not in response.headers.get("Vary", ""), path
        assert response.kept_tags, path
        page = Outline(html)
        levels = [int(tag[1]) for tag, _ in page.all("h1", "h2", "h3", "h4")]
        assert levels.count(1) == 1, path
        assert all(later - earlier <= 1 for earlier, later in pairwise(levels)), (path, levels)
        assert all("alt" in attrs for _, attrs in page.all("img")), path
        assert page.all("html")[0][1]["lang"] == "id"
        assert [attrs["href"] for _, attrs in page.all("link") if attrs.get("rel") == "canonical"], path
        told = {attrs["property"]: attrs["content"] for _, attrs in page.all("meta") if "property" in attrs}
        assert all(told.get(f"og:{name}") for name in ("title", "description", "type", "url")), (path, told)
        assert not page.all("iframe", "object", "embed"), path
        assert "csrf" not in html, path
        for _, attrs in page.all("script"):
            assert attrs["type"] == "application/ld+json" or "js/share" in attrs["src"], path
        assert len({attrs["id"] for _, attrs in page.tags if "id" in attrs}) == sum(
            "id" in attrs for _, attrs in page.tags
        )


@pytest.mark.django_db
def test_what_articles_say(shown, client):
    html = {kind: client.get(path_of(article)).content.decode() for kind, article in shown.items()}
    assert "Pukul 07.00, bukan 08.00." in html["kabar"]
    assert "Terdaftar di Diskominfo Kota Malang" in html["kabar"]
    assert "SK berlaku sampai 30 November 2025" in html["kabar"]
    assert "https://wa.me/?text=Judul%20kabar" in html["kabar"]
    assert "Rp45.000" in html["produk"]
    assert "https://wa.me/6281234567890" in html["produk"]
    assert "Kalau ingin ikut" in html["acara"]
    assert "07.00 WIB" in html["acara"]
    assert "https://www.youtube.com/watch?v=abc" in html["video"]
    assert 'src="https://' not in html["video"]
    assert reverse("report_error", args=[shown["kabar"].code]) in html["kabar"]


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "type_"), [("kabar", "NewsArticle"), ("produk", "Product"), ("acara", "Event")])
def test_data_for_machines(shown, client, kind, type_):
    shown[kind].title = "Judul </script><script>alert(1)</script> & lain"
    shown[kind].save()
    html = client.get(path_of(shown[kind])).content.decode()
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)[1])
    assert data["@type"] == type_
    assert shown[kind].title in (data.get("headline"), data.get("name"))
    assert "<script>alert" not in html
    assert 'property="og:title"' in html


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
def test_only_what_happens_tells_its_day(shown, client, kind):
    article = shown[kind]
    article.happened_on, article.place_words = dt.date(2025, 9, 20), "RW 02"
    article.save()
    html = client.get(path_of(article)).content.decode()
    assert ("Terjadi Sabtu, 20 September 2025 di RW 02" in html) == (kind in ("kabar", "video"))


@pytest.mark.django_db
def test_a_seller_without_consent_has_no_number(shown, client):
    Product.objects.filter(article=shown["produk"]).update(whatsapp="", consent_on=None)
    assert "wa.me/62" not in client.get(path_of(shown["produk"])).content.decode()


@pytest.mark.django_db
def test_a_withdrawn_article_is_gone_and_says_why(shown, client):
    article = shown["kabar"]
    article.state, article.withdrawn_at, article.withdrawn_reason = (
        "withdrawn",
        article.published_at,
        "Foto tanpa izin.",
    )
    article.save()
    response = client.get(path_of(article))
    assert response.status_code == 410
    assert "Foto tanpa izin." in response.content.decode()
    assert "Alinea ke-1" not in response.content.decode()
    assert not getattr(response, "kept_tags", ())


@pytest.mark.django_db
def test_what_is_not_there(shown, cast, write, client):
    write(cast.gubugklakah, "Apel Gubugklakah")
    for path in (
        "/kayutangan/kabar/tidak-ada/",
        "/kayutangan/kabar/apel-gubugklakah/",
        "/kota-malang/kabar/apel-gubugklakah/",
        f"/kayutangan/produk/{shown['kabar'].slug}/",
        "/kayutangan/wilayah/35.73.02/",
        "/kota-malang/wilayah/35.07/",
    ):
        response = client.get(path)
        assert response.status_code == 404, path
        assert "Halaman ini tidak ada" in response.content.decode(), path
        assert not getattr(response, "kept_tags", ())
    assert client.get("/tidak-ada-situs/").status_code == 404
    assert client.post("/kayutangan/").status_code == 405
    change_site(site=site_of(cast.kayutangan), is_open=False)
    assert client.get("/kayutangan/").status_code == 404
    assert client.get(path_of(shown["kabar"])).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/kota-malang/", 15),
        ("/kayutangan/", 12),
        ("/kota-malang/kabar/", 6),
        ("/kayutangan/kabar/judul-kabar-nomor-2/", 10),
    ],
)
def test_few_queries(shown, client, django_assert_max_num_queries, path, most):
    cache.clear()
    client.get(path)
    with django_assert_max_num_queries(most):
        assert client.get(path).status_code == 200


@pytest.mark.django_db
def test_the_portal_stands_at_the_root_for_readers_only(shown, cast, client):
    html = client.get("/").content.decode()
    assert "Judul" in html
    assert '<link rel="canonical" href="http://testserver/kota-malang/">' in html
    client.force_login(cast.staff)
    assert client.get("/").url == "/kendali/"


@pytest.mark.django_db
def test_whoever_saves_data_gets_no_font(shown, client):
    assert "@font-face" in client.get("/kayutangan/").content.decode()
    assert "@font-face" not in client.get("/kayutangan/", headers={"Save-Data": "on"}).content.decode()


# Of 2016 --------------------------------------------------------------------------------------------------------------

UNKNOWN_THEN = {
    "layers": r"@layer",
    "nesting": r"\{[^{}@]*&",
    "new selectors": r":(?:is|where|has)\(",
    "new functions": r"(?<![\w-])(?:clamp|min|max|color-mix)\(",
    "logical properties": r"(?:margin|padding|inset|border)-(?:inline|block)",
    "inset": r"(?<![\w-])inset:",
    "gap": r"(?<![\w-])(?:row-|column-)?gap:",
    "grid": r"display:grid",
    "aspect-ratio": r"aspect-ratio:",
    "range queries": r"@media[^{]*[<>]",
}


@pytest.mark.parametrize("what", UNKNOWN_THEN)
def test_a_browser_of_2016_reads_the_sheet(what):
    assert re.findall(UNKNOWN_THEN[what], public_sheet()) == []


def test_the_sheet_knows_the_dark_paper_and_the_focus():
    css = public_sheet()
    for part in ("prefers-color-scheme: dark", "@media print", ":focus{", "min-height:44px"):
        assert part in css
    # What nothing reads is left out.
    assert "--seq-4" not in css


@pytest.mark.django_db
def test_a_port_somebody_makes_up_is_kept_for_nobody(shown, client, settings, tmp_path):
    settings.PUBLIC_ROOT = tmp_path / "public"
    at_start()
    made_up = client.get("/kayutangan/kabar/", headers={"host": "testserver:6666"})
    assert "http://testserver:6666/kayutangan/kabar/" in made_up.content.decode()
    assert not (settings.PUBLIC_ROOT / "full/_/kayutangan").exists()
    # Ours is kept, and so is any port where our address is known.
    client.get("/kayutangan/produk/", headers={"host": "testserver:80"})
    settings.ORIGIN = "https://kim.example.go.id"
    client.get("/kayutangan/kabar/", headers={"host": "testserver:6666"})
    for page in ("produk", "kabar"):
        assert (settings.PUBLIC_ROOT / f"full/_/kayutangan/{page}/index.html").exists()
    assert "testserver" not in (settings.PUBLIC_ROOT / "full/_/kayutangan/kabar/index.html").read_text()


@pytest.mark.django_db
def test_what_is_made_for_one_reader_is_given_to_no_other(shown, client, settings, tmp_path):
    settings.PUBLIC_ROOT = tmp_path / "public"
    at_start()
    assert client.get("/kayutangan/").headers["Cache-Control"].startswith("public")
    for path, headers in (
        ("/kayutangan/", {"cookie": "tema=gelap"}),
        ("/kayutangan/", {"cookie": "bahasa=en"}),
        ("/kayutangan/cari/?q=gang", {}),
        ("/kayutangan/kabar/tidak-ada/", {}),
    ):
        answer = Client(headers=headers).get(path)
        assert answer.headers["Cache-Control"] == "private, no-cache", path
