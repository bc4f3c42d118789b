"""What an answer means for us. Pure."""

import datetime as dt
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from urllib.parse import quote, urljoin

from kentongan.harvest.enums import Trouble
from kentongan.harvest.rules.shapes import Failed

PERMANENT = frozenset({301, 308})
REDIRECTS = PERMANENT | {302, 303, 307}
_BUSY = frozenset({408, 425, 429, 503, 509, 529})
_GONE = frozenset({404, 410})


def trouble_of(status: int) -> Trouble | None:
    """Why this status brought nothing; None where it brought something."""
    if 200 <= status < 300:
        return None
    if status in _BUSY:
        return Trouble.BUSY
    if status in _GONE:
        return Trouble.GONE
    return Trouble.FORBIDDEN if 400 <= status < 500 else Trouble.SERVER


def refuse(status: int, headers: Mapping[str, str], *, now: dt.datetime) -> None:
    """Failed where the status says that there is nothing to read."""
    if trouble := trouble_of(status):
        raise Failed(trouble, f"HTTP {status}", retry_after=seconds_to_wait(headers.get("retry-after", ""), now=now))


def seconds_to_wait(value: str, *, now: dt.datetime) -> int | None:
    """``Retry-After`` in seconds, whether it names seconds or a moment; None where it says neither."""
    value = value.strip()
    if value.isascii() and value.isdigit():
        return int(value[:9])
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=dt.UTC)
    return max(0, round((moment - now).total_seconds()))


def next_address(address: str, location: str) -> str:
    """Where a redirect leads; what should have been quoted by the server is quoted here."""
    location = location.strip()
    if not location:
        raise Failed(Trouble.REDIRECTS, "Location")
    # What is no UTF-8 comes as surrogates, which give the bytes back.
    try:
        return urljoin(address, quote(location, safe="/?%:@!$&'()*+,;=~[]|^{}#", errors="surrogateescape"))
    except ValueError as error:
        raise Failed(Trouble.REDIRECTS, "Location") from error
