"""A site that was held stays held, however and whenever it is recorded again."""

import pytest

from kentongan.core.clock import now, today
from kentongan.core.models import AuditEvent
from kentongan.harvest.actions import quarantine
from kentongan.harvest.actions.feeds import feed_of, make_feeds
from kentongan.harvest.actions.visits import errand_of
from kentongan.harvest.enums import EntryState, Guard, Way
from kentongan.harvest.models import Feed
from kentongan.registry.actions import add_channel, change_channel
from kentongan.registry.models import Channel, Group
from tests.harvest.publishing import DAY, credited, held, hijacked, news, spam, visit


def recorded(group: Group, url: str) -> Feed:
    """The feed of a channel that is recorded now, as a visit that finds its way leaves it."""
    feed = feed_of(Channel.objects.create(group=group, kind="website", url=url))
    feed.way, feed.address = Way.FEED, "https://mekar.example/feed/"
    feed.save()
    return feed


@pytest.mark.parametrize(
    "url",
    [
        "https://www.mekar.example/",
        "http://mekar.example/",
        "https://mekar.example",
        "https://MEKAR.example/Beranda",
        "https://mekar.example/feed/",
        "https://blog.mekar.example/",
    ],
)
@pytest.mark.parametrize("has_ended", [False, True])
def test_a_held_site_is_held_under_another_spelling(cast, url, has_ended) -> None:
    old = hijacked(cast)
    if has_ended:
        Channel.objects.filter(pk=old.channel_id).update(until=today())
    feed = recorded(cast.kayutangan, url)
    assert (feed.guard, feed.guard_reasons) == (Guard.QUARANTINED, old.guard_reasons)
    assert AuditEvent.objects.get(verb="follow").subject_key == feed.code
    visit(feed, news(9), news(20))
    assert len(credited(cast.kayutangan)) == 6
    # It is let go as any other: after two clean looks a day apart.
    visit(feed, news(9), news(20), at=now() + DAY)
    feed.refresh_from_db()
    assert feed.guard == Guard.CLEAR
    assert len(credited(cast.kayutangan)) == 8


def test_a_site_of_another_name_or_another_group_is_nobodys_heir(cast) -> None:
    hijacked(cast)
    assert recorded(cast.kayutangan, "https://tani.example/").guard == Guard.CLEAR
    assert recorded(cast.gubugklakah, "https://mekar.example/").guard == Guard.CLEAR
    assert not AuditEvent.objects.filter(verb="follow").exists()


def test_a_confirmed_site_is_not_visited_under_another_spelling_either(cast) -> None:
    old = hijacked(cast)
    quarantine.confirm_feed(feed=old, by=cast.forum, reason="Isinya iklan judi")
    feed = recorded(cast.kayutangan, "https://www.mekar.example/")
    assert (feed.guard, feed.next_at) == (Guard.CONFIRMED, None)
    # Nor by spelling the old channel otherwise.
    change_channel(channel=old.channel, url="http://mekar.example/beranda")
    make_feeds()
    old.refresh_from_db()
    assert (old.guard, old.next_at) == (Guard.CONFIRMED, None)


def test_what_a_person_let_go_is_not_held_again_for_the_same_under_another_spelling(cast) -> None:
    old = hijacked(cast)
    quarantine.release_feed(feed=old, by=cast.forum)
    feed = recorded(cast.kayutangan, "https://www.mekar.example/")
    assert (feed.guard, feed.released_at) == (Guard.CLEAR, Feed.objects.get(pk=old.pk).released_at)
    visit(feed, *(spam(n) for n in range(1, 9)), *(news(n) for n in range(10, 12)))
    feed.refresh_from_db()
    assert feed.guard == Guard.CLEAR


def test_leading_the_held_channel_to_an_innocent_site_frees_no_site(cast) -> None:
    old = hijacked(cast)
    change_channel(channel=old.channel, url="https://tani.example/")
    make_feeds()
    Feed.objects.filter(pk=old.pk).update(way=Way.FEED, address="https://tani.example/feed/")
    for day in (1, 2):
        visit(old, news(9, "tani"), at=now() + day * DAY)
    old.refresh_from_db()
    assert old.guard == Guard.CLEAR
    channel = add_channel(group=cast.kayutangan, kind="website", url="https://mekar.example/")
    assert feed_of(channel).guard == Guard.QUARANTINED
    # Nor does leading it back.
    change_channel(channel=old.channel, url="https://www.mekar.example/")
    make_feeds()
    old.refresh_from_db()
    assert old.guard == Guard.QUARANTINED


def test_a_site_that_is_recorded_again_is_no_stranger(cast) -> None:
    """Its first visit is no archive: the day it tells is not believed, and a flood is one."""
    old = feed_of(Channel.objects.create(group=cast.kayutangan, kind="website", url="https://mekar.example/"))
    Feed.objects.filter(pk=old.pk).update(way=Way.FEED, address="https://mekar.example/feed/")
    visit(old, *(news(n) for n in range(1, 91)), at=now() - 9 * DAY)
    feed = recorded(cast.kayutangan, "https://www.mekar.example/")
    assert feed.follows == old
    visit(feed, *(news(n) for n in range(1, 91)), *(news(n, published=now() - DAY) for n in range(200, 270)))
    assert held(feed) == 10
    assert not feed.entries.filter(absent_at=None).exists()


def test_a_new_channels_first_visit_looks_at_its_page(cast) -> None:
    feed = feed_of(Channel.objects.create(group=cast.kayutangan, kind="website", url="https://mekar.example/"))
    assert errand_of(feed, now=now()).looks
    Feed.objects.filter(pk=feed.pk).update(way=Way.FEED, address="https://mekar.example/feed/")
    visit(feed, news(1))
    assert not errand_of(feed, now=now()).looks
    assert feed.entries.get().state == EntryState.ACCEPTED
