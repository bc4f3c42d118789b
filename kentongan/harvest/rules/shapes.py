"""What the steps of a visit hand to each other: fetch → parse → plan → apply. Plain values, no database, no network."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from kentongan.harvest.enums import Trouble, Way

# How much of it is kept, in letters.
GUID_LENGTH = 300
SUMMARY_LENGTH = 600


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server answered. ``body`` is unpacked and empty where nothing is new (``is_unchanged``)."""

    asked: str
    # After redirects.
    address: str
    status: int
    content_type: str = ""
    body: bytes = b""
    etag: str = ""
    last_modified: str = ""
    # Where every redirect said "for ever", the address to ask from now on; empty otherwise.
    moved: str = ""

    @property
    def is_unchanged(self) -> bool:
        return self.status == 304


class Failed(Exception):
    """A visit that brought nothing, for a plain reason: never anything else leaves fetch or parse.

    ``detail`` is short and for a person ("HTTP 403", "3 MiB"); ``retry_after`` is in seconds, where the server named it.
    """

    def __init__(self, trouble: Trouble, detail: str = "", *, retry_after: int | None = None) -> None:
        super().__init__(f"{trouble.value}: {detail}")
        self.trouble = trouble
        self.detail = detail[:200]
        self.retry_after = retry_after
        # What was looked at before, where a way was looked for: as ``Discovery.why``.
        self.why: tuple[dict[str, str], ...] = ()

    def as_json(self) -> dict[str, str]:
        return {"trouble": self.trouble.value, "detail": self.detail}


@dataclass(frozen=True, slots=True)
class Seen:
    """One entry as a site shows it now, cleaned: plain texts without control characters, addresses absolute."""

    # Canonical; empty where the entry has none.
    link: str
    title: str
    # The site's own name for it; may change overnight and is never the only key.
    guid: str = ""
    # Aware, in UTC; None where no date could be believed.
    published: dt.datetime | None = None
    # A value of enums.Dated.
    dated: str = "unknown"
    author: str = ""
    summary: str = ""
    # Everything the feed gives, as plain text; equals the summary where it gives no more.
    text: str = ""
    # "id", "jv", "en", ... or empty.
    language: str = ""
    pictures: tuple[str, ...] = ()
    # Addresses its text links to, for the guard.
    links: tuple[str, ...] = ()
    # Text that readers cannot see (display:none, off-screen, zero size), for the guard.
    hidden: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """A finding of the guard: ``code`` has a sentence in ``rules.reasons``; ``values`` fill it; ``weight`` is its share."""

    code: str
    values: dict[str, Any] = field(default_factory=dict)
    weight: int = 0

    def as_json(self) -> dict[str, Any]:
        return {"code": self.code, "values": self.values, "weight": self.weight}


@dataclass(frozen=True, slots=True)
class Page:
    """A front page as plain texts. ``head`` is what search engines and shared links show: title and descriptions."""

    head: str = ""
    text: str = ""
    hidden: str = ""
    links: tuple[str, ...] = ()
    # Where it takes readers by itself: what it frames, and where it sends the browser on.
    leads: tuple[str, ...] = ()
    # Links that lead to other hosts and have a short text: that text and the host.
    anchors: tuple[tuple[str, str], ...] = ()
    # Its own; empty where nobody knows.
    host: str = ""
    # Where it was made beside the reading: what the guard says of it on a channel without a past.
    told: tuple[Reason, ...] | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the guard says of an entry or of a channel, and all it saw."""

    is_suspect: bool
    reasons: tuple[Reason, ...] = ()
    score: int = 0


CLEAN = Verdict(is_suspect=False)


@dataclass(frozen=True, slots=True)
class Mark:
    """What an entry is known by. ``at`` is its place among those that were read with it."""

    at: int
    key: str
    fingerprint: str
    digest: str


@dataclass(frozen=True, slots=True)
class Parsed:
    """What is in an answer: entries, newest first as the site orders them, and what the whole says of itself."""

    # "rss", "atom", "rdf", "json", "news_sitemap", "sitemap", "sitemap_index", "page".
    form: str
    entries: tuple[Seen, ...] = ()
    title: str = ""
    language: str = ""
    # Addresses of feeds (page) or further sitemaps (sitemap_index) that it names.
    leads: tuple[str, ...] = ()
    # What was dropped or mended, in words for the command line.
    remarks: tuple[str, ...] = ()
    # The page a feed says it belongs to; empty where it names none.
    home: str = ""
    # Where it was made beside the reading: what the entries are known by, each key once, and what the guard says of each
    # entry of a channel without a past. Whoever needs them and finds none makes them.
    marks: tuple[Mark, ...] = field(default=(), compare=False, repr=False)
    verdicts: tuple[Verdict, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Discovery:
    """How a channel is best read, and why. ``address`` is empty where nothing can be fetched."""

    way: Way
    address: str
    # A value of enums.Found and what was looked at, in order: [{"found": "link_tag", "address": "…"}].
    why: tuple[dict[str, str], ...] = ()
    parsed: Parsed | None = None


@dataclass(frozen=True, slots=True)
class Past:
    """What is known of a channel before this visit, for sudden changes: empty for a new one."""

    # Language of its last entries and how many each, hosts they linked to and how often, entries a day over 60 days.
    languages: dict[str, int] = field(default_factory=dict)
    link_hosts: dict[str, int] = field(default_factory=dict)
    entries: int = 0
    days: int = 0
