"""New entries on their way into the table: plain values, because visits bring thousands at once."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

from kentongan.core.rows import insert_rows
from kentongan.harvest.models import Entry, Feed, evidence_key
from kentongan.registry.models import Group


@dataclass(slots=True)
class Fresh:
    """An ``Entry`` to be, with the names of its columns. ``day`` is that of ``published_at`` where the group is."""

    feed: Feed
    group: Group
    day: dt.date
    code: str
    key: str
    guid: str
    link: str
    title: str
    author: str
    summary: str
    text: str
    language: str
    pictures: list[str]
    link_hosts: list[str]
    published_at: dt.datetime
    dated: str
    fingerprint: str
    digest: str
    state: str
    seen_at: dt.datetime
    absent_at: dt.datetime | None
    reasons: list[dict[str, Any]] = field(default_factory=list)
    version: int = 1
    # ``Entry.page``.
    page: str = ""
    # What a person said of it, where another feed of the group shows it already; ``decided_by`` is the person's key.
    decided_by: int | None = None
    decided_at: dt.datetime | None = None
    decided_from: str = ""
    decided_reason: str = ""

    def __str__(self) -> str:
        return self.title or self.link or self.code

    @property
    def group_id(self) -> int:
        return self.group.pk

    @property
    def evidence_key(self) -> str:
        return evidence_key(self.code)


_COLUMNS = (
    *("code", "key", "guid", "link", "title", "author", "summary", "text", "language", "pictures", "link_hosts"),
    *("published_at", "dated", "fingerprint", "digest", "state", "seen_at", "absent_at", "reasons", "version"),
    *("decided_by", "decided_at", "decided_from", "decided_reason"),
)
_values = attrgetter("feed.pk", "group.pk", *_COLUMNS)


def insert(entries: Sequence[Fresh]) -> None:
    """Write them; one whose key its feed has already is an error of the database, as ever."""
    insert_rows(Entry, ("feed", "group", *_COLUMNS), [_values(entry) for entry in entries])
