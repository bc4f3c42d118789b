"""Whole runs against a real server on loopback: what is visited, by whom, and what is stored."""

import datetime as dt

import pytest

from kentongan.core.clock import now
from kentongan.evidence.models import Evidence
from kentongan.harvest.actions.feeds import feed_of
from kentongan.harvest.actions.running import run
from kentongan.harvest.enums import EntryState, Trouble, Way
from kentongan.harvest.models import Entry, Feed, Host, Stretch
from kentongan.registry.enums import ChannelKind
from kentongan.registry.models import Channel, Group
from tests.harvest.little_sites import SUFFIX, item, rss, serving

DAY = dt.timedelta(days=1)


@pytest.fixture
def sites(settings):
    with serving() as (sites, stage):
        settings.HARVEST_STAGE = stage
        yield sites


def channel_of(group: Group, name: str, path: str = "/") -> Channel:
    return Channel.objects.create(group=group, kind=ChannelKind.WEBSITE, url=f"https://{name}.{SUFFIX}{path}")


def known_feed(group: Group, name: str, path: str = "/feed/", **facts) -> Feed:
    """A feed whose way is known."""
    feed = feed_of(channel_of(group, name))
    feed.way, feed.address = Way.FEED, f"https://{name}.{SUFFIX}{path}"
    for key, value in facts.items():
        setattr(feed, key, value)
    feed.save()
    return feed


def news(name: str, count: int = 3) -> list[str]:
    return [
        item(f"Kabar {name} ke-{n}", f"https://{name}.{SUFFIX}/kabar-{n}", now() - (n + 1) * DAY) for n in range(count)
    ]


def test_a_channel_is_found_visited_stored_and_credited(cast, sites) -> None:
    host = f"mekar.{SUFFIX}"
    page = "<html><head><link rel='alternate' type='application/rss+xml' href='/feed/'></head><body>Halo</body></html>"
    sites.put(host, "/", page, content_type="text/html")
    sites.put(host, "/feed/", rss(*news("mekar")))
    channel = channel_of(cast.kayutangan, "mekar")
    feed = feed_of(channel)

    result = run()

    assert (result.visited, result.fresh, result.new, result.troubled) == (1, 1, 3, 0)
    feed.refresh_from_db()
    assert (feed.way, feed.address) == (Way.FEED, f"https://{host}/feed/")
    assert feed.next_at > now()
    assert feed.etag
    assert Entry.objects.filter(group=cast.kayutangan, state=EntryState.ACCEPTED).count() == 3
    assert Evidence.objects.filter(group=cast.kayutangan).count() == 3
    assert Host.objects.get().leased_until is None

    assert run().visited == 0
    again = run(all=True)
    assert (again.visited, again.quiet, again.new) == (1, 1, 0)
    assert sites.unchanged == 1
    assert [(stretch.times, stretch.new) for stretch in Stretch.objects.all()] == [(1, 0), (1, 3)]
    run(feeds=[feed.pk])
    assert [(stretch.times, stretch.new) for stretch in Stretch.objects.all()] == [(2, 0), (1, 3)]
