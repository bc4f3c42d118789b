"""The accounts room's nightly cleaning."""

import datetime as dt

from kentongan.accounts.notices import forget_old_notices
from kentongan.core.jobs import job, nightly


@job()
def forget_notices() -> int:
    """Delete notices that are long past."""
    return forget_old_notices()


nightly(forget_notices, at=dt.time(2, 40))
