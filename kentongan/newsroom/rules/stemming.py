"""The root of an Indonesian word: pembuatan, membuat, dibuat and buatan are all buat.

Affixes come off by the rules of the language (me- melts p, t, k and s: menulis is tulis), and only what leaves a known root counts. Of
several roots the dictionary's own marks decide which takes that affix (mengolah is olah, not kolah), then the longest wins. A word
without a known root stays as it is, without -nya: names of people and places are not cut.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

# A root and the affixes it takes, see data/README.md.
Roots = Mapping[str, frozenset[str]]

LEAST_ROOT = 3
LONGEST_WORD = 40
# "memperbincangkan" has two, "keterpurukan" two, "sepengetahuan" two.
MOST_PREFIXES = 3
# Words with a root of their own in the dictionary that people look for together.
SAME = {
    "belajar": "ajar",
    "pelajar": "ajar",
    "pelaku": "laku",
    "pelajaran": "ajar",
    "pelari": "lari",
}
# Newer than the dictionary, written as its lines are.
NEWER: tuple[str, ...] = (
    "daring",
    "digital Mk Pa",
    "hoaks",
    "klik M P",
    "posting M a",
    "swafoto B",
    "unduh B D M P Pa a",
    "unggah B D M P Pa a",
    "vaksin B D M P",
    "verifikasi D M P",
    "video",
    "viral Mk",
)
_VOWELS = "aeiou"
_PARTICLES = ("lah", "kah", "pun")
_OWNERS = ("nya", "ku", "mu")
_SUFFIXES = (("kan", "k"), ("an", "a"), ("i", "i"))
# By the first letter of the word.
_PREFIXES = {
    "d": (("di", "D"),),
    "k": (("ke", "K"), ("ku", "O"), ("kau", "O")),
    "r": (("re", "R"),),
    "s": (("se", "S"),),
}
_BEFORE_R = {"be": "B", "te": "T", "pe": "R"}
_BEFORE_NASALS = {"me": "M", "pe": "P"}
# ku- and di- say who does what me- does.
_FAMILIES = {"D": "DM", "O": "DM", "M": "DM", "R": "BPR"}


class Cut(NamedTuple):
    """One way to take a word apart."""

    root: str
    # Family of the innermost prefix and letter of the suffix, "" where there is none.
    prefix: str
    suffix: str
    prefixes: int
    # Whether a letter that a prefix melted was put back.
    is_restored: bool
    clitics: int


def known_roots(lines: Iterable[str]) -> dict[str, frozenset[str]]:
    """The dictionary's lines ("olah B M Pa a") and the newer words. Words with the same affixes share them in memory."""
    shared: dict[str, frozenset[str]] = {}
    roots: dict[str, frozenset[str]] = {}
    for line in (*lines, *NEWER):
        word, _space, marks = line.partition(" ")
        roots[word] = shared.setdefault(marks, frozenset(marks.split()))
    return roots


def stem(word: str, roots: Roots) -> str:
    """The root of a folded word. Words with digits or other letters than a to z stay as they are."""
    if word in SAME:
        return SAME[word]
    if word in roots or not LEAST_ROOT < len(word) <= LONGEST_WORD or not (word.isascii() and word.isalpha()):
        return word
    cuts = [cut for cut in _cuts(word, roots) if not _is_idle(cut, roots[cut.root])]
    if not cuts:
        return word[:-3] if word.endswith("nya") and len(word) >= 7 else word
    best = min(cuts, key=lambda cut: _rank(cut, roots[cut.root]))
    return SAME.get(best.root, best.root)


def _is_idle(cut: Cut, marks: frozenset[str]) -> bool:
    """An -i of its own that the root is not known to take is no suffix: Bekasi is not bekas, Bali not bal."""
    return cut.suffix == "i" and not cut.prefix and "i" not in marks


def _rank(cut: Cut, marks: frozenset[str]) -> tuple[int, int, int, bool, int, str]:
    return (-_support(cut, marks), -len(cut.root), cut.clitics, cut.is_restored, cut.prefixes, cut.root)


def _support(cut: Cut, marks: frozenset[str]) -> int:
    """2: the root is known to take just these affixes; 1: it takes the prefix or the suffix; 0: nothing is known."""
    if not cut.prefix and not cut.suffix:
        return 2
    families = _FAMILIES.get(cut.prefix, cut.prefix) or [""]
    if any(family + cut.suffix in marks for family in families):
        return 2
    return int(any(mark[0] in families for mark in marks))


def _cuts(word: str, roots: Roots) -> Iterator[Cut]:
    """Those that leave a known root."""
    for ending, suffix, clitics in _endings(word):
        if (clitics or suffix) and ending in roots:
            yield Cut(ending, "", suffix, 0, False, clitics)
        for root, prefix, count, is_restored in _without_prefixes(ending, 1):
            if root in roots:
                yield Cut(root, prefix, suffix, count, is_restored, clitics)


def _endings(word: str) -> Iterator[tuple[str, str, int]]:
    """The word without what may stand at its end: particle, owner, suffix; each with and without."""
    bare = [(word, 0)]
    for clitics in (_PARTICLES, _OWNERS):
        bare += [
            (rest[: -len(clitic)], count + 1)
            for rest, count in list(bare)
            for clitic in clitics
            if rest.endswith(clitic) and len(rest) - len(clitic) >= LEAST_ROOT
        ]
    for rest, count in bare:
        yield rest, "", count
        for suffix, letter in _SUFFIXES:
            if rest.endswith(suffix) and len(rest) - len(suffix) >= LEAST_ROOT:
                yield rest[: -len(suffix)], letter, count


def _without_prefixes(word: str, depth: int) -> Iterator[tuple[str, str, int, bool]]:
    for rest, family, is_restored in _without_prefix(word):
        if len(rest) < LEAST_ROOT:
            continue
        yield rest, family, depth, is_restored
        if depth < MOST_PREFIXES and not is_restored:
            yield from _without_prefixes(rest, depth + 1)


def _without_prefix(word: str) -> Iterator[tuple[str, str, bool]]:
    """What may follow the first prefix, with the prefix's family and whether a melted letter was put back."""
    for prefix, family in _PREFIXES.get(word[:1], ()):
        if word.startswith(prefix):
            yield word[len(prefix) :], family, False
    first = word[:2]
    if family := _BEFORE_R.get(first, ""):
        if word[2:3] == "r":
            yield word[3:], family, False
        # be-runding, be-kerja, te-percaya: before r, and where the root's first part ends in -er.
        if word[2:3] == "r" or word[3:5] == "er":
            yield word[2:], family, False
    if family := _BEFORE_NASALS.get(first, ""):
        yield from ((rest, family, is_restored) for rest, is_restored in _after_nasal(word[2:]))


def _after_nasal(word: str) -> Iterator[tuple[str, bool]]:
    """What may follow me- or pe-: the nasal sound goes, and p, t, k or s that melted into it comes back."""
    yield word, False
    if word.startswith("ny"):
        yield "s" + word[2:], True
    elif word.startswith("nge"):
        # menge-cat; me-ngerti; meng-endap; and k: menge-rjakan is kerja.
        yield word[3:], False
        yield word[2:], False
        yield "k" + word[2:], True
    elif word.startswith("ng"):
        yield word[2:], False
        if word[2:3] in _VOWELS:
            yield "k" + word[2:], True
    elif word.startswith("m"):
        yield word[1:], False
        if word[1:2] in _VOWELS:
            yield "p" + word[1:], True
    elif word.startswith("n"):
        yield word[1:], False
        if word[1:2] in _VOWELS:
            yield "t" + word[1:], True
