"""What is known of one group, as the engine takes it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple


class Item(NamedTuple):
    """``n`` pieces of evidence of one kind (its code) on a day, that count. An interval, with its last day ``until``, stands by itself."""

    kind: str
    on: dt.date
    confirmed: bool = True
    until: dt.date | None = None
    n: int = 1


def pieces(items: Iterable[Item]) -> int:
    """How many pieces of evidence these are."""
    return sum(item.n for item in items)


@dataclass(frozen=True, slots=True)
class Term:
    """A decree in force from its first to its last day, both included."""

    first: dt.date
    last: dt.date
    ref: str = ""
    title: str = ""


@dataclass(frozen=True)
class Facts:
    """A group's life, its decrees and its evidence, each in order of days. Nothing here depends on a day of asking."""

    formed_on: dt.date
    ended_on: dt.date | None = None
    terms: tuple[Term, ...] = ()
    items: tuple[Item, ...] = ()

    @cached_property
    def by_kind(self) -> Mapping[str, list[Item]]:
        """The evidence of each kind."""
        found: dict[str, list[Item]] = defaultdict(list)
        for item in self.items:
            found[item.kind].append(item)
        return dict(found)

    def exists_on(self, day: dt.date) -> bool:
        return self.formed_on <= day and (self.ended_on is None or day < self.ended_on)

    def known_on(self, day: dt.date) -> "Facts":
        """What the day itself can know: nothing that begins later, and no end that lies ahead."""
        items = tuple(item for item in self.items if item.on <= day)
        terms = tuple(term for term in self.terms if term.first <= day)
        ended_on = self.ended_on if self.ended_on and self.ended_on <= day else None
        return Facts(self.formed_on, ended_on, terms, items)

    def with_added(self, items: Iterable[Item] = (), terms: Iterable[Term] = ()) -> "Facts":
        """These facts and more."""
        return replace(self, items=(*self.items, *items), terms=(*self.terms, *terms))
