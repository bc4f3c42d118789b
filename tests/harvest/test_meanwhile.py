"""What people, clocks and other processes do while visits are under way."""

import datetime as dt

import pytest

from kentongan.core.clock import now
from kentongan.harvest.actions import feeds, leases, visits
from kentongan.harvest.actions.feeds import feed_of, make_feeds
from kentongan.harvest.actions.running import run
from kentongan.harvest.actions.visits import apply_many, errand_of
from kentongan.harvest.enums import Guard, Trouble, Way
from kentongan.harvest.models import Feed, Host
from kentongan.harvest.rules.errands import Errand, Visit
from kentongan.harvest.rules.shapes import Discovery, Failed, Fetched, Parsed, Seen
from kentongan.registry.models import Channel
from tests.harvest.little_sites import SUFFIX, rss
from tests.harvest.rows import make_feed
from tests.harvest.test_running import channel_of, known_feed, news, sites  # noqa: F401 - a fixture


def test_what_an_old_address_brought_is_not_that_of_the_new_one(cast) -> None:
    host = f"kota.{SUFFIX}"
    feed = feed_of(channel_of(cast.kayutangan, "kota", "/kim-lain/"))
    found = Discovery(Way.FEED, f"https://{host}/kim-lain/feed/")
    visit = Visit(errand_of(feed, now=now()), parsed=Parsed("rss"), discovery=found)
    Channel.objects.update(url=f"https://{host}/kim/")
    make_feeds()
    [outcome] = apply_many([visit], now=now())
    feed.refresh_from_db()
    assert (outcome.is_written, feed.way, feed.address) == (False, "", "")


def test_following_changed_addresses_takes_nothing_back(cast, monkeypatch) -> None:
    first, second = [feed_of(channel_of(cast.kayutangan, name)) for name in ("mekar", "turen")]
    for feed in (first, second):
        Channel.objects.filter(feed=feed).update(url=f"https://baru.{SUFFIX}/{feed.pk}/")
    begin_anew = feeds._begin_anew

    def meanwhile(feed: Feed) -> None:
        Feed.objects.exclude(pk=feed.pk).update(interval=60)
        begin_anew(feed)

    monkeypatch.setattr(feeds, "_begin_anew", meanwhile)
    make_feeds()
    assert Feed.objects.get(pk=second.pk).interval == 60


def test_what_was_visited_while_the_clock_went_ahead_is_due_again(cast) -> None:
    feed, other = [make_feed(cast.kayutangan, f"https://{name}.{SUFFIX}/") for name in ("mekar", "turen")]
    Feed.objects.filter(pk=feed.pk).update(next_at=now() + dt.timedelta(days=300))
    Feed.objects.filter(pk=other.pk).update(next_at=now() + dt.timedelta(days=7))
    make_feeds()
    assert list(Feed.objects.filter(next_at__lte=now())) == [feed]


def test_a_clock_that_is_set_sends_nobody_twice(cast, sites, monkeypatch) -> None:  # noqa: F811 - the fixture
    sites.put(f"mekar.{SUFFIX}", "/feed/", rss(*news("mekar")), delay=0.3)
    known_feed(cast.kayutangan, "mekar")
    # Leases that have run out as soon as they are taken.
    monkeypatch.setattr(leases, "LEASE", -leases.LEASE)
    assert run().visited == 1
    assert sites.asked[f"mekar.{SUFFIX}", "/feed/"] == 1


@pytest.mark.parametrize("facts", [{"failed": Failed(Trouble.TIMEOUT)}, {"fetched": Fetched("", "", 304)}])
def test_a_site_that_was_confirmed_as_hijacked_is_not_due_again(cast, facts) -> None:
    feed = make_feed(cast.kayutangan, body_digest="-", guard=Guard.CONFIRMED, next_at=None)
    [outcome] = apply_many([Visit(errand_of(feed, now=now()), **facts)], now=now())
    feed.refresh_from_db()
    assert (outcome.is_written, feed.next_at) == (False, None)


def test_who_visits_for_long_keeps_its_hosts(cast, sites, monkeypatch) -> None:  # noqa: F811 - the fixture
    sites.put(f"mekar.{SUFFIX}", "/feed/", rss(*news("mekar")), delay=0.5)
    known_feed(cast.kayutangan, "mekar")
    monkeypatch.setattr(leases, "RENEWED_EVERY", dt.timedelta(0))
    untils = set()
    run(progress=lambda _result: untils.add(Host.objects.values_list("leased_until", flat=True).get()))
    assert len(untils - {None}) > 1


def test_a_host_that_is_anothers_now_is_left_to_it(db) -> None:
    Host.objects.create(name="mekar.example")
    leases.take(["mekar.example"], "lain")
    until = Host.objects.get().leased_until
    leases.rest("saya", "mekar.example", 3600)
    leases.give_back("saya", ["mekar.example"])
    assert Host.objects.filter(lease="lain", leased_until=until).exists()


def test_of_hosts_that_others_lead_to_no_very_long_robots_are_kept(db) -> None:
    leases.note_elsewhere({"mekar.example": "#" * leases.LONGEST_ELSEWHERE, "turen.example": "#" * 20_001}, now())
    assert set(leases.robots_elsewhere(now())) == {"mekar.example"}


def test_others_write_between_the_visits_of_long_feeds() -> None:
    """A transaction ends after so many entries, not after so many visits: a page that is saved meanwhile waits for one of them."""
    brought = [
        Visit(Errand(number, "", ""), parsed=Parsed("rss", entries=(Seen("", ""),) * entries) if entries else None)
        for number, entries in enumerate([10, 10, 500, 500, 3, 0, 0])
    ]
    batches = [[visit.errand.feed for visit in some] for some in visits._batches(brought, 25)]
    assert batches == [[0, 1], [2], [3], [4, 5, 6]]
