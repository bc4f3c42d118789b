"""Regencies counted as parts of the nation, kept, and counted again when something newer is known of them."""

import datetime as dt
import time
from array import array
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db.models import Case, ExpressionWrapper, F, Field, Q, Value, When

from kentongan.core import clock
from kentongan.core.kept import Seen, Source, newer, share, shared
from kentongan.core.models import AuditEvent
from kentongan.insights.queries.figures import Place, coverage_by, districts_without_in
from kentongan.insights.queries.work import cases_waiting_in
from kentongan.insights.rules.figures import DecreeStates, Formation
from kentongan.insights.rules.parts import Part, by_size, due_again, first_cases, merged
from kentongan.registry.enums import Precision
from kentongan.registry.models import Decree, FormationCase, Group, Target
from kentongan.registry.rules.decrees import renewal_limit

# Below this many villages counting anew is quick enough.
KEPT_FROM = 20_000
MOST_KEPT = 8
# More regencies than these are not counted one by one, but all.
MOST_TOUCHED = 150
# What changed behind the actions' backs shows after so many seconds: each visit then counts some of the oldest parts again.
KEPT_FOR = 600.0
AT_ONCE = 12
# The code of a regency begins that of everything in it.
CODE = len("35.07")

# Events about these say nothing of figures. Any other, also one of a kind unknown here, counts its place again.
NO_BEARING = ("user", "office", "invitation", "evidence", "instrument", "determination")
_NOWHERE = "-"


# --- Counting --------------------------------------------------------------------------------------


def count_parts(as_of: dt.date, codes: Collection[str] | None = None) -> dict[str, Part]:
    """The figures of these regencies, or of all, in six queries however many they are."""

    def place(prefix: str = "") -> Q:
        return Q() if codes is None else Q(**{f"{prefix}regency_code__in": codes})

    found: dict[str, dict[str, Any]] = defaultdict(dict)
    coverage, districts = coverage_by(place, "regency_code", as_of)
    for code, one in coverage.items():
        found[code]["coverage"] = one
    for code, number in districts.items():
        found[code]["districts"] = number
    for code, some in _by_regency(districts_without_in(place, as_of)).items():
        found[code]["districts_without"] = tuple(by_size(some))
    for code, some in _by_regency(cases_waiting_in(place, as_of)).items():
        found[code].update(cases=first_cases(some), cases_waiting=len(some))
    for code, (states, days, others) in _groups(place, as_of).items():
        found[code].update(
            decrees=states, plain_days=array("i", map(dt.date.toordinal, days)), others=tuple(merged(others))
        )
    return {code: Part(**facts) for code, facts in found.items()} | dict.fromkeys(set(codes or ()) - set(found), Part())


def _by_regency(rows: list[Any]) -> dict[str, list[Any]]:
    found = defaultdict(list)
    for row in rows:
        found[row.code[:CODE]].append(row)
    return found


def _groups(place: Place, as_of: dt.date) -> dict[str, tuple[DecreeStates, list[dt.date], list[Formation]]]:
    """The states of decrees, days of formation, and whatever is no plain day: one query reads each group once."""
    plain: dict[str, list[dt.date]] = defaultdict(list)
    others: dict[str, list[Formation]] = defaultdict(list)
    lasts: dict[str, list[dt.date | None]] = defaultdict(list)
    # All are read in the order they lie in: picking those formed by the day, or sorting, takes longer.
    rows = Group.objects.filter(place("area__")).with_decree_end(as_of).order_by()
    days = _Days()
    exact = Precision.DAY.value
    for area, precision, formed, ended, earliest, last in rows.values_list("area_id", "formed_precision", *_DATES):
        on = days[formed]
        if on > as_of:
            continue
        code = area[:CODE]
        if ended is earliest is None and precision == exact:
            plain[code].append(on)
        else:
            others[code].append(Formation(on, precision, days[ended], 1, days[earliest]))
        if ended is None or days[ended] > as_of:
            lasts[code].append(days[last])
    limit = renewal_limit(as_of)
    return {
        code: (_states(lasts[code], as_of, limit), plain[code], others[code]) for code in plain.keys() | others.keys()
    }


class _Days(dict):
    """A nation's groups share some thousands of days: each is read once, whether the database gives text or dates."""

    def __missing__(self, day: str | dt.date) -> dt.date:
        self[day] = found = dt.date.fromisoformat(day) if isinstance(day, str) else day
        return found


