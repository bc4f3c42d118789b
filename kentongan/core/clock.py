"""Which day it is, and which day a page of figures speaks of."""

import datetime as dt

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from kentongan.core.dates import EARLIEST, LATEST


def today() -> dt.date:
    """Today in the active time zone; the demo's one day in demo mode."""
    return settings.FIXED_TODAY or timezone.localdate()


def as_seen(moment: dt.datetime) -> dt.datetime:
    """A real moment in the days people see: in the demo, whose one day is long ago, as far back as that day is.

    For what is shown only. Links and sessions run out by the real clock.
    """
    return moment - (timezone.localdate() - today())


def now() -> dt.datetime:
    """This moment as people see it: the demo's one day at the real time of day."""
    return as_seen(timezone.now())


def read_as_of(text: str) -> dt.date:
    """The day written as YYYY-MM-DD; a ValueError for any other text, and for days no register can speak of."""
    day = dt.date.fromisoformat(text)
    if not EARLIEST <= day <= LATEST:
        raise ValueError(f"{day} is not between {EARLIEST} and {LATEST}")
    return day


def as_of_from(request: HttpRequest) -> dt.date:
    """The day asked for with ``?per=YYYY-MM-DD``; today, with a sentence, when it cannot be read."""
    value = request.GET.get("per", "")
    if not value:
        return today()
    try:
        return read_as_of(value)
    except ValueError:
        messages.warning(
            request,
            _("Tanggal “%(value)s” tidak terbaca, jadi yang tampil keadaan hari ini.") % {"value": value[:40]},
        )
        return today()
