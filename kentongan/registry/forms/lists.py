"""The filters of lists, read from the address: what cannot be read is left out and said."""

import datetime as dt

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from kentongan.areas.models import Area
from kentongan.core.dates import ParsedDay, parse_day
from kentongan.registry.enums import DecreeState, Precision
from kentongan.registry.queries.groups import ENDED, EXISTING, GroupFilters
from kentongan.registry.queries.places import areas_visible_to

LONGEST_TEXT = 80


def area_asked(request: HttpRequest) -> Area | None:
    """The area of ``?wilayah=``; 404 when it is not one the person sees."""
    code = request.GET.get("wilayah", "")
    if not code:
        return None
    area = areas_visible_to(request.user).filter(pk=code).select_related("parent").first()
    if area is None:
        raise Http404
    return area


def text_asked(request: HttpRequest) -> str:
    return " ".join(request.GET.get("q", "").split())[:LONGEST_TEXT]


def choice_asked(request: HttpRequest, name: str, choices: list[str], default: str = "") -> str:
    value = request.GET.get(name, "")
    return value if value in choices else default


def day_asked(request: HttpRequest, name: str) -> dt.date | None:
    """A day of the address; an unreadable one is named and left out."""
    value = request.GET.get(name, "")
    if not value:
        return None
    read = parse_day(value)
    if isinstance(read, ParsedDay):
        return read.day
    messages.warning(request, _("Saringan tanggal dilepas. %(why)s") % {"why": read.message})
    return None


def decree_filters(request: HttpRequest) -> GroupFilters:
    """The filters of /sk/, shared with its export; its ``keadaan`` is the state of the decree."""
    return GroupFilters(
        area=area_asked(request), text=text_asked(request), decree=choice_asked(request, "keadaan", DecreeState.values)
    )


def group_filters(request: HttpRequest) -> GroupFilters:
    """The filters of /kim/, shared with its exports."""
    return GroupFilters(
        area=area_asked(request),
        text=text_asked(request),
        decree=choice_asked(request, "sk", DecreeState.values),
        state=choice_asked(request, "keadaan", [EXISTING, ENDED], EXISTING),
        formed_from=day_asked(request, "terbentuk_dari"),
        formed_until=day_asked(request, "terbentuk_sampai"),
        formed_exactly=request.GET.get("kepastian") == Precision.DAY,
    )
