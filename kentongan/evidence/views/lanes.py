"""The time line of a group's evidence on its page: a lane a kind, a slit a record.

A busy group has thousands of slits in these months: they come from the roll-up. Only records that stand alone are read from the ledger.
"""

import datetime as dt
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby, product
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kentongan.core.clock import today
from kentongan.core.templatetags.core import day_date
from kentongan.evidence.hooks import counting_window
from kentongan.evidence.kinds import BY_CODE, BY_NUMBER, FAMILIES, KINDS, kinds_of
from kentongan.evidence.models import Evidence, Tally
from kentongan.evidence.permissions import report_refusal
from kentongan.evidence.queries import nths_of
from kentongan.evidence.rules.lanes import SPOTS, Axis, first_day
from kentongan.evidence.rules.standing import counts, standing_of
from kentongan.evidence.rules.tally import unpack
from kentongan.registry.models import Group

MISSED = BY_CODE["undangan-terlewat"].number
INVITATIONS = "undangan"


@dataclass(slots=True)
class Slit:
    """One record on its lane."""

    kind: int
    day: dt.date
    x: float = 0.0

    @property
    def is_missed(self) -> bool:
        return self.kind == MISSED


@dataclass
class Spot:
    """The slits of a lane that one link opens: a record by itself, several as a list."""

    x: float
    slits: list[Slit]
    href: str = ""
    words: str = ""

    @property
    def marks(self) -> SafeString:
        """The slits as they are drawn; a template would take ten times as long for as many."""
        missed = ' class="luput"'
        marks = (f'<i{missed if slit.is_missed else ""} style="--x:{slit.x}"></i>' for slit in self.slits)
        return mark_safe("".join(marks))  # noqa: S308 - nothing but numbers


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
    _link(lanes, group, as_of)
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
    """The lanes that hold anything, with their slits at their places."""
    lanes = {code: Lane(code, FAMILIES.get(code) or BY_CODE[code].name) for code in _codes()}
    years = range(axis.first.year, axis.last.year + 1)
    for year, days in Tally.objects.at(product([group.pk], years)).order_by("pk").values_list("year", "days"):
        for day, number, _confirmed, n in unpack(year, days):
            if axis.first <= day <= axis.last:
                kind = BY_NUMBER[number]
                lanes[kind.family or kind.code].slits += [Slit(number, day) for _ in range(n)]
    found = [lane for lane in lanes.values() if lane.slits]
    for lane in found:
        for slit, x in zip(lane.slits, axis.places(slit.day for slit in lane.slits), strict=True):
            slit.x = x
        lane.spots = _spots(lane, axis)
    return found


def _spots(lane: Lane, axis: Axis) -> list[Spot]:
    spots = []
    places = {day: axis.spot(day) for day in {slit.day for slit in lane.slits}}
    for place, some in groupby(lane.slits, key=lambda slit: places[slit.day]):
        slits = list(some)
        for slit in slits:
            slit.x = round(slit.x * SPOTS - place, 3)
        spots.append(Spot(round(place / SPOTS, 4), slits))
    return spots


def _link(lanes: list[Lane], group: Group, as_of: dt.date) -> None:
    """Give every spot its address and its words: those of its one record, or of a list."""
    told = cache(day_date)
    carried = {} if as_of == today() else {"per": as_of.isoformat()}
    alone = [spot.slits[0] for lane in lanes for spot in lane.spots if len(spot.slits) == 1]
    records = _records(group, alone) if alone else {}
    whole = reverse("group_evidence", args=[group.code])
    for lane in lanes:
        for spot in lane.spots:
            first, last = spot.slits[0], spot.slits[-1]
            record = records.get((first.kind, first.day)) if first is last else None
            if record:
                nth, title = record
                address, query = reverse("evidence", args=[group.code, nth]), carried
                spot.words = f"{BY_NUMBER[first.kind].name}, {told(first.day)}{f': {title}' if title else ''}"
            else:
                days = {"dari": first.day.isoformat(), "sampai": last.day.isoformat()}
                address, query = whole, {"jenis": lane.code, "keadaan": "dihitung", **days, **carried}
                what = {
                    "records": kinds_of(lane.code)[0].counted(len(spot.slits)),
                    "first": told(first.day),
                    "last": told(last.day),
                }
                spot.words = (
                    _("%(records)s, %(first)s")
                    if first.day == last.day
                    else _("%(records)s, %(first)s sampai %(last)s")
                ) % what
            spot.href = f"{address}?{urlencode(query)}" if query else address


def _records(group: Group, slits: list[Slit]) -> dict[tuple[int, dt.date], tuple[int, str]]:
    """Of records that count, by kind and day: the place in the group's order of entry, and the title."""
    rows = (
        Evidence.objects.filter(group=group)
        .filter(occurred_on__in={slit.day for slit in slits}, kind__in={slit.kind for slit in slits})
        .with_verdict()
        .values_list("pk", "kind", "occurred_on", "title", "source", "verdict")
    )
    counting = [row for row in rows if counts(standing_of(row[4], row[5]))]
    nths = nths_of(group, [row[0] for row in counting])
    return {(kind, day): (nths[pk], title) for pk, kind, day, title, *_said in counting}


def _codes() -> list[str]:
    """Every kind or family once, in the order of the kinds."""
    return list(dict.fromkeys(kind.family or kind.code for kind in KINDS))
