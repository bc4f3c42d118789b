"""What the harvest does by itself, and how it gives way to others."""

import datetime as dt

import pytest
from django_tasks_db.models import DBTaskResult

from kentongan.core import jobs
from kentongan.core.clock import now
from kentongan.core.jobs import job
from kentongan.harvest import tasks
from kentongan.harvest.actions.running import Result
from kentongan.harvest.models import Feed, Stretch
from kentongan.registry.models import Channel
from tests.harvest.little_sites import SUFFIX, rss, serving
from tests.harvest.test_running import known_feed, news

order: list[str] = []


@job()
def of_a_person() -> None:
    order.append("person")


@pytest.fixture(autouse=True)
def _fresh() -> None:
    order.clear()


@pytest.fixture
def sites(settings):
    with serving() as (sites, stage):
        settings.HARVEST_STAGE = stage
        yield sites


def test_all_of_it_is_scheduled() -> None:
    names = {name.rpartition(".")[2] for name in jobs.SCHEDULE if ".harvest." in name}
    assert {"harvest_due", "look_for_channels", "forget_old_stretches", "mend_harvest_credit"} <= names


def test_a_channel_is_found_and_visited_without_anybodys_doing(cast, sites, run_jobs) -> None:
    sites.put(f"mekar.{SUFFIX}", "/feed/", rss(*news("mekar")))
    Channel.objects.create(group=cast.kayutangan, kind="website", url=f"https://mekar.{SUFFIX}/")
    Channel.objects.create(group=cast.kayutangan, kind="instagram", url="https://www.instagram.com/kayutangan/")
    tasks.look_for_channels.enqueue()
    tasks.harvest_due.enqueue()
    assert run_jobs() == 2
    assert Feed.objects.get(way="feed").entries.count() == 3
    assert Feed.objects.get(way="pasted").next_at is None


def test_a_slice_that_does_not_suffice_is_followed_by_another_after_everybody_else(cast, run_jobs, monkeypatch) -> None:
    known_feed(cast.kayutangan, "mekar")
    slices = iter([Result(is_cut_short=True), Result()])

    def run(**_limits: object) -> Result:
        order.append("slice")
        return next(slices)

    monkeypatch.setattr(tasks, "run", run)
    tasks.harvest_due.enqueue()
    of_a_person.enqueue()
    of_a_person.enqueue()
    run_jobs()
    assert order == ["person", "person", "slice", "slice"]
    assert DBTaskResult.objects.ready().count() == 0


def test_with_much_to_do_another_worker_is_called_at_once(cast, run_jobs, monkeypatch) -> None:
    known_feed(cast.kayutangan, "mekar")
    monkeypatch.setattr(tasks, "PLENTY", 0)
    waiting = []
    monkeypatch.setattr(tasks, "run", lambda **_limits: waiting.append(jobs.is_waiting(tasks.harvest_due)) or Result())
    tasks.harvest_due.enqueue()
    monkeypatch.setattr(tasks, "is_anything_due", lambda **_facts: not waiting)
    run_jobs()
    assert waiting == [True, False]


def test_old_history_is_forgotten(cast, run_jobs) -> None:
    feed = known_feed(cast.kayutangan, "mekar")
    for days in (401, 399):
        at = now() - dt.timedelta(days=days)
        Stretch.objects.create(feed=feed, first_at=at, last_at=at)
    tasks.forget_old_stretches.enqueue()
    run_jobs()
    assert Stretch.objects.count() == 1
