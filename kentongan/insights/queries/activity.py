"""How the groups of an area stand, as the instruments in force judge them: the one seam to the assessment room."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from django.db.models import Min, OuterRef, Q, QuerySet, Subquery

from kentongan.areas.enums import Level
from kentongan.areas.models import Area
from kentongan.assessment.enums import Purpose
from kentongan.assessment.models import InstrumentVersion
from kentongan.assessment.queries.in_force import InForce, document_of, versions_in_force
from kentongan.assessment.queries.judged_groups import Falling, Standings
from kentongan.assessment.queries.judging import facts_for
from kentongan.assessment.queries.standings import standings
from kentongan.assessment.rules.course import course_of
from kentongan.assessment.rules.document import Window
from kentongan.assessment.rules.forecast import falls_of
from kentongan.assessment.rules.phrases import advice_words
from kentongan.evidence.models import Evidence
from kentongan.insights.rules.activity import Activity, TierShare, common_window
from kentongan.insights.rules.growth import Vertex
from kentongan.registry.models import Group

# History is judged day by day: of more groups than this only the day itself is shown.
MOST_IN_HISTORY = 2_000
MONTHS_OF_HISTORY = 24


@dataclass(frozen=True)
class Network:
    """The groups of an area on a day: active or not, and by tiers. None where no instrument of the kind is in force."""

    area: Area
    as_of: dt.date
    activity: Standings | None
    tiers: Standings | None
    # The instruments of tiers among which one may be chosen, and the one that is shown.
    choices: tuple[InstrumentVersion, ...] = ()
    # The code of the instrument asked for.
    chosen: str = ""

    @property
    def is_judged(self) -> bool:
        return self.activity is not None or self.tiers is not None

    @cached_property
    def whole(self) -> Activity | None:
        """All groups of the area."""
        found = self.activity
        return Activity(found.formed, found.active or 0, found.not_judged) if found else None

    @cached_property
    def by_child(self) -> dict[str, Activity]:
        found = self.activity.by_child if self.activity else {}
        return {code: Activity(one.formed, one.active, one.formed - one.judged) for code, one in found.items()}

    @cached_property
    def active_keys(self) -> set[int]:
        """The keys of the active groups."""
        return {pk for _place, pk in self.activity.by_place(active=True)} if self.activity else set()

    @cached_property
    def window(self) -> Window | None:
        return common_window(self.activity.documents) if self.activity else None

    @cached_property
    def tier_shares(self) -> list[TierShare]:
        """The tiers from the best to the last with their groups and the active ones among them; then the groups in none."""
        if self.tiers is None:
            return []
        active = self.tiers.active_by_tier(self.activity) if self.activity else None
        named = [one for one in self.tiers.tiers if one.tier]
        return [
            TierShare(
                one.name,
                one.tier.text if one.tier else "",
                one.groups,
                None if active is None else active.get(one.name, 0),
                is_first=bool(named) and one is named[0],
                is_last=bool(named) and one is named[-1],
            )
            for one in self.tiers.tiers
        ]

    @property
    def moving(self) -> Standings | None:
        """What movers and falls are told by: the tiers where there are any."""
        return self.tiers or self.activity


def network_of(area: Area, as_of: dt.date, instrument: str = "") -> Network:
    """How the area's groups stand on the day; ``instrument`` asks for one of several instruments of tiers by its code."""
    saying_active = versions_in_force(area, as_of, Purpose.ACTIVITY)
    of_tiers = versions_in_force(area, as_of, Purpose.TIERS)
    choices = _choices(area, of_tiers)
    code = instrument if instrument in {version.instrument.code for version in choices} else ""
    return Network(
        area,
        as_of,
        _judged(area, as_of, Purpose.ACTIVITY, saying_active),
        _judged(area, as_of, Purpose.TIERS, replace(of_tiers, code=code or None)),
        choices,
        code,
    )


def _judged(area: Area, as_of: dt.date, purpose: str, in_force: InForce) -> Standings | None:
    """None where nothing judges any group, so that nothing is counted for nothing."""
    if not in_force.by_area:
        return None
    found = standings(area, as_of, purpose, in_force=in_force)
    if not found.versions or (purpose == Purpose.ACTIVITY and found.active is None):
        return None
    return found


def _choices(area: Area, in_force: InForce) -> tuple[InstrumentVersion, ...]:
    """The instruments in force for the area, each code once: those of the nearest office, or of all in a larger area."""
    if area.level in {Level.NATION, Level.PROVINCE}:
        versions = [version for some in in_force.by_area.values() for version in some]
    else:
        nearest = in_force.for_area(area)
        versions = list(in_force.by_area[nearest.instrument.office_id]) if nearest else []
    by_code = {version.instrument.code: version for version in sorted(versions, key=lambda one: one.instrument.name)}
    return tuple(by_code.values())


# --- Over time ----------------------------------------------------------------------------------------------


def active_over_time(area: Area, as_of: dt.date, groups: int) -> list[Vertex]:
    """Active groups at the end of each month of the last two years on which an instrument was in force, without the day itself.

    A month without one is left out, and the line to the next one is dotted. So are months for which the instrument would look
    back on days before anything was recorded at all: nothing recorded is not nothing done.
    """
    if not 0 < groups <= MOST_IN_HISTORY:
        return []
    days = _month_ends(as_of)
    held = _held(area, days[0], as_of)
    if not held:
        return []
    counts = _count_active(area, as_of, days, held)
    return [
        Vertex(day, counts[day], dotted=bool(place and days[place - 1] not in counts))
        for place, day in enumerate(days)
        if day in counts
    ]


