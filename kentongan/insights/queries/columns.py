"""The whole register as columns, kept in each process, and read again where something newer is known of a regency."""

import datetime as dt
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db.models import Case, ExpressionWrapper, F, Field, Q, Value, When

from kentongan.areas.enums import Kind, Level
from kentongan.areas.models import Area
from kentongan.core.kept import Seen, Source, newer, share, shared
from kentongan.core.models import AuditEvent
from kentongan.insights.rules.columns import ALWAYS, NEVER, Columns, due_again, number_of, table
from kentongan.registry.enums import Precision, Step
from kentongan.registry.models import Decree, FormationCase, FormationStep, Group, Target

# Below this many villages the database counts quickly enough.
KEPT_FROM = 20_000
MOST_KEPT = 24
# More regencies than these are not read one by one, but all.
MOST_TOUCHED = 150
# What changed behind the actions' backs shows after so many seconds: each visit then reads some of the oldest regencies again.
KEPT_FOR = 600.0
AT_ONCE = 12
# The code of a regency begins that of everything in it.
CODE = len("35.07")

# Events about these say nothing of figures. Any other, also one of a kind unknown here, reads its place again.
NO_BEARING = ("user", "office", "invitation", "evidence", "instrument", "determination", "article", "site")
_NOWHERE = "-"


# --- Reading ---------------------------------------------------------------------------------------


def read_columns(codes: Collection[str] | None = None) -> Columns:
    """The register of these regencies, or of all, in six queries however many they are."""

    def here(prefix: str = "") -> Q:
        return Q() if codes is None else Q(**{f"{prefix}regency_code__in": codes})

    days = _Days()
    villages = _rows(
        Area.objects.at_level(Level.VILLAGE).filter(here()), "code", "kind", *_dates("valid_from", "valid_until")
    )
    districts = _rows(
        Area.objects.at_level(Level.DISTRICT).filter(here()), "code", "name", *_dates("valid_from", "valid_until")
    )
    groups = _rows(
        Group.objects.filter(here("area__")).order_by("pk"),
        "pk", "area_id", "formed_precision", *_dates("formed_on", "ended_on", "formed_not_before"),
    )  # fmt: skip
    decrees = _rows(
        Decree.objects.filter(here("group__area__")).order_by("group_id"), "group_id", *_dates("starts_on", "ends_on")
    )
    cases = _rows(
        FormationCase.objects.filter(here("area__")).order_by("pk"), "pk", "area_id", *_dates("opened_on", "closed_on")
    )
    steps = _rows(
        FormationStep.objects.filter(here("case__area__")).order_by("case_id"), "case_id", "step", *_dates("done_on")
    )
    exact, kelurahan, filed = Precision.DAY.value, Kind.KELURAHAN.value, {Step.FILED.value, Step.CHECKED.value}
    by_place = sorted(
        (number_of(code), kind == kelurahan, days[first], days[last] or ALWAYS) for code, kind, first, last in villages
    )
    named = [(number_of(code), name, days[first], days[last] or ALWAYS) for code, name, first, last in districts]
    return Columns(
        villages=table(by_place, 4),
        districts=table(sorted((place, first, last) for place, _name, first, last in named), 3),
        names={place: name for place, name, _first, _last in named},
        groups=table(
            [
                (key, number_of(area), precision == exact, days[formed], days[ended] or ALWAYS, days[before])
                for key, area, precision, formed, ended, before in groups
            ],
            6,
        ),
        decrees=table([(group, days[starts], days[ends]) for group, starts, ends in decrees], 3),
        cases=table(
            [(key, number_of(area), days[opened], days[closed] or ALWAYS) for key, area, opened, closed in cases], 4
        ),
        steps=table([(case, step in filed, days[done]) for case, step, done in steps], 3),
    )


def _rows(queryset: Any, *columns: Any) -> Any:
    queryset = queryset if queryset.query.order_by else queryset.order_by()
    return queryset.values_list(*columns).iterator(chunk_size=10_000)


def _dates(*names: str) -> list[ExpressionWrapper]:
    """Without the type, so that Django does not read each date by itself."""
    return [ExpressionWrapper(F(name), output_field=Field()) for name in names]


class _Days(dict):
    """A nation's rows share some thousands of days: each is read once, whether the database gives text or dates."""

    def __missing__(self, day: str | dt.date | None) -> int:
        read = dt.date.fromisoformat(day) if isinstance(day, str) else day
        self[day] = found = read.toordinal() if read else NEVER
        return found


# --- Keeping ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Kept:
    """The columns as they were seen. ``made_of_them`` holds what callers made of them for a day, by the code of its area."""

    columns: Columns
    read_at: Mapping[str, float]
    seen: Seen
    made_of_them: dict[tuple[str, dt.date], Any] = field(default_factory=dict, compare=False)

    def remember(self, area: Area, as_of: dt.date, made: Any) -> None:
        """Keep what was made of an area on a day; the oldest of too many goes."""
        for key in list(islice(self.made_of_them, max(0, len(self.made_of_them) + 1 - MOST_KEPT))):
            self.made_of_them.pop(key, None)
        self.made_of_them[area.code, as_of] = made


_kept: Kept | None = None


def forget() -> None:
    """This process keeps nothing."""
    global _kept
    _kept = None


def kept_columns() -> Kept | None:
    """The columns as they are now, if this process or another one has read them."""
    if _kept:
        return _brought_up_to_date(_kept)
    # Whoever has just started has enough to do: what is old is renewed from the next visit on.
    taken = shared("columns")
    return _brought_up_to_date(taken, most_renewed=0) if taken else None


def columns_now() -> Kept:
    """The columns as they are now; all are read where none are kept."""
    return kept_columns() or _all()


def warm() -> None:
    """Read all, for every process."""
    _all()


def _brought_up_to_date(kept: Kept, *, most_renewed: int = AT_ONCE) -> Kept:
    """Those regencies are read again that something newer is known of, and some that were read long ago."""
    seen, places = newer(_sources(), kept.seen)
    if places is None or "" in places:
        return _all(seen)
    # A province's or the nation's own events are about its targets, which are read each time.
    touched = {place[:CODE] for place in places if len(place) >= CODE}
    if len(touched) > MOST_TOUCHED:
        return _all(seen)
    now = time.time()
    again = touched.union(due_again(kept.read_at.items(), now - KEPT_FOR, most_renewed))
    if not again and not places - {_NOWHERE}:
        return _keep(kept)
    return _keep(
        Kept(
            kept.columns.with_regencies(again, read_columns(again)) if again else kept.columns,
            {**kept.read_at, **dict.fromkeys(again, now)},
            seen,
            {key: made for key, made in kept.made_of_them.items() if not _concerns(places | again, key[0])},
        )
    )


def _concerns(places: Collection[str], code: str) -> bool:
    return code == "ID" or any(place == code or place.startswith(code + ".") for place in places)


def _all(seen: Seen | None = None) -> Kept:
    """Everything anew: what is newer than ``seen``, which was looked at before, is read once more."""
    seen = seen or newer(_sources())[0]
    columns = read_columns()
    kept = Kept(columns, dict.fromkeys(columns.regencies, time.time()), seen)
    if columns.villages.shape[1] < KEPT_FROM:
        return kept
    share("columns", kept)
    return _keep(kept)


def _keep(kept: Kept) -> Kept:
    global _kept
    _kept = kept
    return kept


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
