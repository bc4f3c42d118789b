"""Feeds by feedparser: slow, and loses nothing. Its own cleaning is off; ``texts`` has the last word."""

import io
import re
import warnings
from typing import Any

import feedparser

from kentongan.harvest.enums import Trouble
from kentongan.harvest.parsing.raw import Raw
from kentongan.harvest.rules.shapes import Failed

_FORMS = {"rss10": "rdf", "rss090": "rdf", "cdf": "rss"}
_ALTERNATE = {"", "alternate"}


def read(body: bytes, *, content_type: str, address: str) -> tuple[str, list[Raw], dict[str, str]]:
    """The form, the entries and what the feed says of itself ("title", "language")."""
    headers = {"content-location": address}
    if content_type:
        headers["content-type"] = content_type
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            # Never bytes themselves: those are taken for the name of a file.
            found = feedparser.parse(
                io.BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
            )
            raws = [_raw(entry) for entry in found.entries]
    except Exception as error:
        raise Failed(Trouble.UNREADABLE, type(error).__name__) from error
    version = found.get("version") or ""
    if not version and not raws:
        raise Failed(Trouble.UNREADABLE, "")
    form = _FORMS.get(version, "atom" if version.startswith("atom") else "rss")
    return form, raws, {"title": _text(found.feed.get("title")), "language": _text(found.feed.get("language"))}


def _raw(entry: Any) -> Raw:
    contents = [part for part in entry.get("content") or [] if part.get("value")]
    content = max(contents, key=lambda part: len(part["value"]), default={})
    detail = entry.get("summary_detail") or {}
    return Raw(
        link=_link(entry),
        title=_text(entry.get("title")),
        guid=_text(entry.get("id")),
        dates=tuple(
            _text(dict.get(entry, name)) for name in ("published", "created", "updated") if dict.get(entry, name)
        ),
        author=_author(entry),
        summary=_text(entry.get("summary")),
        content=_text(content.get("value")),
        base=_text(content.get("base") or detail.get("base")),
        language=_text(content.get("language") or detail.get("language")),
        pictures=_pictures(entry),
    )


def _link(entry: Any) -> str:
    # What Feedburner counts clicks with is not the page.
    return _text(entry.get("feedburner_origlink")) or _text(entry.get("link"))


def _author(entry: Any) -> str:
    detail = entry.get("author_detail") or {}
    return _text(detail.get("name")) or re.sub(r"\S+@\S+", "", _text(entry.get("author")))


def _pictures(entry: Any) -> list[str]:
    found = [part.get("url") for part in entry.get("media_thumbnail") or []]
    found += [part.get("url") for part in entry.get("media_content") or [] if _is_picture(part)]
    found += [
        part.get("href") for part in entry.get("links") or [] if part.get("rel") == "enclosure" and _is_picture(part)
    ]
    return [_text(address) for address in found if address]


def _is_picture(part: Any) -> bool:
    return part.get("medium") == "image" or str(part.get("type", "")).startswith("image/")


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
