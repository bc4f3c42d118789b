"""What the newsroom does by itself."""

import datetime as dt

from kentongan.core.jobs import job, nightly
from kentongan.newsroom.actions.publishing import publish_due


@job(tries=10)
def show_due() -> int:
    """Show every scheduled article whose time has come."""
    return publish_due()


# What a lost job left behind.
nightly(show_due, at=dt.time(0, 10))
