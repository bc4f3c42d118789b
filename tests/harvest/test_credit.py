"""Entries become evidence: once, in the group's life, and copies for the first."""

import datetime as dt

import pytest

from kentongan.core.clock import now, today
from kentongan.core.models import AuditEvent
from kentongan.evidence.actions import review
from kentongan.evidence.enums import Source, Verdict
from kentongan.evidence.models import Evidence, Tally
from kentongan.harvest.actions import quarantine
from kentongan.harvest.actions.feeds import choose
from kentongan.harvest.actions.mending import mend_credit
from kentongan.harvest.actions.visits import Outcome
from kentongan.harvest.enums import Dated, EntryState, Way
from kentongan.harvest.models import Entry
from kentongan.newsroom.actions import save_article, submit, withdraw
from kentongan.newsroom.actions.ledger import settle_copies
from kentongan.newsroom.models import Article
from kentongan.registry.models import Group
from tests.harvest.little_sites import WORDS
from tests.harvest.publishing import (
    DAY,
    TEXT,
    credited,
    feed_for,
    hijacked,
    news,
    photo,
    spam,
    states,
    visit,
    watched_since,
)


def test_an_entry_is_stored_once_with_its_proof_and_credited(cast) -> None:
    feed = feed_for(cast.kayutangan)
    assert visit(feed, news(1), news(2)) == Outcome(feed.pk, new=2)
    assert visit(feed, news(1), news(2)) == Outcome(feed.pk)
    entry = Entry.objects.get(title="Kabar ke-1")
    assert (entry.link, entry.state, entry.version) == ("https://mekar.example/kabar-1", EntryState.ACCEPTED, 1)
    assert WORDS.strip() in entry.text
    evidence = Evidence.objects.get(key=entry.evidence_key)
    assert (evidence.kind_facts.code, evidence.source, evidence.url) == ("berita", Source.HARVESTED, entry.link)
    assert Tally.objects.filter(group=cast.kayutangan, year=2025).exists()
    event = AuditEvent.objects.get(verb="harvest")
    assert (event.area_code, event.changes["new"]) == (cast.kayutangan.area_id, [None, 2])


def test_videos_are_posts_of_a_channel(cast) -> None:
    visit(feed_for(cast.kayutangan, "youtube", kind="youtube"), news(1))
    assert Evidence.objects.get().kind_facts.code == "unggahan"


def test_an_edited_entry_keeps_what_it_read_before_and_its_credit(cast) -> None:
    feed = feed_for(cast.kayutangan)
    visit(feed, news(1), at=now() - 2 * DAY)
    changed = visit(feed, news(1, text=f"Diralat. {WORDS}"), at=now() - DAY)
    again = visit(feed, news(1, title="Judul lain", text=f"Diralat. {WORDS}"))
    assert (changed.changed, again.changed) == (1, 1)
    entry = Entry.objects.get()
    assert (entry.version, entry.title) == (3, "Judul lain")
    assert [(one.number, one.title, one.text[:8]) for one in entry.versions.all()] == [
        (2, "Kabar ke-1", "Diralat."),
        (1, "Kabar ke-1", "Kabar me"),
    ]
    assert Evidence.objects.count() == 1


def test_of_a_day_only_the_last_wording_is_kept(cast) -> None:
    feed = feed_for(cast.kayutangan)
    # Five visits a day, from 6 to 22 o'clock in Malang, each with another text.
    first = now().replace(hour=23, minute=0) - 4 * DAY
    for day in range(3):
        for n in range(5):
            visit(feed, news(9, text=f"Dibaca {day}{n} kali. {WORDS}"), at=first + day * DAY + n * DAY / 6)
    entry = Entry.objects.get()
    assert (entry.version, entry.text[:14]) == (3, "Dibaca 24 kali")
    assert [(one.number, one.text[:14]) for one in entry.versions.all()] == [
        (2, "Dibaca 14 kali"),
        (1, "Dibaca 04 kali"),
    ]
    assert [one.seen_at for one in entry.versions.all()] == [first + DAY + 4 * DAY / 6, first + 4 * DAY / 6]


def test_the_day_of_a_wording_is_the_groups(cast) -> None:
    feed = feed_for(cast.kayutangan)
    # 23.30 in Malang, and an hour later: the same day in UTC.
    late = now().replace(hour=16, minute=30) - 2 * DAY
    visit(feed, news(9), at=late)
    visit(feed, news(9, text=f"Diralat. {WORDS}"), at=late + DAY / 24)
    assert Entry.objects.get().versions.get().number == 1


