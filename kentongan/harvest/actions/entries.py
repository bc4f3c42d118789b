"""Storing entries: new ones, edited ones with what they read before, and those at other addresses, with their credit."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Max

from kentongan.core.rows import among
from kentongan.harvest.actions import ledger
from kentongan.harvest.actions.fresh import Fresh, insert
from kentongan.harvest.actions.reading import SHOWN, Reading
from kentongan.harvest.enums import Dated, EntryState
from kentongan.harvest.models import LINK_LENGTH, TEXT_LENGTH, TITLE_LENGTH, Entry, EntryVersion, Feed
from kentongan.harvest.rules.links import host_of as link_host
from kentongan.harvest.rules.plan import Coming, page_of
from kentongan.harvest.rules.shapes import GUID_LENGTH, SUMMARY_LENGTH
from kentongan.newsroom.models import new_codes

# What a feed that changes with every visit may leave behind for one entry.
MOST_VERSIONS = 30
MOST_HOSTS = 40


def store(readings: Sequence[Reading], zones: ledger.Zones, now: dt.datetime) -> None:
    """Entries of all readings, with their credit."""
    prints: set[str] = set()
    pages = _move(readings)
    codes = iter(new_codes(sum(len(reading.plan.new) for reading in readings)))
    for reading in readings:
        prints |= _edit(reading, zones, now)
        pages |= {entry.page for entry in reading.changed}
        days = ledger.days_of(reading.group, zones)
        reading.new = [_new_entry(one, next(codes), reading, days, now) for one in reading.plan.new]
    new = [entry for reading in readings for entry in reading.new]
    shown = _known_pages(new)
    accepted = [entry for entry in new if entry.state == EntryState.ACCEPTED]
    seen = Counter(entry.fingerprint for entry in accepted if entry.fingerprint)
    shared = ledger.doubtful(seen) | {mark for mark, times in seen.items() if times > 1}
    shown |= {page for page, times in Counter(entry.page for entry in accepted).items() if page and times > 1}
    doubtful = [entry for entry in accepted if entry.fingerprint in shared or entry.page in shown]
    for entry in doubtful:
        entry.state = EntryState.COPY
    insert(new)
    ledger.record_new([(entry, entry.day) for entry in accepted if entry.state == EntryState.ACCEPTED], at=now)
    ledger.settle(prints | shared, pages | {entry.page for entry in doubtful})
    settled = dict(Entry.objects.filter(code__in=[entry.code for entry in doubtful]).values_list("code", "state"))
    for entry in doubtful:
        entry.state = settled[entry.code]


def _known_pages(new: Sequence[Fresh]) -> set[str]:
    """Pages of new entries that other feeds show already. What was said of one of them holds for its group's other feeds."""
    by_page: dict[str, list[Fresh]] = defaultdict(list)
    for entry in new:
        if entry.page and entry.state in (EntryState.ACCEPTED, EntryState.QUARANTINED):
            by_page[entry.page].append(entry)
    rows = Entry.objects.filter(key__in=among(by_page)).order_by("pk") if by_page else Entry.objects.none()
    shown = set()
    for page, group, state, reasons, *decided in rows.values_list("key", "group", "state", "reasons", *_DECIDED):
        if state in SHOWN:
            shown.add(page)
        elif reasons or decided[0]:
            for entry in by_page[page]:
                if entry.group_id == group and entry.state != EntryState.REJECTED:
                    entry.state, entry.reasons = state, reasons or entry.reasons
                    entry.decided_by, entry.decided_at, entry.decided_from, entry.decided_reason = decided
    return shown


_DECIDED = ("decided_by", "decided_at", "decided_from", "decided_reason")


def follow_newest(entries: Iterable[Entry], zones: ledger.Zones) -> None:
    """The day of the newest entry of these entries' feeds, after some of them have become something else."""
    groups = {entry.feed_id: entry.group for entry in entries}
    shown = Entry.objects.filter(feed__in=groups, state__in=SHOWN).exclude(dated=Dated.UNKNOWN)
    newest = dict(shown.order_by().values_list("feed").annotate(Max("published_at")))
    for feed, group in groups.items():
        day = ledger.day_of(newest[feed], group, zones) if feed in newest else None
        Feed.objects.filter(pk=feed).update(newest_on=day)


def _new_entry(one: Coming, code: str, reading: Reading, days: ledger.Days, now: dt.datetime) -> Fresh:
    """With the state it begins with; copies are told apart later."""
    verdict, day = reading.verdicts.get(one.key), days.of(one.published)
    reasons = [reason.as_json() for reason in verdict.reasons] if verdict and verdict.is_suspect else []
    if reading.is_held or reasons:
        state = EntryState.QUARANTINED
    elif one.dated == Dated.UNKNOWN:
        state = EntryState.UNDATED
    else:
        state = EntryState.ACCEPTED if days.fit(day) else EntryState.OUTSIDE
    return Fresh(
        feed=reading.feed,
        group=reading.group,
        day=day,
        code=code,
        page=page_of(one.key, one.seen.link),
        key=one.key,
        published_at=one.published,
        dated=one.dated,
        state=state,
        seen_at=now,
        absent_at=reading.absent_at,
        reasons=reasons,
        **_told(one),
    )


