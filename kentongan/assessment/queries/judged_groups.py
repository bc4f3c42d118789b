"""The groups of an area as they are judged on a day, and what can be asked of them: tiers, movers, those about to fall, sleepers."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from kentongan.areas.enums import Level
from kentongan.areas.models import Area
from kentongan.assessment.models import InstrumentVersion
from kentongan.assessment.rules.document import Document, Indicator, Tier
from kentongan.registry.models import Group

# Arrays cost a page a third of a second to import; only those that judge many groups do.
if TYPE_CHECKING:
    from kentongan.assessment.queries.tables import Array, GroupRows
    from kentongan.assessment.rules.outlook import Outlook


@dataclass(frozen=True)
class TierCount:
    """A tier and how many groups are in it; ``tier`` is None for those that no tier fits."""

    tier: Tier | None
    groups: int

    @property
    def name(self) -> str:
        return self.tier.name if self.tier else ""

    @property
    def is_active(self) -> bool:
        return bool(self.tier and self.tier.is_active)


@dataclass(frozen=True)
class ChildStanding:
    """One child of the area: groups formed, those of them that are judged, and the active ones."""

    formed: int = 0
    judged: int = 0
    active: int = 0


@dataclass(frozen=True)
class Mover:
    """A group whose tier is another one than a month before. None stands for no tier."""

    group: Group
    before: Tier | None
    now: Tier | None
    has_risen: bool


@dataclass(frozen=True)
class Falling:
    """A group that falls within thirty days if nothing new is recorded, the last day it is safe, and what it loses after it."""

    group: Group
    now: Tier | None
    then: Tier | None
    last_safe_day: dt.date
    losing: tuple[Indicator, ...]
    document: Document


@dataclass(frozen=True)
class Sleeper:
    """A group below the goal, and the smallest number of new records that would wake it; None where records alone do not."""

    group: Group
    now: Tier | None
    lacking: int | None
    lacks: tuple[Indicator, ...]


@dataclass(frozen=True)
class Judged:
    """All groups existing on the day, those of one document after the other; ``document_at`` is -1 where nothing judges them."""

    rows: "GroupRows"
    document_at: "Array"
    outlook: "Outlook"


@dataclass(frozen=True)
class Standings:
    """The groups of an area on a day, judged. ``versions`` are those that judge any of them, ``documents`` their different texts."""

    area: Area
    as_of: dt.date
    purpose: str
    versions: tuple[InstrumentVersion, ...]
    documents: tuple[Document, ...]
    _judged: Judged

    # --- How many

    @property
    def document(self) -> Document | None:
        """The one document that judges all, where it is one."""
        return self.documents[0] if len(self.documents) == 1 else None

    @cached_property
    def formed(self) -> int:
        """Groups existing on the day."""
        return len(self._judged.rows)

    @cached_property
    def judged(self) -> int:
        """Groups for which an instrument is in force."""
        return int((self._judged.document_at >= 0).sum())

    @property
    def not_judged(self) -> int:
        return self.formed - self.judged

    @cached_property
    def tiers(self) -> tuple[TierCount, ...]:
        """All tiers from the best to the last, those no group is in as well; then, where there are any, the groups in none.

        Tiers of the same name in several instruments are counted together.
        """
        counts: dict[str, TierCount] = {}
        without = 0
        for document, ranks in self._ranks():
            for tier in document.tiers:
                count = int((ranks == document.rank_of(tier)).sum())
                known = counts.get(tier.name)
                counts[tier.name] = TierCount(known.tier if known else tier, count + (known.groups if known else 0))
            without += int((ranks == 0).sum())
        return (*counts.values(), *([TierCount(None, without)] if without else []))

    @property
    def by_name(self) -> dict[str, int]:
        """The groups in each tier by its name; those in none under an empty one."""
        return {one.name: one.groups for one in self.tiers}

    @cached_property
    def active(self) -> int | None:
        """Groups in a tier that means active; None where no instrument is in force that says what active means."""
        if not any(tier.is_active for document in self.documents for tier in document.tiers):
            return None
        return int(self._is_active.sum())

    @cached_property
    def by_child(self) -> dict[str, ChildStanding]:
        """Each child of the area that has groups, by its code: provinces of the nation, and so on."""
        import numpy as np

        codes, which = np.unique(self._child_codes, return_inverse=True)
        columns = (
            np.bincount(which, weights, minlength=len(codes)).astype(int).tolist()
            for weights in (None, self._judged.document_at >= 0, self._is_active)
        )
        return {str(code): ChildStanding(*one) for code, *one in zip(codes, *columns, strict=True)}

    def active_by_tier(self, activity: "Standings") -> dict[str, int]:
        """Of the groups in each tier, how many are active by another judgement of the same groups."""
        import numpy as np

        rows = self._judged.rows
        active = np.isin(rows.ids, activity._judged.rows.ids[activity._is_active])
        found: dict[str, int] = {}
        for at, document in enumerate(self.documents):
            ranks = self._judged.outlook.rank[(self._judged.document_at == at) & active]
            for tier in (*document.tiers, None):
                name, rank = (tier.name, document.rank_of(tier)) if tier else ("", 0)
                found[name] = found.get(name, 0) + int((ranks == rank).sum())
        return found

    # --- Who

    def by_place(self, tier_name: str | None = None, *, active: bool | None = None) -> list[tuple[str, int]]:
        """The judged groups as (code of the area, key), in that order: those of a tier, or those that are active or not."""
        chosen = self._judged.document_at >= 0
        if active is not None:
            chosen = chosen & (self._is_active == active)
        if tier_name is not None:
            wanted = set(self.group_ids(tier_name))
        rows = self._judged.rows.at(chosen)
        pairs = zip(rows.areas.tolist(), rows.ids.tolist(), strict=True)
        return sorted(pair for pair in pairs if tier_name is None or pair[1] in wanted)

    def group_ids(self, tier_name: str) -> list[int]:
        """Keys of the groups in a tier; of those in none with an empty name."""
        found: list[int] = []
        for at, document in enumerate(self.documents):
            ranks = [document.rank_of(tier) for tier in document.tiers if tier.name == tier_name] if tier_name else [0]
            for rank in ranks:
                here = (self._judged.document_at == at) & (self._judged.outlook.rank == rank)
                found += self._judged.rows.ids[here].tolist()
        return found

    @cached_property
    def tier_of(self) -> dict[int, Tier | None]:
        """The tier of each judged group by its key."""
        columns = zip(
            self._judged.rows.ids.tolist(),
            self._judged.document_at.tolist(),
            self._judged.outlook.rank.tolist(),
            strict=True,
        )
        return {pk: self.documents[at].tier_at(rank) for pk, at, rank in columns if at >= 0}

    @property
    def risen(self) -> int:
        """Groups in a better tier than a month before, judged by the same instrument; new groups are left out."""
        return int((self._moved > 0).sum())

    @property
    def fallen(self) -> int:
        return int((self._moved < 0).sum())

    def movers(self, most: int = 20, skip: int = 0, *, risen: bool | None = None) -> list[Mover]:
        """The groups whose tier is another one than a month before, those that moved furthest first; one direction if asked."""
        moved = self._moved
        chosen = moved != 0 if risen is None else moved > 0 if risen else moved < 0
        places = self._ordered(chosen, -abs(moved))[skip : skip + most]
        groups = self._groups(places)
        outlook = self._judged.outlook
        return [
            Mover(
                groups[place],
                self._tier(place, int(outlook.before[place])),
                self._tier(place, int(outlook.rank[place])),
                bool(moved[place] > 0),
            )
            for place in places
            if place in groups
        ]

    @property
    def falling_count(self) -> int:
        return int((self._judged.outlook.falls_in > 0).sum())

    @cached_property
    def first_fall(self) -> dt.date | None:
        """The last safe day of the group that falls first, within thirty days."""
        falls_in = self._judged.outlook.falls_in
        soonest = falls_in[falls_in > 0]
        return self.as_of + dt.timedelta(days=int(soonest.min()) - 1) if len(soonest) else None

    def falling(self, most: int = 20, skip: int = 0) -> list[Falling]:
        """The groups that fall within thirty days if nothing new is recorded, the soonest first."""
        outlook = self._judged.outlook
        places = self._ordered(outlook.falls_in > 0, outlook.falls_in)[skip : skip + most]
        groups = self._groups(places)
        return [
            Falling(
                groups[place],
                self._tier(place, int(outlook.rank[place])),
                self._tier(place, int(outlook.falls_to[place])),
                self.as_of + dt.timedelta(days=int(outlook.falls_in[place]) - 1),
                self._indicators(place, int(outlook.losing[place])),
                self.documents[int(self._judged.document_at[place])],
            )
            for place in places
            if place in groups
        ]

    @property
    def sleepers_count(self) -> int:
        return int((self._judged.outlook.lacking > 0).sum())

    def sleepers(self, most: int = 20, skip: int = 0) -> list[Sleeper]:
        """The groups below the lowest tier that means active (below the last but one where none does), by how little they lack."""
        from kentongan.assessment.rules.outlook import NEVER_ENOUGH

        outlook = self._judged.outlook
        places = self._ordered(outlook.lacking > 0, outlook.lacking)[skip : skip + most]
        groups = self._groups(places)
        return [
            Sleeper(
                groups[place],
                self._tier(place, int(outlook.rank[place])),
                int(outlook.lacking[place]) if outlook.lacking[place] < NEVER_ENOUGH else None,
                self._indicators(place, int(outlook.lacks[place])),
            )
            for place in places
            if place in groups
        ]

    # --- Inside

    def _ranks(self) -> Iterator[tuple[Document, "Array"]]:
        for at, document in enumerate(self.documents):
            yield document, self._judged.outlook.rank[self._judged.document_at == at]

    @cached_property
    def _is_active(self) -> "Array":
        import numpy as np

        active = np.zeros(self.formed, bool)
        for at, document in enumerate(self.documents):
            means_active = np.array([False, *(tier.is_active for tier in reversed(document.tiers))])
            here = self._judged.document_at == at
            active[here] = means_active[self._judged.outlook.rank[here]]
        return active

    @cached_property
    def _moved(self) -> "Array":
        from kentongan.assessment.rules.outlook import month_before

        rows, outlook = self._judged.rows, self._judged.outlook
        was_there = rows.formed <= month_before(self.as_of).toordinal()
        return (outlook.rank - outlook.before) * was_there

    @property
    def _child_codes(self) -> "Array":
        rows = self._judged.rows
        return {
            Level.NATION: rows.provinces,
            Level.PROVINCE: rows.regencies,
            Level.REGENCY: rows.districts,
        }.get(Level(self.area.level), rows.areas)

    def _ordered(self, chosen: "Array", by: "Array") -> list[int]:
        import numpy as np

        places = np.flatnonzero(chosen)
        return places[np.argsort(by[places], kind="stable")].tolist()

    def _groups(self, places: list[int]) -> dict[int, Group]:
        """The groups at these places, with their areas: names are read only for rows that are shown."""
        ids = self._judged.rows.ids[places].tolist() if places else []
        found = Group.objects.select_related("area__parent").in_bulk(ids) if ids else {}
        return {place: found[pk] for place, pk in zip(places, ids, strict=True) if pk in found}

    def _tier(self, place: int, rank: int) -> Tier | None:
        return self.documents[int(self._judged.document_at[place])].tier_at(rank)

    def _indicators(self, place: int, bits: int) -> tuple[Indicator, ...]:
        base = self.documents[int(self._judged.document_at[place])].base
        return tuple(one for at, one in enumerate(base) if bits >> at & 1)
