"""Jobs are tried again, given back by dead workers, and run on schedule."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from kentongan.core import jobs
from kentongan.core.errors import Refused
from kentongan.core.jobs import enqueue_due, job, next_due, reap, wait_before
from kentongan.core.models import ScheduledJob, Worker

WIB = ZoneInfo("Asia/Jakarta")
calls: list[str] = []


@job()
def works(word: str) -> str:
    calls.append(word)
    return word


@job(tries=3)
def breaks() -> None:
    calls.append("breaks")
    raise RuntimeError("the outside is gone")


@job(tries=3)
def is_refused() -> None:
    calls.append("refused")
    raise Refused("never")


@pytest.fixture(autouse=True)
def _fresh() -> None:
    calls.clear()


# --- Pure ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("attempt", "seconds"), [(1, 5), (2, 20), (3, 80), (4, 320), (9, 3600), (500, 3600)])
def test_each_wait_is_longer_up_to_an_hour(attempt: int, seconds: int) -> None:
    assert wait_before(attempt).total_seconds() == seconds


@pytest.mark.parametrize(
    ("case", "after", "due"),
    [
        (
            "before the hour, today",
            dt.datetime(2025, 9, 25, 1, 0, tzinfo=WIB),
            dt.datetime(2025, 9, 25, 2, 30, tzinfo=WIB),
        ),
        (
            "at the hour, tomorrow",
            dt.datetime(2025, 9, 25, 2, 30, tzinfo=WIB),
            dt.datetime(2025, 9, 26, 2, 30, tzinfo=WIB),
        ),
        (
            "after it, tomorrow",
            dt.datetime(2025, 9, 30, 23, 0, tzinfo=WIB),
            dt.datetime(2025, 10, 1, 2, 30, tzinfo=WIB),
        ),
        (
            "UTC is still the day before",
            dt.datetime(2025, 9, 24, 18, 0, tzinfo=dt.UTC),
            dt.datetime(2025, 9, 25, 2, 30, tzinfo=WIB),
        ),
    ],
)
def test_next_due(case: str, after: dt.datetime, due: dt.datetime) -> None:
    assert next_due(after, dt.time(2, 30), WIB) == due


# --- Retries ---------------------------------------------------------------------------------------------


def test_a_job_that_works_runs_once(run_jobs) -> None:
    result = works.enqueue("kentong")
    assert run_jobs() == 1
    result.refresh()
    assert (result.status, result.return_value, calls) == (TaskResultStatus.SUCCESSFUL, "kentong", ["kentong"])


def test_a_job_that_fails_waits_and_is_tried_again(run_jobs) -> None:
    breaks.enqueue()
    before = timezone.now()
    assert run_jobs() == 1
    row = DBTaskResult.objects.get()
    assert row.status == TaskResultStatus.READY
    assert before + dt.timedelta(seconds=4) < row.run_after < before + dt.timedelta(seconds=30)


def test_a_job_is_given_up_after_its_last_try(run_jobs) -> None:
    breaks.enqueue()
    for _ in range(5):
        DBTaskResult.objects.filter(status=TaskResultStatus.READY).update(run_after=timezone.now())
        run_jobs()
    row = DBTaskResult.objects.get()
    assert (row.status, len(calls)) == (TaskResultStatus.FAILED, 3)
    assert "the outside is gone" in row.traceback


def test_a_refused_job_is_not_tried_again(run_jobs) -> None:
    is_refused.enqueue()
    run_jobs()
    assert DBTaskResult.objects.get().status == TaskResultStatus.FAILED


# --- Dead workers ----------------------------------------------------------------------------------------


def _running(worker: str, claims: int = 1) -> DBTaskResult:
    works.enqueue("x")
    row = DBTaskResult.objects.get()
    for _ in range(claims):
        row.claim(worker)
    return row


@pytest.mark.django_db
def test_a_job_of_a_silent_worker_is_queued_again() -> None:
    now = timezone.now()
    row = _running("dead")
    Worker.objects.create(pk="dead", seen_at=now - jobs.LEASE - dt.timedelta(seconds=1))
    assert reap(now=now, alive="me") == 1
    row.refresh_from_db()
    assert row.status == TaskResultStatus.READY
    assert not Worker.objects.filter(pk="dead").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["me", "busy"])
def test_a_job_of_a_living_worker_is_left_alone(who: str) -> None:
    now = timezone.now()
    row = _running(who)
    Worker.objects.create(pk="busy", seen_at=now - dt.timedelta(seconds=30))
    assert reap(now=now, alive="me") == 0
    row.refresh_from_db()
    assert row.status == TaskResultStatus.RUNNING


@pytest.mark.django_db
def test_a_job_that_kills_its_workers_is_given_up() -> None:
    row = _running("dead", claims=jobs.DEFAULT_TRIES)
    assert reap(now=timezone.now(), alive="me") == 1
    row.refresh_from_db()
    assert row.status == TaskResultStatus.FAILED
    assert row.exception_class_path == "kentongan.core.jobs.WorkerLost"


# --- Schedule --------------------------------------------------------------------------------------------


@pytest.fixture
def schedule(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "SCHEDULE", {})
    jobs.nightly(breaks, at=dt.time(2, 30))


@pytest.mark.django_db
@pytest.mark.usefixtures("schedule")
def test_a_nightly_job_runs_once_a_night_however_many_ask() -> None:
    evening = dt.datetime(2025, 9, 25, 20, 0, tzinfo=WIB)
    assert enqueue_due(now=evening) == []
    night = dt.datetime(2025, 9, 26, 2, 31, tzinfo=WIB)
    assert enqueue_due(now=night) == [breaks.module_path]
    assert enqueue_due(now=night) == []
    assert DBTaskResult.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("schedule")
def test_nights_that_passed_unwatched_are_made_up_for_once() -> None:
    enqueue_due(now=dt.datetime(2025, 9, 1, 12, 0, tzinfo=WIB))
    morning = dt.datetime(2025, 9, 25, 8, 0, tzinfo=WIB)
    assert len(enqueue_due(now=morning)) == 1
    assert ScheduledJob.objects.get().due_at == dt.datetime(2025, 9, 26, 2, 30, tzinfo=WIB)


@pytest.fixture
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "SCHEDULE", {})
    jobs.every(breaks, seconds=60)


@pytest.mark.django_db
@pytest.mark.usefixtures("often")
def test_a_job_of_every_minute_runs_each_minute_and_makes_up_for_nothing() -> None:
    start = dt.datetime(2025, 9, 25, 12, 0, tzinfo=WIB)
    assert enqueue_due(now=start) == []
    assert enqueue_due(now=start + dt.timedelta(seconds=59)) == []
    assert enqueue_due(now=start + dt.timedelta(seconds=61)) == [breaks.module_path]
    DBTaskResult.objects.update(status=TaskResultStatus.SUCCESSFUL)
    assert enqueue_due(now=start + dt.timedelta(hours=5)) == [breaks.module_path]
    assert enqueue_due(now=start + dt.timedelta(hours=5, seconds=1)) == []


@pytest.mark.django_db
@pytest.mark.usefixtures("often")
def test_a_job_of_every_minute_that_still_waits_is_not_asked_for_twice() -> None:
    start = dt.datetime(2025, 9, 25, 12, 0, tzinfo=WIB)
    for minute in range(10):
        enqueue_due(now=start + dt.timedelta(minutes=minute, seconds=minute))
    assert DBTaskResult.objects.count() == 1
