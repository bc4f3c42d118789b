"""What the guard holds, and what people decide about it."""

import datetime as dt

import pytest

from kentongan.accounts.models import Notice
from kentongan.core.clock import now, today
from kentongan.core.errors import Conflict, Refused
from kentongan.core.models import AuditEvent
from kentongan.evidence.enums import Verdict
from kentongan.evidence.models import Evidence
from kentongan.harvest.actions import quarantine
from kentongan.harvest.enums import EntryState, Guard
from kentongan.harvest.models import Feed
from kentongan.harvest.rules.reasons import sentence
from tests.harvest.publishing import (
    DAY,
    credited,
    feed_for,
    held,
    hijacked,
    news,
    spam,
    visit,
)


def test_a_hijacked_channel_is_held_with_a_notice_and_its_news_is_not_credited(cast) -> None:
    feed = hijacked(cast)
    assert feed.guard == Guard.QUARANTINED
    assert feed.guard_reasons
    assert dt.timedelta(hours=23) < feed.next_at - now() <= DAY
    assert len(credited(cast.kayutangan)) == 6
    assert feed.entries.filter(state=EntryState.QUARANTINED).count() == 8
    assert feed.newest_on == today() - 10 * DAY
    event = AuditEvent.objects.get(verb="quarantine")
    assert (event.area_code, event.by) == (cast.kayutangan.area_id, None)
    assert {notice.audience for notice in Notice.objects.all()} == {"judge_harvest", "edit_own_group"}
    # Whatever is new while it is held is held, too.
    visit(feed, news(9))
    assert feed.entries.get(title="Kabar ke-9").state == EntryState.QUARANTINED


def test_a_notice_that_does_not_fit_says_that_there_is_more(cast) -> None:
    quarantine.hold_feed(feed=feed_for(cast.kayutangan), by=cast.forum, reason="Iklan judi di mana-mana. " * 12)
    for notice in Notice.objects.all():
        assert len(notice.text) == quarantine.LONGEST_NOTICE
        assert notice.text.endswith("…")


def test_a_person_lets_it_go_and_it_is_not_held_again_for_the_same(cast) -> None:
    feed = hijacked(cast)
    with pytest.raises(Refused):
        quarantine.release_feed(feed=feed, by=cast.leader)
    quarantine.release_feed(feed=feed, by=cast.forum)
    assert len(credited(cast.kayutangan)) == 14
    visit(feed, *(spam(n) for n in range(1, 9)))
    feed.refresh_from_db()
    assert feed.guard == Guard.CLEAR
    assert AuditEvent.objects.get(verb="release").by == cast.forum


def test_a_person_confirms_it_and_may_think_again(cast) -> None:
    feed = hijacked(cast)
    with pytest.raises(Refused):
        quarantine.confirm_feed(feed=feed, by=cast.forum, reason=" ")
    quarantine.confirm_feed(feed=feed, by=cast.forum, reason="Isinya iklan judi")
    feed.refresh_from_db()
    assert (feed.guard, feed.next_at) == (Guard.CONFIRMED, None)
    assert feed.entries.filter(state=EntryState.REJECTED).count() == 8
    quarantine.release_feed(feed=feed, by=cast.forum)
    feed.refresh_from_db()
    assert feed.next_at is not None
    # What the guard named stays rejected; a person may let go of single entries.
    assert feed.entries.filter(state=EntryState.REJECTED).count() == 8
    assert feed.entries.filter(state=EntryState.ACCEPTED).count() == 6
    with pytest.raises(Conflict):
        quarantine.confirm_feed(feed=feed, by=cast.forum, reason="Lagi")


def test_it_is_let_go_by_itself_after_two_clean_looks_a_day_apart(cast) -> None:
    feed = hijacked(cast)
    clean = [news(n) for n in range(9, 13)]
    visit(feed, *clean, at=now() + DAY)
    visit(feed, *clean, at=now() + DAY + DAY / 24)
    feed.refresh_from_db()
    assert (feed.guard, feed.clean_looks) == (Guard.QUARANTINED, 1)
    visit(feed, *clean, at=now() + 2 * DAY)
    feed.refresh_from_db()
    assert feed.guard == Guard.CLEAR
    assert feed.entries.get(title="Kabar ke-9").state == EntryState.ACCEPTED
    # What the guard named stays where it is.
    assert feed.entries.filter(state=EntryState.QUARANTINED).count() == 8
    assert AuditEvent.objects.get(verb="release").by is None


