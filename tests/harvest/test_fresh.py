"""New entries written as values stand in the table as the ORM would have put them there."""

import datetime as dt

import pytest
from django.db import IntegrityError

from kentongan.core.rows import insert_rows, update_rows
from kentongan.harvest.actions.fresh import _COLUMNS, Fresh, insert
from kentongan.harvest.enums import Dated, EntryState, Way
from kentongan.harvest.models import Entry, Feed
from tests.harvest.rows import GAMBLING, NOW, make_feed

ODD = 'Satu\nDua\t"Tiga" \\N \\. ꦲꦤ 😀'


def fresh(feed, key: str, **facts) -> Fresh:
    """An entry with all that a column can hold."""
    said = dict.fromkeys(("guid", "link", "title", "author", "summary", "text"), ODD)
    return Fresh(
        feed=feed,
        group=feed.group,
        day=NOW.date(),
        code=f"kode-{key}",
        key=key,
        **said,
        language="id",
        pictures=["https://a.example/b.jpg"],
        link_hosts=[],
        published_at=NOW - dt.timedelta(days=1, microseconds=3),
        dated=Dated.GIVEN,
        fingerprint="",
        digest="d",
        state=EntryState.QUARANTINED,
        seen_at=NOW,
        absent_at=NOW - dt.timedelta(days=2),
        **facts,
    )


def test_every_column_is_as_it_was_given(cast) -> None:
    given = fresh(make_feed(cast.kayutangan), "a", reasons=[GAMBLING])
    insert([given])
    stored = Entry.objects.get()
    assert {name: getattr(stored, name) for name in _COLUMNS} == {name: getattr(given, name) for name in _COLUMNS}
    assert (stored.feed_id, stored.group_id, stored.evidence_key) == (given.feed.pk, given.group.pk, given.evidence_key)
    assert str(stored) == str(given)


def test_what_is_left_to_the_database_is_empty(cast) -> None:
    insert([fresh(make_feed(cast.kayutangan), "a")])
    stored = Entry.objects.get()
    others = {field.attname for field in Entry._meta.concrete_fields} - {"id", "feed_id", "group_id", *_COLUMNS}
    assert "changed_at" in others
    assert not any(getattr(stored, name) for name in others)


def test_what_is_there_already_is_an_error_and_nothing_is_no_question(cast, django_assert_num_queries) -> None:
    feed = make_feed(cast.kayutangan)
    with pytest.raises(IntegrityError):
        insert([fresh(feed, "a"), fresh(feed, "a")])
    with django_assert_num_queries(0):
        insert_rows(Entry, ["key"], [])
        update_rows(Entry, ["key"], [])


def test_rows_that_are_there_are_written_and_no_others(cast) -> None:
    feed, other = make_feed(cast.kayutangan), make_feed(cast.kayutangan, "https://lain.example/")
    names = ("way", "address", "why", "next_at", "newest_on", "host_id", "failures")
    values = (Way.PAGE, ODD, [{"found": "person"}], NOW, dt.date(2025, 9, 1), None, 3)
    update_rows(Feed, names, [(*values, feed.pk)])
    feed.refresh_from_db()
    assert tuple(getattr(feed, name) for name in names) == values
    assert Feed.objects.get(pk=other.pk).address == other.address
