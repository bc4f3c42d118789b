"""What assessment does by night."""

import datetime as dt

from kentongan.areas.models import Area
from kentongan.assessment.actions.notices import raise_notices
from kentongan.core.clock import today
from kentongan.core.jobs import job, nightly
from kentongan.registry.models import Group


@job()
def raise_notices_everywhere() -> int:
    """One job a regency: each may be tried again by itself, and a stopped night goes on where it was."""
    regencies = Group.objects.existing_on(today()).order_by().values_list("area__regency_code", flat=True).distinct()
    for code in sorted(regencies):
        raise_notices_of.enqueue(code)
    return len(regencies)


@job()
def raise_notices_of(area_code: str) -> int:
    """Tell the people of one regency what is new; safe to run twice."""
    return raise_notices(area=Area.objects.get(pk=area_code), day=today())


nightly(raise_notices_everywhere, at=dt.time(5, 0))
