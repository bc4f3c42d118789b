"""The guard's words, read once from ``lexicon.toml``, and what a single word is behind its disguise."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from itertools import compress
from typing import Any, NamedTuple

LONGEST_WORD = 40
# Far more than a language has in use.
MOST_IDLE_WORDS = 1 << 15
SHORTEST_DISGUISED = 4

_TOML: dict[str, Any] = tomllib.loads(files(__package__).joinpath("lexicon.toml").read_text(encoding="utf-8"))
# The subject of a report that covers words of any, but not those that only sellers write.
ANY = "*"
# The subject of one that covers nothing.
NONE = "-"
TOPICS = ("gambling", "pills", "loans", "adult", "tricks", "defaced")


class Kind(StrEnum):
    """How much a word says: see ``lexicon.toml``."""

    SELLS = "sells"
    NAMES = "names"
    PLAIN = "plain"
    BRAND = "brand"
    STRONG = "strong"
    WEAK = "weak"
    REPORT = "report"


@dataclass(frozen=True, slots=True)
class Term:
    """A word or a phrase of the lexicon. ``beside``: neighbours that show an innocent meaning."""

    text: str
    kind: Kind
    topic: str = ""
    beside: frozenset[str] = frozenset()

    @property
    def is_call(self) -> bool:
        return self.kind in {Kind.STRONG, Kind.WEAK}


_WORD = re.compile(r"[a-z0-9]+")
# Prefixes and endings that a root of [reports] takes.
_BEFORE = (
    "",
    "di",
    "me",
    "mem",
    "men",
    "meng",
    "meny",
    "pe",
    "pem",
    "pen",
    "peng",
    "peny",
    "ter",
    "ber",
    "ke",
    "per",
    "memper",
    "diper",
    "se",
)
_AFTER = ("", "kan", "an", "i", "nya", "annya", "lah")


def words_of(phrase: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(phrase))


def _terms() -> Iterable[Term]:
    for topic in TOPICS:
        lists = _TOML[topic]
        plain, unless = lists["plain"], lists.get("unless", {})

        def beside(text: str, known: dict[str, str], plain: dict[str, str] = plain) -> frozenset[str]:
            # "@slot": the same neighbours as that word.
            words = known.get(text, "")
            return frozenset((plain[words[1:]] if words.startswith("@") else words).split())

        for kind in (Kind.SELLS, Kind.NAMES):
            yield from (Term(text, kind, topic, beside(text, unless)) for text in lists[kind])
        yield from (Term(text, Kind.PLAIN, topic, beside(text, plain)) for text in plain)
        for pairs in lists.get("pairs", ()):
            kind = Kind(pairs["as"])
            yield from (
                Term(f"{first} {second}", kind, topic) for first in pairs["first"] for second in pairs["second"]
            )
    for text in _TOML["glued"]["words"]:
        topic = "adult" if "bokep" in text else "pills" if text in {"obataborsi", "jualcytotec"} else "gambling"
        yield Term(text, Kind.SELLS, topic)


def _calls() -> Iterable[Term]:
    yield from (Term(text, Kind.STRONG) for text in _TOML["calls"]["strong"])
    yield from (Term(text, Kind.WEAK) for text in _TOML["calls"]["weak"])


def _reports() -> Iterable[Term]:
    reports = _TOML["reports"]
    for texts, topic in (
        (_forms(reports["roots"]), ""),
        (reports["words"], ""),
        (_forms(reports["weak_roots"]), ANY),
        (reports["weak_words"], ANY),
        *((texts, topic) for topic, texts in reports["only"].items()),
        (reports["hollow"], NONE),
        (_denials(reports["denials"], reports["denied"]), NONE),
    ):
        yield from (Term(text, Kind.REPORT, topic) for text in texts)


def _forms(roots: Iterable[str]) -> Iterator[str]:
    """Each root with its prefixes and endings: tangkap, ditangkap, penangkapan."""
    return (before + root + after for root in roots for before in _BEFORE for after in _AFTER)


def _denials(denials: list[str], roots: list[str]) -> Iterator[str]:
    """No tipu, no tipu-tipu, bukan penipuan."""
    for denial in denials:
        yield from (f"{denial} {root} {root}" for root in roots)
        yield from (f"{denial} {form}" for form in _forms(roots))


class Table:
    """Terms by their words; of several that fit, the longest."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self.single: dict[str, Term] = {}
        self.phrases: dict[tuple[str, str], list[tuple[tuple[str, ...], Term]]] = {}
        for term in terms:
            words = words_of(term.text)
            if len(words) == 1:
                self.single.setdefault(words[0], term)
            else:
                self.phrases.setdefault((words[0], words[1]), []).append((words, term))
        for known in self.phrases.values():
            known.sort(key=lambda pair: -len(pair[0]))
        self.phrase_heads = frozenset(first for first, _second in self.phrases)
        self.heads = frozenset(self.single) | self.phrase_heads

    def at(self, words: list[str], place: int) -> Iterator[tuple[Term, int]]:
        """Terms that begin at a place and of how many words they are, the longest first."""
        if place + 1 < len(words):
            for phrase, term in self.phrases.get((words[place], words[place + 1]), ()):
                if tuple(words[place : place + len(phrase)]) == phrase:
                    yield term, len(phrase)
        if words[place] in self.single:
            yield self.single[words[place]], 1

    def may_hold_phrase(self, words: list[str]) -> bool:
        """Whether the first two words of a phrase stand beside each other."""
        heads = compress(range(len(words) - 1), map(self.phrase_heads.__contains__, words))
        return any((words[place], words[place + 1]) in self.phrases for place in heads)

    def words(self) -> set[str]:
        return set(self.single) | {word for pair in self.phrases.values() for words, _term in pair for word in words}


