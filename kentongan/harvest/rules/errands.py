"""What a visitor is sent out with, and what it brings back."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from kentongan.harvest.rules.shapes import Discovery, Failed, Fetched, Page, Parsed


@dataclass(frozen=True, slots=True)
class Errand:
    """One feed to visit. Marks of the last answer are given where an unchanged answer is enough."""

    feed: int
    channel_url: str
    kind: str
    way: str = ""
    address: str = ""
    etag: str = ""
    last_modified: str = ""
    body_digest: str = ""
    # Begins with looking for the way to read the channel.
    searches: bool = False
    # The front page is looked at, too, for the guard.
    looks: bool = False
    interval: int = 0
    newest_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """The feeds to visit at one host, one after another. ``robots`` is None where it must be asked for first."""

    host: str
    errands: tuple[Errand, ...]
    robots: str | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """What one errand brought: ``fetched`` or ``failed``; parsed where the answer is another one than the last."""

    errand: Errand
    fetched: Fetched | None = None
    failed: Failed | None = None
    parsed: Parsed | None = None
    # Where it was searched for.
    discovery: Discovery | None = None
    digest: str = ""
    # The front page as we see it, and as others do, where they were looked at.
    page: Page | None = None
    other_page: Page | None = None

    @property
    def is_quiet(self) -> bool:
        """Whether all there is to note is that it was visited."""
        is_new = self.failed or self.parsed or self.discovery or (self.fetched and self.fetched.moved)
        return not is_new


@dataclass(frozen=True, slots=True)
class RoundDone:
    """The visitor left the host. ``robots`` where it was asked for; ``pause`` are the seconds the host wants to be left alone."""

    host: str
    robots: str | None = None
    pause: float = 0.0
    # robots.txt of hosts that it, or another visitor of the run, was led to.
    elsewhere: Mapping[str, str] = field(default_factory=dict)
