"""What a site of a shape answers at an address: the pages, feeds and maps that such programs make. Pure: a site and a moment in, bytes out."""

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import format_datetime
from html import escape
from urllib.parse import urlsplit

from kentongan.core.templatetags.core import long_date
from kentongan.demo import data
from kentongan.demo.sites.plan import Site, Story
from kentongan.newsroom.rules.marks import to_html, to_plain

HTML, RSS, ATOM, XML, JSON, TEXT = (
    "text/html; charset=utf-8",
    "application/rss+xml; charset=utf-8",
    "application/atom+xml; charset=utf-8",
    "application/xml; charset=utf-8",
    "application/feed+json; charset=utf-8",
    "text/plain; charset=utf-8",
)
# Names that no provider can have; the links only have to look as they do.
_STRANGERS = ("contohslot77.example", "contohtoto.example", "contohbet.example")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server says. ``changed_at`` is when it last changed, where that is known."""

    body: bytes
    content_type: str
    status: int = 200
    changed_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """A site as it is asked for: at a moment, and by whom."""

    site: Site
    at: dt.datetime
    # A phone's browser that comes from a search engine; hijackers show it something else.
    is_searcher: bool = False

    @property
    def stories(self) -> list[Story]:
        return self.site.shown(self.at)

    @property
    def changed_at(self) -> dt.datetime | None:
        return max((story.changed_at(self.at) for story in self.stories), default=None)

    @property
    def is_hijacked(self) -> bool:
        return self.site.is_odd("dibajak", self.at)

    def link(self, story: Story) -> str:
        return f"https://{self.site.host}{_PATHS[self.site.shape](story)}"

    def body(self, story: Story) -> str:
        return str(to_html(story.body_at(self.at)))


def answer(look: Look, target: str) -> Answer:
    """The answer of a site to a request's target ("/feed/?paged=2")."""
    site, parts = look.site, urlsplit(target)
    if site.is_odd("mati", look.at):
        return Answer(b"Layanan hosting ini dihentikan sementara.", TEXT, 503)
    path = parts.path.rstrip("/") or "/"
    if path == "/robots.txt":
        return Answer(_robots(site), TEXT)
    for place, document in _DOCUMENTS[site.shape].items():
        wanted = urlsplit(place)
        if path == (wanted.path.rstrip("/") or "/") and wanted.query in parts.query:
            return document(look)
    if path == "/":
        return _home(look)
    for story in (*(site.spam if look.is_hijacked else ()), *site.stories):
        if story.at <= look.at and path == _PATHS[site.shape](story).rstrip("/"):
            return _article(look, story)
    return Answer(_page(look, "Tidak ditemukan", "<p>Halaman ini tidak ada.</p>"), HTML, 404)


def _robots(site: Site) -> bytes:
    if site.manner == "menolak":
        return b"User-agent: *\nDisallow: /\n"
    return b"User-agent: *\nDisallow: /admin/\n"


# --- Pages --------------------------------------------------------------------------------------------------


def _home(look: Look) -> Answer:
    if look.site.manner == "tanpa-tanggal":
        listed = "".join(f"<li>{_anchor(look, story)}</li>" for story in look.stories)
        return Answer(_page(look, look.site.name, f"<ul>{listed}</ul>"), HTML, changed_at=look.changed_at)
    if look.site.shape == "peta":
        # Drawn by a script from what no harvest sees.
        return Answer(_page(look, look.site.name, '<div id="aplikasi"></div>'), HTML)
    listed = "".join(_teaser(look, story) for story in look.stories)
    return Answer(_page(look, look.site.name, listed), HTML, changed_at=look.changed_at)


def _teaser(look: Look, story: Story) -> str:
    lead = to_plain(story.body_at(look.at)).split("\n")[0]
    day = story.at.astimezone(data.WIB)
    said = f'<time datetime="{day.date()}">{long_date(day)}</time>'
    return f"<article><h2>{_anchor(look, story)}</h2><p>{said}</p><p>{escape(lead)}</p></article>"


