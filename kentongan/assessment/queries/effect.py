"""Who would move, from where to where, if another text judged the groups of an area on a day."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from kentongan.areas.models import Area
from kentongan.assessment.rules.checker import Report, check
from kentongan.assessment.rules.document import Document, Tier
from kentongan.registry.models import Group

if TYPE_CHECKING:
    from kentongan.assessment.queries.tables import GroupRows


@dataclass(frozen=True, slots=True)
class Verdict:
    """One group by its key: its ranks by the old and the new text, and the hole it lies in by the new."""

    group_id: int
    before: int
    after: int
    letter: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """A group that gets another tier. ``steps`` above 0 rise; those that lose their tier have no ``after``."""

    group: Group
    before: Tier | None
    after: Tier | None
    steps: int
    letter: str = ""


@dataclass(frozen=True)
class Effect:
    """What a new text does to the groups that exist on a day. ``old`` is None where nothing judged them before."""

    old: Document | None
    new: Document
    as_of: dt.date
    verdicts: tuple[Verdict, ...]

    @property
    def total(self) -> int:
        return len(self.verdicts)

    @cached_property
    def counts(self) -> Counter[tuple[int, int]]:
        """How many groups by (rank before, rank after)."""
        return Counter((one.before, one.after) for one in self.verdicts)

    def count_after(self, rank: int) -> int:
        return sum(n for (_before, after), n in self.counts.items() if after == rank)

    @property
    def without(self) -> int:
        """Groups that no tier fits by the new text."""
        return self.count_after(0)

    @cached_property
    def by_hole(self) -> Counter[str]:
        return Counter(one.letter for one in self.verdicts if one.letter)

    def steps(self, before: int, after: int) -> int:
        """How far up a change leads, counted from the top of both texts; 0 for the tier of the same name."""
        if self.old is None:
            return 0
        was, becomes = self.old.tier_at(before), self.new.tier_at(after)
        if was and becomes and was.name == becomes.name:
            return 0
        below_all = max(len(self.old.tiers), len(self.new.tiers))
        was_at = len(self.old.tiers) - before if was else below_all
        # A tier of another name at the same height is another tier, but neither higher nor lower.
        return was_at - (len(self.new.tiers) - after if becomes else below_all)

    def is_move(self, before: int, after: int) -> bool:
        if self.old is None:
            return False
        was, becomes = self.old.tier_at(before), self.new.tier_at(after)
        return (was.name if was else "") != (becomes.name if becomes else "")

    @cached_property
    def moved(self) -> int:
        return sum(n for pair, n in self.counts.items() if self.is_move(*pair))

    def moves(self) -> list[Move]:
        """Every group that moves: those left without a tier first, then the falls, then the rises, the furthest first. One query."""
        moving = [one for one in self.verdicts if self.is_move(one.before, one.after)]
        groups = Group.objects.select_related("area").in_bulk([one.group_id for one in moving])
        moves = [
            Move(
                groups[one.group_id],
                self.old.tier_at(one.before) if self.old else None,
                self.new.tier_at(one.after),
                self.steps(one.before, one.after),
                one.letter,
            )
            for one in moving
        ]
        return sorted(moves, key=lambda one: (one.after is not None, one.steps > 0, -abs(one.steps), one.group.name))


def movers(old: Document | None, new: Document, area: Area, as_of: dt.date, report: Report | None = None) -> Effect:
    """Judge every group of the area that exists on the day by both texts. A handful of queries, whatever the area's size."""
    # Arrays cost a page a third of a second to import; only those that judge many groups do.
    from kentongan.assessment.queries.tables import group_rows

    rows = group_rows(Group.objects.within(area).existing_on(as_of))
    report = report or check(new)
    before = [rank for rank, _state in _judged(rows, old, as_of)] if old else [0] * len(rows)
    letters: dict[int, str] = {}
    verdicts = []
    for pk, was, (becomes, state) in zip(rows.ids.tolist(), before, _judged(rows, new, as_of), strict=True):
        if not becomes and state not in letters:
            letters[state] = _letter(report, state)
        verdicts.append(Verdict(pk, was, becomes, "" if becomes else letters[state]))
    return Effect(old, new, as_of, tuple(verdicts))


def _judged(rows: "GroupRows", document: Document, as_of: dt.date) -> Iterator[tuple[int, int]]:
    """The rank of each group, and the state of the day as bits of base indicators."""
    from kentongan.assessment.queries.tables import judged
    from kentongan.assessment.rules.bulk import Course, Judge
    from kentongan.assessment.rules.fact_tables import FactsTable

    judge = Judge(document, as_of, as_of)

    def verdict(table: FactsTable) -> list[tuple[int, int]]:
        course = Course(judge, table)
        return list(zip(course.ranks[-1].tolist(), course.state[-1].tolist(), strict=True))

    for _chunk, found in judged(rows, judge, verdict):
        yield from found


def _letter(report: Report, state: int) -> str:
    document = report.document
    if document.by_score:
        return next((hole.letter for hole in report.holes), "")
    return report.hole_of(frozenset(one.key for at, one in enumerate(document.base) if state >> at & 1))
