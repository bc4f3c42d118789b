"""Well-formed feeds of the usual words by libxml2, many times quicker than feedparser, and with the same entries.

Gives way (``None``) wherever feedparser might see anything else: the names, their order and its habits are followed exactly, and
a word it knows but this does not is for feedparser to read. tests/harvest/test_quick.py holds both side by side.
"""

import re
from contextlib import suppress
from functools import lru_cache
from typing import Any

from feedparser.api import StrictFeedParser
from feedparser.html import _cp1252
from feedparser.urls import _urljoin
from lxml import etree

from kentongan.harvest.parsing.raw import MOST_ENTRIES, Raw, Source

_RSS = {
    "",
    "http://backend.userland.com/rss",
    "http://backend.userland.com/rss2",
    "http://blogs.law.harvard.edu/tech/rss",
}
_RDF = {"http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/"}
_ATOM = {"http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#"}
_RDF_SYNTAX = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"

# Entities may be bombs, and another base or markup without escapes is for the one that knows every case.
_UNUSUAL = (b"<!DOCTYPE", b"<!ENTITY")
_UNUSUAL_WORDS = (b"base", b"BASE", b"xhtml", b"XHTML")
_UNUSUAL_ATTRIBUTES = re.compile(rb"\b(?:xml:)?base\s*=|type\s*=\s*['\"](?:xhtml|application/xhtml)", re.I)
_STARTS = re.compile(rb"<(?:[\w.-]+:)?(?:item|entry)[\s/>]", re.I)

# Most addresses, and the names that Atom gives: no base changes them.
_WHOLE = re.compile(r"https?://[\w.-]+/[\w./%-]*|tag:[\w.:,-]*", re.ASCII)

_PLAIN_NAME = re.compile(r"[\w-]+", re.ASCII)

_PUBLISHED = {"published", "issued", "pubdate", "dcterms_issued"}
_UPDATED = {"updated", "modified", "lastbuilddate", "dc_date", "dcterms_modified"}
_CREATED = {"created", "dcterms_created"}
_AUTHORS = {"author", "managingeditor", "dc_creator", "dc_author", "itunes_author"}
_DESCRIPTIONS = {"description", "summary", "dc_description", "media_description", "itunes_summary"}
_CONTENTS = {"content", "content_encoded", "fullitem"}
_CONTAINERS = {"media_content", "media_group"}
# Words feedparser knows that change nothing of what is read here.
_IDLE = {
    "category", "keywords", "dc_subject", "media_category", "media_keywords", "media_credit", "media_rating", "media_license",
    "media_restriction", "media_player", "comments", "generator", "rights", "copyright", "dc_rights", "itunes_keywords", "itunes_category",
    "itunes_explicit", "itunes_block", "itunes_subtitle", "itunes_image", "expirationdate", "webmaster", "dc_publisher", "contributor",
    "dc_contributor", "creativecommons_license", "cc_license", "georss_point",
}  # fmt: skip
# Keys of feedparser's own that an unknown word must not be taken for.
_KEYS = {
    "links",
    "authors",
    "author_detail",
    "summary_detail",
    "media_thumbnail",
    "media_content",
    "feedburner_origlink",
    "id",
    "updated",
}
_PARSER: dict[str, Any] = {
    "resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False, "remove_comments": True, "remove_pis": True,
}  # fmt: skip
_STRICT, _LENIENT = etree.XMLParser(**_PARSER), etree.XMLParser(**{**_PARSER, "recover": True})
_PREFIXES = {uri.lower(): prefix for uri, prefix in StrictFeedParser.namespaces.items()}


class _GivesWay(Exception):
    """Something here is for feedparser."""


def read(body: bytes, *, address: str) -> Source | None:
    """All of a feed; None where feedparser should read it. ``body`` is UTF-8 without a declaration."""
    if any(word in body for word in _UNUSUAL):
        return None
    if any(word in body for word in _UNUSUAL_WORDS) and _UNUSUAL_ATTRIBUTES.search(body):
        return None
    try:
        root = etree.fromstring(body, _STRICT)
        return _source(root, address, len(_STARTS.findall(body)))
    except (etree.LxmlError, _GivesWay, ValueError):
        return None


def is_well_formed(body: bytes) -> bool:
    """Whether mending has nothing to do."""
    try:
        etree.fromstring(body, _STRICT)
    except (etree.LxmlError, ValueError):
        return False
    return True


