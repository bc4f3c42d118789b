"""Feeds and sitemaps, checked against what their formats ask: RSS 2.0, RFC 4287, JSON Feed 1.1, sitemaps.org."""

import datetime as dt
import json
import re
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from django.test import Client

from kentongan.newsroom import feeds, sitemaps
from kentongan.newsroom.actions.sites import open_site
from kentongan.newsroom.feeds import Channel, Entry, Picture
from kentongan.newsroom.models import Article, Correction, Event, Product, Site
from kentongan.newsroom.queries import sitemaps as reads
from tests.conftest import Cast

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
WIB = dt.timezone(dt.timedelta(hours=7))
DAY = dt.datetime(2025, 9, 24, 15, 30, tzinfo=WIB)


def is_absolute(address: str | None) -> bool:
    parts = urlsplit(address or "")
    return parts.scheme in {"http", "https"} and bool(parts.netloc)


def check_rss(content: bytes, url: str) -> list[ElementTree.Element]:
    """What the RSS 2.0 specification and the RSS profile ask for; the items."""
    root = ElementTree.fromstring(content)
    assert (root.tag, root.get("version")) == ("rss", "2.0")
    channels = root.findall("channel")
    assert len(channels) == 1
    channel = channels[0]
    for name in ("title", "link", "description"):
        assert channel.findtext(name), name
    assert is_absolute(channel.findtext("link"))
    own = [link for link in channel.findall(f"{ATOM}link") if link.get("rel") == "self"]
    assert [link.get("href") for link in own] == [url]
    parsedate_to_datetime(channel.findtext("lastBuildDate", ""))
    items = channel.findall("item")
    for item in items:
        assert item.findtext("title") or item.findtext("description")
        assert is_absolute(item.findtext("link"))
        assert parsedate_to_datetime(item.findtext("pubDate", "")).tzinfo
        guid = item.find("guid")
        assert guid is not None
        assert guid.get("isPermaLink") == "false"
        assert item.findtext(CONTENT)
        assert item.findtext(CREATOR)
        # An e-mail address would be needed for it, and nobody's is shown.
        assert item.find("author") is None
        for enclosure in item.findall("enclosure"):
            assert is_absolute(enclosure.get("url"))
            assert int(enclosure.get("length", "")) >= 0
            assert enclosure.get("type") == "image/jpeg"
        assert len(item.findall("enclosure")) <= 1
    check_unique(item.findtext("guid") for item in items)
    return items


def check_atom(content: bytes, url: str) -> list[ElementTree.Element]:
    """What RFC 4287 asks for; the entries."""
    root = ElementTree.fromstring(content)
    assert root.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated"):
        assert len(root.findall(f"{ATOM}{name}")) == 1, name
    check_rfc3339(root.findtext(f"{ATOM}updated"))
    check_iri(root.findtext(f"{ATOM}id"))
    own = [link for link in root.findall(f"{ATOM}link") if link.get("rel") == "self"]
    assert [link.get("href") for link in own] == [url]
    entries = root.findall(f"{ATOM}entry")
    for entry in entries:
        for name in ("id", "title", "updated"):
            assert len(entry.findall(f"{ATOM}{name}")) == 1, name
        check_iri(entry.findtext(f"{ATOM}id"))
        check_rfc3339(entry.findtext(f"{ATOM}updated"))
        check_rfc3339(entry.findtext(f"{ATOM}published"))
        assert entry.findtext(f"{ATOM}author/{ATOM}name")
        alternates = [link for link in entry.findall(f"{ATOM}link") if link.get("rel") == "alternate"]
        assert len(alternates) == 1
        assert is_absolute(alternates[0].get("href"))
        body = entry.find(f"{ATOM}content")
        assert body is not None
        assert body.get("type") == "html"
        assert body.text
    check_unique(entry.findtext(f"{ATOM}id") for entry in entries)
    return entries


def check_json(content: bytes, url: str) -> list[dict]:
    """What jsonfeed.org/version/1.1 asks for; the items."""
    feed = json.loads(content)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"]
    assert feed["feed_url"] == url
    assert is_absolute(feed["home_page_url"])
    for item in feed["items"]:
        assert isinstance(item["id"], str)
        assert item["id"]
        assert item["content_html"]
        assert is_absolute(item["url"])
        check_rfc3339(item["date_published"])
        check_rfc3339(item["date_modified"])
        assert all(author["name"] for author in item["authors"])
        assert all(isinstance(tag, str) for tag in item["tags"])
        for attachment in item.get("attachments", []):
            assert is_absolute(attachment["url"])
            assert "/" in attachment["mime_type"]
            assert isinstance(attachment["size_in_bytes"], int)
    check_unique(item["id"] for item in feed["items"])
    return feed["items"]


