"""Feeds as bytes: RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1 of the same entries. Pure; whoever calls knows the addresses."""

import datetime as dt
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from django.utils.feedgenerator import Atom1Feed, Enclosure, Rss201rev2Feed
from django.utils.xmlutils import SimplerXMLGenerator

CONTENT = "http://purl.org/rss/1.0/modules/content/"
CREATOR = "http://purl.org/dc/elements/1.1/"
# What XML cannot hold at all, escaped or not.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of an entry: its address, its type and its weight in bytes."""

    url: str
    mime: str
    size: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One article. ``key`` never changes, whatever becomes of its address; ``html`` is safe already."""

    key: str
    url: str
    title: str
    html: str
    summary: str
    published: dt.datetime
    updated: dt.datetime
    author: str
    author_url: str = ""
    picture: Picture | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Channel:
    """What the entries are of. ``changed`` counts where there are none yet; ``hub`` tells subscribers where to ask for news."""

    url: str
    home: str
    title: str
    description: str
    changed: dt.datetime
    entries: Sequence[Entry] = ()
    language: str = "id"
    hub: str = ""

    @property
    def updated(self) -> dt.datetime:
        return max((entry.updated for entry in self.entries), default=self.changed)


@dataclass(frozen=True, slots=True)
class Form:
    """One of the three ways to write a channel."""

    file: str
    mime: str
    write: Callable[[Channel], bytes]


def tag_uri(host: str, day: dt.date, rest: str) -> str:
    """An id that stays when addresses move (RFC 4151)."""
    return f"tag:{host},{day:%Y-%m-%d}:{rest}"


# RSS and Atom -------------------------------------------------------------------------------------------------------


class _Rss(Rss201rev2Feed):
    def rss_attributes(self) -> dict[str, str]:
        return {**super().rss_attributes(), "xmlns:content": CONTENT, "xmlns:dc": CREATOR}

    def latest_post_date(self) -> dt.datetime:
        return self.feed["updated"]

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        if self.feed["hub"]:
            handler.addQuickElement("atom:link", None, {"rel": "hub", "href": self.feed["hub"]})

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        author, item["author_name"] = item["author_name"], None
        super().add_item_elements(handler, item)
        handler.addQuickElement("dc:creator", author)
        handler.addQuickElement("content:encoded", item["html"])


class _Atom(Atom1Feed):
    def latest_post_date(self) -> dt.datetime:
        return self.feed["updated"]

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        if self.feed["hub"]:
            handler.addQuickElement("link", "", {"rel": "hub", "href": self.feed["hub"]})

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["html"], {"type": "html"})


def rss(channel: Channel) -> bytes:
    feed = _Rss(**_about(channel), description=_fit(channel.description or channel.title))
    for entry in channel.entries:
        feed.add_item(**_item(entry), unique_id_is_permalink=False)
    return feed.writeString("utf-8").encode()


def atom(channel: Channel) -> bytes:
    feed = _Atom(**_about(channel), description="", feed_guid=channel.url, subtitle=_fit(channel.description) or None)
    for entry in channel.entries:
        feed.add_item(**_item(entry), author_link=entry.author_url or None)
    return feed.writeString("utf-8").encode()


def _about(channel: Channel) -> dict[str, Any]:
    return {
        "title": _fit(channel.title),
        "link": channel.home,
        "feed_url": channel.url,
        "language": channel.language,
        "hub": channel.hub,
        "updated": channel.updated,
    }


def _item(entry: Entry) -> dict[str, Any]:
    picture = entry.picture
    return {
        "title": _fit(entry.title),
        # Readers take it for HTML, as the formats tell them.
        "description": escape(_fit(entry.summary), quote=False),
        "link": entry.url,
        "unique_id": entry.key,
        "pubdate": entry.published,
        "updateddate": entry.updated,
        "author_name": _fit(entry.author),
        "categories": [_fit(tag) for tag in entry.tags],
        "enclosures": [Enclosure(picture.url, str(picture.size), picture.mime)] if picture else [],
        "html": _fit(entry.html),
    }


def _fit(text: str) -> str:
    return _UNFIT.sub("", text)


# JSON Feed ----------------------------------------------------------------------------------------------------------


def json_feed(channel: Channel) -> bytes:
    feed: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        "home_page_url": channel.home,
        "feed_url": channel.url,
        "language": channel.language,
    }
    if channel.description:
        feed["description"] = channel.description
    if channel.hub:
        feed["hubs"] = [{"type": "WebSub", "url": channel.hub}]
    feed["items"] = [_json_item(entry) for entry in channel.entries]
    return json.dumps(feed, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "ignore")


def _json_item(entry: Entry) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": entry.key,
        "url": entry.url,
        "title": entry.title,
        "content_html": entry.html,
        "summary": entry.summary,
        "date_published": entry.published.isoformat(timespec="seconds"),
        "date_modified": entry.updated.isoformat(timespec="seconds"),
        "authors": [{"name": entry.author, **({"url": entry.author_url} if entry.author_url else {})}],
        "tags": list(entry.tags),
    }
    if entry.picture:
        picture = entry.picture
        item["image"] = picture.url
        item["attachments"] = [{"url": picture.url, "mime_type": picture.mime, "size_in_bytes": picture.size}]
    return item


FORMS = {
    "rss": Form("rss.xml", "application/rss+xml", rss),
    "atom": Form("atom.xml", "application/atom+xml", atom),
    "json": Form("feed.json", "application/feed+json", json_feed),
}