def test_an_entry_that_changes_every_day_stops_growing(cast) -> None:
    feed = feed_for(cast.kayutangan)
    for n in range(40):
        visit(feed, news(50, text=f"Dibaca {n} kali. {WORDS}"), at=now() - (40 - n) * DAY)
    entry = Entry.objects.get()
    assert (entry.version, entry.versions.count()) == (40, 30)
    assert entry.text.startswith("Dibaca 39")


def test_entries_without_a_date_are_not_credited_on_a_first_visit(cast) -> None:
    feed = feed_for(cast.kayutangan)
    undated = {"published": None, "dated": Dated.UNKNOWN}
    visit(feed, news(1, **undated))
    assert credited(cast.kayutangan) == []
    visit(feed, news(1, **undated), news(2, **undated))
    assert credited(cast.kayutangan) == [("Kabar ke-2", today())]
    visit(feed, news(1), news(2, **undated))
    assert len(credited(cast.kayutangan)) == 2
    assert Entry.objects.get(title="Kabar ke-1").dated == Dated.GIVEN


def test_what_lies_outside_the_groups_life_is_kept_and_not_credited(cast) -> None:
    feed = feed_for(cast.kayutangan)
    visit(feed, news(1, published=dt.datetime(2013, 1, 1, tzinfo=dt.UTC)), news(2))
    assert states(feed) == [EntryState.OUTSIDE, EntryState.ACCEPTED]
    cast.kayutangan.formed_on = dt.date(2012, 1, 1)
    cast.kayutangan.save()
    mend_credit()
    assert states(feed) == [EntryState.ACCEPTED, EntryState.ACCEPTED]
    assert len(credited(cast.kayutangan)) == 2


def test_late_in_the_east_it_is_tomorrow_and_credited_today(cast) -> None:
    cast.kota.time_zone = "Asia/Jayapura"
    cast.kota.save()
    feed = feed_for(cast.kayutangan)
    visit(feed, news(1, published=dt.datetime(2025, 9, 24, 16, 30, tzinfo=dt.UTC)), news(2, published=now()))
    assert [day for _title, day in credited(cast.kayutangan)] == [dt.date(2025, 9, 25)] * 2


# --- Copies -----------------------------------------------------------------------------------------------


def test_a_copy_is_credited_once_to_the_first_even_when_the_first_turns_up_later(cast) -> None:
    early, late = feed_for(cast.kayutangan), feed_for(cast.gubugklakah, "tani")
    visit(late, news(1, "tani", text=TEXT, published=now() - 2 * DAY))
    assert len(credited(cast.gubugklakah)) == 1
    visit(early, news(1, text=TEXT, published=now() - 5 * DAY))
    assert (len(credited(cast.gubugklakah)), len(credited(cast.kayutangan))) == (0, 1)
    copy = late.entries.get()
    assert (copy.state, copy.copy_of) == (EntryState.COPY, early.entries.get())
    assert Evidence.objects.get(group=cast.gubugklakah).reviews.get().verdict == Verdict.WITHDRAWN
    quarantine.reject_entry(entry=early.entries.get(), by=cast.forum, reason="Iklan")
    assert (len(credited(cast.gubugklakah)), len(credited(cast.kayutangan))) == (1, 0)
    # Whose figures moved is told of in its own area.
    assert AuditEvent.objects.filter(verb="reopen", area_code=cast.gubugklakah.area_id).exists()
    quarantine.release_entry(entry=early.entries.get(), by=cast.forum)
    assert (len(credited(cast.gubugklakah)), len(credited(cast.kayutangan))) == (0, 1)


def test_who_is_credited_only_now_is_told_of_in_its_own_area(cast) -> None:
    early, late = feed_for(cast.kayutangan), feed_for(cast.gubugklakah, "tani")
    visit(early, news(5, text=TEXT))
    visit(late, news(1, "tani", text=TEXT))
    assert not Evidence.objects.filter(group=cast.gubugklakah).exists()
    quarantine.reject_entry(entry=early.entries.get(), by=cast.forum, reason="Iklan")
    assert len(credited(cast.gubugklakah)) == 1
    assert AuditEvent.objects.get(verb="credit").area_code == cast.gubugklakah.area_id


