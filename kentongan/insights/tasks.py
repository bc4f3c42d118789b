"""The nation's figures of the new day, counted before anybody asks."""

import datetime as dt

from kentongan.core.clock import today
from kentongan.core.jobs import job, nightly
from kentongan.insights.queries.parts import warm


@job()
def count_the_day() -> None:
    """Leave today's parts for every process; a small register keeps none."""
    warm(today())


nightly(count_the_day, at=dt.time(0, 1))
