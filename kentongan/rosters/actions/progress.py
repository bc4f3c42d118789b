"""How a job says how far it is, and hears that it should stop."""

import gc
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kentongan.core.errors import Conflict
from kentongan.rosters.meter import write_meter
from kentongan.rosters.models import Roster

Thing = TypeVar("Thing")
# A look at the clock for so many things, a word for so many seconds.
LOOKS_EVERY = 1000
SECONDS_BETWEEN = 0.5


class Stopped(Exception):
    """Somebody stopped the job, or it is done already."""


def moved(roster: Roster, done: int, total: int | None = None) -> None:
    """Write down how far the job is; raises ``Stopped`` when the roster is no longer in the job's state."""
    values: dict[str, Any] = {"done": done, "moved_at": timezone.now()}
    if total is not None:
        values["total"] = total
    if not Roster.objects.filter(pk=roster.pk, state=roster.state).update(**values):
        raise Stopped


class Teller:
    """Counts things on their way into the one transaction of a save, tells how far it is, and hears that it should stop."""

    def __init__(self, roster: Roster, total: int) -> None:
        self.roster, self.total = roster, total
        self.done, self.told_at = 0, 0.0

    def passing(self, things: Iterable[Thing]) -> Iterator[Thing]:
        for thing in things:
            self.done += 1
            if self.done % LOOKS_EVERY == 0:
                self._tell()
            yield thing

    def _tell(self) -> None:
        if time.monotonic() - self.told_at < SECONDS_BETWEEN:
            return
        self.told_at = time.monotonic()
        write_meter(self.roster.code, min(self.done, self.total), self.total)
        # PostgreSQL lets somebody press stop meanwhile; on SQLite nobody else writes.
        if not Roster.objects.filter(pk=self.roster.pk, state=Roster.State.SAVING).exists():
            raise Stopped


def turn(roster: Roster, state: Roster.State, **values: Any) -> None:
    """Move the roster from the state it was read in to another; a Conflict when somebody was faster."""
    values |= {"state": state, "moved_at": timezone.now()}
    if not Roster.objects.filter(pk=roster.pk, state=roster.state).update(**values):
        raise Conflict(_("Impor ini baru saja berubah. Periksa lagi keadaannya di bawah."))
    for name, value in values.items():
        setattr(roster, name, value)


def enqueue(name: str, roster: Roster) -> None:
    """Put the job into the queue once the state is safe in the database."""
    from kentongan.rosters import tasks  # The jobs call the actions.

    job = getattr(tasks, name)
    transaction.on_commit(lambda: job.enqueue(roster.pk))


@contextmanager
def many_rows() -> Iterator[None]:
    """Work on many thousands of small objects that all live on: looking for garbage among them costs a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
