"""Writing what visits brought, many at once: what is new, edited or moved, with its credit, and how each visit ended."""

import datetime as dt
import logging
import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from operator import attrgetter
from typing import Any

from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F, QuerySet

from kentongan.core.audit import new_event, record_events
from kentongan.core.rows import among, update_rows
from kentongan.harvest.actions import ledger, portal, quarantine
from kentongan.harvest.actions.entries import store
from kentongan.harvest.actions.reading import SHOWN, Reading, read
from kentongan.harvest.actions.stretches import Ending, extend
from kentongan.harvest.enums import Dated, Guard, Trouble, Way
from kentongan.harvest.models import Entry, Feed, Host
from kentongan.harvest.rules import pace
from kentongan.harvest.rules.errands import Errand, Visit
from kentongan.harvest.rules.links import LONGEST_READ, server_of
from kentongan.harvest.rules.shapes import Failed, Fetched, Parsed, Verdict

logger = logging.getLogger(__name__)

# One transaction: visits that are only noted; entries of those that are read whole, where one without any counts as an entry, too.
QUIET_BATCH = 500
BATCH = 2_000
CLEAN_LOOKS = 2
# Two looks on the same day are one.
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


# What an errand is made of, and whether it is one for the guard.
ERRAND = (
    *("pk", "channel__url", "channel__kind", "way", "address", "etag", "last_modified", "body_digest"),
    *("interval", "newest_on", "guard", "looked_at", "trouble", "chosen_by", "searched_at"),
)


def errand_of(feed: Feed, *, now: dt.datetime) -> Errand:
    """What a visitor needs to know of the feed."""
    return errand_from(Feed.objects.filter(pk=feed.pk).values_list(*ERRAND).get(), now=now)


def errand_from(row: Sequence[Any], *, now: dt.datetime) -> Errand:
    """The same from the columns ``ERRAND``, for thousands at once."""
    pk, url, kind, way, address, etag, last_modified, digest, interval, newest_on, guard, looked_at, *search = row
    trouble, chosen_by, searched_at = search
    searches = pace.is_search_due(way, trouble, is_chosen=chosen_by is not None, searched_at=searched_at, now=now)
    looks = guard != Guard.CLEAR or looked_at is None or looked_at <= now - pace.LOOK_AGAIN
    # Where the guard looks, or the way is looked for, an unchanged answer is not enough.
    if looks or searches:
        etag = last_modified = digest = ""
    return Errand(pk, url, kind, way, address, etag, last_modified, digest, searches, looks, interval, newest_on)


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


def _batches(visits: Iterable[Visit], size: int) -> Iterator[list[Visit]]:
    """A visit stays whole, however much it brought."""
    some: list[Visit] = []
    room = size
    for visit in visits:
        weight = len(visit.parsed.entries) if visit.parsed and visit.parsed.entries else 1
        if some and weight > room:
            yield some
            some, room = [], size
        some.append(visit)
        room -= weight
    if some:
        yield some


def _in_batch(
    write: Callable[..., list[Outcome]], visits: Sequence[Visit], now: dt.datetime, holder: str, *, again: bool = True
) -> list[Outcome]:
    """All in one transaction; where that fails, each in its own, so that it is known which one it was."""
    try:
        with transaction.atomic():
            return write(visits, now, holder)
    except (OperationalError, InterfaceError):
        # The database's own trouble is no feed's. Of two workers that wait for each other, one is let through by trying again.
        if not again or connection.in_atomic_block:
            raise
        return _in_batch(write, visits, now, holder, again=False)
    except Exception as error:
        if len(visits) > 1:
            logger.warning("A batch of %d visits is written one by one", len(visits), exc_info=True)
            return [outcome for visit in visits for outcome in _in_batch(write, [visit], now, holder)]
        logger.exception("The visit of feed %d cannot be written", visits[0].errand.feed)
        failed = replace(visits[0], failed=Failed(Trouble.UNREADABLE, type(error).__name__))
        with transaction.atomic():
            return _write([failed], now, holder)


