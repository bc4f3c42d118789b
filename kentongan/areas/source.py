"""The official code list that comes with the program; `data/README.md` says where it is from."""

import csv
import gzip
from collections.abc import Iterator
from pathlib import Path

FILE = Path(__file__).parent / "data" / "areas.csv.gz"
NATION_NAME = "Indonesia"


def official_areas() -> Iterator[tuple[str, str]]:
    """Code and name of every area, ordered so that each comes after the one above it."""
    yield "ID", NATION_NAME
    with gzip.open(FILE, "rt", encoding="utf-8", newline="") as stream:
        rows = csv.reader(stream)
        next(rows)
        for code, name in rows:  # noqa: UP028 - lists become tuples
            yield code, name
