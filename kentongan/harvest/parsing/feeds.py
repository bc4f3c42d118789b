"""Feeds: the quick way where it is sure, else feedparser, which loses nothing. ``texts`` has the last word on markup in both."""

import html
import io
import re
import warnings
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress
from html.entities import html5
from typing import Any

import feedparser

from kentongan.harvest.enums import Trouble
from kentongan.harvest.parsing import quick
from kentongan.harvest.parsing.encodings import without_doctype
from kentongan.harvest.parsing.raw import Raw, Source
from kentongan.harvest.rules.shapes import Failed

_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]|&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|x0*(?:[0-8bcBCeEfF]|1[0-9a-fA-F]));"
)
# What is cut off inside of CDATA is CDATA to its end.
_CDATA = r"<!\[CDATA\[.*?(?:\]\]>|\Z)"
_LOOSE_SIGN = re.compile(rf"{_CDATA}|&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-fA-F]+);)(?:(\w+);)?", re.S)
# An entry's words that hold no others, and what an entry begins and ends with.
_WORD = re.compile(
    rf"{_CDATA}|<!--.*?(?:-->|\Z)|<(/?)(?:(title|link|guid|id|pubDate|published|updated|(?:itunes:)?summary|description|content(?::encoded)?|dc:\w+|category|comments)|item|entry)"
    r"(?=[\s/>])(?![^<>]*xhtml)[^<>]*?(/?)>",
    re.S,
)

LONGEST_TO_MEND = 1_000_000
# What a feed says of itself stands before its entries.
LONGEST_HEAD = 20_000
_FIRST_ENTRY = re.compile(r"<(?:item|entry)[\s>]", re.I)
_LINKS = re.compile(r"<link\b([^<>]{0,1000})>\s{0,20}(?:<!\[CDATA\[)?([^<\]]{0,1000})", re.I)
_FACTS = re.compile(r"\b(href|rel)\s{0,5}=\s{0,5}[\"']([^\"']{0,1000})[\"']", re.I)

_LANGUAGE = re.compile(rb"<(?:rss|feed|rdf:RDF)\b[^>]*?\sxml:lang=['\"]([\w-]+)")


class TooMuch(Exception):
    """feedparser takes too long for this one."""


# What keeps feedparser from taking for ever, set by ``child``; here, nothing does.
limited: Callable[[], AbstractContextManager[None]] = nullcontext


def read(text: str, *, form: str, address: str) -> Source:
    """The feed. Raises ``Failed`` where it is none."""
    source = _read(text, form=form, address=address)
    source.home = home_of(text)
    return source


def home_of(text: str) -> str:
    """The page the feed says it belongs to, as it is written before the first entry; empty where it names none."""
    head = text[:LONGEST_HEAD]
    if first := _FIRST_ENTRY.search(head):
        head = head[: first.start()]
    for attributes, inside in _LINKS.findall(head):
        facts = {name.lower(): value for name, value in _FACTS.findall(attributes)}
        if found := inside.strip() or (facts.get("href", "") if facts.get("rel", "alternate") == "alternate" else ""):
            return html.unescape(found)
    return ""


def _read(text: str, *, form: str, address: str) -> Source:
    if "<!ENTITY" not in text:
        text = without_doctype(text)
    body = text.encode("utf-8", "replace")
    source = quick.read(body, address=address)
    if source is None and len(text) <= LONGEST_TO_MEND and not quick.is_well_formed(body):
        source = _read_mended(text, address)
        if source is None and (whole := closed(text)) != text:
            text, body = whole, whole.encode("utf-8", "replace")
            source = _read_mended(text, address)
    if source is not None:
        return source
    with suppress(Failed, TooMuch):
        source = thorough(body, form=form, address=address)
    # Whatever brought feedparser down, or to nothing, most entries can be had all the same.
    if source is None or not source.raws:
        mended = mend(without_doctype(text)) if len(text) <= LONGEST_TO_MEND else without_doctype(text)
        source = quick.read_roughly(mended.encode("utf-8", "replace"), form=form, address=address) or source
    if source is None:
        raise Failed(Trouble.UNREADABLE)
    return source


