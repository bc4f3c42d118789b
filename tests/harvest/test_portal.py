"""What readers see of the harvest: never more than a summary, and only where the office says so."""

import gzip
import random
import string

import pytest
from django.test import Client

from kentongan.core.models import ForgottenPages
from kentongan.harvest.actions.quarantine import quarantine_feed, reject_entry, release_feed
from kentongan.harvest.actions.settings import set_harvest_desk
from kentongan.harvest.enums import EntryState
from kentongan.harvest.models import Entry, Feed
from kentongan.harvest.rules.shapes import Reason
from kentongan.newsroom.actions.sites import site_of
from kentongan.newsroom.models import Site
from tests.conftest import Cast
from tests.harvest.rows import make_entry, make_feed
from tests.newsroom.conftest import write  # noqa: F401 - a fixture
from tests.newsroom.test_public_pages import LIMIT, shown  # noqa: F401 - a fixture

TITLE = "Kerja bakti warga"
PAGES = ("/kota-malang/", "/kayutangan/")


@pytest.fixture
def feed(cast: Cast) -> Feed:
    site_of(cast.kayutangan)
    Site.objects.get_or_create(office=cast.kota, defaults={"slug": "kota-malang", "name": "KIM Kota Malang"})
    return make_feed(cast.kayutangan)


def seen(client: Client) -> list[bool]:
    """On which pages the entry stands."""
    return [TITLE in client.get(path).content.decode() for path in PAGES]


def on_portal(cast: Cast) -> None:
    set_harvest_desk(office=cast.kota, by=cast.city_admin, on_portal=True)


def test_nothing_is_shown_until_the_office_says_so(cast: Cast, client: Client, feed: Feed) -> None:
    make_entry(feed, TITLE)
    assert seen(client) == [False, False]
    on_portal(cast)
    assert seen(client) == [True, True]


def test_only_a_summary_with_its_source_and_the_way_there(cast: Cast, client: Client, feed: Feed) -> None:
    on_portal(cast)
    entry = make_entry(feed, TITLE)
    Entry.objects.update(summary="Ringkasan " * 50, text="Teks lengkap yang panjang.")
    for path in PAGES:
        text = client.get(path).content.decode()
        assert f'<a href="{entry.link}" rel="nofollow noopener">' in text
        assert "kimcontoh.<wbr>example</p>" in text
        assert "Rabu, 24 September 2025" in text
        assert "Teks lengkap" not in text
        assert text.count("Ringkasan ") < 21


@pytest.mark.parametrize("state", [state for state in EntryState if state != EntryState.ACCEPTED])
def test_only_what_counts_is_shown(cast: Cast, client: Client, feed: Feed, state: EntryState) -> None:
    on_portal(cast)
    make_entry(feed, TITLE, state)
    for path in PAGES:
        assert TITLE not in client.get(path).content.decode()


def test_a_neighbours_portal_shows_its_own(cast: Cast, client: Client, feed: Feed) -> None:
    Site.objects.get_or_create(office=cast.malang, defaults={"slug": "kabupaten-malang", "name": "KIM Malang"})
    set_harvest_desk(office=cast.malang, by=cast.admin, on_portal=True)
    make_entry(feed, TITLE)
    assert TITLE not in client.get("/kabupaten-malang/").content.decode()


def test_finished_pages_forget_what_the_guard_holds(cast: Cast, client: Client, feed: Feed) -> None:
    def is_forgotten() -> bool:
        tags = {tag for row in ForgottenPages.objects.all() for tag in row.tags}
        ForgottenPages.objects.all().delete()
        return "office:35.73" in tags

    on_portal(cast)
    assert is_forgotten()
    entry = make_entry(feed, TITLE)
    assert seen(client) == [True, True]
    quarantine_feed(feed=feed, reasons=[Reason("words", {"topic": "gambling", "words": ["slot"], "count": 1}, 60)])
    assert (seen(client), is_forgotten()) == ([False, False], True)
    release_feed(feed=feed, by=cast.forum)
    assert (seen(client), is_forgotten()) == ([True, True], True)
    reject_entry(entry=entry, by=cast.forum, reason="Iklan")
    assert (seen(client), is_forgotten()) == ([False, False], True)


def test_with_the_longest_entries_pages_still_fit_into_one_round(cast: Cast, client: Client, feed: Feed, shown) -> None:  # noqa: F811
    on_portal(cast)
    chance = random.Random(5)
    words = ["".join(chance.choices(string.ascii_lowercase, k=7)) for _ in range(400)]
    for _ in range(4):
        entry = make_entry(feed, " ".join(chance.choices(words, k=40))[:300])
        Entry.objects.filter(pk=entry.pk).update(summary=" ".join(chance.choices(words, k=80))[:600])
    for path in PAGES:
        assert len(gzip.compress(client.get(path).content, 6)) <= LIMIT
