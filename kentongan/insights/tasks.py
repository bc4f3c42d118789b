"""The register's columns, read anew before anybody asks."""

import datetime as dt

from kentongan.core.jobs import job, nightly
from kentongan.insights.queries.columns import warm


@job()
def read_the_register() -> None:
    """Leave the columns for every process; a small register keeps none."""
    warm()


nightly(read_the_register, at=dt.time(0, 1))
