"""Channels that publish, for tests of what becomes of it."""

import datetime as dt

from kentongan.core.clock import now
from kentongan.evidence.enums import Standing
from kentongan.evidence.models import Evidence
from kentongan.evidence.rules.standing import standing_of
from kentongan.harvest.actions.feeds import feed_of
from kentongan.harvest.actions.visits import Outcome, apply
from kentongan.harvest.enums import Dated, EntryState, Way
from kentongan.harvest.models import Feed
from kentongan.harvest.rules.shapes import Fetched, Parsed, Seen
from kentongan.registry.models import Channel, Group
from tests.harvest.little_sites import WORDS

DAY = dt.timedelta(days=1)
TEXT = f"Kentongan tua di pos ronda dibunyikan lagi. {WORDS}"
SPAM = "slot gacor maxwin hari ini, daftar situs judi online terpercaya, bonus new member 100, link alternatif rtp live slot88 togel sbobet. "


def feed_for(group: Group, name: str = "mekar", kind: str = "website") -> Feed:
    feed = feed_of(Channel.objects.create(group=group, kind=kind, url=f"https://{name}.example/"))
    feed.way, feed.address = Way.FEED, f"https://{name}.example/feed/"
    feed.save()
    return feed


def news(n: int = 1, name: str = "mekar", **facts) -> Seen:
    facts = {
        "link": f"https://{name}.example/kabar-{n}",
        "title": f"Kabar ke-{n}",
        "published": now() - n * DAY,
        "dated": Dated.GIVEN,
        "text": f"Kabar {name} nomor {n}. {WORDS}",
        "language": "id",
    } | facts
    return Seen(**facts)


def visit(feed: Feed, *entries: Seen, at: dt.datetime | None = None) -> Outcome:
    """The feed as it is stored now shows these."""
    feed = Feed.objects.select_related("channel").get(pk=feed.pk)
    fetched = Fetched(asked=feed.address, address=feed.address, status=200, etag="")
    return apply(feed, fetched, Parsed("rss", entries), now=at or now())


def credited(group: Group) -> list[tuple[str, dt.date]]:
    """Title and day of what counts for the group."""
    return [
        (row.title, row.occurred_on)
        for row in Evidence.objects.filter(group=group).with_verdict().order_by("occurred_on")
        if standing_of(row.source, row.verdict) == Standing.CONFIRMED
    ]


def states(feed: Feed) -> list[str]:
    return list(feed.entries.order_by("link").values_list("state", flat=True))


def watched_since(feed: Feed, moment: dt.datetime) -> Feed:
    """Visited then, when there was nothing yet."""
    visit(feed, at=moment)
    return feed


def photo(n: int, name: str = "mekar", **facts) -> Seen:
    """Too short for a fingerprint."""
    return news(n, name, **{"text": "", "title": f"Foto {n}"} | facts)


def spam(n: int, **facts) -> Seen:
    return news(n, title=f"Situs slot gacor {n}", text=SPAM + f"Nomor {n}.", **facts)


def hijacked(cast) -> Feed:
    feed = feed_for(cast.kayutangan)
    visit(feed, *(news(n) for n in range(10, 16)))
    visit(feed, *(spam(n) for n in range(1, 9)), *(news(n) for n in range(10, 12)))
    feed.refresh_from_db()
    return feed


def held(feed: Feed) -> int:
    return feed.entries.filter(state=EntryState.QUARANTINED).count()
