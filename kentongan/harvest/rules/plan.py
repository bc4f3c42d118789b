"""What a visit changes: which entries are new, edited, moved to another address, or known as they are."""

import datetime as dt
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from kentongan.core.normalise import fold
from kentongan.harvest.enums import Dated
from kentongan.harvest.rules.shapes import GUID_LENGTH, Mark, Parsed, Seen
from kentongan.newsroom.rules.marks import FEW_WORDS, fingerprint, fingerprint_of, words

_BEFORE_NAME = re.compile(r"^https?://(?:www\.)?", re.I)


@dataclass(frozen=True, slots=True)
class Known:
    """What is stored of an entry, as far as a visit needs it; ``pk`` is its row."""

    pk: int
    key: str
    guid: str
    link: str
    title: str
    published: dt.datetime
    # A value of enums.Dated.
    dated: str
    fingerprint: str
    digest: str
    # A person let it go; the guard's reasons at that time, as JSON.
    is_cleared: bool = False
    reasons: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Coming:
    """An entry as it will be stored."""

    key: str
    seen: Seen
    published: dt.datetime
    dated: str
    fingerprint: str
    digest: str
    # Its place in what was read.
    at: int
    # The row it already has, where it is edited or moved.
    known: Known | None = None

    @property
    def is_dated_now(self) -> bool:
        """Whether the site tells the day of an entry that had none before."""
        return self.known is not None and self.known.dated == Dated.UNKNOWN and self.dated != Dated.UNKNOWN

    @property
    def leads_elsewhere(self) -> bool:
        """Whether its link is one to another page now."""
        return self.known is not None and _page(self.seen.link) != _page(self.known.link)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a visit changes: each entry is new, changed or unchanged; known ones may have moved besides."""

    new: tuple[Coming, ...] = ()
    changed: tuple[Coming, ...] = ()
    moved: tuple[Coming, ...] = ()
    unchanged: tuple[Coming, ...] = ()


def plan(known: Mapping[str, Known], parsed: Parsed, *, is_first: bool, now: dt.datetime) -> Plan:
    """Compare what a site shows with what is stored of it, by key.

    An entry is the stored one of its key; else, among those that the site does not show under their keys any more, the one of
    its name (guid) or text, or of its title and day: so a site that renames everything overnight brings nothing new.
    ``is_first`` marks the first visit, on which entries without a date may be of any age.
    """
    marks = parsed.marks or marks_of(parsed.entries)
    coming = [_coming(mark, parsed.entries[mark.at], is_first=is_first, now=now) for mark in marks]
    if not known:
        return Plan(new=tuple(coming))
    gone = _Gone(known.values(), except_for={one.key for one in coming})
    new, changed, moved, unchanged = [], [], [], []
    for one in coming:
        is_moved = one.key not in known
        old = gone.take(one) if is_moved else known[one.key]
        if old is None:
            new.append(one)
            continue
        one = _of(one, old)
        if is_moved or one.seen.guid[:GUID_LENGTH] != old.guid or one.leads_elsewhere:
            moved.append(one)
        if one.digest != old.digest or one.is_dated_now:
            changed.append(one)
        else:
            unchanged.append(one)
    return Plan(tuple(new), tuple(changed), tuple(moved), tuple(unchanged))


def key_of(seen: Seen) -> str:
    """What names an entry: its link whatever its scheme and "www.", else its guid, else its title and day."""
    if seen.link and _is_of_one_entry(seen.link):
        return _digest("link", _page(seen.link))
    return _key_without_link(seen)


def page_of(key: str, link: str) -> str:
    """By which a page is known on all feeds that show it: the entry's key, where it is made of the link alone."""
    return key if link and key == _digest("link", _page(link)) else ""


def marks_of(entries: Sequence[Seen]) -> tuple[Mark, ...]:
    """What entries that stand together are known by, each key once; a link that entries with other titles share names none."""
    times = Counter(seen.link for seen in entries)
    titles = {(seen.link, fold(seen.title)) for seen in entries if times[seen.link] > 1}
    shared = {link for link, others in Counter(link for link, _title in titles).items() if others > 1}
    guids = Counter(seen.guid for seen in entries)
    marks: dict[str, Mark] = {}
    for at, seen in enumerate(entries):
        key = _key_without_link(seen, has_guid=guids[seen.guid] == 1) if seen.link in shared else key_of(seen)
        if key not in marks:
            marks[key] = Mark(at, key, print_of(seen), digest_of(seen))
    return tuple(marks.values())