@pytest.mark.parametrize("is_edited", [False, True])
def test_a_copy_with_an_earlier_date_takes_nothing(cast, is_edited) -> None:
    """Neither where it is new to a site we know, nor where it replaces another text that was there before."""
    early, late = feed_for(cast.kayutangan), feed_for(cast.gubugklakah, "tani")
    watched_since(early, now() - 8 * DAY)
    watched_since(late, now() - 8 * DAY)
    visit(early, news(2, text=TEXT), at=now() - 2 * DAY)
    if is_edited:
        visit(late, news(7, "tani"), at=now() - 6 * DAY)
    visit(late, at=now() - DAY)
    visit(late, news(7, "tani", text=TEXT))
    assert (states(early), states(late)) == ([EntryState.ACCEPTED], [EntryState.COPY])
    assert late.entries.get().copy_of == early.entries.get()
    quarantine.reject_entry(entry=late.entries.get(), by=cast.admin, reason="Iklan")
    quarantine.release_entry(entry=late.entries.get(), by=cast.admin)
    assert (len(credited(cast.kayutangan)), credited(cast.gubugklakah)) == (1, [])


def test_a_new_site_takes_nothing_of_what_was_seen_before_whatever_days_it_tells(cast) -> None:
    early, late = feed_for(cast.kayutangan), feed_for(cast.gubugklakah, "tani")
    watched_since(early, now() - 8 * DAY)
    visit(early, news(2, text=TEXT), at=now() - 2 * DAY)
    visit(late, news(90, "tani", text=TEXT))
    assert (states(early), states(late)) == ([EntryState.ACCEPTED], [EntryState.COPY])


def test_what_an_archive_showed_is_its_own_against_later_copies(cast) -> None:
    archive, late = feed_for(cast.kayutangan), feed_for(cast.gubugklakah, "tani")
    watched_since(late, now() - 8 * DAY)
    visit(archive, news(30, text=TEXT), at=now() - 5 * DAY)
    visit(late, news(2, "tani", text=TEXT), at=now() - 2 * DAY)
    assert (states(archive), states(late)) == ([EntryState.ACCEPTED], [EntryState.COPY])
    # Another archive, days later and dated earlier still.
    later = feed_for(cast.gubugklakah, "maju")
    visit(later, news(60, "maju", text=TEXT))
    assert (states(archive), states(later)) == ([EntryState.ACCEPTED], [EntryState.COPY])


def test_the_first_visit_is_not_made_again_by_choosing_another_address(cast) -> None:
    early, late = feed_for(cast.kayutangan), feed_for(cast.gubugklakah, "tani")
    watched_since(early, now() - 8 * DAY)
    watched_since(late, now() - 8 * DAY)
    visit(late, at=now() - 3 * DAY)
    choose(feed=late, address="https://tani.example/rss", way=Way.FEED, by=cast.admin, now=now() - 3 * DAY)
    visit(late, news(30, "tani", text=TEXT), at=now() - 3 * DAY)
    # Published before, and seen later.
    visit(early, news(3.5, text=TEXT), at=now() - 2 * DAY)
    assert (states(early), states(late)) == ([EntryState.ACCEPTED], [EntryState.COPY])


def test_an_article_of_ours_keeps_its_credit_against_an_earlier_date(cast) -> None:
    feed = watched_since(feed_for(cast.kayutangan), now() - 8 * DAY)
    article_of(cast.gubugklakah, now() - 2 * DAY)
    visit(feed, at=now() - DAY)
    visit(feed, news(7, text=TEXT))
    visit(feed_for(cast.kayutangan, "maju"), news(60, "maju", text=TEXT))
    assert credited(cast.gubugklakah)
    assert credited(cast.kayutangan) == []
    # So says the newsroom, too, when it settles its own.
    article = Article.objects.get()
    settle_copies({article.fingerprint})
    assert credited(cast.gubugklakah)
    withdraw(article=article, by=None, reason="Salah unggah")
    assert len(credited(cast.kayutangan)) == 1


def test_copies_that_come_together_and_on_the_same_site(cast) -> None:
    feed = feed_for(cast.kayutangan)
    visit(feed, news(1, text=TEXT), news(2, text=TEXT), news(3))
    assert states(feed) == [EntryState.COPY, EntryState.ACCEPTED, EntryState.ACCEPTED]
    assert len(credited(cast.kayutangan)) == 2


def test_an_edit_parts_copies_and_makes_them(cast) -> None:
    first, second = feed_for(cast.kayutangan), feed_for(cast.gubugklakah, "tani")
    visit(first, news(3, text=TEXT))
    visit(second, news(1, "tani", text=TEXT))
    assert states(second) == [EntryState.COPY]
    visit(second, news(1, "tani", text=f"Cerita sendiri. {WORDS}"))
    assert states(second) == [EntryState.ACCEPTED]
    assert len(credited(cast.gubugklakah)) == 1
    visit(second, news(1, "tani", text=TEXT))
    assert len(credited(cast.gubugklakah)) == 0