def _source(root: Any, address: str, starts: int) -> Source:
    space, name = _parted(root.tag)
    if name == "rss" and not space:
        form, spaces = "rss", _RSS
    elif name == "RDF" and space == _RDF_SYNTAX:
        form, spaces = "rdf", _RDF
    elif name == "feed" and space in _ATOM:
        form, spaces = "atom", {space}
    else:
        raise _GivesWay
    of_item = {f"{{{uri}}}{'entry' if form == 'atom' else 'item'}" if uri else "item" for uri in spaces}
    of_channel = {f"{{{uri}}}channel" if uri else "channel" for uri in spaces}
    parts = [root] if form == "atom" else [root, *(child for child in root if child.tag in of_channel)]
    if form != "atom" and len(parts) != 2:
        raise _GivesWay
    names = _Names()
    items = [child for part in parts for child in part if child.tag in of_item]
    if len(items) != starts:
        raise _GivesWay
    raws = [_entry(item, names, form, address) for item in items[:MOST_ENTRIES]]
    source = Source(form, raws, left_out=len(items) - len(raws), language=root.get(_XML_LANGUAGE, "").replace("_", "-"))
    for child in parts[-1]:
        name = names.of(child)
        if name == "title" and not source.title:
            source.title = _text(child)
        elif name in {"language", "dc_language"}:
            source.language = _text(child)
        elif name in {"dc_title", "media_title"}:
            raise _GivesWay
    return source


def read_roughly(body: bytes, *, form: str, address: str) -> Source | None:
    """Every entry that libxml2 can make of broken bytes, with what is plain in it; None where it makes none."""
    try:
        root = etree.fromstring(body, _LENIENT)
    except (etree.LxmlError, ValueError):
        return None
    names, raws = _Names(), []
    for element in root.iter(etree.Element) if root is not None else ():
        if _parted(element.tag)[1].lower() in {"item", "entry"}:
            raws.append(_rough_entry(element, names, address))
    return Source(form, raws, remarks=("not well-formed, read roughly",)) if raws else None


def _rough_entry(item: Any, names: "_Names", address: str) -> Raw:
    entry = _Entry(address)
    for child in item.iterchildren(etree.Element):
        with suppress(_GivesWay):
            _take(entry, child, names, 0)
    del entry.titles[1:]
    del entry.media_titles[1:]
    with suppress(_GivesWay):
        return entry.done()
    return Raw(title=next(iter([*entry.titles, *entry.media_titles])), link=entry.link or "")


class _Names:
    """What feedparser calls an element: the prefix it knows for the namespace, or the one that is written, and the name."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str | None], str] = {}

    def of(self, element: Any) -> str:
        key = (element.tag, element.prefix)
        if key not in self._known:
            space, name = _parted(element.tag)
            if ":" in name:
                raise _GivesWay
            prefix = _PREFIXES.get(space.lower(), element.prefix or "")
            # A namespace of its own without a prefix looks to feedparser like none.
            if not prefix and space and space.lower() not in _PREFIXES:
                raise _GivesWay
            self._known[key] = f"{prefix}_{name}".lower() if prefix else name.lower()
        return self._known[key]


class _Entry:
    """An entry while its parts are put together, in the order and with the precedence of feedparser."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.raw = Raw()
        self.titles: list[str] = []
        self.media_titles: list[str] = []
        self.link: str | None = None
        self.dates: dict[str, str] = {}
        self.summary: str | None = None
        self.summary_depth: int | None = None
        self.contents: list[str] = []
        self.has_content = False
        self.origin = ""
        self.thumbnails: list[str] = []
        self.media: list[str] = []
        self.enclosures: list[str] = []

    def resolved(self, address: str) -> str:
        if not address or _WHOLE.fullmatch(address):
            return address
        return _folder(self.address) + address if _PLAIN_NAME.fullmatch(address) else _urljoin(self.address, address)

    def describe(self, text: str, depth: int) -> None:
        if self.summary is not None and not self.has_content:
            self.contents.append(text)
            self.has_content = True
        elif self.summary_depth is None or depth <= self.summary_depth:
            self.summary, self.summary_depth = text, depth

    def fill(self, text: str) -> None:
        self.has_content = True
        self.contents.append(text)
        if self.summary is None:
            self.summary = text

    def done(self) -> Raw:
        raw = self.raw
        if len(self.titles) > 1 or (
            self.media_titles and not any(self.titles) and (self.titles or len(self.media_titles) > 1)
        ):
            raise _GivesWay
        raw.title = next(iter(self.titles or self.media_titles), "")
        raw.link = self.origin or self.link or ""
        raw.dates = tuple(self.dates[name] for name in ("published", "created", "updated") if self.dates.get(name))
        raw.summary = self.summary or ""
        raw.content = max(self.contents, key=len, default="")
        raw.pictures = [*self.thumbnails, *self.media, *self.enclosures]
        return raw


@lru_cache(maxsize=64)
def _folder(address: str) -> str:
    """What a plain name beside the address begins with."""
    return _urljoin(address, "x")[:-1]


