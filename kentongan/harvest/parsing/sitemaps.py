"""Sitemaps: of news, of pages, and of other sitemaps. A sitemap says when a page changed, and nothing of what is on it."""

import datetime as dt
import html
import io
import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml import etree

from kentongan.harvest.enums import Trouble
from kentongan.harvest.parsing.raw import MOST_ENTRIES, Raw, Source
from kentongan.harvest.rules import dates
from kentongan.harvest.rules.links import canonical
from kentongan.harvest.rules.shapes import Failed

MOST_SITEMAPS = 100
# By the rule of sitemaps.
MOST_ROWS = 50_000

_LISTS = re.compile(
    r"/(?:category|kategori|tag|label|author|penulis|page|halaman|search|feed|wp-content|uploads?)(?:/|$)", re.I
)
_OF_NEWS = re.compile(r"/(?:artikel|berita|kabar|news|post|read|baca)(?:s)?/", re.I)
_OF_A_MONTH = re.compile(r"/20\d\d/(?:0?[1-9]|1[0-2])/")
# By its name one of posts, as Yoast's and WordPress's own are.
_POSTS = re.compile(r"(?:^|[/_-])(?:posts?|artikel|articles?|berita|kabar|news)[_-]?(?:sitemap|[\d-]*\.xml)", re.I)
_EXTENSION = re.compile(r"\.(?:html?|php|aspx?)$", re.I)


def read(text: str, *, address: str, now: dt.datetime) -> Source:
    """The pages that look like news, newest first; the sitemaps an index names. Raises ``Failed`` where there is neither."""
    remarks: list[str] = []
    rows = list(islice(_rows(text.encode("utf-8", "replace"), remarks), MOST_ROWS))
    if not rows:
        raise Failed(Trouble.UNREADABLE if remarks else Trouble.NO_ENTRIES)
    if any(row["part"] == "sitemap" for row in rows):
        rows.sort(key=lambda row: row.get("lastmod", ""), reverse=True)
        leads = [canonical(row.get("loc", ""), address) for row in rows[:MOST_SITEMAPS]]
        return Source("sitemap_index", leads=[lead for lead in leads if lead], remarks=tuple(remarks))
    if any("title" in row or "publication_date" in row for row in rows):
        rows.sort(key=lambda row: row.get("publication_date") or row.get("lastmod", ""), reverse=True)
        news = [_news(row) for row in rows[:MOST_ENTRIES]]
        languages = [row["language"] for row in rows if row.get("language")]
        return Source("news_sitemap", news, language=languages[0] if languages else "", remarks=tuple(remarks))
    return Source("sitemap", _pages(rows, now, least=2 if _POSTS.search(address) else 3), remarks=tuple(remarks))


def _rows(body: bytes, remarks: list[str]) -> Iterator[dict[str, Any]]:
    """Each url or sitemap with the texts of its parts by their names, whatever their namespace; memory stays flat."""
    events = etree.iterparse(
        io.BytesIO(body),
        events=("end",),
        tag=("{*}url", "{*}sitemap"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=True,
    )
    try:
        for _event, element in events:
            row: dict[str, Any] = {"part": _name(element.tag), "pictures": []}
            for part in element.iterdescendants(etree.Element):
                text = (part.text or "").strip()
                if not text:
                    continue
                name = _name(part.tag)
                if name == "loc" and part.getparent() is not element:
                    row["pictures"].append(text)
                else:
                    row.setdefault(name, text)
            yield row
            element.clear()
            above = element.getparent()
            while above is not None and element.getprevious() is not None:
                del above[0]
    except etree.XMLSyntaxError:
        remarks.append("not well-formed")
        return
    if events.error_log:
        remarks.append("not well-formed")


@lru_cache(64)
def _name(tag: str) -> str:
    return tag.rpartition("}")[2].lower()


def _news(row: dict[str, Any]) -> Raw:
    written = tuple(row[name] for name in ("publication_date", "lastmod") if name in row)
    return Raw(
        link=row.get("loc", ""),
        title=html.escape(row["title"], quote=False) if "title" in row else title_of(row.get("loc", "")),
        dates=written,
        pictures=row["pictures"],
    )


def _pages(rows: list[dict[str, Any]], now: dt.datetime, *, least: int) -> list[Raw]:
    """The newest that look like news, with at least so many words in their addresses. The day in the address is the day it was
    published; the other, when it was changed.
    """
    for row in rows:
        row["day"] = dates.from_address(row.get("loc", ""), now=now)
    rows.sort(key=lambda row: row["day"].isoformat() if row["day"] else row.get("lastmod", ""), reverse=True)
    found: list[Raw] = []
    for row in rows:
        link, changed = row.get("loc", ""), row.get("lastmod", "")
        if _is_news(link, least) and (row["day"] or dates.first_believable([changed], now=now)):
            found.append(
                Raw(link=link, title=title_of(link), dates=() if row["day"] else (changed,), pictures=row["pictures"])
            )
        if len(found) == MOST_ENTRIES:
            break
    return found


def _is_news(link: str, least: int) -> bool:
    try:
        path = urlsplit(link).path
    except ValueError:
        return False
    if _LISTS.search(path):
        return False
    return len(_words(path)) >= (1 if _OF_NEWS.search(path) or _OF_A_MONTH.search(path) else least)


def title_of(link: str) -> str:
    """The words in an address: …/2023/08/kerja-bakti-warga.html is “Kerja bakti warga”."""
    try:
        words = " ".join(_words(urlsplit(link).path))
    except ValueError:
        return ""
    return html.escape(words[:1].upper() + words[1:], quote=False)


def _words(path: str) -> list[str]:
    last = _EXTENSION.sub("", unquote(path).rstrip("/").rpartition("/")[2])
    words = [word for word in re.split(r"[-_+ ]+", last) if word]
    return words[1:] if len(words) > 1 and words[0].isdigit() else words
