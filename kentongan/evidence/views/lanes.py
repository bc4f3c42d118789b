"""The time line of a group's evidence on its page: a lane a kind, a slit a record."""

import datetime as dt
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kentongan.core.clock import today
from kentongan.core.templatetags.core import day_date
from kentongan.evidence.hooks import counting_window
from kentongan.evidence.kinds import BY_CODE, BY_NUMBER, FAMILIES, KINDS, kinds_of
from kentongan.evidence.models import Evidence
from kentongan.evidence.permissions import report_refusal
from kentongan.evidence.queries import nths_of
from kentongan.evidence.rules.lanes import SPOTS, Axis, first_day
from kentongan.evidence.rules.standing import counts, standing_of
from kentongan.registry.models import Group

MISSED = BY_CODE["undangan-terlewat"].number
INVITATIONS = "undangan"


@dataclass
class Slit:
    """One record on its lane."""

    nth: int
    kind: int
    day: dt.date
    words: str
    x: float = 0.0

    @property
    def is_missed(self) -> bool:
        return self.kind == MISSED


@dataclass
class Spot:
    """The slits of a lane that one link opens: a record by itself, several as a list."""

    href: str
    words: str
    x: float
    slits: list[Slit]


@dataclass
class Lane:
    """One kind, or the kinds of a family."""

    code: str
    name: Any
    slits: list[Slit] = field(default_factory=list)
    spots: list[Spot] = field(default_factory=list)

    @property
    def total(self) -> str:
        n = len(self.slits)
        if self.code == INVITATIONS:
            return _("%(n)d dari %(all)d") % {"n": sum(not slit.is_missed for slit in self.slits), "all": n}
        return kinds_of(self.code)[0].counted(n)

    @property
    def last(self) -> dt.date:
        return self.slits[-1].day

    @property
    def missed(self) -> Slit | None:
        """The latest invitation nobody answered: the one with words beside it."""
        return next((slit for slit in reversed(self.slits) if slit.is_missed), None)

    @property
    def missed_x(self) -> float:
        return next((spot.x + slit.x / SPOTS for spot in self.spots for slit in spot.slits if slit is self.missed), 0.0)


def lanes_panel(request: HttpRequest, group: Group, as_of: dt.date) -> SafeString | str:
    """What counted in the months up to the day. Decrees have a bar of their own and are no lane."""
    axis = Axis(first_day(as_of), as_of)
    lanes = _lanes(group, axis)
    for lane in lanes:
        lane.spots = _spots(lane, axis, group)
    window = counting_window(group, as_of)
    context = {
        "group": group,
        "as_of": as_of,
        "lanes": lanes,
        "months": [{"day": day, "x": x, "fits": x < 0.95} for day, x in axis.months()],
        "window": window,
        "window_x": axis.share(as_of - dt.timedelta(days=window - 1)),
        "is_today": as_of == today(),
        "can_report": as_of == today() and report_refusal(request.user, group) is None,
    }
    return render_to_string("evidence/_lanes.html", context, request)


def _lanes(group: Group, axis: Axis) -> list[Lane]:
    rows = (
        Evidence.objects.filter(group=group, occurred_on__range=(axis.first, axis.last))
        .with_verdict()
        .order_by("occurred_on", "pk")
        .values_list("pk", "kind", "source", "occurred_on", "title", "verdict")
    )
    counting = [row for row in rows if counts(standing_of(row[2], row[5]))]
    nths = nths_of(group) if counting else {}
    lanes = {code: Lane(code, FAMILIES.get(code) or BY_CODE[code].name) for code in _codes()}
    for pk, number, _source, day, title, _verdict in counting:
        kind = BY_NUMBER[number]
        words = f"{kind.name}, {day_date(day)}{f': {title}' if title else ''}"
        lanes[kind.family or kind.code].slits.append(Slit(nths[pk], number, day, words))
    for lane in lanes.values():
        for slit, x in zip(lane.slits, axis.places(slit.day for slit in lane.slits), strict=True):
            slit.x = x
    return [lane for lane in lanes.values() if lane.slits]


def _spots(lane: Lane, axis: Axis, group: Group) -> list[Spot]:
    carried = {} if axis.last == today() else {"per": axis.last.isoformat()}
    spots = []
    for place, some in groupby(lane.slits, key=lambda slit: axis.spot(slit.day)):
        slits = list(some)
        first, last = slits[0].day, slits[-1].day
        for slit in slits:
            slit.x = round(slit.x * SPOTS - place, 3)
        if len(slits) == 1:
            address, words, query = reverse("evidence", args=[group.code, slits[0].nth]), slits[0].words, carried
        else:
            address = reverse("group_evidence", args=[group.code])
            days = {"dari": first.isoformat(), "sampai": last.isoformat()}
            query = {"jenis": lane.code, "keadaan": "dihitung", **days, **carried}
            what = {
                "records": kinds_of(lane.code)[0].counted(len(slits)),
                "first": day_date(first),
                "last": day_date(last),
            }
            words = (
                _("%(records)s, %(first)s") if first == last else _("%(records)s, %(first)s sampai %(last)s")
            ) % what
        spots.append(Spot(f"{address}?{urlencode(query)}" if query else address, words, round(place / SPOTS, 4), slits))
    return spots


def _codes() -> list[str]:
    """Every kind or family once, in the order of the kinds."""
    return list(dict.fromkeys(kind.family or kind.code for kind in KINDS))
