"""How a channel is read: made ready, tried out, chosen by a person, paused."""

import datetime as dt
import threading
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from kentongan.core.audit import difference, record_event, snapshot
from kentongan.core.clock import now as this_moment
from kentongan.core.clock import today
from kentongan.core.errors import Conflict, Refused
from kentongan.harvest.actions import pasts
from kentongan.harvest.enums import FETCHED, Found, Guard, Way
from kentongan.harvest.models import Feed, Host
from kentongan.harvest.parsing.discovery import is_forbidden
from kentongan.harvest.permissions import change_feed_refusal, judge_refusal
from kentongan.harvest.rules import pace
from kentongan.harvest.rules.errands import Errand, Round
from kentongan.harvest.rules.links import is_same_site, server_of
from kentongan.harvest.rules.shapes import Discovery, Failed
from kentongan.registry.models import Channel, Group
from kentongan.registry.permissions import require_of

TOLD = ("way", "address", "is_paused")
BATCH = 500
# Whoever tries addresses keeps a thread of the web server waiting; the others are for readers.
_one_at_a_time = threading.BoundedSemaphore(1)
# Seconds that a person waits for a try.
LOOK_PATIENCE = 25.0


@dataclass(frozen=True, slots=True)
class Look:
    """What a try would find: a way and its entries, or why there is none."""

    discovery: Discovery | None = None
    failed: Failed | None = None


def feed_of(channel: Channel) -> Feed:
    """The row of a channel, made where it is missing."""
    make_feeds(Channel.objects.filter(pk=channel.pk))
    return Feed.objects.select_related("channel__group__area").get(channel=channel)


def make_feeds(channels: QuerySet[Channel] | None = None) -> int:
    """Rows for channels that have none, due at once; says how many. A changed address is looked at anew."""
    _follow_changed_addresses()
    _follow_ends()
    _follow_the_clock()
    missing = list((Channel.objects.all() if channels is None else channels).filter(feed=None).order_by("pk"))
    for start in range(0, len(missing), BATCH):
        some = missing[start : start + BATCH]
        feeds = [Feed(channel=channel) for channel in some]
        pasts.take_over(feeds)
        for feed in feeds:
            _begin_anew(feed)
        hosts = {feed.host_id for feed in feeds if feed.host_id}
        with transaction.atomic():
            Host.objects.bulk_create([Host(name=name) for name in sorted(hosts)], ignore_conflicts=True)
            Feed.objects.bulk_create(feeds, ignore_conflicts=True)
            for feed in pasts.held_among(some):
                tell("follow", feed, by=None, at=this_moment())
    return len(missing)


def _begin_anew(feed: Feed) -> None:
    """Forget how the channel was read; its entries stay."""
    channel = feed.channel
    is_pasted = is_forbidden(channel.url, channel.kind)
    name = "" if is_pasted else server_of(channel.url)
    feed.channel_url, feed.address, feed.chosen_by, feed.host_id = channel.url, "", None, name or None
    feed.way = Way.PASTED if is_pasted else ""
    feed.why = [{"found": Found.FORBIDDEN, "address": channel.url}] if is_pasted else []
    feed.etag = feed.last_modified = feed.body_digest = ""
    feed.trouble, feed.trouble_detail, feed.trouble_since, feed.failures, feed.searched_at = "", "", None, 0, None
    feed.next_at = this_moment() if name and not feed.is_paused and feed.guard != Guard.CONFIRMED else None


def _follow_changed_addresses() -> None:
    """What is known of a channel's old address says nothing of its new one."""
    moved = Feed.objects.exclude(Q(channel_url="") | Q(channel__url=F("channel_url"))).select_related("channel")
    for pk in list(moved.values_list("pk", flat=True)):
        with transaction.atomic():
            if feed := moved.select_for_update(of=("self",)).filter(pk=pk).first():
                _follow_changed_address(feed)


def _follow_changed_address(feed: Feed) -> None:
    if pasts.moved_elsewhere(feed):
        if feed.guard == Guard.CONFIRMED:
            # Held until it was looked at, as a confirmed site never is.
            feed.guard, feed.clean_looks = Guard.QUARANTINED, 0
        pasts.take_over([feed])
    _begin_anew(feed)
    if feed.reached_at is None:
        # Nobody has looked at the new address, and nothing is known of the old one.
        feed.tried_at = None
    if feed.host_id:
        Host.objects.get_or_create(pk=feed.host_id)
    feed.save()


