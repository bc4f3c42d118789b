"""Whole runs against a real server on loopback: what is visited, by whom, and what is stored."""

import datetime as dt
import time

import pytest
from django.utils import timezone

from kentongan.core.clock import now
from kentongan.core.errors import Refused
from kentongan.evidence.models import Evidence
from kentongan.harvest.actions import leases, reading, running
from kentongan.harvest.actions.feeds import choose, feed_of, look, make_feeds, pause
from kentongan.harvest.actions.running import is_anything_due, run
from kentongan.harvest.actions.visits import apply_many, errand_of
from kentongan.harvest.enums import EntryState, Guard, Trouble, Way
from kentongan.harvest.models import Entry, Feed, Host, Stretch
from kentongan.harvest.rules.errands import Visit
from kentongan.harvest.rules.shapes import Failed
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


CASINO = (
    "<div style='display:none'>Situs slot gacor maxwin, judi online terpercaya, daftar slot88, togel, sbobet.</div>"
)


@pytest.mark.parametrize("is_found", [True, False])
def test_the_first_visit_looks_at_the_page_and_asks_for_it_once(cast, sites, is_found) -> None:
    """Whoever looks for the way has seen the page; where the way is known, it is asked for, and once more as readers get it."""
    host = f"mekar.{SUFFIX}"
    link = "<link rel='alternate' type='application/rss+xml' href='/feed/'>"
    sites.put(host, "/", f"<html><head>{link}</head><body>Halo {CASINO}</body></html>", content_type="text/html")
    sites.put(host, "/feed/", rss(*news("mekar")))
    feed = feed_of(channel_of(cast.kayutangan, "mekar")) if is_found else known_feed(cast.kayutangan, "mekar")
    assert run().held == 3
    feed.refresh_from_db()
    assert feed.guard == Guard.QUARANTINED
    assert {reason["code"] for reason in feed.guard_reasons} == {"page_hidden"}
    assert sites.asked[host, "/"] == (1 if is_found else 2)
    assert sites.asked[host, "/feed/"] == 1


@pytest.mark.parametrize("is_found", [True, False])
def test_a_channel_that_is_its_feed_has_the_page_looked_at_that_the_feed_names(cast, sites, is_found) -> None:
    host = f"mekar.{SUFFIX}"
    home = f"<channel><link>https://{host}/kim/</link>"
    sites.put(host, "/feed/", rss(*news("mekar")).replace("<channel>", home))
    sites.put(host, "/kim/", f"<html><body>Halo {CASINO}</body></html>", content_type="text/html")
    feed = feed_of(channel_of(cast.kayutangan, "mekar", "/feed/"))
    if not is_found:
        Feed.objects.filter(pk=feed.pk).update(way=Way.FEED, address=f"https://{host}/feed/", host_id=host)
    assert run().held == 3
    feed.refresh_from_db()
    assert {reason["code"] for reason in feed.guard_reasons} == {"page_hidden"}
    assert (sites.asked[host, "/kim/"], sites.asked[host, "/"]) == (2, 0)


@pytest.mark.parametrize("named", ["https://tetangga.contoh.example/", "/feed/", ""])
def test_a_page_elsewhere_or_none_says_nothing_of_a_feed(cast, sites, named) -> None:
    host = f"mekar.{SUFFIX}"
    sites.put(host, "/feed/", rss(*news("mekar")).replace("<channel>", f"<channel><link>{named}</link>"))
    feed_of(channel_of(cast.kayutangan, "mekar", "/feed/"))
    assert (run().new, run().held) == (3, 0)
    assert {path for _host, path in sites.asked} == {"/robots.txt", "/feed/"}


# --- Looking, choosing, pausing ---------------------------------------------------------------------------


def test_a_look_says_what_would_be_found_and_writes_nothing(cast, sites) -> None:
    sites.put(f"mekar.{SUFFIX}", "/feed/", rss(*news("mekar")))
    feed = feed_of(channel_of(cast.kayutangan, "mekar"))
    before = Feed.objects.filter(pk=feed.pk).values().get()
    found = look(feed=feed, by=cast.leader)
    assert found.discovery.address == f"https://mekar.{SUFFIX}/feed/"
    assert len(found.discovery.parsed.entries) == 3
    missed = look(feed=feed, address=f"https://tiada.{SUFFIX}/", by=cast.leader)
    assert missed.failed.trouble == Trouble.GONE
    assert Feed.objects.filter(pk=feed.pk).values().get() == before
    assert Entry.objects.count() == 0
    with pytest.raises(Refused):
        look(feed=feed, by=cast.staff)


