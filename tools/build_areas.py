"""Builds kentongan/areas/data/areas.csv.gz from the npm package idn-area-data, the same bytes every time.

npm pack idn-area-data@4.0.1 && tar xzf idn-area-data-4.0.1.tgz
python tools/build_areas.py package
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import sys
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "kentongan" / "areas" / "data" / "areas.csv.gz"
TABLES = ("provinces", "regencies", "districts", "villages")
CODE = re.compile(r"\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?")
KEEP_UPPER = {"DKI", "DI"}
KEEP_LOWER = {"DAN"}
ROMAN = re.compile(r"[IVX]+")


def nice_name(name: str, *, is_shouted: bool) -> str:
    """The name as written in running text: "KABUPATEN MALANG" is "Kabupaten Malang"; "lamuk" is "Lamuk"."""
    name = " ".join(name.replace('"', "'").replace("’", "'").replace("*", "").split())
    if is_shouted:
        return " ".join(_calm(word) for word in name.split())
    return name[:1].upper() + name[1:]


def _calm(word: str) -> str:
    if word in KEEP_UPPER or ROMAN.fullmatch(word):
        return word
    return word.lower() if word in KEEP_LOWER else word.capitalize()


def rows_of(package: Path) -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    for table in TABLES:
        with open(package / "data" / f"{table}.csv", encoding="utf-8", newline="") as stream:
            for record in csv.DictReader(stream):
                is_shouted = record["name"].isupper() and (table in TABLES[:2] or "'" in record["name"])
                rows.append((record["code"], nice_name(record["name"], is_shouted=is_shouted)))
    return sorted(rows)


def check(rows: list[tuple[str, str]]) -> None:
    """A code list that the program may trust: well formed, no code twice, every parent there, every name filled."""
    codes = {code for code, _name in rows}
    assert len(codes) == len(rows), "a code appears twice"
    for code, name in rows:
        assert CODE.fullmatch(code), code
        assert name, code
        assert len(code) == 2 or code.rpartition(".")[0] in codes, f"{code} has no parent"


def main() -> None:
    rows = rows_of(Path(sys.argv[1]))
    check(rows)
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("code", "name"))
    writer.writerows(rows)
    TARGET.write_bytes(gzip.compress(text.getvalue().encode(), compresslevel=9, mtime=0))
    print(f"{TARGET.name}: {len(rows)} areas, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