def _follow_ends() -> None:
    """What has ended is not due any more, and due again where that was a mistake."""
    day = today()
    ended = Q(channel__until__lte=day) | Q(channel__group__ended_on__lte=day)
    rests = Q(is_paused=True) | Q(guard=Guard.CONFIRMED) | Q(host=None)
    Feed.objects.filter(ended, next_at__isnull=False).update(next_at=None)
    Feed.objects.filter(next_at=None).exclude(ended).exclude(rests).update(next_at=this_moment())


def _follow_the_clock() -> None:
    """What waits longer than any rule says was visited when the clock went ahead."""
    moment = this_moment()
    Feed.objects.filter(next_at__gt=moment + 2 * dt.timedelta(minutes=pace.LONGEST)).update(next_at=moment)


@transaction.atomic
def choose(*, feed: Feed, address: str, way: str, by: Any, now: dt.datetime | None = None) -> Feed:
    """A person says how the channel is read; an empty address lets it be looked for again. Visited soon."""
    moment = now or this_moment()
    feed = locked(feed)
    require_of(by, change_feed_refusal, feed.group)
    before = snapshot(feed, TOLD)
    _begin_anew(feed)
    if address:
        feed.host_id = server_of(address)
        if not feed.host_id or is_forbidden(address, "") or way not in FETCHED:
            raise Refused(_("Alamat ini tidak dapat dibaca. Tulis lengkap, misalnya https://contoh.desa.id/feed/."))
        is_elsewhere = not is_same_site(feed.host_id, server_of(feed.channel.url))
        if is_elsewhere and by is not None and judge_refusal(by, feed.group):
            raise Refused(
                _("Alamat ini di situs lain. Catat situs itu sebagai kanal KIM, atau minta kantor memilihnya.")
            )
        feed.way, feed.address, feed.chosen_by = way, address, by
        feed.why = [{"found": Found.PERSON, "address": address}]
    if feed.host_id:
        Host.objects.get_or_create(pk=feed.host_id)
    feed.save()
    tell("choose", feed, by=by, changes=difference(before, snapshot(feed, TOLD)), at=moment)
    return feed


@transaction.atomic
def pause(*, feed: Feed, by: Any, is_paused: bool = True, now: dt.datetime | None = None) -> Feed:
    """Stop visiting it, or begin again."""
    moment = now or this_moment()
    feed = locked(feed)
    require_of(by, change_feed_refusal, feed.group)
    if feed.is_paused == is_paused:
        return feed
    before = snapshot(feed, TOLD)
    feed.is_paused = is_paused
    rests = is_paused or feed.way == Way.PASTED or feed.guard == Guard.CONFIRMED or not feed.host_id
    feed.next_at = None if rests else moment
    feed.save(update_fields=["is_paused", "next_at"])
    tell("pause" if is_paused else "resume", feed, by=by, changes=difference(before, snapshot(feed, TOLD)), at=moment)
    return feed


def look(*, feed: Feed, address: str = "", by: Any = None) -> Look:
    """What a visit would find now, at the channel's address or another one. Writes nothing."""
    require_of(by, change_feed_refusal, feed.group)
    if not _one_at_a_time.acquire(blocking=False):
        raise Conflict(_("Sedang ada percobaan lain. Tunggu setengah menit, lalu coba lagi."))
    try:
        return _look(feed, address or feed.channel.url)
    finally:
        _one_at_a_time.release()


def _look(feed: Feed, address: str) -> Look:
    # Whoever only asks for a page does not wait until this process can visit.
    from kentongan.harvest import crew

    errand = Errand(feed=feed.pk, channel_url=address, kind=feed.channel.kind, searches=True)
    visit = crew.visit_once(Round(server_of(address), (errand,)), now=this_moment, patience=LOOK_PATIENCE)
    return Look(discovery=visit.discovery, failed=visit.failed)


def locked(feed: Feed) -> Feed:
    """The feed as it is now, with its group kept from others until the transaction ends."""
    kept = Feed.objects.select_for_update(of=("self",)).get(pk=feed.pk)
    kept.channel = Channel.objects.select_related("group__area").get(pk=kept.channel_id)
    return kept


def tell(verb: str, feed: Feed, *, by: Any, changes: Any = None, reason: str = "", at: dt.datetime) -> None:
    """One event about the feed, in its group's area."""
    group: Group = feed.group
    record_event(
        verb=verb,
        kind="feed",
        key=feed.code,
        label=str(feed.channel),
        area_code=group.area_id,
        by=by,
        changes=changes,
        reason=reason,
        at=at,
    )