def test_a_person_chooses_another_address(cast, sites) -> None:
    sites.put(f"mekar.{SUFFIX}", "/feed/", rss(*news("mekar")))
    sites.put(f"lain.{SUFFIX}", "/rss", rss(*news("lain", 2)))
    feed = feed_of(channel_of(cast.kayutangan, "mekar"))
    run()
    with pytest.raises(Refused, match="situs lain"):
        choose(feed=feed, address=f"https://lain.{SUFFIX}/rss", way=Way.FEED, by=cast.leader)
    choose(feed=feed, address=f"https://lain.{SUFFIX}/rss", way=Way.FEED, by=cast.city_admin)
    run()
    feed.refresh_from_db()
    assert (feed.chosen_by, feed.host_id, feed.entries.count()) == (cast.city_admin, f"lain.{SUFFIX}", 5)
    choose(feed=feed, address="", way="", by=cast.leader)
    run()
    feed.refresh_from_db()
    assert (feed.chosen_by, feed.address) == (None, f"https://mekar.{SUFFIX}/feed/")
    with pytest.raises(Refused):
        choose(feed=feed, address="bukan alamat", way=Way.FEED, by=cast.leader)
    with pytest.raises(Refused):
        choose(feed=feed, address=f"https://lain.{SUFFIX}/rss", way=Way.FEED, by=cast.staff)


def test_a_paused_feed_rests_until_it_is_wanted_again(cast, sites) -> None:
    sites.put(f"mekar.{SUFFIX}", "/feed/", rss(*news("mekar")))
    feed = known_feed(cast.kayutangan, "mekar")
    pause(feed=feed, by=cast.leader)
    assert run().visited == run(all=True).visited == 0
    pause(feed=feed, by=cast.leader, is_paused=False)
    assert run().visited == 1


def test_a_channel_that_has_ended_is_not_visited(cast, sites) -> None:
    feed = known_feed(cast.kayutangan, "mekar")
    Channel.objects.update(until=dt.date(2025, 9, 25))
    assert run().visited == 0
    make_feeds()
    feed.refresh_from_db()
    assert feed.next_at is None
    Channel.objects.update(until=None)
    make_feeds()
    assert run().visited == 1


def test_a_changed_channel_is_looked_at_anew(cast, sites) -> None:
    sites.put(f"baru.{SUFFIX}", "/feed/", rss(*news("baru", 2)))
    feed = known_feed(cast.kayutangan, "mekar")
    run()
    Channel.objects.update(url=f"https://baru.{SUFFIX}/")
    make_feeds()
    run()
    feed.refresh_from_db()
    assert (feed.trouble, feed.host_id, feed.entries.count()) == ("", f"baru.{SUFFIX}", 2)


def test_a_run_ends_with_the_last_feed_it_was_asked_for(cast, sites, monkeypatch) -> None:
    looked_for = []
    look_for_hosts = running._Work._look_for_hosts

    def look_and_tell(work) -> None:
        looked_for.append(len(work._wanted))
        look_for_hosts(work)

    monkeypatch.setattr(running._Work, "_look_for_hosts", look_and_tell)
    for name in ("mekar", "turen"):
        sites.put(f"{name}.{SUFFIX}", "/feed/", rss(*news(name)))
        known_feed(cast.kayutangan, name)
    assert run(all=True).visited == 2
    assert looked_for
    assert 0 not in looked_for


# --- One host, one visitor --------------------------------------------------------------------------------


def test_a_host_is_visited_by_one_at_a_time_and_robots_are_asked_once(cast, sites) -> None:
    host = f"kota.{SUFFIX}"
    for n in range(6):
        sites.put(host, f"/kim-{n}/feed/", rss(*news(f"kota-{n}")), delay=0.02)
        feed = feed_of(channel_of(cast.kayutangan, "kota", f"/kim-{n}/"))
        Feed.objects.filter(pk=feed.pk).update(way=Way.FEED, address=f"https://{host}/kim-{n}/feed/")
    assert run().visited == 6
    assert sites.most_at[host] == 1
    assert sites.asked[host, "/robots.txt"] == 1
    run(all=True)
    assert sites.asked[host, "/robots.txt"] == 1


