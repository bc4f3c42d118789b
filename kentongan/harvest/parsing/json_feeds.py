"""JSON Feed 1.0 and 1.1."""

import html
import json
from typing import Any

from kentongan.harvest.enums import Trouble
from kentongan.harvest.parsing.raw import MOST_ENTRIES, Raw, Source
from kentongan.harvest.rules.shapes import Failed

_LONGEST_NUMBER = 30


def read(text: str) -> Source:
    """The feed. Raises ``Failed`` where it is none."""
    try:
        # No number here needs more digits, and NaN is none. Who writes it by hand leaves line ends in texts.
        found = json.loads(
            text,
            strict=False,
            parse_int=lambda digits: int(digits[:_LONGEST_NUMBER]),
            parse_constant=lambda _name: None,
        )
    except (ValueError, RecursionError) as error:
        raise Failed(Trouble.UNREADABLE, "JSON") from error
    items = found.get("items") if isinstance(found, dict) else None
    if not isinstance(items, list) or not ("version" in found or "title" in found):
        raise Failed(Trouble.UNREADABLE, "JSON")
    entries = [item for item in items if isinstance(item, dict)]
    raws = [_raw(item) for item in entries[:MOST_ENTRIES]]
    return Source(
        "json",
        raws,
        _text(found.get("title")),
        _text(found.get("language")),
        left_out=len(entries) - len(raws),
        home=_text(found.get("home_page_url")),
    )


def _raw(item: dict[str, Any]) -> Raw:
    guid = item.get("id")
    attachments = [part for part in _list(item.get("attachments")) if _text(part.get("mime_type")).startswith("image/")]
    pictures = [
        _text(item.get("image")),
        _text(item.get("banner_image")),
        *(_text(part.get("url")) for part in attachments),
    ]
    return Raw(
        link=_text(item.get("url")) or _text(item.get("external_url")),
        title=_plain(item.get("title")),
        guid=str(guid) if isinstance(guid, int | float) else _text(guid),
        dates=tuple(date for date in (_text(item.get("date_published")), _text(item.get("date_modified"))) if date),
        author=_author(item),
        summary=_plain(item.get("summary")),
        content=_text(item.get("content_html")) or _plain(item.get("content_text")),
        pictures=[picture for picture in pictures if picture],
    )


def _author(item: dict[str, Any]) -> str:
    for person in [*_list(item.get("authors")), *_list([item.get("author")])]:
        if name := _text(person.get("name")):
            return name
    return ""


def _list(value: Any) -> list[dict[str, Any]]:
    return [part for part in value if isinstance(part, dict)] if isinstance(value, list) else []


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _plain(value: Any) -> str:
    """Text that is no markup, as markup."""
    return html.escape(_text(value), quote=False).replace("\n", "<br>")
