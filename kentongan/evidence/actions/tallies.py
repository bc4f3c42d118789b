"""Keeping the roll-up: what counts of a group's calendar year, packed. Callers hold the transaction and the groups."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from itertools import product

from django.db import transaction

from kentongan.evidence.actions._entering import locked_groups
from kentongan.evidence.enums import Standing
from kentongan.evidence.models import Evidence, Review, Tally
from kentongan.evidence.queries import tallied_years
from kentongan.evidence.rules.standing import counts, standing_of
from kentongan.evidence.rules.tally import add, pack, tally_key
from kentongan.registry.models import Group

Record = tuple[dt.date, int, bool]
# Groups in one transaction of a rebuild.
GROUPS_AT_ONCE = 200


def recount(group_ids: Collection[int], years: Collection[int] | None = None) -> None:
    """Write the groups' tallies of these years, or of all, anew from the ledger."""
    evidence = Evidence.objects.filter(group_id__in=group_ids)
    if years is not None:
        first, last = dt.date(min(years), 1, 1), dt.date(max(years), 12, 31)
        evidence = evidence.filter(occurred_on__range=(first, last))
    latest = dict(
        Review.objects.filter(evidence__in=evidence.order_by())
        .order_by("at", "pk")
        .values_list("evidence_id", "verdict")
    )
    records: dict[tuple[int, int], list[Record]] = defaultdict(list)
    rows = evidence.order_by().values_list("pk", "group_id", "kind", "source", "occurred_on")
    for pk, group, kind, source, day in rows.iterator(chunk_size=10_000):
        standing = standing_of(source, latest.get(pk, 0))
        if counts(standing):
            records[group, day.year].append((day, kind, standing == Standing.CONFIRMED))
    packed = {(group, year): pack(year, days) for (group, year), days in records.items()}
    _write(packed)
    looked_at = product(group_ids, tallied_years() if years is None else years)
    Tally.objects.at(one for one in looked_at if one not in packed).delete()


def add_to_tallies(new: Mapping[tuple[int, int], Iterable[Record]]) -> None:
    """Add new records, by group and year, to what the tallies hold."""
    tallies = Tally.objects.at(new).values_list("group_id", "year", "days")
    held = {(group, year): bytes(days) for group, year, days in tallies}
    _write({at: add(at[1], held.get(at, b""), records) for at, records in new.items()})


def rebuild_tallies(group_ids: Iterable[int] | None = None, progress: Callable[[int], None] | None = None) -> int:
    """All tallies of these groups, or of every group, anew from the ledger; safe to stop and to run again.

    ``progress`` hears how many groups are done; returns how many there were.
    """
    wanted = (
        sorted(set(group_ids))
        if group_ids is not None
        else list(Group.objects.order_by("pk").values_list("pk", flat=True))
    )
    for start in range(0, len(wanted), GROUPS_AT_ONCE):
        some = wanted[start : start + GROUPS_AT_ONCE]
        with transaction.atomic():
            recount(locked_groups(some).keys())
        if progress:
            progress(start + len(some))
    return len(wanted)


def _write(packed: Mapping[tuple[int, int], bytes]) -> None:
    Tally.objects.bulk_create(
        [
            Tally(pk=tally_key(year, group), group_id=group, year=year, days=days)
            for (group, year), days in packed.items()
        ],
        update_conflicts=True,
        unique_fields=["pk"],
        update_fields=["days"],
        batch_size=300,
    )