def test_robots_keep_us_out(cast, sites) -> None:
    host = f"mekar.{SUFFIX}"
    sites.put(host, "/robots.txt", "User-agent: *\nDisallow: /feed/", content_type="text/plain")
    sites.put(host, "/feed/", rss(*news("mekar")))
    feed = known_feed(cast.kayutangan, "mekar")
    assert run().troubled == 1
    feed.refresh_from_db()
    assert (feed.trouble, sites.asked[host, "/feed/"]) == (Trouble.ROBOTS, 0)


@pytest.mark.parametrize(("agreed", "troubled"), [(f"mekar.{SUFFIX}/feed/", 0), (f"mekar.{SUFFIX}/lain/", 1)])
def test_robots_let_us_in_where_the_owner_agreed(cast, sites, settings, agreed: str, troubled: int) -> None:
    settings.HARVEST_AGREED = (agreed,)
    sites.put(f"mekar.{SUFFIX}", "/robots.txt", "User-agent: *\nDisallow: /", content_type="text/plain")
    sites.put(f"mekar.{SUFFIX}", "/feed/", rss(*news("mekar")))
    known_feed(cast.kayutangan, "mekar")
    assert (run().troubled, sites.asked[f"mekar.{SUFFIX}", "/feed/"]) == (troubled, 1 - troubled)


def test_a_host_that_asks_for_pauses_gets_them(cast, sites) -> None:
    host = f"mekar.{SUFFIX}"
    sites.put(host, "/robots.txt", "User-agent: *\nCrawl-delay: 30", content_type="text/plain")
    sites.put(host, "/feed/", rss(*news("mekar")))
    for path in ("", "lain/"):
        feed = feed_of(Channel.objects.create(group=cast.kayutangan, kind="website", url=f"https://{host}/{path}"))
        Feed.objects.filter(pk=feed.pk).update(way=Way.FEED, address=f"https://{host}/feed/")
    assert run().visited == 1
    until = Host.objects.get().leased_until
    assert dt.timedelta(seconds=20) < until - timezone.now() <= dt.timedelta(seconds=30)
    assert run().visited == 0
    Host.objects.update(leased_until=timezone.now())
    assert run().visited == 1


def test_what_another_worker_visits_is_left_to_it(cast, sites) -> None:
    sites.put(f"mekar.{SUFFIX}", "/feed/", rss(*news("mekar")))
    known_feed(cast.kayutangan, "mekar")
    assert set(leases.take([f"mekar.{SUFFIX}"], "lain")) == {f"mekar.{SUFFIX}"}
    assert leases.take([f"mekar.{SUFFIX}"], "saya") == {}
    assert run().visited == 0
    assert not is_anything_due()
    Host.objects.update(leased_until=timezone.now() - dt.timedelta(seconds=1))
    assert is_anything_due()
    assert run().visited == 1


def test_a_visit_under_a_lost_lease_is_not_written(cast, sites) -> None:
    feed = known_feed(cast.kayutangan, "mekar")
    visit = Visit(errand_of(feed, now=now()), failed=Failed(Trouble.TIMEOUT))
    [outcome] = apply_many([visit], now=now(), holder="lama")
    assert not outcome.is_written
    feed.refresh_from_db()
    assert feed.trouble == ""


# --- Trouble ----------------------------------------------------------------------------------------------


def test_trouble_of_one_stops_no_other_and_waits_longer_each_time(cast, sites) -> None:
    sites.put(f"sakit.{SUFFIX}", "/feed/", status=503, headers={"Retry-After": "7200"})
    sites.put(f"sehat.{SUFFIX}", "/feed/", rss(*news("sehat")))
    sick, well = known_feed(cast.kayutangan, "sakit"), known_feed(cast.gubugklakah, "sehat")
    result = run()
    assert (result.visited, result.troubled, result.new) == (2, 1, 3)
    sick.refresh_from_db()
    assert (sick.trouble, sick.trouble_detail, sick.failures) == (Trouble.BUSY, "HTTP 503", 1)
    assert sick.next_at - now() > dt.timedelta(seconds=7100)
    since = sick.trouble_since
    for _again in range(3):
        run(feeds=[sick.pk])
    sick.refresh_from_db()
    assert (sick.failures, sick.trouble_since) == (4, since)
    assert sick.stretches.get().times == 4
    sites.put(f"sakit.{SUFFIX}", "/feed/", rss(*news("sakit", 1)))
    run(feeds=[sick.pk])
    sick.refresh_from_db()
    assert (sick.trouble, sick.trouble_since, sick.failures) == ("", None, 0)
    assert well.stretches.count() == 1