TERMS = Table(_terms())
QUOTING = Table(Term(text, Kind.REPORT) for text in _TOML["reports"]["quoting"])
DEFACING = Table(
    Term(text, Kind.NAMES, kind) for kind, texts in _TOML["defacing"].items() if kind != "handles" for text in texts
)
HANDLES = frozenset(_TOML["defacing"]["handles"])
CALLS = Table(_calls())
REPORTS = Table(_reports())

LETTERS: dict[str, str] = {}
for _alphabet in ("cyrillic", "greek", "armenian", "latin", "cherokee", "lisu", "canadian", "coptic"):
    LETTERS |= _TOML["letters"][_alphabet]
_FIGURES = str.maketrans(_TOML["letters"]["digits"])

ADDRESS = frozenset(_TOML["calls"]["address"])
FILLERS = frozenset(_TOML["titles"]["fillers"])
FOREIGN: tuple[str, ...] = tuple(_TOML["foreign"]["words"])
USUAL_HOSTS: tuple[str, ...] = tuple(_TOML["hosts"]["usual"])
OFFICIAL_HOSTS: tuple[str, ...] = tuple(_TOML["hosts"]["official"])
# Names and hosts that begin so are against it.
AGAINST: tuple[str, ...] = tuple(_TOML["hosts"]["against"])

_BRANDS = _TOML["brands"]
_BRAND_DIGITS = re.compile(
    r"([a-z]{3,20}?)(?:" + "|".join(sorted(_BRANDS["digits"], key=len, reverse=True)) + r")[a-z]?"
)
_BRAND_ENDING = re.compile(r"[a-z]{3,16}(?:" + "|".join(_BRANDS["endings"]) + r")\d{0,4}")
_SURE_BRAND = re.compile(r"[a-z]{5,16}(?:" + "|".join(_BRANDS["sure"]) + r")")
BESIDE_BRANDS = frozenset(_BRANDS["beside"])
_NO_BRANDS = frozenset(_BRANDS["innocent"])
_SIGNS = re.compile(r"[@$!|]+")
_RUN = re.compile(r"(.)\1+")
_LONG_RUN = re.compile(r"(.)\1\1")


def skeleton(word: str) -> str:
    """Equal for words that look alike: s1ot, slot and 5l0t."""
    return word.translate(_FIGURES)