def _read_mended(text: str, address: str) -> Source | None:
    source = quick.read(mend(text).encode("utf-8", "replace"), address=address)
    if source is not None:
        source.remarks = ("not well-formed, mended",)
    return source


def closed(text: str) -> str:
    """An entry's words end where the next one begins: one that nobody closed would hold the rest of the feed."""
    pieces, at, unclosed = [], 0, ""
    for found in _WORD.finditer(text):
        if found[0].startswith("<!"):
            continue
        closes, name, is_empty = found[1], found[2] or "", found[3]
        if unclosed and not (closes and name == unclosed):
            pieces += [text[at : found.start()], f"</{unclosed}>"]
            at = found.start()
        unclosed = "" if closes or is_empty else name
    return "".join([*pieces, text[at:]])


def mend(text: str) -> str:
    """What breaks most feeds put right: control characters, a loose "&", and names of HTML that XML does not know."""
    return _LOOSE_SIGN.sub(_signed, _CONTROL.sub("", text))


def _signed(found: re.Match[str]) -> str:
    if found[0].startswith("<"):
        return found[0]
    character = html5.get(f"{found[1]};") if found[1] else None
    return f"&#{ord(character)};" if character and len(character) == 1 else f"&amp;{found[0][1:]}"


def thorough(body: bytes, *, form: str, address: str) -> Source:
    """The same by feedparser. ``body`` is UTF-8. Raises ``Failed``, and ``TooMuch`` where that was set."""
    headers = {"content-location": address, "content-type": "application/xml; charset=utf-8"}
    try:
        with warnings.catch_warnings(), limited():
            warnings.simplefilter("ignore")
            # Never bytes themselves: those it takes for the name of a file.
            found = feedparser.parse(
                io.BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
            )
    except TooMuch:
        raise
    except Exception as error:
        raise Failed(Trouble.UNREADABLE, type(error).__name__) from error
    raws = [_raw(entry, address) for entry in found.entries]
    if not raws and not found.get("version"):
        raise Failed(Trouble.UNREADABLE)
    remarks = ("not well-formed",) if found.bozo else ()
    said = _LANGUAGE.search(body[:5_000])
    language = _text(found.feed.get("language")) or (said[1].decode() if said else "")
    return Source(form, raws, _text(found.feed.get("title")), language, remarks=remarks)


def _raw(entry: Any, address: str) -> Raw:
    contents = [part for part in _parts(entry, "content") if _text(part.get("value"))]
    content: dict[str, Any] = max(contents, key=lambda part: len(part["value"]), default={})
    detail = entry.get("summary_detail")
    base = _text(content.get("base") or (detail.get("base") if isinstance(detail, dict) else ""))
    written = (dict.get(entry, name) for name in ("published", "created", "updated"))
    return Raw(
        # What Feedburner counts clicks with is not the page.
        link=_text(entry.get("feedburner_origlink")) or _text(entry.get("link")),
        title=_text(entry.get("title")),
        guid=_text(entry.get("id")),
        dates=tuple(date for date in map(_text, written) if date),
        author=quick.mended(_text(entry.get("author"))),
        summary=_text(entry.get("summary")),
        content=_text(content.get("value")),
        base="" if base == address else base,
        pictures=_pictures(entry),
    )


def _pictures(entry: Any) -> list[str]:
    found = [part.get("url") for part in _parts(entry, "media_thumbnail")]
    found += [part.get("url") for part in _parts(entry, "media_content") if _is_picture(part)]
    found += [
        part.get("href") for part in _parts(entry, "links") if part.get("rel") == "enclosure" and _is_picture(part)
    ]
    return [_text(address) for address in found]


def _parts(entry: Any, name: str) -> list[Any]:
    """A word of the feed's own may stand where feedparser keeps its lists."""
    found = entry.get(name)
    return [part for part in found if isinstance(part, dict)] if isinstance(found, list) else []


def _is_picture(part: Any) -> bool:
    return part.get("medium") == "image" or str(part.get("type", "")).startswith("image/")


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