def test_an_exception_in_writing_one_feed_is_its_own_trouble(cast, sites, monkeypatch) -> None:
    for name in ("aneh", "biasa"):
        sites.put(f"{name}.{SUFFIX}", "/feed/", rss(*news(name)))
        known_feed(cast.kayutangan, name)
    compare = reading.plan

    def breaks(known, parsed, **more):
        if "aneh" in parsed.entries[0].title:
            raise ZeroDivisionError
        return compare(known, parsed, **more)

    monkeypatch.setattr(reading, "plan", breaks)
    result = run()
    assert (result.troubled, result.new) == (1, 3)
    assert Feed.objects.get(channel__url__contains="aneh").trouble == Trouble.UNREADABLE


def test_a_permanent_redirect_is_followed_from_now_on(cast, sites) -> None:
    sites.put(f"lama.{SUFFIX}", "/feed/", status=301, headers={"Location": f"https://baru.{SUFFIX}/umpan/"})
    sites.put(f"baru.{SUFFIX}", "/umpan/", rss(*news("baru")))
    feed = known_feed(cast.kayutangan, "lama")
    run()
    feed.refresh_from_db()
    assert (feed.address, feed.host_id) == (f"https://baru.{SUFFIX}/umpan/", f"baru.{SUFFIX}")
    run(feeds=[feed.pk])
    assert sites.asked[f"lama.{SUFFIX}", "/feed/"] == 1
    assert sites.unchanged == 1


def test_a_feed_that_vanished_is_looked_for_again_once_a_week(cast, sites) -> None:
    host = f"mekar.{SUFFIX}"
    feed = known_feed(cast.kayutangan, "mekar", "/dulu.xml")
    run()
    feed.refresh_from_db()
    assert (feed.trouble, feed.searched_at) == (Trouble.GONE, None)
    sites.put(host, "/feed/", rss(*news("mekar")))
    run(feeds=[feed.pk])
    feed.refresh_from_db()
    assert (feed.trouble, feed.address, feed.entries.count()) == ("", f"https://{host}/feed/", 3)
    del sites.pages[host, "/feed/"]
    run(feeds=[feed.pk])
    asked = sites.asked.total()
    run(feeds=[feed.pk])
    assert sites.asked.total() == asked + 1


def test_what_a_service_forbids_is_not_asked_whatever_the_register_calls_it(cast, sites) -> None:
    channel = Channel.objects.create(
        group=cast.kayutangan, kind="website", url="https://www.facebook.com/kimkayutangan"
    )
    feed = feed_of(channel)
    assert (feed.way, feed.next_at, feed.host) == (Way.PASTED, None, None)
    with pytest.raises(Refused):
        choose(feed=feed, address="https://www.facebook.com/kim.xml", way=Way.FEED, by=cast.leader)
    assert run(all=True).visited == 0


def test_entries_without_a_day_at_a_new_address_may_be_of_any_age(cast, sites) -> None:
    sites.put(f"mekar.{SUFFIX}", "/feed/", rss(*news("mekar")))
    feed = known_feed(cast.kayutangan, "mekar")
    run()
    sites.put(f"mekar.{SUFFIX}", "/lama/", rss(item("Tanpa tanggal", f"https://mekar.{SUFFIX}/tanpa", None)))
    choose(feed=feed, address=f"https://mekar.{SUFFIX}/lama/", way=Way.FEED, by=cast.leader)
    run()
    assert feed.entries.get(title="Tanpa tanggal").state == EntryState.UNDATED


def test_a_slice_of_time_ends_and_what_is_left_stays_due(cast, sites) -> None:
    for n in range(4):
        sites.put(f"lambat-{n}.{SUFFIX}", "/feed/", rss(*news(f"lambat-{n}")), delay=9)
        known_feed(cast.kayutangan, f"lambat-{n}")
    begun = time.monotonic()
    result = run(limit_seconds=4)
    assert time.monotonic() - begun < 6
    assert (result.visited, result.is_cut_short) == (0, True)
    assert Host.objects.filter(leased_until__isnull=False).count() == 0
    assert is_anything_due()


# --- Other hosts -------------------------------------------------------------------------------------------

LAIN = f"lain.{SUFFIX}"
STAY_OUT = "User-agent: *\nDisallow: /rahasia/"