# --- Pages ------------------------------------------------------------------------------------------------


def test_a_page_that_two_feeds_of_a_group_show_counts_once(cast) -> None:
    feed, sitemap = feed_for(cast.kayutangan), feed_for(cast.kayutangan, "www.mekar")
    visit(feed, photo(1), photo(2))
    visit(sitemap, *(photo(n, link=f"http://www.mekar.example/kabar-{n}/") for n in (1, 2)), photo(3))
    assert [title for title, _day in credited(cast.kayutangan)] == ["Foto 3", "Foto 2", "Foto 1"]
    assert states(sitemap) == [EntryState.COPY, EntryState.COPY, EntryState.ACCEPTED]
    assert sitemap.entries.get(title="Foto 1").copy_of == feed.entries.get(title="Foto 1")
    mend_credit()
    assert len(credited(cast.kayutangan)) == 3


def test_the_feed_that_has_the_text_stands_for_the_page(cast) -> None:
    """A copy of the text elsewhere is one of the page, too."""
    sitemap, feed = feed_for(cast.kayutangan, "peta"), feed_for(cast.kayutangan)
    visit(sitemap, photo(5), at=now() - 3 * DAY)
    visit(feed, news(5, text=TEXT), at=now() - 3 * DAY)
    assert (states(sitemap), states(feed)) == ([EntryState.COPY], [EntryState.ACCEPTED])
    copy = watched_since(feed_for(cast.gubugklakah, "tani"), now() - 3 * DAY)
    visit(copy, news(1, "tani", text=TEXT))
    assert (credited(cast.gubugklakah), len(credited(cast.kayutangan))) == ([], 1)


def test_a_page_that_two_groups_show_counts_for_the_first(cast) -> None:
    own, other = feed_for(cast.kayutangan), feed_for(cast.gubugklakah, "tani")
    watched_since(own, now() - 8 * DAY)
    watched_since(other, now() - 8 * DAY)
    visit(own, photo(2), at=now() - 2 * DAY)
    visit(other, at=now() - DAY)
    visit(other, photo(2, published=now() - 7 * DAY))
    assert (len(credited(cast.kayutangan)), credited(cast.gubugklakah)) == (1, [])
    quarantine.reject_entry(entry=own.entries.get(), by=cast.forum, reason="Iklan")
    assert (credited(cast.kayutangan), len(credited(cast.gubugklakah))) == ([], 1)


def test_showing_anothers_pages_with_other_texts_moves_nobodys_credit(cast) -> None:
    """Else a feed of their pages and each other's texts would make one of all that a group wrote."""
    own, other = feed_for(cast.kayutangan), feed_for(cast.gubugklakah, "tani")
    visit(own, news(2), news(3), news(4), at=now() - 3 * DAY)
    visit(other, *(news(n, text=news(n + 1).text) for n in (2, 3, 4)))
    mend_credit()
    assert (len(credited(cast.kayutangan)), credited(cast.gubugklakah)) == (3, [])


def test_a_link_that_many_entries_share_is_no_page(cast) -> None:
    feed, other = feed_for(cast.kayutangan), feed_for(cast.gubugklakah, "tani")
    for one in (feed, other):
        visit(one, *(photo(n, link="https://kota.example/berita", guid=f"{n}") for n in (1, 2)))
    assert (len(credited(cast.kayutangan)), len(credited(cast.gubugklakah))) == (2, 2)


def test_two_short_entries_become_one_page_when_both_move_there(cast) -> None:
    feed, sitemap = feed_for(cast.kayutangan), feed_for(cast.kayutangan, "peta")
    visit(feed, photo(1, link="https://mekar.example/?p=1"))
    visit(sitemap, photo(1, link="https://peta.example/1"))
    assert len(credited(cast.kayutangan)) == 2
    visit(feed, photo(1))
    visit(sitemap, photo(1))
    assert len(credited(cast.kayutangan)) == 1


def test_what_is_rejected_is_so_on_all_feeds_of_the_group(cast) -> None:
    feed, sitemap = feed_for(cast.kayutangan), feed_for(cast.kayutangan, "peta")
    visit(feed, photo(1), photo(2))
    visit(sitemap, photo(1))
    quarantine.reject_entry(entry=feed.entries.get(title="Foto 1"), by=cast.forum, reason="Iklan")
    quarantine.reject_entry(entry=feed.entries.get(title="Foto 2"), by=cast.forum, reason="Iklan")
    assert credited(cast.kayutangan) == []
    # Also on a feed that shows it only now.
    visit(sitemap, photo(1), photo(2))
    again = sitemap.entries.get(title="Foto 2")
    assert (again.state, again.decided_by, again.decided_reason) == (EntryState.REJECTED, cast.forum, "Iklan")
    assert credited(cast.kayutangan) == []
    quarantine.take_back(entry=feed.entries.get(title="Foto 1"), by=cast.forum)
    assert states(sitemap) == [EntryState.COPY, EntryState.REJECTED]
    assert [title for title, _day in credited(cast.kayutangan)] == ["Foto 1"]
    quarantine.release_entry(entry=feed.entries.get(title="Foto 2"), by=cast.forum)
    assert len(credited(cast.kayutangan)) == 2


