"""How a channel is best read: what its page names, what such sites usually have, what else there is. Pure, given ``fetch``."""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from urllib.parse import urljoin, urlsplit

from kentongan.harvest.enums import Found, Trouble, Way
from kentongan.harvest.parsing.safely import parse_safely
from kentongan.harvest.rules.links import LONGEST_READ, canonical, host_of
from kentongan.harvest.rules.shapes import Discovery, Failed, Fetched, Parsed
from kentongan.registry.enums import ChannelKind

FEED_FORMS = frozenset({"rss", "atom", "rdf", "json"})
MOST_VISITS = 24

_FORBIDDEN_KINDS = {ChannelKind.INSTAGRAM, ChannelKind.FACEBOOK, ChannelKind.TIKTOK, ChannelKind.WHATSAPP}
_FORBIDDEN_HOSTS = re.compile(
    r"(?:^|\.)(?:instagram\.com|facebook\.com|fb\.com|fb\.me|fb\.watch|tiktok\.com|whatsapp\.com|wa\.me|threads\.net|threads\.com|twitter\.com|x\.com)$"
)
_YOUTUBE = re.compile(r"(?:^|\.)(?:youtube\.com|youtu\.be)$")
_YOUTUBE_CHANNEL = re.compile(r"UC[\w-]{22}")
_YOUTUBE_IN_PAGE = re.compile(
    rb"(?:feeds/videos\.xml\?channel_id=|\"(?:channelId|externalId|browseId)\"\s*:\s*\"|youtube\.com/channel/)(UC[\w-]{22})"
)
# Where nobody is at home, other paths of the same house need no knocking.
_HOPELESS = {Trouble.ADDRESS, Trouble.NAME, Trouble.CONNECT, Trouble.SECURITY, Trouble.TIMEOUT, Trouble.BUSY}

# By what a page says of its maker; then what others have.
_USUAL = {
    "blogger": ("/feeds/posts/default",),
    "wordpress": ("/feed/", "/?feed=rss2"),
    "joomla": ("/?format=feed&type=rss", "/index.php?format=feed&type=rss"),
    "opensid": ("/feed", "/index.php/feed"),
    "": ("/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/feed.json"),
}
_MAKERS = {
    "blogger": re.compile(rb"generator['\"][^>]{0,40}blogger|\.blogspot\.com/|blogger\.com/", re.I),
    "wordpress": re.compile(rb"generator['\"][^>]{0,40}wordpress|/wp-content/|/wp-includes/", re.I),
    "joomla": re.compile(rb"generator['\"][^>]{0,40}joomla|/media/(?:jui|system)/js/|option=com_content", re.I),
    "opensid": re.compile(rb"opensid|/index\.php/artikel/|/artikel/20\d\d/", re.I),
}
_NEWS_SITEMAPS = ("/news-sitemap.xml", "/sitemap-news.xml")
_SITEMAPS = ("/sitemap.xml", "/sitemap_index.xml", "/wp-sitemap.xml")
_OF_POSTS = re.compile(r"post|news|berita|artikel|article|kabar", re.I)


@dataclass(slots=True)
class _Search:
    fetch: Callable[[str], Fetched]
    read: Callable[..., Parsed]
    now: dt.datetime
    why: list[dict[str, str]] = field(default_factory=list)
    # In order.
    asked: dict[str, None] = field(default_factory=dict)
    # A feed without entries is still a feed, where nothing better turns up.
    empty: tuple[Way, str, Parsed] | None = None
    # The host was there and is no more: nothing else is asked of it, for this reason.
    tired: Failed | None = None
    # Why the channel's own address brought nothing, where it did not.
    refusal: Failed | None = None

    def look(self, address: str, found: Found) -> tuple[Fetched, Parsed | None] | None:
        """What is at an address, noted; None where there is nothing, it was asked before or enough was asked."""
        address = canonical(address)
        if not address or len(address) > LONGEST_READ or address in self.asked or len(self.asked) >= MOST_VISITS:
            return None
        is_home = not self.asked or host_of(address) == host_of(next(iter(self.asked)))
        if is_home and self.tired:
            return None
        self.asked[address] = None
        note = {"found": found.value, "address": address}
        self.why.append(note)
        try:
            fetched = self.fetch(address)
        except Failed as failed:
            note["trouble"] = failed.trouble.value
            if len(self.asked) == 1:
                self.refusal = failed
                if failed.trouble in _HOPELESS:
                    raise
            if is_home and failed.trouble in _HOPELESS:
                self.tired = self.tired or failed
            return None
        try:
            parsed = self.read(fetched.body, content_type=fetched.content_type, address=fetched.address, now=self.now)
        except Failed as failed:
            note["trouble"] = failed.trouble.value
            return fetched, None
        note["form"], note["entries"] = parsed.form, str(len(parsed.entries))
        return fetched, parsed

    def feed(self, address: str, found: Found, *, way: Way = Way.FEED) -> Discovery | None:
        seen = self.look(address, found)
        if seen is None or seen[1] is None or seen[1].form not in FEED_FORMS:
            return None
        return self.chosen(way, address, seen[1])

    def chosen(self, way: Way, address: str, parsed: Parsed) -> Discovery | None:
        if not parsed.entries:
            self.empty = self.empty or (way, address, parsed)
            return None
        return self.done(way, address, parsed)

    def done(self, way: Way, address: str, parsed: Parsed | None) -> Discovery:
        return Discovery(way, canonical(address), tuple(self.why), parsed)


