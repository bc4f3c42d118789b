"""Background jobs that survive: retries with back-off, jobs given back by killed workers, a schedule.

A room writes its jobs in ``tasks.py``::

    @job(tries=5)
    def harvest_feed(feed_id: int) -> None: ...

    nightly(forget_old_drafts, at=time(2, 30))
    every(harvest_due, seconds=60)

Jobs take ids, do one action, and are safe to run twice: a worker may die between the work and its receipt.
"""

import datetime as dt
import logging
import os
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from django.db import OperationalError, close_old_connections, connection, transaction
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.module_loading import autodiscover_modules, import_string
from django_tasks import TaskResultStatus, task
from django_tasks.base import Task
from django_tasks_db.management.commands.db_worker import Worker as DatabaseWorker
from django_tasks_db.models import DBTaskResult

from kentongan.core.errors import Conflict, Refused
from kentongan.core.finished.serving import look
from kentongan.core.models import ScheduledJob, Worker

logger = logging.getLogger(__name__)

BEAT = dt.timedelta(seconds=10)
# Six missed beats: long enough for a slow disk, short enough that nobody waits for a dead worker.
LEASE = dt.timedelta(seconds=60)
FIRST_WAIT = dt.timedelta(seconds=5)
LONGEST_WAIT = dt.timedelta(hours=1)
DEFAULT_TRIES = 3
# Errors that trying again cannot mend.
FINAL = (Refused, Conflict, ImportError, TypeError)


class WorkerLost(Exception):
    """The worker died while it did the job, as often as the job may be tried."""


# --- Declaring --------------------------------------------------------------------------------------


def job(*, tries: int = DEFAULT_TRIES, priority: int = 0, takes_context: bool = False) -> Callable[[Callable], Task]:
    """Make a function a job that is tried ``tries`` times, each wait longer than the one before."""

    def wrap(function: Callable) -> Task:
        function.tries = tries  # type: ignore[attr-defined]
        return task(priority=priority, takes_context=takes_context)(function)  # type: ignore[call-overload]

    return wrap


@dataclass(frozen=True, slots=True)
class Nightly:
    """A job without arguments that runs once a day at a local time."""

    job: Task
    at: dt.time


@dataclass(frozen=True, slots=True)
class Every:
    """A job without arguments that runs again and again, ``gap`` apart."""

    job: Task
    gap: dt.timedelta


SCHEDULE: dict[str, Nightly | Every] = {}


def nightly(job: Task, *, at: dt.time) -> None:
    """Run ``job`` each day at ``at`` in the installation's time zone, once, however many workers there are."""
    SCHEDULE[job.module_path] = Nightly(job, at)


def every(job: Task, *, seconds: int) -> None:
    """Run ``job`` every so many seconds (the worker looks each ``BEAT``); one that still waits to be done is not asked for twice."""
    SCHEDULE[job.module_path] = Every(job, dt.timedelta(seconds=seconds))


def wait_before(attempt: int) -> dt.timedelta:
    """How long to wait before the next try after ``attempt`` tries: 5 s, 20 s, 80 s, ... at most an hour."""
    return min(FIRST_WAIT * 4 ** min(attempt - 1, 10), LONGEST_WAIT)


def next_due(after: dt.datetime, at: dt.time, zone: dt.tzinfo) -> dt.datetime:
    """The first moment later than ``after`` at which clocks in ``zone`` show ``at``."""
    day = after.astimezone(zone).date()
    due = dt.datetime.combine(day, at, tzinfo=zone)
    return due if due > after else dt.datetime.combine(day + dt.timedelta(days=1), at, tzinfo=zone)


# --- Keeping the queue healthy ------------------------------------------------------------------------


def retry_or_fail(result: DBTaskResult, *, now: dt.datetime) -> bool:
    """Put a job that ended badly back into the queue if it may be tried again; say whether it was."""
    if len(result.worker_ids) >= _tries(result) or _is_final(result):
        return False
    return bool(
        DBTaskResult.objects.filter(pk=result.pk, status=result.status, started_at=result.started_at).update(
            status=TaskResultStatus.READY, run_after=now + wait_before(len(result.worker_ids)), finished_at=None
        )
    )