CHECKS = {"rss.xml": check_rss, "atom.xml": check_atom, "feed.json": check_json}
MIMES = {"rss.xml": "application/rss+xml", "atom.xml": "application/atom+xml", "feed.json": "application/feed+json"}


def check_rfc3339(text: str | None) -> None:
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)", text or ""), text
    assert dt.datetime.fromisoformat(text or "").tzinfo


def check_iri(text: str | None) -> None:
    # RFC 4151: tag:authority,date:specific, or an address.
    assert is_absolute(text) or re.fullmatch(r"tag:[a-z0-9.-]+,\d{4}(-\d\d(-\d\d)?)?:\S+", text or ""), text


def check_unique(keys) -> None:
    found = list(keys)
    assert len(set(found)) == len(found)


# As bytes -----------------------------------------------------------------------------------------------------------


def entry(n: int = 1, **facts) -> Entry:
    return Entry(
        **{
            "key": f"tag:kim.example.go.id,2025-09-24:artikel/{n}",
            "url": f"https://kim.example.go.id/kayutangan/kabar/{n}/",
            "title": "Pot & gerabah <hias> ꦗꦮ 🪔",
            "html": "<p>Tebal <b>sekali</b> &amp; rapi]]></p>",
            "summary": "Tebal sekali & rapi",
            "published": DAY,
            "updated": DAY + dt.timedelta(days=n),
            "author": "Bu Sri & kawan",
            "author_url": "https://kim.example.go.id/kayutangan/",
            "picture": Picture("https://kim.example.go.id/foto/a-1280.jpg", "image/jpeg", 61_000),
            "tags": ("Kabar", "Kelurahan Kauman"),
        }
        | facts
    )


def channel(name: str, *entries: Entry, **facts) -> Channel:
    home = "https://kim.example.go.id/kayutangan/"
    about = {"title": "KIM <Kayutangan>", "description": "Ditulis warga & tetangga", "changed": DAY} | facts
    return Channel(url=home + name, home=home, entries=entries, **about)


@pytest.mark.parametrize("form", feeds.FORMS.values(), ids=feeds.FORMS)
def test_a_feed_holds_what_its_format_asks(form) -> None:
    made = channel(form.file, entry(1), entry(2, picture=None, tags=()))
    found = CHECKS[form.file](form.write(made), made.url)
    assert len(found) == 2


@pytest.mark.parametrize("form", feeds.FORMS.values(), ids=feeds.FORMS)
def test_an_empty_feed_is_a_feed(form) -> None:
    made = channel(form.file, description="")
    assert CHECKS[form.file](form.write(made), made.url) == []


@pytest.mark.parametrize("form", feeds.FORMS.values(), ids=feeds.FORMS)
def test_signs_that_xml_cannot_hold_are_left_out(form) -> None:
    made = channel(form.file, entry(title="Judul\x00\x0b\ud800\ufffe akhir", html="<p>a\x1fb</p>", author="\x02A"))
    CHECKS[form.file](form.write(made), made.url)


def test_words_come_back_as_they_were() -> None:
    made = entry()
    item = check_rss(feeds.rss(channel("rss.xml", made)), channel("rss.xml").url)[0]
    assert (item.findtext("title"), item.findtext(CONTENT)) == (made.title, made.html)
    found = check_atom(feeds.atom(channel("atom.xml", made)), channel("atom.xml").url)[0]
    assert found.findtext(f"{ATOM}content") == made.html
    assert found.findtext(f"{ATOM}updated") == "2025-09-25T15:30:00+07:00"
    read = check_json(feeds.json_feed(channel("feed.json", made)), channel("feed.json").url)[0]
    assert (read["title"], read["content_html"], read["image"]) == (made.title, made.html, made.picture.url)


def test_no_words_of_a_summary_become_a_picture() -> None:
    made = entry(summary='<img src="https://pelacak.example/a.gif"> & rapi')
    shown = '&lt;img src="https://pelacak.example/a.gif"&gt; &amp; rapi'
    item = check_rss(feeds.rss(channel("rss.xml", made)), channel("rss.xml").url)[0]
    assert item.findtext("description") == shown
    found = check_atom(feeds.atom(channel("atom.xml", made)), channel("atom.xml").url)[0]
    assert found.findtext(f"{ATOM}summary") == shown
    assert (
        check_json(feeds.json_feed(channel("feed.json", made)), channel("feed.json").url)[0]["summary"] == made.summary
    )