def _month_ends(as_of: dt.date) -> list[dt.date]:
    days, day = [], as_of.replace(day=1)
    for _month in range(MONTHS_OF_HISTORY):
        day -= dt.timedelta(days=1)
        days.append(day)
        day = day.replace(day=1)
    return days[::-1]


def _held(area: Area, first: dt.date, last: dt.date) -> list[InstrumentVersion]:
    """Every version of activity that was in force in the area or above it at some time from the first to the last day."""
    above = {code for code in ("ID", area.province_code, area.regency_code) if code}
    inside = Q(instrument__office__in=above) | Q(instrument__office__area__province_code=area.code)
    return list(
        InstrumentVersion.objects.filter(
            inside if area.level != Level.NATION else Q(),
            Q(holds_until=None) | Q(holds_until__gt=first),
            holds_from__lte=last,
            instrument__purpose=Purpose.ACTIVITY,
        )
        .select_related("instrument")
        .oldest_first()
    )


def _count_active(
    area: Area, as_of: dt.date, days: Sequence[dt.date], held: Sequence[InstrumentVersion]
) -> dict[dt.date, int]:
    """Active groups on each of the days on which anything was judged. A few queries for each time the rules changed."""
    from kentongan.assessment.queries.tables import batches_of, group_rows, judged
    from kentongan.assessment.rules.bulk import Judge

    groups = Group.objects.within(area).filter(formed_on__lte=as_of)
    begun = _first_record(groups)
    if begun is None:
        return {}
    windows = {one.window for version in held for one in document_of(version).base}
    rows = group_rows(groups)
    counts: dict[dt.date, int] = {}
    known = [day for day in days if all(window.first_day(day) >= begun for window in windows - {Window()})]
    for same in _spells(known, held):
        by_area: dict[str, tuple[InstrumentVersion, ...]] = {}
        for version in held:
            if _holds(version, same[0]):
                office = version.instrument.office_id
                by_area[office] = (*by_area.get(office, ()), version)
        for batch in batches_of(rows, InForce(by_area)):
            ranks = [batch.document.rank_of(tier) for tier in batch.document.tiers if tier.is_active]
            judge = Judge(batch.document, same[0], same[-1])
            some = rows.at(batch.places)
            places = [(day - same[0]).days for day in same]

            def active(table, judge=judge, ranks=ranks, places=places):
                import numpy as np

                return np.isin(judge.ranks(table)[places], ranks).sum(axis=1)

            for _chunk, found in judged(some, judge, active):
                for day, number in zip(same, found.tolist(), strict=True):
                    counts[day] = counts.get(day, 0) + number
    return counts


def _first_record(groups: QuerySet[Group]) -> dt.date | None:
    """The first day of which anything is recorded of any of these groups; each group's first is looked up by index."""
    records = Evidence.objects.filter(group=OuterRef("pk")).order_by("occurred_on").values("occurred_on")
    return groups.order_by().annotate(first=Subquery(records[:1])).aggregate(begun=Min("first"))["begun"]


def _spells(days: Sequence[dt.date], held: Sequence[InstrumentVersion]) -> list[list[dt.date]]:
    """The days in runs on which the same versions held; days on which none did are left out."""
    runs: list[list[dt.date]] = []
    before: frozenset[int] = frozenset()
    for day in days:
        now = frozenset(version.pk for version in held if _holds(version, day))
        if now and now == before:
            runs[-1].append(day)
        elif now:
            runs.append([day])
        before = now
    return runs


def _holds(version: InstrumentVersion, day: dt.date) -> bool:
    return bool(
        version.holds_from and version.holds_from <= day and (version.holds_until is None or day < version.holds_until)
    )


# --- What keeps a tier --------------------------------------------------------------------------------------


def keeping(falls: Sequence[Falling], as_of: dt.date) -> dict[int, str]:
    """For each of these groups, by key, the least that keeps its tier, in words. Two queries for each instrument."""
    by_document: dict[str, list[Falling]] = defaultdict(list)
    for fall in falls:
        by_document[fall.document.code].append(fall)
    found: dict[int, str] = {}
    for some in by_document.values():
        document = some[0].document
        facts = facts_for([fall.group for fall in some], document, as_of)
        for fall in some:
            known = facts[fall.group.pk].known_on(as_of)
            first = next(iter(falls_of(document, known, course_of(document, known), as_of)), None)
            if first and first.keep:
                found[fall.group.pk] = advice_words(first.keep)
    return found


# --- Lists --------------------------------------------------------------------------------------------------


def groups_judged(network: Network, *, active: bool | None = None, tier: str | None = None) -> list[int]:
    """Keys of the groups in order of their places: those that are active or not, and those of a tier."""
    chosen: set[tuple[str, int]] | None = None
    if network.activity and (active is not None or tier is None):
        chosen = set(network.activity.by_place(active=active))
    if network.tiers and (tier is not None or chosen is None):
        of_tier = set(network.tiers.by_place(tier))
        chosen = of_tier if chosen is None else chosen & of_tier
    return [pk for _place, pk in sorted(chosen or ())]
