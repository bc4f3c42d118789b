"""How a channel is best read: what its site names, what such sites have, and what else there is."""

import pytest

from kentongan.harvest.enums import Found, Trouble, Way
from kentongan.harvest.parsing import parse
from kentongan.harvest.parsing.discovery import MOST_VISITS, discover
from kentongan.harvest.rules.shapes import Discovery, Failed, Fetched
from kentongan.registry.enums import ChannelKind
from tests.harvest.collection import NOW, body_of, ordinary, rss

FEED = ordinary(3)
CODE = "UCcontohcontohcontohcon0"


class Site:
    """Addresses and what they answer: bytes, a trouble, or another address."""

    def __init__(self, answers: dict[str, bytes | Trouble | str], otherwise: Trouble = Trouble.GONE) -> None:
        self.answers, self.otherwise = answers, otherwise
        self.asked: list[str] = []

    def fetch(self, address: str) -> Fetched:
        self.asked.append(address)
        answer, final = self.answers.get(address, self.otherwise), address
        if isinstance(answer, str) and not isinstance(answer, Trouble):
            final, answer = answer, self.answers[answer]
        if isinstance(answer, Trouble):
            raise Failed(answer, "uji")
        assert isinstance(answer, bytes)
        return Fetched(asked=address, address=final, status=200, body=answer)

    def look(self, address: str, kind: ChannelKind = ChannelKind.WEBSITE) -> Discovery:
        return discover(address, fetch=self.fetch, now=NOW, kind=kind, read=parse)


