"""Channels and entries as the harvest would have left them."""

import datetime as dt
import hashlib
from typing import Any

from django.test import Client

from kentongan.harvest.enums import EntryState, Guard, Way
from kentongan.harvest.models import Entry, Feed
from kentongan.registry.enums import ChannelKind
from kentongan.registry.models import Channel, Group

# The moment the pages of these tests speak of; a Thursday.
NOW = dt.datetime(2025, 9, 25, 3, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
GAMBLING = {
    "code": "words",
    "values": {"topic": "gambling", "words": ["slot gacor", "maxwin"], "count": 2},
    "weight": 60,
}


def make_feed(
    group: Group, url: str = "https://kimcontoh.example/", kind: str = ChannelKind.WEBSITE, **facts: Any
) -> Feed:
    """A healthy feed; facts say otherwise."""
    channel = Channel.objects.create(group=group, kind=kind, url=url)
    healthy: dict[str, Any] = {
        "way": Way.FEED,
        "address": f"{url}feed/",
        "why": [{"found": "link_tag", "address": f"{url}feed/"}],
        "tried_at": NOW,
        "reached_at": NOW,
        "found_at": NOW - DAY,
        "newest_on": (NOW - DAY).date(),
        "next_at": NOW + DAY,
    }
    return Feed.objects.create(channel=channel, **healthy | facts)


def pasted(
    group: Group, url: str = "https://www.instagram.com/kimkayutangan/", kind: str = ChannelKind.INSTAGRAM
) -> Feed:
    return make_feed(
        group, url, kind, way=Way.PASTED, address="", tried_at=None, reached_at=None, found_at=None, newest_on=None
    )


def quarantined(group: Group, url: str = "https://dibajak.example/", **facts: Any) -> Feed:
    return make_feed(group, url, guard=Guard.QUARANTINED, guarded_at=NOW - DAY, guard_reasons=[GAMBLING], **facts)


def make_entry(feed: Feed, title: str = "Kerja bakti RW 02", state: str = EntryState.ACCEPTED, **facts: Any) -> Entry:
    number = feed.entries.count() + 1
    link = f"{feed.channel.url}2025/09/{number}.html"
    text = facts.pop("text", "Warga membersihkan selokan.\nSampah dibawa ke bank sampah.")
    return Entry.objects.create(
        feed=feed,
        group=feed.channel.group,
        key=hashlib.sha256(link.encode()).hexdigest(),
        link=link,
        title=title,
        summary="Warga membersihkan selokan.",
        text=text,
        published_at=facts.pop("published_at", NOW - number * DAY),
        digest=hashlib.sha256(text.encode()).hexdigest(),
        seen_at=NOW,
        state=state,
        **facts,
    )


def page(client: Client, path: str, **query: str) -> str:
    """What a page that opens says."""
    answer = client.get(path, query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()
