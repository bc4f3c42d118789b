"""The core's own nightly cleaning."""

import datetime as dt

from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from kentongan.core.jobs import job, nightly

KEEP_FINISHED = dt.timedelta(days=14)


@job()
def forget_finished_jobs() -> int:
    """Delete the receipts of jobs that finished more than two weeks ago."""
    return DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - KEEP_FINISHED).delete()[0]


@job()
def forget_expired_sessions() -> None:
    """Delete sessions that nobody can use any more."""
    call_command("clearsessions")


nightly(forget_finished_jobs, at=dt.time(2, 10))
nightly(forget_expired_sessions, at=dt.time(2, 20))
