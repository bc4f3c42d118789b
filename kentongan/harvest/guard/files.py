"""Judges a file as the guard would judge a site that answers so: for the command line."""

import datetime as dt
from typing import NamedTuple

from kentongan.harvest.guard.channels import judge_channel
from kentongan.harvest.guard.entries import judge_entry
from kentongan.harvest.guard.pages import page_of
from kentongan.harvest.parsing.safely import parse_safely
from kentongan.harvest.rules.shapes import Failed, Parsed, Past, Seen, Verdict

# Forms whose own text is a page that people look at.
_PAGES = frozenset({"page", ""})


class Judged(NamedTuple):
    """The verdict of the whole and of each entry; ``is_blank`` where there was nothing to judge."""

    whole: Verdict
    entries: list[tuple[Seen, Verdict]]
    is_blank: bool


def judge_file(
    body: bytes, *, content_type: str = "", address: str = "", other: bytes = b"", now: dt.datetime
) -> Judged:
    """``other`` is the same page as another visitor got it. A page without entries is judged as a page."""
    parsed = _parsed(body, content_type=content_type, address=address, now=now)
    verdicts = [judge_entry(seen, past=Past()) for seen in parsed.entries]
    page = page_of(body if parsed.form in _PAGES else b"", address)
    whole = judge_channel(parsed.entries, verdicts, past=Past(), page=page, other_page=page_of(other, address))
    is_blank = not parsed.entries and not whole.reasons and not page.text
    return Judged(whole, list(zip(parsed.entries, verdicts, strict=True)), is_blank)


def _parsed(body: bytes, *, content_type: str, address: str, now: dt.datetime) -> Parsed:
    try:
        return parse_safely(body, content_type=content_type, address=address, now=now)
    except Failed:
        return Parsed(form="")