def _entry(item: Any, names: _Names, form: str, address: str) -> Raw:
    entry = _Entry(address)
    if form == "rdf":
        entry.raw.guid = item.get(f"{{{_RDF_SYNTAX}}}about", "")
    if {"href", "lastmod"} & {str(name).lower() for name in item.attrib}:
        raise _GivesWay
    for child in item:
        _take(entry, child, names, 0)
    return entry.done()


def _take(entry: _Entry, child: Any, names: _Names, depth: int) -> None:
    name = names.of(child)
    if depth and not name.startswith("media_"):
        raise _GivesWay
    if name == "title":
        _must_be_text(child)
        entry.titles.append(_text(child))
    elif name == "media_title":
        entry.media_titles.append(_text(child))
    elif name == "link":
        _link(entry, child)
    elif name in {"guid", "id"}:
        _guid(entry, child)
    elif name in _PUBLISHED:
        entry.dates["published"] = _text(child)
    elif name in _UPDATED:
        entry.dates["updated"] = _text(child)
    elif name in _CREATED:
        entry.dates["created"] = _text(child)
    elif name in _AUTHORS:
        entry.raw.author = _author(child, names)
    elif name in _DESCRIPTIONS:
        _must_be_text(child)
        entry.describe(_text(child), depth)
    elif name in _CONTENTS:
        _must_be_text(child)
        entry.fill(_text(child))
    elif name == "media_thumbnail":
        entry.thumbnails.append(_attributes(child).get("url", "") or _text(child))
    elif name == "enclosure":
        facts = _attributes(child)
        if _is_picture(facts):
            entry.enclosures.append(facts.get("url") or facts.get("uri") or facts.get("href") or "")
    elif name in _CONTAINERS:
        facts = _attributes(child)
        if name == "media_content" and _is_picture(facts):
            entry.media.append(facts.get("url", ""))
        for part in child:
            _take(entry, part, names, depth + 1)
    elif name == "feedburner_origlink":
        entry.origin = _text(child)
    else:
        _pass_by(child, names)


def _pass_by(element: Any, names: _Names) -> None:
    """Nothing in it is for us, and feedparser takes nothing of it for anything else."""
    name = names.of(element)
    if name in _KEYS or (name not in _IDLE and hasattr(StrictFeedParser, f"_start_{name}")):
        raise _GivesWay
    for part in element:
        _pass_by(part, names)


def _link(entry: _Entry, child: Any) -> None:
    facts = _attributes(child)
    address = facts.get("url") or facts.get("uri") or facts.get("href")
    if address is None:
        text = _text(child).replace("&amp;", "&")
        entry.link = entry.resolved(re.sub(r"&(\w+);", r"&\1", text, flags=re.ASCII))
        return
    relation, kind = facts.get("rel", "alternate").lower(), facts.get("type", "text/html").lower()
    if relation == "alternate" and kind in {"text/html", "html", "xhtml", "application/xhtml+xml"}:
        entry.link = entry.resolved(address)
    elif relation == "enclosure" and _is_picture(facts):
        entry.enclosures.append(entry.resolved(address))


def _guid(entry: _Entry, child: Any) -> None:
    text = _text(child)
    if _attributes(child).get("ispermalink", "true") == "true":
        text = entry.resolved(text)
        if entry.link is None:
            entry.link = text
    entry.raw.guid = text


def _author(child: Any, names: _Names) -> str:
    if not len(child):
        return _text(child)
    found = ""
    for part in child:
        name = names.of(part)
        if name == "name":
            found = _text(part)
        elif name not in {"email", "uri", "url", "gd_image", "gd_extendedproperty"}:
            raise _GivesWay
    return found


def _is_picture(facts: dict[str, str]) -> bool:
    return facts.get("medium") == "image" or facts.get("type", "").lower().startswith("image/")


def _must_be_text(element: Any) -> None:
    facts = _attributes(element)
    if facts.get("mode", "escaped") != "escaped" or facts.get("type", "text").lower() not in {
        "text",
        "html",
        "plain",
        "text/plain",
        "text/html",
    }:
        raise _GivesWay


def _attributes(element: Any) -> dict[str, str]:
    return {str(name).lower(): str(value) for name, value in element.attrib.items()} if element.attrib else {}


def _text(element: Any) -> str:
    if len(element):
        raise _GivesWay
    return mended((element.text or "").strip())


def mended(text: str) -> str:
    """As feedparser does: what was encoded twice, or is in the letters of Windows, put right."""
    if text.isascii():
        return text
    with suppress(UnicodeError):
        text = text.encode("iso-8859-1").decode()
    return text.translate(_cp1252)


def _parted(tag: str) -> tuple[str, str]:
    space, _, name = tag.rpartition("}")
    return space[1:], name