def _article(look: Look, story: Story) -> Answer:
    day = story.at.astimezone(data.WIB)
    body = f'<article><h1>{escape(story.title)}</h1><p><time datetime="{day.isoformat()}">{long_date(day)}</time></p>{look.body(story)}</article>'
    return Answer(_page(look, story.title, body), HTML, changed_at=story.changed_at(look.at))


def _page(look: Look, title: str, body: str) -> bytes:
    site = look.site
    if look.is_hijacked and look.is_searcher:
        title, body = (
            "CONTOHSLOT77: Slot Gacor Maxwin Hari Ini",
            "".join(f"<h2>{escape(story.title)}</h2>{look.body(story)}" for story in site.spam[:20]),
        )
    # A site's own program writes all it shows from what the group wrote; what strangers hung in is out of sight.
    hidden = _hidden_links() if look.is_hijacked and not look.is_searcher else ""
    head = _HEADS[site.shape].format(host=site.host, name=escape(site.name, quote=True))
    return (
        f'<!DOCTYPE html>\n<html lang="id"><head><meta charset="utf-8"><title>{escape(title)} | {escape(site.name)}</title>{head}</head>\n'
        f"<body><header><p>{escape(site.name)}</p><p>{escape(site.motto)}</p></header><main>{body}</main>{hidden}"
        f"<footer>Situs karangan untuk mencoba Kentongan.</footer></body></html>\n"
    ).encode()


def _hidden_links() -> str:
    words = ("slot gacor", "judi online", "togel 4d", "slot maxwin", "live casino", "agen bola")
    links = "".join(
        f'<a href="https://{host}/{word.replace(" ", "-")}">{word}</a> ' for word in words for host in _STRANGERS
    )
    return f'<div style="position:absolute;left:-9999px">{links}</div>'


def _anchor(look: Look, story: Story) -> str:
    return f'<a href="{escape(look.link(story))}">{escape(story.title)}</a>'


# --- Feeds --------------------------------------------------------------------------------------------------


def _rss(look: Look) -> Answer:
    has_days = look.site.manner != "tanpa-tanggal"
    items = "".join(
        f"<item><title>{escape(story.title)}</title><link>{escape(look.link(story))}</link>"
        + (f"<pubDate>{format_datetime(story.at)}</pubDate>" if has_days else "")
        + f"<dc:creator>{escape(story.author)}</dc:creator>"
        f'<guid isPermaLink="false">https://{look.site.host}/?p={story.number}</guid>'
        f"<description>{escape(look.body(story).partition('</p>')[0] + '</p>')}</description>"
        f"<content:encoded>{escape(look.body(story))}</content:encoded></item>\n"
        for story in look.stories
    )
    return _xml(
        look,
        RSS,
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<channel><title>{escape(look.site.name)}</title><link>{look.site.url}</link>"
        f"<description>{escape(look.site.motto)}</description><language>id</language>\n{items}</channel></rss>",
    )


def _atom(look: Look) -> Answer:
    entries = "".join(
        f"<entry><id>tag:{look.site.host},2013:post-{story.number}</id><title type='text'>{escape(story.title)}</title>"
        f"<published>{story.at.isoformat()}</published><updated>{story.changed_at(look.at).isoformat()}</updated>"
        f"<author><name>{escape(story.author)}</name></author>"
        f'<link rel="alternate" type="text/html" href="{escape(look.link(story))}"/>'
        f'<content type="html">{escape(look.body(story))}</content></entry>\n'
        for story in look.stories
    )
    return _xml(
        look,
        ATOM,
        f'<feed xmlns="http://www.w3.org/2005/Atom"><id>tag:{look.site.host},2013:blog</id><title>{escape(look.site.name)}</title>'
        f"<updated>{(look.changed_at or look.at).isoformat()}</updated><generator>Blogger</generator>\n{entries}</feed>",
    )


