"""Writing what visits brought, many at once: what is new, edited or moved, with its credit, and how each visit ended."""

import datetime as dt
import logging
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import DateTimeField, F, OuterRef, Subquery, Value
from django.db.models.functions import Greatest

from kentongan.core.audit import forget_pages_of, new_event
from kentongan.core.models import AuditEvent
from kentongan.harvest.actions import ledger, portal, quarantine
from kentongan.harvest.actions.feeds import host_of
from kentongan.harvest.enums import Dated, EntryState, Guard, Trouble, Way
from kentongan.harvest.guard import judge_channel, judge_entry, past_of
from kentongan.harvest.models import (
    LINK_LENGTH,
    SUMMARY_LENGTH,
    TEXT_LENGTH,
    TITLE_LENGTH,
    Entry,
    EntryVersion,
    Feed,
    Host,
    Stretch,
)
from kentongan.harvest.rules import pace
from kentongan.harvest.rules.errands import Errand, Visit
from kentongan.harvest.rules.links import host_of as link_host
from kentongan.harvest.rules.plan import Coming, Known, Plan, keyed, plan
from kentongan.harvest.rules.shapes import Failed, Fetched, Parsed, Past, Reason, Verdict
from kentongan.registry.models import Group

logger = logging.getLogger(__name__)

# One transaction: what is only noted, and what is read whole.
QUIET_BATCH = 500
BATCH = 60
# Stored entries that a visit is compared with, newest first, besides those of the same keys.
REMEMBERED = 600
# What a feed that changes with every visit may leave behind for one entry.
MOST_VERSIONS = 30
MOST_HOSTS = 40
CLEAN_LOOKS = 2
# Two looks on the same day are one.
# Credited, or a copy of what is.
SHOWN = (EntryState.ACCEPTED, EntryState.COPY)
LONGEST_ADDRESS = 500
BETWEEN_LOOKS = dt.timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a visit ended. ``new`` and ``changed`` count entries; ``held`` those of them in quarantine."""

    feed: int
    trouble: str = ""
    new: int = 0
    changed: int = 0
    held: int = 0
    is_written: bool = True


def apply(
    feed: Feed,
    answer: Fetched | Failed,
    parsed: Parsed | None = None,
    verdicts: Mapping[str, Verdict] | None = None,
    *,
    now: dt.datetime,
) -> Outcome:
    """Write what one visit brought. ``verdicts`` by key stand for the guard's own, where they are given."""
    errand = errand_of(feed, now=now)
    visit = Visit(errand, failed=answer) if isinstance(answer, Failed) else Visit(errand, fetched=answer, parsed=parsed)
    return apply_many([visit], now=now, verdicts=verdicts)[0]


def errand_of(feed: Feed, *, now: dt.datetime, again: bool = False) -> Errand:
    """What a visitor needs to know of the feed. ``again`` reads it whole, whatever was there last time."""
    is_held = feed.guard != Guard.CLEAR
    looks = is_held or (feed.looked_at is not None and feed.looked_at <= now - pace.LOOK_AGAIN)
    searches = pace.is_search_due(
        feed.way, feed.trouble, is_chosen=feed.chosen_by_id is not None, searched_at=feed.searched_at, now=now
    )
    whole = looks or searches or again
    return Errand(
        feed=feed.pk,
        channel_url=feed.channel.url,
        kind=feed.channel.kind,
        way=feed.way,
        address=feed.address,
        etag="" if whole else feed.etag,
        last_modified="" if whole else feed.last_modified,
        body_digest="" if whole else feed.body_digest,
        searches=searches,
        looks=looks,
        interval=feed.interval,
        newest_on=feed.newest_on,
    )