def test_what_the_guard_holds_on_one_feed_is_held_on_another(cast) -> None:
    feed, sitemap = feed_for(cast.kayutangan), feed_for(cast.kayutangan, "peta")
    visit(feed, spam(1), *(news(n) for n in range(2, 12)))
    visit(sitemap, photo(1))
    entry = sitemap.entries.get()
    assert (entry.state, entry.reasons) == (EntryState.QUARANTINED, feed.entries.get(link=entry.link).reasons)


def article_of(group: Group, at: dt.datetime, text: str = TEXT):
    article = save_article(group=group, by=None, fields={"kind": "kabar", "title": "Kentongan tua", "body": text})
    return submit(article=article, by=None, now=at)


def test_articles_of_ours_and_entries_elsewhere_are_copies_of_each_other(cast) -> None:
    feed = watched_since(feed_for(cast.kayutangan), now() - 4 * DAY)
    visit(feed, news(3, text=TEXT), at=now() - 2 * DAY)
    late = article_of(cast.gubugklakah, now() - DAY)
    assert credited(cast.gubugklakah) == []
    early = article_of(cast.gubugklakah, now() - 9 * DAY)
    assert states(feed) == [EntryState.COPY]
    assert credited(cast.kayutangan) == []
    assert {title for title, _day in credited(cast.gubugklakah)} == {"Kentongan tua"}
    withdraw(article=early, by=None, reason="Salah unggah")
    assert states(feed) == [EntryState.ACCEPTED]
    assert (len(credited(cast.kayutangan)), credited(cast.gubugklakah)) == (1, [])
    assert late.fingerprint == feed.entries.get().fingerprint
    quarantine.reject_entry(entry=feed.entries.get(), by=cast.forum, reason="Iklan")
    assert credited(cast.gubugklakah)


def test_what_two_workers_credited_at_the_same_moment_is_mended(cast) -> None:
    first, second = feed_for(cast.kayutangan), feed_for(cast.gubugklakah, "tani")
    visit(first, news(3, text=TEXT))
    visit(second, news(1, "tani"))
    mark = first.entries.get().fingerprint
    Entry.objects.update(fingerprint=mark)
    assert mend_credit() == 1
    assert states(second) == [EntryState.COPY]


def test_what_a_person_said_of_evidence_stands(cast) -> None:
    feed = feed_for(cast.kayutangan)
    visit(feed, news(1))
    review(evidence=Evidence.objects.get(), verdict=Verdict.WITHDRAWN, reason="Bukan kegiatan", by=cast.city_admin)
    entry = feed.entries.get()
    quarantine.reject_entry(entry=entry, by=cast.forum, reason="Iklan")
    quarantine.release_entry(entry=entry, by=cast.forum)
    assert credited(cast.kayutangan) == []


def test_credit_that_comes_later_is_known_from_then_on(cast) -> None:
    feed = hijacked(cast)
    moment = now()
    Entry.objects.filter(feed=feed).update(seen_at=moment - 90 * DAY)
    quarantine.release_feed(feed=feed, by=cast.forum)
    recorded = Evidence.objects.filter(group=cast.kayutangan, title__in=[spam(n).title for n in range(1, 9)])
    assert recorded
    assert all(row.recorded_at >= moment for row in recorded)


def test_a_copy_that_fits_its_group_no_more_wins_nothing(cast) -> None:
    first, second = feed_for(cast.kayutangan), feed_for(cast.gubugklakah)
    visit(first, news(10))
    visit(second, news(10))
    copy = Entry.objects.get(feed=second)
    assert copy.state == EntryState.COPY
    Group.objects.filter(pk=cast.gubugklakah.pk).update(ended_on=copy.published_at.date() - DAY)
    quarantine.reject_entry(entry=Entry.objects.get(feed=first), by=cast.forum, reason="Bukan kabar KIM")
    copy.refresh_from_db()
    assert copy.state == EntryState.OUTSIDE
    assert credited(cast.gubugklakah) == []
