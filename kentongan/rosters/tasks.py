"""The background work of imports: reading, planning, saving, and forgetting what holds personal data."""

import datetime as dt
import logging

from kentongan.core import clock
from kentongan.core.jobs import job, nightly
from kentongan.rosters.actions import forget_old_rosters, prepare_roster, write_roster
from kentongan.rosters.models import Roster

logger = logging.getLogger(__name__)


@job()
def prepare(roster_id: int) -> None:
    """Read or plan the roster, whichever its state says is next."""
    if roster := Roster.objects.filter(pk=roster_id).first():
        prepare_roster(roster=roster)


@job()
def write(roster_id: int) -> None:
    """Save the roster that was confirmed; does nothing when that has happened."""
    if roster := Roster.objects.filter(pk=roster_id).first():
        write_roster(roster=roster, now=clock.now())


@job()
def forget_rosters() -> int:
    """Remove rows and files of rosters that were uploaded 30 days ago."""
    return forget_old_rosters(now=clock.now())


nightly(forget_rosters, at=dt.time(3, 10))
