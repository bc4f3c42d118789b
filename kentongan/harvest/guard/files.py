"""Judges a file as the guard would judge a site that answers so: for the command line."""

import datetime as dt

from kentongan.harvest.guard.channels import judge_channel
from kentongan.harvest.guard.entries import judge_entry
from kentongan.harvest.guard.pages import page_of
from kentongan.harvest.parsing.safely import parse_safely
from kentongan.harvest.rules.shapes import Failed, Parsed, Past, Seen, Verdict

# Forms whose own text is a page that people look at.
_PAGES = frozenset({"page", ""})


def judge_file(
    body: bytes, *, content_type: str = "", address: str = "", other: bytes = b"", now: dt.datetime
) -> tuple[Verdict, list[tuple[Seen, Verdict]]]:
    """The verdict of the whole and of each entry. ``other`` is the same page as another visitor got it. A page without entries is judged as a page."""
    parsed = _parsed(body, content_type=content_type, address=address, now=now)
    verdicts = [judge_entry(seen, past=Past()) for seen in parsed.entries]
    page = page_of(body if parsed.form in _PAGES else b"", address)
    whole = judge_channel(parsed.entries, verdicts, past=Past(), page=page, other_page=page_of(other, address))
    return whole, list(zip(parsed.entries, verdicts, strict=True))


def _parsed(body: bytes, *, content_type: str, address: str, now: dt.datetime) -> Parsed:
    try:
        return parse_safely(body, content_type=content_type, address=address, now=now)
    except Failed:
        return Parsed(form="")