def _told(one: Coming) -> dict[str, Any]:
    """What the site says of it, as long as we keep it, by column."""
    seen = one.seen
    text = seen.text or seen.summary
    return {
        "guid": seen.guid[:GUID_LENGTH],
        "link": seen.link if len(seen.link) <= LINK_LENGTH else "",
        "title": seen.title[:TITLE_LENGTH],
        "author": seen.author[:160],
        "summary": _shortened(seen.summary or text, SUMMARY_LENGTH),
        "text": text[:TEXT_LENGTH],
        "language": seen.language[:8],
        "pictures": list(seen.pictures),
        "link_hosts": sorted({link_host(link) for link in seen.links} - {""})[:MOST_HOSTS],
        "fingerprint": one.fingerprint,
        "digest": one.digest,
    }


def _edit(reading: Reading, zones: ledger.Zones, now: dt.datetime) -> set[str]:
    """Write edited entries, with what they read before; returns the fingerprints whose credit may have moved."""
    edited = {one.known.pk: one for one in reading.edited if one.known}
    if not edited:
        return set()
    rows = Entry.objects.filter(pk__in=edited).select_related("group__area", "feed__channel__group").order_by("pk")
    versions, prints, loose = [], set(), []
    for entry in rows:
        one = edited[entry.pk]
        if one.digest != entry.digest:
            since = entry.changed_at or entry.seen_at
            # Of one day only the last wording stays.
            if ledger.day_of(since, entry.group, zones) < ledger.day_of(now, entry.group, zones):
                if entry.version <= MOST_VERSIONS:
                    versions.append(
                        EntryVersion(
                            entry=entry, number=entry.version, title=entry.title, text=entry.text, seen_at=since
                        )
                    )
                entry.version += 1
            entry.changed_at = now
        before = entry.fingerprint
        for name, value in _told(one).items():
            setattr(entry, name, value)
        if entry.fingerprint != before:
            # Its day is that of another text.
            entry.absent_at = reading.absent_at
        if one.is_dated_now:
            entry.published_at, entry.dated = one.published, one.dated
        is_free = entry.state in (*ledger.RIVALS, EntryState.UNDATED)
        if is_free and (reading.is_suspect(one) or entry.dated != Dated.UNKNOWN):
            entry.copy_of = None
            _judge_edited(entry, one, reading, zones)
        prints |= {before, entry.fingerprint}
        loose.append(entry)
        reading.changed.append(entry)
    EntryVersion.objects.bulk_create(versions, ignore_conflicts=True)
    Entry.objects.bulk_update(reading.changed, _EDITED, batch_size=50)
    # What has copies is settled with them.
    alone = [entry for entry in loose if not (entry.fingerprint or entry.page) or entry.state not in ledger.RIVALS]
    ledger.write(alone, zones)
    return prints - {""}


_EDITED = [
    *("guid", "link", "title", "author", "summary", "text", "language", "pictures", "link_hosts", "fingerprint"),
    *("digest", "version", "changed_at", "absent_at", "published_at", "dated", "state", "copy_of", "reasons"),
]


def _judge_edited(entry: Entry, one: Coming, reading: Reading, zones: ledger.Zones) -> None:
    """An edited entry is judged for itself: what was credited before a channel was held stays so."""
    if reading.is_suspect(one):
        entry.state = EntryState.QUARANTINED
        entry.reasons = [reason.as_json() for reason in reading.verdicts[one.key].reasons]
    elif entry.state == EntryState.UNDATED and reading.is_held:
        entry.state = EntryState.QUARANTINED
    else:
        fit = ledger.fits(reading.group, ledger.day_of(entry.published_at, reading.group, zones))
        entry.state = EntryState.ACCEPTED if fit else EntryState.OUTSIDE


def _move(readings: Sequence[Reading]) -> set[str]:
    """Known entries at other addresses, or under other names; returns their pages, which other feeds may show already."""
    moved = [
        Entry(
            pk=one.known.pk,
            key=one.key,
            guid=one.seen.guid[:GUID_LENGTH],
            link=one.seen.link if len(one.seen.link) <= LINK_LENGTH else "",
        )
        for reading in readings
        for one in reading.plan.moved
        if one.known
    ]
    Entry.objects.bulk_update(moved, ["key", "guid", "link"], batch_size=100)
    return {entry.page for entry in moved}


def _shortened(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    return f"{cut[: cut.rfind(' ')] if ' ' in cut else cut}…"
