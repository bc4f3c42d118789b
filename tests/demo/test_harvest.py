"""The demo's harvest was really made: every kind of site is found as it is, and what it brought changes no published figure."""

import datetime as dt
from collections import Counter

import pytest

from kentongan.accounts.models import User
from kentongan.areas.models import Area
from kentongan.assessment.enums import Purpose
from kentongan.assessment.queries.standings import standings
from kentongan.core.models import AuditEvent
from kentongan.demo import data
from kentongan.demo.actions import planned_sites
from kentongan.demo.harvest import LAST_AT, _on_stage
from kentongan.demo.sites.plan import DOMAIN
from kentongan.demo.sites.server import serving
from kentongan.evidence.enums import Source, Verdict
from kentongan.evidence.models import Evidence, Review
from kentongan.harvest.actions.quarantine import confirm_feed, release_feed
from kentongan.harvest.actions.running import run
from kentongan.harvest.enums import Dated, EntryState, Guard, Health, Trouble, Way
from kentongan.harvest.models import Entry, Feed, HarvestDesk, Post
from kentongan.harvest.rules.health import health_of
from kentongan.newsroom.models import Article

NOON = dt.datetime(2025, 9, 25, 12, 0, tzinfo=data.WIB)


def feed(name: str) -> Feed:
    return Feed.objects.select_related("channel__group").get(channel__url=f"https://{name}.{DOMAIN}/")


def active(when: str = "2025-09-25") -> dict[str, int]:
    found = standings(Area.objects.get(code=data.REGENCY), dt.date.fromisoformat(when), Purpose.ACTIVITY, "aktif")
    return {one.name: one.groups for one in found.tiers if one.groups}


def test_every_site_was_read_but_the_one_that_asks_us_to_stay_away_and_the_dead_one(network):
    read = Feed.objects.filter(channel__kind__in=("website", "youtube"))
    assert Counter(read.values_list("trouble", flat=True)) == {"": len(planned_sites()) - 2, "robots": 1, "busy": 1}
    pasted = Feed.objects.filter(way=Way.PASTED)
    assert set(pasted.values_list("channel__kind", flat=True)) == {"instagram", "facebook"}


@pytest.mark.parametrize(
    ("name", "way", "address"),
    [
        ("kimkayutangan", Way.FEED, "/feed/"),
        ("kimsekartalok", Way.FEED, "/feeds/posts/default"),
        ("gubugklakah", Way.FEED, "/feed"),
        ("wartajeru", Way.FEED, "/?format=feed&type=rss"),
        ("oborasrikaton", Way.FEED, "/feed.json"),
        ("lintangjeru", Way.SITEMAP, "/sitemap.xml"),
        ("guyubkesamben", Way.PAGE, "/"),
        ("kayutangan.video", Way.FEED, "/feeds/videos.xml"),
    ],
)
def test_each_shape_is_found_and_read(network, name, way, address):
    found = feed(name)
    assert (found.way, found.address) == (way, f"https://{name}.{DOMAIN}{address}")
    assert found.entries.filter(state=EntryState.ACCEPTED).count() >= 3


@pytest.mark.parametrize(
    ("name", "health", "trouble"),
    [
        ("kimkayutangan", Health.HEALTHY, ""),
        ("tirtabalearjo", Health.HEALTHY, ""),
        ("pawartasumbersuko", Health.SILENT, ""),
        ("gayungsidorejo", Health.DEAD, Trouble.BUSY),
        ("oborsukosari", Health.DEAD, Trouble.ROBOTS),
        ("wijilsuwaru", Health.QUARANTINED, ""),
    ],
)
def test_channels_are_as_they_are(network, name, health, trouble):
    found = feed(name)
    assert (health_of(found, now=LAST_AT), found.trouble) == (health, trouble)


def test_the_dead_one_has_a_history(network):
    stretches = feed("gayungsidorejo").stretches.order_by("first_at")
    assert [(one.trouble, one.times) for one in stretches] == [("", 1), (Trouble.BUSY, 2)]


def test_the_hijacked_one_is_held_and_says_why(network):
    found = feed("wijilsuwaru")
    assert found.guard == Guard.QUARANTINED
    assert {"cloaked", "share"} <= {reason["code"] for reason in found.guard_reasons}
    spam = found.entries.filter(title__contains="CONTOH")
    assert spam.count() >= 20
    assert set(spam.values_list("state", flat=True)) == {EntryState.QUARANTINED}
    keys = [entry.evidence_key for entry in spam]
    assert not Evidence.objects.filter(group=found.group, key__in=keys).exists()