_KNOWN = TERMS.words() | CALLS.words()
_GLUED = {word: skeleton(word) for word in _TOML["glued"]["words"]}
_DISGUISABLE = sorted(word for word in _KNOWN if len(word) >= SHORTEST_DISGUISED and word.isalpha())
_SKELETONS = {skeleton(word): word for word in _DISGUISABLE}
_SINGLE_LETTERS = {_RUN.sub(r"\1", word): word for word in _DISGUISABLE}
# Both at once, after each other: gac00rr.
_SINGLE_SKELETONS = {_RUN.sub(r"\1", skeleton): word for skeleton, word in _SKELETONS.items()}
_REPORTING = REPORTS.words()
# What may be looked for in letters that stand apart: s l o t.
_CORE = {
    word
    for word, term in TERMS.single.items()
    if len(word) >= SHORTEST_DISGUISED and (term.kind is Kind.SELLS or word in {"slot", "gacor", "togel", "sbobet"})
}
_APART = _CORE | {word for word in CALLS.single if len(word) > SHORTEST_DISGUISED}
APART: dict[str, str] = {word: skeleton(word) for word in sorted(_APART, key=lambda word: (-len(word), word))}
_CORE_LOOKS = {skeleton(word): word for word in _CORE}
SPLIT = frozenset(word for word in _CORE - _GLUED.keys() if len(word) <= 8)
# A page is turned upside down: letters become others and stand in reverse, or only one of both was done.
_UPSIDE_DOWN = str.maketrans("nupdbq", "undpqb")
_TURNED = {
    seen: word
    for word in (*_CORE, "situs")
    for seen in (word[::-1], word.translate(_UPSIDE_DOWN), word[::-1].translate(_UPSIDE_DOWN))
    if seen not in _KNOWN
}
SPLIT_HEADS = frozenset(word[:end] for word in SPLIT for end in range(1, len(word)))


class Glance(NamedTuple):
    """A word as it is meant; ``matters`` where it may be a term of its own or a gambling site's name."""

    word: str
    is_disguised: bool
    matters: bool


@lru_cache(maxsize=1 << 14)
def glance(token: str) -> Glance:
    """What a folded word is, seen alone. Words repeat, so most answers are remembered."""
    word, is_disguised = _meant(token.strip("!|@")[:LONGEST_WORD])
    return Glance(word, is_disguised, word in TERMS.single or is_brand(word))


class _IdleWords(dict[str, str | None]):
    """The word of each glance that does not matter; None where it does. Quicker than a cache that knows what was asked last."""

    def __missing__(self, token: str) -> str | None:
        if len(self) >= MOST_IDLE_WORDS:
            self.clear()
        seen = glance(token)
        self[token] = None if seen.matters else seen.word
        return self[token]


IDLE_WORDS = _IdleWords()


def _meant(token: str) -> tuple[str, bool]:
    if token in _KNOWN or token in _REPORTING or token.isdigit():
        return token, False
    if token.endswith("nya") and token[:-3] in _KNOWN:
        return token[:-3], False
    looks = skeleton(token)
    single = _RUN.sub(r"\1", token)
    if token.isalpha():
        # Letters alone are taken for others with care: “bugi” and “kiat” are words, “barru” is a place.
        if looks in _CORE_LOOKS:
            return _CORE_LOOKS[looks], True
        if token in _TURNED:
            return _TURNED[token], True
        if single != token and (single in _CORE or _LONG_RUN.search(token)) and single in _SINGLE_LETTERS:
            return _SINGLE_LETTERS[single], True
    else:
        single_looks = _RUN.sub(r"\1", looks)
        for seen, meant in ((looks, _SKELETONS), (single, _SINGLE_LETTERS), (single_looks, _SINGLE_SKELETONS)):
            if seen in meant:
                return meant[seen], True
    bare = token.strip("0123456789")
    if bare != token and not is_brand(token) and bare:
        word, is_disguised = _meant(bare)
        if word in TERMS.single:
            return word, is_disguised
    if not token.isalnum():
        pieces = [_meant(piece) for piece in _SIGNS.split(token) if piece]
        return next(
            (piece for piece in pieces if piece[0] in TERMS.single), ("", False) if not pieces else (token, False)
        )
    if len(token) >= 6:
        for glued, glued_looks in _GLUED.items():
            if glued_looks in looks:
                return glued, glued not in token
    return token, False


@lru_cache(maxsize=1 << 12)
def is_brand(word: str) -> bool:
    """Whether a word looks like the name of a gambling site: NAMA88, nama4d, namatoto; not #lawantogel."""
    if word.startswith(AGAINST):
        return False
    found = _BRAND_DIGITS.fullmatch(word)
    if found and found[1] not in _NO_BRANDS:
        return True
    return _BRAND_ENDING.fullmatch(word) is not None and word not in _NO_BRANDS and word not in TERMS.single


def is_sure_brand(word: str) -> bool:
    """Whether the name of such a site says by itself what it sells."""
    return _SURE_BRAND.fullmatch(word) is not None
