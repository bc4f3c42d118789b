"""The demo's one day at the real time of day; an office's own day as it is."""

import datetime as dt

from django.utils import timezone

from kentongan.core import clock
from kentongan.core.audit import record_event


def test_an_office_sees_the_real_moment(settings) -> None:
    settings.FIXED_TODAY = None
    moment = timezone.now()
    assert clock.as_seen(moment) == moment
    assert abs(clock.now() - moment) < dt.timedelta(seconds=5)


def test_the_demo_sees_its_own_day_at_the_real_time_of_day(settings) -> None:
    settings.FIXED_TODAY = dt.date(2025, 9, 25)
    real = timezone.localtime()
    seen = timezone.localtime(clock.as_seen(real))
    assert seen.date() == dt.date(2025, 9, 25)
    assert seen.time() == real.time()
    assert timezone.localdate(clock.as_seen(real + dt.timedelta(days=14))) == dt.date(2025, 10, 9)


def test_what_happened_in_the_demo_tells_the_demos_day(db, settings) -> None:
    settings.FIXED_TODAY = dt.date(2025, 9, 25)
    event = record_event(verb="change", kind="group", key="1", label="KIM")
    assert timezone.localdate(event.at) == dt.date(2025, 9, 25)
