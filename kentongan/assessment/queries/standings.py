"""How the groups of an area stand on a day, judged anew from evidence, never stored.

An area is judged in a handful of queries, whatever its size. What a nation's worth of groups came to is kept in this process;
after that only the groups that something new is recorded of are judged again.
"""

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Any

from django.db.models import QuerySet

from kentongan.areas.enums import Level
from kentongan.areas.models import Area
from kentongan.assessment.enums import Purpose
from kentongan.assessment.queries.in_force import InForce, versions_in_force
from kentongan.assessment.queries.judged_groups import Judged, Standings
from kentongan.core import kept
from kentongan.core.models import AuditEvent
from kentongan.evidence.models import Evidence, Review
from kentongan.registry.models import Decree, Group

Progress = Callable[[int, int], None]


def standings(
    area: Area,
    as_of: dt.date,
    purpose: str = Purpose.TIERS,
    instrument_code: str | None = None,
    *,
    in_force: InForce | None = None,
    progress: Progress | None = None,
) -> Standings:
    """The groups of the area existing on the day, judged by the instruments of this purpose that are in force.

    ``in_force`` spares the query for them where they are known.
    """
    in_force = in_force or versions_in_force(area, as_of, purpose, instrument_code)
    if area.level == Level.NATION:
        return _kept_standings(area, as_of, purpose, in_force, progress)
    return _judge(area, as_of, purpose, in_force, _groups_on(area, as_of), progress)


def _groups_on(area: Area, as_of: dt.date) -> QuerySet[Group]:
    return Group.objects.within(area).existing_on(as_of)


def _judge(
    area: Area,
    as_of: dt.date,
    purpose: str,
    in_force: InForce,
    groups: QuerySet[Group],
    progress: Progress | None = None,
) -> Standings:
    import numpy as np

    from kentongan.assessment.queries.tables import batches_of, group_rows, judged
    from kentongan.assessment.rules.outlook import Outlook, judge_of, outlook

    rows = group_rows(groups)
    batches = batches_of(rows, in_force)
    found = Outlook.empty(len(rows))
    document_at = np.full(len(rows), -1, np.int16)
    done = 0
    for at, batch in enumerate(batches):
        document_at[batch.places] = at
        judge = judge_of(batch.document, as_of)
        some = rows.at(batch.places)
        for chunk, one in judged(some, judge, lambda table, judge=judge: outlook(judge, table, as_of)):
            found.put(batch.places[chunk], one)
            done += len(one.rank)
            if progress:
                progress(done, len(rows))
    versions = tuple({version.pk: version for batch in batches for version in batch.versions}.values())
    return Standings(
        area, as_of, purpose, versions, tuple(batch.document for batch in batches), Judged(rows, document_at, found)
    )


# --- What a nation came to ------------------------------------------------------------------------------------

# Below this many groups judging anew is quick enough.
KEPT_FROM = 20_000
MOST_KEPT = 8
KEPT_FOR = 600.0
# More groups than this are not judged one by one, but with all the others.
MOST_TOUCHED = 5_000


@dataclass(frozen=True)
class _Kept:
    standings: Standings
    in_force: frozenset[tuple[str, tuple[int, ...]]]
    seen: kept.Seen
    until: float


_kept: dict[tuple[dt.date, str, str | None], _Kept] = {}


def _kept_standings(
    area: Area, as_of: dt.date, purpose: str, in_force: InForce, progress: Progress | None
) -> Standings:
    """Those of the nation: kept for ten minutes, and brought up to date by the groups that something new is known of."""
    key = (as_of, purpose, in_force.code)
    held = frozenset((code, tuple(one.pk for one in versions)) for code, versions in in_force.by_area.items())
    before = _kept.get(key)
    if before and (before.in_force != held or time.monotonic() >= before.until):
        before = None
    seen, places = kept.newer(_sources(), before.seen if before else None)
    if before and places is not None and len(places) <= MOST_TOUCHED:
        if not places:
            return before.standings
        groups = _groups_on(area, as_of).filter(area__in=places)
        touched = set(Group.objects.filter(area__in=places).order_by().values_list("pk", flat=True))
        some = _judge(area, as_of, purpose, in_force, groups)
        _kept[key] = replace(before, standings=_renewed(before.standings, some, touched), seen=seen)
        return _kept[key].standings
    found = _judge(area, as_of, purpose, in_force, _groups_on(area, as_of), progress)
    if found.formed >= KEPT_FROM:
        while len(_kept) >= MOST_KEPT:
            _kept.pop(next(iter(_kept)), None)
        _kept[key] = _Kept(found, held, seen, time.monotonic() + KEPT_FOR)
    return found


def _sources() -> tuple[kept.Source, ...]:
    """The tables that decide verdicts, whose rows tell of a village: evidence, reviews, decrees, groups, and the trail."""
    return (
        kept.Source(Evidence.objects.all(), "group__area_id"),
        kept.Source(Review.objects.all(), "evidence__group__area_id"),
        kept.Source(Decree.objects.all(), "group__area_id"),
        kept.Source(Group.objects.all(), "area_id"),
        kept.Source(AuditEvent.objects.exclude(area_code=""), "area_code"),
    )


def _renewed(old: Standings, some: Standings, touched: set[int]) -> Standings:
    """The old standings with those of the touched groups in their place; groups that are gone leave, new ones come in."""
    import numpy as np

    from kentongan.assessment.queries.tables import GroupRows
    from kentongan.assessment.rules.outlook import Outlook

    documents = list(old.documents)
    documents += [one for one in some.documents if one not in documents]
    places = np.array([documents.index(one) for one in some.documents] + [-1], np.int16)
    versions = {version.pk: version for version in (*old.versions, *some.versions)}
    new = replace(old, versions=tuple(versions.values()), documents=tuple(documents))
    there = np.isin(old._judged.rows.ids, list(touched))
    if np.array_equal(old._judged.rows.ids[there], some._judged.rows.ids):
        # The same groups as before, as nearly always: only what is said of them changes.
        outlook, document_at = old._judged.outlook.copy(), old._judged.document_at.copy()
        outlook.put(there, some._judged.outlook)
        document_at[there] = places[some._judged.document_at]
        return replace(new, _judged=Judged(old._judged.rows, document_at, outlook))
    keep = ~there
    order = np.argsort(np.concatenate([old._judged.rows.ids[keep], some._judged.rows.ids]), kind="stable")

    def joined(cls: type, before: Any, now: Any) -> Any:
        columns = (np.concatenate([getattr(before, one.name)[keep], getattr(now, one.name)]) for one in fields(cls))
        return cls(*(column[order] for column in columns))

    document_at = np.concatenate([old._judged.document_at[keep], places[some._judged.document_at]])[order]
    return replace(
        new,
        _judged=Judged(
            joined(GroupRows, old._judged.rows, some._judged.rows),
            document_at,
            joined(Outlook, old._judged.outlook, some._judged.outlook),
        ),
    )
