"""How the combinations of an instrument lie on a page: rows, two groups of columns, and slits above the columns."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise, permutations, product

from kentongan.assessment.rules.checker import Report, Verdict
from kentongan.assessment.rules.document import Indicator

# More indicators make more than 64 combinations: too many to look at.
MOST_INDICATORS = 6


@dataclass(frozen=True, slots=True)
class Row:
    """The states of one row: which of the row's indicators are met, and what each column gets. None: it cannot be."""

    met: tuple[bool, ...]
    cells: tuple[Verdict | None, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """``sides`` name the rows, ``group`` the two halves of the columns (None for a single indicator), ``slits`` each column."""

    sides: tuple[Indicator, ...]
    group: Indicator
    slits: tuple[Indicator, ...]
    # For each column, which of the slits are met; the first half belongs to the group being met.
    columns: tuple[tuple[bool, ...], ...]
    rows: tuple[Row, ...]


def grid_of(report: Report) -> Grid | None:
    """Every combination once, so laid that equal neighbours touch; None where there are too many, or none."""
    base = report.document.base
    if not report.states or len(base) > MOST_INDICATORS:
        return None
    verdicts = {verdict.state: verdict for verdict in report.states}
    looks = {state: (verdict.rank, verdict.letter) for state, verdict in verdicts.items()}
    # The office's first indicators weigh most in its eyes, and are looked for at the side.
    sides, group, slits = min(
        _layouts(base), key=lambda one: _borders(_table(*one), looks) + 3 * sum(map(base.index, one[0]))
    )
    halves = list(product((True, False), repeat=len(slits)))
    table = _table(sides, group, slits)
    return Grid(
        sides,
        group,
        slits,
        tuple(halves * 2),
        tuple(
            Row(met, tuple(verdicts.get(state) for state in states))
            for met, states in zip(product((True, False), repeat=len(sides)), table, strict=True)
        ),
    )


Layout = tuple[tuple[Indicator, ...], Indicator, tuple[Indicator, ...]]


def _layouts(base: Sequence[Indicator]) -> Iterator[Layout]:
    """Every way to share the indicators out, those in the instrument's own order first."""
    size = len(base) // 2
    for sides in combinations(base, size):
        others = [one for one in base if one not in sides]
        for group in others:
            slits = [one for one in others if one is not group]
            for order in permutations(sides):
                yield order, group, tuple(slits)


def _table(
    sides: Sequence[Indicator], group: Indicator, slits: Sequence[Indicator]
) -> tuple[tuple[frozenset[str], ...], ...]:
    rows = _states(sides)
    columns = _states([group, *slits])
    return tuple(tuple(row | column for column in columns) for row in rows)


def _states(indicators: Sequence[Indicator]) -> list[frozenset[str]]:
    return [
        frozenset(one.key for one, is_met in zip(indicators, bits, strict=True) if is_met)
        for bits in product((True, False), repeat=len(indicators))
    ]


def _borders(table: Sequence[Sequence[frozenset[str]]], looks: dict[frozenset[str], tuple[int, str]]) -> int:
    """How many neighbours differ. A border in a row of holes weighs more: holes are to be seen as one."""
    found = 0
    shown = [[looks.get(state) for state in row] for row in table]
    half = len(shown[0]) // 2
    for row in shown:
        found += sum(_border(*pair) for at, pair in enumerate(pairwise(row), 1) if at != half)
    for above, below in pairwise(shown):
        found += sum(_border(*pair) for pair in zip(above, below, strict=True))
    return found


def _border(one: tuple[int, str] | None, other: tuple[int, str] | None) -> int:
    if one == other:
        return 0
    return 3 if any(look and look[1] for look in (one, other)) else 1
