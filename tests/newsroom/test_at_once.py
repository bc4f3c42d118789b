"""Two at the desk's verbs at once are as one after the other."""

import datetime as dt
import uuid
from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import OperationalError, connection

from kentongan.newsroom.actions import StaleVersion, approve, submit
from kentongan.newsroom.enums import NoteKind, State
from kentongan.newsroom.models import Article, Revision
from tests.conftest import TODAY, Cast, make_group
from tests.newsroom.test_verbs import STORY, counted, save


@pytest.fixture(autouse=True)
def _the_day(settings) -> None:
    settings.FIXED_TODAY = TODAY


def patiently(do: Callable[[], Any]) -> Any:
    """SQLite's database in memory, which only tests have, refuses at once where the one in a file waits its turn."""
    while True:
        try:
            return do()
        except OperationalError as error:
            if "locked" not in str(error):
                raise


def at_once(*doings: Callable[[], Any]) -> list[Any]:
    """What each gives or raises, all begun at the same moment, each on a connection of its own."""
    barrier, results = Barrier(len(doings)), [None] * len(doings)

    def run(place: int) -> None:
        barrier.wait()
        try:
            results[place] = patiently(doings[place])
        except Exception as error:
            results[place] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=(place,)) for place in range(len(doings))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


@pytest.mark.django_db(transaction=True)
def test_one_draft_on_four_lines_is_one_article(transactional_db: None, cast: Cast) -> None:
    key = uuid.uuid4()
    results = at_once(*[lambda: save(cast, by=cast.member, client_key=key)] * 4)
    assert {getattr(one, "pk", one) for one in results} == {Article.objects.get().pk}
    assert Revision.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_changes_at_once_one_is_kept_and_one_is_told(transactional_db: None, cast: Cast) -> None:
    article = save(cast, by=cast.member)
    results = at_once(
        lambda: save(cast, by=cast.member, article=article, body="Dari HP.", base_version=1),
        lambda: save(cast, by=cast.leader, article=article, body="Dari komputer.", base_version=1),
    )
    assert sum(isinstance(one, StaleVersion) for one in results) == 1
    assert sum(isinstance(one, Article) for one in results) == 1
    assert Article.objects.get().version == 2


@pytest.mark.django_db(transaction=True)
def test_copies_shown_at_once_count_once(transactional_db: None, cast: Cast) -> None:
    other = make_group(cast.area("35.73.02.1011"), "KIM Rampal", dt.date(2020, 1, 1))
    drafts = [save(cast), save(cast, group=other)]
    results = at_once(*[lambda draft=draft: submit(article=draft, by=None) for draft in drafts])
    assert [getattr(one, "state", one) for one in results] == [State.PUBLISHED] * 2
    assert sorted([counted(cast.kayutangan), counted(other)]) == [[], ["berita", "situs"]]


@pytest.mark.django_db(transaction=True)
def test_two_readers_at_once_approve_once(transactional_db: None, cast: Cast) -> None:
    article = submit(article=save(cast, by=cast.member), by=cast.member)
    results = at_once(
        lambda: approve(article=article, by=cast.leader), lambda: approve(article=article, by=cast.city_admin)
    )
    assert [getattr(one, "state", one) for one in results] == [State.PUBLISHED] * 2
    assert article.notes.filter(kind=NoteKind.APPROVED).count() == 1


@pytest.mark.django_db(transaction=True)
def test_articles_of_one_title_shown_at_once_have_two_addresses(transactional_db: None, cast: Cast) -> None:
    drafts = [save(cast, title="Panen", body=f"{STORY} {number}") for number in range(3)]
    results = at_once(*[lambda draft=draft: submit(article=draft, by=None) for draft in drafts])
    assert sorted(getattr(one, "slug", one) for one in results) == ["panen", "panen-2", "panen-3"]