def discover(
    address: str,
    *,
    fetch: Callable[[str], Fetched],
    now: dt.datetime,
    kind: ChannelKind = ChannelKind.WEBSITE,
    read: Callable[..., Parsed] = parse_safely,
) -> Discovery:
    """How a channel is best read, and why. Raises ``Failed`` where the address cannot be asked or holds nothing to read."""
    host = host_of(address)
    if is_forbidden(address, kind):
        return forbidden(address)
    if not canonical(address):
        raise Failed(Trouble.ADDRESS, address)
    search = _Search(fetch, read, now)
    try:
        if kind == ChannelKind.YOUTUBE or _YOUTUBE.search(host):
            return _youtube(search, address)
        return _website(search, address)
    except Failed as failed:
        failed.why = tuple(search.why)
        raise


def is_forbidden(address: str, kind: str) -> bool:
    """Whether the service forbids harvesting, whatever the register takes the channel for."""
    return kind in _FORBIDDEN_KINDS or bool(_FORBIDDEN_HOSTS.search(host_of(address)))


def forbidden(address: str) -> Discovery:
    """What is said of a channel there."""
    return Discovery(Way.PASTED, "", ({"found": Found.FORBIDDEN.value, "address": address},))


def _youtube(search: _Search, address: str) -> Discovery:
    named = _YOUTUBE_CHANNEL.search(address)
    code = named[0] if named else ""
    seen = None
    if not code:
        seen = search.look(address, Found.ITSELF)
        found = _YOUTUBE_IN_PAGE.search(seen[0].body) if seen else None
        code = found[1].decode() if found else ""
    if code:
        feed = f"https://www.youtube.com/feeds/videos.xml?channel_id={code}"
        if chosen := search.feed(feed, Found.SERVICE):
            return chosen
    # Films elsewhere: their page names a feed as any page does.
    for lead in seen[1].leads if seen and seen[1] else ():
        if chosen := search.feed(lead, Found.LINK_TAG):
            return chosen
    return _rest(search)


def _website(search: _Search, address: str) -> Discovery:
    seen = search.look(address, Found.ITSELF)
    fetched, page = seen or (None, None)
    here = fetched.address if fetched else address
    if page is not None and page.form != "page":
        way = {"news_sitemap": Way.NEWS_SITEMAP, "sitemap": Way.SITEMAP, "sitemap_index": Way.SITEMAP}.get(
            page.form, Way.FEED
        )
        if page.form == "sitemap_index":
            if chosen := _inside_index(search, page):
                return chosen
        elif chosen := search.chosen(way, address, page):
            return chosen
    for lead in _leads(page, here):
        if chosen := search.feed(lead, Found.LINK_TAG):
            return chosen
    for usual in _usual(here, fetched.body if fetched else b""):
        if chosen := search.feed(usual, Found.WELL_KNOWN):
            return chosen
    for sitemap in (*_NEWS_SITEMAPS, *_SITEMAPS):
        if chosen := _sitemap(search, urljoin(here, sitemap)):
            return chosen
    if page is not None and page.form == "page" and page.entries:
        search.why.append(
            {"found": Found.DATED_ENTRIES.value, "address": canonical(address), "entries": str(len(page.entries))}
        )
        return search.done(Way.PAGE, address, page)
    return _rest(search)


def _leads(page: Parsed | None, here: str) -> list[str]:
    """Feeds the page names: one of the part that was asked for, where the page is not the front page, before that of the whole site."""
    if page is None or page.form != "page":
        return []
    own = here.partition("?")[0].rstrip("/") + "/" if urlsplit(here).path.strip("/") else ""
    return sorted(page.leads, key=lambda lead: not (own and lead.startswith(own)))


def _rest(search: _Search) -> Discovery:
    if search.empty is not None:
        return search.done(*search.empty)
    # Whoever was not heard out is not known to have nothing.
    raise search.refusal or search.tired or Failed(Trouble.NO_ENTRIES)


def _usual(here: str, body: bytes) -> Iterator[str]:
    """Addresses where such a site usually has its feed: of the part that was named first, then of the whole site."""
    parts = urlsplit(here)
    makers = [maker for maker, mark in _MAKERS.items() if mark.search(body)]
    if ".blogspot." in f".{parts.hostname}." and "blogger" not in makers:
        makers.insert(0, "blogger")
    if label := re.match(r"/search/label/([^/]+)", parts.path):
        yield urljoin(here, f"/feeds/posts/default/-/{label[1]}")
    if parts.path.strip("/"):
        under = here.partition("?")[0].rstrip("/")
        if "joomla" in makers:
            yield f"{under}?format=feed&type=rss"
        if "blogger" not in makers:
            yield f"{under}/feed/"
    for maker in [*makers, *(maker for maker in _USUAL if maker not in makers)]:
        for path in _USUAL[maker]:
            yield urljoin(here, path)


def _sitemap(search: _Search, address: str) -> Discovery | None:
    seen = search.look(address, Found.SITEMAP)
    parsed = seen[1] if seen else None
    if parsed is None:
        return None
    if parsed.form == "sitemap_index":
        return _inside_index(search, parsed)
    if parsed.form in {"sitemap", "news_sitemap"} and any(entry.published for entry in parsed.entries):
        return search.done(Way(parsed.form), address, parsed)
    return None


def _inside_index(search: _Search, index: Parsed) -> Discovery | None:
    leads = sorted(index.leads, key=lambda lead: not _OF_POSTS.search(lead))
    for lead in leads[:2]:
        seen = search.look(lead, Found.SITEMAP)
        if (
            seen
            and seen[1]
            and seen[1].form in {"sitemap", "news_sitemap"}
            and any(e.published for e in seen[1].entries)
        ):
            return search.done(Way(seen[1].form), lead, replace(seen[1], leads=()))
    return None