def page(head: str = "", body: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head><title>KIM</title>{head}</head><body>{body}</body></html>".encode()


A = "https://a.example"
WORDPRESS = '<meta name="generator" content="WordPress 6.4">'


@pytest.mark.parametrize(
    ("answers", "address", "way", "found_at", "found"),
    [
        ({f"{A}/feed/": FEED}, f"{A}/feed/", Way.FEED, f"{A}/feed/", Found.ITSELF),
        ({f"{A}/": page('<link rel="alternate" type="application/rss+xml" href="/kabar.rss">'), f"{A}/kabar.rss": FEED}, f"{A}/", Way.FEED, f"{A}/kabar.rss", Found.LINK_TAG),
        ({f"{A}/": page('<link rel="alternate" type="application/rss+xml" href="/comments/feed/"><link rel="alternate" type="application/rss+xml" href="/feed/">'), f"{A}/feed/": FEED, f"{A}/comments/feed/": ordinary(9)}, f"{A}/", Way.FEED, f"{A}/feed/", Found.LINK_TAG),
        ({f"{A}/": page('<link rel="alternate" type="application/rss+xml" href="/rusak">'), f"{A}/rusak": Trouble.SERVER, f"{A}/feed/": FEED}, f"{A}/", Way.FEED, f"{A}/feed/", Found.WELL_KNOWN),
        ({f"{A}/": page(WORDPRESS), f"{A}/feed/": FEED}, f"{A}/", Way.FEED, f"{A}/feed/", Found.WELL_KNOWN),
        ({f"{A}/": page(), f"{A}/feeds/posts/default": body_of("blogspot.atom")}, f"{A}/", Way.FEED, f"{A}/feeds/posts/default", Found.WELL_KNOWN),
        ({f"{A}/": page(), f"{A}/?format=feed&type=rss": body_of("joomla.rss")}, f"{A}/", Way.FEED, f"{A}/?format=feed&type=rss", Found.WELL_KNOWN),
        ({f"{A}/": page(), f"{A}/index.php/feed": body_of("opensid.rss")}, f"{A}/", Way.FEED, f"{A}/index.php/feed", Found.WELL_KNOWN),
        ({f"{A}/": page(), f"{A}/feed.json": body_of("feed.json")}, f"{A}/", Way.FEED, f"{A}/feed.json", Found.WELL_KNOWN),
        ({f"{A}/category/kim/": page(WORDPRESS), f"{A}/category/kim/feed/": FEED, f"{A}/feed/": ordinary(9)}, f"{A}/category/kim/", Way.FEED, f"{A}/category/kim/feed/", Found.WELL_KNOWN),
        ({f"{A}/": Trouble.FORBIDDEN, f"{A}/feed/": FEED}, f"{A}/", Way.FEED, f"{A}/feed/", Found.WELL_KNOWN),
        ({f"{A}/": f"{A}/beranda/", f"{A}/beranda/": page('<link rel="alternate" type="application/atom+xml" href="umpan">'), f"{A}/beranda/umpan": FEED}, f"{A}/", Way.FEED, f"{A}/beranda/umpan", Found.LINK_TAG),
        ({f"{A}/": page(), f"{A}/news-sitemap.xml": body_of("news_sitemap.xml")}, f"{A}/", Way.NEWS_SITEMAP, f"{A}/news-sitemap.xml", Found.SITEMAP),
        ({f"{A}/": page(), f"{A}/sitemap.xml": body_of("sitemap.xml")}, f"{A}/", Way.SITEMAP, f"{A}/sitemap.xml", Found.SITEMAP),
        ({f"{A}/": page(), f"{A}/sitemap.xml": body_of("sitemap_index.xml"), "https://desacontoh.example/post-sitemap.xml": body_of("sitemap.xml")}, f"{A}/", Way.SITEMAP, "https://desacontoh.example/post-sitemap.xml", Found.SITEMAP),
        ({f"{A}/": page(body='<div><h3><a href="/kabar/1">Kerja bakti warga</a></h3><p>5 Agustus 2025</p></div>')}, f"{A}/", Way.PAGE, f"{A}/", Found.DATED_ENTRIES),
        ({f"{A}/": page('<link rel="alternate" type="application/rss+xml" href="/feed/">'), f"{A}/feed/": rss("")}, f"{A}/", Way.FEED, f"{A}/feed/", Found.LINK_TAG),
    ],
    ids=["a feed itself", "link tag", "not comments", "a broken lead", "WordPress", "Blogspot", "Joomla", "OpenSID", "JSON", "the part first", "a closed home page", "after a redirect",
         "news sitemap", "sitemap", "index of sitemaps", "dated entries", "an empty feed"],
)  # fmt: skip
def test_a_way_is_found_and_says_why(
    answers: dict[str, bytes | Trouble | str], address: str, way: Way, found_at: str, found: Found
) -> None:
    site = Site(answers)
    discovery = site.look(address)
    assert (discovery.way, discovery.address) == (way, found_at)
    assert discovery.parsed is not None
    assert any(note["found"] == found.value and note["address"] == found_at for note in discovery.why)
    assert len(site.asked) == len(set(site.asked)) <= MOST_VISITS


def test_why_names_what_was_looked_at_in_order() -> None:
    site = Site({f"{A}/": page(WORDPRESS), f"{A}/feed/": Trouble.FORBIDDEN, f"{A}/?feed=rss2": FEED})
    assert site.look(f"{A}/").why == (
        {"found": "itself", "address": f"{A}/", "form": "page", "entries": "0"},
        {"found": "well_known", "address": f"{A}/feed/", "trouble": "forbidden"},
        {"found": "well_known", "address": f"{A}/?feed=rss2", "form": "rss", "entries": "3"},
    )


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("https://www.instagram.com/kim.contoh/", ChannelKind.INSTAGRAM),
        ("https://www.instagram.com/kim.contoh/", ChannelKind.WEBSITE),
        ("https://m.facebook.com/kimcontoh", ChannelKind.WEBSITE),
        ("https://www.tiktok.com/@kimcontoh", ChannelKind.TIKTOK),
        ("https://whatsapp.com/channel/0029contoh", ChannelKind.WHATSAPP),
        ("https://x.com/kimcontoh", ChannelKind.WEBSITE),
        ("https://pendek.example/ig", ChannelKind.INSTAGRAM),
    ],
)
def test_services_that_forbid_it_are_never_asked(address: str, kind: ChannelKind) -> None:
    site = Site({})
    discovery = site.look(address, kind)
    assert (discovery.way, discovery.address, site.asked) == (Way.PASTED, "", [])
    assert discovery.why == ({"found": "forbidden", "address": address},)


def test_a_name_that_only_ends_alike_is_asked() -> None:
    assert Site({"https://kimx.com/": FEED}).look("https://kimx.com/").way == Way.FEED


