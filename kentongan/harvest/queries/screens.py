"""What the screens show of channels, their entries and pasted posts; a fixed number of queries however many rows."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from kentongan.accounts.enums import Capability
from kentongan.accounts.permissions import scope
from kentongan.areas.models import Area
from kentongan.core.models import AuditEvent
from kentongan.core.normalise import fold
from kentongan.evidence.enums import Standing
from kentongan.evidence.models import Evidence
from kentongan.evidence.rules.standing import standing_of
from kentongan.harvest.enums import EntryState, Guard, Way
from kentongan.harvest.models import Entry, Feed, Post
from kentongan.harvest.queries.health import in_use
from kentongan.harvest.rules.posts import PASTED_KINDS
from kentongan.harvest.rules.words import DECISIONS
from kentongan.registry.models import Channel, Group

WEEKS = 12
# The page of a place carries that many along with a group or a channel.
PLACE = "channel__group__area__parent__parent"


def feeds_of(user: Any, *, on: dt.date, area: Area | None = None, text: str = "") -> QuerySet[Feed]:
    """Channels in use that the person sees, with their groups and places."""
    feeds = in_use(Feed.objects.visible_to(user), on=on).select_related(PLACE)
    if area:
        feeds = feeds.within(area)
    for word in text.split():
        feeds = feeds.filter(Q(channel__group__search_text__contains=fold(word)) | Q(channel__url__icontains=word))
    return feeds


def entries_of(
    user: Any, *, area: Area | None = None, feed: Feed | None = None, state: str = "", text: str = ""
) -> QuerySet[Entry]:
    """Entries that the person sees, the newest first."""
    entries = Entry.objects.visible_to(user).select_related("feed", "group__area__parent__parent", "decided_by")
    if feed:
        entries = entries.filter(feed=feed)
    if area:
        entries = entries.within(area)
    if state:
        entries = entries.filter(state=state)
    for word in text.split():
        entries = entries.filter(Q(title__icontains=word) | Q(group__search_text__contains=fold(word)))
    return entries.order_by("-published_at", "-pk").defer("text", "link_hosts", "pictures")


def held_of(user: Any, area: Area | None = None) -> QuerySet[Entry]:
    """Single entries that wait for somebody who may judge them; those of a channel held as a whole wait with it."""
    held = entries_of(user, area=area, state=EntryState.QUARANTINED).filter(
        scope(user, Capability.JUDGE_HARVEST, "group__area__"), feed__guard=Guard.CLEAR
    )
    return held.order_by("seen_at", "pk")


def waiting_to_judge(area: Area, *, on: dt.date) -> int:
    """Channels in quarantine that nobody has judged, and held entries of other channels."""
    channels = in_use(Feed.objects.within(area), on=on).filter(guard=Guard.QUARANTINED).count()
    entries = Entry.objects.within(area).filter(state=EntryState.QUARANTINED, feed__guard=Guard.CLEAR).count()
    return channels + entries


def newest_of_group(group: Group, number: int) -> list[Entry]:
    """The group's newest entries, whatever became of them."""
    rows = Entry.objects.filter(group=group).select_related("feed", "decided_by").order_by("-published_at", "-pk")
    return list(rows.defer("text", "link_hosts", "pictures")[:number])


def feeds_of_group(group: Group, *, on: dt.date) -> list[Feed]:
    """The group's channels in use, in order of entry. One that was added a moment ago has no row yet: it is made up, without a code."""
    used = Q(until=None) | Q(until__gt=on)
    feeds = []
    for channel in Channel.objects.filter(used, group=group).select_related("feed").order_by("pk"):
        channel.group = group
        feed = getattr(channel, "feed", None)
        feeds.append(feed or Feed(channel=channel, code="", way=Way.PASTED if channel.kind in PASTED_KINDS else ""))
    return feeds


def posts_of_group(group: Group, number: int) -> list[Post]:
    """The newest links the group pasted, each with ``standing`` of its evidence."""
    posts = list(
        Post.objects.filter(channel__group=group).select_related("channel").order_by("-pasted_at", "-pk")[:number]
    )
    add_standings(group, posts)
    return posts


def posts_of_channel(channel: Channel, number: int) -> list[Post]:
    posts = list(Post.objects.filter(channel=channel).select_related("channel")[:number])
    add_standings(channel.group, posts)
    return posts


def add_standings(group: Group, posts: Sequence[Any]) -> None:
    """What each post counts as, and where its evidence is."""
    keys = [post.evidence_key for post in posts]
    rows = Evidence.objects.filter(group=group, key__in=keys).with_verdict() if keys else []
    known = {row.key: row for row in rows}
    for post in posts:
        row = known.get(post.evidence_key)
        post.standing = standing_of(row.source, row.verdict) if row else Standing.WITHDRAWN  # type: ignore[attr-defined]


def weeks_of(feeds: Iterable[Feed], *, on: dt.date) -> dict[int, list[int]]:
    """Entries and posts of each of the last twelve weeks, the oldest first, by channel; copies and what is held left out."""
    channels = [feed.channel_id for feed in feeds]
    first = on - dt.timedelta(days=7 * WEEKS - 1)
    counts: dict[int, list[int]] = {channel: [0] * WEEKS for channel in channels}
    begin = timezone.make_aware(dt.datetime.combine(first, dt.time()))
    moments = Entry.objects.filter(
        feed__channel__in=channels, state=EntryState.ACCEPTED, published_at__gte=begin
    ).values_list("feed__channel", "published_at")
    days = [(channel, timezone.localdate(moment)) for channel, moment in moments.order_by()]
    posted = Post.objects.filter(channel__in=channels, posted_on__gte=first).values_list("channel", "posted_on")
    for channel, day in [*days, *posted.order_by()]:
        if 0 <= (week := (day - first).days // 7) < WEEKS:
            counts[channel][week] += 1
    return counts


def decisions_about(feed: Feed, entry: Entry | None = None, most: int = 12) -> QuerySet[AuditEvent]:
    """What people and the guard decided about the channel and its entries, or about one of them, newest first."""
    verbs = {verb.removeprefix("entry.") for verb in DECISIONS}
    events = AuditEvent.objects.filter(subject_kind="feed", subject_key=feed.code, verb__in=verbs)
    if entry:
        events = events.filter(changes__entry__1=entry.code)
    return events.select_related("by").order_by("-at", "-pk")[:most]