def test_a_look_that_finds_spam_again_begins_anew(cast) -> None:
    feed = hijacked(cast)
    visit(feed, news(10), at=now() + DAY)
    visit(feed, spam(1), at=now() + 2 * DAY)
    visit(feed, news(10), at=now() + 3 * DAY)
    feed.refresh_from_db()
    assert (feed.guard, feed.clean_looks) == (Guard.QUARANTINED, 1)


def test_one_bad_entry_is_held_alone(cast) -> None:
    feed = feed_for(cast.kayutangan)
    visit(feed, *(news(n) for n in range(2, 12)))
    outcome = visit(feed, spam(1), *(news(n) for n in range(2, 12)))
    feed.refresh_from_db()
    assert (outcome.held, feed.guard) == (1, Guard.CLEAR)
    held = feed.entries.get(state=EntryState.QUARANTINED)
    assert held.reasons
    assert Notice.objects.count() == 2
    quarantine.release_entry(entry=held, by=cast.city_admin)
    assert len(credited(cast.kayutangan)) == 11
    visit(feed, spam(1), *(news(n) for n in range(2, 12)))
    held.refresh_from_db()
    assert held.state == EntryState.ACCEPTED


def test_an_entry_that_becomes_spam_loses_its_credit_in_doubt(cast) -> None:
    feed = feed_for(cast.kayutangan)
    visit(feed, *(news(n) for n in range(1, 12)), at=now() - DAY)
    visit(feed, spam(1, link="https://mekar.example/kabar-1"), *(news(n) for n in range(2, 12)))
    entry = feed.entries.get(title="Situs slot gacor 1")
    assert entry.state == EntryState.QUARANTINED
    assert len(credited(cast.kayutangan)) == 10
    said = Evidence.objects.get(key=entry.evidence_key).reviews.get()
    assert said.verdict == Verdict.DISPUTED
    assert said.reason


@pytest.mark.parametrize("is_released", [False, True])
def test_an_entry_whose_link_leads_to_a_casino_is_judged_again(cast, is_released) -> None:
    """Its text is as it was, also where a person let it go before."""
    feed = feed_for(cast.kayutangan)
    visit(feed, *(news(n) for n in range(1, 12)))
    if is_released:
        quarantine.reject_entry(entry=feed.entries.get(title="Kabar ke-1"), by=cast.forum, reason="Iklan")
        quarantine.release_entry(entry=feed.entries.get(title="Kabar ke-1"), by=cast.forum)
    casino = {"link": "https://slot-gacor88-maxwin.example/", "links": ("https://situs-slot88.example/daftar",)}
    visit(feed, news(1, guid="satu", **casino), *(news(n) for n in range(2, 12)))
    entry = feed.entries.get(title="Kabar ke-1")
    assert (entry.state, entry.version, entry.link) == (EntryState.QUARANTINED, 1, casino["link"])
    assert entry.reasons
    assert len(credited(cast.kayutangan)) == 10


def test_the_day_of_the_newest_entry_follows_what_people_decide(cast) -> None:
    feed = feed_for(cast.kayutangan)
    visit(feed, *(news(n) for n in range(1, 12)))

    def newest() -> dt.date:
        return Feed.objects.get(pk=feed.pk).newest_on

    first = feed.entries.get(title="Kabar ke-1")
    quarantine.reject_entry(entry=first, by=cast.forum, reason="Iklan")
    assert newest() == today() - 2 * DAY
    quarantine.release_entry(entry=first, by=cast.forum)
    assert newest() == today() - DAY
    # Entries that the guard names while it holds the channel are no news of the group, until a person says so.
    spoilt = [spam(n, link=news(n).link) for n in range(1, 9)]
    visit(feed, *spoilt, *(news(n) for n in range(9, 12)))
    assert Feed.objects.get(pk=feed.pk).guard == Guard.QUARANTINED
    quarantine.confirm_feed(feed=feed, by=cast.forum, reason="Isinya iklan judi")
    assert newest() == today() - 9 * DAY
    quarantine.release_feed(feed=feed, by=cast.forum)
    quarantine.release_entry(entry=feed.entries.get(link=news(3).link), by=cast.forum)
    assert newest() == today() - 3 * DAY