def apply_many(
    visits: Sequence[Visit], *, now: dt.datetime, holder: str = "", verdicts: Mapping[str, Verdict] | None = None
) -> list[Outcome]:
    """Write what many visits brought. Whatever goes wrong with one feed becomes that feed's trouble.

    ``holder`` is the token of the leases they were made under; what was visited under a lease that is lost is not written.
    """
    outcomes: list[Outcome] = []
    quiet = [visit for visit in visits if visit.is_quiet]
    for some in _batches(quiet, QUIET_BATCH):
        outcomes += _in_batch(_write_quiet, some, now, holder)
    others = [visit for visit in visits if not visit.is_quiet]
    for some in _batches(others, BATCH):
        outcomes += _in_batch(partial(_write, verdicts=verdicts), some, now, holder)
    return outcomes


def _batches(visits: Sequence[Visit], size: int) -> Iterable[Sequence[Visit]]:
    return (visits[start : start + size] for start in range(0, len(visits), size))


def _in_batch(
    write: Callable[..., list[Outcome]], visits: Sequence[Visit], now: dt.datetime, holder: str
) -> list[Outcome]:
    """All in one transaction; where that fails, each in its own, so that it is known which one it was."""
    try:
        with transaction.atomic():
            return write(visits, now, holder)
    except (OperationalError, InterfaceError):
        # The database's own trouble is no feed's.
        raise
    except Exception as error:
        if len(visits) > 1:
            logger.warning("A batch of %d visits is written one by one", len(visits), exc_info=True)
            return [outcome for visit in visits for outcome in _in_batch(write, [visit], now, holder)]
        logger.exception("The visit of feed %d cannot be written", visits[0].errand.feed)
        failed = replace(visits[0], failed=Failed(Trouble.UNREADABLE, type(error).__name__))
        with transaction.atomic():
            return _write([failed], now, holder)


# --- Nothing new ----------------------------------------------------------------------------------------


