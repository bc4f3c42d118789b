"""The harvest itself: which feeds are due, visited many at a time, written in batches."""

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass


@dataclass(slots=True)
class Result:
    """What a run did so far; ``progress`` hears it, too."""

    visited: int = 0
    # Visits without trouble that found nothing new, visits that did, visits with trouble.
    quiet: int = 0
    fresh: int = 0
    troubled: int = 0
    # Entries.
    new: int = 0
    changed: int = 0
    # Due feeds that the time did not suffice for.
    is_cut_short: bool = False


def run(
    *,
    feeds: Collection[int] | None = None,
    all: bool = False,
    now: dt.datetime | None = None,
    progress: Callable[[Result], None] | None = None,
    limit_seconds: float | None = None,
) -> Result:
    """Visit what is due, or these feeds by key, or all, until done or until the time is over. Any number may run at once."""
    raise NotImplementedError