def reap(*, now: dt.datetime, alive: str) -> int:
    """Give back the jobs of workers that have been silent for longer than the lease; ``alive`` is the caller."""
    Worker.objects.filter(seen_at__lt=now - LEASE).exclude(pk=alive).delete()
    living = set(Worker.objects.values_list("pk", flat=True)) | {alive}
    reaped = 0
    for result in DBTaskResult.objects.running():
        if result.worker_ids and result.worker_ids[-1] in living:
            continue
        reaped += 1
        if retry_or_fail(result, now=now):
            logger.warning("Job %s lost its worker and is queued again", result.task_path)
            continue
        logger.error("Job %s lost its worker %d times and is given up", result.task_path, len(result.worker_ids))
        DBTaskResult.objects.filter(pk=result.pk, status=TaskResultStatus.RUNNING, started_at=result.started_at).update(
            status=TaskResultStatus.FAILED,
            finished_at=now,
            exception_class_path=f"{WorkerLost.__module__}.{WorkerLost.__qualname__}",
            traceback=str(WorkerLost.__doc__),
        )
    return reaped


def enqueue_due(*, now: dt.datetime) -> list[str]:
    """Enqueue the scheduled jobs that are due; what passed while no worker ran is made up for once."""
    enqueued = []
    zone = timezone.get_default_timezone()
    for name, entry in SCHEDULE.items():
        following = now + entry.gap if isinstance(entry, Every) else next_due(now, entry.at, zone)
        row, created = ScheduledJob.objects.get_or_create(name=name, defaults={"due_at": following})
        if created or row.due_at > now:
            continue
        with transaction.atomic():
            if not ScheduledJob.objects.filter(name=name, due_at=row.due_at).update(due_at=following):
                continue
            if isinstance(entry, Every) and is_waiting(entry.job):
                continue
            entry.job.enqueue()
            enqueued.append(name)
    return enqueued


def is_waiting(job: Task) -> bool:
    """Whether the job stands in the queue and nobody has begun it."""
    return DBTaskResult.objects.ready().filter(task_path=job.module_path).exists()


def _tries(result: DBTaskResult) -> int:
    try:
        return getattr(result.task.func, "tries", DEFAULT_TRIES)
    except Exception:  # A job that a newer release no longer knows cannot be tried again.
        return 0


def _is_final(result: DBTaskResult) -> bool:
    if not result.exception_class_path:
        return False
    try:
        error = import_string(result.exception_class_path)
    except ImportError:
        return False
    return issubclass(error, FINAL) or bool(getattr(error, "permanent", False))


# --- The worker -----------------------------------------------------------------------------------------


class KentonganWorker(DatabaseWorker):
    """The database worker, with a heartbeat, retries, and patience with a busy or absent database."""

    def __init__(self, *, interval: float = 0.5, batch: bool = False) -> None:
        super().__init__(
            queue_names=["*"],
            interval=interval,
            batch=batch,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=_new_name(),
            excluded_queue_names=[],
        )

    def run(self) -> None:
        autodiscover_modules("tasks")
        self.keep_house()
        beat = threading.Thread(target=self._beat, name="beat", daemon=True)
        beat.start()
        try:
            self._run_patiently()
        finally:
            self._ended.set()
            beat.join(timeout=BEAT.total_seconds())
            Worker.objects.filter(pk=self.worker_id).delete()

    def run_task(self, db_task_result: DBTaskResult) -> None:
        super().run_task(db_task_result)
        if db_task_result.status == TaskResultStatus.FAILED:
            again = retry_or_fail(db_task_result, now=timezone.now())
            logger.warning(
                "Job %s failed (%s), %s",
                db_task_result.task_path,
                db_task_result.exception_class_path,
                "will be tried again" if again else "and is given up",
            )

    def keep_house(self) -> None:
        """Say that this worker is alive, give back jobs of dead ones, enqueue what is due."""
        now = timezone.now()
        if connection.vendor == "sqlite":
            # One worker on SQLite, which the command ensures: any other that left a row is dead.
            Worker.objects.exclude(pk=self.worker_id).delete()
        Worker.objects.update_or_create(pk=self.worker_id, defaults={"seen_at": now})
        reap(now=now, alive=self.worker_id)
        enqueue_due(now=now)

    def _run_patiently(self) -> None:
        while self.running:
            try:
                super().run()
            except OperationalError as error:
                # A long import holds SQLite's one write lock, or the PostgreSQL server restarts: wait, do not die.
                logger.warning("The database does not answer the worker: %s", error)
                close_old_connections()
                # Under a new name, so that a job whose receipt could not be written is given back, too.
                self.worker_id = _new_name()
                self._ended.wait(2)
            else:
                return

    def _beat(self) -> None:
        while not self._ended.wait(BEAT.total_seconds()):
            try:
                self.keep_house()
                look()
            except OperationalError as error:
                logger.info("Missed a beat: %s", error)
            except Exception:
                logger.exception("Keeping house failed")
            finally:
                connection.close()

    @cached_property
    def _ended(self) -> threading.Event:
        return threading.Event()


def _new_name() -> str:
    return f"{socket.gethostname()[:24]}-{os.getpid()}-{get_random_string(8)}"