def _write_quiet(visits: Sequence[Visit], now: dt.datetime, holder: str) -> list[Outcome]:
    """A few statements for all of them."""
    rows = Feed.objects.filter(pk__in=[visit.errand.feed for visit in visits], is_paused=False).exclude(body_digest="")
    if holder:
        rows = rows.filter(host__lease=holder)
    ours = set(rows.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    by_interval: dict[int, list[int]] = defaultdict(list)
    marked = []
    for visit in visits:
        errand, fetched = visit.errand, visit.fetched
        if errand.feed not in ours:
            continue
        interval = pace.interval_without_news(errand.interval, newest_on=errand.newest_on, now=now)
        by_interval[interval].append(errand.feed)
        if (
            fetched
            and not fetched.is_unchanged
            and (fetched.etag, fetched.last_modified) != (errand.etag, errand.last_modified)
        ):
            marked.append(Feed(pk=errand.feed, etag=fetched.etag, last_modified=fetched.last_modified))
    for interval, feeds in by_interval.items():
        Feed.objects.filter(pk__in=feeds).update(
            tried_at=now,
            reached_at=now,
            trouble="",
            trouble_detail="",
            trouble_since=None,
            failures=0,
            interval=interval,
            next_at=now + dt.timedelta(minutes=interval),
        )
    Feed.objects.bulk_update(marked, ["etag", "last_modified"])
    _extend_stretches([Stretch(feed_id=feed, first_at=now, last_at=now) for feed in sorted(ours)])
    return [Outcome(visit.errand.feed, is_written=visit.errand.feed in ours) for visit in visits]


def _extend_stretches(visits: Sequence[Stretch]) -> None:
    """Add visits to the history, each to the stretch before it where that ended alike."""
    latest = Stretch.objects.filter(feed=OuterRef("pk")).order_by("-last_at", "-id").values("pk")[:1]
    feeds = Feed.objects.filter(pk__in=[visit.feed_id for visit in visits]).annotate(latest=Subquery(latest))
    before = {stretch.feed_id: stretch for stretch in Stretch.objects.filter(pk__in=feeds.order_by().values("latest"))}
    again, grown, begun = [], [], []
    for visit in visits:
        stretch = before.get(visit.feed_id)
        if stretch is None or _ending(stretch) != _ending(visit):
            begun.append(visit)
        elif (visit.new, visit.changed, visit.detail) == (0, 0, stretch.detail):
            again.append(stretch.pk)
        else:
            stretch.new += visit.new
            stretch.changed += visit.changed
            stretch.detail = visit.detail
            grown.append(stretch)
            again.append(stretch.pk)
    Stretch.objects.bulk_update(grown, ["new", "changed", "detail"])
    if again:
        # The demo's clock shows one day again and again.
        at = Greatest(F("last_at"), Value(visits[0].last_at, DateTimeField()))
        Stretch.objects.filter(pk__in=again).update(times=F("times") + 1, last_at=at)
    Stretch.objects.bulk_create(begun)


def _ending(stretch: Stretch) -> tuple[str, bool]:
    return stretch.trouble, bool(stretch.new or stretch.changed)


# --- Something to write ---------------------------------------------------------------------------------


@dataclass(slots=True)
class _Reading:
    """What one answer means for one feed."""

    feed: Feed
    visit: Visit
    known: dict[str, Known]
    plan: Plan
    past: Past
    # By key, for all that the guard was asked about.
    verdicts: dict[str, Verdict]
    channel: Verdict
    new: list[Entry] = field(default_factory=list)
    changed: list[Entry] = field(default_factory=list)

    @property
    def group(self) -> Group:
        return self.feed.group

    @property
    def is_held(self) -> bool:
        return self.feed.guard != Guard.CLEAR or self.channel.is_suspect

    def is_suspect(self, coming: Coming) -> bool:
        verdict = self.verdicts.get(coming.key)
        return verdict is not None and verdict.is_suspect


def _write(
    visits: Sequence[Visit], now: dt.datetime, holder: str, verdicts: Mapping[str, Verdict] | None = None
) -> list[Outcome]:
    rows = Feed.objects.filter(pk__in=[visit.errand.feed for visit in visits], is_paused=False)
    if holder:
        rows = rows.filter(host__lease=holder)
    rows = rows.select_related("channel__group__area").select_for_update(of=("self",)).order_by("pk")
    feeds = {feed.pk: feed for feed in rows}
    outcomes, readings = [], []
    for visit in visits:
        feed = feeds.get(visit.errand.feed)
        # A person chose otherwise while the visitor was away.
        if feed is None or (feed.way, feed.address) != (visit.errand.way, visit.errand.address):
            outcomes.append(Outcome(visit.errand.feed, is_written=False))
            feeds.pop(visit.errand.feed, None)
        elif visit.failed:
            _note_trouble(feed, visit, now)
            outcomes.append(Outcome(feed.pk, trouble=visit.failed.trouble))
        else:
            readings.append(_read(feed, visit, now, verdicts))
    zones = ledger.office_zones() if readings else {}
    _store(readings, zones, now)
    for reading in readings:
        _note_reached(reading, zones, now)
        held = sum(entry.state == EntryState.QUARANTINED for entry in [*reading.new, *reading.changed])
        outcomes.append(Outcome(reading.feed.pk, new=len(reading.new), changed=len(reading.changed), held=held))
    _save(list(feeds.values()))
    _extend_stretches([_stretch(feeds[outcome.feed], outcome, now) for outcome in outcomes if outcome.is_written])
    _tell(readings, now)
    for reading in readings:
        _guard(reading, now)
    return outcomes


_NOTED = [
    *("host", "way", "address", "why", "etag", "last_modified", "body_digest", "next_at", "interval"),
    *("tried_at", "reached_at", "found_at", "newest_on", "trouble", "trouble_detail", "trouble_since", "failures"),
    *("searched_at", "looked_at", "clean_looks"),
]


def _save(feeds: Sequence[Feed]) -> None:
    """All in one statement: the rows are there and locked, so that only the second half of it happens."""
    moved = {feed.host_id for feed in feeds if feed.host_id} - set(
        Host.objects.filter(feeds__in=feeds).values_list("pk", flat=True)
    )
    Host.objects.bulk_create([Host(name=name) for name in sorted(moved)], ignore_conflicts=True)
    Feed.objects.bulk_create(feeds, update_conflicts=True, unique_fields=["id"], update_fields=_NOTED)


def _stretch(feed: Feed, outcome: Outcome, now: dt.datetime) -> Stretch:
    return Stretch(
        feed=feed,
        first_at=now,
        last_at=now,
        trouble=outcome.trouble,
        detail=feed.trouble_detail,
        new=outcome.new,
        changed=outcome.changed,
    )


def _note_trouble(feed: Feed, visit: Visit, now: dt.datetime) -> None:
    failed = visit.failed
    assert failed is not None  # noqa: S101 - its one caller asks first
    if feed.trouble != failed.trouble:
        feed.trouble, feed.trouble_since = failed.trouble, now
    feed.trouble_detail = failed.detail
    feed.tried_at, feed.failures = now, feed.failures + 1
    if visit.errand.searches:
        feed.searched_at = now
    wait = pace.wait_after_trouble(
        failed.trouble,
        failures=feed.failures,
        chance=random.random(),  # noqa: S311 - nobody gains by guessing it
        retry_after=failed.retry_after,
    )
    feed.next_at = now + wait


def _note_reached(reading: _Reading, zones: ledger.Zones, now: dt.datetime) -> None:
    feed, visit, fetched = reading.feed, reading.visit, reading.visit.fetched
    feed.tried_at = feed.reached_at = now
    feed.trouble, feed.trouble_detail, feed.trouble_since, feed.failures = "", "", None, 0
    if visit.errand.searches:
        feed.searched_at = now
    if visit.discovery:
        feed.way, feed.address, feed.why = visit.discovery.way, visit.discovery.address, list(visit.discovery.why)
        feed.host_id = host_of(feed.address) or None
    elif fetched and fetched.moved and len(fetched.moved) <= LONGEST_ADDRESS and host_of(fetched.moved):
        feed.address, feed.host_id = fetched.moved, host_of(fetched.moved)
    if fetched and visit.parsed:
        # Marks of the address that is asked from now on, and of no other.
        is_same = feed.address == fetched.asked or bool(fetched.moved)
        feed.etag, feed.last_modified = (fetched.etag, fetched.last_modified) if is_same else ("", "")
        feed.body_digest = visit.digest or "-"
    if reading.new:
        feed.found_at = now
        shown = [entry for entry in reading.new if entry.state in SHOWN and entry.dated != Dated.UNKNOWN]
        days = [ledger.day_of(entry.published_at, reading.group, zones) for entry in shown]
        feed.newest_on = max([day for day in [feed.newest_on, *days] if day], default=None)
    _set_pace(reading, now)


def _set_pace(reading: _Reading, now: dt.datetime) -> None:
    feed, parsed = reading.feed, reading.visit.parsed
    if feed.guard != Guard.CLEAR:
        feed.interval = pace.QUARANTINED
    elif parsed and any(seen.published for seen in parsed.entries):
        feed.interval = pace.interval_of([seen.published for seen in parsed.entries if seen.published], now=now)
    else:
        feed.interval = pace.interval_without_news(feed.interval, newest_on=feed.newest_on, now=now)
    is_asked = feed.host_id and feed.way != Way.PASTED and feed.guard != Guard.CONFIRMED
    feed.next_at = now + dt.timedelta(minutes=feed.interval) if is_asked else None


# --- Entries --------------------------------------------------------------------------------------------


def _read(feed: Feed, visit: Visit, now: dt.datetime, given: Mapping[str, Verdict] | None) -> _Reading:
    """Compare what came with what is stored, and ask the guard."""
    parsed = visit.parsed or Parsed(form="")
    is_first = not feed.body_digest
    known, past = _known(feed, [key for key, _seen in keyed(parsed.entries)], now)
    planned = plan(known, parsed, is_first=is_first and not known, now=now)
    asked = [one for one in (*planned.new, *planned.changed, *planned.unchanged) if _is_asked(one)]
    verdicts = {
        one.key: (given or {}).get(one.key) or _fresh(judge_entry(one.seen, past=past), one.known) for one in asked
    }
    channel = Verdict(is_suspect=False)
    if asked or visit.page:
        channel = judge_channel(
            [one.seen for one in asked],
            [verdicts[one.key] for one in asked],
            past=past,
            page=visit.page,
            other_page=visit.other_page,
        )
    if feed.released_at and not _unheard(channel.reasons, feed.guard_reasons):
        channel = Verdict(is_suspect=False)
    return _Reading(feed, visit, known, planned, past, verdicts, channel)


def _known(feed: Feed, keys: Collection[str], now: dt.datetime) -> tuple[dict[str, Known], Past]:
    """What is stored of the feed, as far as this visit can touch it, and what it was like."""
    if feed.found_at is None:
        return {}, Past()
    rows = feed.entries.order_by("-published_at", "-pk").values(*_KNOWN)
    found = list(rows[:REMEMBERED])
    if len(found) == REMEMBERED and (missing := set(keys) - {row["key"] for row in found}):
        found += rows.filter(key__in=missing)
    past = past_of(
        [(row["language"], row["link_hosts"], row["published_at"]) for row in found if row["state"] in SHOWN], now=now
    )
    return {row["key"]: _as_known(row, feed) for row in found}, past


_KNOWN = (
    *("pk", "key", "guid", "link", "title", "published_at", "dated", "fingerprint", "digest"),
    *("language", "link_hosts", "state", "seen_at", "decided_by", "reasons"),
)


def _as_known(row: Mapping[str, Any], feed: Feed) -> Known:
    is_released = feed.released_at is not None and row["seen_at"] <= feed.released_at
    return Known(
        pk=row["pk"],
        key=row["key"],
        guid=row["guid"],
        link=row["link"],
        title=row["title"],
        published=row["published_at"],
        dated=row["dated"],
        fingerprint=row["fingerprint"],
        digest=row["digest"],
        is_cleared=row["decided_by"] is not None or is_released,
        reasons=tuple(row["reasons"]),
    )


def _is_asked(one: Coming) -> bool:
    """Whether the guard looks at it: not at what a person let go, unless it was edited since."""
    return one.known is None or not one.known.is_cleared or one.digest != one.known.digest


def _fresh(verdict: Verdict, known: Known | None) -> Verdict:
    """What a person let go is not held again for the same reasons."""
    if verdict.is_suspect and known and known.is_cleared and not _unheard(verdict.reasons, known.reasons):
        return Verdict(is_suspect=False)
    return verdict


def _unheard(reasons: Sequence[Reason], heard: Iterable[Mapping[str, Any]]) -> list[Reason]:
    said = [(reason["code"], reason["values"]) for reason in heard]
    return [reason for reason in reasons if reason.weight > 0 and (reason.code, reason.values) not in said]


def _store(readings: Sequence[_Reading], zones: ledger.Zones, now: dt.datetime) -> None:
    """Entries of all readings, with their credit."""
    prints: set[str] = set()
    _move(readings)
    for reading in readings:
        prints |= _edit(reading, zones, now)
        reading.new = [_new_entry(one, reading, zones, now) for one in reading.plan.new]
    new = [entry for reading in readings for entry in reading.new]
    accepted = [entry for entry in new if entry.state == EntryState.ACCEPTED]
    seen = Counter(entry.fingerprint for entry in accepted if entry.fingerprint)
    shared = ledger.doubtful(seen) | {mark for mark, times in seen.items() if times > 1}
    for entry in accepted:
        if entry.fingerprint in shared:
            entry.state = EntryState.COPY
    Entry.objects.bulk_create(new)
    ledger.record_new([entry for entry in accepted if entry.state == EntryState.ACCEPTED], zones)
    ledger.settle(prints | shared)
    if new_prints := prints | shared:
        fresh = dict(Entry.objects.filter(fingerprint__in=new_prints).values_list("pk", "state"))
        for entry in new:
            entry.state = fresh.get(entry.pk, entry.state)


def _new_entry(one: Coming, reading: _Reading, zones: ledger.Zones, now: dt.datetime) -> Entry:
    entry = Entry(
        feed=reading.feed,
        group=reading.group,
        key=one.key,
        published_at=one.published,
        dated=one.dated,
        seen_at=now,
    )
    _fill(entry, one)
    _judge(entry, one, reading, zones)
    return entry


def _fill(entry: Entry, one: Coming) -> None:
    """What the site says of it, as long as we keep it."""
    seen = one.seen
    text = seen.text or seen.summary
    entry.guid, entry.link = _guid(seen.guid), seen.link if len(seen.link) <= LINK_LENGTH else ""
    entry.title, entry.author = seen.title[:TITLE_LENGTH], seen.author[:160]
    entry.summary, entry.text = _shortened(seen.summary or text, SUMMARY_LENGTH), text[:TEXT_LENGTH]
    entry.language, entry.pictures = seen.language[:8], list(seen.pictures)
    entry.link_hosts = sorted({link_host(link) for link in seen.links} - {""})[:MOST_HOSTS]
    entry.fingerprint, entry.digest = one.fingerprint, one.digest


def _judge(entry: Entry, one: Coming, reading: _Reading, zones: ledger.Zones) -> None:
    """The state the entry begins with; copies are told apart later."""
    verdict = reading.verdicts.get(one.key)
    if verdict and verdict.is_suspect:
        entry.reasons = [reason.as_json() for reason in verdict.reasons]
    if reading.is_held or entry.reasons:
        entry.state = EntryState.QUARANTINED
    elif entry.dated == Dated.UNKNOWN:
        entry.state = EntryState.UNDATED
    elif not ledger.fits(reading.group, ledger.day_of(entry.published_at, reading.group, zones)):
        entry.state = EntryState.OUTSIDE
    else:
        entry.state = EntryState.ACCEPTED


def _edit(reading: _Reading, zones: ledger.Zones, now: dt.datetime) -> set[str]:
    """Write edited entries, with what they read before; returns the fingerprints whose credit may have moved."""
    edited = {one.known.pk: one for one in reading.plan.changed if one.known}
    if not edited:
        return set()
    rows = Entry.objects.filter(pk__in=edited).select_related("group__area", "feed__channel").order_by("pk")
    versions, prints, loose = [], set(), []
    for entry in rows:
        one = edited[entry.pk]
        if one.digest != entry.digest:
            if entry.version <= MOST_VERSIONS:
                since = entry.changed_at or entry.seen_at
                versions.append(
                    EntryVersion(entry=entry, number=entry.version, title=entry.title, text=entry.text, seen_at=since)
                )
            entry.version, entry.changed_at = entry.version + 1, now
        before = entry.fingerprint
        _fill(entry, one)
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
    ledger.write([entry for entry in loose if not entry.fingerprint or entry.state not in ledger.RIVALS], zones)
    return prints - {""}


_EDITED = [
    *("guid", "link", "title", "author", "summary", "text", "language", "pictures", "link_hosts", "fingerprint"),
    *("digest", "version", "changed_at", "published_at", "dated", "state", "copy_of", "reasons"),
]


def _judge_edited(entry: Entry, one: Coming, reading: _Reading, zones: ledger.Zones) -> None:
    """An edited entry is judged for itself: what was credited before a channel was held stays so."""
    if reading.is_suspect(one):
        entry.state = EntryState.QUARANTINED
        entry.reasons = [reason.as_json() for reason in reading.verdicts[one.key].reasons]
    elif entry.state == EntryState.UNDATED and reading.is_held:
        entry.state = EntryState.QUARANTINED
    else:
        fit = ledger.fits(reading.group, ledger.day_of(entry.published_at, reading.group, zones))
        entry.state = EntryState.ACCEPTED if fit else EntryState.OUTSIDE


def _move(readings: Sequence[_Reading]) -> None:
    """Known entries at other addresses, or under other names."""
    moved = [
        Entry(
            pk=one.known.pk,
            key=one.key,
            guid=_guid(one.seen.guid),
            link=one.seen.link if len(one.seen.link) <= LINK_LENGTH else "",
        )
        for reading in readings
        for one in reading.plan.moved
        if one.known
    ]
    Entry.objects.bulk_update(moved, ["key", "guid", "link"], batch_size=100)


def _guid(guid: str) -> str:
    return guid[:300]


def _shortened(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    return f"{cut[: cut.rfind(' ')] if ' ' in cut else cut}…"


# --- Telling, and guarding ------------------------------------------------------------------------------


def _tell(readings: Sequence[_Reading], now: dt.datetime) -> None:
    """One event for each group whose figures may have moved."""
    moved = [reading for reading in readings if reading.new or reading.changed]
    events = [
        new_event(
            verb="harvest",
            kind="feed",
            key=reading.feed.code,
            label=str(reading.feed.channel),
            area_code=reading.group.area_id,
            changes={"new": [None, len(reading.new)], "changed": [None, len(reading.changed)]},
            at=now,
        )
        for reading in moved
    ]
    AuditEvent.objects.bulk_create(events)
    forget_pages_of([(event.subject_kind, event.subject_key, event.area_code) for event in events])
    portal.forget({reading.group for reading in moved})


def _guard(reading: _Reading, now: dt.datetime) -> None:
    """Hold the channel, let it go after clean looks, or tell of single entries that are held."""
    feed = reading.feed
    if feed.guard == Guard.CLEAR:
        if reading.channel.is_suspect:
            quarantine.quarantine_feed(
                feed=feed, reasons=reading.channel.reasons, named=_suspects_known(reading), now=now
            )
        elif held := [entry for entry in [*reading.new, *reading.changed] if entry.state == EntryState.QUARANTINED]:
            quarantine.notify_of_held(feed, held, now=now)
        if reading.visit.errand.looks or feed.looked_at is None:
            Feed.objects.filter(pk=feed.pk).update(looked_at=now)
        return
    if reading.visit.parsed is None:
        return
    is_clean = not reading.channel.is_suspect and not any(verdict.is_suspect for verdict in reading.verdicts.values())
    if not is_clean:
        Feed.objects.filter(pk=feed.pk).update(clean_looks=0, looked_at=now)
    elif feed.looked_at is None or feed.looked_at <= now - BETWEEN_LOOKS:
        Feed.objects.filter(pk=feed.pk).update(clean_looks=F("clean_looks") + 1, looked_at=now)
        if feed.guard == Guard.QUARANTINED and feed.clean_looks + 1 >= CLEAN_LOOKS:
            quarantine.release_feed(feed=feed, now=now)


def _suspects_known(reading: _Reading) -> list[Entry]:
    """Entries that were credited before, which the guard names now."""
    named = {
        one.known.pk: reading.verdicts[one.key]
        for one in reading.plan.unchanged
        if one.known and reading.is_suspect(one)
    }
    rows = Entry.objects.filter(pk__in=named, state__in=SHOWN).select_related("group__area", "feed__channel")
    entries = list(rows.order_by("pk"))
    for entry in entries:
        entry.reasons = [reason.as_json() for reason in named[entry.pk].reasons]
    Entry.objects.bulk_update(entries, ["reasons"], batch_size=100)
    return entries