def test_the_newest_change_dates_the_feed() -> None:
    root = ElementTree.fromstring(feeds.atom(channel("atom.xml", entry(3), entry(1))))
    assert root.findtext(f"{ATOM}updated") == "2025-09-27T15:30:00+07:00"


def test_a_hub_is_named_where_there_is_one() -> None:
    hub = "https://hub.example.go.id/"
    rss = ElementTree.fromstring(feeds.rss(channel("rss.xml", hub=hub)))
    links = {link.get("rel"): link.get("href") for link in rss.findall(f"channel/{ATOM}link")}
    assert links["hub"] == hub
    atom = ElementTree.fromstring(feeds.atom(channel("atom.xml", hub=hub)))
    assert hub in [link.get("href") for link in atom.findall(f"{ATOM}link") if link.get("rel") == "hub"]
    assert json.loads(feeds.json_feed(channel("feed.json", hub=hub)))["hubs"] == [{"type": "WebSub", "url": hub}]
    assert b"hub" not in feeds.rss(channel("rss.xml"))


# As addresses -------------------------------------------------------------------------------------------------------


@pytest.fixture
def portal(cast: Cast) -> Site:
    return Site.objects.filter(office=cast.kota).first() or open_site(office=cast.kota)


@pytest.fixture
def stories(cast: Cast, portal: Site, write: Callable[..., Article]) -> list[Article]:
    told = write(cast.kayutangan, "Rumah lama dibuka", body="Pintu *dibuka* lagi.\n\n<script>alert(1)</script>")
    sold = write(cast.kayutangan, "Pot gerabah", kind="produk")
    Product.objects.create(article=sold, price=45_000, unit="buah")
    invited = write(cast.kayutangan, "Pasar pagi", kind="acara")
    Event.objects.create(article=invited, starts_at=DAY, venue="Balai RW 03")
    write(cast.kayutangan, "Ditarik", state="withdrawn")
    return [told, sold, invited]


@pytest.mark.parametrize("file", CHECKS)
@pytest.mark.parametrize(
    ("place", "titles"),
    [
        ("/kayutangan/", {"Rumah lama dibuka", "Pot gerabah", "Pasar pagi"}),
        ("/kota-malang/", {"Rumah lama dibuka", "Pot gerabah", "Pasar pagi"}),
        ("/kota-malang/kabar/", {"Rumah lama dibuka", "Pasar pagi"}),
        ("/kayutangan/produk/", {"Pot gerabah"}),
        ("/kota-malang/wilayah/35.73.02.1007/", {"Rumah lama dibuka", "Pot gerabah", "Pasar pagi"}),
        ("/kota-malang/wilayah/35.73.01/", set()),
    ],
)
def test_every_feed_of_a_site_validates(client: Client, stories, file: str, place: str, titles: set[str]) -> None:
    response = client.get(place + file)
    assert response.status_code == 200
    assert response["Content-Type"].partition(";")[0] == MIMES[file]
    assert not response.cookies
    assert response.kept_tags
    found = CHECKS[file](response.content, f"http://testserver{place}{file}")
    read = {
        one["title"] if isinstance(one, dict) else one.findtext("title") or one.findtext(f"{ATOM}title")
        for one in found
    }
    assert read == titles
    assert b"<script" not in response.content.replace(b"&lt;script", b"")


def test_the_whole_text_stands_in_the_feed_with_its_facts(client: Client, stories: list[Article]) -> None:
    told = stories[0]
    Correction.objects.create(article=told, text="Yang benar RW 09.", on=dt.date(2025, 9, 25))
    items = {item["title"]: item for item in client.get("/kayutangan/feed.json").json()["items"]}
    html = items["Rumah lama dibuka"]["content_html"]
    assert "<strong>dibuka</strong>" in html or "<b>dibuka</b>" in html
    assert "&lt;script&gt;" in html
    assert "Ralat, Kamis, 25 September 2025: Yang benar RW 09." in html
    assert "Rp45.000 per buah. Siap." in items["Pot gerabah"]["content_html"]
    assert "Balai RW 03" in items["Pasar pagi"]["content_html"]