@pytest.mark.parametrize(
    ("address", "body"),
    [
        (f"https://www.youtube.com/channel/{CODE}", b""),
        ("https://www.youtube.com/@kimcontoh", f'<html><link rel="alternate" type="application/rss+xml" href="https://www.youtube.com/feeds/videos.xml?channel_id={CODE}">'.encode()),
        ("https://www.youtube.com/c/kimcontoh", f'<html><script>var x = {{"externalId":"{CODE}"}}</script>'.encode()),
    ],
)  # fmt: skip
def test_a_channel_of_videos_has_a_public_feed(address: str, body: bytes) -> None:
    feed = f"https://www.youtube.com/feeds/videos.xml?channel_id={CODE}"
    discovery = Site({address: body, feed: body_of("youtube.atom")}).look(address, ChannelKind.YOUTUBE)
    assert (discovery.way, discovery.address) == (Way.FEED, feed)
    assert discovery.why[-1]["found"] == Found.SERVICE.value


def test_a_part_of_a_site_has_its_own_feed_before_that_of_the_whole() -> None:
    leads = "".join(
        f'<link rel="alternate" type="application/rss+xml" href="{path}">' for path in ("/feed/", "/category/kim/feed/")
    )
    site = Site({f"{A}/category/kim/": page(leads), f"{A}/feed/": ordinary(9), f"{A}/category/kim/feed/": FEED})
    assert site.look(f"{A}/category/kim/").address == f"{A}/category/kim/feed/"


def test_entries_on_the_page_outweigh_an_empty_feed() -> None:
    body = (
        '<link rel="alternate" type="application/rss+xml" href="/feed/">',
        '<div><h3><a href="/kabar/1">Kerja bakti warga</a></h3><p>5 Agustus 2025</p></div>',
    )
    site = Site({f"{A}/": page(*body), f"{A}/feed/": rss("")})
    assert (site.look(f"{A}/").way, site.look(f"{A}/").address) == (Way.PAGE, f"{A}/")


def test_a_label_of_blogspot_has_a_feed_of_its_own() -> None:
    blog = "https://kimcontoh.blogspot.com"
    site = Site({f"{blog}/search/label/KIM": page(), f"{blog}/feeds/posts/default/-/KIM": body_of("blogspot.atom")})
    assert site.look(f"{blog}/search/label/KIM").address == f"{blog}/feeds/posts/default/-/KIM"


@pytest.mark.parametrize("trouble", [Trouble.ADDRESS, Trouble.NAME, Trouble.CONNECT, Trouble.SECURITY, Trouble.TIMEOUT])
def test_where_nobody_is_at_home_nobody_knocks_twice(trouble: Trouble) -> None:
    site = Site({}, otherwise=trouble)
    with pytest.raises(Failed) as failed:
        site.look(f"{A}/")
    assert (failed.value.trouble, len(site.asked)) == (trouble, 1)


def test_a_lead_to_another_host_that_is_down_ends_nothing() -> None:
    leads = '<link rel="alternate" type="application/rss+xml" href="https://b.example/feed">'
    site = Site({f"{A}/": page(leads), "https://b.example/feed": Trouble.NAME, f"{A}/feed/": FEED})
    assert site.look(f"{A}/").address == f"{A}/feed/"


def test_a_site_that_falls_silent_is_left_alone_and_what_was_seen_counts() -> None:
    body = '<div><h3><a href="/kabar/1">Kerja bakti warga</a></h3><p>5 Agustus 2025</p></div>'
    site = Site({f"{A}/": page(body=body)}, otherwise=Trouble.TIMEOUT)
    assert site.look(f"{A}/").way == Way.PAGE
    assert len(site.asked) == 2


def test_a_site_without_anything_to_read_is_a_plain_trouble() -> None:
    site = Site({f"{A}/": page()})
    with pytest.raises(Failed) as failed:
        site.look(f"{A}/")
    assert failed.value.trouble == Trouble.NO_ENTRIES
    assert len(site.asked) <= MOST_VISITS


def test_a_site_that_refuses_says_so() -> None:
    with pytest.raises(Failed) as failed:
        Site({}, otherwise=Trouble.FORBIDDEN).look(f"{A}/")
    assert failed.value.trouble == Trouble.FORBIDDEN


@pytest.mark.parametrize("address", ["javascript:alert(1)", "ftp://kim.go.id/", "kim.go.id", ""])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(Failed) as failed:
        Site({}).look(address)
    assert failed.value.trouble == Trouble.ADDRESS
