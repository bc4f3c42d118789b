"""Bytes from outside → entries. Pure: no network, no database, no clock. ``safely`` runs it within limits."""

import datetime as dt
import re
import zlib

from kentongan.harvest.enums import Trouble
from kentongan.harvest.parsing.wire import MOST_BYTES
from kentongan.harvest.rules.shapes import Failed, Parsed

_GZIP = b"\x1f\x8b"
_ROOT = re.compile(r"<(?![?!])(?:[\w.-]+:)?([A-Za-z][\w.-]*)")
_FEEDS = {"rss": "rss", "rdf": "rdf", "feed": "atom", "channel": "rss"}
_SITEMAPS = {"urlset", "sitemapindex"}
_BEGINS_LATE = re.compile(r"<(?:rss|feed|rdf:RDF|urlset|sitemapindex)[\s>]")
_HTML = re.compile(
    r"<(?:!doctype\s+html|html|head|body|title|meta|link|script|div|table|ul|ol|p|a|h[1-6]|span|br)(?=[\s/>])", re.I
)
# Pictures and programs have these everywhere.
_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\ufffd]")
_NOT_CONTENT = re.compile(r"<!--.*?(?:-->|$)|<\?.*?(?:\?>|$)", re.S)
_LOOK_AHEAD = 20_000


def parse(body: bytes, *, content_type: str = "", address: str = "", now: dt.datetime) -> Parsed:
    """What an answer holds. Raises ``Failed`` and nothing else; HTML ends as a page, whatever it was asked for."""
    try:
        return _parse(body, content_type, address, now)
    except Failed:
        raise
    except MemoryError as error:
        raise Failed(Trouble.TOO_LARGE) from error
    except Exception as error:
        raise Failed(Trouble.UNREADABLE, type(error).__name__) from error


def _parse(body: bytes, content_type: str, address: str, now: dt.datetime) -> Parsed:
    # Loaded here: whoever has a child parse need not load five parsers.
    from kentongan.harvest.parsing import feeds, json_feeds, pages, sitemaps
    from kentongan.harvest.parsing.encodings import NOTHING, text_of, without_doctype
    from kentongan.harvest.parsing.raw import parsed_of

    if len(body) > MOST_BYTES:
        raise Failed(Trouble.TOO_LARGE, f"{len(body) >> 20} MiB")
    if body.startswith(_GZIP):
        body = _unpacked(body)
    if not body.strip(NOTHING):
        raise Failed(Trouble.UNREADABLE, f"{len(body)} B")
    text = text_of(body, content_type)
    head = without_doctype(text)[:_LOOK_AHEAD].lstrip("\ufeff\x00 \t\r\n")
    if head[:1] in {"{", "["}:
        return parsed_of(json_feeds.read(text), address=address, now=now)
    root = _ROOT.search(_NOT_CONTENT.sub("", head))
    name = root[1].lower() if root else ""
    if name not in _FEEDS and name not in _SITEMAPS and (late := _BEGINS_LATE.search(head)):
        # A warning of the server's own language stands before many feeds.
        text = text[text.index(late[0]) :]
        name = late[0].strip("<> \t\r\n").rpartition(":")[2].lower()
    if name in _SITEMAPS:
        source = sitemaps.read(text, address=address, now=now)
    elif name in _FEEDS:
        source = feeds.read(text.lstrip(), form=_FEEDS[name], address=address)
    elif _HTML.search(head) and len(_NO_TEXT.findall(head)) * 50 < len(head):
        source = pages.read(text, address=address, now=now)
    else:
        raise Failed(Trouble.UNREADABLE)
    return parsed_of(source, address=address, now=now)


def _unpacked(body: bytes) -> bytes:
    """Sitemaps come packed, also without the server saying so. What is cut off in the middle counts as far as it goes."""
    try:
        unpacking = zlib.decompressobj(wbits=31)
        found = unpacking.decompress(body, MOST_BYTES + 1)
    except zlib.error as error:
        raise Failed(Trouble.UNREADABLE, "gzip") from error
    if len(found) > MOST_BYTES:
        raise Failed(Trouble.TOO_LARGE, f"{MOST_BYTES >> 20} MiB")
    return found
