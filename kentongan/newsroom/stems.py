"""Roots of words, with the dictionary read once."""

import gzip
from functools import cache, lru_cache
from pathlib import Path

from kentongan.newsroom.rules import stemming
from kentongan.newsroom.rules.words import fold

_FILE = Path(__file__).parent / "data/roots.txt.gz"


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The root of a folded word."""
    return stemming.stem(word, _roots())


@lru_cache(maxsize=65_536)
def root_of(written: str) -> str:
    """The root of a word as it is written."""
    return stem(fold(written))


def root_is_known(word: str) -> bool:
    """Whether a folded word is a root with affixes, both of the dictionary."""
    root = stemming.stem(word, _roots())
    return root != word and root in _roots()


@cache
def _roots() -> stemming.Roots:
    with gzip.open(_FILE, "rt", encoding="ascii") as file:
        return stemming.known_roots(file.read().splitlines())