def led_to(sites, *paths: str, status: int = 302) -> None:
    """mekar's feed leads to another host, which asks visitors to stay out of one part."""
    sites.put(LAIN, "/robots.txt", STAY_OUT, content_type="text/plain")
    for path in paths:
        sites.put(f"mekar.{SUFFIX}", path, status=status, headers={"Location": f"https://{LAIN}{path}"})
        sites.put(LAIN, path, rss(*news("mekar")))


def test_a_redirect_asks_the_other_host_first(cast, sites) -> None:
    led_to(sites, "/feed/")
    feed = known_feed(cast.kayutangan, "mekar")
    assert (run().new, sites.asked[LAIN, "/robots.txt"]) == (3, 1)
    feed.refresh_from_db()
    assert feed.host_id == f"mekar.{SUFFIX}"
    # Kept for a day, as that of the first.
    assert Host.objects.get(pk=LAIN).robots == STAY_OUT
    run(all=True)
    assert (sites.asked[LAIN, "/robots.txt"], sites.asked[LAIN, "/feed/"]) == (1, 2)
    Host.objects.filter(pk=LAIN).update(robots_at=now() - 2 * DAY)
    run(all=True)
    assert sites.asked[LAIN, "/robots.txt"] == 2


@pytest.mark.parametrize("status", [301, 302])
def test_where_the_other_host_wants_nobody_the_visit_ends(cast, sites, status: int) -> None:
    led_to(sites, "/rahasia/", status=status)
    feed = known_feed(cast.kayutangan, "mekar", "/rahasia/")
    assert run().troubled == 1
    feed.refresh_from_db()
    assert (feed.trouble, feed.trouble_detail, feed.host_id) == (Trouble.ROBOTS, LAIN, f"mekar.{SUFFIX}")
    assert sites.asked[LAIN, "/rahasia/"] == 0


def test_where_the_other_host_agreed_the_visit_goes_on(cast, sites, settings) -> None:
    settings.HARVEST_AGREED = (LAIN,)
    led_to(sites, "/rahasia/")
    known_feed(cast.kayutangan, "mekar", "/rahasia/")
    assert (run().new, sites.asked[LAIN, "/rahasia/"]) == (3, 1)


def test_many_that_are_led_there_ask_once(cast, sites) -> None:
    for n in range(6):
        name = f"desa-{n}"
        sites.put(f"{name}.{SUFFIX}", "/feed/", status=302, headers={"Location": f"https://{LAIN}/{name}"})
        sites.put(LAIN, f"/{name}", rss(*news(name)), delay=0.02)
        known_feed(cast.kayutangan, name)
    sites.put(LAIN, "/robots.txt", STAY_OUT, content_type="text/plain", delay=0.1)
    assert (run().new, sites.asked[LAIN, "/robots.txt"], sites.most_at[LAIN]) == (18, 1, 1)


def test_a_host_that_does_not_say_is_not_entered(cast, sites) -> None:
    led_to(sites, "/feed/")
    sites.put(LAIN, "/robots.txt", status=503)
    feed = known_feed(cast.kayutangan, "mekar")
    run()
    feed.refresh_from_db()
    assert (feed.trouble, sites.asked[LAIN, "/feed/"]) == (Trouble.BUSY, 0)


def test_a_feed_that_is_found_elsewhere_is_asked_for(cast, sites) -> None:
    led_to(sites)
    page = f"<html><head><link rel='alternate' type='application/rss+xml' href='https://{LAIN}/%s'></head><body>Halo</body></html>"
    sites.put(f"mekar.{SUFFIX}", "/", page % "rahasia/feed", content_type="text/html")
    sites.put(LAIN, "/rahasia/feed", rss(*news("mekar")))
    feed = feed_of(channel_of(cast.kayutangan, "mekar"))
    assert look(feed=feed, by=cast.leader).failed.trouble == Trouble.NO_ENTRIES
    assert sites.asked[LAIN, "/rahasia/feed"] == 0
    sites.put(f"mekar.{SUFFIX}", "/", page % "feed", content_type="text/html")
    sites.put(LAIN, "/feed", rss(*news("mekar")))
    assert run().new == 3


def test_every_hop_is_checked_before_its_robots_are_asked(cast, sites) -> None:
    sites.put(f"mekar.{SUFFIX}", "/feed/", status=302, headers={"Location": "http://169.254.169.254/feed/"})
    feed = known_feed(cast.kayutangan, "mekar")
    run()
    feed.refresh_from_db()
    assert feed.trouble == Trouble.ADDRESS
