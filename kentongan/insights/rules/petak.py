"""The petak map: one tile for each child of an area, where it lies, not to scale."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kentongan.insights.rules.activity import FEW, Activity
from kentongan.insights.rules.figures import Coverage

# Tiles in code order stand in rows of this many.
COLUMNS_WITHOUT_MAP = 8
# From these shares of covered villages on, in percent, a tile is one colour darker.
STEPS = (40, 60, 80)
# The same for the share of active groups.
ACTIVITY_STEPS = (25, 40, 50)


@dataclass(frozen=True, slots=True)
class Child:
    """A child of the area and its figures."""

    code: str
    name: str
    coverage: Coverage
    has_group: bool
    # Where an instrument is in force somewhere in the area.
    activity: Activity | None = None

    @property
    def is_unjudged(self) -> bool:
        """Whether it has groups, of which no instrument says anything."""
        return self.activity is not None and self.has_group and not self.activity.judged


@dataclass(frozen=True, slots=True)
class Neighbour:
    """What lies beside the area, as plain text."""

    name: str
    column: int
    row: int
    kind: str = "area"


@dataclass(frozen=True, slots=True)
class Tile:
    """A child at its place; ``step`` is the colour, None where there is no group at all."""

    child: Child
    column: int
    row: int
    step: int | None


@dataclass(frozen=True, slots=True)
class Remark:
    """An annotation beside a tile: the fullest, or the one that lacks most."""

    kind: str
    child: Child
    column: int
    row: int
    side: str


@dataclass(frozen=True, slots=True)
class PetakMap:
    """All tiles; ``is_placed`` is False when nobody has said where they lie."""

    tiles: tuple[Tile, ...]
    neighbours: tuple[Neighbour, ...]
    remarks: tuple[Remark, ...]
    columns: int
    rows: int
    is_placed: bool


def colour_step(child: Child) -> int | None:
    """0 where no village is covered, then 1 up to 4 by the share of them; None without any group."""
    coverage = child.coverage
    if not child.has_group:
        return None
    if coverage.covered == 0:
        return 0
    return 1 + sum(coverage.covered * 100 >= percent * coverage.villages for percent in STEPS)


def activity_step(child: Child) -> int | None:
    """0 where no group is active, then 1 up to 4 by the share of them; None without any group."""
    found = child.activity
    if found is None or not child.has_group:
        return None
    if found.active == 0:
        return 0
    return 1 + sum(found.active * 100 >= percent * found.judged for percent in ACTIVITY_STEPS)


def petak_map(
    children: Sequence[Child],
    places: Mapping[str, tuple[int, int]],
    neighbours: Sequence[Neighbour] = (),
    *,
    by_activity: bool = False,
) -> PetakMap:
    """Tiles at their places; in code order where any of the children has none. Coloured by villages, or by activity."""
    step_of = activity_step if by_activity else colour_step
    is_placed = bool(children) and all(child.code in places for child in children)
    tiles = []
    for index, child in enumerate(children):
        if is_placed:
            column, row = places[child.code]
        else:
            column, row = index % COLUMNS_WITHOUT_MAP + 1, index // COLUMNS_WITHOUT_MAP + 1
        tiles.append(Tile(child, column, row, step_of(child)))
    tiles.sort(key=lambda tile: (tile.row, tile.column))
    shown = tuple(neighbours) if is_placed else ()
    cells = [*((tile.column, tile.row) for tile in tiles), *((n.column, n.row) for n in shown)]
    columns = max((column for column, _row in cells), default=0)
    rows = max((row for _column, row in cells), default=0)
    remarks: tuple[Remark, ...] = ()
    if is_placed:
        remarked = _liveliest(tiles) if by_activity else _fullest_and_emptiest(tiles)
        remarks = _beside(remarked, set(cells), columns)
    return PetakMap(tuple(tiles), shown, remarks, columns, rows, is_placed)


def _fullest_and_emptiest(tiles: Sequence[Tile]) -> list[tuple[str, Tile]]:
    """The tile with the largest share covered, and of those that have a group the one with the smallest."""
    having = [tile for tile in tiles if tile.child.has_group and tile.child.coverage.villages]
    by_share = sorted(having, key=lambda t: (t.child.coverage.share, t.child.coverage.covered))
    if len(having) < 3 or by_share[0].child.coverage.share == by_share[-1].child.coverage.share:
        return []
    return [("fullest", by_share[-1]), ("emptiest", by_share[0])]


def _liveliest(tiles: Sequence[Tile]) -> list[tuple[str, Tile]]:
    """The one tile with the largest share active, among those large enough to compare."""
    found = [(tile.child.activity, tile) for tile in tiles if tile.child.activity and tile.child.activity.judged >= FEW]
    if len(found) < 3:
        return []
    best = max((activity.share, activity.active) for activity, _tile in found)
    names = [tile for activity, tile in found if (activity.share, activity.active) == best]
    return [("liveliest", names[0])] if len(names) == 1 and best[1] else []


def _beside(remarked: Sequence[tuple[str, Tile]], taken: set[tuple[int, int]], columns: int) -> tuple[Remark, ...]:
    """The remarks whose tile has a free cell beside it."""
    remarks: list[Remark] = []
    for kind, tile in remarked:
        for side, column in (("right", tile.column + 1), ("left", tile.column - 1)):
            cell = (column, tile.row)
            if cell not in taken and 1 <= column <= columns:
                taken.add(cell)
                remarks.append(Remark(kind, tile.child, column, tile.row, side))
                break
    return tuple(remarks)


def quietest(children: Sequence[Child], count: int = 6) -> list[Child]:
    """The children to look at first: without any group, most villages first; then by the smallest share covered."""
    return sorted(
        children,
        key=lambda child: (
            child.has_group,
            child.coverage.share if child.has_group else -child.coverage.villages,
            -child.coverage.without,
            child.name,
        ),
    )[:count]


def quietest_by_activity(children: Sequence[Child]) -> list[Child]:
    """The children to look at first: without any group, most villages first; then by the smallest share active."""

    def urgency(child: Child) -> tuple[float | str, ...]:
        found = child.activity or Activity()
        if not child.has_group:
            return (0, -child.coverage.villages, 0, child.name)
        return (1 + child.is_unjudged, found.share, -found.asleep, child.name)

    return sorted(children, key=urgency)
