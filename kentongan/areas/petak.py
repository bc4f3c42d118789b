"""Where the tiles of a petak map stand; `data/petak.toml` says it for the areas somebody has laid out."""

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

FILE = Path(__file__).parent / "data" / "petak.toml"
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """What lies beside the area, as plain text: another area, or a sea."""

    name: str
    kind: str
    column: int
    row: int


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Column and row (from 1, from the top left) of each child by its code; empty where nobody has laid the area out."""

    tiles: Mapping[str, Place] = field(default_factory=dict)
    neighbours: tuple[Neighbour, ...] = ()


@functools.cache
def _arrangements() -> dict[str, Arrangement]:
    found = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {
        code: Arrangement(
            {child: (column, row) for child, (column, row) in laid_out["tiles"].items()},
            tuple(Neighbour(each["name"], each["kind"], *each["place"]) for each in laid_out.get("neighbours", ())),
        )
        for code, laid_out in found.items()
    }


def arrangement_of(area_code: str) -> Arrangement:
    """The petak map of the area's children."""
    return _arrangements().get(area_code, Arrangement())