def flooded(cast, *, count: int = 100) -> Feed:
    """A known channel brings so many at once."""
    feed = feed_for(cast.kayutangan)
    visit(feed, *(news(n) for n in range(1, 101)), at=now() - 9 * DAY)
    visit(feed, *(news(n, published=now() - DAY) for n in range(200, 200 + count)))
    return feed


def test_what_comes_in_a_flood_waits_for_a_person(cast) -> None:
    feed = flooded(cast)
    # The first visit may bring any number; after it so many count within a day, the newest of them.
    assert (held(feed), len(credited(cast.kayutangan))) == (40, 160)
    assert feed.entries.get(title="Kabar ke-259").state == EntryState.ACCEPTED
    surplus = feed.entries.get(title="Kabar ke-260")
    assert "100 kabar baru" in sentence(surplus.reasons[0])
    assert Feed.objects.get(pk=feed.pk).guard == Guard.CLEAR
    assert Notice.objects.filter(text__contains="100 kabar baru").count() == 2
    # In small parts it is the same flood.
    visit(feed, *(news(n, published=now()) for n in range(300, 303)))
    assert held(feed) == 43
    visit(feed, *(news(n, published=now()) for n in range(310, 313)), at=now() + 2 * DAY)
    assert held(feed) == 43


def test_one_decision_is_about_all_of_a_flood(cast) -> None:
    feed = flooded(cast)
    visit(feed, spam(1, link="https://mekar.example/lain"))
    quarantine.release_entry(entry=feed.entries.get(title="Kabar ke-270"), by=cast.forum)
    assert (held(feed), len(credited(cast.kayutangan))) == (1, 200)
    assert not feed.entries.filter(title="Kabar ke-271").exclude(decided_by=cast.forum).exists()
    quarantine.reject_entry(entry=feed.entries.get(title="Kabar ke-270"), by=cast.forum, reason="Iklan")
    assert len(credited(cast.kayutangan)) == 199


def test_a_flood_may_be_rejected_as_one(cast) -> None:
    feed = flooded(cast)
    quarantine.reject_entry(entry=feed.entries.get(title="Kabar ke-270"), by=cast.forum, reason="Iklan")
    assert feed.entries.filter(state=EntryState.REJECTED).count() == 40
    visit(feed, *(news(n, published=now() - DAY) for n in range(200, 300)))
    assert len(credited(cast.kayutangan)) == 160


def test_sixty_at_once_are_nothing_unusual(cast) -> None:
    assert held(flooded(cast, count=60)) == 0


def test_one_more_small_sign_revives_nothing_that_was_let_go(cast) -> None:
    feed = hijacked(cast)
    quarantine.release_feed(feed=feed, by=cast.forum)
    visit(feed, spam(20), *(news(n) for n in range(10, 16)), at=now() + DAY)
    feed.refresh_from_db()
    assert feed.guard == Guard.CLEAR
    assert feed.entries.get(title=spam(20).title).state == EntryState.QUARANTINED


def test_a_channel_held_for_its_page_is_not_clean_while_nobody_sees_the_page(cast) -> None:
    feed = hijacked(cast)
    Feed.objects.filter(pk=feed.pk).update(guard_reasons=[{"code": "page_hidden", "values": {}, "weight": 10}])
    clean = [news(n) for n in range(9, 13)]
    for day in (1, 2, 3):
        visit(feed, *clean, at=now() + day * DAY)
    feed.refresh_from_db()
    assert (feed.guard, feed.clean_looks) == (Guard.QUARANTINED, 0)
