"""What a page says of itself, to readers and behind their backs."""

import html
import re
from collections import Counter

from kentongan.harvest.guard.hosts import is_below
from kentongan.harvest.parsing.encodings import text_of
from kentongan.harvest.parsing.texts import one_line, read
from kentongan.harvest.rules.links import host_of
from kentongan.harvest.rules.shapes import Page

# A page is read from both its ends: what is planted stands at the top or at the bottom.
LONGEST_END = 190_000
LONGEST_PART = 1500
MOST_LEADS = 50
MOST_ANCHORS = 300

_TITLE = re.compile(r"<title[^<>]{0,200}>([^<]{0,1000})", re.IGNORECASE)
_META = re.compile(r"<meta\s([^<>]{0,2000})>", re.IGNORECASE)
_NAME = re.compile(
    r"(?:name|property)\s*=\s*[\"']?(description|keywords|og:title|og:description|twitter:title)\b", re.IGNORECASE
)
_LEADS = re.compile(
    r"<i?frame\s[^<>]{0,1000}?\bsrc\s*=\s*[\"']?([^\"'\s<>]{1,1000})"
    r"|<meta\s[^<>]{0,500}?\burl\s*=\s*[\"']?([^\"'\s<>]{1,1000})"
    r"|\blocation(?:\.href)?\s*=\s*[\"']([^\"'<>]{1,1000})"
    r"|\blocation\.(?:replace|assign)\(\s*[\"']([^\"'<>]{1,1000})",
    re.IGNORECASE,
)
# The text of a link, within a few marks for its looks.
_ANCHOR = re.compile(
    r"<a\s([^<>]{0,1000})>(?:\s{0,20}<(?:b|strong|i|em|u|span|font|big|h[1-6])(?:\s[^<>]{0,200})?>){0,3}([^<>]{1,100})<",
    re.IGNORECASE,
)
_HREF = re.compile(r"\bhref\s*=\s*[\"']?([^\"'\s<>]{1,1000})", re.IGNORECASE)
_CONTENT = re.compile(r"content\s*=\s*(?:\"([^\"]{0,1500})|'([^']{0,1500}))", re.IGNORECASE)


def page_of(body: bytes, address: str = "") -> Page:
    """Never fails: what cannot be read is left out."""
    if not body:
        return Page()
    own = host_of(address)
    if len(body) > 2 * LONGEST_END:
        body = body[:LONGEST_END] + b"\n" + body[-LONGEST_END:]
    markup = text_of(body)
    inside = read(markup if "<" in markup else html.escape(markup))
    return Page(_head(markup), inside.text, inside.hidden, inside.links, _leads(markup), _anchors(markup, own), own)


def _head(markup: str) -> str:
    parts = [found.strip() for found in _TITLE.findall(markup)[:3]]
    for attributes in _META.findall(markup)[:100]:
        content = _CONTENT.search(attributes)
        if content and _NAME.search(attributes):
            parts.append((content[1] or content[2] or "").strip())
    return "\n".join(dict.fromkeys(one_line(html.unescape(part), longest=LONGEST_PART) for part in parts if part))


def _leads(markup: str) -> tuple[str, ...]:
    found = (html.unescape(next(filter(None, parts))) for parts in _LEADS.findall(markup)[:MOST_LEADS])
    return tuple(dict.fromkeys(map(_whole, found)))


def _anchors(markup: str, own: str) -> tuple[tuple[str, str], ...]:
    """Links to other hosts than its own, by whatever name most links know that: a site links to itself above all."""
    found = []
    for attributes, said in _ANCHOR.findall(markup)[:MOST_ANCHORS]:
        if address := _HREF.search(attributes):
            found.append((one_line(html.unescape(said), longest=100), host_of(_whole(html.unescape(address[1])))))
    hosts = Counter(host for _said, host in found)
    ours = {own, *(host for host, times in hosts.items() if 2 * times > len(found) > 2)}
    return tuple(dict.fromkeys((said, host) for said, host in found if said and host and not is_below(host, ours)))


def _whole(address: str) -> str:
    return f"https:{address}" if address.startswith("//") else address