def _locked(visits: Sequence[Visit], holder: str) -> QuerySet[Feed]:
    """Their feeds, as far as they are still to be visited, and ours: kept from others until the transaction ends."""
    rows = Feed.objects.filter(pk__in=among(visit.errand.feed for visit in visits), is_paused=False)
    rows = rows.exclude(guard=Guard.CONFIRMED)
    if holder:
        rows = rows.filter(host__lease=holder)
    return rows.select_for_update(of=("self",)).order_by("pk")


# --- Nothing new ----------------------------------------------------------------------------------------


def _write_quiet(visits: Sequence[Visit], now: dt.datetime, holder: str) -> list[Outcome]:
    """A few statements for all of them."""
    ours = set(_locked(visits, holder).exclude(body_digest="").values_list("pk", flat=True))
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
        Feed.objects.filter(pk__in=among(feeds)).update(
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
    extend([Ending(feed) for feed in sorted(ours)], now)
    return [Outcome(visit.errand.feed, is_written=visit.errand.feed in ours) for visit in visits]


# --- Something to write ---------------------------------------------------------------------------------


def _write(
    visits: Sequence[Visit], now: dt.datetime, holder: str, verdicts: Mapping[str, Verdict] | None = None
) -> list[Outcome]:
    feeds = {feed.pk: feed for feed in _locked(visits, holder).select_related("channel__group__area")}
    outcomes, readings = [], []
    for visit in visits:
        feed = feeds.get(visit.errand.feed)
        # A person chose otherwise, or corrected the channel, while the visitor was away.
        if feed is None or _asked_at(feed) != (visit.errand.way, visit.errand.address, visit.errand.channel_url):
            outcomes.append(Outcome(visit.errand.feed, is_written=False))
            feeds.pop(visit.errand.feed, None)
        elif visit.failed:
            _note_trouble(feed, visit, now)
            outcomes.append(Outcome(feed.pk, trouble=visit.failed.trouble))
        else:
            readings.append(read(feed, visit, now, verdicts))
    zones = ledger.office_zones() if readings else {}
    store(readings, zones, now)
    for reading in readings:
        _note_reached(reading, zones, now)
        new, changed, held = len(reading.new), len(reading.changed), len(reading.held)
        outcomes.append(Outcome(reading.feed.pk, new=new, changed=changed, held=held))
    _save(list(feeds.values()))
    extend([_ending(feeds[outcome.feed], outcome) for outcome in outcomes if outcome.is_written], now)
    _tell(readings, now)
    for reading in readings:
        _guard(reading, now)
    return outcomes


def _asked_at(feed: Feed) -> tuple[str, str, str]:
    return feed.way, feed.address, feed.channel.url


_NOTED = (
    *("host_id", "way", "address", "why", "etag", "last_modified", "body_digest", "next_at", "interval"),
    *("tried_at", "reached_at", "found_at", "newest_on", "trouble", "trouble_detail", "trouble_since", "failures"),
    *("searched_at", "looked_at", "clean_looks"),
)
_noted = attrgetter(*_NOTED, "pk")


def _save(feeds: Sequence[Feed]) -> None:
    """The rows are there and locked."""
    moved = {feed.host_id for feed in feeds if feed.host_id} - set(
        Host.objects.filter(feeds__in=among(feed.pk for feed in feeds)).values_list("pk", flat=True)
    )
    Host.objects.bulk_create([Host(name=name) for name in sorted(moved)], ignore_conflicts=True)
    update_rows(Feed, _NOTED, [_noted(feed) for feed in feeds])


def _ending(feed: Feed, outcome: Outcome) -> Ending:
    return Ending(feed.pk, outcome.trouble, feed.trouble_detail, outcome.new, outcome.changed)


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


def _note_reached(reading: Reading, zones: ledger.Zones, now: dt.datetime) -> None:
    feed, visit, fetched = reading.feed, reading.visit, reading.visit.fetched
    feed.tried_at = feed.reached_at = now
    feed.trouble, feed.trouble_detail, feed.trouble_since, feed.failures = "", "", None, 0
    if visit.errand.searches:
        feed.searched_at = now
    if feed.guard == Guard.CLEAR and (visit.errand.looks or feed.looked_at is None):
        feed.looked_at = now
    if visit.discovery:
        feed.way, feed.address, feed.why = visit.discovery.way, visit.discovery.address, list(visit.discovery.why)
        feed.host_id = server_of(feed.address) or None
    elif fetched and fetched.moved and len(fetched.moved) <= LONGEST_READ and server_of(fetched.moved):
        feed.address, feed.host_id = fetched.moved, server_of(fetched.moved)
    if visit.parsed:
        # Marks of the address that is asked from now on, and of no other.
        is_same = fetched is not None and (feed.address == fetched.asked or bool(fetched.moved))
        feed.etag, feed.last_modified = (fetched.etag, fetched.last_modified) if fetched and is_same else ("", "")
        feed.body_digest = visit.digest or "-"
    if reading.new:
        feed.found_at = now
        days = [entry.day for entry in reading.new if entry.state in SHOWN and entry.dated != Dated.UNKNOWN]
        feed.newest_on = max([day for day in [feed.newest_on, *days] if day], default=None)
    _set_pace(reading, now)


def _set_pace(reading: Reading, now: dt.datetime) -> None:
    feed, parsed = reading.feed, reading.visit.parsed
    if feed.guard != Guard.CLEAR:
        feed.interval = pace.QUARANTINED
    elif parsed and any(seen.published for seen in parsed.entries):
        feed.interval = pace.interval_of([seen.published for seen in parsed.entries if seen.published], now=now)
    else:
        feed.interval = pace.interval_without_news(feed.interval, newest_on=feed.newest_on, now=now)
    is_asked = feed.host_id and feed.way != Way.PASTED
    feed.next_at = now + dt.timedelta(minutes=feed.interval) if is_asked else None


# --- Telling, and guarding ------------------------------------------------------------------------------


def _tell(readings: Sequence[Reading], now: dt.datetime) -> None:
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
    record_events(events)
    portal.forget({reading.group for reading in moved})


def _guard(reading: Reading, now: dt.datetime) -> None:
    """Hold the channel, let it go after clean looks, or tell of single entries that are held."""
    feed = reading.feed
    if feed.guard == Guard.CLEAR:
        if reading.channel.is_suspect:
            quarantine.quarantine_feed(
                feed=feed, reasons=reading.channel.reasons, named=_suspects_known(reading), now=now
            )
        elif reading.held:
            quarantine.notify_of_held(feed, reading.held, now=now)
        return
    if reading.visit.parsed is None:
        return
    is_clean = not reading.channel.is_suspect and not any(verdict.is_suspect for verdict in reading.verdicts.values())
    if not is_clean:
        Feed.objects.filter(pk=feed.pk).update(clean_looks=0, looked_at=now)
    elif _has_looked(reading) and (feed.looked_at is None or feed.looked_at <= now - BETWEEN_LOOKS):
        Feed.objects.filter(pk=feed.pk).update(clean_looks=F("clean_looks") + 1, looked_at=now)
        if feed.guard == Guard.QUARANTINED and feed.clean_looks + 1 >= CLEAN_LOOKS:
            quarantine.release_feed(feed=feed, now=now)


def _has_looked(reading: Reading) -> bool:
    """Whether the visit saw again what the channel is held for: a page that could not be had was not clean."""
    codes = {reason["code"] for reason in reading.feed.guard_reasons}
    # What a person saw, and the guard did not, only a person sees gone.
    if "person" in codes:
        return False
    if "cloaked" in codes and not reading.visit.other_page:
        return False
    return bool(reading.visit.page) or not any(code.startswith("page_") for code in codes)


def _suspects_known(reading: Reading) -> list[Entry]:
    """Entries that were credited before, which the guard names now."""
    named = {
        one.known.pk: reading.verdicts[one.key]
        for one in reading.plan.unchanged
        if one.known and reading.is_suspect(one)
    }
    rows = Entry.objects.filter(pk__in=named, state__in=SHOWN).select_related("group__area", "feed__channel__group")
    entries = list(rows.order_by("pk"))
    for entry in entries:
        entry.reasons = [reason.as_json() for reason in named[entry.pk].reasons]
    Entry.objects.bulk_update(entries, ["reasons"], batch_size=100)
    return entries