def _films(look: Look) -> Answer:
    entries = "".join(
        f"<entry><id>yt:video:{story.number}</id><yt:videoId>{story.number}</yt:videoId><title>{escape(story.title)}</title>"
        f'<link rel="alternate" href="{escape(look.link(story))}"/><author><name>{escape(look.site.name)}</name></author>'
        f"<published>{story.at.isoformat()}</published><updated>{story.at.isoformat()}</updated>"
        f"<media:group><media:title>{escape(story.title)}</media:title>"
        f"<media:description>{escape(story.body_at(look.at))}</media:description></media:group></entry>\n"
        for story in look.stories
    )
    return _xml(
        look,
        ATOM,
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:yt="http://www.youtube.com/xml/schemas/2015" '
        f'xmlns:media="http://search.yahoo.com/mrss/"><id>yt:channel:{look.site.village}</id>'
        f"<title>{escape(look.site.name)}</title>\n{entries}</feed>",
    )


def _json(look: Look) -> Answer:
    items = [
        {
            "id": str(story.number),
            "url": look.link(story),
            "title": story.title,
            "content_html": look.body(story),
            "date_published": story.at.isoformat(),
            "authors": [{"name": story.author}],
            "language": "id",
        }
        for story in look.stories
    ]
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": look.site.name,
        "home_page_url": look.site.url,
        "items": items,
    }
    return Answer(json.dumps(document, ensure_ascii=False).encode(), JSON, changed_at=look.changed_at)


def _sitemap(look: Look) -> Answer:
    places = "".join(
        f"<url><loc>{escape(look.link(story))}</loc><lastmod>{story.at.isoformat()}</lastmod></url>\n"
        for story in look.stories
    )
    return _xml(
        look,
        XML,
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n<url><loc>{look.site.url}</loc></url>\n{places}</urlset>',
    )


def _xml(look: Look, content_type: str, body: str) -> Answer:
    document = f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'
    return Answer(document.encode(), content_type, changed_at=look.changed_at)


# --- Shapes -------------------------------------------------------------------------------------------------

_PATHS: dict[str, Callable[[Story], str]] = {
    "wordpress": lambda story: f"/{story.at:%Y/%m}/{story.slug}/",
    "blogspot": lambda story: f"/{story.at:%Y/%m}/{story.slug}.html",
    "opensid": lambda story: f"/artikel/{story.at:%Y}/{story.at.month}/{story.at.day}/{story.slug}",
    "joomla": lambda story: f"/index.php/berita/{story.number}-{story.slug}",
    "peta": lambda story: f"/berita/{story.slug}",
    "halaman": lambda story: f"/kabar/{story.slug}",
    "json": lambda story: f"/{story.at:%Y-%m-%d}-{story.slug}",
    "youtube": lambda story: f"/watch/{story.number}",
}
_DOCUMENTS: dict[str, dict[str, Callable[[Look], Answer]]] = {
    "wordpress": {"/feed": _rss},
    "blogspot": {"/feeds/posts/default?alt=rss": _rss, "/feeds/posts/default": _atom},
    "opensid": {"/feed": _rss, "/index.php/feed": _rss},
    "joomla": {"/?format=feed": _rss, "/index.php?format=feed": _rss},
    "peta": {"/sitemap.xml": _sitemap},
    "halaman": {},
    "json": {"/feed.json": _json},
    "youtube": {"/feeds/videos.xml": _films},
}
_HEADS = {
    "wordpress": '<meta name="generator" content="WordPress 6.6"><link rel="alternate" type="application/rss+xml" title="{name} &raquo; Feed" href="https://{host}/feed/">',
    "blogspot": '<meta content="blogger" name="generator"><link rel="alternate" type="application/atom+xml" title="{name} - Atom" href="https://{host}/feeds/posts/default"><link rel="alternate" type="application/rss+xml" title="{name} - RSS" href="https://{host}/feeds/posts/default?alt=rss">',
    # Names no feed, though it has one.
    "opensid": '<meta name="generator" content="OpenSID">',
    "joomla": '<meta name="generator" content="Joomla! - Open Source Content Management"><link href="/?format=feed&amp;type=rss" rel="alternate" type="application/rss+xml" title="RSS 2.0">',
    "peta": "",
    "halaman": "",
    "json": '<link rel="alternate" type="application/feed+json" href="/feed.json">',
    "youtube": '<link rel="alternate" type="application/rss+xml" title="RSS" href="https://{host}/feeds/videos.xml">',
}
