"""Which day it is, and which day a page of figures speaks of."""

import datetime as dt

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _


def today() -> dt.date:
    """Today in the active time zone; the demo's one day in demo mode."""
    return settings.FIXED_TODAY or timezone.localdate()


def as_of_from(request: HttpRequest) -> dt.date:
    """The day asked for with ``?per=YYYY-MM-DD``; today, with a sentence, when it cannot be read."""
    value = request.GET.get("per", "")
    if not value:
        return today()
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        messages.warning(
            request,
            _("Tanggal “%(value)s” tidak terbaca, jadi yang tampil keadaan hari ini.") % {"value": value[:40]},
        )
        return today()
