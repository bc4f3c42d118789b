"""A group's evidence as pages show it: as of a day, and as it was known on a day."""

import datetime as dt
from bisect import bisect
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.utils import timezone

from kentongan.core.rows import joined_columns
from kentongan.evidence.enums import Source, Standing, Verdict
from kentongan.evidence.kinds import numbers_of
from kentongan.evidence.models import Evidence, Review, Tally
from kentongan.evidence.rules.standing import standing_of
from kentongan.registry.models import Group

# A ledger of a group is never as long; larger places are no numbers to a database.
MOST_NTH = 10**9


def end_of(day: dt.date) -> dt.datetime:
    """The last moment of the day in the active time zone."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time.max))


@dataclass(frozen=True, slots=True)
class Entry:
    """One record in short. ``nth`` is its place in the group's order of entry and stands in addresses."""

    pk: int
    nth: int
    kind: int
    occurred_on: dt.date
    standing: Standing


@dataclass(frozen=True)
class Ledger:
    """All entries of a group for a day of asking, the latest first."""

    group: Group
    as_of: dt.date
    known_on: dt.date | None = None
    entries: Sequence[Entry] = field(default_factory=tuple)

    def within(self, first: dt.date | None, last: dt.date | None) -> "Ledger":
        """The same ledger with what happened between these days, both included; None: without that end."""
        entries = [
            entry
            for entry in self.entries
            if (first is None or first <= entry.occurred_on) and (last is None or entry.occurred_on <= last)
        ]
        return replace(self, entries=entries)

    def standings(self, codes: Collection[str] = ()) -> Counter[Standing]:
        """How many entries there are of each standing, of all kinds or of those the codes stand for."""
        return Counter(entry.standing for entry in self.chosen(codes))

    def kinds(self, standings: Collection[Standing] = ()) -> Counter[int]:
        """How many entries there are of each kind."""
        return Counter(entry.kind for entry in self.chosen((), standings))

    def chosen(self, codes: Collection[str] = (), standings: Collection[Standing] = ()) -> list[Entry]:
        """The entries of these kinds and families, of these standings, or both; of all where none is named."""
        numbers = numbers_of(codes)
        return [
            entry
            for entry in self.entries
            if (not codes or entry.kind in numbers) and (not standings or entry.standing in standings)
        ]


def ledger_of(group: Group, *, as_of: dt.date, known_on: dt.date | None = None) -> Ledger:
    """What happened by ``as_of``, recorded and reviewed by the end of ``known_on`` where that is given."""
    moment = end_of(known_on) if known_on else None
    rows = (
        Evidence.objects.filter(group=group)
        .with_verdict(moment)
        .order_by("pk")
        .values_list("pk", "kind", "source", "occurred_on", "recorded_at", "verdict")
    )
    entries = [
        Entry(pk, nth, kind, day, standing_of(source, verdict))
        for nth, (pk, kind, source, day, recorded_at, verdict) in enumerate(rows, start=1)
        if day <= as_of and (moment is None or recorded_at <= moment)
    ]
    entries.sort(key=lambda entry: (entry.occurred_on, entry.pk), reverse=True)
    return Ledger(group, as_of, known_on, entries)


def rows_of(entries: Iterable[Entry]) -> list[Evidence]:
    """The whole records of entries, in their order, each with its ``nth``, ``standing`` and who recorded it."""
    wanted = list(entries)
    found = Evidence.objects.select_related("recorded_by").in_bulk([entry.pk for entry in wanted])
    rows = []
    for entry in wanted:
        row = found[entry.pk]
        row.nth, row.standing = entry.nth, entry.standing
        rows.append(row)
    return rows


def nths_of(group: Group, pks: Iterable[int]) -> dict[int, int]:
    """The places of these records in the group's order of entry, by key."""
    (joined,) = joined_columns(Evidence.objects.filter(group=group).order_by(), "pk")
    order = sorted(map(int, joined.split(",")))
    return {pk: bisect(order, pk) for pk in pks}


def nth_of(evidence: Evidence) -> int:
    """The record's place in its group's order of entry."""
    return Evidence.objects.filter(group_id=evidence.group_id, pk__lte=evidence.pk).count()


def evidence_at(group: Group, nth: int) -> Evidence | None:
    """The group's record at this place in the order of entry."""
    rows = Evidence.objects.filter(group=group).select_related("recorded_by").order_by("pk")
    row = rows[nth - 1 : nth].first() if 0 < nth <= MOST_NTH else None
    if row:
        row.nth, row.group = nth, group
    return row


def reviews_of(evidence: Evidence, known_on: dt.date | None = None) -> list[Review]:
    """What was said about a record, the latest first."""
    said = Review.objects.filter(evidence=evidence).select_related("by")
    return list(said.filter(at__lte=end_of(known_on)) if known_on else said)


def tallied_years() -> range:
    """From the first year that any tally is of to the last. One query."""
    last = Tally.objects.order_by("-pk").values("year")[:1]
    ends = Tally.objects.order_by("pk").values_list("year", Subquery(last)).first()
    return range(ends[0], ends[1] + 1) if ends else range(0)


# Waiting for confirmation -----------------------------------------------------------------------------------------


def waiting(evidence: QuerySet[Evidence]) -> QuerySet[Evidence]:
    """Of these, the groups' own reports of which nobody has said yet that they are so, in doubt, or withdrawn."""
    return evidence.filter(source=Source.REPORTED).with_verdict().filter(verdict__in=[0, Verdict.REOPENED])


def waiting_within(area, as_of: dt.date | None = None) -> int:
    """How many reports wait for confirmation in the area; of those up to a day where it is given."""
    rows = waiting(Evidence.objects.within(area))
    return (rows.filter(occurred_on__lte=as_of) if as_of else rows).count()


def numbered(pks: Collection[int]) -> list[Evidence]:
    """Whole records of any groups in this order, each with its ``nth`` and what belongs on a list."""
    before = Evidence.objects.filter(group=OuterRef("group"), pk__lte=OuterRef("pk")).order_by()
    nth = Subquery(before.values("group").annotate(n=Count("pk")).values("n"))
    found = Evidence.objects.select_related("group__area__parent__parent", "recorded_by").annotate(nth=nth).in_bulk(pks)
    return [found[pk] for pk in pks]
