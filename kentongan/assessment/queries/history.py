"""The tiers of very many groups on many days."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from django.db.models import QuerySet

from kentongan.assessment.queries.in_force import InForce
from kentongan.assessment.queries.tables import Array, Batch, GroupRows, batches_of, group_rows, judged
from kentongan.assessment.rules.bulk import Course, Judge
from kentongan.assessment.rules.fact_tables import FactsTable
from kentongan.registry.models import Group

Progress = Callable[[int, int], None]


@dataclass(frozen=True, eq=False)
class Ranks:
    """The ``ranks`` of groups (rows) on days (columns); ``document_at`` says by which batch, -1 for none.

    The same instruments judge all days, so that what moves is what groups did. ``readings`` are those of the last day.
    """

    rows: GroupRows
    days: tuple[dt.date, ...]
    batches: tuple[Batch, ...]
    document_at: Array
    ranks: Array
    readings: tuple[dict[str, Array], ...]

    def existing(self, column: int) -> Array:
        """Which groups exist on a day."""
        day = self.days[column].toordinal()
        return (self.rows.formed <= day) & (self.rows.ended > day)

    def counts(self) -> list[dict[str, int]]:
        """For each day the groups in each tier, those in none under an empty name; groups that are not there are left out."""
        found: list[dict[str, int]] = [{} for _day in self.days]
        for column in range(len(self.days)):
            there = self.existing(column)
            for at, batch in enumerate(self.batches):
                ranks = self.ranks[there & (self.document_at == at), column]
                many = np.bincount(ranks, minlength=len(batch.document.tiers) + 1)
                for tier in batch.document.tiers:
                    rank = batch.document.rank_of(tier)
                    found[column][tier.name] = found[column].get(tier.name, 0) + int(many[rank])
                found[column][""] = found[column].get("", 0) + int(many[0])
        return found


def ranks_on(
    groups: QuerySet[Group],
    days: Sequence[dt.date],
    in_force: InForce,
    *,
    known_on: dt.datetime | None = None,
    progress: Progress | None = None,
) -> Ranks:
    """The ranks of the groups on each of these days, in order of days: every day between them is judged, too."""
    rows = group_rows(groups)
    batches = batches_of(rows, in_force)
    document_at = np.full(len(rows), -1, np.int16)
    ranks = np.zeros((len(rows), len(days)), np.int8)
    columns = np.array([(day - days[0]).days for day in days])
    readings, done = [], 0
    for at, batch in enumerate(batches):
        document_at[batch.places] = at
        judge = Judge(batch.document, days[0], days[-1])

        def verdict(table: FactsTable, judge: Judge = judge) -> tuple[Array, dict[str, Array]]:
            course = Course(judge, table)
            return course.ranks[columns].T, course.readings_on(days[-1])

        parts = []
        for chunk, (some, read) in judged(rows.at(batch.places), judge, verdict, known_on=known_on):
            ranks[batch.places[chunk]] = some
            parts.append(read)
            done += len(some)
            if progress:
                progress(done, len(rows))
        readings.append({key: np.concatenate([part[key] for part in parts]) for key in parts[0]})
    return Ranks(rows, tuple(days), tuple(batches), document_at, ranks, tuple(readings))
