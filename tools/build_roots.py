"""Builds kentongan/newsroom/data/roots.txt.gz from the Indonesian dictionary of Hunspell: ``python tools/build_roots.py FOLDER``.

FOLDER holds id_ID.aff and id_ID.dic, as in Debian's package hunspell-id. Kept are the root words, each with the affixes it takes:
a capital letter for a prefix of that family (B ber-, D di-, K ke-, M me-, P pe-, R per-, S se-, T ter-), with a, i or k behind it
where the suffix -an, -i or -kan belongs to it; a, i and k alone for the suffixes without a prefix.
"""

import argparse
import gzip
import re
from pathlib import Path

TARGET = Path(__file__).resolve().parents[1] / "kentongan/newsroom/data/roots.txt.gz"
_CLOSING = {"an": "a", "i": "i", "kan": "k"}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    meaning = affixes((folder / "id_ID.aff").read_text("latin-1"))
    kept = roots((folder / "id_ID.dic").read_text("latin-1"), meaning)
    lines = [" ".join([word, *sorted(kept[word])]) for word in sorted(kept)]
    with TARGET.open("wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", compresslevel=9, mtime=0) as file:
        file.write("\n".join(lines).encode("ascii") + b"\n")
    print(f"{len(lines):,} roots, {TARGET.stat().st_size:,} bytes")


def affixes(text: str) -> dict[str, str]:
    """What each flag of the dictionary stands for, in our letters."""
    meaning: dict[str, str] = {}
    for line in text.splitlines():
        parts = line.split()
        if len(parts) < 5 or parts[0] not in {"PFX", "SFX"}:
            continue
        flag, form = parts[1], parts[3].split("/")[0]
        family = flag[0] if flag[0] in "BDKMPRST" else ""
        if parts[0] == "PFX" and family:
            meaning.setdefault(flag, family)
        elif parts[0] == "SFX" and form in _CLOSING and (family or flag in {"a0", "i0", "k0"}):
            meaning.setdefault(flag, family + _CLOSING[form])
    return meaning


def roots(text: str, meaning: dict[str, str]) -> dict[str, set[str]]:
    kept: dict[str, set[str]] = {}
    for line in text.splitlines()[1:]:
        word, _slash, flags = line.strip().partition("/")
        if re.fullmatch("[a-z]{3,}", word):
            pairs = {flags[at : at + 2] for at in range(0, len(flags), 2)}
            kept.setdefault(word, set()).update(meaning[pair] for pair in pairs & meaning.keys())
    return kept


if __name__ == "__main__":
    main()