# Without the type, so that Django does not read each date by itself.
_DATES = [
    ExpressionWrapper(F(name), output_field=Field())
    for name in ("formed_on", "ended_on", "formed_not_before", "decree_ends_on")
]


def _states(lasts: Collection[dt.date | None], as_of: dt.date, limit: dt.date) -> DecreeStates:
    known = [last for last in lasts if last]
    ended = [last for last in known if last < as_of]
    ending = sum(as_of <= last <= limit for last in known)
    return DecreeStates(
        none=len(lasts) - len(known),
        in_force=len(known) - len(ended) - ending,
        ending=ending,
        ended=len(ended),
        ended_since=min(ended, default=None),
    )


# --- Keeping ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Kept:
    """The parts of a day. ``made_of_them`` holds what callers made of the parts that lie in an area, by its code."""

    as_of: dt.date
    parts: Mapping[str, Part]
    counted_at: Mapping[str, float]
    seen: Seen
    made_of_them: dict[str, Any] = field(default_factory=dict, compare=False)


_kept: dict[dt.date, Kept] = {}


def forget() -> None:
    """This process keeps nothing."""
    _kept.clear()


def kept_parts(as_of: dt.date) -> Kept | None:
    """The parts as they are now, if this process or another one has counted that day."""
    if as_of not in _kept and (found := _shared(as_of)):
        _keep(found)
    kept = _kept.get(as_of)
    return _brought_up_to_date(kept) if kept else None


def parts_on(as_of: dt.date) -> Kept:
    """The parts as they are now; all are counted where that day is not kept."""
    return kept_parts(as_of) or _all(as_of)


def warm(as_of: dt.date) -> None:
    """Count all, for every process."""
    _all(as_of)


def _brought_up_to_date(kept: Kept) -> Kept:
    """Those parts are counted again that something newer is known of, and some that were counted long ago."""
    seen, places = newer(_sources(), kept.seen)
    if places is None or "" in places:
        return _all(kept.as_of, seen)
    # A province's or the nation's own events are about its targets, which are no part's.
    touched = {place[:CODE] for place in places if len(place) >= CODE}
    if len(touched) > MOST_TOUCHED:
        return _all(kept.as_of, seen)
    now = time.time()
    again = touched.union(due_again(kept.counted_at.items(), now - KEPT_FOR, AT_ONCE))
    if not again and not places - {_NOWHERE}:
        return kept
    return _keep(
        Kept(
            kept.as_of,
            {**kept.parts, **(count_parts(kept.as_of, again) if again else {})},
            {**kept.counted_at, **dict.fromkeys(again, now)},
            seen,
            {code: made for code, made in kept.made_of_them.items() if not _concerns(places | again, code)},
        )
    )


def _concerns(places: Collection[str], code: str) -> bool:
    return code == "ID" or any(place == code or place.startswith(code + ".") for place in places)


def _all(as_of: dt.date, seen: Seen | None = None) -> Kept:
    """Everything anew: what is newer than ``seen``, which was looked at before, is counted once more."""
    seen = seen or newer(_sources())[0]
    parts = count_parts(as_of)
    kept = Kept(as_of, parts, dict.fromkeys(parts, time.time()), seen)
    if sum(part.coverage.villages for part in parts.values()) < KEPT_FROM:
        return kept
    if as_of == clock.today():
        share("parts", kept)
    return _keep(kept)


def _keep(kept: Kept) -> Kept:
    _kept.pop(kept.as_of, None)
    for day in list(islice(_kept, max(0, len(_kept) + 1 - MOST_KEPT))):
        _kept.pop(day, None)
    _kept[kept.as_of] = kept
    return kept


def _shared(as_of: dt.date) -> Kept | None:
    """Only today's are left for the others."""
    found = shared("parts") if as_of == clock.today() else None
    return found if found and found.as_of == as_of else None


def _sources() -> list[Source]:
    """Every change of figures leaves an event; whatever is written in bulk has new rows as well."""
    told = Case(
        When(subject_kind__in=NO_BEARING, then=Value(_NOWHERE)),
        # Areas are split, renamed and imported: any of them may be concerned.
        When(subject_kind="area", then=Value("")),
        default=F("area_code"),
    )
    return [
        Source(AuditEvent.objects.all(), told),
        Source(Group.objects.all(), "area_id"),
        Source(Decree.objects.all(), "group__area_id"),
        Source(FormationCase.objects.all(), "area_id"),
        Source(Target.objects.all(), "office_id"),
    ]
