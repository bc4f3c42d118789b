"""What the guard holds back, and what people say of it."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from kentongan.harvest.models import Entry, Feed
from kentongan.harvest.rules.shapes import Reason


def quarantine_feed(*, feed: Feed, reasons: Sequence[Reason], now: dt.datetime | None = None) -> Feed:
    """Hold a channel back: nothing new of it is credited or shown until it is released."""
    raise NotImplementedError


def release_feed(*, feed: Feed, by: Any = None, now: dt.datetime | None = None) -> Feed:
    """The channel is the group's own after all (``by`` None: it was found clean twice)."""
    raise NotImplementedError


def confirm_feed(*, feed: Feed, by: Any, reason: str, now: dt.datetime | None = None) -> Feed:
    """The channel was taken over: what was held is rejected, and it is visited no more until it is released."""
    raise NotImplementedError


def release_entry(*, entry: Entry, by: Any, now: dt.datetime | None = None) -> Entry:
    """It is the group's news after all."""
    raise NotImplementedError


def reject_entry(*, entry: Entry, by: Any, reason: str = "", now: dt.datetime | None = None) -> Entry:
    """It is not the group's news."""
    raise NotImplementedError