def test_no_other_is_held_not_even_for_news_of_gambling(network):
    assert Feed.objects.exclude(guard=Guard.CLEAR).count() == 1
    held = Entry.objects.filter(state=EntryState.QUARANTINED).exclude(feed=feed("wijilsuwaru"))
    assert list(held.values_list("title", "reasons")) == []
    assert feed("kimsekartalok").entries.get(title__contains="judi daring").state == EntryState.ACCEPTED


def test_copies_are_known_of_others_and_of_the_own_site(network):
    copied = feed("laraskalisongo").entries.get(state=EntryState.COPY)
    assert copied.copy_of.feed == feed("kimsekartalok")
    own = feed("kimkayutangan").entries.get(state=EntryState.COPY)
    assert Article.objects.published().filter(title=own.title, group=own.group).exists()


def test_edited_entries_keep_how_they_read(network):
    edited = feed("kimkayutangan").entries.get(version=2)
    assert "sepuluh orang" in edited.text
    assert "dua belas orang" in edited.versions.get().text


def test_without_dates_only_what_turns_up_later_counts(network):
    states = Counter(feed("swaraundaan").entries.values_list("state", "dated"))
    assert states == {(EntryState.UNDATED, Dated.UNKNOWN): 2, (EntryState.ACCEPTED, Dated.SEEN): 1}


def test_accepted_entries_are_evidence_and_no_others(network):
    harvested = Evidence.objects.with_verdict().filter(key__startswith="panen:", source=Source.HARVESTED)
    # A copy that was found before its source was credited until the source turned up.
    harvested = harvested.exclude(verdict=Verdict.WITHDRAWN)
    accepted = {entry.evidence_key for entry in Entry.objects.filter(state=EntryState.ACCEPTED)}
    assert set(harvested.values_list("key", flat=True)) == accepted
    assert len(accepted) > 600


def test_the_offices_show_it_on_their_portals(network):
    assert set(HarvestDesk.objects.filter(on_portal=True).values_list("office", flat=True)) == {data.REGENCY, data.CITY}


def test_pasted_posts_wait_or_were_confirmed(network):
    posts = Post.objects.all()
    assert Counter(posts.values_list("channel__group__name", flat=True)) == {"KIM Kayutangan": 2, "KIM Sekar Talok": 1}
    evidence = Evidence.objects.filter(key__in=[post.evidence_key for post in posts])
    assert evidence.count() == 3
    assert Review.objects.filter(evidence__in=evidence).count() == 1


def test_nothing_of_it_happened_after_the_demos_morning(network):
    told = AuditEvent.objects.filter(subject_kind__in=("feed", "entry", "post")).values_list("at", flat=True)
    assert told
    assert max(told) <= LAST_AT


# --- After another visit ------------------------------------------------------------------------------------


def test_a_later_visit_finds_what_is_new_and_the_figures_stay(network):
    before = Entry.objects.count()
    with serving(planned_sites(), clock=lambda: NOON) as server, _on_stage(server.port):
        result = run(all=True, now=NOON)
    assert (result.visited, result.new, result.troubled) == (len(planned_sites()), 1, 2)
    assert Entry.objects.count() == before + 1
    assert feed("kimsekartalok").entries.latest("published_at").title.startswith("Jamur kuping")
    assert active() == active("2025-09-24") == {"Aktif": 75, "Tidak aktif": 175}
    assert Feed.objects.exclude(guard=Guard.CLEAR).count() == 1


def test_without_the_guard_the_hijacked_group_would_be_active(network):
    """What the guard is for: a counter of posts calls a sleeping group one of the busiest."""
    release_feed(feed=feed("wijilsuwaru"), by=User.objects.get(username="demo-kabupaten"))
    assert active() == {"Aktif": 76, "Tidak aktif": 174}


def test_the_office_confirms_and_it_is_visited_no_more(network):
    found = confirm_feed(
        feed=feed("wijilsuwaru"), by=User.objects.get(username="demo-kabupaten"), reason="Situs diambil alih."
    )
    assert found.guard == Guard.CONFIRMED
    assert found.next_at is None