def test_ids_stay_when_a_site_moves_to_its_own_host(client: Client, stories, settings) -> None:
    settings.ORIGIN = "https://kim.example.go.id"
    before = [item["id"] for item in client.get("/kota-malang/feed.json").json()["items"]]
    assert all(key.startswith("tag:kim.example.go.id,2025-09-24:artikel/") for key in before)
    Site.objects.filter(slug="kayutangan").update(domain="kayutangan.example.go.id")
    items = client.get("/kota-malang/feed.json").json()["items"]
    assert [item["id"] for item in items] == before
    assert all(item["url"].startswith("https://kayutangan.example.go.id/") for item in items)


@pytest.mark.parametrize(
    "path",
    ["/tidak-ada/rss.xml", "/kayutangan/wilayah/35.73.02/rss.xml", "/kota-malang/wilayah/35.07/atom.xml",
     "/kayutangan/rapat/feed.json", "/kota-malang/wilayah/x/feed.json"],
)  # fmt: skip
def test_feeds_that_are_not_there(client: Client, stories, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_feed_asks_few_questions(client: Client, cast: Cast, portal, write, django_assert_max_num_queries) -> None:
    for n in range(20):
        write(cast.kayutangan, f"Kabar {n}")
    with django_assert_max_num_queries(8):
        client.get("/kota-malang/rss.xml")


# Sitemaps -----------------------------------------------------------------------------------------------------------


def locations(content: bytes, root: str) -> dict[str, str | None]:
    found = ElementTree.fromstring(content)
    assert found.tag == f"{MAP}{root}"
    rows = {row.findtext(f"{MAP}loc", ""): row.findtext(f"{MAP}lastmod") for row in found}
    assert len(rows) == len(found)
    for address, changed in rows.items():
        assert is_absolute(address)
        if changed:
            check_rfc3339(changed)
    return rows


def test_the_index_leads_to_every_page(client: Client, stories: list[Article]) -> None:
    index = locations(client.get("/sitemap.xml").content, "sitemapindex")
    assert set(index) == {"http://testserver/kota-malang/sitemap.xml", "http://testserver/kayutangan/sitemap.xml"}
    assert index["http://testserver/kayutangan/sitemap.xml"]
    for address in index:
        for page in locations(client.get(urlsplit(address).path).content, "urlset"):
            assert client.get(urlsplit(page).path).status_code == 200, page
    own = locations(client.get("/kayutangan/sitemap.xml").content, "urlset")
    assert f"http://testserver/kayutangan/kabar/{stories[0].slug}/" in own
    assert not any("ditarik" in address for address in own)


def test_sitemaps_have_pages(client: Client, stories, monkeypatch) -> None:
    monkeypatch.setattr(reads, "PAGE", 2)
    index = locations(client.get("/sitemap.xml").content, "sitemapindex")
    assert "http://testserver/kayutangan/sitemap-3.xml" in index
    assert "http://testserver/kayutangan/sitemap-4.xml" not in index
    found = [locations(client.get(urlsplit(one).path).content, "urlset") for one in index if "kayutangan" in one]
    assert sum(map(len, found)) == len({address for page in found for address in page}) == 5
    assert client.get("/kayutangan/sitemap-4.xml").status_code == 404
    assert client.get("/sitemap-2.xml").status_code == 404


def test_a_sitemap_is_escaped() -> None:
    content = sitemaps.urlset([("https://x/?a=1&b=<", DAY)])
    assert locations(content, "urlset") == {"https://x/?a=1&b=<": "2025-09-24T15:30:00+07:00"}


def test_robots_close_working_pages_and_name_the_sitemap(client: Client, stories) -> None:
    response = client.get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    lines = response.content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    for part in ("redaksi", "masuk", "kendali", "lapor", "kim", "cari"):
        assert f"Disallow: /{part}/" in lines
    for part in ("tentang", "foto", "static", "kayutangan", "kota-malang"):
        assert f"Disallow: /{part}/" not in lines
    assert "Sitemap: http://testserver/sitemap.xml" in lines


def test_a_site_on_its_own_host_names_its_own_sitemap(client: Client, stories) -> None:
    host = "kayutangan.example.go.id"
    Site.objects.filter(slug="kayutangan").update(domain=host)
    robots = client.get("/robots.txt", headers={"host": host}).content.decode()
    assert f"://{host}/sitemap.xml" in robots
    assert "/redaksi/" not in robots
    own = locations(client.get("/sitemap.xml", headers={"host": host}).content, "urlset")
    assert all(urlsplit(address).netloc == host for address in own)
    # An index may name sitemaps of its own host only.
    assert not any(host in address for address in locations(client.get("/sitemap.xml").content, "sitemapindex"))