def digest_of(seen: Seen) -> str:
    """Another one for an edited entry."""
    return _digest(seen.title, seen.text or seen.summary)


def print_of(seen: Seen) -> str:
    """By which copies are known, as the newsroom knows those of its articles; empty where there is too little text to tell."""
    text = seen.text or seen.summary
    if _has_many_words(text):
        return fingerprint(text)
    if words(f"{seen.title}\n\n{text}") < FEW_WORDS:
        return ""
    return fingerprint_of(seen.title, text)


def _has_many_words(text: str) -> bool:
    """Whether there are certainly enough words, without reading all of it; what this does not see, ``words`` does."""
    begin = text[:250].split()
    return sum(map(str.isalpha, begin)) >= FEW_WORDS


def _coming(mark: Mark, seen: Seen, *, is_first: bool, now: dt.datetime) -> Coming:
    if seen.published is not None:
        published, dated = min(seen.published, now), str(seen.dated)
    else:
        published, dated = now, str(Dated.UNKNOWN if is_first else Dated.SEEN)
    return Coming(mark.key, seen, published, dated, mark.fingerprint, mark.digest, mark.at)


def _of(one: Coming, old: Known) -> Coming:
    """The stored entry as it will be: its day stays, unless it had none and the site tells it now."""
    keeps = old.dated != Dated.UNKNOWN or one.seen.published is None
    return Coming(
        key=one.key,
        seen=one.seen,
        published=old.published if keeps else one.published,
        dated=old.dated if keeps else one.dated,
        fingerprint=one.fingerprint,
        digest=one.digest,
        at=one.at,
        known=old,
    )


class _Gone:
    """Stored entries that the site no longer shows under their keys: each may have come back under another, once."""

    def __init__(self, known: Iterable[Known], *, except_for: set[str]) -> None:
        rows = [row for row in known if row.key not in except_for]
        self._by_guid = _unique((row.guid, row) for row in rows if row.guid)
        self._by_print = _unique((row.fingerprint, row) for row in rows if row.fingerprint)
        self._by_title = _unique(
            (_title_and_day(row.title, row.published), row)
            for row in rows
            if row.title and row.dated in (Dated.GIVEN, Dated.ADDRESS)
        )
        # Where the site tells no day, the title alone says that it is the same.
        self._by_title_alone = _unique(
            (fold(row.title), row) for row in rows if row.title and row.dated in (Dated.SEEN, Dated.UNKNOWN)
        )
        self._taken: set[int] = set()

    def take(self, one: Coming) -> Known | None:
        """The stored entry that this one was, if any."""
        seen = one.seen
        found = [self._by_print.get(one.fingerprint)]
        if seen.published is not None and seen.title:
            found.append(self._by_title.get(_title_and_day(seen.title, seen.published)))
        elif seen.title:
            found.append(self._by_title_alone.get(fold(seen.title)))
        named = self._by_guid.get(seen.guid)
        # Some systems give the names of deleted entries to others.
        if named and (fold(named.title) == fold(seen.title) or named.published == seen.published):
            found.append(named)
        for old in found:
            if old and old.pk not in self._taken:
                self._taken.add(old.pk)
                return old
        return None


def _unique(pairs: Iterable[tuple[str, Known]]) -> dict[str, Known]:
    """Rows by what only one of them has."""
    found: dict[str, Known] = {}
    doubtful = set()
    for name, row in pairs:
        if name in found:
            doubtful.add(name)
        found[name] = row
    return {name: row for name, row in found.items() if name not in doubtful}


def _title_and_day(title: str, published: dt.datetime) -> str:
    return f"{fold(title)}\n{published.date()}"


def _page(link: str) -> str:
    """What is the same in all spellings of an address."""
    return _BEFORE_NAME.sub("", link).rstrip("/")


def _is_of_one_entry(link: str) -> bool:
    """Whether the address is more than a site's front page."""
    parts = urlsplit(link)
    return bool(parts.path.strip("/") or parts.query)


def _key_without_link(seen: Seen, *, has_guid: bool = True) -> str:
    if seen.guid and has_guid:
        return _digest("guid", seen.guid)
    day = seen.published.isoformat() if seen.published else ""
    return _digest("text", fold(seen.title), day, "" if seen.title else seen.text or seen.summary)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
